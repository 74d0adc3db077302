// The program's commands, each file adding its own. For cmd/*.cpp.
#pragma once

#include <CLI/CLI.hpp>

#include "cmd/session.h"

namespace freehold::cmd {

struct Cli {
  Settings settings;
  // What the command line asked for.
  std::function<Done(Session&)> run;
};

// Which options of the settings a command understands.
enum Uses : unsigned { kUsesWallet = 1, kUsesNode = 2, kUsesJson = 4, kUsesFee = 8 };
void add_uses(CLI::App& command, Cli& cli, unsigned uses);

// Adds a command whose arguments live in an Args that `setup` binds options to.
template <class Args>
CLI::App* add_command(CLI::App& parent, Cli& cli, const std::string& name, const std::string& help,
                      unsigned uses, const std::function<void(CLI::App&, Args&)>& setup,
                      const std::function<Done(Session&, const Args&)>& run) {
  CLI::App* command = parent.add_subcommand(name, help);
  auto args = std::make_shared<Args>();
  setup(*command, *args);
  add_uses(*command, cli, uses);
  command->callback([&cli, args, run] {
    cli.run = [args, run](Session& session) { return run(session, *args); };
  });
  return command;
}
struct NoArgs {};

// What a --help says below the options, written as a raw string that begins on a line of its own.
inline std::string page(std::string_view text) { return std::string(text.substr(1)); }

void add_node_commands(CLI::App& app, Cli& cli);
void add_wallet_commands(CLI::App& app, Cli& cli);
void add_account_commands(CLI::App& app, Cli& cli);
void add_certify_commands(CLI::App& app, Cli& cli);
void add_asset_commands(CLI::App& app, Cli& cli);
void add_transfer_commands(CLI::App& app, Cli& cli);
void add_proof_commands(CLI::App& app, Cli& cli);
void add_tx_commands(CLI::App& app, Cli& cli);
void add_completion_command(CLI::App& app, Cli& cli);

}  // namespace freehold::cmd
