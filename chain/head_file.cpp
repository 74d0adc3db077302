#include "chain/head_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "codec/bcs.h"
#include "crypto/hash.h"

namespace freehold::chain {
namespace {

constexpr size_t kSlotBytes = 512;
constexpr size_t kSumBytes = 32;

// What a slot holds, followed by its SHA-256; the rest is zero.
struct Slot {
  std::array<uint8_t, 8> magic{'F', 'H', 'H', 'E', 'A', 'D', '0', '1'};
  uint64_t number = 0;
  Height height;
  HeaderHash header;
  Hash256 state_root;
  uint32_t block_file = 0;
  uint64_t block_offset = 0;
  uint32_t end_file = 0;
  uint64_t end_offset = 0;
  FREEHOLD_DESCRIBE(magic, number, height, header, state_root, block_file, block_offset, end_file,
                    end_offset)
};
constexpr size_t kBodyBytes = 8 + 8 + 8 + 32 + 32 + 4 + 8 + 4 + 8;
static_assert(kBodyBytes + kSumBytes <= kSlotBytes);

Bytes slot_bytes(const Slot& slot) {
  Bytes out = codec::bcs_encode(slot);
  append(out, crypto::sha256(out).view());
  out.resize(kSlotBytes);
  return out;
}

std::optional<Slot> read_slot(ByteView bytes) {
  auto slot = codec::bcs_decode<Slot>(bytes.first(kBodyBytes));
  if (!slot || slot->magic != Slot{}.magic) return std::nullopt;
  if (!equal(slot_bytes(*slot), bytes)) return std::nullopt;
  return *slot;
}

class HeadFileSlots final : public HeadFile {
 public:
  HeadFileSlots(std::string path, FileOps ops) : path_(std::move(path)), ops_(std::move(ops)) {}

  Result<std::monostate, LogFailure> load() {
    file_ = FileHandle(::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    struct stat facts {};
    if (!file_ || fstat(file_.get(), &facts) != 0) return failure(io(errno));
    if (facts.st_size == 0) return make();
    std::array<uint8_t, 2 * kSlotBytes> bytes{};
    ssize_t got = read_up_to(file_.get(), bytes.data(), bytes.size(), 0);
    if (got < 0) return failure(io(static_cast<int>(-got)));
    bool blank = true;
    for (size_t i = 0; i < 2; ++i) {
      ByteView slot = ByteView(bytes).subspan(i * kSlotBytes, kSlotBytes);
      bool empty = std::all_of(slot.begin(), slot.end(), [](uint8_t byte) { return byte == 0; });
      auto read = read_slot(slot);
      if (read && (!newest_ || read->number > newest_->number)) newest_ = read;
      damaged_ = damaged_ || (!read && !empty) || facts.st_size != 2 * kSlotBytes;
      blank = blank && empty;
    }
    if (!newest_ && !blank) {
      return failure(LogFailure{LogError::kDamaged, path_ + ": neither of its slots can be read"});
    }
    return std::monostate{};
  }

  std::optional<Head> newest() const override {
    if (!newest_) return std::nullopt;
    return Head{newest_->height,
                newest_->header,
                newest_->state_root,
                {newest_->block_file, newest_->block_offset},
                {newest_->end_file, newest_->end_offset}};
  }
  bool slot_damaged() const override { return damaged_; }

  Result<std::monostate, LogFailure> write(const Head& head) override {
    Slot slot;
    slot.number = newest_ ? newest_->number + 1 : 1;
    slot.height = head.height;
    slot.header = head.header;
    slot.state_root = head.state_root;
    slot.block_file = head.block.file;
    slot.block_offset = head.block.offset;
    slot.end_file = head.end.file;
    slot.end_offset = head.end.offset;
    int code = write_all(ops_, file_.get(), slot_bytes(slot), slot.number % 2 * kSlotBytes);
    if (code != 0) return failure(io(-code));
    if (ops_.sync(file_.get()) != 0) {
      return failure(LogFailure{LogError::kSyncFailed, path_ + ": fdatasync failed"});
    }
    newest_ = slot;
    return std::monostate{};
  }

 private:
  LogFailure io(int code) const {
    return {code == ENOSPC ? LogError::kNoSpace : LogError::kIo,
            path_ + ": " + std::strerror(code)};
  }
  // Both slots take their room on the disk now, so that a full disk never hinders a head.
  Result<std::monostate, LogFailure> make() {
    int code = write_all(ops_, file_.get(), Bytes(2 * kSlotBytes), 0);
    if (code != 0) return failure(io(-code));
    if (fsync(file_.get()) != 0) return failure(io(errno));
    return std::monostate{};
  }

  std::string path_;
  FileOps ops_;
  FileHandle file_;
  std::optional<Slot> newest_;
  bool damaged_ = false;
};

}  // namespace

Result<std::unique_ptr<HeadFile>, LogFailure> HeadFile::open(const std::string& path,
                                                             const FileOps& ops) {
  auto file = std::make_unique<HeadFileSlots>(path, ops);
  FREEHOLD_TRY(file->load());
  return std::unique_ptr<HeadFile>(std::move(file));
}

}  // namespace freehold::chain
