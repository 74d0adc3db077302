#include "cmd/session.h"

#include <unistd.h>

#include <toml++/toml.h>
#include <cstdlib>
#include <thread>

#include "codec/bcs.h"
#include "contracts/registry.h"

namespace freehold::cmd {
namespace {

std::string default_config() {
  if (const char* given = std::getenv("FREEHOLD_CONFIG")) return given;
  if (const char* folder = std::getenv("XDG_CONFIG_HOME"))
    return std::string(folder) + "/freehold/config.toml";
  if (const char* home = std::getenv("HOME"))
    return std::string(home) + "/.config/freehold/config.toml";
  return {};
}

Refused refused(http::ClientError error, const http::Url& url) {
  return {1, http::to_string(error),
          http::sentence(error, url) +
              "; start one with `freehold node run`, or name another with --node"};
}

}  // namespace

Done load_config(Settings& settings) {
  bool named = !settings.config.empty();
  std::string path = named ? settings.config : default_config();
  if (path.empty() || (!named && access(path.c_str(), F_OK) != 0)) return std::monostate{};
  FREEHOLD_TRY_ASSIGN(text, read_input(path, 1 << 20));
  try {
    toml::table table = toml::parse(as_text(text), path);
    for (const auto& [key, value] : table) {
      std::string name(key.str());
      auto string = value.value<std::string>();
      bool known =
          name == "wallet" || name == "node" || name == "genesis" || name == "password_file";
      if (!known || !string)
        return misuse("bad_config", path + ": '" + name + "' is not a setting");
      if (name == "wallet" && settings.wallets.empty()) settings.wallets = {*string};
      if (name == "node" && settings.node.empty()) settings.node = *string;
      if (name == "genesis" && settings.genesis.empty()) settings.genesis = *string;
      if (name == "password_file" && settings.password_files.empty())
        settings.password_files = {*string};
    }
  } catch (const toml::parse_error& error) {
    return misuse("bad_config", path + ":" + std::to_string(error.source().begin.line) + ": " +
                                    std::string(error.description()));
  }
  return std::monostate{};
}

// --- Remote -----------------------------------------------------------------------------------

Outcome<http::Response> Remote::fetch(const http::ClientRequest& request) {
  auto response = client_.request(request);
  if (!response) return failure(refused(response.error(), client_.url()));
  if (response->status == 200) return std::move(*response);
  auto problem = codec::from_json_text<api::ProblemView>(response->body);
  if (!problem) {
    return refuse("unreadable_answer", "the server at " + http::to_text(client_.url()) +
                                           " answered " + std::to_string(response->status) +
                                           "; is it a Freehold node?");
  }
  std::string message = problem->title;
  if (!problem->detail.empty()) message += " (" + problem->detail + ")";
  return refuse(printable(problem->code), printable(message));
}

Outcome<http::Response> Remote::post_json(const std::string& target, std::string body) {
  return fetch({http::Method::kPost, target, "application/json", std::move(body), {}});
}

// --- Session ----------------------------------------------------------------------------------

Refused refused(const wallet::WalletFailure& failure) {
  std::string message = failure.detail;
  if (failure.name == "wrong_password")
    message += ": the password is wrong, or the file was changed";
  if (failure.name == "watch_only")
    message = "this wallet only watches; it has no keys to sign with";
  if (failure.name == "no_such_account")
    message = "the wallet has no account '" + failure.detail + "'";
  if (failure.name == "not_json" || failure.name == "unknown_format")
    message += ": not a wallet of this program";
  if (failure.name == "kdf_cost")
    message += ": asks for more memory or passes than any wallet needs";
  if (message.empty()) message = failure.name;
  return {1, failure.name, message};
}

Outcome<AccountId> parse_account(const std::string& text) {
  auto account = codec::account_from_text(text);
  if (!account) {
    return misuse("bad_address", "'" + printable(text) + "' is not an address (" +
                                     codec::to_string(account.error()) + "): one begins with fh1");
  }
  return *account;
}

Outcome<Amount> parse_credits(const std::string& text) {
  auto amount = amount_from_credits(text);
  if (!amount) {
    return misuse("bad_amount",
                  "'" + printable(text) + "' is not an amount of credits, such as 12 or 0.5");
  }
  return *amount;
}

std::string id_path(ByteView id) { return to_hex(id); }

Done check_title(const std::string& title) {
  if (proof::title_allowed(title)) return std::monostate{};
  return misuse("bad_title",
                "a title is UTF-8 of at most " + std::to_string(proof::kTitleBytesMax) +
                    " bytes, without control characters and those that turn text around; this one "
                    "has " +
                    std::to_string(title.size()) + " bytes");
}

Outcome<Remote*> Session::remote() {
  if (remote_) return &*remote_;
  std::string text = settings_.node.empty() ? "http://127.0.0.1:8480" : settings_.node;
  auto url = http::parse_url(text);
  if (!url) {
    return misuse("bad_url", "'" + printable(text) + "' is not a node's URL (" +
                                 http::to_string(url.error()) +
                                 "): one is like http://127.0.0.1:8480");
  }
  remote_.emplace(std::move(*url));
  return &*remote_;
}

Outcome<wallet::Wallet*> Session::wallet(size_t number) {
  auto known = wallets_.find(number);
  if (known != wallets_.end()) return &known->second;
  if (number >= settings_.wallets.size()) {
    return misuse("no_wallet",
                  "say which wallet with --wallet FILE; `freehold wallet new` makes one");
  }
  auto opened = wallet::Wallet::open(settings_.wallets[number]);
  if (!opened) return failure(refused(opened.error()));
  return &wallets_.emplace(number, std::move(*opened)).first->second;
}

Outcome<wallet::WalletAccount> Session::account() {
  FREEHOLD_TRY_ASSIGN(wallet, this->wallet());
  if (settings_.account.empty()) return wallet->main();
  auto found = wallet->find(settings_.account);
  if (!found) return failure(refused(found.error()));
  return *found;
}

Outcome<crypto::SecretBytes> Session::password(size_t number, const std::string& prompt) {
  if (number < settings_.password_files.size())
    return read_secret_file(settings_.password_files[number]);
  auto typed = ask_secret(prompt);
  if (!typed) {
    return misuse("no_password",
                  "there is no terminal to ask for a password on; give --password-file FILE, one "
                  "for each --wallet");
  }
  return std::move(*typed);
}

Outcome<crypto::SecretBytes> Session::new_password(size_t number, const std::string& prompt) {
  FREEHOLD_TRY_ASSIGN(first, password(number, prompt));
  if (first.empty()) return misuse("empty_password", "an empty password protects nothing");
  if (number < settings_.password_files.size()) return first;
  FREEHOLD_TRY_ASSIGN(again, password(number, "The same again: "));
  if (!crypto::equal_secret(first.view(), again.view())) {
    return misuse("passwords_differ", "the two are not the same; nothing was done");
  }
  return first;
}

Outcome<const wallet::Signer*> Session::signer(size_t number) {
  auto known = signers_.find(number);
  if (known != signers_.end()) return &known->second;
  FREEHOLD_TRY_ASSIGN(wallet, this->wallet(number));
  if (wallet->watch_only()) {
    return refuse("watch_only", "this wallet only watches; sign with the wallet that has the keys");
  }
  FREEHOLD_TRY_ASSIGN(secret, password(number, "Password of " + wallet->path() + ": "));
  auto unlocked = wallet->unlock(secret.view());
  if (!unlocked) return failure(refused(unlocked.error()));
  return &signers_.emplace(number, std::move(*unlocked)).first->second;
}

Outcome<Amount> Session::fee_for(const proof::TxBody& body, size_t signatures) {
  if (!settings_.max_fee.empty()) return parse_credits(settings_.max_fee);
  FREEHOLD_TRY_ASSIGN(remote, this->remote());
  FREEHOLD_TRY_ASSIGN(view, remote->get<api::ParametersView>("/v1/parameters"));
  uint64_t per_byte = 0;
  uint64_t per_record = 0;
  for (const api::ParameterView& parameter : view.parameters) {
    if (parameter.name == "fee_per_byte") per_byte = parameter.value;
    if (parameter.name == "fee_per_record") per_record = parameter.value;
  }
  // A signature with its key is 103 bytes; an action adds at most four records, the opening three
  // more.
  uint64_t bytes = codec::bcs_encode(body).size() + 110 * signatures + 16;
  auto fee = mul(Amount{per_byte}, bytes);
  auto records = mul(Amount{per_record}, 4 * body.actions.size() + 4);
  auto total = fee && records ? add(*fee, *records) : std::nullopt;
  if (!total) return refuse("amount_overflow", "the fee is more than there can be");
  return *total;
}

Outcome<proof::TxBody> Session::draft(const AccountId& account,
                                      const std::optional<proof::Policy>& policy,
                                      std::vector<proof::Action> actions) {
  FREEHOLD_TRY_ASSIGN(remote, this->remote());
  FREEHOLD_TRY_ASSIGN(status, remote->get<api::StatusView>("/v1/status"));
  FREEHOLD_TRY_ASSIGN(
      view, remote->get<api::AccountView>("/v1/accounts/" + codec::account_to_text(account)));
  wallet::DraftContext context;
  context.chain = status.chain;
  context.valid_until = Height{status.height.value + settings_.valid_blocks};
  context.account = account;
  for (const api::LaneView& lane : view.lanes) {
    if (lane.lane == 0) context.sequence = lane.next;
  }
  if (!view.open) {
    if (!policy)
      return refuse("unopened", "the account is not open, and its keys are not in this wallet");
    context.opening = policy;
  }
  proof::TxBody body = wallet::draft(context, std::move(actions));
  FREEHOLD_TRY_ASSIGN(fee, fee_for(body, 1));
  body.max_fee = fee;
  return body;
}

Outcome<api::TransactionView> Session::run(const std::vector<proof::Action>& actions,
                                           const BeforeSending& before) {
  FREEHOLD_TRY_ASSIGN(account, this->account());
  FREEHOLD_TRY_ASSIGN(signer, this->signer());
  auto key = signer->key(account);
  if (!key) return failure(refused(key.error()));
  constexpr int kTries = 20;
  for (int tries = 1;; ++tries) {
    auto sent = draft_and_post(account, *key, actions, before);
    auto done = sent ? wait(*sent) : failure(sent.error());
    if (done || done.error().code != "sequence_used") return done;
    if (tries == kTries) {
      return refuse("sequence_used",
                    "other transactions of this account came first, again and again; nothing of "
                    "this one was done");
    }
  }
}

Outcome<TxId> Session::draft_and_post(const wallet::WalletAccount& account,
                                      const crypto::SecretKey& key,
                                      const std::vector<proof::Action>& actions,
                                      const BeforeSending& before) {
  // Where the folder cannot be written to, the node alone decides who comes first.
  std::optional<wallet::FileLock> turn;
  FREEHOLD_TRY_ASSIGN(wallet, this->wallet());
  if (wallet->make_place("pending")) {
    auto taken = wallet::FileLock::take(wallet->folder() + "/sending", 1000 * settings_.timeout_s);
    if (taken) turn.emplace(std::move(*taken));
  }
  FREEHOLD_TRY_ASSIGN(
      body, draft(account.account, proof::single_key_policy(key.public_key().view()), actions));
  proof::SignedTx tx{std::move(body), {}, {}};
  wallet::add_signature(tx, 0, key);
  if (before) FREEHOLD_TRY(before(tx));
  auto submitted = post(tx);
  // The same words said at once with the same sequence are one transaction, and somebody else's: this
  // one was not there a moment ago.
  bool others = submitted ? submitted->state == "COMMITTED" : submitted.error().code == "duplicate";
  if (others) return refuse("sequence_used", "another transaction like this one came first");
  if (!submitted) return failure(submitted.error());
  return proof::tx_id(tx.body);
}

Outcome<api::SubmittedView> Session::post(const proof::SignedTx& tx) {
  FREEHOLD_TRY_ASSIGN(remote, this->remote());
  return remote->post<api::SubmittedView>("/v1/transactions",
                                          api::SubmitBody{codec::bcs_encode(tx)});
}

Outcome<api::TransactionView> Session::submit(const proof::SignedTx& tx) {
  auto submitted = post(tx);
  // The same transaction sent again is waiting already: that is no failure.
  if (!submitted && submitted.error().code != "duplicate") return failure(submitted.error());
  return wait(proof::tx_id(tx.body));
}

Outcome<api::TransactionView> Session::wait(const TxId& tx) {
  FREEHOLD_TRY_ASSIGN(remote, this->remote());
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds(settings_.timeout_s);
  for (;;) {
    FREEHOLD_TRY_ASSIGN(
        view, remote->get<api::TransactionView>("/v1/transactions/" + id_path(tx.view())));
    if (view.state == "COMMITTED") {
      if (view.result && view.result->code != 0)
        return refuse(printable(view.result->name), printable(view.result->sentence));
      return view;
    }
    if (view.state == "INVALID") {
      return refuse(view.rejection ? view.rejection->name : "invalid",
                    view.rejection ? view.rejection->sentence : "The transaction was dropped.");
    }
    if (std::chrono::steady_clock::now() > end) {
      return refuse("not_committed_yet",
                    "the transaction " + id_path(tx.view()) +
                        " is not in a block yet; ask later with `freehold tx status`");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

void show_outcome(const Console& console, const api::TransactionView& tx) {
  console.say("transaction " + to_hex(tx.id.view()) + " in block " +
              std::to_string(tx.height->value));
}

}  // namespace freehold::cmd
