#include "codec/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "codec/json_impl.h"
#include "codec/utf8.h"
#include "common/assert.h"

namespace freehold::codec {
namespace {

constexpr uint64_t kNumberMax = (uint64_t{1} << 53) - 1;
constexpr size_t kPathNameMax = 64;

template <class Items>
auto find_member(Items& items, std::string_view key) {
  return std::find_if(items.begin(), items.end(), [key](auto& item) { return item.first == key; });
}

// The part of a name that a path repeats, cut between characters.
std::string_view path_name(std::string_view name) {
  if (name.size() <= kPathNameMax) return name;
  size_t size = kPathNameMax;
  while (size > 0 && (static_cast<uint8_t>(name[size]) & 0xc0) == 0x80) --size;
  return name.substr(0, size);
}

std::string join(std::string head, const std::string& path) {
  if (!path.empty() && path.front() != '[') head += '.';
  return head + path;
}

// Whether the text may stand between quotes as it is.
bool is_plain(std::string_view text) {
  for (char c : text) {
    if (static_cast<uint8_t>(c) < 0x20 || c == '"' || c == '\\') return false;
  }
  return valid_utf8(as_bytes(text));
}

template <class T>
std::string library_text(T value) {
  using Library = nlohmann::ordered_json;
  return Library(value).dump(-1, ' ', false, Library::error_handler_t::replace);
}

}  // namespace

const char* to_string(JsonErrorCode code) {
  switch (code) {
    case JsonErrorCode::kTooLarge: return "too_large";
    case JsonErrorCode::kNotUtf8: return "not_utf8";
    case JsonErrorCode::kSyntax: return "syntax";
    case JsonErrorCode::kDuplicateKey: return "duplicate_key";
    case JsonErrorCode::kTooDeep: return "too_deep";
    case JsonErrorCode::kStringTooLong: return "string_too_long";
    case JsonErrorCode::kBadNumber: return "bad_number";
    case JsonErrorCode::kWrongType: return "wrong_type";
    case JsonErrorCode::kMissingField: return "missing_field";
    case JsonErrorCode::kUnknownField: return "unknown_field";
    case JsonErrorCode::kBadValue: return "bad_value";
  }
  return "unknown";
}

JsonError JsonError::within_field(std::string_view name) && {
  return {code, join(std::string(path_name(name)), path)};
}
JsonError JsonError::within_item(size_t index) && {
  return {code, join("[" + std::to_string(index) + "]", path)};
}

Json::Json() = default;
Json::~Json() = default;
Json::Json(Json&& other) noexcept : value_(std::exchange(other.value_, Value{})) {}
Json& Json::operator=(Json&& other) noexcept {
  value_ = std::exchange(other.value_, Value{});
  return *this;
}
Json::Json(const Json& other) : value_(other.value_) {
  if (auto* list = std::get_if<std::shared_ptr<List>>(&value_)) {
    (*list)->shared.store(true, std::memory_order_relaxed);
  } else if (auto* members = std::get_if<std::shared_ptr<Members>>(&value_)) {
    (*members)->shared.store(true, std::memory_order_relaxed);
  }
}
Json& Json::operator=(const Json& other) { return *this = Json(other); }

Json Json::boolean(bool value) { return Json(Value(value)); }
Json Json::number(uint64_t value) {
  FREEHOLD_ASSERT(value <= kNumberMax);
  return Json(Value(value));
}
Json Json::real(double value) { return Json(Value(value)); }
Json Json::string(std::string_view value) {
  return Json(Value(std::make_shared<const std::string>(value)));
}
Json Json::array() { return Json(Value(std::make_shared<List>())); }
Json Json::object() { return Json(Value(std::make_shared<Members>())); }

bool Json::is_null() const { return std::holds_alternative<std::monostate>(value_); }
bool Json::is_boolean() const { return std::holds_alternative<bool>(value_); }
bool Json::is_number() const { return std::holds_alternative<uint64_t>(value_); }
bool Json::is_string() const {
  return std::holds_alternative<std::shared_ptr<const std::string>>(value_);
}
bool Json::is_array() const { return std::holds_alternative<std::shared_ptr<List>>(value_); }
bool Json::is_object() const { return std::holds_alternative<std::shared_ptr<Members>>(value_); }

bool Json::as_boolean() const {
  FREEHOLD_ASSERT(is_boolean());
  return std::get<bool>(value_);
}
uint64_t Json::as_number() const {
  FREEHOLD_ASSERT(is_number());
  return std::get<uint64_t>(value_);
}
const std::string& Json::as_string() const {
  FREEHOLD_ASSERT(is_string());
  return *std::get<std::shared_ptr<const std::string>>(value_);
}

size_t Json::size() const {
  if (is_array()) return std::get<std::shared_ptr<List>>(value_)->items.size();
  if (is_object()) return std::get<std::shared_ptr<Members>>(value_)->items.size();
  return 0;
}

Json Json::at(size_t index) const {
  FREEHOLD_ASSERT(is_array() && index < size());
  return std::get<std::shared_ptr<List>>(value_)->items[index];
}
void Json::push(Json value) { own_list().items.push_back(std::move(value)); }

bool Json::has(std::string_view key) const {
  FREEHOLD_ASSERT(is_object());
  const auto& items = std::get<std::shared_ptr<Members>>(value_)->items;
  return find_member(items, key) != items.end();
}
std::optional<Json> Json::get(std::string_view key) const {
  FREEHOLD_ASSERT(is_object());
  const auto& items = std::get<std::shared_ptr<Members>>(value_)->items;
  auto found = find_member(items, key);
  if (found == items.end()) return std::nullopt;
  return found->second;
}
void Json::set(std::string_view key, Json value) {
  auto& items = own_members().items;
  auto found = find_member(items, key);
  if (found != items.end()) {
    found->second = std::move(value);
  } else {
    items.emplace_back(std::string(key), std::move(value));
  }
}
std::vector<std::string> Json::keys() const {
  FREEHOLD_ASSERT(is_object());
  std::vector<std::string> out;
  for (const auto& item : std::get<std::shared_ptr<Members>>(value_)->items) {
    out.push_back(item.first);
  }
  return out;
}

// What a change writes to: a copy of its own first where another value may hold the same.
Json::List& Json::own_list() {
  FREEHOLD_ASSERT(is_array());
  auto& list = std::get<std::shared_ptr<List>>(value_);
  if (list->shared.load(std::memory_order_relaxed)) {
    auto own = std::make_shared<List>();
    own->items = list->items;
    list = std::move(own);
  }
  return *list;
}
Json::Members& Json::own_members() {
  FREEHOLD_ASSERT(is_object());
  auto& members = std::get<std::shared_ptr<Members>>(value_);
  if (members->shared.load(std::memory_order_relaxed)) {
    auto own = std::make_shared<Members>();
    own->items = members->items;
    members = std::move(own);
  }
  return *members;
}

struct Json::Writer {
  std::string& out;
  int indent;

  void line(size_t depth) {
    if (indent < 0) return;
    out += '\n';
    out.append(depth * static_cast<size_t>(indent), ' ');
  }

  void text(const std::string& value) {
    if (is_plain(value)) {
      out.append("\"").append(value).append("\"");
    } else {
      out += library_text<const std::string&>(value);
    }
  }

  template <class Items, class Item>
  void items(const Items& items, const char* brackets, size_t depth, Item&& write_item) {
    out += brackets[0];
    bool first = true;
    for (const auto& item : items) {
      if (!first) out += ',';
      first = false;
      line(depth + 1);
      write_item(item);
    }
    if (!first) line(depth);
    out += brackets[1];
  }

  void value(const Json& json, size_t depth) {
    if (json.is_array()) {
      items(std::get<std::shared_ptr<List>>(json.value_)->items, "[]", depth,
            [&](const Json& item) { value(item, depth + 1); });
    } else if (json.is_object()) {
      items(std::get<std::shared_ptr<Members>>(json.value_)->items, "{}", depth,
            [&](const std::pair<std::string, Json>& item) {
              text(item.first);
              out += indent < 0 ? ":" : ": ";
              value(item.second, depth + 1);
            });
    } else if (json.is_string()) {
      text(json.as_string());
    } else if (json.is_number()) {
      out += std::to_string(json.as_number());
    } else if (json.is_boolean()) {
      out += json.as_boolean() ? "true" : "false";
    } else if (json.is_null()) {
      out += "null";
    } else {
      out += library_text(std::get<double>(json.value_));
    }
  }
};

std::string Json::dump(int indent) const {
  std::string out;
  Writer{out, indent}.value(*this, 0);
  return out;
}

std::optional<std::string> string_member(const Json& json, std::string_view name) {
  auto member = json.is_object() ? json.get(name) : std::nullopt;
  if (!member || !member->is_string()) return std::nullopt;
  return member->as_string();
}

}  // namespace freehold::codec
