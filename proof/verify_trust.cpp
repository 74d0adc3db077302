#include "crypto/hash.h"
#include "proof/merkle.h"
#include "proof/verify_impl.h"

namespace freehold::proof::detail {
namespace {

Checked check_header(const Header& header, const ChainId& chain, const std::string& where) {
  if (header.version != 1) return refuse(ProofError::kHeaderVersion, where);
  if (header.chain != chain) return refuse(ProofError::kOtherChain, where);
  return std::monostate{};
}

std::string change_text(size_t i) { return "changes[" + std::to_string(i) + "]"; }

Checked check_headers(const ProofFile& proof, const Anchor& anchor) {
  const auto* genesis = std::get_if<GenesisAnchor>(&anchor);
  const ChainId& chain = genesis != nullptr ? genesis->chain : proof.header.chain;
  FREEHOLD_TRY(check_header(proof.header, chain, "header"));
  if (proof.history) FREEHOLD_TRY(check_header(proof.history->sealed, chain, "history.sealed"));
  for (size_t i = 0; i < proof.changes.size(); ++i) {
    FREEHOLD_TRY(check_header(proof.changes[i].header, chain, change_text(i)));
  }
  return std::monostate{};
}

// Where the chain of sets begins: the first set that is trusted, and the first change after it.
struct Start {
  const ValidatorSet* set = nullptr;
  size_t change = 0;
};

Result<Start, ProofRefusal> start_from(const ProofFile& proof, const Anchor& anchor) {
  if (const auto* pinned = std::get_if<HeaderAnchor>(&anchor)) {
    for (size_t i = 0; i < proof.changes.size(); ++i) {
      const ValidatorChange& change = proof.changes[i];
      if (header_hash(change.header) != pinned->hash) continue;
      if (!check_validator_set(change.next)) {
        return refuse(ProofError::kBadValidatorSet, change_text(i) + ".next");
      }
      if (change.header.next_validators != validator_set_hash(change.next)) {
        return refuse(ProofError::kBadChange, change_text(i));
      }
      return Start{&change.next, i + 1};
    }
    return refuse(ProofError::kHeaderNotTrusted);
  }
  if (auto good = check_validator_set(proof.validators); !good) {
    return refuse(ProofError::kBadValidatorSet, to_string(good.error()));
  }
  const auto* genesis = std::get_if<GenesisAnchor>(&anchor);
  ValidatorSetHash trusted = genesis != nullptr ? validator_set_hash(genesis->validators)
                                                : std::get<ValidatorsAnchor>(anchor).hash;
  if (validator_set_hash(proof.validators) != trusted)
    return refuse(ProofError::kUntrustedValidators);
  return Start{&proof.validators, 0};
}

Checked check_change(const ValidatorChange& change, const ValidatorSet& set,
                     const std::string& where) {
  if (!check_validator_set(change.next))
    return refuse(ProofError::kBadValidatorSet, where + ".next");
  if (change.header.validators != validator_set_hash(set))
    return refuse(ProofError::kBadChange, where);
  if (change.header.next_validators != validator_set_hash(change.next)) {
    return refuse(ProofError::kBadChange, where);
  }
  if (auto sealed = verify_seal(change.seal, change.header, set); !sealed) {
    return refuse(ProofError::kBadChange, where + ": " + to_string(sealed.error()));
  }
  return std::monostate{};
}

ProofError of_seal(SealError error) {
  switch (error) {
    case SealError::kWrongHeader:
      return ProofError::kSealWrongHeader;
    case SealError::kUnknownValidator:
      return ProofError::kSealUnknownValidator;
    case SealError::kNotAscending:
      return ProofError::kSealNotAscending;
    case SealError::kBadSignature:
      return ProofError::kSealBadSignature;
    case SealError::kNotEnoughPower:
      return ProofError::kSealNotEnoughPower;
  }
  return ProofError::kSealBadSignature;
}

Checked check_history(const ProofFile& proof) {
  if (!proof.history) return std::monostate{};
  const Header& sealed = proof.history->sealed;
  Hash256 leaf = crypto::leaf_hash(header_hash(proof.header).view());
  if (!merkle_verify(leaf, proof.header.height.value, sealed.height.value, proof.history->path,
                     sealed.history_root)) {
    return refuse(ProofError::kHistoryMismatch);
  }
  return std::monostate{};
}

}  // namespace

Checked check_trust(const ProofFile& proof, const Anchor& anchor) {
  FREEHOLD_TRY(check_headers(proof, anchor));
  const Header& sealed = proof.history ? proof.history->sealed : proof.header;
  const auto* pinned = std::get_if<HeaderAnchor>(&anchor);
  if (pinned != nullptr && header_hash(sealed) == pinned->hash) return check_history(proof);
  FREEHOLD_TRY_ASSIGN(start, start_from(proof, anchor));
  const ValidatorSet* set = start.set;
  for (size_t i = start.change; i < proof.changes.size(); ++i) {
    FREEHOLD_TRY(check_change(proof.changes[i], *set, change_text(i)));
    set = &proof.changes[i].next;
  }
  for (size_t i = 0; i < proof.changes.size(); ++i) {
    Height after =
        i + 1 < proof.changes.size() ? proof.changes[i + 1].header.height : sealed.height;
    if (proof.changes[i].header.height >= after)
      return refuse(ProofError::kBadChange, change_text(i));
  }
  if (sealed.validators != validator_set_hash(*set))
    return refuse(ProofError::kUntrustedValidators);
  if (!proof.seal) return refuse(ProofError::kHeaderNotTrusted);
  if (auto good = verify_seal(*proof.seal, sealed, *set); !good)
    return refuse(of_seal(good.error()));
  return check_history(proof);
}

}  // namespace freehold::proof::detail
