// Small files that must not be lost or seen by others: written whole or not at all, mode 0600.
#pragma once

#include <string>
#include <vector>

#include "common/bytes.h"
#include "common/result.h"

namespace freehold::wallet {

enum class FileError : uint8_t {
  kNotFound = 1,
  kExists,
  kTooLarge,
  kNoSpace,
  kBusy,  // another process is changing the wallet
  kIo,
};
const char* to_string(FileError error);
struct FileFailure {
  FileError error;
  std::string path;
  std::string detail;  // the system's words
};
template <class T>
using FileResult = Result<T, FileFailure>;

FileResult<Bytes> file_read(const std::string& path, size_t bytes_max);
enum class Replace : uint8_t { kNo, kYes };
// Into a new file beside it, synced, then renamed over it: after a kill there is the old or the
// new.
FileResult<std::monostate> file_write(const std::string& path, ByteView bytes, Replace replace);
// Makes a folder, mode 0700, if it is not there.
FileResult<std::monostate> folder_make(const std::string& path);
// The names of the files in a folder, ascending; none where there is no folder.
FileResult<std::vector<std::string>> folder_list(const std::string& path);
FileResult<std::monostate> file_remove(const std::string& path);

// Held while a wallet's files are changed; released when it goes.
class FileLock {
 public:
  // Waits for another process, two seconds where nothing else is said.
  static FileResult<FileLock> take(const std::string& path, uint64_t wait_ms = 2000);
  ~FileLock();
  FileLock(FileLock&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  FileLock& operator=(FileLock&&) = delete;

 private:
  explicit FileLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace freehold::wallet
