#include "chain/block.h"

namespace freehold::chain::index_key {

void append_u64(Bytes& key, uint64_t value) {
  for (int shift = 56; shift >= 0; shift -= 8) key.push_back(static_cast<uint8_t>(value >> shift));
}

void append_u32(Bytes& key, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) key.push_back(static_cast<uint8_t>(value >> shift));
}

Bytes of_height(uint8_t kind, Height height) {
  Bytes key = {kind};
  append_u64(key, height.value);
  return key;
}

Bytes of_id(uint8_t kind, ByteView id) {
  Bytes key = {kind};
  append(key, id);
  return key;
}

uint64_t read_u64(ByteView at) {
  uint64_t value = 0;
  for (size_t i = 0; i < 8; ++i) value = value << 8 | at[i];
  return value;
}

uint32_t read_u32(ByteView at) {
  uint32_t value = 0;
  for (size_t i = 0; i < 4; ++i) value = value << 8 | at[i];
  return value;
}

}  // namespace freehold::chain::index_key
