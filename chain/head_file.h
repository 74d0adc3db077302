// Where the chain ends, kept outside the database and outside the log, so that a loss in either is
// seen.
//
// Two slots of 512 bytes, written in turn and synced, each with a number and a checksum; the valid
// one of the greater number counts. docs/spec/storage.md.
#pragma once

#include <memory>

#include "chain/segment_log.h"
#include "common/types.h"

namespace freehold::chain {

struct Head {
  Height height;
  HeaderHash header;
  Hash256 state_root;
  SegmentPosition block;  // where the block's record begins
  SegmentPosition end;    // the log's end after it
};

class HeadFile {
 public:
  // Opens or makes the file. kDamaged where neither slot is valid although the file is not new.
  static Result<std::unique_ptr<HeadFile>, LogFailure> open(const std::string& path,
                                                            const FileOps& ops = system_file_ops());
  virtual ~HeadFile() = default;

  // None in a new file.
  virtual std::optional<Head> newest() const = 0;
  // Whether a slot was unreadable: the head may then be one behind, and the log is to be read on.
  virtual bool slot_damaged() const = 0;
  // Durable when it returns. kSyncFailed: the process must end.
  virtual Result<std::monostate, LogFailure> write(const Head& head) = 0;
};

}  // namespace freehold::chain
