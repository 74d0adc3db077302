#include "cmd/walk.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "crypto/hash.h"

namespace freehold::cmd {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string pattern = fs::temp_directory_path() / "freehold-cmd-XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void spill(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}
ContentHash hash_of(std::string_view text) {
  return rename_bytes<ContentHash>(crypto::sha256(as_bytes(text)));
}

TEST(Walk, LeavesOutTheFolderItIsToldToAndNoOther) {
  Folder place;
  fs::create_directory(place / "own");
  fs::create_directory(place / "other");
  spill(place / "own/a", "a");
  spill(place / "other/b", "b");
  auto own = folder_id(place / "own");
  ASSERT_TRUE(own);
  Walk walk = walk_folder(place.path(), {*own});
  ASSERT_EQ(walk.files.size(), 1u);
  EXPECT_EQ(walk.files[0].path, "other/b");
}

// Only the inode's number was compared, and a folder of another file system that happened to have the
// number of the wallet's folder was left out without a word.
TEST(Walk, LeavesNoFolderOutForItsInodesNumberAlone) {
  Folder place;
  fs::create_directory(place / "photos");
  spill(place / "photos/a", "a");
  auto twin = folder_id(place / "photos");
  ASSERT_TRUE(twin);
  ++twin->device;
  Walk walk = walk_folder(place.path(), {*twin});
  EXPECT_EQ(walk.files.size(), 1u);
  EXPECT_FALSE(folder_id(place / "photos/a"));
  EXPECT_FALSE(folder_id(place / "nothing"));
}

// It was opened without following links, and refused in words about "too many levels".
TEST(HashFile, FollowsALinkThatAPersonNames) {
  Folder place;
  spill(place / "file", "text");
  fs::create_symlink("file", place / "link");
  auto hash = hash_file(place / "link");
  ASSERT_TRUE(hash);
  EXPECT_EQ(*hash, hash_of("text"));
}

TEST(HashFiles, DoNotFollowALinkThatTookAFilesPlace) {
  Folder place;
  fs::create_directory(place / "f");
  spill(place / "f/file", "text");
  spill(place / "else", "text");
  Walk walk = walk_folder(place / "f", {});
  ASSERT_EQ(walk.files.size(), 1u);
  fs::remove(place / "f/file");
  fs::create_symlink("../else", place / "f/file");
  Hashing hashing = hash_files(place / "f", walk.files, {});
  EXPECT_TRUE(hashing.files.empty());
  EXPECT_EQ(hashing.problems.size(), 1u);
}

}  // namespace
}  // namespace freehold::cmd
