#include "codec/utf8.h"

namespace freehold::codec {
namespace {

// The length of the sequence that begins with `lead`, 0 if none does.
size_t sequence_length(uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;  // a continuation, or the lead of an overlong pair
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

// RFC 3629 section 4: overlong forms, surrogates and numbers past U+10FFFF show in the second byte.
bool valid_second(uint8_t lead, uint8_t second) {
  switch (lead) {
    case 0xe0: return second >= 0xa0 && second <= 0xbf;
    case 0xed: return second >= 0x80 && second <= 0x9f;
    case 0xf0: return second >= 0x90 && second <= 0xbf;
    case 0xf4: return second >= 0x80 && second <= 0x8f;
    default: return (second & 0xc0) == 0x80;
  }
}

bool eight_ascii(const uint8_t* bytes) {
  uint64_t word;
  std::memcpy(&word, bytes, sizeof word);
  return (word & 0x8080808080808080u) == 0;
}

}  // namespace

size_t unsafe_to_show(ByteView text) {
  if (text.empty()) return 0;
  if (text[0] < 0x20 || text[0] == 0x7f) return 1;
  if (text.size() < 2) return 0;
  uint8_t second = text[1];
  if (text[0] == 0xc2 && second < 0xa0) return 2;                    // C1
  if (text[0] == 0xd8 && second == 0x9c) return 2;                   // U+061C
  if (text[0] != 0xe2 || text.size() < 3) return 0;
  uint8_t third = text[2];
  bool marks = second == 0x80 && (third == 0x8e || third == 0x8f);   // U+200E, U+200F
  bool lines = second == 0x80 && third >= 0xa8 && third <= 0xae;     // U+2028 to U+202E
  bool isolates = second == 0x81 && third >= 0xa6 && third <= 0xa9;  // U+2066 to U+2069
  return marks || lines || isolates ? 3 : 0;
}

bool valid_utf8(ByteView bytes) {
  size_t at = 0;
  while (at < bytes.size()) {
    size_t left = bytes.size() - at;
    if (left >= 8 && eight_ascii(bytes.data() + at)) {
      at += 8;
      continue;
    }
    size_t length = sequence_length(bytes[at]);
    if (length == 0 || length > left) return false;
    if (length > 1 && !valid_second(bytes[at], bytes[at + 1])) return false;
    for (size_t i = 2; i < length; ++i) {
      if ((bytes[at + i] & 0xc0) != 0x80) return false;
    }
    at += length;
  }
  return true;
}

std::string shown_safely(std::string_view text) {
  bool utf8 = valid_utf8(as_bytes(text));
  std::string out;
  for (size_t at = 0; at < text.size();) {
    bool odd = static_cast<uint8_t>(text[at]) < 0x20 || static_cast<uint8_t>(text[at]) >= 0x7f;
    size_t escaped = utf8 ? unsafe_to_show(as_bytes(text.substr(at))) : (odd ? 1 : 0);
    if (escaped == 0) out += text[at++];
    for (; escaped > 0; --escaped, ++at) out += "\\x" + to_hex(as_bytes(text.substr(at, 1)));
  }
  return out;
}

}  // namespace freehold::codec
