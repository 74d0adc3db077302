// The chain's parameters: state like everything else, with defaults where genesis says nothing.
//
// docs/spec/contracts/governance.md is generated from this table.
#pragma once

#include <span>
#include <string_view>

#include "common/types.h"
#include "proof/records.h"

namespace freehold::chain {

struct ParameterRule {
  std::string_view name;
  uint64_t initial;
  uint64_t least;
  uint64_t most;
  std::string_view meaning;  // one sentence, with the unit
};

// All there are, ascending by name.
std::span<const ParameterRule> parameter_rules();
const ParameterRule* parameter_rule(std::string_view name);

// The values in force for one block.
struct Parameters {
  uint64_t accounts_open = 0;
  uint64_t block_bytes_max = 0;
  uint64_t block_txs_max = 0;
  Amount fee_per_byte;
  Amount fee_per_record;
  uint64_t heartbeat_ms = 0;
  uint64_t offer_blocks_max = 0;
  uint64_t protocol_version = 0;
  uint64_t time_jump_max_ms = 0;
  uint64_t tx_bytes_max = 0;
  Amount unopened_payment_min;
};

// `read(name)` gives a parameter's record, or none where state holds none.
template <class Read>
Parameters parameters_at(Height height, Read&& read) {
  auto value = [&](std::string_view name) {
    std::optional<proof::ParameterRecord> record = read(name);
    return record ? proof::parameter_at(*record, height) : parameter_rule(name)->initial;
  };
  Parameters out;
  out.accounts_open = value("accounts_open");
  out.block_bytes_max = value("block_bytes_max");
  out.block_txs_max = value("block_txs_max");
  out.fee_per_byte = Amount{value("fee_per_byte")};
  out.fee_per_record = Amount{value("fee_per_record")};
  out.heartbeat_ms = value("heartbeat_ms");
  out.offer_blocks_max = value("offer_blocks_max");
  out.protocol_version = value("protocol_version");
  out.time_jump_max_ms = value("time_jump_max_ms");
  out.tx_bytes_max = value("tx_bytes_max");
  out.unopened_payment_min = Amount{value("unopened_payment_min")};
  return out;
}

// The protocol versions this program executes.
inline constexpr uint64_t kProtocolVersionMax = 1;

}  // namespace freehold::chain
