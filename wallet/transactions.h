// Building, signing and reading transactions, without a network: what has to be known of the chain
// is passed in. Pure but for what a signature needs. Any thread.
#pragma once

#include <string>
#include <vector>

#include "common/result.h"
#include "contracts/accounts/calls.h"
#include "contracts/assets/calls.h"
#include "crypto/signature.h"
#include "proof/transaction.h"

namespace freehold::wallet {

proof::Action make_action(const contracts::accounts::Call& call, uint8_t actor = 0);
proof::Action make_action(const contracts::assets::Call& call, uint8_t actor = 0);

// What has to be known of the chain and of the account that acts.
struct DraftContext {
  ChainId chain;
  Height valid_until;
  AccountId account;
  uint8_t lane = 0;
  uint64_t sequence = 0;
  Amount max_fee;
  // Where the account is not open yet: its policy, and the first action opens it.
  std::optional<proof::Policy> opening;
};
// A body of one account that acts and pays.
proof::TxBody draft(const DraftContext& context, std::vector<proof::Action> actions);

// Adds a signature for the signer's place (Auth::signer), in its order; a second one of the same
// key replaces the first.
void add_signature(proof::SignedTx& tx, uint8_t signer, const crypto::SecretKey& key);
// The places at which an account has to sign: as actor, or as payer.
std::vector<uint8_t> signer_places(const proof::TxBody& body, const AccountId& account);

// What the bytes say, in plain words, one line for each thing: the chain, who acts and pays, each
// action with its recipient and amount, expiry, fee, memo. Nothing but the body is looked at.
std::vector<std::string> describe(const proof::TxBody& body);

// A transaction to be carried between machines: "freehold-tx/1", the JSON of the SignedTx's bytes.
inline constexpr std::string_view kTxFormat = "freehold-tx/1";
enum class TxFileError : uint8_t {
  kNotJson = 1,  // not JSON, or a field missing, unknown or mistyped
  kUnknownFormat,
  kMalformed,  // the bytes are not a SignedTx
};
const char* to_string(TxFileError error);
std::string tx_to_json(const proof::SignedTx& tx);
Result<proof::SignedTx, TxFileError> tx_from_json(std::string_view text);

}  // namespace freehold::wallet
