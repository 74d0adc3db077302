// The chain's own files after damage: the head, the record of what was signed, a segment. Whatever is
// in them, they open and say what they hold or what is wrong, and can be gone on with where they opened.
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "chain/head_file.h"
#include "chain/segment_log.h"
#include "common/assert.h"
#include "node/signed_file.h"

namespace {

using namespace freehold;

// In memory where the system has such a place.
std::string make_folder() {
  std::string pattern = access("/dev/shm", W_OK) == 0 ? "/dev/shm/freehold-fuzz-XXXXXX"
                                                      : "/tmp/freehold-fuzz-XXXXXX";
  FREEHOLD_ASSERT(mkdtemp(pattern.data()) != nullptr);
  return pattern;
}
struct Folder {
  std::string path = make_folder();
  ~Folder() { std::filesystem::remove_all(path); }
};

void write_file(const std::string& path, ByteView bytes) {
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  FREEHOLD_ASSERT(fd >= 0);
  FREEHOLD_ASSERT(write(fd, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  close(fd);
}

void read_head(const std::string& path) {
  auto file = chain::HeadFile::open(path);
  if (!file || !(*file)->newest()) return;
  chain::Head next = *(*file)->newest();
  ++next.height.value;
  FREEHOLD_ASSERT((*file)->write(next));
  auto again = chain::HeadFile::open(path);
  FREEHOLD_ASSERT(again && (*again)->newest()->height == next.height);
}

void read_signed(const std::string& path) {
  auto file = node::SignedFile::open(path);
  if (!file || !(*file)->last()) return;
  node::Signed next = *(*file)->last();
  if (next.height.value == UINT64_MAX) return;
  ++next.height.value;
  FREEHOLD_ASSERT((*file)->write(next));
  auto again = node::SignedFile::open(path);
  FREEHOLD_ASSERT(again && (*again)->last()->height == next.height);
}

// Two bytes of the input say where the first file ends.
void read_segments(const std::string& folder, ByteView bytes) {
  if (bytes.size() < 2) return;
  size_t first = bytes[0] + size_t{256} * bytes[1];
  bytes = bytes.subspan(2);
  first = std::min(first, bytes.size());
  write_file(folder + "/00000001.seg", bytes.first(first));
  if (first < bytes.size()) write_file(folder + "/00000002.seg", bytes.subspan(first));
  chain::LogOptions options;
  options.file_bytes_max = 4096;
  auto log = chain::SegmentLog::open(folder, options);
  if (!log) {
    FREEHOLD_ASSERT(!log.error().detail.empty());
    return;
  }
  chain::SegmentPosition at = (*log)->begin();
  size_t records = 0;
  while (auto record = (*log)->read(at)) {
    FREEHOLD_ASSERT(record->next > at);
    at = record->next;
    ++records;
  }
  FREEHOLD_ASSERT(records <= bytes.size());
  // What stands past the last good record is cut, and the log goes on from there.
  auto cut = (*log)->cut(at);
  if (!cut) return;
  Bytes payload = {1, 2, 3};
  auto placed = (*log)->append(payload);
  FREEHOLD_ASSERT(placed && (*log)->read(*placed)->payload == payload);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  static const Folder kFolder;
  static unsigned number = 0;
  ByteView rest(data + 1, size - 1);
  if (data[0] % 3 == 2) {
    std::string folder = kFolder.path + "/" + std::to_string(number++);
    std::filesystem::create_directory(folder);
    read_segments(folder, rest);
    std::filesystem::remove_all(folder);
    return 0;
  }
  std::string path = kFolder.path + "/file";
  write_file(path, rest);
  if (data[0] % 3 == 0) {
    read_head(path);
  } else {
    read_signed(path);
  }
  return 0;
}
