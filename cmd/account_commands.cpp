#include "cmd/cli.h"

namespace freehold::cmd {
namespace {

struct AccountArgs {
  std::string address;
};

// The account that is named, or the wallet's.
Outcome<AccountId> which(Session& session, const std::string& address) {
  if (!address.empty()) return parse_account(address);
  FREEHOLD_TRY_ASSIGN(account, session.account());
  return account.account;
}

Done account_show(Session& session, const AccountArgs& args) {
  FREEHOLD_TRY_ASSIGN(id, which(session, args.address));
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  FREEHOLD_TRY_ASSIGN(view,
                      remote->get<api::AccountView>("/v1/accounts/" + codec::account_to_text(id)));
  const Console& console = session.console();
  console.say("address   " + codec::account_to_text(id));
  console.say("credits   " + amount_to_credits(view.balance));
  console.say(std::string("opened    ") +
              (view.open ? "yes" : "no: its first transaction opens it"));
  if (view.policy) {
    console.say("keys      " + std::to_string(view.policy->entries.size()) + ", threshold " +
                std::to_string(view.policy->threshold) + ", epoch " + std::to_string(view.epoch));
  }
  for (const std::string& role : view.roles) console.say("role      " + role);
  if (view.frozen) console.say("FROZEN    it can neither act nor pay");
  console.result(codec::to_json(view));
  return std::monostate{};
}

std::string call_line(const api::ActionView& action) {
  std::string name =
      action.call.is_object() && action.call.size() == 1 ? action.call.keys().front() : "?";
  return action.contract + "." + name;
}

struct HistoryArgs {
  std::string address;
  size_t limit = 50;
};

Done account_history(Session& session, const HistoryArgs& args) {
  FREEHOLD_TRY_ASSIGN(id, which(session, args.address));
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  codec::Json all = codec::Json::array();
  size_t shown = 0;
  FREEHOLD_TRY(remote->each<api::TransactionLine>(
      "/v1/accounts/" + codec::account_to_text(id) + "/transactions",
      [&](const api::TransactionLine& line) {
        if (shown++ >= args.limit) return false;
        std::string what;
        for (const api::ActionView& action : line.actions) {
          if (what.size() > 60) break;
          what += (what.empty() ? "" : ", ") + call_line(action);
        }
        if (line.result.code != 0) what += "  FAILED: " + line.result.name;
        session.console().say(time_text(line.time.ms) + "  block " +
                              std::to_string(line.height.value) + "  " + what + "  " +
                              to_hex(line.id.view()));
        all.push(codec::to_json(line));
        return true;
      }));
  session.console().result(all);
  return std::monostate{};
}

struct PayArgs {
  std::string to;
  std::string amount;
};

Done pay(Session& session, const PayArgs& args) {
  FREEHOLD_TRY_ASSIGN(to, parse_account(args.to));
  FREEHOLD_TRY_ASSIGN(amount, parse_credits(args.amount));
  FREEHOLD_TRY_ASSIGN(tx, session.run({wallet::make_action(contracts::accounts::Pay{to, amount})}));
  session.console().say("paid " + amount_to_credits(amount) + " credits to " +
                        codec::account_to_text(to));
  show_outcome(session.console(), tx);
  session.console().result(codec::to_json(tx));
  return std::monostate{};
}

}  // namespace

void add_account_commands(CLI::App& app, Cli& cli) {
  CLI::App* group = app.add_subcommand("account", "Look at accounts and pay");
  group->require_subcommand(1);
  unsigned reads = kUsesWallet | kUsesNode | kUsesJson;
  add_command<AccountArgs>(
      *group, cli, "show", "Credits, keys and roles of an account", reads,
      [](CLI::App& command, AccountArgs& args) {
        command.add_option("address", args.address, "Another account than the wallet's");
      },
      account_show)
      ->footer(page(R"(
Any account can be looked at: what is on the chain is public.

Examples:
  freehold account show
  freehold account show fh1... --json)"));
  add_command<HistoryArgs>(
      *group, cli, "history", "The transactions that concern an account, the newest first", reads,
      [](CLI::App& command, HistoryArgs& args) {
        command.add_option("address", args.address, "Another account than the wallet's");
        command.add_option("--limit", args.limit, "How many at most; 50 where none is given");
      },
      account_history)
      ->footer(page(R"(
Any account's history can be looked at: what is on the chain is public.

Examples:
  freehold account history
  freehold account history fh1... --limit 500)"));
  auto setup_pay = [](CLI::App& command, PayArgs& args) {
    command.add_option("address", args.to, "Who is paid")->required();
    command.add_option("amount", args.amount, "Credits, such as 12 or 0.5")->required();
  };
  add_command<PayArgs>(*group, cli, "pay", "Pay credits to an address", reads | kUsesFee, setup_pay,
                       pay)
      ->footer(page(R"(
Takes effect in the next block and cannot be taken back. Public: both addresses, the amount and the
time. An address that nobody has opened yet can be paid, at least the parameter
unopened_payment_min.

Examples:
  freehold account pay fh1... 12.5
  freehold account pay fh1... 0.000001 --max-fee 0.01)"));
}

}  // namespace freehold::cmd
