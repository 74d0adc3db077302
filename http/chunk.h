// The chunked transfer coding (RFC 9112, section 7.1), read byte by byte as it comes, with nothing
// that two readers could take in two ways. Extensions and trailers are bounded and dropped. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "common/result.h"

namespace freehold::http {

enum class ChunkError : uint8_t {
  kBadSize = 1,    // no hexadecimal digits, or more than 15
  kBadLineEnd,     // a line end that is not CRLF, or none after the content
  kBadExtension,   // with a control character
  kBadTrailer,     // no name and colon, or a header that frames the message
  kTooMuchAround,  // extensions and trailers of more than kAroundBytesMax
  kBodyTooLarge,
};
const char* to_string(ChunkError error);
uint16_t status_of(ChunkError error);

class ChunkReader {
 public:
  // Bytes of one body's extensions and trailers together.
  static constexpr size_t kAroundBytesMax = 4096;

  explicit ChunkReader(size_t body_bytes_max) : body_left_(body_bytes_max) {}

  // Reads `bytes` up to the end of the body, appends the content to `body`, and says how many bytes
  // it took: all of them unless the body ended. A size beyond the limit is refused before its
  // content is read. After an error or the end, nothing more is to be given.
  Result<size_t, ChunkError> take(std::string_view bytes, std::string& body);
  bool done() const { return state_ == State::kDone; }

 private:
  enum class State : uint8_t {
    kSize,
    kExtension,
    kSizeEnd,
    kContent,
    kContentReturn,
    kContentEnd,
    kTrailer,
    kTrailerEnd,
    kDone,
  };

  Result<std::monostate, ChunkError> step(char c);
  Result<std::monostate, ChunkError> size_digit(char c);
  Result<std::monostate, ChunkError> size_end();
  Result<std::monostate, ChunkError> around();
  Result<std::monostate, ChunkError> trailer_end();

  State state_ = State::kSize;
  size_t body_left_;
  uint64_t size_ = 0;  // of this chunk; then what is left of it
  unsigned digits_ = 0;
  size_t around_ = 0;
  std::string trailer_;  // the line that is read
};

}  // namespace freehold::http
