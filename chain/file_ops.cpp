#include "chain/file_ops.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace freehold::chain {

FileOps system_file_ops() {
  return {[](int fd, ByteView bytes, uint64_t offset) -> ssize_t {
            ssize_t done = pwrite(fd, bytes.data(), bytes.size(), static_cast<off_t>(offset));
            return done < 0 ? -errno : done;
          },
          [](int fd) { return fdatasync(fd) == 0 ? 0 : -errno; },
          [](const char* path) -> int64_t {
            struct statvfs info {};
            if (statvfs(path, &info) != 0) return -errno;
            return static_cast<int64_t>(uint64_t{info.f_bavail} * info.f_frsize);
          }};
}

FileHandle::~FileHandle() {
  if (fd_ >= 0) close(fd_);
}

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

int write_all(const FileOps& ops, int fd, ByteView bytes, uint64_t offset) {
  while (!bytes.empty()) {
    ssize_t done = ops.write(fd, bytes, offset);
    if (done == -EINTR) continue;
    if (done <= 0) return done == 0 ? -EIO : static_cast<int>(done);
    bytes = bytes.subspan(static_cast<size_t>(done));
    offset += static_cast<uint64_t>(done);
  }
  return 0;
}

ssize_t read_up_to(int fd, uint8_t* out, size_t size, uint64_t offset) {
  size_t done = 0;
  while (done < size) {
    ssize_t got = pread(fd, out + done, size - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return -errno;
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  return static_cast<ssize_t>(done);
}

FileHandle lock_folder(const std::string& folder, int* code) {
  FileHandle file(open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  *code = file && flock(file.get(), LOCK_EX | LOCK_NB) == 0 ? 0 : -errno;
  return *code == 0 ? std::move(file) : FileHandle();
}

int sync_folder(const char* path) {
  FileHandle folder(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) return -errno;
  return fsync(folder.get()) == 0 ? 0 : -errno;
}

}  // namespace freehold::chain
