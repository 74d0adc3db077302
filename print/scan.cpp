#include "print/scan.h"

#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <exception>

#include "print/image_impl.h"

namespace freehold::print {
namespace {

// Half as wide and high; each pixel the average of four. Evens out noise and sharpening.
Image halved(const Image& image) {
  Image out{image.width / 2, image.height / 2, {}};
  out.grey.reserve(size_t{out.width} * out.height);
  for (size_t y = 0; y < out.height; ++y) {
    const uint8_t* above = image.grey.data() + 2 * y * image.width;
    const uint8_t* below = above + image.width;
    for (size_t x = 0; x < out.width; ++x) {
      unsigned sum = unsigned{above[2 * x]} + above[2 * x + 1] + below[2 * x] + below[2 * x + 1];
      out.grey.push_back(static_cast<uint8_t>(sum / 4));
    }
  }
  return out;
}

// A part of an image, without a copy.
struct Region {
  unsigned left = 0;
  unsigned top = 0;
  unsigned width = 0;
  unsigned height = 0;
};

void read_codes(const Image& image, const Region& part, ZXing::Binarizer binarizer, Texts& out) {
  if (part.width == 0 || part.height == 0) return;
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode).setBinarizer(binarizer);
  const uint8_t* first = image.grey.data() + size_t{part.top} * image.width + part.left;
  ZXing::ImageView view(first, static_cast<int>(part.width), static_cast<int>(part.height),
                        ZXing::ImageFormat::Lum, static_cast<int>(image.width));
  // The library is not known to throw on any image; what it would throw ends this look, no more.
  try {
    for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
      const ZXing::ByteArray& bytes = result.bytes();
      if (result.isValid() && !bytes.empty())
        out.insert(std::string(as_text(ByteView(bytes.data(), bytes.size()))));
    }
  } catch (const std::exception&) {
  }
}

// The image in overlapping parts, each a share of it: fewer codes at once, and a threshold nearer
// to what is there.
std::vector<Region> parts_of(const Image& image, unsigned columns, unsigned rows) {
  std::vector<Region> out;
  for (unsigned row = 0; row + 1 < 2 * rows; ++row) {
    for (unsigned column = 0; column + 1 < 2 * columns; ++column) {
      Region part;
      part.left = image.width / (2 * columns) * column;
      part.top = image.height / (2 * rows) * row;
      part.width = std::min(image.width / columns, image.width - part.left);
      part.height = std::min(image.height / rows, image.height - part.top);
      out.push_back(part);
    }
  }
  return out;
}

}  // namespace

const char* to_string(ScanError error) {
  switch (error) {
    case ScanError::kNotAnImage:
      return "not_an_image";
    case ScanError::kImageTooLarge:
      return "image_too_large";
    case ScanError::kImageUnreadable:
      return "image_unreadable";
  }
  return "unknown";
}

const char* sentence(ScanError error) {
  switch (error) {
    case ScanError::kNotAnImage:
      return "The file is neither a PNG nor a JPEG image.";
    case ScanError::kImageTooLarge:
      return "The image is larger than 64 MiB or 128 megapixels.";
    case ScanError::kImageUnreadable:
      return "The image is broken, or of a kind this program does not read.";
  }
  return "Unknown.";
}

bool is_image(ByteView file) { return is_png(file) || is_jpeg(file); }

Result<Texts, ScanError> scan(ByteView file, const std::function<bool(const Texts&)>& enough) {
  FREEHOLD_TRY_ASSIGN(image, read_image(file));
  Texts out;
  auto look = [&](const Image& at, unsigned columns, unsigned rows, ZXing::Binarizer binarizer) {
    for (const Region& part : parts_of(at, columns, rows)) {
      read_codes(at, part, binarizer, out);
      if (enough(out)) return true;
    }
    return false;
  };
  constexpr auto kLocal = ZXing::Binarizer::LocalAverage;
  constexpr auto kGlobal = ZXing::Binarizer::GlobalHistogram;
  if (look(image, 1, 1, kLocal) || look(image, 1, 1, kGlobal)) return out;
  Image half = halved(image);
  if (look(half, 1, 1, kLocal) || look(half, 1, 1, kGlobal)) return out;
  if (look(image, 2, 2, kLocal) || look(half, 2, 2, kLocal)) return out;
  if (look(image, 2, 3, kGlobal) || look(half, 2, 3, kLocal)) return out;
  return out;
}

}  // namespace freehold::print
