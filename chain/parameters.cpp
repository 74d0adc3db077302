#include "chain/parameters.h"

#include <algorithm>
#include <array>

namespace freehold::chain {
namespace {

constexpr uint64_t kMinuteMs = 60'000;
constexpr uint64_t kDayMs = 86'400'000;

constexpr std::array kRules = {
    ParameterRule{"accounts_open", 1, 0, 1,
                  "1: anyone may open an account; 0: a registrar admits it first"},
    ParameterRule{"block_bytes_max", 8u << 20, 64u << 10, 64u << 20,
                  "bytes of transactions in one block"},
    ParameterRule{"block_txs_max", 20'000, 1, 100'000, "transactions in one block"},
    ParameterRule{"fee_per_byte", 0, 0, kMicroPerCredit,
                  "micro-credits for each byte of a signed transaction"},
    ParameterRule{"fee_per_record", 0, 0, 1000 * kMicroPerCredit,
                  "micro-credits for each record a transaction adds to the state"},
    ParameterRule{"heartbeat_ms", 60 * kMinuteMs, 1000, kDayMs / 4,
                  "milliseconds after which an idle chain makes a block"},
    ParameterRule{"offer_blocks_max", 10'000'000, 1, 1'000'000'000,
                  "blocks for which an offer can stand"},
    ParameterRule{"protocol_version", 1, 1, kProtocolVersionMax,
                  "the rules blocks are executed by"},
    ParameterRule{
        "time_jump_max_ms", kDayMs, kMinuteMs, 3650 * kDayMs,
        "milliseconds a block may be later than the one before without an operator's word"},
    ParameterRule{"tx_bytes_max", 1u << 20, 4096, 1u << 20, "bytes of one signed transaction"},
    ParameterRule{"unopened_payment_min", 100'000, 0, 1'000'000 * kMicroPerCredit,
                  "least micro-credits that can be paid to an address nobody has opened"},
};
static_assert(std::is_sorted(kRules.begin(), kRules.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));

}  // namespace

std::span<const ParameterRule> parameter_rules() { return kRules; }

const ParameterRule* parameter_rule(std::string_view name) {
  for (const ParameterRule& rule : kRules) {
    if (rule.name == name) return &rule;
  }
  return nullptr;
}

}  // namespace freehold::chain
