// Makes proof files from the ledger, at the newest sealed header. Each is verified here, as anyone
// else would, before it is handed out.
//
// Any thread. What only a wallet knows (which item of a collection, a private certificate's k, a
// presentation) comes as an argument or is added by the wallet.
#pragma once

#include "node/engine.h"
#include "proof/proof_file.h"

namespace freehold::node {

enum class ProveError : uint8_t {
  kUnknownAsset = 1,
  kNotACollection,
  kItemMismatch,      // the item is not in the collection at that place
  kExtracted,         // the item has a certificate of its own: prove that
  kContentCertified,  // absence asked, and there is a public single certificate
  kUnknownTransaction,
  kNotSealedYet,  // the transaction's block is newer than the newest sealed header
  kStorage,       // the ledger could not be read, or what it gave does not verify
};
const char* to_string(ProveError error);
const char* sentence(ProveError error);
struct ProveFailure {
  ProveError error;
  std::string detail;
};
using ProveResult = Result<proof::ProofFile, ProveFailure>;

class Prover {
 public:
  // The ledger outlives the prover.
  explicit Prover(const chain::Ledger& ledger) : ledger_(ledger) {}

  ProveResult asset(const Sealed& sealed, const AssetId& asset) const;

  struct Item {
    proof::ItemContent content;
    uint64_t index = 0;
    proof::Salt salt;
    std::vector<Hash256> path;
  };
  ProveResult item(const Sealed& sealed, const AssetId& collection, const Item& item) const;

  // That there is no public single certificate of this content.
  ProveResult absence(const Sealed& sealed, const ContentHash& content) const;
  ProveResult transaction(const Sealed& sealed, const TxId& tx) const;

 private:
  ProveResult finish(const Sealed& sealed, proof::ProofFile proof) const;
  Result<std::optional<proof::StateEntry>, ProveFailure> owner_policy(
      const Sealed& sealed, const proof::AssetRecord& record) const;

  const chain::Ledger& ledger_;
};

}  // namespace freehold::node
