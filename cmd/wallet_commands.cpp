#include "cmd/cli.h"
#include "print/code.h"

namespace freehold::cmd {
namespace {

using codec::Json;

std::string address(const wallet::WalletAccount& account) {
  return codec::account_to_text(account.account);
}

Json account_json(const wallet::WalletAccount& account) {
  Json out = Json::object();
  out.set("label", Json::string(account.label));
  out.set("address", Json::string(address(account)));
  auto key = account.public_key ? crypto::PublicKey::from(*account.public_key) : std::nullopt;
  out.set("did", key ? Json::string(wallet::did_key(*key)) : Json::null());
  out.set("public_key", key ? Json::string(to_hex(key->view())) : Json::null());
  return out;
}

void show_wallet(const Session& session, const wallet::Wallet& wallet) {
  const Console& console = session.console();
  Json list = Json::array();
  for (const wallet::WalletAccount& account : wallet.accounts()) {
    console.say(account.label);
    console.say("  address  " + address(account));
    auto key = account.public_key ? crypto::PublicKey::from(*account.public_key) : std::nullopt;
    if (key) console.say("  did      " + wallet::did_key(*key));
    list.push(account_json(account));
  }
  if (wallet.watch_only()) console.say("This wallet watches; it has no keys.");
  Json out = Json::object();
  out.set("wallet", Json::string(wallet.path()));
  out.set("watch_only", Json::boolean(wallet.watch_only()));
  out.set("accounts", std::move(list));
  console.result(out);
}

Outcome<std::string> one_wallet(const Session& session) {
  if (session.settings().wallets.size() != 1) {
    return misuse("no_wallet", "say where the wallet goes with --wallet FILE");
  }
  return session.settings().wallets[0];
}

struct CostArgs {
  bool low_memory = false;
  crypto::Argon2Cost cost() const {
    // The low-memory profile makes up for memory with passes.
    return low_memory ? crypto::Argon2Cost{64 * 1024, 8} : crypto::Argon2Cost{};
  }
};

struct NewArgs : CostArgs {
  std::string words_file;
  std::string language{wallet::kDefaultLanguage};
};

Done hand_out_words(const Session& session, const crypto::SecretBytes& words,
                    const std::string& file) {
  if (!file.empty()) {
    auto written = wallet::file_write(file, words.view(), wallet::Replace::kNo);
    if (!written) {
      return refuse(wallet::to_string(written.error().error), file + ": " + written.error().detail);
    }
    session.console().note("The words are in " + file +
                           ": keep that file where nobody finds it, off this machine.");
    return std::monostate{};
  }
  session.console().note(
      "Write these words down, on paper. They are all it takes to have your accounts, and the only "
      "way "
      "back to them:\n");
  session.console().note(std::string(as_text(words.view())) + "\n");
  return std::monostate{};
}

Done wallet_new(Session& session, const NewArgs& args) {
  FREEHOLD_TRY_ASSIGN(path, one_wallet(session));
  if (!wallet::language_known(args.language)) {
    std::string known;
    for (std::string_view language : wallet::languages()) known += " " + std::string(language);
    return misuse("unknown_language",
                  "no word list '" + printable(args.language) + "'; there are" + known);
  }
  FREEHOLD_TRY_ASSIGN(password, session.new_password(0, "A password for the new wallet: "));
  wallet::WalletMake spec{wallet::mnemonic_random(args.language), {}, args.cost()};
  crypto::SecretBytes words = wallet::mnemonic_words(spec.mnemonic);
  auto made = wallet::Wallet::make(path, std::move(spec), password.view());
  if (!made) return failure(refused(made.error()));
  FREEHOLD_TRY(hand_out_words(session, words, args.words_file));
  show_wallet(session, *made);
  return std::monostate{};
}

Refused bad_words(const wallet::MnemonicFailure& why) {
  std::string message;
  switch (why.error) {
    case wallet::MnemonicError::kWordCount:
      message = "there have to be 12, 15, 18, 21 or 24 words";
      break;
    case wallet::MnemonicError::kUnknownWord:
      message = "word " + std::to_string(why.word) + " is in no word list";
      if (!why.suggestion.empty()) message += "; is it '" + why.suggestion + "'?";
      break;
    case wallet::MnemonicError::kMixedLanguages:
      message = "the words are not all of one language";
      break;
    case wallet::MnemonicError::kChecksum:
      message = "a word is another one than it was, or two changed places: their checksum is wrong";
      break;
    case wallet::MnemonicError::kNotUtf8:
      message = "the words are not UTF-8";
      break;
  }
  return {1, wallet::to_string(why.error), message};
}

Outcome<wallet::Mnemonic> read_words(const std::string& file) {
  std::optional<crypto::SecretBytes> text;
  if (!file.empty()) {
    FREEHOLD_TRY_ASSIGN(read, read_secret_file(file));
    text = std::move(read);
  } else {
    text = ask_secret("The words, in their order (nothing is shown): ");
    if (!text)
      return misuse("no_terminal",
                    "there is no terminal to ask for the words on; give --words-file FILE");
  }
  auto mnemonic = wallet::mnemonic_from_words(text->view());
  if (!mnemonic) return failure(bad_words(mnemonic.error()));
  return std::move(*mnemonic);
}

struct RestoreArgs : CostArgs {
  std::string words_file;
  std::string passphrase_file;
  uint32_t accounts = 0;
};

// How many accounts the chain knows of these words: the last one that a key record leads to, and
// all before.
Outcome<uint32_t> accounts_on_chain(Session& session, const wallet::Signer& signer) {
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  uint32_t found = 0;
  for (uint32_t index = 0; index < found + wallet::kLookAhead; ++index) {
    KeyHash key = crypto::key_hash(crypto::kSchemeSecp256k1, signer.public_key(index).view());
    auto known = remote->get<api::KeyView>("/v1/keys/" + id_path(key.view()));
    if (known) {
      found = index + 1;
    } else if (known.error().code != "unknown_key") {
      return failure(known.error());
    }
  }
  return found;
}

Done wallet_restore(Session& session, const RestoreArgs& args) {
  FREEHOLD_TRY_ASSIGN(path, one_wallet(session));
  FREEHOLD_TRY_ASSIGN(mnemonic, read_words(args.words_file));
  crypto::SecretBytes passphrase;
  if (!args.passphrase_file.empty()) {
    FREEHOLD_TRY_ASSIGN(read, read_secret_file(args.passphrase_file));
    passphrase = std::move(read);
  }
  FREEHOLD_TRY_ASSIGN(password, session.new_password(0, "A password for the restored wallet: "));
  wallet::WalletMake spec{std::move(mnemonic), std::move(passphrase), args.cost()};
  uint32_t accounts = std::max<uint32_t>(args.accounts, 1);
  auto made = wallet::Wallet::make(path, std::move(spec), password.view(), accounts);
  if (!made) return failure(refused(made.error()));
  if (args.accounts == 0 && !session.settings().node.empty()) {
    auto signer = made->unlock(password.view());
    if (!signer) return failure(refused(signer.error()));
    FREEHOLD_TRY_ASSIGN(found, accounts_on_chain(session, *signer));
    for (uint32_t i = 1; i < found; ++i) {
      auto added = made->add_account(password.view(), "account " + std::to_string(i));
      if (!added) return failure(refused(added.error()));
    }
    session.console().note("The chain knows " + std::to_string(found) +
                           " account(s) of these words.");
  }
  session.console().note(
      "Words do not bring back manifests of collections and keys of private certificates: copy the "
      "old wallet's folder (FILE.d) beside the new one, if you have it.");
  show_wallet(session, *made);
  return std::monostate{};
}

struct ShowArgs {
  bool words = false;
};

Done wallet_show(Session& session, const ShowArgs& args) {
  FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
  if (args.words) {
    FREEHOLD_TRY_ASSIGN(signer, session.signer());
    crypto::SecretBytes words = signer->words();
    std::fwrite(words.data(), 1, words.size(), stdout);
    std::fputc('\n', stdout);
    return std::monostate{};
  }
  show_wallet(session, *wallet);
  return std::monostate{};
}

struct WatchArgs {
  std::string address;
  std::string public_key;
};

Done wallet_watch(Session& session, const WatchArgs& args) {
  FREEHOLD_TRY_ASSIGN(path, one_wallet(session));
  wallet::WalletAccount account;
  account.label = "watched";
  if (!args.public_key.empty()) {
    auto bytes = from_hex(args.public_key);
    auto key = bytes ? crypto::PublicKey::from(*bytes) : std::nullopt;
    if (!key || !crypto::public_key_valid(*key)) {
      return misuse(
          "bad_public_key",
          "a public key is 66 hexadecimal digits, as `freehold wallet show --json` prints it");
    }
    account = wallet::account_of_key(*key, std::nullopt, "watched");
  } else {
    FREEHOLD_TRY_ASSIGN(id, parse_account(args.address));
    account.account = id;
  }
  auto made = wallet::Wallet::watch(path, std::move(account));
  if (!made) return failure(refused(made.error()));
  show_wallet(session, *made);
  return std::monostate{};
}

// Two rows of a code in one line of half blocks, dark on light, with the quiet zone of four.
std::vector<std::string> qr_lines(const std::string& text) {
  std::vector<std::string> out;
  auto code = print::draw_code(text);
  if (!code) return out;
  const int quiet = print::kQuietModules;
  const int size = static_cast<int>(code->size);
  auto dark = [&](int x, int y) {
    return x >= 0 && y >= 0 && x < size && y < size &&
           code->is_dark(static_cast<unsigned>(x), static_cast<unsigned>(y));
  };
  for (int y = -quiet; y < size + quiet; y += 2) {
    std::string line = "\x1b[30;47m";
    for (int x = -quiet; x < size + quiet; ++x) {
      bool top = dark(x, y);
      bool bottom = dark(x, y + 1);
      line += top ? (bottom ? "█" : "▀") : (bottom ? "▄" : " ");
    }
    out.push_back(line + "\x1b[0m");
  }
  return out;
}

Done wallet_qr(Session& session, const NoArgs&) {
  FREEHOLD_TRY_ASSIGN(account, session.account());
  for (const std::string& line : qr_lines(address(account))) session.console().draw(line);
  session.console().say(address(account));
  session.console().result(Json::string(address(account)));
  return std::monostate{};
}

struct CheckWordsArgs {
  std::string words_file;
};

Done wallet_check_words(Session& session, const CheckWordsArgs& args) {
  FREEHOLD_TRY_ASSIGN(mnemonic, read_words(args.words_file));
  FREEHOLD_TRY_ASSIGN(signer, session.signer());
  crypto::SecretBytes typed = wallet::mnemonic_words(mnemonic);
  if (!crypto::equal_secret(typed.view(), signer->words().view())) {
    return refuse("other_words", "these words are good, but they are not this wallet's");
  }
  session.console().say("These are the wallet's words.");
  session.console().result(Json::boolean(true));
  return std::monostate{};
}

struct AddArgs {
  std::string label;
};

Done wallet_add(Session& session, const AddArgs& args) {
  FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
  FREEHOLD_TRY_ASSIGN(password, session.password(0, "Password of " + wallet->path() + ": "));
  auto added = wallet->add_account(password.view(), args.label);
  if (!added) return failure(refused(added.error()));
  show_wallet(session, *wallet);
  return std::monostate{};
}

struct PasswordArgs : CostArgs {
  std::string new_password_file;
};

Done wallet_password(Session& session, const PasswordArgs& args) {
  FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
  FREEHOLD_TRY_ASSIGN(old_password, session.password(0, "Password of " + wallet->path() + ": "));
  crypto::SecretBytes next;
  if (!args.new_password_file.empty()) {
    FREEHOLD_TRY_ASSIGN(read, read_secret_file(args.new_password_file));
    next = std::move(read);
    if (next.empty()) return misuse("empty_password", "an empty password protects nothing");
  } else {
    FREEHOLD_TRY_ASSIGN(typed, session.new_password(SIZE_MAX, "The new password: "));
    next = std::move(typed);
  }
  auto changed = wallet->change_password(old_password.view(), next.view(), args.cost());
  if (!changed) return failure(refused(changed.error()));
  session.console().say(
      "The password was changed. Copies of the file that were made before keep the old one.");
  return std::monostate{};
}

void add_low_memory(CLI::App& command, CostArgs& args) {
  command.add_flag("--low-memory", args.low_memory,
                   "Guard the password with 64 MiB instead of 256 MiB of work");
}

}  // namespace

void add_wallet_commands(CLI::App& app, Cli& cli) {
  CLI::App* group =
      app.add_subcommand("wallet", "Make, restore and look at wallets: the keys to accounts");
  group->require_subcommand(1);
  unsigned uses = kUsesWallet | kUsesJson;
  add_command<NewArgs>(
      *group, cli, "new", "Make a wallet and show its 24 words, once", uses,
      [](CLI::App& command, NewArgs& args) {
        command.add_option("--words-file", args.words_file,
                           "Write the words into a new file instead of showing them")
            ->type_name("FILE");
        command.add_option("--language", args.language,
                           "Of the words: english, japanese, spanish ...")->type_name("NAME");
        add_low_memory(command, args);
      },
      wallet_new)
      ->footer(page(R"(
A wallet is one file, sealed under a password, and a folder FILE.d beside it. It begins with one
account. Nothing is sent anywhere: the account exists on a chain from its first transaction on.

The 24 words are shown once. Whoever has them has the accounts, and without them a lost file or a
forgotten password is final. They do not bring back manifests and private certificates' keys:
those are in FILE.d, which is for you to copy to a safe place as well.

Examples:
  freehold wallet new --wallet me.wallet
  freehold wallet new --wallet me.wallet --password-file pw --words-file me.words)"));
  add_command<RestoreArgs>(
      *group, cli, "restore", "Make a wallet again from its words; with --node, all its accounts",
      uses | kUsesNode,
      [](CLI::App& command, RestoreArgs& args) {
        command.add_option("--words-file", args.words_file,
                           "Read the words from a file's first line")->type_name("FILE");
        command.add_option("--passphrase-file", args.passphrase_file,
                           "BIP-39 passphrase, if the words had one")->type_name("FILE");
        command.add_option("--accounts", args.accounts,
                           "How many accounts, instead of asking the node");
        add_low_memory(command, args);
      },
      wallet_restore)
      ->footer(page(R"(
Asks for the words without showing them, and for a password for the new file. With a node named
by --node or the config file it adds every account of these words that the chain knows; without
one it makes the first account, or as many as --accounts says.

What FILE.d held (manifests, keys of private certificates) is not in the words: copy that folder.

Examples:
  freehold wallet restore --wallet me.wallet --node http://127.0.0.1:8480
  freehold wallet restore --wallet me.wallet --words-file me.words --accounts 3)"));
  add_command<ShowArgs>(
      *group, cli, "show", "Print addresses and did:keys; needs no password", uses,
      [](CLI::App& command, ShowArgs& args) {
        command.add_flag("--words", args.words, "Print the words instead; asks for the password");
      },
      wallet_show)
      ->footer(page(R"(
Prints what may be given to anybody: the address, to be paid and offered to, and the did:key, for
other software. With --words it prints the secret words: look over your shoulder first.

Examples:
  freehold wallet show --wallet me.wallet
  freehold wallet show --wallet me.wallet --json
  freehold wallet show --words --wallet me.wallet)"));
  add_command<WatchArgs>(
      *group, cli, "watch", "Make a wallet that watches an account and cannot sign", uses,
      [](CLI::App& command, WatchArgs& args) {
        auto* address = command.add_option("--address", args.address, "The account's address");
        auto* key =
            command.add_option("--public-key", args.public_key, "Its public key, in hexadecimal");
        address->excludes(key);
        command.require_option(2, 0);
      },
      wallet_watch)
      ->footer(page(R"(
For a machine that must not hold keys: such a wallet lists what an account owns and builds
transactions for it (freehold tx build), and the wallet with the keys signs them.

Examples:
  freehold wallet watch --wallet eye.wallet --address fh1...
  freehold wallet watch --wallet eye.wallet --public-key 02...)"));
  add_command<NoArgs>(
      *group, cli, "qr", "Show an address as a QR code", uses, [](CLI::App&, NoArgs&) {},
      wallet_qr)
      ->footer(page(R"(
Draws the address of the wallet's first account, or of the one --account names, on the terminal.

Example:
  freehold wallet qr --wallet me.wallet)"));
  add_command<CheckWordsArgs>(
      *group, cli, "check-words", "See whether words that were written down are this wallet's",
      uses,
      [](CLI::App& command, CheckWordsArgs& args) {
        command.add_option("--words-file", args.words_file,
                           "Read the words from a file's first line")->type_name("FILE");
      },
      wallet_check_words)
      ->footer(page(R"(
Do this the day you write the words down, and once a year: type them from the paper. It says which
word is wrong where one is in no list, and never mends one. Nothing is changed or sent.

Examples:
  freehold wallet check-words --wallet me.wallet
  freehold wallet check-words --wallet me.wallet --words-file me.words)"));
  add_command<AddArgs>(
      *group, cli, "add-account", "Add an account with a key of its own", uses,
      [](CLI::App& command, AddArgs& args) {
        command.add_option("label", args.label, "What to call it")->required();
      },
      wallet_add)
      ->footer(page(R"(
The new account has a key of its own from the same words; nobody can tell that the two belong
together unless you pay or hand something from one to the other. Name it with --account.

Examples:
  freehold wallet add-account studio --wallet me.wallet
  freehold account show --wallet me.wallet --account studio)"));
  add_command<PasswordArgs>(
      *group, cli, "password", "Change the password", uses,
      [](CLI::App& command, PasswordArgs& args) {
        command.add_option("--new-password-file", args.new_password_file,
                           "A file whose first line is the new password")->type_name("FILE");
        add_low_memory(command, args);
      },
      wallet_password)
      ->footer(page(R"(
The file is sealed anew; the words and the accounts stay the same. Copies of the file made before
still open with the old password: if that one is known to others, destroy them.

Examples:
  freehold wallet password --wallet me.wallet
  freehold wallet password --wallet me.wallet --password-file old --new-password-file new)"));
}

}  // namespace freehold::cmd
