// The last height that was sealed, kept outside the database: no authority ever seals two headers
// of one height, even after its chain was restored from an older copy.
//
// Two slots of 512 bytes, written in turn and synced, each with a number and a checksum
// (docs/spec/storage.md). One thread.
#pragma once

#include <memory>
#include <string>

#include "chain/file_ops.h"
#include "common/result.h"
#include "common/types.h"

namespace freehold::node {

struct Signed {
  Height height;
  HeaderHash header;
};

enum class SignedError : uint8_t {
  kIo = 1,
  kDamaged,     // neither slot can be read although the file is there
  kSyncFailed,  // the process must end
};
const char* to_string(SignedError error);

class SignedFile {
 public:
  static Result<std::unique_ptr<SignedFile>, SignedError> open(const std::string& path);

  // None where nothing was sealed yet.
  const std::optional<Signed>& last() const { return last_; }
  // Durable when it returns. The height is greater than the last, or it is the same header.
  Result<std::monostate, SignedError> write(const Signed& next);

 private:
  explicit SignedFile(chain::FileHandle file) : file_(std::move(file)) {}

  chain::FileHandle file_;
  uint64_t number_ = 0;
  std::optional<Signed> last_;
};

}  // namespace freehold::node
