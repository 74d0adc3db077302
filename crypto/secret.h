// Memory for secrets: locked against swapping, left out of core dumps, wiped when it goes.
#pragma once

#include "common/bytes.h"

namespace freehold::crypto {

// A byte string that cannot be copied by accident and is wiped when destroyed or moved from.
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(size_t size);
  // Copies `view`; the caller wipes its own.
  explicit SecretBytes(ByteView view);
  ~SecretBytes();
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;

  SecretBytes clone() const { return SecretBytes(view()); }
  uint8_t* data() { return data_; }
  const uint8_t* data() const { return data_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  ByteView view() const { return {data_, size_}; }

 private:
  uint8_t* data_ = nullptr;
  size_t size_ = 0;
};

// Overwrites memory in a way no optimiser removes.
void wipe(void* data, size_t size);
// Compares in time that depends on the lengths only.
bool equal_secret(ByteView a, ByteView b);
// Fills from getrandom(2); ends the process if the system has none.
void random_bytes(uint8_t* out, size_t size);

}  // namespace freehold::crypto
