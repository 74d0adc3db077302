// What an ordering engine hands over, and what the chain keeps of it.
#pragma once

#include "proof/header.h"
#include "proof/transaction.h"

namespace freehold::chain {

// A validator's next preimage of its hash chain.
struct Reveal {
  uint16_t validator = 0;
  Hash256 preimage;
  FREEHOLD_DESCRIBE(validator, preimage)
};

// An ordered batch: the same batches give the same headers under every engine.
struct OrderedBatch {
  uint8_t version = 1;
  Time time;
  std::vector<Bytes> transactions;  // SignedTx encodings
  std::vector<Bytes> evidence;      // of validators' misconduct, as the engine encodes it
  std::vector<Reveal> reveals;
  std::vector<proof::Seal> seals;  // of earlier headers
  FREEHOLD_DESCRIBE(version, time, transactions, evidence, reveals, seals)
};

// What a record was before a block changed it; none: it was not there.
struct UndoEntry {
  Hash256 path;
  std::optional<Bytes> before;
  FREEHOLD_DESCRIBE(path, before)
};

struct StoredBlock {
  uint8_t version = 1;
  proof::Header header;
  OrderedBatch batch;
  std::vector<proof::TxResult> results;
  std::vector<UndoEntry> undo;  // ascending by path
  FREEHOLD_DESCRIBE(version, header, batch, results, undo)
};

// What the block index keeps of each height.
struct BlockEntry {
  uint32_t file = 0;
  uint64_t offset = 0;
  proof::Header header;
  FREEHOLD_DESCRIBE(file, offset, header)
};

// What the transaction index keeps of each transaction.
struct TxEntry {
  Height height;
  uint32_t place = 0;
  proof::TxResult result;
  FREEHOLD_DESCRIBE(height, place, result)
};

// Keys of the secondary indexes: a byte that names the index, then what it is found by, big-endian
// where order matters. docs/spec/storage.md lists them.
namespace index_key {
inline constexpr uint8_t kBlock = 'b';       // height → BlockEntry
inline constexpr uint8_t kTx = 't';          // txid → TxEntry
inline constexpr uint8_t kHistory = 'y';     // account, height, place → txid
inline constexpr uint8_t kHeaderTree = 'm';  // place in the header tree → node
inline constexpr uint8_t kValidators = 'v';  // hash → set
inline constexpr uint8_t kSealed = 'z';      // height → Seal
inline constexpr uint8_t kOwner = 'o';       // owner, asset → nothing
inline constexpr uint8_t kContent = 'c';     // content hash, height, number, asset → nothing
inline constexpr uint8_t kEvent = 'e';       // asset, number → Event
inline constexpr uint8_t kOfferTo = 'f';     // recipient, asset → nothing
inline constexpr uint8_t kDerived = 'd';     // parent, asset → nothing

void append_u64(Bytes& key, uint64_t value);  // big-endian
void append_u32(Bytes& key, uint32_t value);
Bytes of_height(uint8_t kind, Height height);
Bytes of_id(uint8_t kind, ByteView id);
uint64_t read_u64(ByteView at);
uint32_t read_u32(ByteView at);
}  // namespace index_key

}  // namespace freehold::chain
