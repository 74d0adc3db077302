// What the files of tests/vectors/ hold. Each file is the JSON view of one struct of this page, so
// that what writes them and what reads them cannot differ. tests/vectors/README.md is for people.
#pragma once

#include "codec/json_view.h"
#include "proof/genesis.h"
#include "proof/verify.h"

namespace freehold::vectors {

// Bytes that read as lower-case hexadecimal.
struct Hex {
  Bytes bytes;
};
inline Hex hex(ByteView bytes) { return {to_bytes(bytes)}; }
template <size_t N, class Tag>
Hex hex(const FixedBytes<N, Tag>& bytes) {
  return {to_bytes(bytes.view())};
}

}  // namespace freehold::vectors

namespace freehold::codec {
template <>
struct JsonText<vectors::Hex> {
  static std::string to(const vectors::Hex& hex) { return to_hex(hex.bytes); }
  static bool from(std::string_view text, vectors::Hex& hex) {
    auto bytes = from_hex(text);
    if (!bytes || to_hex(*bytes) != text) return false;
    hex.bytes = std::move(*bytes);
    return true;
  }
};
}  // namespace freehold::codec

namespace freehold::vectors {

using codec::Json;

// --- encodings.json ---------------------------------------------------------------------------

struct Encoding {
  std::string kind;
  std::string name;
  Hex bytes;
  Json json;
  FREEHOLD_DESCRIBE(kind, name, bytes, json)
};
struct RefusedEncoding {
  std::string kind;
  std::string name;
  Hex bytes;
  std::string error;
  FREEHOLD_DESCRIBE(kind, name, bytes, error)
};
struct Encodings {
  std::vector<Encoding> encodings;
  std::vector<RefusedEncoding> refused;
  FREEHOLD_DESCRIBE(encodings, refused)
};

// --- hashes.json ------------------------------------------------------------------------------

struct Digest {
  Hex data;
  Hex digest;
  FREEHOLD_DESCRIBE(data, digest)
};
struct TagDigest {
  std::string tag;
  Hex data;
  Hex digest;
  FREEHOLD_DESCRIBE(tag, data, digest)
};
struct PolicyIds {
  proof::Policy policy;
  Hex policy_hash;
  Hex account;
  std::string address;
  FREEHOLD_DESCRIBE(policy, policy_hash, account, address)
};
struct NamedAccount {
  std::string name;
  Hex account;
  std::string address;
  FREEHOLD_DESCRIBE(name, account, address)
};
struct KeyDigest {
  uint8_t scheme = 0;
  Hex key;
  Hex digest;
  FREEHOLD_DESCRIBE(scheme, key, digest)
};
struct GenesisDigest {
  proof::Genesis genesis;
  Hex chain;
  FREEHOLD_DESCRIBE(genesis, chain)
};
struct HeaderDigest {
  proof::Header header;
  Hex hash;
  Hex seal_digest;
  FREEHOLD_DESCRIBE(header, hash, seal_digest)
};
struct SetDigest {
  proof::ValidatorSet set;
  Hex hash;
  FREEHOLD_DESCRIBE(set, hash)
};
struct CertificateId {
  AccountId certifier;
  proof::Content content;
  Hex id;
  FREEHOLD_DESCRIBE(certifier, content, id)
};
struct ItemId {
  AssetId collection;
  proof::ItemContent content;
  Hex id;
  FREEHOLD_DESCRIBE(collection, content, id)
};
struct CommitmentOf {
  Hex k;
  AccountId certifier;
  ContentHash hash;
  Hex commitment;
  FREEHOLD_DESCRIBE(k, certifier, hash, commitment)
};
struct HistoryStep {
  HistoryHash previous;
  proof::Event event;
  Hex history;
  FREEHOLD_DESCRIBE(previous, event, history)
};
struct StatementDigest {
  ChainId chain;
  proof::Statement statement;
  Hex hash;
  FREEHOLD_DESCRIBE(chain, statement, hash)
};
struct PresentationDigest {
  ChainId chain;
  StatementHash statement;
  HeaderHash header;
  proof::Presentation presentation;  // its auths are not part of what is signed
  Hex digest;
  FREEHOLD_DESCRIBE(chain, statement, header, presentation, digest)
};
struct PossessionDigest {
  ChainId chain;
  AccountId account;
  PolicyHash policy;
  Hex digest;
  FREEHOLD_DESCRIBE(chain, account, policy, digest)
};
struct StateKey {
  std::string record;
  Hex id;
  Hex key;
  Hex path;
  FREEHOLD_DESCRIBE(record, id, key, path)
};
struct LeafDigest {
  std::string kind;
  Json leaf;
  Hex hash;
  FREEHOLD_DESCRIBE(kind, leaf, hash)
};
struct Address {
  std::string text;
  std::optional<Hex> account;
  std::optional<std::string> error;
  FREEHOLD_DESCRIBE(text, account, error)
};
struct DidKey {
  Hex public_key;
  std::string did;
  FREEHOLD_DESCRIBE(public_key, did)
};
struct Base64url {
  std::string text;
  std::optional<Hex> bytes;  // none where it is refused
  FREEHOLD_DESCRIBE(text, bytes)
};
struct Hashes {
  std::vector<TagDigest> tags;
  std::vector<Digest> sha256;
  std::vector<PolicyIds> policies;
  std::vector<NamedAccount> named_accounts;
  std::vector<KeyDigest> keys;
  std::vector<GenesisDigest> genesis;
  std::vector<HeaderDigest> headers;
  std::vector<SetDigest> validator_sets;
  std::vector<Digest> witnesses;
  std::vector<CertificateId> certificates;
  std::vector<ItemId> items;
  std::vector<CommitmentOf> commitments;
  std::vector<HistoryStep> history;
  std::vector<StatementDigest> statements;
  std::vector<PresentationDigest> presentations;
  std::vector<PossessionDigest> key_possessions;
  std::vector<StateKey> state_keys;
  std::vector<LeafDigest> leaves;
  std::vector<Address> addresses;
  std::vector<DidKey> did_keys;
  std::vector<Base64url> base64url;
  FREEHOLD_DESCRIBE(tags, sha256, policies, named_accounts, keys, genesis, headers, validator_sets,
                    witnesses, certificates, items, commitments, history, statements, presentations,
                    key_possessions, state_keys, leaves, addresses, did_keys, base64url)
};

// --- keys.json --------------------------------------------------------------------------------

struct DerivedAccount {
  uint32_t index = 0;
  std::string path;
  Hex secret_key;
  Hex public_key;
  proof::Policy policy;
  Hex account;
  std::string address;
  std::string did;
  FREEHOLD_DESCRIBE(index, path, secret_key, public_key, policy, account, address, did)
};
struct Words {
  std::string language;
  Hex entropy;
  std::string words;
  std::string passphrase;
  Hex seed;
  std::vector<DerivedAccount> accounts;
  FREEHOLD_DESCRIBE(language, entropy, words, passphrase, seed, accounts)
};
struct RefusedWords {
  std::string name;
  std::string words;
  std::string error;
  FREEHOLD_DESCRIBE(name, words, error)
};
struct SignatureMade {
  Hex secret_key;
  Hex public_key;
  Hex digest;
  Hex signature;
  FREEHOLD_DESCRIBE(secret_key, public_key, digest, signature)
};
struct SignatureChecked {
  std::string name;
  Hex public_key;
  Hex digest;
  Hex signature;
  bool valid = false;
  FREEHOLD_DESCRIBE(name, public_key, digest, signature, valid)
};
struct SignedMessage {
  std::string text;
  Hex secret_key;
  Hex public_key;
  Hex signature;
  FREEHOLD_DESCRIBE(text, secret_key, public_key, signature)
};
struct Keys {
  std::vector<Words> words;
  std::vector<RefusedWords> refused_words;
  std::vector<SignatureMade> signatures;
  std::vector<SignatureChecked> checked_signatures;
  std::vector<SignedMessage> messages;
  FREEHOLD_DESCRIBE(words, refused_words, signatures, checked_signatures, messages)
};

// --- transactions.json ------------------------------------------------------------------------

struct ReadableAction {
  uint8_t actor = 0;
  std::string contract;
  Json call;
  FREEHOLD_DESCRIBE(actor, contract, call)
};
struct TxSigner {
  uint8_t signer = 0;
  Hex secret_key;
  FREEHOLD_DESCRIBE(signer, secret_key)
};
struct TransactionVector {
  std::string name;
  proof::TxBody body;
  std::vector<ReadableAction> actions;  // what stands in body.actions
  std::vector<Hex> witnesses;
  Hex body_bytes;
  Hex tx_id;
  std::vector<TxSigner> signers;
  proof::SignedTx signed_tx;
  Hex signed_bytes;
  FREEHOLD_DESCRIBE(name, body, actions, witnesses, body_bytes, tx_id, signers, signed_tx,
                    signed_bytes)
};
struct Transactions {
  std::vector<TransactionVector> transactions;
  FREEHOLD_DESCRIBE(transactions)
};

// --- policies.json ----------------------------------------------------------------------------

struct Moment {
  Time at;
  proof::Policy policy;
  uint64_t epoch = 0;
  bool frozen = false;
  proof::PolicyRecord settled;
  FREEHOLD_DESCRIBE(at, policy, epoch, frozen, settled)
};
struct RecordInTime {
  std::string name;
  proof::PolicyRecord record;
  Hex record_bytes;
  std::vector<Moment> moments;
  FREEHOLD_DESCRIBE(name, record, record_bytes, moments)
};
struct CheckedPolicy {
  std::string name;
  proof::Policy policy;
  std::optional<std::string> error;
  FREEHOLD_DESCRIBE(name, policy, error)
};
struct Covered {
  std::string name;
  proof::Policy policy;
  std::vector<uint32_t> signers;
  uint32_t scope = 0;
  bool covered = false;
  FREEHOLD_DESCRIBE(name, policy, signers, scope, covered)
};
struct Policies {
  std::vector<RecordInTime> in_force;
  std::vector<CheckedPolicy> checked;
  std::vector<Covered> covers;
  FREEHOLD_DESCRIBE(in_force, checked, covers)
};

// --- trees.json -------------------------------------------------------------------------------

struct MerkleTree {
  std::vector<Hex> leaves;  // data, not hashes
  Hex root;
  std::vector<std::vector<Hex>> paths;  // of each leaf
  FREEHOLD_DESCRIBE(leaves, root, paths)
};
struct Inclusion {
  std::string name;
  Hex leaf_hash;
  uint64_t index = 0;
  uint64_t size = 0;
  std::vector<Hex> path;
  Hex root;
  bool included = false;
  FREEHOLD_DESCRIBE(name, leaf_hash, index, size, path, root, included)
};
struct KeyValue {
  Hex key;
  Hex value;
  FREEHOLD_DESCRIBE(key, value)
};
struct SparseTree {
  std::vector<KeyValue> entries;
  Hex root;
  FREEHOLD_DESCRIBE(entries, root)
};
struct SparseVector {
  std::string name;
  Hex key;
  proof::StateEntry entry;
  Hex root;
  std::optional<std::string> error;
  FREEHOLD_DESCRIBE(name, key, entry, root, error)
};
struct Trees {
  std::vector<MerkleTree> merkle;
  std::vector<Inclusion> inclusion;
  std::vector<SparseTree> sparse_trees;
  std::vector<SparseVector> sparse;
  FREEHOLD_DESCRIBE(merkle, inclusion, sparse_trees, sparse)
};

// --- json_profile.json ------------------------------------------------------------------------

struct TextLimits {
  uint32_t bytes_max = 0;
  uint32_t depth_max = 0;
  uint32_t string_max = 0;
  FREEHOLD_DESCRIBE(bytes_max, depth_max, string_max)
};
struct TextVector {
  std::string name;
  std::optional<TextLimits> limits;  // none: those of proof files
  std::optional<std::string> kind;   // what it is read as; none: any JSON of the profile
  std::optional<std::string> text;   // the text, or, where it is not UTF-8, its bytes
  std::optional<Hex> bytes;
  std::optional<std::string> error;
  FREEHOLD_DESCRIBE(name, limits, kind, text, bytes, error)
};
struct JsonProfile {
  std::vector<TextVector> texts;
  FREEHOLD_DESCRIBE(texts)
};

// --- genesis.json -----------------------------------------------------------------------------

struct GenesisText {
  std::string name;
  std::string text;  // of the document as a file
  std::optional<Hex> chain;
  std::optional<std::string> error;
  FREEHOLD_DESCRIBE(name, text, chain, error)
};
struct GenesisTexts {
  std::vector<GenesisText> documents;
  FREEHOLD_DESCRIBE(documents)
};

// --- print.json -------------------------------------------------------------------------------

struct WrittenFrames {
  std::string name;
  Hex packed;
  uint32_t piece_bytes = 0;  // in each frame but the last
  std::vector<std::string> frames;
  FREEHOLD_DESCRIBE(name, packed, piece_bytes, frames)
};
struct FrameContent {
  uint32_t bytes = 0;
  Hex sha256;
  FREEHOLD_DESCRIBE(bytes, sha256)
};
struct FrameText {
  std::string name;
  std::string text;
  uint32_t padding = 0;  // spaces behind the text
  std::optional<FrameContent> content;
  std::optional<std::string> error;
  FREEHOLD_DESCRIBE(name, text, padding, content, error)
};
struct Print {
  std::vector<WrittenFrames> written;
  std::vector<FrameText> read;
  FREEHOLD_DESCRIBE(written, read)
};

// --- proofs/cases.json ------------------------------------------------------------------------

struct GenesisFile {
  static constexpr std::string_view kName = "genesis";
  std::string file;
  FREEHOLD_DESCRIBE(file)
};
struct PinnedValidators {
  static constexpr std::string_view kName = "validators";
  ValidatorSetHash hash;
  std::optional<Time> pinned;
  FREEHOLD_DESCRIBE(hash, pinned)
};
struct PinnedHeader {
  static constexpr std::string_view kName = "header";
  HeaderHash hash;
  FREEHOLD_DESCRIBE(hash)
};
using AnchorText = std::variant<GenesisFile, PinnedValidators, PinnedHeader>;

struct CaseOptions {
  AnchorText anchor;
  std::optional<Time> at;
  std::optional<uint64_t> max_age_ms;
  std::optional<uint64_t> anchor_max_age_ms;
  std::optional<ContentHash> file;
  std::optional<std::string> challenge;
  std::optional<std::string> audience;
  FREEHOLD_DESCRIBE(anchor, at, max_age_ms, anchor_max_age_ms, file, challenge, audience)
};
// Of proof::Verdict.
struct CaseVerdict {
  ChainId chain;
  proof::Statement statement;
  HeaderHash header_hash;
  Height height;
  Time time;
  std::optional<uint64_t> header_age_ms;
  std::optional<uint64_t> anchor_age_ms;
  std::optional<proof::Owner> owner;
  std::optional<proof::AssetRecord> asset;
  std::optional<proof::PolicyRecord> owner_policy;
  std::optional<ContentHash> content;
  std::optional<proof::TxBody> transaction;
  std::optional<proof::TxResult> result;
  bool file_matched = false;
  bool presented = false;
  std::vector<std::string> notices;
  FREEHOLD_DESCRIBE(chain, statement, header_hash, height, time, header_age_ms, anchor_age_ms,
                    owner, asset, owner_policy, content, transaction, result, file_matched,
                    presented, notices)
};
// One of the two.
struct Accepted {
  static constexpr std::string_view kName = "accepted";
  CaseVerdict verdict;
  FREEHOLD_DESCRIBE(verdict)
};
struct Refused {
  static constexpr std::string_view kName = "refused";
  std::string error;
  FREEHOLD_DESCRIBE(error)
};
using Expected = std::variant<Accepted, Refused>;

struct Case {
  std::string name;
  std::string about;
  std::string proof;     // a file of the same folder
  uint32_t padding = 0;  // as many spaces are added at the end of its text
  CaseOptions options;
  Expected expect;
  FREEHOLD_DESCRIBE(name, about, proof, padding, options, expect)
};
struct Cases {
  std::vector<Case> cases;
  FREEHOLD_DESCRIBE(cases)
};

inline CaseVerdict verdict_text(const proof::Verdict& verdict) {
  CaseVerdict out;
  out.chain = verdict.chain;
  out.statement = verdict.statement;
  out.header_hash = verdict.header_hash;
  out.height = verdict.header.height;
  out.time = verdict.header.time;
  out.header_age_ms = verdict.header_age_ms;
  out.anchor_age_ms = verdict.anchor_age_ms;
  if (verdict.asset) out.owner = verdict.asset->owner;
  out.asset = verdict.asset;
  out.owner_policy = verdict.owner_policy;
  out.content = verdict.content;
  out.transaction = verdict.transaction;
  out.result = verdict.result;
  out.file_matched = verdict.file_matched;
  out.presented = verdict.presented;
  for (proof::Notice notice : verdict.notices) out.notices.push_back(to_string(notice));
  return out;
}

}  // namespace freehold::vectors
