// Executes an ordered batch over a state: a pure function of state, parent and batch.
//
// No clock, no thread, no file. The same input gives the same outcome on every machine.
#pragma once

#include "chain/block.h"
#include "chain/prepare.h"
#include "proof/genesis.h"

namespace freehold::chain {

// Reads one parameter's record, for parameters_at.
Parameters load_parameters(const ReadView& view, Height height);

// A block is full once the records it has read add up to this many bytes. A block's old values are kept with it:
// the bound keeps that record, and the memory a block takes, far below what the log holds in one record (1 GiB).
// The last transaction may pass the bound by what its 1024 actions can read, a few records each.
inline constexpr uint64_t kBlockStateBytesMax = uint64_t{64} << 20;

// How a batch is taken: a proposer drops what is rejected; a validator refuses a batch that holds
// such.
enum class BatchMode : uint8_t { kPropose, kValidate };

struct DroppedTx {
  size_t place = 0;  // in the input
  Rejection why = Rejection::kMalformed;
};

struct Execution {
  std::vector<PreparedTxPtr> transactions;  // those that stand in the block, in order
  std::vector<proof::TxResult> results;     // of each
  std::vector<DroppedTx> dropped;           // kPropose only
  std::vector<StateChange> changes;         // ascending by path
  std::vector<IndexEntry> index;            // in the order they were made; later ones win
  proof::ValidatorSet next_validators;
};

enum class ExecuteError : uint8_t {
  kStateUnreadable = 1,  // the state could not be read: the node stops
  kRejectedTransaction,  // kValidate: the batch holds one; the block is invalid
  kNotConserved,         // credits appeared or vanished: our mistake; the node stops
  kUnknownProtocol,      // a protocol version this program does not execute
};
const char* to_string(ExecuteError error);

// Transactions are prepared and their signatures verified. Bytes and number are bounded by the
// parameters, what is read by kBlockStateBytesMax: in kPropose what is over a bound is left out, undropped, for a
// later block; in kValidate the batch is refused.
Result<Execution, ExecuteError> execute(const StateView& state, const ChainId& chain,
                                        Height height, Time time,
                                        const std::vector<PreparedTxPtr>& transactions,
                                        BatchMode mode);

// RFC 9162 root over (txid, result).
Hash256 tx_root(const std::vector<PreparedTxPtr>& transactions,
                const std::vector<proof::TxResult>& results);

// The state a genesis document describes, from nothing.
std::vector<StateChange> genesis_changes(const proof::Genesis& genesis);

}  // namespace freehold::chain
