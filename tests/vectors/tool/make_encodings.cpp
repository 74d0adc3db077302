// encodings.json: samples of every kind, and bytes that no value has.
#include "vectors/tool/generate.h"
#include "vectors/tool/kinds.h"

namespace freehold::vectors {
namespace {

enum class Fill { kLeast, kSome, kMost };

// Fills a value field by field, the same way each time.
class Sampler {
 public:
  Sampler(std::string_view name, Fill fill, size_t choice)
      : name_(name), fill_(fill), choice_(choice) {}

  template <class T>
  void fill(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      value = fill_ != Fill::kLeast;
    } else if constexpr (std::is_same_v<T, proof::Role>) {
      constexpr proof::Role kAll[] = {proof::Role::kRegistrar, proof::Role::kIssuer,
                                      proof::Role::kRegulator, proof::Role::kAdmitted};
      value = kAll[choice_++ % std::size(kAll)];
    } else if constexpr (std::is_same_v<T, proof::EventKind>) {
      value = static_cast<proof::EventKind>(1 + choice_++ % 5);
    } else if constexpr (std::is_unsigned_v<T>) {
      value = static_cast<T>(number());
    } else if constexpr (codec::detail::kIsDecimal<T>) {
      codec::detail::decimal_of(value) = number();
    } else if constexpr (codec::detail::IsFixedBytes<T>::value) {
      for (size_t i = 0; i < T::kSize; ++i) value.data()[i] = static_cast<uint8_t>(number());
    } else if constexpr (std::is_same_v<T, Bytes>) {
      value.clear();
      size_t size = fill_ == Fill::kLeast ? 0 : fill_ == Fill::kSome ? 5 : 130;
      for (size_t i = 0; i < size; ++i) value.push_back(static_cast<uint8_t>(number()));
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = fill_ == Fill::kLeast  ? ""
              : fill_ == Fill::kSome ? "plain"
                                     : "Stra\u00dfe \"\u5730\\\U0001f3e0\"\t\x7f/";
    } else if constexpr (codec::detail::IsVector<T>::value) {
      value.resize(fill_ == Fill::kLeast ? 0 : fill_ == Fill::kSome ? 2 : 1);
      for (auto& item : value) fill(item);
    } else if constexpr (codec::detail::IsOptional<T>::value) {
      value.reset();
      if (fill_ != Fill::kLeast) fill(value.emplace());
    } else if constexpr (codec::detail::IsVariant<T>::value) {
      choose<0>(value, choice_++ % std::variant_size_v<T>);
    } else {
      T::visit_fields(value, [&](std::string_view field, auto& part) {
        if (field == "version") {
          set_number(part, 1);
        } else if (field != "format") {
          fill(part);
        }
        return true;
      });
    }
  }

 private:
  template <class T>
  static void set_number(T& value, uint8_t number) {
    if constexpr (std::is_same_v<T, uint8_t>) value = number;
  }
  template <size_t I, class V>
  void choose(V& value, size_t index) {
    if constexpr (I < std::variant_size_v<V>) {
      if (index != I) return choose<I + 1>(value, index);
      fill(value.template emplace<I>());
    }
  }
  uint64_t number() {
    if (fill_ == Fill::kLeast) return 0;
    if (fill_ == Fill::kMost) return UINT64_MAX;
    Hash256 hash = crypto::sha256(as_bytes(std::string(name_) + std::to_string(count_++)));
    uint64_t out = 0;
    for (size_t i = 0; i < 8; ++i) out = out << 8 | hash.data()[i];
    return out;
  }

  std::string_view name_;
  Fill fill_;
  size_t choice_;
  size_t count_ = 0;
};

class Builder {
 public:
  template <class T>
  void kind(std::string_view kind_name) {
    size_t choices = 1;
    if constexpr (codec::detail::IsVariant<T>::value) choices = std::variant_size_v<T>;
    for (size_t choice = 0; choice < choices; ++choice) {
      one<T>(kind_name, "least", Fill::kLeast, choice);
      one<T>(kind_name, "some", Fill::kSome, choice);
      one<T>(kind_name, "most", Fill::kMost, choice);
    }
  }
  // Each number that an enum names, in a record that carries it.
  void names() {
    for (uint16_t number = 0; number < 256; ++number) {
      proof::Event event;
      event.kind = static_cast<proof::EventKind>(number);
      if (enum_text(event.kind) != "unknown") {
        value("Event", "of kind " + std::string(enum_text(event.kind)), event);
      }
      proof::GenesisRole role;
      role.role = static_cast<proof::Role>(number);
      if (enum_text(role.role) != "unknown") {
        value("GenesisRole", "of role " + std::string(enum_text(role.role)), role);
      }
    }
  }
  void refused(std::string_view kind_name, std::string_view name, std::string_view bytes,
               std::string_view error) {
    Bytes raw = *from_hex(bytes);
    auto read = kind_named(kind_name)->read_bytes(raw);
    expect(!read && error == to_string(read.error()), "encoding " + std::string(name));
    out.refused.push_back(
        {std::string(kind_name), std::string(name), {raw}, std::string(error)});
  }

  Encodings out;

 private:
  template <class T>
  void one(std::string_view kind_name, std::string name, Fill fill, size_t choice) {
    T value{};
    Sampler(kind_name, fill, choice).fill(value);
    if (choice > 0) name += " of choice " + std::to_string(choice);
    this->value(kind_name, name, value);
  }
  template <class T>
  void value(std::string_view kind_name, const std::string& name, const T& value) {
    out.encodings.push_back(
        {std::string(kind_name), name, {codec::bcs_encode(value)}, codec::to_json(value)});
  }
};

std::string zeros(size_t bytes) { return std::string(2 * bytes, '0'); }

}  // namespace

Encodings make_encodings() {
  Builder build;
#define FREEHOLD_KIND_(type, name) build.kind<type>(#name);
  FREEHOLD_VECTOR_KINDS(FREEHOLD_KIND_)
#undef FREEHOLD_KIND_
  build.names();

  build.refused("u64", "one byte short", "00000000000000", "truncated");
  build.refused("u8", "nothing at all", "", "truncated");
  build.refused("Header", "cut in the chain id", "01" + zeros(7), "truncated");
  build.refused("bytes", "a length that does not end", "80", "truncated");
  build.refused("u32_option", "a value announced and not there", "01", "truncated");
  build.refused("u8", "one byte more", "0000", "trailing");
  build.refused("TxResult", "one byte more", zeros(15), "trailing");
  build.refused("PublicContent", "two bytes more", zeros(34), "trailing");
  build.refused("bytes", "length 0 in two bytes", "8000", "uleb_padded");
  build.refused("bytes", "length 1 in two bytes", "810000", "uleb_padded");
  build.refused("Content", "choice 0 in two bytes", "8000" + zeros(32), "uleb_padded");
  build.refused("bytes", "length 0 in five bytes", "8080808000", "uleb_padded");
  build.refused("bytes", "length 2^32", "8080808010", "uleb_too_large");
  build.refused("bytes", "a length of six bytes", "808080808001", "uleb_too_large");
  build.refused("Content", "choice 2^35 - 1", "ffffffff7f", "uleb_too_large");
  build.refused("bytes", "length 2^31", "8080808008", "length_too_large");
  build.refused("bytes", "length 2^31 - 1 and one byte", "ffffffff0700", "length_too_large");
  build.refused("bytes", "one byte less than the length", "020a", "length_too_large");
  build.refused("string", "a string of which nothing is there", "05", "length_too_large");
  build.refused("u16_list", "more members than bytes are left", "03aabb", "length_too_large");
  build.refused("u16_list", "a member cut in two", "0201000c", "truncated");
  build.refused("bool", "2", "02", "bad_bool");
  build.refused("u32_option", "2", "0200000000", "bad_bool");
  build.refused("Dispute", "by_regulator is 255", zeros(32) + "ff" + zeros(24), "bad_bool");
  build.refused("Content", "choice 3 of 3", "03", "unknown_variant");
  build.refused("ItemContent", "a collection is no item", "02" + zeros(40), "unknown_variant");
  build.refused("Owner", "choice 2 of 2", "02" + zeros(32), "unknown_variant");
  build.refused("Statement", "choice 4 of 4", "04" + zeros(32), "unknown_variant");
  build.refused("AccountsCall", "choice 3 of 3", "03" + zeros(32), "unknown_variant");
  build.refused("AssetsCall", "choice 8 of 8", "08" + zeros(32), "unknown_variant");
  return std::move(build.out);
}

}  // namespace freehold::vectors
