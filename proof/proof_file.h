// The proof file: one statement at one height, and every hash needed to check it.
// docs/spec/proof-format.md is the specification; the JSON view of these structs is the file.
#pragma once

#include "proof/header.h"
#include "proof/records.h"
#include "proof/sparse.h"
#include "proof/transaction.h"

namespace freehold::proof {

// This certificate, collection or extracted item, and who owns it.
struct AssetStatement {
  static constexpr std::string_view kName = "asset";
  AssetId asset;
  FREEHOLD_DESCRIBE(asset)
};
// That a collection holds this content, not extracted from it.
struct ItemStatement {
  static constexpr std::string_view kName = "item";
  AssetId collection;
  ItemContent content;
  FREEHOLD_DESCRIBE(collection, content)
};
// That no public single certificate of this content existed.
struct AbsenceStatement {
  static constexpr std::string_view kName = "absence";
  ContentHash content;
  FREEHOLD_DESCRIBE(content)
};
// That this transaction is in the chain with this result.
struct TransactionStatement {
  static constexpr std::string_view kName = "transaction";
  TxId tx;
  FREEHOLD_DESCRIBE(tx)
};
using Statement =
    std::variant<AssetStatement, ItemStatement, AbsenceStatement, TransactionStatement>;

// What ties a private commitment to a file: HMAC(k, certifier ‖ hash).
struct Opening {
  Hash256 k;
  ContentHash hash;
  FREEHOLD_DESCRIBE(k, hash)
};

struct AssetEvidence {
  static constexpr std::string_view kName = "asset";
  StateEntry asset;
  std::optional<StateEntry>
      owner_policy;  // where an account owns: its policy record, or that it has none
  std::optional<Opening> opening;
  FREEHOLD_DESCRIBE(asset, owner_policy, opening)
};
struct ItemEvidence {
  static constexpr std::string_view kName = "item";
  StateEntry collection;
  StateEntry extracted;  // the absence of the item's own certificate
  std::optional<StateEntry> owner_policy;
  uint64_t index = 0;
  Salt salt;
  std::vector<Hash256> path;  // merkle.h, in the collection
  std::optional<Opening> opening;
  FREEHOLD_DESCRIBE(collection, extracted, owner_policy, index, salt, path, opening)
};
struct AbsenceEvidence {
  static constexpr std::string_view kName = "absence";
  StateEntry content;
  FREEHOLD_DESCRIBE(content)
};
struct TransactionEvidence {
  static constexpr std::string_view kName = "transaction";
  Bytes body;  // canonical bytes of the TxBody
  TxResult result;
  uint32_t index = 0;
  std::vector<Hash256> path;  // merkle.h, in the header's tx root
  FREEHOLD_DESCRIBE(body, result, index, path)
};
// The same choice as the statement's.
using Evidence = std::variant<AssetEvidence, ItemEvidence, AbsenceEvidence, TransactionEvidence>;

// Where the statement's header is older than the sealed one.
struct HeaderHistory {
  Header sealed;
  std::vector<Hash256> path;  // of the statement's header hash in sealed.history_root
  FREEHOLD_DESCRIBE(sealed, path)
};

// One change of the validator set after the anchor: a header sealed by the set before it.
struct ValidatorChange {
  Header header;
  Seal seal;
  ValidatorSet next;
  FREEHOLD_DESCRIBE(header, seal, next)
};

struct PresentationAuth {
  uint8_t scheme = 0;
  Bytes key;
  Bytes signature;
  FREEHOLD_DESCRIBE(scheme, key, signature)
};
// That the owner shows this proof now, to this audience, for this challenge.
struct Presentation {
  AccountId account;
  std::string audience;
  std::string challenge;
  Time not_after;
  std::vector<PresentationAuth> auths;  // strictly ascending by (scheme, key)
  FREEHOLD_DESCRIBE(account, audience, challenge, not_after, auths)
};

inline constexpr std::string_view kProofFormat = "freehold-proof/1";
inline constexpr std::string_view kProofMediaType = "application/vnd.freehold.proof+json";
inline constexpr size_t kProofFileBytesMax = 4 << 20;
inline constexpr size_t kMerklePathMax = 64;
inline constexpr size_t kChangesMax = 4096;
inline constexpr size_t kPresentationTextMax = 256;

struct ProofFile {
  std::string format{kProofFormat};
  Statement statement;
  Evidence evidence;
  Header header;                         // the header whose roots the evidence leads to
  std::optional<HeaderHistory> history;  // where that header is older than the sealed one
  std::optional<Seal> seal;              // of the sealed header: history's, else `header`
  ValidatorSet validators;  // the set that seals the first change, or `seal` without one
  std::vector<ValidatorChange> changes;  // oldest first; the last one's `next` seals
  std::optional<Presentation> presentation;
  FREEHOLD_DESCRIBE(format, statement, evidence, header, history, seal, validators, changes,
                    presentation)
};

// The file's text: compact JSON and a line end. verify.h reads it.
std::string proof_to_json(const ProofFile& proof);

// Tagged hash of the chain id and the statement's canonical bytes.
StatementHash statement_hash(const ChainId& chain, const Statement& statement);

// What a presentation's signatures sign, tagged: BCS{chain, statement, header, account, audience,
// challenge, not after}.
Hash256 presentation_digest(const ChainId& chain, const StatementHash& statement,
                            const HeaderHash& header, const Presentation& presentation);

}  // namespace freehold::proof
