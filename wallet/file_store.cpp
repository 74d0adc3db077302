#include "wallet/file_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "crypto/secret.h"

namespace freehold::wallet {
namespace {

FileFailure failed(const std::string& path, int code) {
  FileError error = FileError::kIo;
  if (code == ENOENT) error = FileError::kNotFound;
  if (code == EEXIST) error = FileError::kExists;
  if (code == ENOSPC || code == EDQUOT) error = FileError::kNoSpace;
  return {error, path, std::generic_category().message(code)};
}

// A descriptor that is closed when it goes.
struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) close(fd);
  }
};

std::string folder_of(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

int write_synced(int fd, ByteView bytes) {
  while (!bytes.empty()) {
    ssize_t done = write(fd, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return errno;
    bytes = bytes.subspan(static_cast<size_t>(done));
  }
  return fsync(fd) == 0 ? 0 : errno;
}

int sync_folder(const std::string& path) {
  Descriptor folder{open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (folder.fd < 0) return errno;
  return fsync(folder.fd) == 0 ? 0 : errno;
}

std::string fresh_name(const std::string& path) {
  uint8_t random[8];
  crypto::random_bytes(random, sizeof random);
  return path + "." + to_hex(random) + ".new";
}

}  // namespace

const char* to_string(FileError error) {
  switch (error) {
    case FileError::kNotFound:
      return "not_found";
    case FileError::kExists:
      return "exists";
    case FileError::kTooLarge:
      return "too_large";
    case FileError::kNoSpace:
      return "no_space";
    case FileError::kBusy:
      return "busy";
    case FileError::kIo:
      return "io";
  }
  return "unknown";
}

FileResult<Bytes> file_read(const std::string& path, size_t bytes_max) {
  Descriptor file{open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) return failure(failed(path, errno));
  struct stat info {};
  if (fstat(file.fd, &info) != 0) return failure(failed(path, errno));
  if (!S_ISREG(info.st_mode)) return failure(FileFailure{FileError::kIo, path, "is not a file"});
  if (static_cast<uint64_t>(info.st_size) > bytes_max) {
    return failure(FileFailure{FileError::kTooLarge, path, "is larger than such a file can be"});
  }
  Bytes out(static_cast<size_t>(info.st_size));
  size_t done = 0;
  while (done < out.size()) {
    ssize_t got = read(file.fd, out.data() + done, out.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(failed(path, errno));
    if (got == 0) break;
    done += static_cast<size_t>(got);
  }
  out.resize(done);
  return out;
}

FileResult<std::monostate> file_write(const std::string& path, ByteView bytes, Replace replace) {
  std::string fresh = fresh_name(path);
  int code = 0;
  {
    Descriptor file{open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
    if (file.fd < 0) return failure(failed(path, errno));
    code = write_synced(file.fd, bytes);
  }
  if (code == 0) {
    // link() refuses to replace; rename() replaces at once.
    int done = replace == Replace::kYes ? rename(fresh.c_str(), path.c_str())
                                        : link(fresh.c_str(), path.c_str());
    if (done != 0) code = errno;
  }
  if (code != 0 || replace == Replace::kNo) unlink(fresh.c_str());
  if (code == 0) code = sync_folder(folder_of(path));
  if (code != 0) return failure(failed(path, code));
  return std::monostate{};
}

FileResult<std::monostate> folder_make(const std::string& path) {
  if (mkdir(path.c_str(), 0700) == 0) {
    if (int code = sync_folder(folder_of(path)); code != 0) return failure(failed(path, code));
    return std::monostate{};
  }
  if (errno != EEXIST) return failure(failed(path, errno));
  return std::monostate{};
}

FileResult<std::vector<std::string>> folder_list(const std::string& path) {
  std::vector<std::string> out;
  DIR* folder = opendir(path.c_str());
  if (folder == nullptr) {
    if (errno == ENOENT) return out;
    return failure(failed(path, errno));
  }
  while (const dirent* entry = readdir(folder)) {
    std::string name = entry->d_name;
    if (name[0] != '.' && !name.ends_with(".new")) out.push_back(std::move(name));
  }
  closedir(folder);
  std::sort(out.begin(), out.end());
  return out;
}

FileResult<std::monostate> file_remove(const std::string& path) {
  if (unlink(path.c_str()) != 0) return failure(failed(path, errno));
  if (int code = sync_folder(folder_of(path)); code != 0) return failure(failed(path, code));
  return std::monostate{};
}

FileResult<FileLock> FileLock::take(const std::string& path, uint64_t wait_ms) {
  int fd = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return failure(failed(path, errno));
  constexpr uint64_t kStepMs = 50;
  for (uint64_t waited_ms = 0;; waited_ms += kStepMs) {
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) return FileLock(fd);
    if (waited_ms >= wait_ms) break;
    usleep(kStepMs * 1000);
  }
  close(fd);
  return failure(FileFailure{FileError::kBusy, path, "another process is changing this wallet"});
}

FileLock::~FileLock() {
  if (fd_ >= 0) close(fd_);
}

}  // namespace freehold::wallet
