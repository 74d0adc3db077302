#include "chain/state_store.h"

#include <leveldb/cache.h>
#include <leveldb/db.h>
#include <leveldb/env.h>
#include <leveldb/filter_policy.h>
#include <leveldb/write_batch.h>

#include <algorithm>

#include "chain/value_cache.h"
#include "codec/bcs.h"
#include "common/assert.h"

namespace freehold::chain {
namespace {

constexpr char kStatePrefix = 's';
constexpr std::string_view kHeightKey("\0height", 7);

leveldb::Slice slice(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
ByteView view(const leveldb::Slice& bytes) { return as_bytes({bytes.data(), bytes.size()}); }

std::array<char, 33> state_name(const Path& path) {
  std::array<char, 33> out;
  out[0] = kStatePrefix;
  std::memcpy(out.data() + 1, path.data(), 32);
  return out;
}
leveldb::Slice slice(const std::array<char, 33>& name) { return {name.data(), name.size()}; }

StoreFailure failed(const leveldb::Status& status) {
  std::string text = status.ToString();
  if (status.IsCorruption()) return {StoreError::kDamaged, text};
  if (text.find("No space left") != std::string::npos) return {StoreError::kNoSpace, text};
  if (text.find("/LOCK") != std::string::npos) return {StoreError::kLocked, text};
  return {StoreError::kIo, text};
}

// The library's own diary says nothing an operator needs.
class NoLogger final : public leveldb::Logger {
 public:
  void Logv(const char*, va_list) override {}
};

// What the database needs while it and its snapshots live.
struct Database {
  NoLogger logger;
  std::unique_ptr<leveldb::Cache> cache;
  std::unique_ptr<const leveldb::FilterPolicy> filter;
  std::unique_ptr<leveldb::DB> db;

  leveldb::ReadOptions reading(const leveldb::Snapshot* snapshot = nullptr) const {
    leveldb::ReadOptions options;
    options.verify_checksums = true;
    options.snapshot = snapshot;
    return options;
  }
  Result<std::optional<Bytes>, StoreFailure> get(
      const leveldb::Slice& key, const leveldb::Snapshot* snapshot = nullptr) const {
    std::string value;
    leveldb::Status status = db->Get(reading(snapshot), key, &value);
    if (status.IsNotFound()) return std::optional<Bytes>();
    if (!status.ok()) return failure(failed(status));
    return std::optional<Bytes>(to_bytes(as_bytes(value)));
  }
};

class LevelDbSnapshot final : public StateStore::Snapshot {
 public:
  explicit LevelDbSnapshot(std::shared_ptr<Database> database)
      : database_(std::move(database)), snapshot_(database_->db->GetSnapshot()) {}
  ~LevelDbSnapshot() override { database_->db->ReleaseSnapshot(snapshot_); }

  Result<std::optional<Bytes>, StoreFailure> state(const Path& path) const override {
    return database_->get(slice(state_name(path)), snapshot_);
  }
  Result<std::optional<Bytes>, StoreFailure> index(ByteView key) const override {
    return database_->get(slice(key), snapshot_);
  }

  Result<std::monostate, StoreFailure> scan(ByteView prefix, ByteView from, bool descending,
                                            const Visit& visit) const override {
    FREEHOLD_ASSERT(!prefix.empty());
    std::unique_ptr<leveldb::Iterator> at(
        database_->db->NewIterator(database_->reading(snapshot_)));
    if (descending) {
      seek_last(*at, prefix, from);
    } else {
      at->Seek(slice(from.empty() ? prefix : from));
    }
    while (at->Valid() && at->key().starts_with(slice(prefix))) {
      if (!visit(view(at->key()), view(at->value()))) break;
      descending ? at->Prev() : at->Next();
    }
    if (!at->status().ok()) return failure(failed(at->status()));
    return std::monostate{};
  }

 private:
  // To the last entry not after `from`, or the last of the prefix.
  static void seek_last(leveldb::Iterator& at, ByteView prefix, ByteView from) {
    Bytes limit = to_bytes(from);
    if (limit.empty()) {
      limit = to_bytes(prefix);
      limit.insert(limit.end(), 80, 0xff);
    }
    at.Seek(slice(limit));
    if (!at.Valid()) {
      at.SeekToLast();
    } else if (at.key().compare(slice(limit)) > 0) {
      at.Prev();
    }
  }

  std::shared_ptr<Database> database_;
  const leveldb::Snapshot* snapshot_;
};

class LevelDbStore final : public StateStore {
 public:
  explicit LevelDbStore(const StoreOptions& options) : cache_(options.value_cache_bytes) {}

  Result<std::monostate, StoreFailure> load(const std::string& directory,
                                            const StoreOptions& options) {
    database_ = std::make_shared<Database>();
    database_->cache.reset(leveldb::NewLRUCache(options.block_cache_bytes));
    database_->filter.reset(leveldb::NewBloomFilterPolicy(10));
    leveldb::Options leveldb_options;
    leveldb_options.create_if_missing = true;
    leveldb_options.paranoid_checks = true;
    leveldb_options.write_buffer_size = options.write_buffer_bytes;
    leveldb_options.block_cache = database_->cache.get();
    leveldb_options.filter_policy = database_->filter.get();
    leveldb_options.compression = leveldb::kNoCompression;  // records are mostly hashes
    leveldb_options.max_file_size = size_t{16} << 20;
    leveldb_options.info_log = &database_->logger;
    leveldb::DB* db = nullptr;
    leveldb::Status status = leveldb::DB::Open(leveldb_options, directory, &db);
    if (!status.ok()) return failure(failed(status));
    database_->db.reset(db);
    FREEHOLD_TRY_ASSIGN(height,
                        database_->get(leveldb::Slice(kHeightKey.data(), kHeightKey.size())));
    if (!height) return std::monostate{};
    auto value = codec::bcs_decode<Height>(*height);
    if (!value) return failure(StoreFailure{StoreError::kDamaged, "the height cannot be read"});
    height_ = *value;
    return std::monostate{};
  }

  std::optional<Height> height() const override { return height_; }

  Result<std::monostate, StoreFailure> write(Height height, const std::vector<StateWrite>& state,
                                             const std::vector<IndexWrite>& index,
                                             bool durable) override {
    leveldb::WriteBatch batch;
    Bytes height_bytes = codec::bcs_encode(height);
    batch.Put(leveldb::Slice(kHeightKey.data(), kHeightKey.size()), slice(height_bytes));
    // Ascending all through: unsorted batches cost four times as much. 's' stands among the
    // indexes.
    auto middle = std::partition_point(index.begin(), index.end(), [](const IndexWrite& write) {
      return write.key[0] < kStatePrefix;
    });
    put_index(batch, index.begin(), middle);
    for (const StateWrite& write : state) {
      std::array<char, 33> name = state_name(write.path);
      if (write.value) {
        batch.Put(slice(name), slice(*write.value));
      } else {
        batch.Delete(slice(name));
      }
    }
    put_index(batch, middle, index.end());
    leveldb::WriteOptions options;
    options.sync = durable;
    leveldb::Status status = database_->db->Write(options, &batch);
    if (!status.ok()) return failure(failed(status));
    height_ = height;
    return std::monostate{};
  }

  void publish(const std::vector<StateWrite>& state) override {
    for (const StateWrite& write : state) cache_.publish(write.path, write.value);
  }
  void settle() override { cache_.settle(); }

  Result<std::optional<Bytes>, StoreFailure> read(const Path& path) override {
    ValueCache::Found found = cache_.find(path);
    if (found.known) return std::move(found.value);
    FREEHOLD_TRY_ASSIGN(value, database_->get(slice(state_name(path))));
    if (value) cache_.keep(path, *value, found.ticket);
    return value;
  }

  std::shared_ptr<const Snapshot> snapshot() const override {
    return std::make_shared<LevelDbSnapshot>(database_);
  }

  Result<std::monostate, StoreFailure> scan_state(
      unsigned subtree,
      const std::function<void(const Path&, ByteView value)>& visit) const override {
    leveldb::ReadOptions options = database_->reading();
    options.fill_cache = false;
    std::unique_ptr<leveldb::Iterator> at(database_->db->NewIterator(options));
    std::array<char, 2> from = {kStatePrefix, static_cast<char>(subtree << 4)};
    for (at->Seek(leveldb::Slice(from.data(), from.size())); at->Valid(); at->Next()) {
      ByteView key = view(at->key());
      if (key.size() != 33 || key[0] != kStatePrefix || key[1] >> 4 != static_cast<int>(subtree))
        break;
      visit(*Path::from(key.subspan(1)), view(at->value()));
    }
    if (!at->status().ok()) return failure(failed(at->status()));
    return std::monostate{};
  }

  Result<std::monostate, StoreFailure> clear_indexes() override {
    leveldb::ReadOptions options = database_->reading();
    options.fill_cache = false;
    std::unique_ptr<leveldb::Iterator> at(database_->db->NewIterator(options));
    leveldb::WriteBatch batch;
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
      char kind = at->key()[0];
      if (kind == '\0' || kind == kStatePrefix) continue;
      batch.Delete(at->key());
      if (batch.ApproximateSize() < (size_t{1} << 20)) continue;
      leveldb::Status status = database_->db->Write({}, &batch);
      if (!status.ok()) return failure(failed(status));
      batch.Clear();
    }
    if (!at->status().ok()) return failure(failed(at->status()));
    leveldb::Status status = database_->db->Write({}, &batch);
    if (!status.ok()) return failure(failed(status));
    return std::monostate{};
  }

 private:
  static void put_index(leveldb::WriteBatch& batch, std::vector<IndexWrite>::const_iterator begin,
                        std::vector<IndexWrite>::const_iterator end) {
    for (auto write = begin; write != end; ++write) {
      if (write->value) {
        batch.Put(slice(write->key), slice(*write->value));
      } else {
        batch.Delete(slice(write->key));
      }
    }
  }

  std::shared_ptr<Database> database_;
  ValueCache cache_;
  std::optional<Height> height_;
};

}  // namespace

const char* to_string(StoreError error) {
  switch (error) {
    case StoreError::kNoSpace:
      return "no_space";
    case StoreError::kIo:
      return "io";
    case StoreError::kDamaged:
      return "damaged";
    case StoreError::kLocked:
      return "locked";
  }
  return "unknown";
}

Result<std::unique_ptr<StateStore>, StoreFailure> StateStore::open(const std::string& directory,
                                                                   const StoreOptions& options) {
  auto store = std::make_unique<LevelDbStore>(options);
  FREEHOLD_TRY(store->load(directory, options));
  return std::unique_ptr<StateStore>(std::move(store));
}

}  // namespace freehold::chain
