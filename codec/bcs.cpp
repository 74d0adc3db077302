#include "codec/bcs.h"

#include "common/assert.h"

namespace freehold::codec {

const char* to_string(BcsError error) {
  switch (error) {
    case BcsError::kTruncated: return "truncated";
    case BcsError::kTrailing: return "trailing";
    case BcsError::kUlebPadded: return "uleb_padded";
    case BcsError::kUlebTooLarge: return "uleb_too_large";
    case BcsError::kLengthTooLarge: return "length_too_large";
    case BcsError::kBadBool: return "bad_bool";
    case BcsError::kUnknownVariant: return "unknown_variant";
  }
  return "unknown";
}

void BcsWriter::uleb(uint64_t value) {
  FREEHOLD_ASSERT(value <= UINT32_MAX);
  while (value >= 0x80) {
    out_.push_back(static_cast<uint8_t>(value | 0x80));
    value >>= 7;
  }
  out_.push_back(static_cast<uint8_t>(value));
}

bool BcsReader::uleb(uint64_t& value) {
  if (error_) return false;
  uint64_t out = 0;
  for (unsigned shift = 0; shift < 35; shift += 7) {
    if (at_ == in_.size()) return refuse(BcsError::kTruncated);
    uint8_t byte = in_[at_++];
    out |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if ((byte & 0x80) != 0) continue;
    if (byte == 0 && shift != 0) return refuse(BcsError::kUlebPadded);
    if (out > UINT32_MAX) return refuse(BcsError::kUlebTooLarge);
    value = out;
    return true;
  }
  return refuse(BcsError::kUlebTooLarge);
}

bool BcsReader::length(uint64_t& value, size_t unit_bytes) {
  if (!uleb(value)) return false;
  if (value > kLengthMax) return refuse(BcsError::kLengthTooLarge);
  if (value * unit_bytes > remaining()) return refuse(BcsError::kLengthTooLarge);
  return true;
}

bool BcsReader::view(size_t size, ByteView& out) {
  if (error_) return false;
  if (size > remaining()) return refuse(BcsError::kTruncated);
  out = in_.subspan(at_, size);
  at_ += size;
  return true;
}

}  // namespace freehold::codec
