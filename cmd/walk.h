// Walks a folder and hashes its files, on several threads, remembering hashes so that a run that
// was interrupted goes on where it was.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "common/result.h"
#include "common/types.h"

namespace freehold::cmd {

struct FoundFile {
  std::string path;  // below the folder; any bytes but NUL
  uint64_t size = 0;
  uint64_t mtime_ns = 0;
  uint64_t ctime_ns = 0;
  uint64_t inode = 0;
};
struct WalkProblem {
  std::string path;
  std::string why;
};
struct Walk {
  std::vector<FoundFile> files;  // ascending by path
  std::vector<WalkProblem> problems;
  uint64_t links = 0;     // symbolic links, which are not followed
  uint64_t specials = 0;  // sockets, devices, pipes
  uint64_t bytes = 0;
};
// A folder, however it is named: an inode alone is one only within its device.
struct FolderId {
  uint64_t device = 0;
  uint64_t inode = 0;
  friend bool operator==(const FolderId&, const FolderId&) = default;
};
// None where there is no such folder.
std::optional<FolderId> folder_id(const std::string& path);
// Regular files below `folder`. What cannot be entered or looked at is a problem of its own. `skip`
// are folders that are left out.
Walk walk_folder(const std::string& folder, const std::vector<FolderId>& skip);

struct HashedFile {
  FoundFile file;
  ContentHash hash;
};
struct Hashing {
  std::vector<HashedFile> files;  // in the order of the walk
  std::vector<WalkProblem> problems;
  uint64_t remembered = 0;  // files that had been hashed by an earlier run
};
struct HashOptions {
  unsigned threads = 1;
  std::string memory;  // a file where hashes are remembered; empty: none
  std::function<void(uint64_t bytes_done)> progress;  // on the calling thread
};
Hashing hash_files(const std::string& folder, const std::vector<FoundFile>& files,
                   const HashOptions& options);

// One file that a person named; a symbolic link is followed. The error is the system's words, or that
// it changed while it was read.
Result<ContentHash, std::string> hash_file(const std::string& path);

}  // namespace freehold::cmd
