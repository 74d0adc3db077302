#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <iostream>

#include "api/version.h"
#include "cmd/cli.h"

namespace freehold::cmd {

// The heading in --help under which options that many commands have stand, after a command's own.
constexpr const char* kShared = "Settings";

void add_uses(CLI::App& command, Cli& cli, unsigned uses) {
  Settings& settings = cli.settings;
  if ((uses & kUsesWallet) != 0) {
    command.add_option("--wallet", settings.wallets, "The wallet's file")
        ->type_name("FILE")
        ->group(kShared);
    command
        .add_option("--password-file", settings.password_files,
                    "A file whose first line is the password; one for each --wallet")
        ->type_name("FILE")
        ->group(kShared);
    command
        .add_option("--account", settings.account,
                    "An account of the wallet: label, number or address; the first where none is "
                    "given")
        ->group(kShared);
  }
  if ((uses & kUsesNode) != 0) {
    command
        .add_option("--node", settings.node,
                    "The node's URL; http://127.0.0.1:8480 where none is given")
        ->type_name("URL")
        ->group(kShared);
    command
        .add_option("--timeout", settings.timeout_s,
                    "Seconds to wait for a block; 60 where none is given")
        ->type_name("SECONDS")
        ->group(kShared);
  }
  if ((uses & kUsesFee) != 0) {
    command
        .add_option("--max-fee", settings.max_fee,
                    "The most it may cost, in credits; computed where none is given")
        ->type_name("CREDITS")
        ->group(kShared);
    command
        .add_option("--valid-blocks", settings.valid_blocks,
                    "Blocks for which the transaction is good; 10000 where none is given")
        ->type_name("N")
        ->group(kShared);
  }
  if ((uses & kUsesJson) != 0)
    command.add_flag("--json", settings.json, "Print the result as JSON")->group(kShared);
  command
      .add_option("--config", settings.config,
                  "Another config file than ~/.config/freehold/config.toml")
      ->type_name("FILE")
      ->group(kShared);
}

namespace {

// Secrets are in this process: no core dump, and no other process of the user may look into it.
void harden() {
  rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0);
  std::signal(SIGPIPE, SIG_IGN);
}

int finish(const Settings& settings, Done done) {
  if (done && !output_arrived())
    done = refuse("output_failed", "not all of the result could be written to standard output");
  if (done) return 0;
  const Refused& why = done.error();
  if (settings.json) {
    codec::Json out = codec::Json::object();
    out.set("error", codec::Json::string(why.code));
    out.set("message", codec::Json::string(why.message));
    std::fprintf(stdout, "%s\n", json_text(out).c_str());
  }
  std::fprintf(stderr, "freehold: %s [%s]\n", printable(why.message).c_str(),
               printable(why.code).c_str());
  return why.status;
}

constexpr const char* kFooter =
    R"(
Defaults for --wallet, --node, --genesis and --password-file: ~/.config/freehold/config.toml.
Exit status: 0 done, 1 refused (with a reason in brackets), 2 wrong usage.

A first walk, with a node of your own:
  freehold wallet new --wallet me.wallet
  freehold node init --home chain --wallet me.wallet
  freehold node run --home chain                     (in another terminal)
  freehold certify photo.jpg --wallet me.wallet
  freehold prove photo.jpg --wallet me.wallet -o photo.proof.json
  freehold verify photo.proof.json --genesis chain/genesis.json --file photo.jpg)";

void group_commands(CLI::App& app) {
  struct Group {
    const char* name;
    std::vector<const char*> commands;
  };
  const Group groups[] = {
      {"Keys and accounts", {"wallet", "account"}},
      {"Title to data", {"certify", "find", "asset", "transfer"}},
      {"Proofs", {"prove", "verify"}},
      {"Transactions by hand", {"tx", "call"}},
      {"Running a node", {"node"}},
      {"Shell", {"completion"}},
  };
  for (const Group& group : groups) {
    for (const char* command : group.commands) app.get_subcommand(command)->group(group.name);
  }
}

int run(int argc, char** argv) {
  Cli cli;
  CLI::App app{
      "Freehold: title to data. Certify files on a chain, hand certificates on, and prove offline\n"
      "who owns what. Each command has a --help of its own, with examples."};
  app.name("freehold");
  app.set_version_flag("--version", "freehold " + std::string(api::kVersion));
  app.require_subcommand(1);
  app.get_formatter()->column_width(34);
  // In the order in which a person meets them.
  add_wallet_commands(app, cli);
  add_account_commands(app, cli);
  add_certify_commands(app, cli);
  add_asset_commands(app, cli);
  add_transfer_commands(app, cli);
  add_proof_commands(app, cli);
  add_tx_commands(app, cli);
  add_node_commands(app, cli);
  add_completion_command(app, cli);
  group_commands(app);
  // Last: a command added after this would say it too.
  app.footer(page(kFooter));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (app.exit(error) != 0) return 2;
    std::cout.flush();
    return finish(cli.settings, std::monostate{});
  }
  if (Done loaded = load_config(cli.settings); !loaded) return finish(cli.settings, loaded);
  Session session(cli.settings);
  return finish(cli.settings, cli.run(session));
}

}  // namespace
}  // namespace freehold::cmd

int main(int argc, char** argv) {
  freehold::cmd::harden();
  return freehold::cmd::run(argc, argv);
}
