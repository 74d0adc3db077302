#include "wallet/transactions.h"

#include <algorithm>
#include <tuple>

#include "codec/bcs.h"
#include "codec/json_view.h"

namespace freehold::wallet {
namespace {

struct TxFile {
  std::string format{kTxFormat};
  Bytes transaction;
  FREEHOLD_DESCRIBE(format, transaction)
};

}  // namespace

proof::Action make_action(const contracts::accounts::Call& call, uint8_t actor) {
  return {actor, contracts::accounts::kTag, codec::bcs_encode(call)};
}
proof::Action make_action(const contracts::assets::Call& call, uint8_t actor) {
  return {actor, contracts::assets::kTag, codec::bcs_encode(call)};
}

proof::TxBody draft(const DraftContext& context, std::vector<proof::Action> actions) {
  proof::TxBody out;
  out.chain = context.chain;
  out.valid_until = context.valid_until;
  out.payer = context.account;
  out.max_fee = context.max_fee;
  out.actors = {{context.account, context.lane, context.sequence}};
  if (context.opening) {
    out.actions.push_back(make_action(contracts::accounts::Open{*context.opening, {}}));
  }
  for (proof::Action& action : actions) out.actions.push_back(std::move(action));
  return out;
}

void add_signature(proof::SignedTx& tx, uint8_t signer, const crypto::SecretKey& key) {
  proof::Auth auth;
  auth.signer = signer;
  auth.scheme = crypto::kSchemeSecp256k1;
  auth.key = to_bytes(key.public_key().view());
  auth.signature = to_bytes(key.sign(rename_bytes<Hash256>(proof::tx_id(tx.body))).view());
  auto order = [](const proof::Auth& one) { return std::tie(one.signer, one.scheme, one.key); };
  auto at = std::lower_bound(
      tx.auths.begin(), tx.auths.end(), auth,
      [&](const proof::Auth& a, const proof::Auth& b) { return order(a) < order(b); });
  if (at != tx.auths.end() && order(*at) == order(auth)) {
    *at = std::move(auth);
  } else {
    tx.auths.insert(at, std::move(auth));
  }
}

std::vector<uint8_t> signer_places(const proof::TxBody& body, const AccountId& account) {
  std::vector<uint8_t> out;
  for (size_t i = 0; i < body.actors.size(); ++i) {
    if (body.actors[i].account == account) out.push_back(static_cast<uint8_t>(i));
  }
  if (out.empty() && body.payer == account) out.push_back(static_cast<uint8_t>(body.actors.size()));
  return out;
}

const char* to_string(TxFileError error) {
  switch (error) {
    case TxFileError::kNotJson:
      return "not_json";
    case TxFileError::kUnknownFormat:
      return "unknown_format";
    case TxFileError::kMalformed:
      return "malformed";
  }
  return "unknown";
}

std::string tx_to_json(const proof::SignedTx& tx) {
  return codec::to_json(TxFile{std::string(kTxFormat), codec::bcs_encode(tx)}).dump(2) + "\n";
}

Result<proof::SignedTx, TxFileError> tx_from_json(std::string_view text) {
  auto json = codec::Json::parse(text, {size_t{4} << 20, 8, size_t{4} << 20});
  if (!json) return failure(TxFileError::kNotJson);
  auto format = codec::string_member(*json, "format");
  if (format && *format != kTxFormat) {
    return failure(TxFileError::kUnknownFormat);
  }
  auto file = codec::from_json<TxFile>(*json);
  if (!file) return failure(TxFileError::kNotJson);
  auto tx = codec::bcs_decode<proof::SignedTx>(file->transaction);
  if (!tx) return failure(TxFileError::kMalformed);
  return std::move(*tx);
}

}  // namespace freehold::wallet
