#include <tuple>

#include "proof/verify_impl.h"

namespace freehold::proof::detail {
namespace {

// The places in the policy of the keys that signed; each signature fits, and their order is the
// one.
Result<std::vector<size_t>, ProofRefusal> signers_of(const Presentation& shown,
                                                     const Policy& policy, const Hash256& digest) {
  std::vector<size_t> out;
  for (size_t i = 0; i < shown.auths.size(); ++i) {
    const PresentationAuth& auth = shown.auths[i];
    std::string where = "presentation.auths[" + std::to_string(i) + "]";
    if (i > 0) {
      const PresentationAuth& before = shown.auths[i - 1];
      if (std::tie(before.scheme, before.key) >= std::tie(auth.scheme, auth.key)) {
        return refuse(ProofError::kPresentationSignature, where);
      }
    }
    auto key = crypto::PublicKey::from(auth.key);
    auto signature = crypto::Signature::from(auth.signature);
    if (auth.scheme != crypto::kSchemeSecp256k1 || !key || !signature ||
        !crypto::verify(*key, digest, *signature)) {
      return refuse(ProofError::kPresentationSignature, where);
    }
    auto entry = entry_of(policy, auth.scheme, auth.key);
    if (!entry) return refuse(ProofError::kPresentationPolicy, where);
    out.push_back(*entry);
  }
  return out;
}

bool none_is_surplus(const Policy& policy, const std::vector<size_t>& signers) {
  for (size_t i = 0; i < signers.size(); ++i) {
    std::vector<size_t> others = signers;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    if (covers(policy, others, kScopeEverything)) return false;
  }
  return true;
}

}  // namespace

Checked check_presentation(const ProofFile& proof, const VerifyOptions& options, const Found& found,
                           Verdict& verdict) {
  bool asked = options.challenge.has_value() || options.audience.has_value();
  if (!proof.presentation) {
    if (asked) return refuse(ProofError::kPresentationMissing);
    return std::monostate{};
  }
  const Presentation& shown = *proof.presentation;
  if (found.owner != shown.account) return refuse(ProofError::kPresentationOtherAccount);
  if (asked && shown.audience != options.audience.value_or("")) {
    return refuse(ProofError::kPresentationAudience);
  }
  if (asked && shown.challenge != options.challenge.value_or("")) {
    return refuse(ProofError::kPresentationChallenge);
  }
  if (!options.at) return refuse(ProofError::kPresentationNoTime);
  if (*options.at > shown.not_after) return refuse(ProofError::kPresentationExpired);
  if (!verdict.owner_policy)
    return refuse(ProofError::kPresentationPolicy, "the account is not open");
  if (is_frozen(*verdict.owner_policy, proof.header.time))
    return refuse(ProofError::kPresentationFrozen);
  const Policy& policy = policy_in_force(*verdict.owner_policy, proof.header.time);
  Hash256 digest =
      presentation_digest(proof.header.chain, statement_hash(proof.header.chain, proof.statement),
                          verdict.header_hash, shown);
  FREEHOLD_TRY_ASSIGN(signers, signers_of(shown, policy, digest));
  if (!covers(policy, signers, kScopeEverything) || !none_is_surplus(policy, signers)) {
    return refuse(ProofError::kPresentationPolicy);
  }
  verdict.presented = asked;
  if (!asked) verdict.notices.push_back(Notice::kPresentationUnasked);
  return std::monostate{};
}

}  // namespace freehold::proof::detail
