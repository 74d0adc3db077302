// Text from outside: JSON, addresses, base64url, numbers. What is read is written back the same, and
// there is one way only to write it where there has to be.
#include "codec/base64url.h"
#include "codec/bech32m.h"
#include "codec/json.h"
#include "codec/utf8.h"
#include "common/assert.h"
#include "common/types.h"

namespace {

using namespace freehold;

// Whether a value is within its limits, all the way down; no recursion deeper than they allow.
void check(const codec::Json& json, const codec::JsonLimits& limits, size_t depth) {
  FREEHOLD_ASSERT(depth <= limits.depth_max);
  if (json.is_string()) {
    FREEHOLD_ASSERT(json.as_string().size() <= limits.string_max);
    FREEHOLD_ASSERT(codec::valid_utf8(as_bytes(json.as_string())));
  }
  if (json.is_number()) FREEHOLD_ASSERT(json.as_number() < uint64_t{1} << 53);
  if (json.is_array()) {
    for (size_t i = 0; i < json.size(); ++i) check(json.at(i), limits, depth + 1);
  }
  if (json.is_object()) {
    auto keys = json.keys();
    FREEHOLD_ASSERT(keys.size() == json.size());
    for (const std::string& key : keys) check(*json.get(key), limits, depth + 1);
  }
}

void read_json(std::string_view text) {
  codec::JsonLimits limits{4096, 8, 64};
  auto json = codec::Json::parse(text, limits);
  if (!json) {
    FREEHOLD_ASSERT(std::string_view(codec::to_string(json.error().code)) != "unknown");
    return;
  }
  check(*json, limits, 0);
  for (int indent : {-1, 2}) {
    std::string written = json->dump(indent);
    auto again = codec::Json::parse(written, {written.size(), 8, 64});
    FREEHOLD_ASSERT(again && again->dump(indent) == written);
  }
}

void read_bech32m(std::string_view text) {
  auto parts = codec::bech32m_decode(text);
  if (!parts) return;
  std::string written = codec::bech32m_encode(parts->prefix, parts->groups);
  FREEHOLD_ASSERT(written.size() == text.size());
  auto bytes = codec::bech32m_to_bytes32(parts->prefix, text);
  if (bytes) FREEHOLD_ASSERT(codec::bech32m_from_bytes32(parts->prefix, *bytes) == written);
}

void read_base64url(std::string_view text) {
  auto bytes = codec::base64url_decode(text);
  if (bytes) FREEHOLD_ASSERT(codec::base64url_encode(*bytes) == text);
  Bytes few(5);
  FREEHOLD_ASSERT(codec::base64url_decode_exactly(text, few) == (bytes && bytes->size() == 5));
}

void read_numbers(std::string_view text) {
  auto number = u64_from_decimal(text);
  if (number) FREEHOLD_ASSERT(std::to_string(*number) == text);
  auto credits = amount_from_credits(text);
  if (credits) FREEHOLD_ASSERT(amount_from_credits(amount_to_credits(*credits)) == credits);
  auto bytes = from_hex(text);
  if (bytes) FREEHOLD_ASSERT(from_hex(to_hex(*bytes)) == bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  std::string_view text = as_text({data + 1, size - 1});
  switch (data[0] % 4) {
    case 0: read_json(text); break;
    case 1: read_bech32m(text); break;
    case 2: read_base64url(text); break;
    default: read_numbers(text); break;
  }
  return 0;
}
