#include "print/scan.h"

#include <gtest/gtest.h>
#include <png.h>
#include <turbojpeg.h>

#include "print/code.h"
#include "print/image_impl.h"

namespace freehold::print {
namespace {

constexpr unsigned kPixels = 4;  // a module

Image paper(unsigned width, unsigned height) {
  return {width, height, Bytes(size_t{width} * height, 255)};
}

void put(Image& image, const std::string& text, unsigned left, unsigned top) {
  auto code = draw_code(text);
  ASSERT_TRUE(code);
  ASSERT_LE(left + (code->size + 8) * kPixels, image.width);
  ASSERT_LE(top + (code->size + 8) * kPixels, image.height);
  for (unsigned y = 0; y < code->size * kPixels; ++y) {
    for (unsigned x = 0; x < code->size * kPixels; ++x) {
      size_t row = size_t{top} + 4 * kPixels + y;
      if (code->is_dark(x / kPixels, y / kPixels))
        image.grey[row * image.width + left + 4 * kPixels + x] = 0;
    }
  }
}

Bytes to_png(const Image& image) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = image.width;
  png.height = image.height;
  png.format = PNG_FORMAT_GRAY;
  png_alloc_size_t size = 0;
  EXPECT_NE(png_image_write_to_memory(&png, nullptr, &size, 0, image.grey.data(), 0, nullptr), 0);
  Bytes out(size);
  EXPECT_NE(png_image_write_to_memory(&png, out.data(), &size, 0, image.grey.data(), 0, nullptr), 0);
  out.resize(size);
  return out;
}

Bytes to_jpeg(const Image& image) {
  tjhandle handle = tjInitCompress();
  unsigned char* data = nullptr;
  unsigned long size = 0;  // NOLINT: the library's type
  EXPECT_EQ(tjCompress2(handle, image.grey.data(), static_cast<int>(image.width), 0,
                        static_cast<int>(image.height), TJPF_GRAY, &data, &size, TJSAMP_GRAY, 60, 0),
            0);
  Bytes out(data, data + size);
  tjFree(data);
  tjDestroy(handle);
  return out;
}

Texts read(const Bytes& file) {
  auto texts = scan(file, [](const Texts&) { return false; });
  EXPECT_TRUE(texts);
  return texts ? *texts : Texts{};
}
std::string refusal(const Bytes& file) {
  auto texts = scan(file, [](const Texts&) { return false; });
  return texts ? "none" : to_string(texts.error());
}

const Texts kTwo = {"FREEHOLD1/1/2/AAAAAAAAAAAAAAAA/AA", "something else, in bytes"};

Image two_codes() {
  Image out = paper(600, 400);
  unsigned left = 0;
  for (const std::string& text : kTwo) {
    put(out, text, left, left / 4);
    left += 300;
  }
  return out;
}

Image turned(const Image& image) {
  Image out = paper(image.height, image.width);
  for (unsigned y = 0; y < image.height; ++y) {
    for (unsigned x = 0; x < image.width; ++x)
      out.grey[size_t{x} * out.width + (image.height - 1 - y)] =
          image.grey[size_t{y} * image.width + x];
  }
  return out;
}

TEST(Scan, ReadsEveryCodeOfAnImage) {
  EXPECT_EQ(read(to_png(two_codes())), kTwo);
  EXPECT_EQ(read(to_jpeg(two_codes())), kTwo);
}

TEST(Scan, ReadsThemWhicheverWayTheyStand) {
  Image image = two_codes();
  for (int quarter = 0; quarter < 4; ++quarter) {
    EXPECT_EQ(read(to_png(image)), kTwo) << quarter;
    image = turned(image);
  }
}

TEST(Scan, StopsWhenThereIsEnough) {
  unsigned asked = 0;
  auto texts = scan(to_png(two_codes()), [&](const Texts& so_far) {
    ++asked;
    return so_far.size() == 2;
  });
  ASSERT_TRUE(texts);
  EXPECT_EQ(*texts, kTwo);
  EXPECT_EQ(asked, 1u);
}

TEST(Scan, FindsNothingWhereNothingIs) {
  EXPECT_EQ(read(to_png(paper(300, 300))), Texts{});
  EXPECT_EQ(read(to_png(paper(1, 1))), Texts{});
  EXPECT_EQ(read(to_jpeg(paper(3, 200))), Texts{});
}

TEST(Scan, RefusesWhatIsNoImage) {
  for (const char* text : {"", "\x89PN", "GIF89a", "%PDF-1.7", "FREEHOLD1/1/1/A/A", "{}"}) {
    EXPECT_EQ(refusal(to_bytes(as_bytes(text))), "not_an_image") << text;
    EXPECT_FALSE(is_image(as_bytes(text)));
  }
  EXPECT_TRUE(is_image(to_png(paper(1, 1))));
  EXPECT_TRUE(is_image(to_jpeg(paper(1, 1))));
}

TEST(Scan, RefusesBrokenImages) {
  Bytes png = to_png(two_codes());
  EXPECT_EQ(refusal(Bytes(png.begin(), png.begin() + 8)), "image_unreadable");
  EXPECT_EQ(refusal(Bytes(png.begin(), png.begin() + static_cast<std::ptrdiff_t>(png.size() / 2))),
            "image_unreadable");
  Bytes changed = png;
  changed[20] ^= 1;  // the width, without its checksum
  EXPECT_EQ(refusal(changed), "image_unreadable");
  Bytes jpeg = to_jpeg(two_codes());
  EXPECT_EQ(refusal(Bytes(jpeg.begin(), jpeg.begin() + 20)), "image_unreadable");
}

// A photograph that was cut off while it was sent still shows its upper half.
TEST(Scan, ReadsWhatThereIsOfACutJpeg) {
  Image image = paper(400, 800);
  put(image, "FREEHOLD", 50, 20);
  Bytes jpeg = to_jpeg(image);
  jpeg.resize(jpeg.size() * 3 / 4);
  EXPECT_EQ(read(jpeg), Texts{"FREEHOLD"});
}

// The sides that a header claims are looked at before anything is allocated.
TEST(Scan, RefusesImagesThatClaimToBeHuge) {
  Bytes png = to_png(paper(9, 9));
  const uint8_t side[] = {0x00, 0x01, 0x00, 0x00};  // 65,536
  for (size_t at : {size_t{16}, size_t{20}}) std::copy(side, side + 4, png.begin() + static_cast<std::ptrdiff_t>(at));
  uint32_t crc = 0xffffffff;
  for (size_t i = 12; i < 29; ++i) {
    crc ^= png[i];
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xedb88320u : 0u);
  }
  crc = ~crc;
  for (size_t i = 0; i < 4; ++i) png[29 + i] = static_cast<uint8_t>(crc >> (24 - 8 * i));
  EXPECT_EQ(refusal(png), "image_too_large");
  Bytes jpeg = to_jpeg(paper(16, 16));
  for (size_t i = 0; i + 9 < jpeg.size(); ++i) {
    if (jpeg[i] == 0xff && jpeg[i + 1] == 0xc0) {
      for (size_t at : {i + 5, i + 7}) jpeg[at] = 0xff, jpeg[at + 1] = 0xdc;
      break;
    }
  }
  EXPECT_EQ(refusal(jpeg), "image_too_large");
  Bytes large = to_png(paper(1, 1));
  large.resize(kImageBytesMax + 1);
  EXPECT_EQ(refusal(large), "image_too_large");
}

}  // namespace
}  // namespace freehold::print
