// The system calls by which the chain's files are written, behind pointers so that tests can make a
// disk fill up, fail or lie. Errors are negative errno values.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <string>

#include "common/bytes.h"

namespace freehold::chain {

struct FileOps {
  std::function<ssize_t(int fd, ByteView bytes, uint64_t offset)> write;
  std::function<int(int fd)> sync;                      // fdatasync
  std::function<int64_t(const char* path)> free_bytes;  // that a process may still use
};

// The real ones.
FileOps system_file_ops();

// An open file descriptor, closed when it goes.
class FileHandle {
 public:
  FileHandle() = default;
  explicit FileHandle(int fd) : fd_(fd) {}
  ~FileHandle();
  FileHandle(FileHandle&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  FileHandle& operator=(FileHandle&& other) noexcept;
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

// Writes all of `bytes` at `offset`; 0 or a negative errno.
int write_all(const FileOps& ops, int fd, ByteView bytes, uint64_t offset);
// Reads up to `size` bytes; how many there were, or a negative errno.
ssize_t read_up_to(int fd, uint8_t* out, size_t size, uint64_t offset);
// Takes a folder for this process, by a file `lock` in it, until the handle goes; a handle that holds
// nothing where another has it (EWOULDBLOCK) or the system refuses, `code` then being negative errno.
FileHandle lock_folder(const std::string& folder, int* code);
// Makes a folder's entries durable; 0 or a negative errno.
int sync_folder(const char* path);

}  // namespace freehold::chain
