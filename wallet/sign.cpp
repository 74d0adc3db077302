#include "wallet/sign.h"

#include "crypto/hash.h"

namespace freehold::wallet {

void present(proof::ProofFile& proof, const AccountId& account, const PresentTo& to,
             const crypto::SecretKey& key) {
  proof::Presentation shown;
  shown.account = account;
  shown.audience = to.audience;
  shown.challenge = to.challenge;
  shown.not_after = to.not_after;
  const ChainId& chain = proof.header.chain;
  Hash256 digest = proof::presentation_digest(chain, proof::statement_hash(chain, proof.statement),
                                              proof::header_hash(proof.header), shown);
  shown.auths = {{crypto::kSchemeSecp256k1, to_bytes(key.public_key().view()),
                  to_bytes(key.sign(digest).view())}};
  proof.presentation = std::move(shown);
}

crypto::Signature sign_message(std::string_view text, const crypto::SecretKey& key) {
  return key.sign(crypto::tagged_hash(crypto::Tag::kMessage, as_bytes(text)));
}

bool verify_message(std::string_view text, const crypto::PublicKey& key,
                    const crypto::Signature& signature) {
  return crypto::verify(key, crypto::tagged_hash(crypto::Tag::kMessage, as_bytes(text)), signature);
}

}  // namespace freehold::wallet
