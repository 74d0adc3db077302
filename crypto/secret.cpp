#include "crypto/secret.h"

#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include <openssl/crypto.h>

#include "common/assert.h"

namespace freehold::crypto {
namespace {

size_t page_rounded(size_t size) {
  static const size_t kPage = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  return (size + kPage - 1) / kPage * kPage;
}

}  // namespace

// Pages of its own for each secret: locking and dumping are decided by page, and there are few secrets.
SecretBytes::SecretBytes(size_t size) : size_(size) {
  if (size == 0) return;
  void* pages = mmap(nullptr, page_rounded(size), PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  FREEHOLD_ASSERT(pages != MAP_FAILED);
  // A limit on locked memory is no reason to refuse to work.
  (void)mlock(pages, page_rounded(size));
  (void)madvise(pages, page_rounded(size), MADV_DONTDUMP);
  data_ = static_cast<uint8_t*>(pages);
}

SecretBytes::SecretBytes(ByteView view) : SecretBytes(view.size()) {
  if (!view.empty()) std::memcpy(data_, view.data(), view.size());
}

SecretBytes::~SecretBytes() {
  if (data_ == nullptr) return;
  wipe(data_, size_);
  munmap(data_, page_rounded(size_));
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

void wipe(void* data, size_t size) { OPENSSL_cleanse(data, size); }

bool equal_secret(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  return a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void random_bytes(uint8_t* out, size_t size) {
  size_t done = 0;
  while (done < size) {
    ssize_t got = getrandom(out + done, size - done, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) std::abort();
    done += static_cast<size_t>(got);
  }
}

}  // namespace freehold::crypto
