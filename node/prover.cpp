#include "node/prover.h"

#include "chain/execute.h"
#include "codec/bcs.h"
#include "crypto/hash.h"
#include "proof/merkle.h"
#include "proof/verify.h"

namespace freehold::node {
namespace {

ProveFailure failed(ProveError error, std::string detail = {}) {
  return {error, std::move(detail)};
}
ProveFailure failed(const chain::LedgerFailure& why) { return {ProveError::kStorage, why.detail}; }

Result<proof::StateEntry, ProveFailure> entry(const Sealed& sealed, ByteView key) {
  auto out = sealed.version->prove(key);
  if (!out) return failure(failed(out.error()));
  return std::move(*out);
}

Result<proof::AssetRecord, ProveFailure> read_asset(const proof::StateEntry& entry) {
  if (!entry.value) return failure(failed(ProveError::kUnknownAsset));
  auto record = codec::bcs_decode<proof::AssetRecord>(*entry.value);
  if (!record) return failure(failed(ProveError::kStorage, "an asset's record cannot be decoded"));
  return std::move(*record);
}

}  // namespace

const char* to_string(ProveError error) {
  switch (error) {
    case ProveError::kUnknownAsset:
      return "unknown_asset";
    case ProveError::kNotACollection:
      return "not_a_collection";
    case ProveError::kItemMismatch:
      return "item_mismatch";
    case ProveError::kExtracted:
      return "extracted";
    case ProveError::kContentCertified:
      return "content_certified";
    case ProveError::kUnknownTransaction:
      return "unknown_transaction";
    case ProveError::kNotSealedYet:
      return "not_sealed_yet";
    case ProveError::kStorage:
      return "storage";
  }
  return "unknown";
}

const char* sentence(ProveError error) {
  switch (error) {
    case ProveError::kUnknownAsset:
      return "There is no such asset.";
    case ProveError::kNotACollection:
      return "That asset is not a collection.";
    case ProveError::kItemMismatch:
      return "That item is not in the collection at that place.";
    case ProveError::kExtracted:
      return "That item has been extracted: prove the certificate it has now.";
    case ProveError::kContentCertified:
      return "There is a public certificate of that content, so its absence cannot be proven.";
    case ProveError::kUnknownTransaction:
      return "There is no such transaction in the chain.";
    case ProveError::kNotSealedYet:
      return "Its block has not been sealed yet; try again shortly.";
    case ProveError::kStorage:
      return "The node could not read its own records.";
  }
  return "Unknown.";
}

Result<std::optional<proof::StateEntry>, ProveFailure> Prover::owner_policy(
    const Sealed& sealed, const proof::AssetRecord& record) const {
  const auto* owner = std::get_if<proof::AccountOwner>(&record.owner);
  if (owner == nullptr) return std::optional<proof::StateEntry>();
  FREEHOLD_TRY_ASSIGN(policy, entry(sealed, proof::policy_key(owner->account)));
  return std::optional(std::move(policy));
}

ProveResult Prover::finish(const Sealed& sealed, proof::ProofFile proof) const {
  proof.seal = sealed.seal;
  proof.validators = ledger_.genesis().validators;
  proof::VerifyOptions options;
  options.anchor = proof::genesis_anchor(ledger_.genesis());
  if (auto verdict = proof::verify_proof(proof, options); !verdict) {
    return failure(failed(ProveError::kStorage, std::string("the proof does not verify: ") +
                                                    proof::to_string(verdict.error().error)));
  }
  return proof;
}

ProveResult Prover::asset(const Sealed& sealed, const AssetId& asset) const {
  proof::AssetEvidence evidence;
  FREEHOLD_TRY_ASSIGN(found, entry(sealed, proof::asset_key(asset)));
  FREEHOLD_TRY_ASSIGN(record, read_asset(found));
  evidence.asset = std::move(found);
  FREEHOLD_TRY_ASSIGN(policy, owner_policy(sealed, record));
  evidence.owner_policy = std::move(policy);
  proof::ProofFile proof;
  proof.statement = proof::AssetStatement{asset};
  proof.evidence = std::move(evidence);
  proof.header = sealed.version->header();
  return finish(sealed, std::move(proof));
}

ProveResult Prover::item(const Sealed& sealed, const AssetId& collection, const Item& item) const {
  proof::ItemEvidence evidence;
  FREEHOLD_TRY_ASSIGN(found, entry(sealed, proof::asset_key(collection)));
  FREEHOLD_TRY_ASSIGN(record, read_asset(found));
  const auto* content = std::get_if<proof::CollectionContent>(&record.content);
  if (content == nullptr) return failure(failed(ProveError::kNotACollection));
  Bytes leaf = codec::bcs_encode(proof::CollectionLeaf{item.salt, item.content});
  if (!proof::merkle_verify(crypto::leaf_hash(leaf), item.index, content->count, item.path,
                            content->root)) {
    return failure(failed(ProveError::kItemMismatch));
  }
  FREEHOLD_TRY_ASSIGN(extracted,
                      entry(sealed, proof::asset_key(proof::item_id(collection, item.content))));
  if (extracted.value) return failure(failed(ProveError::kExtracted));
  evidence.collection = std::move(found);
  evidence.extracted = std::move(extracted);
  FREEHOLD_TRY_ASSIGN(policy, owner_policy(sealed, record));
  evidence.owner_policy = std::move(policy);
  evidence.index = item.index;
  evidence.salt = item.salt;
  evidence.path = item.path;
  proof::ProofFile proof;
  proof.statement = proof::ItemStatement{collection, item.content};
  proof.evidence = std::move(evidence);
  proof.header = sealed.version->header();
  return finish(sealed, std::move(proof));
}

ProveResult Prover::absence(const Sealed& sealed, const ContentHash& content) const {
  proof::AbsenceEvidence evidence;
  FREEHOLD_TRY_ASSIGN(found, entry(sealed, proof::content_key(content)));
  if (found.value) return failure(failed(ProveError::kContentCertified));
  evidence.content = std::move(found);
  proof::ProofFile proof;
  proof.statement = proof::AbsenceStatement{content};
  proof.evidence = std::move(evidence);
  proof.header = sealed.version->header();
  return finish(sealed, std::move(proof));
}

ProveResult Prover::transaction(const Sealed& sealed, const TxId& tx) const {
  auto place = ledger_.transaction(tx);
  if (!place) return failure(failed(place.error()));
  if (!*place) return failure(failed(ProveError::kUnknownTransaction));
  Height height = (*place)->height;
  uint32_t index = (*place)->place;
  const proof::Header& tip = sealed.version->header();
  if (height > tip.height) return failure(failed(ProveError::kNotSealedYet));
  auto block = ledger_.block(height);
  if (!block) return failure(failed(block.error()));
  if (!*block || index >= (*block)->results.size()) {
    return failure(failed(ProveError::kStorage, "the transaction index leads nowhere"));
  }
  proof::TransactionEvidence evidence;
  std::vector<Hash256> leaves;
  for (size_t i = 0; i < (*block)->results.size(); ++i) {
    auto signed_tx = codec::bcs_decode<proof::SignedTx>((*block)->batch.transactions[i]);
    if (!signed_tx) return failure(failed(ProveError::kStorage, "a transaction cannot be decoded"));
    proof::TxLeaf leaf{proof::tx_id(signed_tx->body), (*block)->results[i]};
    leaves.push_back(crypto::leaf_hash(codec::bcs_encode(leaf)));
    if (i == index) evidence.body = codec::bcs_encode(signed_tx->body);
  }
  evidence.result = (*block)->results[index];
  evidence.index = index;
  evidence.path = proof::merkle_path(leaves, index);
  proof::ProofFile proof;
  proof.statement = proof::TransactionStatement{tx};
  proof.evidence = std::move(evidence);
  proof.header = (*block)->header;
  if (height < tip.height) {
    auto path = ledger_.history_path(height, tip.height);
    if (!path) return failure(failed(path.error()));
    proof.history = proof::HeaderHistory{tip, std::move(*path)};
  }
  return finish(sealed, std::move(proof));
}

}  // namespace freehold::node
