#include <fcntl.h>
#include <signal.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <thread>

#include "api/api.h"
#include "cmd/cli.h"
#include "http/server.h"
#include "node/audit.h"

namespace freehold::cmd {
namespace {

using codec::Json;

struct InitArgs {
  std::string home;
  std::string chain = "freehold";
  std::string credits = "1000000000";
  std::vector<std::string> parameters;
};

Outcome<std::vector<proof::GenesisParameter>> read_parameters(
    const std::vector<std::string>& given) {
  std::vector<proof::GenesisParameter> out;
  for (const std::string& one : given) {
    size_t equals = one.find('=');
    auto value =
        equals == std::string::npos ? std::nullopt : u64_from_decimal(one.substr(equals + 1));
    if (!value) return misuse("bad_parameter", "'" + printable(one) + "' is not NAME=NUMBER");
    out.push_back({one.substr(0, equals), *value});
  }
  return out;
}

Refused home_refused(const node::HomeFailure& why) {
  std::string message = why.detail;
  switch (why.error) {
    case node::HomeError::kExists:
      message += " holds a chain already; take another folder";
      break;
    case node::HomeError::kNoHome:
      message += " holds no chain; `freehold node init` makes one";
      break;
    case node::HomeError::kOpenKey:
      message += " can be read by others; chmod 600 it";
      break;
    case node::HomeError::kBadKey:
      message += " is not a key";
      break;
    case node::HomeError::kKeyNotValidator:
      message += " is not the key of a validator of this chain";
      break;
    case node::HomeError::kUnknownParameter:
      message = "there is no parameter '" + printable(why.detail) + "'";
      break;
    case node::HomeError::kBadGenesis:
      message += ": not a good genesis document";
      break;
    default:
      break;
  }
  bool usage = why.error == node::HomeError::kUnknownParameter ||
               why.error == node::HomeError::kParameterRange;
  return {usage ? 2 : 1, node::to_string(why.error), message};
}

Refused node_refused(const node::NodeFailure& why) {
  std::string message = why.detail;
  if (why.name == "locked") message = "another process uses that chain: is a node running on it?";
  if (why.name == "no_home") message += " holds no chain; `freehold node init` makes one";
  if (why.name == "open_key") message += " can be read by others; chmod 600 it";
  if (why.name == "signed_ahead") {
    message =
        "a header past the end of this chain has been sealed: the chain was restored from an older "
        "copy, and going on "
        "would seal two chains";
  }
  if (why.name == "signed_other")
    message = "another header of the newest height has been sealed: this is another chain's end";
  if (why.error == node::NodeError::kLedger &&
      (why.name == "damaged" || why.name == "missing" || why.name == "state_mismatch")) {
    message +=
        "; if only the database under chain/state is damaged, `freehold node reindex` makes it "
        "again from the blocks";
  }
  return {1, why.name, message};
}

Done node_init(Session& session, const InitArgs& args) {
  FREEHOLD_TRY_ASSIGN(account, session.account());
  if (!account.public_key)
    return refuse("watch_only", "the founding account has to have its keys in the wallet");
  FREEHOLD_TRY_ASSIGN(parameters, read_parameters(args.parameters));
  FREEHOLD_TRY_ASSIGN(credits, parse_credits(args.credits));
  node::HomeSpec spec;
  spec.name = args.chain;
  spec.time = node::system_time();
  spec.parameters = std::move(parameters);
  spec.founder = proof::single_key_policy(*account.public_key);
  spec.credits = credits;
  auto genesis = node::home_init(args.home, spec);
  if (!genesis) return failure(home_refused(genesis.error()));
  const Console& console = session.console();
  ChainId chain = proof::chain_id(*genesis);
  console.say("chain      " + args.chain + " " + to_hex(chain.view()));
  console.say("genesis    " + args.home + "/genesis.json: give it to whoever is to check proofs");
  console.say("founder    " + codec::account_to_text(account.account) + ", with " +
              amount_to_credits(credits) + " credits");
  console.say("next       freehold node run --home " + args.home);
  Json out = Json::object();
  out.set("chain", Json::string(to_hex(chain.view())));
  out.set("genesis", Json::string(args.home + "/genesis.json"));
  out.set("founder", Json::string(codec::account_to_text(account.account)));
  console.result(out);
  return std::monostate{};
}

struct RunArgs {
  std::string home;
  std::string listen = "127.0.0.1:8480";
  std::vector<std::string> cors;
  unsigned threads = 0;
  uint64_t interval_ms = 100;
  uint64_t free_mib = 64;
  bool accept_time_jump = false;
};

struct Address {
  std::string host;
  uint16_t port;
};
Outcome<Address> read_address(const std::string& text) {
  size_t colon = text.rfind(':');
  auto port = colon == std::string::npos ? std::nullopt : u64_from_decimal(text.substr(colon + 1));
  std::string host = text.substr(0, colon == std::string::npos ? 0 : colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (!port || *port > 65535 || host.empty()) {
    return misuse("bad_address",
                  "'" + printable(text) + "' is not ADDRESS:PORT, such as 127.0.0.1:8480");
  }
  return Address{host, static_cast<uint16_t>(*port)};
}

// Waits for a request to stop, or for a failure that is told through the pipe.
class StopSignal {
 public:
  StopSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  }
  void wait() {
    int signal = 0;
    sigwait(&signals_, &signal);
  }
  static void raise() { kill(getpid(), SIGTERM); }

 private:
  sigset_t signals_{};
};

std::string url_of(const Address& address, uint16_t port) {
  bool six = address.host.find(':') != std::string::npos;
  return "http://" + (six ? "[" + address.host + "]" : address.host) + ":" + std::to_string(port);
}

// home/address tells other commands where the node of a folder is.
class AddressFile {
 public:
  AddressFile(const std::string& home, const std::string& url) : path_(home + "/address") {
    std::string text = url + "\n" + std::to_string(getpid()) + "\n";
    auto written = wallet::file_write(path_, as_bytes(text), wallet::Replace::kYes);
    kept_ = written.has_value();
  }
  ~AddressFile() {
    if (kept_) unlink(path_.c_str());
  }

 private:
  std::string path_;
  bool kept_ = false;
};

Done node_run(Session& session, const RunArgs& args) {
  FREEHOLD_TRY_ASSIGN(address, read_address(args.listen));
  StopSignal stop;
  auto logger = spdlog::stderr_color_mt("node");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %^%l%$ %v");
  std::atomic<bool> failed{false};
  node::NodeOptions options;
  options.threads =
      args.threads != 0 ? args.threads : std::max(1u, std::thread::hardware_concurrency());
  options.interval_ms = args.interval_ms;
  options.accept_time_jump = args.accept_time_jump;
  options.free_bytes_min = args.free_mib << 20;
  options.log = [logger](const std::string& line) { logger->warn("{}", line); };
  Progress bar("reading blocks");
  options.progress = [&bar](Height done, std::optional<Height> last) {
    bar.update(done.value, last.value_or(done).value);
  };
  options.on_failure = [&failed, logger](const std::string& why) {
    logger->error("the chain cannot go on: {}", why);
    failed = true;
    StopSignal::raise();
  };
  auto node = node::Node::start(args.home, options);
  bar.end();
  if (!node) return failure(node_refused(node.error()));
  api::ApiOptions api_options;
  api_options.cors_origins = args.cors;
  api::Api api(**node, api_options);
  http::ServerOptions server_options;
  server_options.address = address.host;
  server_options.port = address.port;
  server_options.workers = std::max(2u, options.threads);
  server_options.log = [logger](const std::string& line) { logger->error("{}", line); };
  auto server = http::Server::start(server_options, api);
  if (!server) {
    std::string message = "cannot listen on " + args.listen;
    if (server.error() == http::ServerError::kInUse)
      message += ": something else does; take another with --listen";
    if (server.error() == http::ServerError::kNotAllowed)
      message += ": the system does not allow it";
    if (server.error() == http::ServerError::kBadAddress)
      message += ": this machine does not have that address";
    return refuse(http::to_string(server.error()), message);
  }
  api.set_server(server->get());
  std::string url = url_of(address, (*server)->port());
  AddressFile address_file(args.home, url);
  auto tip = (*node)->ledger().newest();
  logger->info("chain {} at height {}, listening on {}", (*node)->ledger().genesis().name,
               tip->header().height.value, url);
  session.console().say(url);
  stop.wait();
  logger->info("stopping");
  api.stop_events();
  (*server)->stop();
  api.set_server(nullptr);
  (*node)->stop();
  logger->info("stopped at height {}", (*node)->ledger().newest()->header().height.value);
  if (failed) return refuse("node_failed", "the chain could not go on: " + (*node)->state_detail());
  return std::monostate{};
}

struct HomeArgs {
  std::string home;
};

node::NodeOptions offline_options() {
  node::NodeOptions options;
  options.threads = std::max(1u, std::thread::hardware_concurrency());
  return options;
}

Done node_audit(Session& session, const HomeArgs& args) {
  Progress bar("auditing");
  auto report = node::audit(args.home, offline_options(),
                            [&](Height done, Height last) { bar.update(done.value, last.value); });
  bar.end();
  if (!report) return failure(node_refused(report.error()));
  session.console().say("every block from genesis to " + std::to_string(report->height.value) +
                        " executes again to the same header, " +
                        std::to_string(report->transactions) +
                        " transactions, every signature and seal good");
  session.console().say("header " + to_hex(report->header.view()));
  Json out = Json::object();
  out.set("height", Json::string(std::to_string(report->height.value)));
  out.set("header", Json::string(to_hex(report->header.view())));
  out.set("transactions", Json::string(std::to_string(report->transactions)));
  session.console().result(out);
  return std::monostate{};
}

Done node_reindex(Session& session, const HomeArgs& args) {
  Progress bar("making the database again");
  auto height = node::reindex(args.home, offline_options(), [&](Height done, Height last) {
    bar.update(done.value, last.value);
  });
  bar.end();
  if (!height) return failure(node_refused(height.error()));
  session.console().say("the database was made again, to height " + std::to_string(height->value));
  session.console().result(Json::string(std::to_string(height->value)));
  return std::monostate{};
}

// A node that runs on the folder answers for itself.
Outcome<api::StatusView> ask_running(const std::string& home) {
  FREEHOLD_TRY_ASSIGN(text, read_input(home + "/address", 4096));
  std::string line(as_text(text));
  auto url = http::parse_url(line.substr(0, line.find('\n')));
  if (!url) return refuse("bad_url", home + "/address is damaged");
  Remote remote(*url);
  return remote.get<api::StatusView>("/v1/status");
}

Done node_status(Session& session, const HomeArgs& args) {
  const Console& console = session.console();
  auto status = node::status(args.home, offline_options());
  if (!status && status.error().name == "locked") {
    FREEHOLD_TRY_ASSIGN(view, ask_running(args.home));
    console.say("running    " + view.state + (view.detail.empty() ? "" : ": " + view.detail));
    console.say("chain      " + view.name + " " + to_hex(view.chain.view()));
    console.say("height     " + std::to_string(view.height.value) + ", " + time_text(view.time.ms));
    console.say("sealed     " + (view.sealed ? std::to_string(view.sealed->value) : "none"));
    console.say("waiting    " + std::to_string(view.waiting) + " transactions");
    console.result(codec::to_json(view));
    return std::monostate{};
  }
  if (!status) return failure(node_refused(status.error()));
  console.say("stopped");
  console.say("chain      " + status->name + " " + to_hex(status->chain.view()));
  console.say("height     " + std::to_string(status->height.value) + ", " +
              time_text(status->time.ms));
  console.say("sealed     " + (status->sealed ? std::to_string(status->sealed->value) : "none"));
  Json out = Json::object();
  out.set("state", Json::string("stopped"));
  out.set("name", Json::string(status->name));
  out.set("chain", Json::string(to_hex(status->chain.view())));
  out.set("height", Json::string(std::to_string(status->height.value)));
  out.set("header", Json::string(to_hex(status->header.view())));
  console.result(out);
  return std::monostate{};
}

}  // namespace

void add_node_commands(CLI::App& app, Cli& cli) {
  CLI::App* group = app.add_subcommand("node", "Make a chain, run a node, look after its files");
  group->require_subcommand(1);
  add_command<InitArgs>(
      *group, cli, "init", "Make a chain of one authority: genesis.json and its seal key",
      kUsesWallet | kUsesJson,
      [](CLI::App& command, InitArgs& args) {
        command.add_option("--home", args.home, "The node's folder")->type_name("DIR")->required();
        command.add_option("--chain", args.chain,
                           "The chain's name: a-z, 0-9, - . _; freehold where none is "
                           "given")->type_name("NAME");
        command.add_option("--credits", args.credits,
                           "Credits the founder holds; 1000000000 where none is "
                           "given")->type_name("CREDITS");
        command.add_option("--param", args.parameters,
                           "NAME=VALUE of a parameter; see docs/spec/contracts/governance.md")
            ->type_name("NAME=VALUE");
      },
      node_init)
      ->footer(page(R"(
Writes DIR/genesis.json, which is public and what everybody checks proofs against, and DIR/seal.key,
which is secret: whoever has it can write another history of this chain. The wallet's account holds
all credits, and is registrar and first member; no password is asked for, and a wallet made by
`freehold wallet watch --public-key` is enough. Nothing is started.

Examples:
  freehold node init --home chain --wallet me.wallet --chain family
  freehold node init --home chain --wallet me.wallet --param accounts_open=0)"));
  add_command<RunArgs>(
      *group, cli, "run", "Run the node and its API until it is interrupted", 0,
      [](CLI::App& command, RunArgs& args) {
        command.add_option("--home", args.home, "The node's folder")->type_name("DIR")->required();
        command.add_option("--listen", args.listen,
                           "ADDRESS:PORT; 127.0.0.1:8480 where none is given, port 0 takes any "
                           "that is free");
        command.add_option("--cors", args.cors,
                           "An origin whose pages may read the API; * for any")
            ->type_name("ORIGIN");
        command.add_option("--threads", args.threads,
                           "Threads for signatures and state; all cores where none is given");
        command.add_option("--interval-ms", args.interval_ms,
                           "The least time between two blocks; 100 where none is given");
        command.add_option("--free-mib", args.free_mib,
                           "Take nothing while the disk has less than this free; 64 where none is "
                           "given");
        command.add_flag("--accept-time-jump", args.accept_time_jump,
                         "For the first block after the start: the clock is right, although the "
                         "newest block is longer ago than the parameter time_jump_max_ms");
      },
      node_run)
      ->footer(page(R"(
Prints its URL on standard output when it answers, and logs to standard error. SIGTERM or ctrl-c
stops it cleanly. The API has no TLS and reads are open to whoever reaches it: for other machines
put a reverse proxy before it. Never run one chain from two copies of its folder.

Examples:
  freehold node run --home chain
  freehold node run --home chain --listen 127.0.0.1:9000 --cors https://example.org)"));
  auto home = [](CLI::App& command, HomeArgs& args) {
    command.add_option("--home", args.home, "The node's folder")->type_name("DIR")->required();
  };
  add_command<HomeArgs>(*group, cli, "audit",
                        "Execute the whole chain again and compare every header", kUsesJson, home,
                        node_audit)
      ->footer(page(R"(
Stop the node first. It executes every block from genesis in DIR/audit.tmp, which is removed
afterwards, and checks every signature and every seal. It needs as much free space as DIR/chain
takes.

Example:
  freehold node audit --home chain)"));
  add_command<HomeArgs>(*group, cli, "reindex", "Make the database again from the blocks",
                        kUsesJson, home, node_reindex)
      ->footer(page(R"(
Stop the node first. It deletes DIR/chain/state and makes it again by executing the blocks; blocks
and head stay. For when the node says that the database is damaged.

Example:
  freehold node reindex --home chain)"));
  add_command<HomeArgs>(*group, cli, "status", "Where the chain stands", kUsesJson, home,
                        node_status)
      ->footer(page(R"(
Asks the node that runs on the folder, or reads the folder where none does.

Example:
  freehold node status --home chain)"));
}

}  // namespace freehold::cmd
