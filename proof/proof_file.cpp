#include "proof/proof_file.h"

#include "codec/bcs.h"
#include "codec/json_view.h"
#include "crypto/hash.h"

namespace freehold::proof {
namespace {

struct Presented {
  ChainId chain;
  StatementHash statement;
  HeaderHash header;
  AccountId account;
  std::string audience;
  std::string challenge;
  Time not_after;
  FREEHOLD_DESCRIBE(chain, statement, header, account, audience, challenge, not_after)
};

}  // namespace

std::string proof_to_json(const ProofFile& proof) { return codec::to_json(proof).dump() + "\n"; }

StatementHash statement_hash(const ChainId& chain, const Statement& statement) {
  return rename_bytes<StatementHash>(
      crypto::tagged_hash(crypto::Tag::kStatement, {chain.view(), codec::bcs_encode(statement)}));
}

Hash256 presentation_digest(const ChainId& chain, const StatementHash& statement,
                            const HeaderHash& header, const Presentation& presentation) {
  Presented what{chain,
                 statement,
                 header,
                 presentation.account,
                 presentation.audience,
                 presentation.challenge,
                 presentation.not_after};
  return crypto::tagged_hash(crypto::Tag::kPresentation, codec::bcs_encode(what));
}

}  // namespace freehold::proof
