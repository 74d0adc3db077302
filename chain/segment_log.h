// Append-only files of checksummed records: the durable source of the chain.
//
// Format (docs/spec/storage.md): files NNNNNNNN.seg of at most `file_bytes_max` each (a record is
// never split); a 32-byte file header holds magic, version, file number and the previous file's
// final length; a record is u32 length, 8 bytes of SHA-256(length ‖ payload), payload. One thread
// appends; any thread may read records below the end that was current when it asked.
#pragma once

#include <memory>
#include <string>

#include "chain/file_ops.h"
#include "common/bytes.h"
#include "common/result.h"

namespace freehold::chain {

struct SegmentPosition {
  uint32_t file = 0;
  uint64_t offset = 0;  // of a record's first byte, or the end of the log
  friend auto operator<=>(const SegmentPosition&, const SegmentPosition&) = default;
};

enum class LogError : uint8_t {
  kNoSpace = 1,  // the disk is full: nothing was appended, appending later works
  kIo,           // the system refused to read or write
  kSyncFailed,   // a failed fsync: what is on disk is unknown; the process must end
  kMissing,      // a file or bytes below the end are not there
  kDamaged,      // a record or file header whose checksum does not fit
};
const char* to_string(LogError error);

struct LogFailure {
  LogError error;
  std::string detail;  // names the file and the place
};

struct LogOptions {
  // A first file cut inside its header is one that was being made when the process ended, not a loss: the caller
  // knows that nothing was ever committed.
  bool nothing_committed = false;
  uint64_t file_bytes_max = uint64_t{256} << 20;
  FileOps ops = system_file_ops();
};

class SegmentLog {
 public:
  // Opens or makes the log in `directory`. Checks that the files are consecutive and as long as
  // their successors say. Does not read records.
  static Result<std::unique_ptr<SegmentLog>, LogFailure> open(const std::string& directory,
                                                              const LogOptions& options);
  virtual ~SegmentLog() = default;

  // Appends one record; not durable before sync(). On kNoSpace or kIo the log is as it was.
  virtual Result<SegmentPosition, LogFailure> append(ByteView payload) = 0;
  // Makes what was appended durable.
  virtual Result<std::monostate, LogFailure> sync() = 0;

  // The record at a position, and the position after it.
  struct Record {
    Bytes payload;
    SegmentPosition next;
  };
  virtual Result<Record, LogFailure> read(const SegmentPosition& at) const = 0;

  // Where the next record will stand.
  virtual SegmentPosition end() const = 0;
  virtual SegmentPosition begin() const = 0;

  // Drops everything from `at` on; returns how many bytes that were. Only at start.
  virtual Result<uint64_t, LogFailure> cut(const SegmentPosition& at) = 0;
};

}  // namespace freehold::chain
