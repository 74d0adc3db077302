// How a case of proofs/cases.json is run: by what makes the file, and by what checks it.
#pragma once

#include "vectors/tool/format.h"

namespace freehold::vectors {

// `text_of` gives the text of a file of proofs/.
template <class TextOf>
Result<proof::Verdict, proof::ProofRefusal> run_case(const Case& one, TextOf&& text_of) {
  auto read = proof::proof_from_json(text_of(one.proof) + std::string(one.padding, ' '));
  if (!read) return failure(read.error());
  proof::VerifyOptions options;
  if (const auto* genesis = std::get_if<GenesisFile>(&one.options.anchor)) {
    auto document = proof::genesis_from_json(text_of(genesis->file));
    options.anchor = proof::genesis_anchor(document.value());
  } else if (const auto* set = std::get_if<PinnedValidators>(&one.options.anchor)) {
    options.anchor = proof::ValidatorsAnchor{set->hash, set->pinned};
  } else {
    options.anchor = proof::HeaderAnchor{std::get<PinnedHeader>(one.options.anchor).hash};
  }
  options.at = one.options.at;
  options.max_age_ms = one.options.max_age_ms;
  options.anchor_max_age_ms = one.options.anchor_max_age_ms;
  options.file = one.options.file;
  options.challenge = one.options.challenge;
  options.audience = one.options.audience;
  return proof::verify_proof(*read, options);
}

}  // namespace freehold::vectors
