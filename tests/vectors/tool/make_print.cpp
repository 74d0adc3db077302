// print.json: the frames of printed certificates.
#include "codec/base32.h"
#include "print/deflate.h"
#include "print/frames.h"
#include "vectors/tool/generate.h"

namespace freehold::vectors {
namespace {

using List = std::vector<std::string>;

std::string lines(const List& frames) {
  std::string out;
  for (const std::string& frame : frames) out += frame + "\n";
  return out;
}

Bytes slice(const Bytes& bytes, size_t from, size_t to) {
  return Bytes(bytes.begin() + static_cast<std::ptrdiff_t>(from),
               bytes.begin() + static_cast<std::ptrdiff_t>(to));
}

// A file in blocks without compression: the same from any writer.
Bytes stored(ByteView content) {
  expect(content.size() < 0x10000, "one stored block");
  auto low = static_cast<uint8_t>(content.size());
  auto high = static_cast<uint8_t>(content.size() >> 8);
  Bytes out{1, low, high, static_cast<uint8_t>(~low), static_cast<uint8_t>(~high)};
  append(out, content);
  return out;
}

// Bytes that nothing makes smaller.
Bytes noise(size_t size) {
  Bytes out;
  for (uint8_t i = 0; out.size() < size; ++i) append(out, crypto::sha256({&i, 1}).view());
  out.resize(size);
  return out;
}

class Builder {
 public:
  List write(const std::string& name, const Bytes& packed, size_t piece_bytes) {
    auto frames = print::packed_to_frames(packed, piece_bytes);
    expect(frames.has_value(), "frames: " + name);
    // What piece_bytes allows is evened out; what was done is told.
    size_t each = packed.size();
    if (frames->size() > 1) {
      std::string_view first = frames->front();
      each = codec::base32_decode(first.substr(first.rfind('/') + 1))->size();
    }
    all.written.push_back({name, hex(packed), static_cast<uint32_t>(each), *frames});
    return *frames;
  }
  void reads(const std::string& name, const std::string& text, ByteView content) {
    auto read = print::from_frames(text);
    expect(read && equal(*read, content), "frames: " + name);
    FrameContent told{static_cast<uint32_t>(content.size()), hex(crypto::sha256(content))};
    all.read.push_back({name, text, 0, told, std::nullopt});
  }
  void refuses(const std::string& name, const std::string& text, const std::string& error,
               size_t padding = 0) {
    auto read = print::from_frames(text + std::string(padding, ' '));
    expect(!read && to_string(read.error().error) == error, "frames: " + name);
    all.read.push_back({name, text, static_cast<uint32_t>(padding), std::nullopt, error});
  }

  Print all;
};

List frames_of(const Bytes& packed, size_t piece_bytes) {
  return *print::packed_to_frames(packed, piece_bytes);
}

void add_order(Builder& build, const List& three, ByteView content) {
  build.reads("in order", lines(three), content);
  build.reads("no line end", three[0] + " " + three[1] + "," + three[2], content);
  build.reads("backwards, with doubles", lines({three[2], three[2], three[1], three[0], three[1]}),
              content);
  build.reads("what a scanner writes around them",
              "QR-Code:" + three[1] + "\r\n{\"text\":\"" + three[0] +
                  "\"}\r\n<p lang=zh>\u5730\u5951</p>;" + three[2] + ";2031-01-01T00:00:00Z",
              content);
  build.reads("words that are no start", "FREEHOLD FREEHOLD/1 FREEHOLD1 freehold2/\n" + lines(three),
              content);
  build.refuses("nothing", "", "no_frames");
  build.refuses("words that are no start, alone", "FREEHOLD FREEHOLD/1 FREEHOLD1", "no_frames");
  build.refuses("a proof file", "{\"format\":\"freehold-proof/1\"}", "no_frames");
  build.refuses("in lower case", "freehold1/1/1/a/a", "no_frames");
  build.refuses("a frame of version 2 among them", lines(three) + "FREEHOLD2/X", "frame_version");
  build.refuses("version 01", "FREEHOLD01" + three[0].substr(9), "frame_version");
  build.refuses("another version behind a broken frame", "FREEHOLD1/\nFREEHOLD2/",
                "frame_version");
  build.refuses("the second is missing", lines({three[0], three[2]}), "frames_missing");
  build.refuses("only the last", three[2], "frames_missing");
}

void add_malformed(Builder& build, const std::string& frame) {
  // FREEHOLD1/1/1/digest/data
  const std::string digest = frame.substr(14, 16);
  const std::string data = frame.substr(31);
  auto bad = [&](const std::string& name, const std::string& text) {
    build.refuses(name, text, "frame_malformed");
  };
  auto with = [&](const std::string& numbers) {
    return "FREEHOLD1/" + numbers + "/" + digest + "/" + data;
  };
  bad("the start alone", "FREEHOLD1/");
  bad("no data", "FREEHOLD1/1/1/" + digest);
  bad("data of no bytes", "FREEHOLD1/1/1/" + digest + "/");
  bad("number 0", with("0/1"));
  bad("number past the count", with("2/1"));
  bad("a number with a zero in front", with("01/1"));
  bad("a count with a zero in front", with("1/01"));
  bad("no number", with("/1"));
  bad("a number in letters", with("A/1"));
  bad("count 100", with("1/100"));
  bad("count 10^9", with("1/1000000000"));
  bad("count 2^64 + 1", with("1/18446744073709551617"));
  bad("a digest of 15 characters", "FREEHOLD1/1/1/" + digest.substr(1) + "/" + data);
  bad("a digest of 17 characters", "FREEHOLD1/1/1/" + digest + "A/" + data);
  bad("a digest outside base32", "FREEHOLD1/1/1/" + digest.substr(1) + "8/" + data);
  bad("data outside base32", frame + "1");
  bad("a slash behind the data", frame + "/");
  bad("two frames run together", frame + frame);
  bad("data of one character", "FREEHOLD1/1/1/" + digest + "/A");
  bad("data of three characters", "FREEHOLD1/1/1/" + digest + "/AAA");
  bad("data of six characters", "FREEHOLD1/1/1/" + digest + "/AAAAAA");
  bad("unused bits that are not zero", "FREEHOLD1/1/1/" + digest + "/AB");
  bad("a letter in lower case", "FREEHOLD1/1/1/" + digest.substr(1) + "a/" + data);
  bad("4,297 characters", "FREEHOLD1/1/1/" + digest + "/" + std::string(4266, 'A'));
  build.refuses("4,296 characters", "FREEHOLD1/10/10/" + digest + "/" + std::string(4263, 'A'),
                "frames_missing");
}

void add_sets(Builder& build, const Bytes& packed) {
  const List three = frames_of(packed, 25);
  const List others = frames_of(stored(noise(59)), 25);
  expect(three.size() == 3 && others.size() == 3, "three frames");
  build.refuses("one frame of another certificate", lines({three[0], three[1], others[2]}),
                "frames_mixed");
  build.refuses("two whole certificates", lines(three) + lines(others), "frames_mixed");
  build.refuses("one file cut in two ways", lines(three) + lines(frames_of(packed, 15)),
                "frames_mixed");
  std::string changed = three[1];
  char& one = changed[40];
  one = one == 'A' ? 'B' : 'A';
  build.refuses("one number and two texts", lines(three) + changed, "frames_differ");
  build.refuses("a character changed", lines({three[0], changed, three[2]}), "frames_digest");
  List swapped = three;
  std::swap(swapped[0][10], swapped[1][10]);
  build.refuses("numbers that changed their places", lines(swapped), "frames_digest");
}

void add_streams(Builder& build, const Bytes& packed) {
  auto refuses = [&](const std::string& name, const Bytes& bytes, const std::string& error) {
    build.refuses(name, lines(frames_of(bytes, 2660)), error);
  };
  refuses("a stream cut", slice(packed, 0, packed.size() - 1), "not_deflated");
  Bytes longer = packed;
  longer.push_back(0);
  refuses("a byte behind the stream", longer, "not_deflated");
  Bytes twice = packed;
  append(twice, packed);
  refuses("two streams", twice, "not_deflated");
  refuses("a block of type 3", {0x07}, "not_deflated");
  refuses("a stored block whose length does not fit", {1, 5, 0, 0xfb, 0xff, 1, 2, 3, 4, 5},
          "not_deflated");
  refuses("zlib's wrapper", *from_hex("78dacb48cdc9c90700062c0215"), "not_deflated");
  const Bytes zeros(print::kFrameContentBytesMax + 1);
  refuses("4 MiB and a byte", print::deflate(zeros), "too_long");
  Bytes bomb = print::deflate(Bytes(size_t{16} << 20));
  refuses("16 MiB", bomb, "too_long");
  refuses("16 MiB that break off", slice(bomb, 0, bomb.size() / 2), "too_long");
  build.reads("4 MiB", lines(frames_of(print::deflate(ByteView(zeros).subspan(1)), 2660)),
              ByteView(zeros).subspan(1));
  build.refuses("a text of more than 1 MiB", lines(frames_of(packed, 25)), "too_long", 1 << 20);
}

}  // namespace

Print make_print(const Files& files) {
  Builder build;
  const std::string hello = "hello";
  build.reads("the example of print.md",
              lines(build.write("the example of print.md", stored(as_bytes(hello)), 5)),
              as_bytes(hello));
  build.reads("an empty file", lines(build.write("an empty file", stored({}), 585)), {});
  const Bytes random = noise(1080);
  build.reads("99 frames", lines(build.write("99 frames", stored(random), 11)), random);
  for (const char* name : {"proofs/asset-public.proof.json", "proofs/four-validators.proof.json"}) {
    const std::string& text = files.at(name);
    build.reads(name, lines(build.write(name, print::deflate(as_bytes(text)), 585)),
                as_bytes(text));
  }
  const Bytes content = noise(60);
  const Bytes packed = stored(content);
  add_order(build, frames_of(packed, 25), content);
  add_malformed(build, frames_of(stored(as_bytes(hello)), 20).front());
  add_sets(build, packed);
  add_streams(build, packed);
  return std::move(build.all);
}

}  // namespace freehold::vectors
