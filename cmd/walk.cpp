#include "cmd/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <mutex>
#include <thread>
#include <unordered_map>

#include "crypto/hash.h"

namespace freehold::cmd {
namespace {

uint64_t nanoseconds(const timespec& time) {
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

std::string system_words(int code) { return std::strerror(code); }

void add_entry(const std::string& folder, const std::string& path, Walk& out,
               std::vector<std::string>& folders, const std::vector<FolderId>& skip) {
  struct stat info {};
  if (lstat((folder + "/" + path).c_str(), &info) != 0) {
    out.problems.push_back({path, system_words(errno)});
  } else if (S_ISLNK(info.st_mode)) {
    ++out.links;
  } else if (S_ISDIR(info.st_mode)) {
    FolderId id{info.st_dev, info.st_ino};
    if (std::find(skip.begin(), skip.end(), id) == skip.end()) folders.push_back(path);
  } else if (!S_ISREG(info.st_mode)) {
    ++out.specials;
  } else {
    out.files.push_back({path, static_cast<uint64_t>(info.st_size), nanoseconds(info.st_mtim),
                         nanoseconds(info.st_ctim), info.st_ino});
    out.bytes += static_cast<uint64_t>(info.st_size);
  }
}

struct Read {
  std::optional<ContentHash> hash;
  std::string why;
};

Read read_and_hash(const std::string& path, const FoundFile* expected,
                   std::atomic<uint64_t>* done) {
  // What a walk found was no link then, and must not have become one. What a person names may be one.
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | (expected != nullptr ? O_NOFOLLOW : 0));
  if (fd < 0) return {std::nullopt, system_words(errno)};
  struct stat before {};
  fstat(fd, &before);
  posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
  static thread_local Bytes buffer(size_t{1} << 20);
  crypto::Sha256 running;
  Read out;
  for (;;) {
    ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) out.why = system_words(errno);
    if (got <= 0) break;
    running.update(ByteView(buffer).first(static_cast<size_t>(got)));
    if (done != nullptr) *done += static_cast<uint64_t>(got);
  }
  struct stat after {};
  fstat(fd, &after);
  close(fd);
  if (!out.why.empty()) return out;
  bool same =
      before.st_size == after.st_size && nanoseconds(before.st_mtim) == nanoseconds(after.st_mtim);
  if (expected != nullptr) same = same && expected->size == static_cast<uint64_t>(after.st_size);
  if (!same) return {std::nullopt, "it changed while it was read"};
  out.hash = rename_bytes<ContentHash>(running.finish());
  return out;
}

// What earlier runs found: a line of text for each file.
class Memory {
 public:
  explicit Memory(const std::string& path) {
    if (path.empty()) return;
    file_ = std::fopen(path.c_str(), "a+e");
    if (file_ == nullptr) return;
    fchmod(fileno(file_), 0600);
    load();
  }
  ~Memory() {
    if (file_ != nullptr) std::fclose(file_);
  }

  std::optional<ContentHash> find(const FoundFile& file) const {
    auto known = known_.find(key_of(file));
    return known == known_.end() ? std::nullopt : std::optional(known->second);
  }
  void add(const FoundFile& file, const ContentHash& hash) {
    if (file_ == nullptr) return;
    std::fprintf(file_, "%s %s\n", to_hex(hash.view()).c_str(), key_of(file).c_str());
  }
  void flush() {
    if (file_ != nullptr) std::fflush(file_);
  }

 private:
  static std::string key_of(const FoundFile& file) {
    return std::to_string(file.size) + " " + std::to_string(file.mtime_ns) + " " +
           std::to_string(file.ctime_ns) + " " + std::to_string(file.inode) + " " +
           to_hex(as_bytes(file.path));
  }
  void load() {
    std::rewind(file_);
    char* line = nullptr;
    size_t room = 0;
    for (ssize_t size = 0; (size = getline(&line, &room, file_)) > 0;) {
      std::string_view text(line, static_cast<size_t>(size));
      // A line that was cut off by a kill has no end.
      if (text.back() != '\n' || text.size() < 66 || text[64] != ' ') continue;
      auto bytes = from_hex(text.substr(0, 64));
      auto hash = bytes ? ContentHash::from(*bytes) : std::nullopt;
      if (hash) known_[std::string(text.substr(65, text.size() - 66))] = *hash;
    }
    std::free(line);
  }

  FILE* file_ = nullptr;
  std::unordered_map<std::string, ContentHash> known_;
};

}  // namespace

std::optional<FolderId> folder_id(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return std::nullopt;
  return FolderId{info.st_dev, info.st_ino};
}

Walk walk_folder(const std::string& folder, const std::vector<FolderId>& skip) {
  Walk out;
  std::vector<std::string> folders = {""};
  while (!folders.empty()) {
    std::string below = std::move(folders.back());
    folders.pop_back();
    std::string place = below.empty() ? folder : folder + "/" + below;
    DIR* open_folder = opendir(place.c_str());
    if (open_folder == nullptr) {
      out.problems.push_back({below.empty() ? folder : below, system_words(errno)});
      continue;
    }
    while (const dirent* entry = readdir(open_folder)) {
      std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      add_entry(folder, below.empty() ? std::string(name) : below + "/" + std::string(name), out,
                folders, skip);
    }
    closedir(open_folder);
  }
  std::sort(out.files.begin(), out.files.end(),
            [](const FoundFile& a, const FoundFile& b) { return a.path < b.path; });
  return out;
}

Result<ContentHash, std::string> hash_file(const std::string& path) {
  Read read = read_and_hash(path, nullptr, nullptr);
  if (!read.hash) return failure(std::move(read.why));
  return *read.hash;
}

Hashing hash_files(const std::string& folder, const std::vector<FoundFile>& files,
                   const HashOptions& options) {
  Memory memory(options.memory);
  std::vector<Read> results(files.size());
  std::vector<size_t> todo;
  std::atomic<uint64_t> bytes{0};
  Hashing out;
  for (size_t i = 0; i < files.size(); ++i) {
    results[i].hash = memory.find(files[i]);
    if (!results[i].hash) {
      todo.push_back(i);
    } else {
      ++out.remembered;
      bytes += files[i].size;
    }
  }
  // The largest first, so that no thread is left with one at the end.
  std::sort(todo.begin(), todo.end(),
            [&](size_t a, size_t b) { return files[a].size > files[b].size; });
  std::atomic<size_t> next{0};
  std::mutex mutex;
  std::condition_variable finished;
  size_t running = std::min<size_t>(options.threads, std::max<size_t>(todo.size(), 1));
  std::vector<std::thread> threads;
  for (size_t t = running; t > 0; --t) {
    threads.emplace_back([&] {
      for (size_t at = next++; at < todo.size(); at = next++) {
        const FoundFile& file = files[todo[at]];
        Read read = read_and_hash(folder + "/" + file.path, &file, &bytes);
        std::lock_guard lock(mutex);
        if (read.hash) memory.add(file, *read.hash);
        results[todo[at]] = std::move(read);
      }
      std::lock_guard lock(mutex);
      --running;
      finished.notify_all();
    });
  }
  {
    std::unique_lock lock(mutex);
    while (!finished.wait_for(lock, std::chrono::milliseconds(100), [&] { return running == 0; })) {
      memory.flush();
      if (options.progress) options.progress(bytes);
    }
  }
  for (std::thread& thread : threads) thread.join();
  for (size_t i = 0; i < files.size(); ++i) {
    if (results[i].hash) {
      out.files.push_back({files[i], *results[i].hash});
    } else {
      out.problems.push_back({files[i].path, results[i].why});
    }
  }
  return out;
}

}  // namespace freehold::cmd
