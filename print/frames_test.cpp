#include "print/frames.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "codec/base32.h"
#include "crypto/hash.h"
#include "print/deflate.h"

namespace freehold::print {
namespace {

std::string refusal(const Result<Bytes, FrameRefusal>& read) {
  return read ? "none" : to_string(read.error().error);
}
std::string reason(std::string_view text) { return refusal(from_frames(text)); }

std::string joined(const std::vector<std::string>& frames) {
  std::string out;
  for (const std::string& frame : frames) out += frame + "\n";
  return out;
}

// Frames over packed bytes that need not be what deflate gives.
std::vector<std::string> frames_over(const Bytes& packed, size_t each) {
  std::string digest = codec::base32_encode(
      crypto::tagged_hash(crypto::Tag::kPrint, packed).view().first(10));
  size_t count = (packed.size() + each - 1) / each;
  std::vector<std::string> out;
  for (size_t at = 0; at < packed.size(); at += each) {
    ByteView piece = ByteView(packed).subspan(at, std::min(each, packed.size() - at));
    out.push_back("FREEHOLD1/" + std::to_string(out.size() + 1) + "/" + std::to_string(count) +
                  "/" + digest + "/" + codec::base32_encode(piece));
  }
  return out;
}

Bytes noise(size_t size, uint32_t seed) {
  std::mt19937 random(seed);
  Bytes out(size);
  for (uint8_t& byte : out) byte = static_cast<uint8_t>(random());
  return out;
}

const std::string kText = R"({"format":"freehold-proof/1","statement":{"asset":{"asset":"x"}}})";

std::vector<std::string> three_frames() {
  auto frames = to_frames(as_bytes(kText), 25);
  EXPECT_TRUE(frames);
  EXPECT_EQ(frames->size(), 3u);
  return *frames;
}

TEST(Frames, ComeBackInAnyOrderWithDoublesAndWhatStandsAround) {
  std::vector<std::string> frames = three_frames();
  std::string text = "QR-Code:" + frames[2] + "\r\n\"" + frames[0] + "\",2031-01-01\n" + frames[1] +
                     "\n\n" + frames[0];
  auto content = from_frames(text);
  ASSERT_TRUE(content) << to_string(content.error().error);
  EXPECT_EQ(as_text(*content), kText);
}

TEST(Frames, HoldAnyBytesInAnyNumberOfPieces) {
  for (size_t size : {0, 1, 2, 5, 63, 64, 1000, 3000}) {
    Bytes content = noise(size, 7);
    for (size_t piece : {1, 4, 5, 40, 585, 2664}) {
      auto frames = to_frames(content, piece);
      if (!frames) {
        EXPECT_STREQ(to_string(frames.error().error), "too_many_frames");
        EXPECT_GT(deflate(content).size(), piece * kFramesMax);
        continue;
      }
      EXPECT_LE(frames->size(), kFramesMax);
      for (const std::string& frame : *frames) EXPECT_LE(frame.size(), kFrameCharactersMax);
      auto back = from_frames(joined(*frames));
      ASSERT_TRUE(back) << size << " " << piece << " " << to_string(back.error().error);
      EXPECT_EQ(*back, content);
    }
  }
}

TEST(Frames, AreOfNearlyOneLength) {
  auto frames = to_frames(noise(3000, 1), 585);
  ASSERT_TRUE(frames);
  ASSERT_EQ(frames->size(), 6u);
  EXPECT_LE(frames->front().size() - frames->back().size(), 40u);
}

TEST(Frames, UseTheAlphanumericModeOnly) {
  const std::string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  for (const std::string& frame : three_frames())
    EXPECT_EQ(frame.find_first_not_of(alphabet), std::string::npos) << frame;
}

// The example of docs/spec/print.md.
TEST(Frames, AreThoseOfTheExample) {
  // 'hello' in one stored block: any reader has to take it, whatever a writer makes.
  Bytes packed = *from_hex("010500faff68656c6c6f");
  std::vector<std::string> frames = frames_over(packed, 5);
  ASSERT_EQ(frames.size(), 2u);
  EXPECT_EQ(frames[0], "FREEHOLD1/1/2/MN5ARKWVMGHQBOMS/AECQB6X7");
  EXPECT_EQ(frames[1], "FREEHOLD1/2/2/MN5ARKWVMGHQBOMS/NBSWY3DP");
  auto content = from_frames(joined(frames));
  ASSERT_TRUE(content);
  EXPECT_EQ(as_text(*content), "hello");
}

TEST(Frames, NoneFound) {
  EXPECT_EQ(reason(""), "no_frames");
  EXPECT_EQ(reason("{\"format\":\"freehold-proof/1\"}"), "no_frames");
  EXPECT_EQ(reason("FREEHOLD/1/1/A/A"), "no_frames");
  EXPECT_EQ(reason("FREEHOLD1"), "no_frames");
  EXPECT_EQ(reason("freehold1/1/1/a/a"), "no_frames");
  EXPECT_FALSE(has_frames("FREEHOLD"));
  EXPECT_TRUE(has_frames("xFREEHOLDFREEHOLD77/"));
}

TEST(Frames, RefuseAnotherVersionBeforeAnythingElseOfThem) {
  std::string text = joined(three_frames());
  EXPECT_EQ(reason(text + "FREEHOLD2/1/1/X"), "frame_version");
  EXPECT_EQ(reason("FREEHOLD1/broken\nFREEHOLD01/1/1"), "frame_version");
  EXPECT_EQ(reason("FREEHOLD18446744073709551617/1/1/"), "frame_version");
}

TEST(Frames, RefuseWhatBeginsAsOneAndIsNone) {
  const std::string digest = "AAAAAAAAAAAAAAAA";
  const std::string good = "FREEHOLD1/1/1/" + digest + "/AECQB6X7";
  EXPECT_EQ(reason(good), "frames_digest");  // but for its digest it is one
  const std::vector<std::string> all_bad = {
           "FREEHOLD1/",
           "FREEHOLD1/1",
           "FREEHOLD1/1/1/" + digest,
           "FREEHOLD1/1/1/" + digest + "/",
           "FREEHOLD1/0/1/" + digest + "/AECQB6X7",
           "FREEHOLD1/2/1/" + digest + "/AECQB6X7",
           "FREEHOLD1/01/1/" + digest + "/AECQB6X7",
           "FREEHOLD1/1/01/" + digest + "/AECQB6X7",
           "FREEHOLD1//1/" + digest + "/AECQB6X7",
           "FREEHOLD1/1/100/" + digest + "/AECQB6X7",
           "FREEHOLD1/1/1000000000/" + digest + "/AECQB6X7",
           "FREEHOLD1/1/18446744073709551617/" + digest + "/AECQB6X7",
           "FREEHOLD1/A/1/" + digest + "/AECQB6X7",
           "FREEHOLD1/1/1/" + digest.substr(1) + "/AECQB6X7",
           "FREEHOLD1/1/1/" + digest + "A/AECQB6X7",
           "FREEHOLD1/1/1/AAAAAAAAAAAAAAA1/AECQB6X7",
           "FREEHOLD1/1/1/" + digest + "/AECQB6X1",    // 1 is not of base32
           "FREEHOLD1/1/1/" + digest + "/AECQB6X7A",   // a length that does not exist
           "FREEHOLD1/1/1/" + digest + "/AB",          // unused bits
           "FREEHOLD1/1/1/" + digest + "/AECQB6X7/",
           "FREEHOLD1/1/1/" + digest + "/AECQB6X7" + good,  // two run together
           "FREEHOLD1/1/1/" + digest + "/" + std::string(4296 - 31 + 1, 'A'),
  };
  for (const std::string& bad : all_bad) {
    EXPECT_EQ(reason(bad), "frame_malformed") << bad;
  }
  // The longest that may be: 4,263 characters of data hold 2,664 bytes and seven characters' rest.
  EXPECT_EQ(reason("FREEHOLD1/10/10/" + digest + "/" + std::string(4263, 'A')), "frames_missing");
}

TEST(Frames, RefuseTwoCertificatesMixed) {
  std::vector<std::string> mine = three_frames();
  auto other = to_frames(noise(60, 3), 25);
  ASSERT_TRUE(other);
  ASSERT_EQ(other->size(), 3u);
  auto read = from_frames(mine[0] + "\n" + mine[1] + "\n" + (*other)[2]);
  EXPECT_EQ(refusal(read), "frames_mixed");
  EXPECT_NE(read.error().where.find(mine[0].substr(14, 16)), std::string::npos);
  EXPECT_EQ(reason(joined(mine) + joined(*other)), "frames_mixed");
  // One digest and two counts: cut differently.
  Bytes packed = deflate(as_bytes(kText));
  EXPECT_EQ(reason(frames_over(packed, 30)[0] + "\n" + frames_over(packed, 20)[1]), "frames_mixed");
}

TEST(Frames, RefuseTwoTextsUnderOneNumber) {
  std::vector<std::string> frames = three_frames();
  std::string changed = frames[1];
  char& last = changed[changed.size() - 10];
  last = last == 'A' ? 'B' : 'A';
  auto read = from_frames(joined(frames) + changed);
  EXPECT_EQ(refusal(read), "frames_differ");
  EXPECT_EQ(read.error().where, "2");
}

TEST(Frames, SayWhichAreMissing) {
  auto frames = to_frames(noise(400, 5), 50);
  ASSERT_TRUE(frames);
  ASSERT_EQ(frames->size(), 9u);
  std::vector<std::string> some = *frames;
  some.erase(some.begin() + 6);
  some.erase(some.begin() + 1);
  auto read = from_frames(joined(some));
  EXPECT_EQ(refusal(read), "frames_missing");
  EXPECT_EQ(read.error().where, "2, 7 of 9");
}

TEST(Frames, RefuseAWholeThatTheDigestDoesNotFit) {
  std::vector<std::string> frames = three_frames();
  char& one = frames[1][frames[1].size() - 10];
  one = one == 'A' ? 'B' : 'A';
  EXPECT_EQ(reason(joined(frames)), "frames_digest");
  // Pieces that changed their places.
  Bytes packed = deflate(as_bytes(kText));
  std::vector<std::string> swapped = frames_over(packed, 25);
  std::swap(swapped[0][10], swapped[1][10]);
  EXPECT_EQ(reason(joined(swapped)), "frames_digest");
}

TEST(Frames, RefuseWhatIsNotOneDeflatedText) {
  Bytes packed = deflate(as_bytes(kText));
  Bytes cut(packed.begin(), packed.end() - 1);
  EXPECT_EQ(reason(joined(frames_over(cut, 30))), "not_deflated");
  Bytes longer = packed;
  longer.push_back(0);
  EXPECT_EQ(reason(joined(frames_over(longer, 30))), "not_deflated");
  EXPECT_EQ(reason(joined(frames_over(Bytes{0x07}, 30))), "not_deflated");  // no such block type
  EXPECT_EQ(reason(joined(frames_over(noise(200, 9), 30))), "not_deflated");
}

TEST(Frames, StopInflatingAtTheLargestProofFile) {
  Bytes bomb = deflate(Bytes(size_t{200} << 20));
  ASSERT_LT(bomb.size(), size_t{2664} * kFramesMax);
  EXPECT_EQ(reason(joined(frames_over(bomb, 2660))), "too_long");
  // Cut off after the limit it is still too long; at the limit it is allowed.
  bomb.resize(bomb.size() / 2);
  EXPECT_EQ(reason(joined(frames_over(bomb, 2660))), "too_long");
  EXPECT_EQ(reason(joined(frames_over(deflate(Bytes(kFrameContentBytesMax + 1)), 2660))),
            "too_long");
  auto largest = from_frames(joined(frames_over(deflate(Bytes(kFrameContentBytesMax)), 2660)));
  ASSERT_TRUE(largest);
  EXPECT_EQ(largest->size(), kFrameContentBytesMax);
}

TEST(Frames, RefuseTooMuchText) {
  std::string text = joined(three_frames());
  text.resize(kFrameTextBytesMax, ' ');
  EXPECT_EQ(reason(text), "none");
  EXPECT_EQ(reason(text + " "), "too_long");
}

TEST(Frames, RefuseToWriteWhatNoPaperHolds) {
  auto frames = to_frames(noise(585 * 99 + 1, 2), 585);
  ASSERT_FALSE(frames);
  EXPECT_STREQ(to_string(frames.error().error), "too_many_frames");
  auto huge = to_frames(Bytes(kFrameContentBytesMax + 1), 585);
  ASSERT_FALSE(huge);
  EXPECT_STREQ(to_string(huge.error().error), "too_long");
}

TEST(Frames, ReadAnyTextInBoundedTime) {
  std::string text;
  while (text.size() + 10 < kFrameTextBytesMax) text += "FREEHOLD1";
  EXPECT_EQ(reason(text), "no_frames");
  text.clear();
  while (text.size() + 11 < kFrameTextBytesMax) text += "FREEHOLD1/ ";
  EXPECT_EQ(reason(text), "frame_malformed");
}

}  // namespace
}  // namespace freehold::print
