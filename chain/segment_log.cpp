#include "chain/segment_log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <mutex>

#include "common/assert.h"
#include "crypto/hash.h"

namespace freehold::chain {
namespace {

constexpr std::array<uint8_t, 8> kMagic = {'F', 'H', 'S', 'E', 'G', 'L', 'O', 'G'};
constexpr uint32_t kVersion = 1;
constexpr uint64_t kHeaderBytes = 32;
constexpr uint64_t kFrameBytes = 12;
constexpr uint32_t kRecordBytesMax = uint32_t{1} << 30;

void put_u32(uint8_t* out, uint32_t value) {
  for (int i = 0; i < 4; ++i) out[i] = static_cast<uint8_t>(value >> (8 * i));
}
void put_u64(uint8_t* out, uint64_t value) {
  for (int i = 0; i < 8; ++i) out[i] = static_cast<uint8_t>(value >> (8 * i));
}
uint32_t get_u32(const uint8_t* in) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value |= static_cast<uint32_t>(in[i]) << (8 * i);
  return value;
}
// magic 8 ‖ version 4 ‖ number 4 ‖ previous file's length 8 ‖ checksum 8
std::array<uint8_t, kHeaderBytes> header_of(uint32_t number, uint64_t previous_length) {
  std::array<uint8_t, kHeaderBytes> out{};
  std::memcpy(out.data(), kMagic.data(), kMagic.size());
  put_u32(out.data() + 8, kVersion);
  put_u32(out.data() + 12, number);
  put_u64(out.data() + 16, previous_length);
  Hash256 sum = crypto::sha256(ByteView(out.data(), 24));
  std::memcpy(out.data() + 24, sum.data(), 8);
  return out;
}

Hash256 record_sum(ByteView length, ByteView payload) {
  crypto::Sha256 sum;
  sum.update(length);
  sum.update(payload);
  return sum.finish();
}

LogFailure failed(LogError error, const std::string& path, const std::string& what) {
  return {error, path + ": " + what};
}
LogFailure failed_write(int code, const std::string& path) {
  bool full = code == -ENOSPC || code == -EDQUOT;
  return failed(full ? LogError::kNoSpace : LogError::kIo, path, std::strerror(-code));
}

class SegmentLogFiles final : public SegmentLog {
 public:
  SegmentLogFiles(std::string directory, LogOptions options)
      : directory_(std::move(directory)), options_(std::move(options)) {}

  Result<std::monostate, LogFailure> load() {
    std::error_code code;
    std::filesystem::create_directories(directory_, code);
    if (code) return failure(failed(LogError::kIo, directory_, code.message()));
    uint32_t number = 1;
    for (; std::filesystem::exists(path_of(number)); ++number) {
      FREEHOLD_TRY(load_file(number));
    }
    FREEHOLD_TRY(refuse_gap(number));
    if (files_.empty()) return start_file();
    return std::monostate{};
  }

  Result<SegmentPosition, LogFailure> append(ByteView payload) override {
    FREEHOLD_ASSERT(payload.size() <= kRecordBytesMax);
    if (end_.offset > kHeaderBytes &&
        end_.offset + kFrameBytes + payload.size() > options_.file_bytes_max) {
      FREEHOLD_TRY(sync());
      FREEHOLD_TRY(start_file());
    }
    std::array<uint8_t, kFrameBytes> frame;
    put_u32(frame.data(), static_cast<uint32_t>(payload.size()));
    Hash256 sum = record_sum(ByteView(frame).first(4), payload);
    std::memcpy(frame.data() + 4, sum.data(), 8);
    int fd = files_.back().get();
    int code = write_all(options_.ops, fd, frame, end_.offset);
    if (code == 0) code = write_all(options_.ops, fd, payload, end_.offset + kFrameBytes);
    if (code != 0) {
      // What was written of the record goes, so that the log is as it was.
      if (ftruncate(fd, static_cast<off_t>(end_.offset)) != 0) {
        return failure(failed(LogError::kSyncFailed, path_of(end_.file), "cannot be cut back"));
      }
      return failure(failed_write(code, path_of(end_.file)));
    }
    SegmentPosition at = end_;
    std::lock_guard lock(mutex_);
    end_.offset += kFrameBytes + payload.size();
    return at;
  }

  Result<std::monostate, LogFailure> sync() override {
    if (options_.ops.sync(files_.back().get()) != 0) {
      return failure(failed(LogError::kSyncFailed, path_of(end_.file), "fdatasync failed"));
    }
    return std::monostate{};
  }

  Result<Record, LogFailure> read(const SegmentPosition& at) const override {
    int fd = -1;
    uint64_t file_end = 0;
    {
      std::lock_guard lock(mutex_);
      if (at.file == 0 || at.file > files_.size() || at >= end_) {
        return failure(failed(LogError::kMissing, path_of(at.file),
                              "no record at " + std::to_string(at.offset)));
      }
      fd = files_[at.file - 1].get();
      file_end = lengths_at(at.file);
    }
    std::array<uint8_t, kFrameBytes> frame;
    FREEHOLD_TRY(read_exactly(fd, at, 0, frame.data(), frame.size()));
    uint32_t length = get_u32(frame.data());
    if (length > kRecordBytesMax) return failure(damaged(at));
    // Before memory is taken for it: a damaged length may claim a gigabyte.
    if (at.offset + kFrameBytes + length > file_end) return failure(cut_short(at));
    Record out;
    out.payload.resize(length);
    FREEHOLD_TRY(read_exactly(fd, at, kFrameBytes, out.payload.data(), length));
    Hash256 sum = record_sum(ByteView(frame).first(4), out.payload);
    if (std::memcmp(sum.data(), frame.data() + 4, 8) != 0) return failure(damaged(at));
    out.next = {at.file, at.offset + kFrameBytes + length};
    std::lock_guard lock(mutex_);
    if (out.next.offset == lengths_at(at.file) && at.file < files_.size()) {
      out.next = {at.file + 1, kHeaderBytes};
    }
    return out;
  }

  SegmentPosition end() const override {
    std::lock_guard lock(mutex_);
    return end_;
  }
  SegmentPosition begin() const override { return {1, kHeaderBytes}; }

  Result<uint64_t, LogFailure> cut(const SegmentPosition& at) override {
    FREEHOLD_ASSERT(at.file >= 1 && at.file <= files_.size() && at <= end_);
    uint64_t dropped = 0;
    while (files_.size() > at.file) {
      dropped += end_.offset;
      std::string path = path_of(end_.file);
      files_.pop_back();
      if (unlink(path.c_str()) != 0)
        return failure(failed(LogError::kIo, path, "cannot be removed"));
      end_ = {end_.file - 1, lengths_.back()};
      lengths_.pop_back();
    }
    dropped += end_.offset - at.offset;
    if (ftruncate(files_.back().get(), static_cast<off_t>(at.offset)) != 0) {
      return failure(failed(LogError::kIo, path_of(at.file), std::strerror(errno)));
    }
    end_ = at;
    FREEHOLD_TRY(sync());
    return dropped;
  }

 private:
  std::string path_of(uint32_t number) const {
    char name[32];
    std::snprintf(name, sizeof name, "/%08u.seg", number);
    return directory_ + name;
  }
  LogFailure damaged(const SegmentPosition& at) const {
    return failed(LogError::kDamaged, path_of(at.file),
                  "the record at " + std::to_string(at.offset) + " does not fit its checksum");
  }
  LogFailure cut_short(const SegmentPosition& at) const {
    return failed(LogError::kMissing, path_of(at.file),
                  "ends inside the record at " + std::to_string(at.offset));
  }
  // The length of a file that is full. Under the mutex.
  uint64_t lengths_at(uint32_t file) const {
    return file <= lengths_.size() ? lengths_[file - 1] : end_.offset;
  }

  Result<std::monostate, LogFailure> read_exactly(int fd, const SegmentPosition& at, uint64_t skip,
                                                  uint8_t* out, size_t size) const {
    ssize_t got = read_up_to(fd, out, size, at.offset + skip);
    if (got < 0) {
      return failure(
          failed(LogError::kIo, path_of(at.file), std::strerror(static_cast<int>(-got))));
    }
    if (static_cast<size_t>(got) != size) return failure(cut_short(at));
    return std::monostate{};
  }

  Result<std::monostate, LogFailure> load_file(uint32_t number) {
    std::string path = path_of(number);
    FileHandle file(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    struct stat facts {};
    if (!file || fstat(file.get(), &facts) != 0) {
      return failure(failed(LogError::kIo, path, std::strerror(errno)));
    }
    uint64_t length = static_cast<uint64_t>(facts.st_size);
    bool last = !std::filesystem::exists(path_of(number + 1));
    if (length < kHeaderBytes && last && (number > 1 || options_.nothing_committed)) {
      // The process ended while it was starting this file; nothing was in it yet.
      unlink(path.c_str());
      return std::monostate{};
    }
    std::array<uint8_t, kHeaderBytes> header;
    ssize_t got = read_up_to(file.get(), header.data(), header.size(), 0);
    if (got != static_cast<ssize_t>(header.size())) {
      return failure(failed(LogError::kMissing, path, "is shorter than its header"));
    }
    if (header != header_of(number, files_.empty() ? 0 : end_.offset)) {
      return failure(failed(LogError::kDamaged, path,
                            "its header does not fit, or the file before it has another length"));
    }
    if (!files_.empty()) lengths_.push_back(end_.offset);
    files_.push_back(std::move(file));
    end_ = {number, length};
    return std::monostate{};
  }

  // A file after a missing one means that something is gone.
  Result<std::monostate, LogFailure> refuse_gap(uint32_t missing) {
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator(directory_, code)) {
      std::string name = entry.path().filename().string();
      if (entry.path().extension() == ".seg" && directory_ + "/" + name > path_of(missing)) {
        return failure(
            failed(LogError::kMissing, path_of(missing), "is not there, but " + name + " is"));
      }
    }
    return std::monostate{};
  }

  Result<std::monostate, LogFailure> start_file() {
    uint32_t number = static_cast<uint32_t>(files_.size() + 1);
    std::string path = path_of(number);
    FileHandle file(::open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (!file) return failure(failed_write(-errno, path));
    auto header = header_of(number, files_.empty() ? 0 : end_.offset);
    int code = write_all(options_.ops, file.get(), header, 0);
    if (code != 0) {
      unlink(path.c_str());
      return failure(failed_write(code, path));
    }
    if (options_.ops.sync(file.get()) != 0 || sync_folder(directory_.c_str()) != 0) {
      return failure(failed(LogError::kSyncFailed, path, "cannot be made durable"));
    }
    std::lock_guard lock(mutex_);
    if (!files_.empty()) lengths_.push_back(end_.offset);
    files_.push_back(std::move(file));
    end_ = {number, kHeaderBytes};
    return std::monostate{};
  }

  std::string directory_;
  LogOptions options_;
  mutable std::mutex mutex_;       // over what follows, between the one writer and the readers
  std::vector<FileHandle> files_;  // number 1 first
  std::vector<uint64_t> lengths_;  // of all but the last
  SegmentPosition end_;
};

}  // namespace

const char* to_string(LogError error) {
  switch (error) {
    case LogError::kNoSpace:
      return "no_space";
    case LogError::kIo:
      return "io";
    case LogError::kSyncFailed:
      return "sync_failed";
    case LogError::kMissing:
      return "missing";
    case LogError::kDamaged:
      return "damaged";
  }
  return "unknown";
}

Result<std::unique_ptr<SegmentLog>, LogFailure> SegmentLog::open(const std::string& directory,
                                                                 const LogOptions& options) {
  auto log = std::make_unique<SegmentLogFiles>(directory, options);
  FREEHOLD_TRY(log->load());
  return std::unique_ptr<SegmentLog>(std::move(log));
}

}  // namespace freehold::chain
