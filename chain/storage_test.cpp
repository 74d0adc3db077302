// The chain's files under damage: nothing is ever read back other than it was written.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <random>

#include "chain/head_file.h"
#include "chain/segment_log.h"
#include "chain/state_store.h"
#include "chain/value_cache.h"
#include "crypto/hash.h"

namespace freehold::chain {
namespace {

namespace fs = std::filesystem;

class Folder {
 public:
  Folder() {
    std::string pattern = fs::temp_directory_path() / "freehold-XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

void flip_bit(const std::string& path, uint64_t bit) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(bit / 8));
  char byte = static_cast<char>(file.get());
  file.seekp(static_cast<std::streamoff>(bit / 8));
  file.put(static_cast<char>(byte ^ (1 << bit % 8)));
}

Bytes payload(uint64_t number) { return Bytes(100 + number % 50, static_cast<uint8_t>(number)); }

// Appends `count` records and gives their places.
std::vector<SegmentPosition> fill(SegmentLog& log, uint64_t count) {
  std::vector<SegmentPosition> out;
  for (uint64_t i = 0; i < count; ++i) out.push_back(log.append(payload(i)).value());
  EXPECT_TRUE(log.sync());
  return out;
}

TEST(SegmentLog, ReadsBackAcrossFilesAndOpenings) {
  Folder folder;
  LogOptions options;
  options.file_bytes_max = 1000;
  std::vector<SegmentPosition> at;
  {
    auto log = SegmentLog::open(folder.path(), options).value();
    at = fill(*log, 100);
  }
  auto log = SegmentLog::open(folder.path(), options).value();
  SegmentPosition next = log->begin();
  for (uint64_t i = 0; i < 100; ++i) {
    ASSERT_EQ(next, at[i]);
    auto record = log->read(next);
    ASSERT_TRUE(record) << record.error().detail;
    ASSERT_EQ(record->payload, payload(i));
    next = record->next;
  }
  EXPECT_EQ(next, log->end());
  EXPECT_EQ(log->read(next).error().error, LogError::kMissing);
}

TEST(SegmentLog, NoticesEveryFlippedBitOfARecord) {
  Folder folder;
  SegmentPosition at;
  {
    auto log = SegmentLog::open(folder.path(), {}).value();
    at = fill(*log, 3)[1];
  }
  uint64_t bits = (12 + payload(1).size()) * 8;
  for (uint64_t bit = 0; bit < bits; ++bit) {
    flip_bit(folder / "00000001.seg", at.offset * 8 + bit);
    auto log = SegmentLog::open(folder.path(), {}).value();
    ASSERT_FALSE(log->read(at)) << bit;
    flip_bit(folder / "00000001.seg", at.offset * 8 + bit);
  }
}

// HAZARDS 10: found by fuzzing. A damaged length made the reader take that much memory first.
TEST(SegmentLog, TakesNoMemoryForALengthPastItsFile) {
  Folder folder;
  SegmentPosition at;
  {
    auto log = SegmentLog::open(folder.path(), {}).value();
    at = fill(*log, 3)[1];
  }
  flip_bit(folder / "00000001.seg", at.offset * 8 + 29);  // half a gigabyte more
  auto most_kib = [] {
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
  };
  auto log = SegmentLog::open(folder.path(), {}).value();
  auto before = most_kib();
  auto read = log->read(at);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().error, LogError::kMissing);
  EXPECT_LT(most_kib() - before, 100'000);
}

TEST(SegmentLog, RefusesAFileThatIsGoneShortenedOrAltered) {
  LogOptions options;
  options.file_bytes_max = 1000;
  for (int damage = 0; damage < 4; ++damage) {
    Folder folder;
    { fill(*SegmentLog::open(folder.path(), options).value(), 40); }
    std::string second = folder / "00000002.seg";
    if (damage == 0) fs::remove(second);
    if (damage == 1) fs::resize_file(second, fs::file_size(second) - 1);
    if (damage == 2) flip_bit(second, 16 * 8);
    if (damage == 3) fs::resize_file(second, 10);
    auto log = SegmentLog::open(folder.path(), options);
    ASSERT_FALSE(log);
    EXPECT_NE(log.error().detail.find(".seg"), std::string::npos);
  }
}

TEST(SegmentLog, IsAsBeforeWhenTheDiskIsFull) {
  Folder folder;
  auto room = std::make_shared<int64_t>(1'000'000);
  LogOptions options;
  auto real = system_file_ops();
  options.ops.write = [room, real](int fd, ByteView bytes, uint64_t offset) -> ssize_t {
    if (*room <= 0) return -ENOSPC;
    size_t part = std::min<size_t>(bytes.size(), static_cast<size_t>(*room));
    *room -= static_cast<int64_t>(part);
    return real.write(fd, bytes.first(part), offset);
  };
  auto log = SegmentLog::open(folder.path(), options).value();
  fill(*log, 5);
  SegmentPosition end = log->end();
  *room = 50;
  EXPECT_EQ(log->append(payload(9)).error().error, LogError::kNoSpace);
  EXPECT_EQ(log->end(), end);
  EXPECT_EQ(fs::file_size(folder / "00000001.seg"), end.offset);
  *room = 1'000'000;
  auto at = log->append(payload(9));
  ASSERT_TRUE(at);
  EXPECT_EQ(log->read(*at)->payload, payload(9));
}

TEST(SegmentLog, SaysSoWhenASyncFails) {
  Folder folder;
  LogOptions options;
  bool fail = false;
  options.ops.sync = [&fail](int) { return fail ? -EIO : 0; };
  auto log = SegmentLog::open(folder.path(), options).value();
  fill(*log, 1);
  fail = true;
  EXPECT_EQ(log->sync().error().error, LogError::kSyncFailed);
}

TEST(SegmentLog, CutsWhatStandsPastAPlace) {
  Folder folder;
  LogOptions options;
  options.file_bytes_max = 1000;
  auto log = SegmentLog::open(folder.path(), options).value();
  auto at = fill(*log, 40);
  EXPECT_GT(log->cut(at[10]).value(), 0u);
  EXPECT_EQ(log->end(), at[10]);
  EXPECT_EQ(log->append(payload(77)).value(), at[10]);
  auto again = SegmentLog::open(folder.path(), options).value();
  EXPECT_EQ(again->read(at[10])->payload, payload(77));
}

Head head_of(uint64_t number) {
  Head head;
  head.height = Height{number};
  head.header = rename_bytes<HeaderHash>(crypto::sha256(payload(number)));
  head.block = {1, number};
  head.end = {1, number + 1};
  return head;
}

TEST(HeadFile, KeepsTheNewestOfTwoSlots) {
  Folder folder;
  for (uint64_t i = 1; i <= 5; ++i) {
    auto file = HeadFile::open(folder / "head").value();
    EXPECT_EQ(file->newest() ? file->newest()->height.value : 0, i - 1);
    ASSERT_TRUE(file->write(head_of(i)));
  }
}

TEST(HeadFile, FallsBackOverOneDamagedSlotAndSaysSo) {
  Folder folder;
  {
    auto file = HeadFile::open(folder / "head").value();
    for (uint64_t i = 1; i <= 4; ++i) ASSERT_TRUE(file->write(head_of(i)));
  }
  flip_bit(folder / "head", 100);  // the slot of even numbers, the newest
  auto file = HeadFile::open(folder / "head").value();
  EXPECT_TRUE(file->slot_damaged());
  EXPECT_EQ(file->newest()->height.value, 3u);
  flip_bit(folder / "head", 512 * 8 + 100);
  EXPECT_EQ(HeadFile::open(folder / "head").error().error, LogError::kDamaged);
}

Path path_for(uint64_t number) { return path_of(payload(number * 1000 + number)); }

TEST(StateStore, ReadsWhatWasPublishedBeforeItIsWritten) {
  Folder folder;
  auto store = StateStore::open(folder / "db", {}).value();
  EXPECT_FALSE(store->height());
  std::vector<StateWrite> writes = {{path_for(1), payload(1)}};
  store->publish(writes);
  EXPECT_EQ(store->read(path_for(1)).value(), payload(1));
  auto before = store->snapshot();
  ASSERT_TRUE(store->write(Height{7}, writes, {}, true));
  store->settle();
  EXPECT_FALSE(before->state(path_for(1)).value());
  EXPECT_EQ(store->snapshot()->state(path_for(1)).value(), payload(1));
  store.reset();
  before.reset();
  store = StateStore::open(folder / "db", {}).value();
  EXPECT_EQ(store->height(), Height{7});
  EXPECT_EQ(store->read(path_for(1)).value(), payload(1));
}

TEST(StateStore, ScansAnIndexBothWays) {
  Folder folder;
  auto store = StateStore::open(folder / "db", {}).value();
  std::vector<IndexWrite> index;
  for (uint8_t i = 0; i < 10; ++i) index.push_back({Bytes{'q', i}, Bytes{i}});
  index.push_back({Bytes{'r', 0}, Bytes{99}});
  ASSERT_TRUE(store->write(Height{1}, {}, index, false));
  std::string up;
  std::string down;
  auto snapshot = store->snapshot();
  Bytes prefix = {'q'};
  ASSERT_TRUE(snapshot->scan(prefix, {}, false, [&](ByteView, ByteView value) {
    up += static_cast<char>('0' + value[0]);
    return true;
  }));
  Bytes from = {'q', 5};
  ASSERT_TRUE(snapshot->scan(prefix, from, true, [&](ByteView, ByteView value) {
    down += static_cast<char>('0' + value[0]);
    return value[0] != 2;
  }));
  EXPECT_EQ(up, "0123456789");
  EXPECT_EQ(down, "5432");
  ASSERT_TRUE(store->clear_indexes());
  EXPECT_FALSE(store->snapshot()->index(Bytes{'q', 5}).value());
}

TEST(StateStore, NamesADatabaseThatAnotherHolds) {
  Folder folder;
  auto store = StateStore::open(folder / "db", {}).value();
  EXPECT_EQ(StateStore::open(folder / "db", {}).error().error, StoreError::kLocked);
}

TEST(StateStore, NeverReadsAWrongValueFromDamagedFiles) {
  Folder folder;
  {
    StoreOptions options;
    options.write_buffer_bytes = 64 << 10;
    auto store = StateStore::open(folder / "db", options).value();
    for (uint64_t block = 0; block < 20; ++block) {
      std::vector<StateWrite> writes;
      for (uint64_t i = 0; i < 100; ++i) {
        writes.push_back({path_for(block * 100 + i), payload(block * 100 + i)});
      }
      std::sort(writes.begin(), writes.end(),
                [](const auto& a, const auto& b) { return a.path < b.path; });
      ASSERT_TRUE(store->write(Height{block}, writes, {}, false));
    }
  }
  std::mt19937_64 random(11);
  for (int trial = 0; trial < 40; ++trial) {
    Folder copy;
    fs::copy(folder / "db", copy / "db");
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(copy / "db")) {
      if (entry.path().extension() == ".ldb" && entry.file_size() > 0)
        files.push_back(entry.path());
    }
    ASSERT_FALSE(files.empty());
    fs::path victim = files[random() % files.size()];
    flip_bit(victim, random() % (fs::file_size(victim) * 8));
    auto store = StateStore::open(copy / "db", {});
    if (!store) continue;
    for (uint64_t i = 0; i < 2000; ++i) {
      auto value = (*store)->read(path_for(i));
      if (value && *value) {
        ASSERT_EQ(**value, payload(i)) << "trial " << trial;
      }
    }
  }
}

TEST(ValueCache, NeverLetsALateReaderPutBackAnOlderValue) {
  ValueCache cache(1 << 20);
  ValueCache::Found before = cache.find(path_for(1));
  EXPECT_FALSE(before.known);
  cache.publish(path_for(1), payload(2));
  cache.keep(path_for(1), payload(1), before.ticket);  // read before the block
  EXPECT_EQ(cache.find(path_for(1)).value, payload(2));
}

TEST(ValueCache, EvictsOnlyWhenSettled) {
  ValueCache cache(64 * 1000);
  for (uint64_t i = 0; i < 5000; ++i) cache.publish(path_for(i), payload(i));
  for (uint64_t i = 0; i < 5000; ++i) ASSERT_TRUE(cache.find(path_for(i)).known);
  ValueCache::Found before = cache.find(path_for(99999));
  cache.settle();
  EXPECT_LE(cache.bytes(), 64u * 1000);
  cache.keep(path_for(99999), payload(1), before.ticket);
  EXPECT_FALSE(cache.find(path_for(99999)).known);
}

}  // namespace
}  // namespace freehold::chain
