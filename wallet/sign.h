// What a wallet signs besides transactions: the showing of a proof, and messages. Any thread.
#pragma once

#include "crypto/signature.h"
#include "proof/proof_file.h"

namespace freehold::wallet {

struct PresentTo {
  std::string audience;  // may be empty
  std::string challenge;
  Time not_after;
};
// Adds the presentation of a one-key account to a proof of its own.
void present(proof::ProofFile& proof, const AccountId& account, const PresentTo& to,
             const crypto::SecretKey& key);

// A text signed by a key: tagged, so that it can never be taken for a transaction.
crypto::Signature sign_message(std::string_view text, const crypto::SecretKey& key);
bool verify_message(std::string_view text, const crypto::PublicKey& key,
                    const crypto::Signature& signature);

}  // namespace freehold::wallet
