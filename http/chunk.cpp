#include "http/chunk.h"

#include <algorithm>

#include "http/head.h"

namespace freehold::http {
namespace {

// A chunk of 2^60 bytes is more than anybody sends, and fits.
constexpr unsigned kSizeDigitsMax = 15;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A trailer that frames or routes the message is an attempt at something (RFC 9110, section 6.5.1).
bool is_framing(std::string_view name) {
  static constexpr std::string_view kNames[] = {"content-length", "transfer-encoding", "host",
                                                "trailer", "connection"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view one) { return equal_no_case(one, name); });
}

}  // namespace

const char* to_string(ChunkError error) {
  switch (error) {
    case ChunkError::kBadSize:
      return "bad_chunk_size";
    case ChunkError::kBadLineEnd:
      return "bad_chunk_line_end";
    case ChunkError::kBadExtension:
      return "bad_chunk_extension";
    case ChunkError::kBadTrailer:
      return "bad_trailer";
    case ChunkError::kTooMuchAround:
      return "chunk_overhead_too_large";
    case ChunkError::kBodyTooLarge:
      return "body_too_large";
  }
  return "unknown";
}

uint16_t status_of(ChunkError error) { return error == ChunkError::kBodyTooLarge ? 413 : 400; }

Result<size_t, ChunkError> ChunkReader::take(std::string_view bytes, std::string& body) {
  size_t taken = 0;
  while (taken < bytes.size() && !done()) {
    if (state_ == State::kContent) {
      size_t more = static_cast<size_t>(std::min<uint64_t>(size_, bytes.size() - taken));
      body.append(bytes.substr(taken, more));
      taken += more;
      size_ -= more;
      if (size_ == 0) state_ = State::kContentReturn;
      continue;
    }
    FREEHOLD_TRY(step(bytes[taken]));
    ++taken;
  }
  return taken;
}

// One byte of what is around the content.
Result<std::monostate, ChunkError> ChunkReader::step(char c) {
  switch (state_) {
    case State::kSize:
      return size_digit(c);
    case State::kExtension:
      if (c == '\r') {
        state_ = State::kSizeEnd;
        return std::monostate{};
      }
      if (c != '\t' && (static_cast<uint8_t>(c) < 0x20 || c == 0x7f)) {
        return failure(ChunkError::kBadExtension);
      }
      return around();
    case State::kSizeEnd:
      if (c != '\n') return failure(ChunkError::kBadLineEnd);
      return size_end();
    case State::kContentReturn:
      if (c != '\r') return failure(ChunkError::kBadLineEnd);
      state_ = State::kContentEnd;
      return std::monostate{};
    case State::kContentEnd:
      if (c != '\n') return failure(ChunkError::kBadLineEnd);
      state_ = State::kSize;
      return std::monostate{};
    case State::kTrailer:
      if (c == '\n') return failure(ChunkError::kBadLineEnd);
      if (c == '\r') {
        state_ = State::kTrailerEnd;
        return std::monostate{};
      }
      trailer_ += c;
      return around();
    case State::kTrailerEnd:
      if (c != '\n') return failure(ChunkError::kBadLineEnd);
      return trailer_end();
    case State::kContent:
    case State::kDone:
      break;
  }
  return std::monostate{};
}

Result<std::monostate, ChunkError> ChunkReader::size_digit(char c) {
  int digit = hex_digit(c);
  if (digit >= 0) {
    if (++digits_ > kSizeDigitsMax) return failure(ChunkError::kBadSize);
    size_ = size_ * 16 + static_cast<uint64_t>(digit);
    return std::monostate{};
  }
  if (digits_ == 0) return failure(ChunkError::kBadSize);
  if (c == '\n') return failure(ChunkError::kBadLineEnd);
  if (c != '\r' && c != ';') return failure(ChunkError::kBadSize);
  state_ = c == '\r' ? State::kSizeEnd : State::kExtension;
  return std::monostate{};
}

Result<std::monostate, ChunkError> ChunkReader::size_end() {
  digits_ = 0;
  if (size_ > body_left_) return failure(ChunkError::kBodyTooLarge);
  body_left_ -= static_cast<size_t>(size_);
  state_ = size_ == 0 ? State::kTrailer : State::kContent;
  return std::monostate{};
}

Result<std::monostate, ChunkError> ChunkReader::around() {
  if (++around_ > kAroundBytesMax) return failure(ChunkError::kTooMuchAround);
  return std::monostate{};
}

Result<std::monostate, ChunkError> ChunkReader::trailer_end() {
  if (trailer_.empty()) {
    state_ = State::kDone;
    return std::monostate{};
  }
  auto header = parse_header(trailer_);
  if (!header || is_framing(header->name)) return failure(ChunkError::kBadTrailer);
  trailer_.clear();
  state_ = State::kTrailer;
  return std::monostate{};
}

}  // namespace freehold::http
