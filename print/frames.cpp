#include "print/frames.h"

#include <algorithm>
#include <array>

#include "codec/base32.h"
#include "common/amount.h"
#include "common/assert.h"
#include "crypto/hash.h"
#include "print/deflate.h"

namespace freehold::print {
namespace {

constexpr std::string_view kName = "FREEHOLD";
constexpr std::string_view kStart = "FREEHOLD1/";
constexpr size_t kDigestBytes = 10;
constexpr size_t kDigestCharacters = 16;
constexpr size_t kPieceBytesMax = 2664;
constexpr size_t kGroupBytes = 5;  // what base32 writes without a rest
constexpr size_t kShownCharacters = 48;

struct Frame {
  size_t number = 0;
  size_t count = 0;
  std::string_view digest;
  Bytes piece;
};

std::string digest_of(ByteView packed) {
  Hash256 hash = crypto::tagged_hash(crypto::Tag::kPrint, packed);
  return codec::base32_encode(hash.view().first(kDigestBytes));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool in_frame(char c) { return is_digit(c) || (c >= 'A' && c <= 'Z') || c == '/'; }

size_t skip(std::string_view text, size_t at, bool (*wanted)(char)) {
  while (at < text.size() && wanted(text[at])) ++at;
  return at;
}

// The next stretch of text, from `at` on, that begins as a frame of any version; empty: none.
std::string_view next_start(std::string_view text, size_t at) {
  while ((at = text.find(kName, at)) != std::string_view::npos) {
    size_t digits = at + kName.size();
    size_t slash = skip(text, digits, is_digit);
    if (slash > digits && slash < text.size() && text[slash] == '/')
      return text.substr(at, skip(text, slash, in_frame) - at);
    ++at;
  }
  return {};
}

std::vector<std::string_view> all_starts(std::string_view text) {
  std::vector<std::string_view> out;
  std::string_view found = next_start(text, 0);
  while (!found.empty()) {
    out.push_back(found);
    size_t behind = static_cast<size_t>(found.data() - text.data()) + found.size();
    found = next_start(text, behind);
  }
  return out;
}

// What stands in front of the next '/', which is taken away with it; none without a '/'.
std::optional<std::string_view> take_field(std::string_view& text) {
  size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  std::string_view field = text.substr(0, slash);
  text.remove_prefix(slash + 1);
  return field;
}

// 1 to 99, in its one form.
std::optional<size_t> small_number(std::string_view text) {
  auto number = u64_from_decimal(text);
  if (!number || *number == 0 || *number > kFramesMax) return std::nullopt;
  return static_cast<size_t>(*number);
}

std::optional<Frame> read_frame(std::string_view text) {
  if (text.size() > kFrameCharactersMax) return std::nullopt;
  text.remove_prefix(kStart.size());
  auto number = take_field(text);
  auto count = number ? take_field(text) : std::nullopt;
  auto digest = count ? take_field(text) : std::nullopt;
  if (!digest || digest->size() != kDigestCharacters || !codec::base32_decode(*digest))
    return std::nullopt;
  auto n = small_number(*number);
  auto of = small_number(*count);
  auto piece = codec::base32_decode(text);
  if (!n || !of || *n > *of || !piece || piece->empty()) return std::nullopt;
  return Frame{*n, *of, *digest, std::move(*piece)};
}

tl::unexpected<FrameRefusal> refused(FrameError error, std::string where = "") {
  return failure(FrameRefusal{error, std::move(where)});
}

// Every frame of one certificate, at the place of its number.
struct Collected {
  std::string_view digest;
  size_t count = 0;
  std::array<Bytes, kFramesMax + 1> pieces;
};

Result<Collected, FrameRefusal> collect(std::string_view text) {
  std::vector<std::string_view> starts = all_starts(text);
  if (starts.empty()) return refused(FrameError::kNoFrames);
  for (std::string_view start : starts) {
    if (!start.starts_with(kStart))
      return refused(FrameError::kFrameVersion, std::string(start.substr(0, kShownCharacters)));
  }
  std::vector<Frame> frames;
  for (std::string_view start : starts) {
    auto frame = read_frame(start);
    if (!frame)
      return refused(FrameError::kFrameMalformed, std::string(start.substr(0, kShownCharacters)));
    frames.push_back(std::move(*frame));
  }
  Collected out;
  out.digest = frames.front().digest;
  out.count = frames.front().count;
  for (const Frame& frame : frames) {
    if (frame.digest != out.digest) {
      return refused(FrameError::kFramesMixed,
                     std::string(out.digest) + " and " + std::string(frame.digest));
    }
    if (frame.count != out.count) {
      return refused(FrameError::kFramesMixed,
                     "of " + std::to_string(out.count) + " and of " + std::to_string(frame.count));
    }
  }
  for (Frame& frame : frames) {
    Bytes& piece = out.pieces[frame.number];
    if (!piece.empty() && piece != frame.piece)
      return refused(FrameError::kFramesDiffer, std::to_string(frame.number));
    piece = std::move(frame.piece);
  }
  return out;
}

std::string missing_of(const Collected& frames) {
  std::string out;
  for (size_t number = 1; number <= frames.count; ++number) {
    if (frames.pieces[number].empty())
      out += (out.empty() ? "" : ", ") + std::to_string(number);
  }
  return out.empty() ? out : out + " of " + std::to_string(frames.count);
}

}  // namespace

const char* to_string(FrameError error) {
  switch (error) {
    case FrameError::kTooLong:
      return "too_long";
    case FrameError::kNoFrames:
      return "no_frames";
    case FrameError::kFrameVersion:
      return "frame_version";
    case FrameError::kFrameMalformed:
      return "frame_malformed";
    case FrameError::kFramesMixed:
      return "frames_mixed";
    case FrameError::kFramesDiffer:
      return "frames_differ";
    case FrameError::kFramesMissing:
      return "frames_missing";
    case FrameError::kFramesDigest:
      return "frames_digest";
    case FrameError::kNotDeflated:
      return "not_deflated";
    case FrameError::kTooManyFrames:
      return "too_many_frames";
  }
  return "unknown";
}

const char* sentence(FrameError error) {
  switch (error) {
    case FrameError::kTooLong:
      return "What was read, or the file in it, is longer than certificates on paper allow.";
    case FrameError::kNoFrames:
      return "No code of a printed certificate could be found.";
    case FrameError::kFrameVersion:
      return "A code is of a version this program does not know.";
    case FrameError::kFrameMalformed:
      return "A code begins as one of a printed certificate and does not go on as one.";
    case FrameError::kFramesMixed:
      return "The codes belong to different certificates.";
    case FrameError::kFramesDiffer:
      return "Two codes have one number and hold different things.";
    case FrameError::kFramesMissing:
      return "Codes are missing; read these too.";
    case FrameError::kFramesDigest:
      return "The codes do not make up what their digest says.";
    case FrameError::kNotDeflated:
      return "The codes do not hold a deflated file.";
    case FrameError::kTooManyFrames:
      return "The proof is too large for paper: it would take more than 99 codes.";
  }
  return "Unknown.";
}

Result<std::vector<std::string>, FrameRefusal> to_frames(ByteView content, size_t piece_bytes) {
  if (content.size() > kFrameContentBytesMax) return refused(FrameError::kTooLong);
  return packed_to_frames(deflate(content), piece_bytes);
}

Result<std::vector<std::string>, FrameRefusal> packed_to_frames(ByteView packed,
                                                                size_t piece_bytes) {
  FREEHOLD_ASSERT(piece_bytes >= 1 && piece_bytes <= kPieceBytesMax && !packed.empty());
  size_t count = (packed.size() + piece_bytes - 1) / piece_bytes;
  if (count > kFramesMax) return refused(FrameError::kTooManyFrames);
  // Evenly, so that the codes are of one size; in whole groups, so that no bits are wasted.
  size_t each = (packed.size() + count - 1) / count;
  each = std::min((each + kGroupBytes - 1) / kGroupBytes * kGroupBytes, piece_bytes);
  count = (packed.size() + each - 1) / each;
  const std::string tail = "/" + std::to_string(count) + "/" + digest_of(packed) + "/";
  std::vector<std::string> out;
  for (size_t at = 0; at < packed.size(); at += each) {
    ByteView piece = packed.subspan(at, std::min(each, packed.size() - at));
    out.push_back(std::string(kStart) + std::to_string(out.size() + 1) + tail +
                  codec::base32_encode(piece));
  }
  return out;
}

bool has_frames(std::string_view text) { return !next_start(text, 0).empty(); }

Result<Bytes, FrameRefusal> from_frames(std::string_view text) {
  if (text.size() > kFrameTextBytesMax) return refused(FrameError::kTooLong);
  FREEHOLD_TRY_ASSIGN(frames, collect(text));
  std::string missing = missing_of(frames);
  if (!missing.empty()) return refused(FrameError::kFramesMissing, missing);
  Bytes packed;
  for (const Bytes& piece : frames.pieces) append(packed, piece);
  if (digest_of(packed) != frames.digest) return refused(FrameError::kFramesDigest);
  auto content = inflate(packed, kFrameContentBytesMax);
  if (!content) {
    return refused(content.error() == InflateError::kTooLong ? FrameError::kTooLong
                                                             : FrameError::kNotDeflated);
  }
  return std::move(*content);
}

}  // namespace freehold::print
