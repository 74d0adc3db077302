#include <png.h>
#include <turbojpeg.h>

#include <algorithm>
#include <array>
#include <memory>

#include "print/image_impl.h"

namespace freehold::print {
namespace {

bool begins_with(ByteView file, ByteView start) {
  return file.size() >= start.size() && equal(file.first(start.size()), start);
}

// Whether an image of these sides may be unpacked.
bool fits(uint64_t width, uint64_t height) {
  return width > 0 && height > 0 && width <= kImagePixelsMax && height <= kImagePixelsMax &&
         width * height <= kImagePixelsMax;
}

Result<Image, ScanError> read_png(ByteView file) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&png, file.data(), file.size()) == 0)
    return failure(ScanError::kImageUnreadable);
  std::unique_ptr<png_image, decltype(&png_image_free)> release(&png, png_image_free);
  if (!fits(png.width, png.height)) return failure(ScanError::kImageTooLarge);
  Image out{png.width, png.height, Bytes(size_t{png.width} * png.height)};
  png.format = PNG_FORMAT_GRAY;
  const png_color paper{255, 255, 255};  // what shows through where the image is transparent
  if (png_image_finish_read(&png, &paper, out.grey.data(), static_cast<png_int_32>(png.width),
                            nullptr) == 0)
    return failure(ScanError::kImageUnreadable);
  return out;
}

struct Close {
  void operator()(void* handle) const { tjDestroy(handle); }
};

Result<Image, ScanError> read_jpeg(ByteView file) {
  std::unique_ptr<void, Close> handle(tjInitDecompress());
  int width = 0;
  int height = 0;
  int samples = 0;
  int colours = 0;
  auto size = static_cast<unsigned long>(file.size());  // NOLINT: the library's type
  if (!handle || tjDecompressHeader3(handle.get(), file.data(), size, &width, &height, &samples,
                                     &colours) != 0)
    return failure(ScanError::kImageUnreadable);
  if (width <= 0 || height <= 0) return failure(ScanError::kImageUnreadable);
  if (!fits(static_cast<uint64_t>(width), static_cast<uint64_t>(height)))
    return failure(ScanError::kImageTooLarge);
  Image out{static_cast<unsigned>(width), static_cast<unsigned>(height),
            Bytes(static_cast<size_t>(width) * static_cast<size_t>(height), 255)};
  // A photograph whose end is missing still shows the codes before it; many scans in a progressive
  // file are a way to keep a reader busy, and are refused.
  int read = tjDecompress2(handle.get(), file.data(), size, out.grey.data(), width, 0, height,
                           TJPF_GRAY, TJFLAG_LIMITSCANS);
  if (read != 0 && tjGetErrorCode(handle.get()) == TJERR_FATAL)
    return failure(ScanError::kImageUnreadable);
  return out;
}

}  // namespace

bool is_png(ByteView file) {
  static constexpr std::array<uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', 13, 10, 26, 10};
  return begins_with(file, kSignature);
}

bool is_jpeg(ByteView file) {
  static constexpr std::array<uint8_t, 3> kSignature = {0xff, 0xd8, 0xff};
  return begins_with(file, kSignature);
}

Result<Image, ScanError> read_image(ByteView file) {
  if (file.size() > kImageBytesMax) return failure(ScanError::kImageTooLarge);
  if (is_png(file)) return read_png(file);
  if (is_jpeg(file)) return read_jpeg(file);
  return failure(ScanError::kNotAnImage);
}

}  // namespace freehold::print
