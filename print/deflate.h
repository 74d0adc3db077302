// DEFLATE (RFC 1951) without a wrapper around it. Pure; any thread.
#pragma once

#include "common/bytes.h"
#include "common/result.h"

namespace freehold::print {

// As small as the library can. Another library, or another version of it, may give other bytes that
// mean the same.
Bytes deflate(ByteView data);

enum class InflateError : uint8_t {
  kBroken = 1,  // not such a stream, cut off, or with bytes after its end
  kTooLong,     // more than bytes_max come out
};
// Never holds more than bytes_max + 1 bytes of output, whatever the input claims.
Result<Bytes, InflateError> inflate(ByteView stream, size_t bytes_max);

}  // namespace freehold::print
