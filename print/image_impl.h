// Grey pixels out of PNG and JPEG files; for print/*.cpp.
#pragma once

#include "print/scan.h"

namespace freehold::print {

struct Image {
  unsigned width = 0;
  unsigned height = 0;
  Bytes grey;  // width × height, row by row, 0 is black
};

bool is_png(ByteView file);
bool is_jpeg(ByteView file);
Result<Image, ScanError> read_image(ByteView file);

}  // namespace freehold::print
