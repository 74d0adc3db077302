// Byte strings, and fixed byte arrays told apart by what they mean.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace freehold {

using Bytes = std::vector<uint8_t>;

// A view of bytes: a parameter type, never a member.
using ByteView = std::span<const uint8_t>;

inline ByteView as_bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes to_bytes(ByteView view) { return Bytes(view.begin(), view.end()); }
inline void append(Bytes& to, ByteView more) { to.insert(to.end(), more.begin(), more.end()); }
inline bool equal(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0);
}

// N bytes that mean what Tag says. Two of different Tag do not mix. All zero when made.
template <size_t N, class Tag>
class FixedBytes {
 public:
  static constexpr size_t kSize = N;

  constexpr FixedBytes() = default;
  constexpr explicit FixedBytes(const std::array<uint8_t, N>& bytes) : bytes_(bytes) {}

  // None if the view is not N bytes long.
  static std::optional<FixedBytes> from(ByteView view) {
    if (view.size() != N) return std::nullopt;
    FixedBytes out;
    std::memcpy(out.bytes_.data(), view.data(), N);
    return out;
  }

  constexpr const uint8_t* data() const { return bytes_.data(); }
  constexpr uint8_t* data() { return bytes_.data(); }
  static constexpr size_t size() { return N; }
  ByteView view() const { return {bytes_.data(), N}; }
  const std::array<uint8_t, N>& array() const { return bytes_; }
  bool is_zero() const {
    uint8_t any = 0;
    for (uint8_t byte : bytes_) any |= byte;
    return any == 0;
  }

  friend auto operator<=>(const FixedBytes&, const FixedBytes&) = default;
  friend bool operator==(const FixedBytes&, const FixedBytes&) = default;

 private:
  std::array<uint8_t, N> bytes_{};
};

// The same 32 bytes under another meaning; the caller states why that is right.
template <class To, class From>
To rename_bytes(const From& from) {
  static_assert(To::kSize == From::kSize);
  return To(from.array());
}

// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
// None unless `text` is an even number of hexadecimal digits (either case).
std::optional<Bytes> from_hex(std::string_view text);

}  // namespace freehold
