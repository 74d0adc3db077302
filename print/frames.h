// Frames: the texts in the QR codes of a printed certificate. docs/spec/print.md specifies them.
//
//   FREEHOLD1/2/4/DIGEST/DATA
//
// A proof file's text is deflated, cut into pieces, and each piece written in base32 with its
// number, the count and a digest of the whole. A frame proves nothing: what comes back from frames
// is a proof file's text, as untrusted as before. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "common/bytes.h"
#include "common/result.h"

namespace freehold::print {

inline constexpr size_t kFramesMax = 99;
// The most characters that one code holds: version 40, level L, alphanumeric mode.
inline constexpr size_t kFrameCharactersMax = 4296;
// What readers gave, with whatever stands around the frames.
inline constexpr size_t kFrameTextBytesMax = 1 << 20;
// The file that comes out: what a proof file may be.
inline constexpr size_t kFrameContentBytesMax = 4 << 20;

enum class FrameError : uint8_t {
  kTooLong = 1,    // text or content beyond the limits
  kNoFrames,       // nothing that begins as a frame does
  kFrameVersion,   // a frame of another version
  kFrameMalformed, // begins as a frame and is none
  kFramesMixed,    // of two certificates: another digest or count
  kFramesDiffer,   // one number, and two texts
  kFramesMissing,  // `where` lists the numbers
  kFramesDigest,   // all are there and the whole is not what the digest says
  kNotDeflated,    // the whole is not one deflated text
  kTooManyFrames,  // to_frames: more than 99 would be needed
};
const char* to_string(FrameError error);
// One sentence for a person.
const char* sentence(FrameError error);

struct FrameRefusal {
  FrameError error;
  std::string where;  // which frames, or what was read; may be empty
};

// The frames of a file, as few as hold it with at most `piece_bytes` packed bytes in each (1 to
// 2,664), and about equally long. Refuses with kTooLong or kTooManyFrames.
Result<std::vector<std::string>, FrameRefusal> to_frames(ByteView content, size_t piece_bytes);

// The same of bytes that are packed already; refuses with kTooManyFrames.
Result<std::vector<std::string>, FrameRefusal> packed_to_frames(ByteView packed,
                                                                size_t piece_bytes);

// Whether there is anything in the text that begins as a frame of any version does.
bool has_frames(std::string_view text);

// The file that the frames in a text hold, in any order, with doubles, and with anything between
// and around them. The checks run in the order of FrameError.
Result<Bytes, FrameRefusal> from_frames(std::string_view text);

}  // namespace freehold::print
