#include "codec/json_ids.h"

#include <algorithm>

#include "codec/base64url.h"

namespace freehold::codec {

std::string account_to_text(const AccountId& account) {
  return bech32m_from_bytes32(kAccountPrefix, account.array());
}

Result<AccountId, Bech32mError> account_from_text(std::string_view text) {
  FREEHOLD_TRY_ASSIGN(bytes, bech32m_to_bytes32(kAccountPrefix, text));
  return AccountId(bytes);
}

bool JsonText<AccountId>::from(std::string_view text, AccountId& account) {
  if (!text.starts_with(kAccountPrefix)) return false;  // the decoder refuses mixed case
  auto read = account_from_text(text);
  if (!read) return false;
  account = *read;
  return true;
}

std::optional<std::array<uint8_t, 32>> bytes32_from_text(std::string_view text) {
  std::array<uint8_t, 32> out{};
  if (text.size() == 64) {
    auto bytes = from_hex(text);
    if (!bytes) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), out.begin());
    return out;
  }
  if (!base64url_decode_exactly(text, out)) return std::nullopt;
  return out;
}

}  // namespace freehold::codec
