#include <algorithm>

#include "cmd/cli.h"
#include "codec/bcs.h"
#include "contracts/registry.h"

namespace freehold::cmd {
namespace {

using codec::Json;

struct CallArgs {
  std::string call;
  std::string json;
};

const chain::Contract* contract_named(std::string_view name) {
  for (const chain::Contract* contract : contracts::registry().all()) {
    if (contract->name() == name) return contract;
  }
  return nullptr;
}

// CONTRACT.ACTION and its fields, as the registry knows them.
Outcome<proof::Action> read_action(const std::string& call, const std::string& fields,
                                   uint8_t actor) {
  size_t dot = call.find('.');
  const chain::Contract* contract = contract_named(call.substr(0, dot));
  std::string name = dot == std::string::npos ? "" : call.substr(dot + 1);
  auto names = contract != nullptr ? contract->call_names() : std::vector<std::string_view>();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    std::string known;
    for (const chain::Contract* one : contracts::registry().all()) {
      for (std::string_view each : one->call_names()) {
        known += " " + std::string(one->name()) + "." + std::string(each);
      }
    }
    return misuse("unknown_call", "'" + printable(call) + "' is not CONTRACT.ACTION; there are" + known);
  }
  auto json = Json::parse(fields, {size_t{4} << 20, 32, size_t{4} << 20});
  if (!json)
    return misuse("bad_json", "the call's fields are not JSON: " +
                                  std::string(codec::to_string(json.error().code)));
  Json whole = Json::object();
  whole.set(name, *json);
  auto bytes = contract->call_from_json(whole);
  if (!bytes) {
    return misuse(std::string("json_") + codec::to_string(bytes.error().code),
                  "the call's fields do not fit at '" + bytes.error().path +
                      "'; /v1/contracts has its schema");
  }
  if (!contract->check(*bytes))
    return misuse("malformed_call", "the call breaks a limit of its own");
  return proof::Action{actor, contract->tag(), std::move(*bytes)};
}

Done call(Session& session, const CallArgs& args) {
  FREEHOLD_TRY_ASSIGN(action, read_action(args.call, args.json, 0));
  FREEHOLD_TRY_ASSIGN(tx, session.run({std::move(action)}));
  session.console().say("done       " + args.call);
  show_outcome(session.console(), tx);
  session.console().result(codec::to_json(tx));
  return std::monostate{};
}

struct BuildArgs {
  std::vector<std::string> calls;
  std::string from;
  std::vector<std::string> also;
  std::string memo;
  std::string output;
  // Without a node:
  std::string chain;
  std::optional<uint64_t> sequence;
  std::optional<uint64_t> valid_until;
};

Outcome<std::vector<proof::Action>> read_calls(const BuildArgs& args) {
  if (args.calls.size() % 2 != 0)
    return misuse("bad_calls", "calls come in pairs: CONTRACT.ACTION '{...}'");
  std::vector<proof::Action> out;
  for (size_t i = 0; i < args.calls.size(); i += 2) {
    FREEHOLD_TRY_ASSIGN(action, read_action(args.calls[i], args.calls[i + 1], 0));
    out.push_back(std::move(action));
  }
  return out;
}

// Others who act in the same transaction: ADDRESS CONTRACT.ACTION JSON, three by three.
Done add_others(Session& session, const BuildArgs& args, proof::TxBody& body) {
  if (args.also.size() % 3 != 0)
    return misuse("bad_calls", "--also takes ADDRESS CONTRACT.ACTION '{...}'");
  for (size_t i = 0; i < args.also.size(); i += 3) {
    FREEHOLD_TRY_ASSIGN(account, parse_account(args.also[i]));
    FREEHOLD_TRY_ASSIGN(remote, session.remote());
    FREEHOLD_TRY_ASSIGN(
        view, remote->get<api::AccountView>("/v1/accounts/" + codec::account_to_text(account)));
    size_t place = 0;
    while (place < body.actors.size() && body.actors[place].account != account) ++place;
    if (place == body.actors.size()) {
      uint64_t sequence = 0;
      for (const api::LaneView& lane : view.lanes) {
        if (lane.lane == 0) sequence = lane.next;
      }
      body.actors.push_back({account, 0, sequence});
    }
    FREEHOLD_TRY_ASSIGN(
        action, read_action(args.also[i + 1], args.also[i + 2], static_cast<uint8_t>(place)));
    body.actions.push_back(std::move(action));
  }
  return std::monostate{};
}

Outcome<proof::TxBody> build_body(Session& session, const BuildArgs& args) {
  AccountId from;
  std::optional<proof::Policy> policy;
  if (!args.from.empty()) {
    FREEHOLD_TRY_ASSIGN(given, parse_account(args.from));
    from = given;
  } else {
    FREEHOLD_TRY_ASSIGN(account, session.account());
    from = account.account;
    if (account.public_key) policy = proof::single_key_policy(*account.public_key);
  }
  FREEHOLD_TRY_ASSIGN(actions, read_calls(args));
  if (args.chain.empty()) return session.draft(from, policy, std::move(actions));
  if (!args.sequence || !args.valid_until) {
    return misuse("offline_build", "without a node say --chain, --sequence and --valid-until");
  }
  wallet::DraftContext context;
  FREEHOLD_TRY_ASSIGN(chain, parse_id<ChainId>(args.chain, "a chain"));
  context.chain = chain;
  context.valid_until = Height{*args.valid_until};
  context.account = from;
  context.sequence = *args.sequence;
  if (!session.settings().max_fee.empty()) {
    FREEHOLD_TRY_ASSIGN(fee, parse_credits(session.settings().max_fee));
    context.max_fee = fee;
  }
  return wallet::draft(context, std::move(actions));
}

void show_body(const Console& console, const proof::SignedTx& tx) {
  console.say("transaction " + to_hex(proof::tx_id(tx.body).view()));
  for (const std::string& line : wallet::describe(tx.body)) console.say("  " + printable(line));
  console.say("  signatures: " + std::to_string(tx.auths.size()));
}

Done build(Session& session, const BuildArgs& args) {
  FREEHOLD_TRY_ASSIGN(body, build_body(session, args));
  FREEHOLD_TRY(add_others(session, args, body));
  if (args.memo.size() > proof::kMemoBytesMax)
    return misuse("memo_too_long", "a memo is at most 256 bytes");
  body.memo = to_bytes(as_bytes(args.memo));
  proof::SignedTx tx{std::move(body), {}, {}};
  FREEHOLD_TRY(write_output(args.output, wallet::tx_to_json(tx)));
  if (args.output != "-") show_body(session.console(), tx);
  return std::monostate{};
}

struct FileArgs {
  std::string file;
  std::string output;
};

Outcome<proof::SignedTx> read_tx(const std::string& path) {
  FREEHOLD_TRY_ASSIGN(text, read_input(path, size_t{4} << 20));
  auto tx = wallet::tx_from_json(as_text(text));
  if (!tx)
    return refuse(wallet::to_string(tx.error()),
                  printable(path) + " is not a transaction of this program");
  return std::move(*tx);
}

Done show(Session& session, const FileArgs& args) {
  FREEHOLD_TRY_ASSIGN(tx, read_tx(args.file));
  show_body(session.console(), tx);
  Json lines = Json::array();
  for (const std::string& line : wallet::describe(tx.body)) lines.push(Json::string(line));
  Json out = Json::object();
  out.set("id", Json::string(to_hex(proof::tx_id(tx.body).view())));
  out.set("says", std::move(lines));
  out.set("body", codec::to_json(tx.body));
  out.set("signatures", Json::number(tx.auths.size()));
  session.console().result(out);
  return std::monostate{};
}

Done sign(Session& session, const FileArgs& args) {
  FREEHOLD_TRY_ASSIGN(tx, read_tx(args.file));
  FREEHOLD_TRY_ASSIGN(account, session.account());
  auto places = wallet::signer_places(tx.body, account.account);
  if (places.empty())
    return refuse("not_a_signer", "this account neither acts nor pays in that transaction");
  show_body(session.console(), tx);
  FREEHOLD_TRY_ASSIGN(signer, session.signer());
  auto key = signer->key(account);
  if (!key) return failure(refused(key.error()));
  for (uint8_t place : places) wallet::add_signature(tx, place, *key);
  std::string output = args.output.empty() ? args.file : args.output;
  FREEHOLD_TRY(write_output(output, wallet::tx_to_json(tx)));
  session.console().say("signed, in " + output);
  return std::monostate{};
}

Done submit(Session& session, const FileArgs& args) {
  FREEHOLD_TRY_ASSIGN(tx, read_tx(args.file));
  FREEHOLD_TRY_ASSIGN(view, session.submit(tx));
  show_outcome(session.console(), view);
  session.console().result(codec::to_json(view));
  return std::monostate{};
}

Done status(Session& session, const FileArgs& args) {
  FREEHOLD_TRY_ASSIGN(id, parse_id<TxId>(args.file, "a transaction"));
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  FREEHOLD_TRY_ASSIGN(view,
                      remote->get<api::TransactionView>("/v1/transactions/" + id_path(id.view())));
  session.console().say(view.state);
  if (view.height)
    session.console().say("  block " + std::to_string(view.height->value) + ", " +
                          time_text(view.time->ms));
  if (view.result) session.console().say("  " + view.result->name + ": " + view.result->sentence);
  if (view.rejection)
    session.console().say("  " + view.rejection->name + ": " + view.rejection->sentence);
  session.console().result(codec::to_json(view));
  return std::monostate{};
}

}  // namespace

void add_tx_commands(CLI::App& app, Cli& cli) {
  unsigned all = kUsesWallet | kUsesNode | kUsesJson | kUsesFee;
  add_command<CallArgs>(
      app, cli, "call", "Any action of any contract: CONTRACT.ACTION and its fields as JSON", all,
      [](CLI::App& command, CallArgs& args) {
        command.add_option("call", args.call, "Such as accounts.pay")->required();
        command
            .add_option("json", args.json,
                        "Such as '{\"to\": \"fh1...\", \"amount\": \"1000000\"}'; amounts are "
                        "micro-credits")
            ->required();
      },
      call)
      ->footer(page(R"(
For what has no command of its own. The node's /v1/contracts lists the calls and the JSON Schema of
their fields: amounts and heights are decimal strings, amounts in micro-credits, ids and hashes
base64url, accounts addresses. It is signed and submitted at once; use tx build to look at it first.

Examples:
  freehold call accounts.pay '{"to": "fh1...", "amount": "1000000"}'
  freehold call accounts.admit '{"account": "fh1..."}')"));
  CLI::App* group = app.add_subcommand(
      "tx", "Build, look at, sign and submit transactions, on one machine or on two");
  group->require_subcommand(1);
  add_command<BuildArgs>(
      *group, cli, "build", "Build an unsigned transaction, to be carried to where the keys are",
      all,
      [](CLI::App& command, BuildArgs& args) {
        command.add_option("calls", args.calls, "CONTRACT.ACTION '{...}' pairs")->required();
        command.add_option("--from", args.from, "The acting account, where it is not the wallet's")
            ->type_name("ADDRESS");
        command
            .add_option("--also", args.also, "Another who acts: ADDRESS CONTRACT.ACTION '{...}'")
            ->type_size(3)
            ->expected(-1);
        command.add_option("--memo", args.memo, "A public note, at most 256 bytes");
        command.add_option("--chain", args.chain, "Without a node: the chain's id")
            ->type_name("ID");
        command.add_option("--sequence", args.sequence,
                           "Without a node: the account's next sequence");
        command.add_option("--valid-until", args.valid_until,
                           "Without a node: the last height it is good for");
        command.add_option("-o,--output", args.output, "Where to write it; - for standard output")
            ->type_name("FILE")
            ->required();
      },
      build)
      ->footer(page(R"(
Writes a transaction that nobody has signed. Nothing is sent. Its actions happen all or not at all.
With --also another account acts in the same transaction and has to sign it too: so an asset and
its price change hands in one step. Without a node, say --chain, --sequence and --valid-until.

Examples:
  freehold tx build accounts.pay '{"to": "fh1...", "amount": "1000000"}' -o pay.tx
  freehold tx build accounts.pay '{...}' --from fh1... --memo "invoice 7" -o pay.tx)"));
  auto file = [](CLI::App& command, FileArgs& args) {
    command.add_option("file", args.file, "The transaction's file; - for standard input")
        ->required();
  };
  add_command<FileArgs>(*group, cli, "show", "Say in plain words what a transaction's bytes do",
                        kUsesJson, file, show)
      ->footer(page(R"(
Reads the bytes that would be signed, and nothing else: what it prints is what the transaction does.

Example:
  freehold tx show pay.tx)"));
  add_command<FileArgs>(
      *group, cli, "sign", "Sign a transaction; needs no node", kUsesWallet | kUsesJson,
      [file](CLI::App& command, FileArgs& args) {
        file(command, args);
        command.add_option("-o,--output", args.output,
                           "Where to write it; the same file where none is given")
            ->type_name("FILE");
      },
      sign)
      ->footer(page(R"(
Prints what the transaction does, asks for the password, and adds this account's signature. It needs
no network: do it on a machine that has none.

Examples:
  freehold tx sign pay.tx --wallet me.wallet
  freehold tx sign pay.tx --wallet me.wallet -o pay.signed.tx)"));
  add_command<FileArgs>(*group, cli, "submit", "Submit a signed transaction and wait for its block",
                        kUsesNode | kUsesJson, file, submit)
      ->footer(page(R"(
Sent twice it is still done once: its sequence number is used up the first time.

Example:
  freehold tx submit pay.tx)"));
  add_command<FileArgs>(
      *group, cli, "status", "UNKNOWN, PENDING, COMMITTED or INVALID", kUsesNode | kUsesJson,
      [](CLI::App& command, FileArgs& args) {
        command.add_option("id", args.file, "The transaction's id")->required();
      },
      status)
      ->footer(page(R"(
UNKNOWN: this node has not seen it. PENDING: it waits for a block. COMMITTED: it stands in a block,
done or failed. INVALID: the node dropped it, and says why.

Example:
  freehold tx status TXID)"));
}

}  // namespace freehold::cmd
