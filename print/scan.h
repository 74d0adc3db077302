// QR codes, read from an image. Any thread; nothing is kept between calls.
//
// An image comes from anybody. Its size is looked at before its pixels are unpacked; what the codes
// say is text as untrusted as the image.
#pragma once

#include <functional>
#include <set>
#include <string>

#include "common/bytes.h"
#include "common/result.h"

namespace freehold::print {

inline constexpr size_t kImageBytesMax = 64 << 20;
inline constexpr size_t kImagePixelsMax = 128 << 20;

enum class ScanError : uint8_t {
  kNotAnImage = 1,   // neither PNG nor JPEG, by its first bytes
  kImageTooLarge,    // beyond the limits
  kImageUnreadable,  // broken, or of a kind that the library does not read
};
const char* to_string(ScanError error);
// One sentence for a person.
const char* sentence(ScanError error);

// By its first bytes.
bool is_image(ByteView file);

// The texts of all QR codes that can be found in a PNG or JPEG; maybe none. Looks at the image in
// one way after another, dearer each time, until `enough` says of the texts so far that it is.
using Texts = std::set<std::string>;
Result<Texts, ScanError> scan(ByteView file, const std::function<bool(const Texts&)>& enough);

}  // namespace freehold::print
