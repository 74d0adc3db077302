#include "node/signed_file.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "codec/bcs.h"
#include "common/assert.h"
#include "crypto/hash.h"

namespace freehold::node {
namespace {

constexpr size_t kSlotBytes = 512;
constexpr std::string_view kMagic = "FHSIGN01";

struct Slot {
  std::array<uint8_t, 8> magic{};
  uint64_t number = 0;
  Height height;
  HeaderHash header;
  FREEHOLD_DESCRIBE(magic, number, height, header)
};

Bytes encode(const Slot& slot) {
  Bytes out = codec::bcs_encode(slot);
  append(out, crypto::sha256(out).view());
  FREEHOLD_ASSERT(out.size() <= kSlotBytes);
  out.resize(kSlotBytes);
  return out;
}

std::optional<Slot> decode(ByteView bytes) {
  constexpr size_t kBody = 8 + 8 + 8 + 32;
  if (bytes.size() != kSlotBytes) return std::nullopt;
  if (!equal(crypto::sha256(bytes.first(kBody)).view(), bytes.subspan(kBody, 32)))
    return std::nullopt;
  auto slot = codec::bcs_decode<Slot>(bytes.first(kBody));
  if (!slot || as_text(slot->magic) != kMagic) return std::nullopt;
  return *slot;
}

}  // namespace

const char* to_string(SignedError error) {
  switch (error) {
    case SignedError::kIo:
      return "io";
    case SignedError::kDamaged:
      return "damaged";
    case SignedError::kSyncFailed:
      return "sync_failed";
  }
  return "unknown";
}

Result<std::unique_ptr<SignedFile>, SignedError> SignedFile::open(const std::string& path) {
  chain::FileHandle file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!file) return failure(SignedError::kIo);
  auto out = std::unique_ptr<SignedFile>(new SignedFile(std::move(file)));
  std::array<uint8_t, 2 * kSlotBytes> bytes{};
  ssize_t size = chain::read_up_to(out->file_.get(), bytes.data(), bytes.size(), 0);
  if (size < 0) return failure(SignedError::kIo);
  for (size_t i = 0; i < 2; ++i) {
    auto slot = decode(ByteView(bytes).subspan(i * kSlotBytes, kSlotBytes));
    if (!slot || slot->number <= out->number_) continue;
    out->number_ = slot->number;
    out->last_ = Signed{slot->height, slot->header};
  }
  if (size > 0 && !out->last_) return failure(SignedError::kDamaged);
  return out;
}

Result<std::monostate, SignedError> SignedFile::write(const Signed& next) {
  FREEHOLD_ASSERT(!last_ || last_->height < next.height ||
                  (last_->height == next.height && last_->header == next.header));
  Slot slot;
  std::memcpy(slot.magic.data(), kMagic.data(), kMagic.size());
  slot.number = number_ + 1;
  slot.height = next.height;
  slot.header = next.header;
  chain::FileOps ops = chain::system_file_ops();
  uint64_t offset = (slot.number % 2) * kSlotBytes;
  if (chain::write_all(ops, file_.get(), encode(slot), offset) != 0)
    return failure(SignedError::kIo);
  if (ops.sync(file_.get()) != 0) return failure(SignedError::kSyncFailed);
  number_ = slot.number;
  last_ = next;
  return std::monostate{};
}

}  // namespace freehold::node
