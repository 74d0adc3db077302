// Proof files and genesis documents from outside: read or refused by name, and judged without a crash
// whatever the verifier trusts. A proof that is read is written back as the same statement.
#include "codec/bcs.h"
#include "common/assert.h"
#include "proof/verify.h"

namespace {

using namespace freehold;
using namespace freehold::proof;

// Under each kind of anchor, the proof's own: so that the checks behind it are reached.
void judge(const ProofFile& proof, uint8_t choice) {
  VerifyOptions options;
  if (choice & 1) options.at = Time{proof.header.time.ms + 1000};
  if (choice & 2) options.max_age_ms = 5000;
  if (choice & 4) options.challenge = "question";
  if (choice & 4) options.audience = "bank";
  if (choice & 8) options.file = ContentHash();
  const Header& sealed = proof.history ? proof.history->sealed : proof.header;
  Anchor anchors[] = {HeaderAnchor{header_hash(sealed)},
                      ValidatorsAnchor{validator_set_hash(proof.validators), std::nullopt},
                      GenesisAnchor{proof.header.chain, proof.validators, Time{0}}};
  for (Anchor& anchor : anchors) {
    options.anchor = std::move(anchor);
    auto verdict = verify_proof(proof, options);
    if (!verdict) {
      FREEHOLD_ASSERT(std::string_view(to_string(verdict.error().error)) != "unknown");
      continue;
    }
    FREEHOLD_ASSERT(verdict->chain == proof.header.chain);
    FREEHOLD_ASSERT(!options.challenge || verdict->presented);
    FREEHOLD_ASSERT(!options.file || verdict->file_matched);
  }
}

void read_proof(std::string_view text, uint8_t choice) {
  auto proof = proof_from_json(text);
  if (!proof) return;
  std::string written = proof_to_json(*proof);
  auto again = proof_from_json(written);
  FREEHOLD_ASSERT(again && codec::bcs_encode(*again) == codec::bcs_encode(*proof));
  judge(*proof, choice);
}

void read_genesis(std::string_view text) {
  auto genesis = genesis_from_json(text);
  if (!genesis) return;
  auto again = genesis_from_json(genesis_to_json(*genesis));
  FREEHOLD_ASSERT(again && chain_id(*again) == chain_id(*genesis));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  ByteView rest(data + 1, size - 1);
  uint8_t choice = data[0] >> 4;
  switch (data[0] % 3) {
    case 0: read_proof(as_text(rest), choice); break;
    case 1:
      if (auto proof = codec::bcs_decode<ProofFile>(rest)) judge(*proof, choice);
      break;
    default: read_genesis(as_text(rest)); break;
  }
  return 0;
}
