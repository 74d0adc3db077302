#include "chain/overlay.h"

#include <algorithm>

#include "common/assert.h"

namespace freehold::chain {
namespace {

size_t slot_of(const Path& path, size_t mask) { return DigestHasher{}(path)&mask; }

}  // namespace

uint32_t StateOverlay::find(ByteView key) {
  FREEHOLD_ASSERT(!key.empty());
  Path path = path_of(key);
  size_t mask = table_.size() - 1;
  size_t slot = slot_of(path, mask);
  while (table_[slot] != 0) {
    uint32_t at = table_[slot] - 1;
    if (entries_[at].path == path) return at;
    slot = (slot + 1) & mask;
  }
  Entry entry;
  entry.path = path;
  entry.space = key[0];
  entry.now = base_.read(path, &failed_);
  if (entry.now) bytes_read_ += entry.now->size();
  entries_.push_back(std::move(entry));
  table_[slot] = static_cast<uint32_t>(entries_.size());
  uint32_t at = static_cast<uint32_t>(entries_.size() - 1);
  if (entries_.size() * 2 > table_.size()) grow();
  return at;
}

void StateOverlay::grow() {
  table_.assign(table_.size() * 2, 0);
  size_t mask = table_.size() - 1;
  for (size_t i = 0; i < entries_.size(); ++i) {
    size_t slot = slot_of(entries_[i].path, mask);
    while (table_[slot] != 0) slot = (slot + 1) & mask;
    table_[slot] = static_cast<uint32_t>(i + 1);
  }
}

const Bytes* StateOverlay::get(ByteView key) {
  Entry& entry = entries_[find(key)];
  return entry.now ? &*entry.now : nullptr;
}

void StateOverlay::set(ByteView key, std::optional<Bytes> value) {
  uint32_t at = find(key);
  Entry& entry = entries_[at];
  if (entry.journaled) {
    entry.now = std::move(value);
    return;
  }
  journal_.push_back({at, std::exchange(entry.now, std::move(value))});
  entry.journaled = true;
}

void StateOverlay::put(ByteView key, Bytes value) {
  FREEHOLD_ASSERT(!value.empty() && value.size() <= proof::kStateValueBytesMax);
  set(key, std::move(value));
}

void StateOverlay::erase(ByteView key) { set(key, std::nullopt); }

void StateOverlay::mark() {
  for (Undo& undo : journal_) {
    Entry& entry = entries_[undo.entry];
    entry.journaled = false;
    // The first value that was replaced is the base's.
    if (!std::exchange(entry.touched, true)) entry.before = std::move(undo.value);
  }
  journal_.clear();
}

void StateOverlay::rollback() {
  for (Undo& undo : journal_) {
    entries_[undo.entry].now = std::move(undo.value);
    entries_[undo.entry].journaled = false;
  }
  journal_.clear();
}

uint64_t StateOverlay::records_added() const {
  uint64_t added = 0;
  for (const Undo& undo : journal_) {
    if (!undo.value && entries_[undo.entry].now) ++added;
  }
  return added;
}

std::vector<RecordChange> StateOverlay::changes_since_mark() const {
  std::vector<RecordChange> out;
  out.reserve(journal_.size());
  for (const Undo& undo : journal_) {
    const Entry& entry = entries_[undo.entry];
    out.push_back({entry.space, undo.value ? &*undo.value : nullptr, entry.now ? &*entry.now : nullptr});
  }
  return out;
}

std::vector<StateChange> StateOverlay::take_changes() {
  mark();
  std::vector<StateChange> out;
  for (Entry& entry : entries_) {
    if (!entry.touched || entry.before == entry.now) continue;
    out.push_back({entry.path, entry.space, std::move(entry.before), std::move(entry.now)});
  }
  std::sort(out.begin(), out.end(),
            [](const StateChange& a, const StateChange& b) { return a.path < b.path; });
  entries_.clear();
  return out;
}

}  // namespace freehold::chain
