// What most commands share: which wallet, which node, passwords, and a transaction's way to a
// block.
#pragma once

#include <map>
#include <optional>

#include "api/views.h"
#include "cmd/console.h"
#include "http/client.h"
#include "http/head.h"
#include "wallet/transactions.h"
#include "wallet/wallet.h"

namespace freehold::cmd {

// From the command line and the config file; the command line wins.
struct Settings {
  bool json = false;
  std::string config;  // empty: the default place
  std::string node;    // a URL
  std::vector<std::string> wallets;
  std::vector<std::string> password_files;  // one for each wallet, in their order
  std::string account;                      // label, number or address; empty: the first
  std::string genesis;                      // a verifier's anchor
  std::string max_fee;
  uint64_t valid_blocks = 10'000;
  uint64_t timeout_s = 60;
};

// The config file, where there is one: wallet, node, genesis, password_file.
Done load_config(Settings& settings);

// Reads the node's API.
class Remote {
 public:
  explicit Remote(http::Url url) : client_(std::move(url)) {}

  // A GET whose JSON is a T. A problem document becomes the refusal.
  template <class T>
  Outcome<T> get(const std::string& target) {
    FREEHOLD_TRY_ASSIGN(response, fetch({http::Method::kGet, target, {}, {}, {}}));
    return read<T>(response);
  }
  template <class T, class B>
  Outcome<T> post(const std::string& target, const B& body) {
    FREEHOLD_TRY_ASSIGN(response, post_json(target, codec::to_json(body).dump()));
    return read<T>(response);
  }
  // The body of a successful answer.
  Outcome<http::Response> fetch(const http::ClientRequest& request);
  Outcome<http::Response> post_json(const std::string& target, std::string body);
  // Every item of a list, page by page, until `take` says stop.
  template <class T>
  Done each(const std::string& target, const std::function<bool(const T&)>& take) {
    std::string cursor;
    for (;;) {
      std::string mark = target.find('?') == std::string::npos ? "?" : "&";
      std::string page = target + mark + "limit=500" + (cursor.empty() ? "" : "&cursor=" + cursor);
      FREEHOLD_TRY_ASSIGN(read, get<api::Page<T>>(page));
      for (const T& item : read.items) {
        if (!take(item)) return std::monostate{};
      }
      if (!read.next) return std::monostate{};
      cursor = http::percent_encode(*read.next);
    }
  }
  const http::Url& url() const { return client_.url(); }

 private:
  template <class T>
  Outcome<T> read(const http::Response& response) {
    auto value = codec::from_json_text<T>(response.body, {size_t{64} << 20, 64, size_t{64} << 20});
    if (!value) {
      return refuse("unreadable_answer", "the node's answer cannot be read (" + value.error().path +
                                             "); is it a Freehold node of this version?");
    }
    return std::move(*value);
  }

  http::Client client_;
};

class Session {
 public:
  explicit Session(const Settings& settings) : settings_(settings), console_(settings.json) {}

  const Settings& settings() const { return settings_; }
  const Console& console() const { return console_; }

  Outcome<Remote*> remote();
  // The wallet of a number, in the order of --wallet.
  Outcome<wallet::Wallet*> wallet(size_t number = 0);
  // The account that --account names in the first wallet.
  Outcome<wallet::WalletAccount> account();
  // Asks for the password once.
  Outcome<const wallet::Signer*> signer(size_t number = 0);
  Outcome<crypto::SecretBytes> password(size_t number, const std::string& prompt);
  // A password that is chosen: asked for twice.
  Outcome<crypto::SecretBytes> new_password(size_t number, const std::string& prompt);

  // Builds, signs, submits and waits: the first wallet's account acts and pays, and is opened if it
  // is not.
  // `before` sees each transaction that is signed before it is sent. Commands that run at once on one
  // wallet take turns here; where something else of this account took the sequence in the meantime,
  // nothing of it was done, and it is built again.
  using BeforeSending = std::function<Done(const proof::SignedTx&)>;
  Outcome<api::TransactionView> run(const std::vector<proof::Action>& actions,
                                    const BeforeSending& before = {});
  // The body run() would sign.
  Outcome<proof::TxBody> draft(const AccountId& account, const std::optional<proof::Policy>& policy,
                               std::vector<proof::Action> actions);
  Outcome<api::TransactionView> submit(const proof::SignedTx& tx);
  // Until it stands in a block. What failed there is a refusal with the failure's name.
  Outcome<api::TransactionView> wait(const TxId& tx);

 private:
  // From the look at the account's sequence until the node has the transaction.
  Outcome<TxId> draft_and_post(const wallet::WalletAccount& account, const crypto::SecretKey& key,
                               const std::vector<proof::Action>& actions,
                               const BeforeSending& before);
  Outcome<api::SubmittedView> post(const proof::SignedTx& tx);
  Outcome<Amount> fee_for(const proof::TxBody& body, size_t signatures);

  Settings settings_;
  Console console_;
  std::optional<Remote> remote_;
  std::map<size_t, wallet::Wallet> wallets_;
  std::map<size_t, wallet::Signer> signers_;
};

Refused refused(const wallet::WalletFailure& failure);

// Ids as the command line takes them: hexadecimal or base64url; accounts as addresses.
Outcome<AccountId> parse_account(const std::string& text);
Outcome<Amount> parse_credits(const std::string& text);
template <class T>
Outcome<T> parse_id(const std::string& text, const char* what) {
  auto id = codec::hash_from_text<T>(text);
  if (!id) return misuse("bad_id", "'" + printable(text) + "' is not the id of " + what);
  return *id;
}
std::string id_path(ByteView id);
// What the chain would refuse as a title.
Done check_title(const std::string& title);

// The lines that tell how a transaction ended.
void show_outcome(const Console& console, const api::TransactionView& tx);

}  // namespace freehold::cmd
