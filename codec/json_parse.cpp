// The strict parser: the library's iterative lexer and grammar, and a handler of our own that builds
// the value and refuses what the library would let pass.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "codec/json_impl.h"
#include "codec/utf8.h"

namespace freehold::codec {
namespace {

constexpr uint64_t kNumberMax = (uint64_t{1} << 53) - 1;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The code unit of the escape \uXXXX at `at`, if there is one.
std::optional<uint32_t> escaped_unit(std::string_view text, size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  auto bytes = from_hex(text.substr(at + 2, 4));
  if (!bytes) return std::nullopt;
  return static_cast<uint32_t>((*bytes)[0] << 8 | (*bytes)[1]);
}

// Whether a string token has an escaped surrogate without its other half.
bool has_lone_surrogate(std::string_view token) {
  for (size_t at = 0; at < token.size(); ++at) {
    if (token[at] != '\\') continue;
    auto unit = escaped_unit(token, at);
    if (!unit) {
      ++at;
      continue;
    }
    at += 5;
    if (*unit < 0xd800 || *unit > 0xdfff) continue;
    auto low = escaped_unit(token, at + 1);
    if (*unit >= 0xdc00 || !low || *low < 0xdc00 || *low > 0xdfff) return true;
    at += 6;
  }
  return false;
}

}  // namespace

// Called by the library for each piece of the text; false stops it.
class Json::Builder {
 public:
  Builder(std::string_view text, const JsonLimits& limits) : text_(text), limits_(limits) {}

  Json take() { return std::move(root_); }
  const std::optional<JsonError>& error() const { return error_; }

  bool null() { return add(Json()); }
  bool boolean(bool value) { return add(Json::boolean(value)); }
  // The library calls this for numbers with a minus only.
  bool number_integer(int64_t) { return refuse(JsonErrorCode::kBadNumber); }
  bool number_unsigned(uint64_t value) {
    if (value > kNumberMax) return refuse(JsonErrorCode::kBadNumber);
    return add(Json::number(value));
  }
  bool number_float(double, const std::string&) { return refuse(JsonErrorCode::kBadNumber); }
  bool string(const std::string& value) {
    if (value.size() > limits_.string_max) return refuse(JsonErrorCode::kStringTooLong);
    return add(Json::string(value));
  }
  bool binary(const nlohmann::json::binary_t&) { return refuse(JsonErrorCode::kSyntax); }

  bool start_object(size_t) { return open(Json::object()); }
  bool start_array(size_t) { return open(Json::array()); }
  bool key(const std::string& name) {
    if (name.size() > limits_.string_max) return refuse(JsonErrorCode::kStringTooLong);
    open_.back().key = name;
    return true;
  }
  bool end_object() { return check_keys() && close(); }
  bool end_array() { return close(); }

  bool parse_error(size_t position, const std::string& token,
                   const nlohmann::detail::exception& exception) {
    return refuse(code_of(position, token, exception.id));
  }

 private:
  struct Frame {
    Json container;
    std::optional<std::string> key;  // of the member that is being read
  };

  // Neither looks for an equal key: that would be quadratic. check_keys() does it once.
  bool add(Json value) {
    if (++values_ > limits_.values_max) return refuse(JsonErrorCode::kTooLarge);
    if (open_.empty()) {
      root_ = std::move(value);
      return true;
    }
    Frame& frame = open_.back();
    if (frame.container.is_array()) {
      frame.container.push(std::move(value));
    } else {
      frame.container.own_members().items.emplace_back(std::move(*frame.key), std::move(value));
      frame.key.reset();
    }
    return true;
  }

  bool open(Json container) {
    if (open_.size() >= limits_.depth_max) return refuse(JsonErrorCode::kTooDeep);
    open_.push_back({std::move(container), std::nullopt});
    return true;
  }

  bool close() {
    Json done = std::move(open_.back().container);
    open_.pop_back();
    return add(std::move(done));
  }

  bool check_keys() {
    std::vector<std::string_view> names;
    for (const auto& item : open_.back().container.own_members().items) names.push_back(item.first);
    std::sort(names.begin(), names.end());
    auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice == names.end()) return true;
    open_.back().key = std::string(*twice);
    return refuse(JsonErrorCode::kDuplicateKey);
  }

  // The library says only that something is wrong at `position`, the end of `token`.
  JsonErrorCode code_of(size_t position, std::string_view token, int library_id) const {
    constexpr int kNumberOutOfRange = 406;
    if (library_id == kNumberOutOfRange) return JsonErrorCode::kBadNumber;
    if (token.empty()) return JsonErrorCode::kSyntax;
    if (token.front() == '"' && has_lone_surrogate(token)) return JsonErrorCode::kNotUtf8;
    if (token.front() == '-') return JsonErrorCode::kBadNumber;
    if (!is_digit(token.front())) return JsonErrorCode::kSyntax;
    // The library adds to the token the brackets and commas that follow the number.
    std::string_view number = token.substr(0, token.find_first_not_of("0123456789+-.eE"));
    if (!is_digit(number.back())) return JsonErrorCode::kBadNumber;  // as in "1." or "1e"
    if (number.size() < token.size()) return JsonErrorCode::kSyntax;
    // A number right after another digit is what a leading zero looks like to the library.
    bool joined = position > token.size() && position <= text_.size() &&
                  is_digit(text_[position - token.size() - 1]);
    return joined ? JsonErrorCode::kBadNumber : JsonErrorCode::kSyntax;
  }

  bool refuse(JsonErrorCode code) {
    JsonError error{code, ""};
    for (auto frame = open_.rbegin(); frame != open_.rend(); ++frame) {
      if (frame->container.is_array()) {
        error = std::move(error).within_item(frame->container.size());
      } else if (frame->key) {
        error = std::move(error).within_field(*frame->key);
      }
    }
    error_ = std::move(error);
    return false;
  }

  std::string_view text_;
  const JsonLimits& limits_;
  std::vector<Frame> open_;
  size_t values_ = 0;  // that are whole
  Json root_;
  std::optional<JsonError> error_;
};

Result<Json, JsonError> Json::parse(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes_max) return failure(JsonError{JsonErrorCode::kTooLarge, ""});
  if (!valid_utf8(as_bytes(text)) || text.substr(0, 3) == "\xef\xbb\xbf") {
    return failure(JsonError{JsonErrorCode::kNotUtf8, ""});
  }
  // The library takes a zero byte for the end of the text and would not look at what follows.
  if (text.find('\0') != std::string_view::npos) {
    return failure(JsonError{JsonErrorCode::kSyntax, ""});
  }
  Builder builder(text, limits);
  bool done = false;
  try {
    done = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  } catch (const std::exception&) {
    done = false;
  }
  if (done) return builder.take();
  if (builder.error()) return failure(*builder.error());
  return failure(JsonError{JsonErrorCode::kSyntax, ""});
}

}  // namespace freehold::codec
