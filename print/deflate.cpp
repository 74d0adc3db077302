#include "print/deflate.h"

#include <zlib.h>

#include <algorithm>

#include "common/assert.h"

namespace freehold::print {
namespace {

constexpr int kRaw = -15;    // no header, the largest window
constexpr int kMemory = 9;   // the most that the library takes: speed is no matter here
constexpr size_t kStep = 64 << 10;

z_stream stream_over(ByteView data) {
  z_stream out{};
  out.next_in = const_cast<Bytef*>(data.data());  // NOLINT: the library does not write there
  out.avail_in = static_cast<uInt>(data.size());
  return out;
}

}  // namespace

Bytes deflate(ByteView data) {
  z_stream stream = stream_over(data);
  int ready = deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kRaw, kMemory,
                           Z_DEFAULT_STRATEGY);
  FREEHOLD_ASSERT(ready == Z_OK);
  Bytes out(deflateBound(&stream, static_cast<uLong>(data.size())));
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  int ended = ::deflate(&stream, Z_FINISH);
  FREEHOLD_ASSERT(ended == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

Result<Bytes, InflateError> inflate(ByteView data, size_t bytes_max) {
  z_stream stream = stream_over(data);
  int ready = inflateInit2(&stream, kRaw);
  FREEHOLD_ASSERT(ready == Z_OK);
  Bytes out;
  int state = Z_OK;
  // One byte more than is allowed is made room for, to see whether it comes.
  while (state == Z_OK && out.size() <= bytes_max) {
    size_t had = out.size();
    size_t step = std::min(kStep, bytes_max + 1 - had);
    out.resize(had + step);
    stream.next_out = out.data() + had;
    stream.avail_out = static_cast<uInt>(step);
    state = ::inflate(&stream, Z_NO_FLUSH);
    out.resize(had + step - stream.avail_out);
  }
  const bool whole = state == Z_STREAM_END && stream.avail_in == 0;
  inflateEnd(&stream);
  if (out.size() > bytes_max) return failure(InflateError::kTooLong);
  if (!whole) return failure(InflateError::kBroken);
  return out;
}

}  // namespace freehold::print
