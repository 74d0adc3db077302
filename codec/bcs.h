// Binary Canonical Serialization, as Diem defined it and Sui and Aptos use it: every value has
// exactly one encoding. docs/spec/encoding.md gives the rules; the format's own examples are tests.
//
// Encoded types: bool; u8 to u64, little-endian; std::array and FixedBytes, as they are; Bytes,
// std::string (UTF-8 is the caller's affair) and std::vector, with a ULEB128 length; std::optional;
// std::variant, by a ULEB128 index; described structs, field by field; Height, Time and Amount.
// There are no maps: lists that must be ordered are checked where their order matters.
//
// Decoding is for hostile input: it refuses trailing bytes, padded or overlong ULEB128, booleans
// other than 0 and 1, unknown choices, and lengths that the rest of the input cannot hold, before
// anything is allocated for them. No recursion beyond the nesting of the types themselves.
#pragma once

#include <array>
#include <bit>
#include <optional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "codec/describe.h"
#include "common/result.h"
#include "common/types.h"

namespace freehold::codec {

enum class BcsError : uint8_t {
  kTruncated = 1,    // the input ends inside a value
  kTrailing,         // bytes are left after the value
  kUlebPadded,       // a ULEB128 number not in its shortest form
  kUlebTooLarge,     // a ULEB128 number past 2^32 - 1
  kLengthTooLarge,   // a length past what the input can hold or the format allows (2^31 - 1)
  kBadBool,          // a boolean or option byte other than 0 and 1
  kUnknownVariant,   // a choice this version does not know
};
const char* to_string(BcsError error);

// The greatest length of a list or byte string.
inline constexpr uint64_t kLengthMax = (uint64_t{1} << 31) - 1;

namespace detail {

template <class T, class = void>
struct IsDescribed : std::false_type {};
struct NullVisitor {
  template <class F>
  constexpr bool operator()(std::string_view, F&) const { return true; }
};
template <class T>
struct IsDescribed<T, std::void_t<decltype(T::visit_fields(std::declval<T&>(), NullVisitor{}))>>
    : std::true_type {};

template <class T> struct IsVector : std::false_type {};
template <class T> struct IsVector<std::vector<T>> : std::true_type {};
template <class T> struct IsOptional : std::false_type {};
template <class T> struct IsOptional<std::optional<T>> : std::true_type {};
template <class T> struct IsVariant : std::false_type {};
template <class... T> struct IsVariant<std::variant<T...>> : std::true_type {};
template <class T> struct IsFixedBytes : std::false_type {};
template <size_t N, class Tag> struct IsFixedBytes<FixedBytes<N, Tag>> : std::true_type {};
template <class T> struct IsArray : std::false_type {};
template <class T, size_t N> struct IsArray<std::array<T, N>> : std::true_type {};

}  // namespace detail

// Appends canonical bytes.
class BcsWriter {
 public:
  explicit BcsWriter(Bytes& out) : out_(out) {}

  void uleb(uint64_t value);
  void raw(ByteView bytes) { append(out_, bytes); }

  template <class T>
  void write(const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      out_.push_back(value ? 1 : 0);
    } else if constexpr (std::is_enum_v<T>) {
      write(static_cast<std::underlying_type_t<T>>(value));
    } else if constexpr (std::is_unsigned_v<T>) {
      uint8_t bytes[sizeof(T)];
      for (size_t i = 0; i < sizeof(T); ++i) bytes[i] = static_cast<uint8_t>(value >> (8 * i));
      out_.insert(out_.end(), bytes, bytes + sizeof(T));
    } else if constexpr (std::is_same_v<T, Height>) {
      write(value.value);
    } else if constexpr (std::is_same_v<T, Time>) {
      write(value.ms);
    } else if constexpr (std::is_same_v<T, Amount>) {
      write(value.micro);
    } else if constexpr (detail::IsFixedBytes<T>::value) {
      raw(value.view());
    } else if constexpr (std::is_same_v<T, Bytes>) {
      uleb(value.size());
      raw(value);
    } else if constexpr (std::is_same_v<T, std::string>) {
      uleb(value.size());
      raw(as_bytes(value));
    } else if constexpr (detail::IsVector<T>::value) {
      uleb(value.size());
      for (const auto& item : value) write(item);
    } else if constexpr (detail::IsArray<T>::value) {
      for (const auto& item : value) write(item);
    } else if constexpr (detail::IsOptional<T>::value) {
      out_.push_back(value ? 1 : 0);
      if (value) write(*value);
    } else if constexpr (detail::IsVariant<T>::value) {
      uleb(value.index());
      std::visit([this](const auto& choice) { this->write(choice); }, value);
    } else {
      static_assert(detail::IsDescribed<T>::value, "this type has no canonical encoding");
      T::visit_fields(value, [this](std::string_view, const auto& field) {
        this->write(field);
        return true;
      });
    }
  }

 private:
  Bytes& out_;
};

// Reads canonical bytes; the first refusal stays.
class BcsReader {
 public:
  explicit BcsReader(ByteView in) : in_(in) {}

  bool ok() const { return !error_; }
  BcsError error() const { return *error_; }
  size_t remaining() const { return in_.size() - at_; }
  size_t position() const { return at_; }

  bool uleb(uint64_t& value);
  // A length of which each unit takes at least `unit_bytes` of the remaining input.
  bool length(uint64_t& value, size_t unit_bytes);
  // A view of the next `size` bytes of the input.
  bool view(size_t size, ByteView& out);
  bool refuse(BcsError error) {
    if (!error_) error_ = error;
    return false;
  }

  template <class T>
  bool read(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      uint8_t byte = 0;
      if (!read(byte)) return false;
      if (byte > 1) return refuse(BcsError::kBadBool);
      value = byte == 1;
      return true;
    } else if constexpr (std::is_enum_v<T>) {
      std::underlying_type_t<T> number{};
      if (!read(number)) return false;
      value = static_cast<T>(number);
      return true;
    } else if constexpr (std::is_unsigned_v<T>) {
      ByteView bytes;
      if (!view(sizeof(T), bytes)) return false;
      uint64_t number = 0;
      for (size_t i = 0; i < sizeof(T); ++i) number |= static_cast<uint64_t>(bytes[i]) << (8 * i);
      value = static_cast<T>(number);
      return true;
    } else if constexpr (std::is_same_v<T, Height>) {
      return read(value.value);
    } else if constexpr (std::is_same_v<T, Time>) {
      return read(value.ms);
    } else if constexpr (std::is_same_v<T, Amount>) {
      return read(value.micro);
    } else if constexpr (detail::IsFixedBytes<T>::value) {
      ByteView bytes;
      if (!view(T::kSize, bytes)) return false;
      std::memcpy(value.data(), bytes.data(), T::kSize);
      return true;
    } else if constexpr (std::is_same_v<T, Bytes> || std::is_same_v<T, std::string>) {
      uint64_t size = 0;
      ByteView bytes;
      if (!length(size, 1) || !view(static_cast<size_t>(size), bytes)) return false;
      value.assign(bytes.begin(), bytes.end());
      return true;
    } else if constexpr (detail::IsVector<T>::value) {
      uint64_t size = 0;
      if (!length(size, 1)) return false;
      value.clear();
      // Memory follows what was really read, not what the length claims.
      for (uint64_t i = 0; i < size; ++i) {
        value.emplace_back();
        if (!read(value.back())) return false;
      }
      return true;
    } else if constexpr (detail::IsArray<T>::value) {
      for (auto& item : value) {
        if (!read(item)) return false;
      }
      return true;
    } else if constexpr (detail::IsOptional<T>::value) {
      bool present = false;
      if (!read(present)) return false;
      value.reset();
      if (!present) return true;
      value.emplace();
      return read(*value);
    } else if constexpr (detail::IsVariant<T>::value) {
      uint64_t index = 0;
      if (!uleb(index)) return false;
      if (index >= std::variant_size_v<T>) return refuse(BcsError::kUnknownVariant);
      return read_choice<T, 0>(value, index);
    } else {
      static_assert(detail::IsDescribed<T>::value, "this type has no canonical encoding");
      return T::visit_fields(
          value, [this](std::string_view, auto& field) { return this->read(field); });
    }
  }

 private:
  template <class V, size_t I>
  bool read_choice(V& value, uint64_t index) {
    if constexpr (I < std::variant_size_v<V>) {
      if (index == I) return read(value.template emplace<I>());
      return read_choice<V, I + 1>(value, index);
    } else {
      return refuse(BcsError::kUnknownVariant);
    }
  }

  ByteView in_;
  size_t at_ = 0;
  std::optional<BcsError> error_;
};

template <class T>
Bytes bcs_encode(const T& value) {
  Bytes out;
  out.reserve(128);  // most records fit: one allocation for each
  BcsWriter(out).write(value);
  return out;
}

// The whole of `in` as one T.
template <class T>
Result<T, BcsError> bcs_decode(ByteView in) {
  BcsReader reader(in);
  T value{};
  if (!reader.read(value)) return failure(reader.error());
  if (reader.remaining() != 0) return failure(BcsError::kTrailing);
  return value;
}

}  // namespace freehold::codec
