#include "print/html_text.h"

#include <array>
#include <cstdint>

#include "codec/utf8.h"
#include "common/bytes.h"

namespace freehold::print {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};
// Controls, marks and overrides of direction, separators of lines, the byte order mark, interlinear
// marks, tags.
constexpr Range kHidden[] = {{0x00, 0x1f},      {0x7f, 0x9f},     {0xad, 0xad},
                             {0x61c, 0x61c},    {0x200b, 0x200b}, {0x200e, 0x200f},
                             {0x2028, 0x202e},  {0x2060, 0x206f}, {0xfeff, 0xfeff},
                             {0xfff9, 0xfffb},  {0xe0000, 0xe007f}};

bool hidden(uint32_t character) {
  for (const Range& range : kHidden) {
    if (character >= range.first && character <= range.last) return true;
  }
  return false;
}

std::string upper_hex(uint32_t value, size_t digits_min) {
  std::string out;
  while (value != 0 || out.size() < digits_min) {
    out.insert(out.begin(), "0123456789ABCDEF"[value & 15]);
    value >>= 4;
  }
  return out;
}

// How many bytes a character of valid UTF-8 has, by its first one.
size_t length_of(uint8_t first) { return first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4; }

uint32_t character_of(std::string_view bytes) {
  constexpr std::array<uint8_t, 5> kFirst = {0, 0x7f, 0x1f, 0x0f, 0x07};
  uint32_t out = static_cast<uint8_t>(bytes[0]) & kFirst[bytes.size()];
  for (char byte : bytes.substr(1)) out = out << 6 | (static_cast<uint8_t>(byte) & 0x3f);
  return out;
}

std::string escaped(std::string_view character) {
  switch (character[0]) {
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '&':
      return "&amp;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return std::string(character);
  }
}

constexpr const char* kMonths[] = {"January", "February", "March",     "April",   "May",      "June",
                                   "July",    "August",   "September", "October", "November", "December"};
constexpr uint64_t kDayMs = 86'400'000;
constexpr uint64_t kLastMs = 253'402'300'799'999;  // the year 9999

bool leap(uint64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

std::string two(uint64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

std::string html_text(std::string_view text) {
  const bool utf8 = codec::valid_utf8(as_bytes(text));
  std::string out;
  for (size_t at = 0; at < text.size();) {
    auto first = static_cast<uint8_t>(text[at]);
    std::string_view character = text.substr(at, utf8 ? length_of(first) : 1);
    at += character.size();
    if (!utf8 && first >= 0x80) {
      out += "\u27e80x" + upper_hex(first, 2) + "\u27e9";
    } else if (uint32_t number = character_of(character); hidden(number)) {
      out += "\u27e8U+" + upper_hex(number, 4) + "\u27e9";
    } else {
      out += escaped(character);
    }
  }
  return out;
}

std::string day_text(uint64_t ms) {
  if (ms > kLastMs) return std::to_string(ms) + " ms after 1970";
  uint64_t days = ms / kDayMs;
  uint64_t year = 1970;
  for (; days >= (leap(year) ? 366u : 365u); ++year) days -= leap(year) ? 366 : 365;
  const uint64_t lengths[] = {31, leap(year) ? 29u : 28u, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  size_t month = 0;
  while (days >= lengths[month]) days -= lengths[month++];
  return std::to_string(days + 1) + " " + kMonths[month] + " " + std::to_string(year);
}

std::string moment_text(uint64_t ms) {
  if (ms > kLastMs) return day_text(ms);
  uint64_t seconds = ms % kDayMs / 1000;
  return day_text(ms) + ", " + two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" +
         two(seconds % 60) + " UTC";
}

std::string grouped(std::string_view hex) {
  std::string out;
  for (size_t at = 0; at < hex.size(); at += 8)
    out += (at == 0 ? "" : " ") + std::string(hex.substr(at, 8));
  return out;
}

}  // namespace freehold::print
