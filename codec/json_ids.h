// How byte strings with a meaning read as text. In JSON an account id is bech32m, "fh1…"; every other
// byte string, hashes too, is base64url without padding. On a command line hashes may be hexadecimal.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "codec/bech32m.h"
#include "common/result.h"
#include "common/types.h"

namespace freehold::codec {

// How a type reads as a JSON string, where json_view.h would write it otherwise. Specialise it in the
// header that defines the type: code that does not see the specialisation would write another text.
//
//   template <> struct JsonText<Colour> {
//     static std::string to(const Colour&);
//     static bool from(std::string_view, Colour&);  // false: not such a text; one text a value
//   };
template <class T>
struct JsonText;

inline constexpr std::string_view kAccountPrefix = "fh";

// "fh1" and 58 lower-case characters.
std::string account_to_text(const AccountId& account);
// What a person types or scans: all lower or all upper case.
Result<AccountId, Bech32mError> account_from_text(std::string_view text);

template <>
struct JsonText<AccountId> {
  static std::string to(const AccountId& account) { return account_to_text(account); }
  // Lower case only: in JSON an account has one text.
  static bool from(std::string_view text, AccountId& account);
};

// 32 bytes from 64 hexadecimal digits of either case or from 43 characters of base64url.
std::optional<std::array<uint8_t, 32>> bytes32_from_text(std::string_view text);

// The same as a type: hash_from_text<TxId>(argument).
template <class T>
std::optional<T> hash_from_text(std::string_view text) {
  static_assert(T::kSize == 32);
  static_assert(!std::is_same_v<T, AccountId>, "account_from_text reads accounts");
  auto bytes = bytes32_from_text(text);
  if (!bytes) return std::nullopt;
  return T(*bytes);
}

}  // namespace freehold::codec
