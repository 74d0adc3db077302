#include "api/endpoints/all.h"
#include "api/read.h"

namespace freehold::api {
namespace {

struct GetAccount {
  static constexpr RouteText kRoute{
      http::Method::kGet, "/v1/accounts/{account}", "getAccount",
      "An account: credits, policy in force, next sequences. An address "
      "that nobody opened or paid is an account with nothing."};
  static constexpr Authentication kAuthentication = Authentication::kNone;
  static constexpr http::Weight kWeight = http::Weight::kLight;
  struct Input {
    AccountId account;
    FREEHOLD_DESCRIBE(account)
  };
  using Output = AccountView;

  static ApiResult<Output> handle(const Context& context, const Input& input) {
    auto version = context.node.ledger().newest();
    AccountView out;
    out.account = input.account;
    FREEHOLD_TRY_ASSIGN(
        record, read_record<proof::AccountRecord>(*version, proof::account_key(input.account)));
    if (record) out.balance = record->balance;
    add_lanes(context.node.mempool(), record.value_or(proof::AccountRecord{}), out);
    FREEHOLD_TRY_ASSIGN(
        policy, read_record<proof::PolicyRecord>(*version, proof::policy_key(input.account)));
    if (policy) {
      Time now = version->header().time;
      out.open = true;
      out.policy = proof::policy_in_force(*policy, now);
      out.epoch = proof::epoch_in_force(*policy, now);
      out.frozen = proof::is_frozen(*policy, now);
      out.policy_record = std::move(*policy);
    }
    FREEHOLD_TRY(add_roles(*version, out));
    return out;
  }

  static void add_lanes(const node::Mempool& mempool, const proof::AccountRecord& record,
                        Output& out) {
    for (uint8_t lane = 0; lane < proof::kLanes; ++lane) {
      uint64_t next = 0;
      for (const proof::LaneState& state : record.lanes) {
        if (state.lane == lane) next = state.next;
      }
      if (auto waiting = mempool.next_waiting(out.account, lane)) next = std::max(next, *waiting);
      if (next > 0) out.lanes.push_back({lane, next});
    }
  }

  static ApiResult<std::monostate> add_roles(const chain::LedgerVersion& version, Output& out) {
    using proof::Role;
    static constexpr std::pair<Role, std::string_view> kRoles[] = {{Role::kRegistrar, "registrar"},
                                                                   {Role::kIssuer, "issuer"},
                                                                   {Role::kRegulator, "regulator"},
                                                                   {Role::kAdmitted, "admitted"}};
    for (const auto& [role, name] : kRoles) {
      FREEHOLD_TRY_ASSIGN(
          held, read_record<proof::RoleRecord>(version, proof::role_key(role, out.account)));
      if (held) out.roles.emplace_back(name);
    }
    return std::monostate{};
  }
};

}  // namespace

RoutePtr route_account() { return make_route<GetAccount>(); }

}  // namespace freehold::api
