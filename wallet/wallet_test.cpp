#include "wallet/wallet.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>

#include "codec/bcs.h"
#include "codec/json.h"
#include "codec/json_ids.h"
#include "crypto/hash.h"
#include "proof/merkle.h"
#include "wallet/handover.h"
#include "wallet/manifest.h"
#include "wallet/pending.h"
#include "wallet/sign.h"
#include "wallet/transactions.h"

namespace freehold::wallet {
namespace {

namespace fs = std::filesystem;
constexpr crypto::Argon2Cost kCheap{64, 1};

class Folder {
 public:
  Folder() {
    std::string pattern = fs::temp_directory_path() / "freehold-wallet-XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path_); }
  std::string operator/(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}
void spill(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

// --- mnemonic ---------------------------------------------------------------------------------

TEST(Mnemonic, AgreesWithTheVectorsOfBip39) {
  const char* folder = std::getenv("FREEHOLD_VECTORS");
  std::string text =
      slurp(std::string(folder != nullptr ? folder : FREEHOLD_SOURCE_DIR "/../shared/vectors") +
            "/bip39-trezor.json");
  if (text.empty()) GTEST_SKIP() << "the vectors are not here";
  auto vectors = codec::Json::parse(text, {size_t{8} << 20, 8, size_t{1} << 20});
  ASSERT_TRUE(vectors);
  size_t checked = 0;
  for (std::string_view language : languages()) {
    auto tests = vectors->get(language);
    ASSERT_TRUE(tests) << language;
    for (size_t i = 0; i < tests->size(); ++i) {
      codec::Json test = tests->at(i);
      auto mnemonic = mnemonic_from_words(as_bytes(test.at(1).as_string()));
      ASSERT_TRUE(mnemonic) << language << " " << i << " " << to_string(mnemonic.error().error);
      auto seed = mnemonic_seed(*mnemonic, as_bytes("TREZOR"));
      EXPECT_EQ(to_hex(seed->view()), test.at(2).as_string()) << language << " " << i;
      Mnemonic again{crypto::SecretBytes(*from_hex(test.at(0).as_string())), std::string(language)};
      EXPECT_EQ(to_hex(mnemonic_seed(again, as_bytes("TREZOR"))->view()), test.at(2).as_string())
          << language << " " << i;
      ++checked;
    }
  }
  EXPECT_GE(checked, 200u);
}

std::string words_error(std::string_view words) {
  auto read = mnemonic_from_words(as_bytes(words));
  return read ? "ok" : to_string(read.error().error);
}

TEST(Mnemonic, RefusesEachWrongThingByItsName) {
  std::string twelve =
      "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon "
      "about";
  EXPECT_EQ(words_error(twelve), "ok");
  EXPECT_EQ(words_error("  " + twelve + " \n"), "ok");
  EXPECT_EQ(words_error(twelve.substr(8)), "word_count");
  EXPECT_EQ(words_error(twelve + " about"), "word_count");
  EXPECT_EQ(words_error(""), "word_count");
  EXPECT_EQ(words_error(twelve.substr(0, twelve.size() - 5) + "abandon"), "checksum");
  EXPECT_EQ(words_error(twelve.substr(0, twelve.size() - 5) + "zona"), "mixed_languages");
  EXPECT_EQ(words_error("\xff\xfe"), "not_utf8");
  auto unknown = mnemonic_from_words(as_bytes(twelve.substr(0, twelve.size() - 5) + "abuot"));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().error, MnemonicError::kUnknownWord);
  EXPECT_EQ(unknown.error().word, 12u);
  EXPECT_EQ(unknown.error().suggestion, "about");
}

// HAZARDS 35: however a person's keyboard writes a letter, the words and the passphrase are the same;
// and nothing else about them is made to fit.
TEST(Mnemonic, NormalisesWordsAndPassphrasesAndMendsNothing) {
  auto mnemonic = [](std::string_view language) {
    return Mnemonic{crypto::SecretBytes(Bytes(16, 0x7f)), std::string(language)};
  };
  auto seed = [&](std::string_view passphrase) {
    return to_hex(mnemonic_seed(mnemonic("english"), as_bytes(passphrase))->view());
  };
  EXPECT_EQ(seed("caf\xc3\xa9"), seed("cafe\xcc\x81"));        // composed, and an accent of its own
  EXPECT_EQ(seed("\xef\xbc\xa1\xe2\x84\xab"), seed("A\x41\xcc\x8a"));  // wide A, angstrom sign
  EXPECT_NE(seed("cafe"), seed("caf\xc3\xa9"));
  EXPECT_NE(seed("Cafe"), seed("cafe"));
  EXPECT_NE(seed(" cafe"), seed("cafe"));
  EXPECT_NE(seed("cafe "), seed("cafe"));
  EXPECT_NE(seed(""), seed(" "));
  EXPECT_FALSE(mnemonic_seed(mnemonic("english"), as_bytes("\xc3")));

  // Spanish words with composed letters, as they are typed; the list has them taken apart.
  std::string apart(as_text(mnemonic_words(mnemonic("spanish")).view()));
  auto read = mnemonic_from_words(as_bytes(apart));
  ASSERT_TRUE(read);
  std::string typed = "a\xc3\xb1o";  // one word more than there may be: refused for that, not for its form
  EXPECT_EQ(words_error(apart + " " + typed), "word_count");

  std::string good(as_text(mnemonic_words(mnemonic("english")).view()));
  EXPECT_EQ(words_error(good), "ok");
  std::string upper = good;
  upper[0] = static_cast<char>(upper[0] - 'a' + 'A');
  EXPECT_EQ(words_error(upper), "unknown_word");
  EXPECT_EQ(words_error(good.substr(0, good.rfind(' '))), "word_count");  // 11
  EXPECT_EQ(words_error(good + " zoo"), "word_count");                      // 13
  size_t space = good.find(' ');
  std::string joined = good;
  joined.replace(space, 1, ",");
  EXPECT_EQ(words_error(joined), "word_count");
}

TEST(Mnemonic, ComesBackFromItsWordsInEveryLanguage) {
  for (std::string_view language : languages()) {
    Mnemonic made = mnemonic_random(language);
    auto read = mnemonic_from_words(mnemonic_words(made).view());
    ASSERT_TRUE(read) << language;
    EXPECT_TRUE(equal(mnemonic_words(*read).view(), mnemonic_words(made).view()));
    EXPECT_TRUE(equal(mnemonic_seed(*read, {})->view(), mnemonic_seed(made, {})->view()));
  }
}

// --- keystore ---------------------------------------------------------------------------------

Keystore sealed_keystore() {
  Keystore out;
  out.language = "english";
  out.accounts = {account_of_key(crypto::SecretKey::random().public_key(), 0, "main")};
  KeystoreSecret secret{crypto::SecretBytes(as_bytes("0123456789abcdef")), {}};
  EXPECT_TRUE(keystore_seal(out, secret, as_bytes("password"), kCheap));
  return out;
}
std::string open_error(const Keystore& keystore, std::string_view password) {
  auto opened = keystore_open(keystore, as_bytes(password));
  return opened ? "ok" : to_string(opened.error());
}
std::string read_error(const std::string& text) {
  auto read = keystore_from_json(text);
  return read ? open_error(*read, "password") : to_string(read.error());
}

TEST(Keystore, OpensWithItsPasswordOnly) {
  Keystore keystore = sealed_keystore();
  EXPECT_EQ(open_error(keystore, "password"), "ok");
  EXPECT_EQ(open_error(keystore, "Password"), "wrong_password");
  EXPECT_EQ(open_error(keystore, ""), "wrong_password");
  EXPECT_EQ(read_error(keystore_to_json(keystore)), "ok");
}

TEST(Keystore, RefusesEveryFieldThatWasChanged) {
  Keystore good = sealed_keystore();
  auto run = [&](const std::function<void(Keystore&)>& change) {
    Keystore changed = good;
    change(changed);
    return open_error(changed, "password");
  };
  EXPECT_EQ(run([](Keystore& k) { k.language = "french"; }), "wrong_password");
  EXPECT_EQ(run([](Keystore& k) { k.accounts[0].label = "other"; }), "wrong_password");
  EXPECT_EQ(run([](Keystore& k) { k.accounts[0].account = AccountId(); }), "wrong_password");
  EXPECT_EQ(run([](Keystore& k) { k.accounts.clear(); }), "wrong_password");
  EXPECT_EQ(run([](Keystore& k) { k.kdf->salt[0] ^= 1; }), "wrong_password");
  EXPECT_EQ(run([](Keystore& k) { k.kdf->passes = 2; }), "wrong_password");
  EXPECT_EQ(run([](Keystore& k) { k.box->nonce[0] ^= 1; }), "wrong_password");
  for (size_t i = 0; i < good.box->sealed.size(); ++i) {
    EXPECT_EQ(run([&](Keystore& k) { k.box->sealed[i] ^= 1; }), "wrong_password");
  }
  EXPECT_EQ(run([](Keystore& k) { k.box->sealed.pop_back(); }), "wrong_password");
  EXPECT_EQ(run([](Keystore& k) { k.box->sealed.clear(); }), "wrong_password");
}

TEST(Keystore, LooksAtCostsAndShapesFirst) {
  std::string good = keystore_to_json(sealed_keystore());
  auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return read_error(text);
  };
  EXPECT_EQ(with("\"memory_kib\": 64", "\"memory_kib\": 4294967295"), "kdf_cost");
  EXPECT_EQ(with("\"memory_kib\": 64", "\"memory_kib\": 0"), "kdf_cost");
  EXPECT_EQ(with("\"passes\": 1", "\"passes\": 4000000000"), "kdf_cost");
  // On reading, long before anybody asks for that much.
  std::string above = good;
  std::string cost = "\"memory_kib\": 64";
  above.replace(above.find(cost), cost.size(),
                "\"memory_kib\": " + std::to_string(crypto::kArgon2MemoryKibMax + 1));
  auto refused = keystore_from_json(above);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), KeystoreError::kKdfCost);
  EXPECT_EQ(with("argon2id", "scrypt00"), "unknown_kdf");
  EXPECT_EQ(with("freehold-wallet/1", "freehold-wallet/2"), "unknown_format");
  EXPECT_EQ(with("\"language\"", "\"tongue\""), "not_json");
  EXPECT_EQ(read_error(good.substr(0, good.size() / 2)), "not_json");
  EXPECT_EQ(read_error("[]"), "not_json");
  EXPECT_EQ(read_error(std::string((1 << 20) + 1, ' ')), "too_large");
  for (size_t size = 0; size < good.size() - 2; size += 7)
    EXPECT_EQ(read_error(good.substr(0, size)), "not_json");
  Keystore watching;
  EXPECT_EQ(open_error(watching, "password"), "watch_only");
}

TEST(Keystore, SaysWhenWhatIsInTheBoxCannotBeRead) {
  Keystore keystore = sealed_keystore();
  KeystoreSecret odd{crypto::SecretBytes(as_bytes("short")), {}};
  ASSERT_TRUE(keystore_seal(keystore, odd, as_bytes("password"), kCheap));
  EXPECT_EQ(open_error(keystore, "password"), "bad_content");
}

// --- wallet -----------------------------------------------------------------------------------

WalletMake abandon() {
  auto mnemonic =
      mnemonic_from_words(as_bytes("abandon abandon abandon abandon abandon abandon abandon "
                                   "abandon abandon abandon abandon about"));
  return {std::move(*mnemonic), {}, kCheap};
}

TEST(WalletFile, IsReadWithoutAPasswordAndSignsWithIt) {
  Folder folder;
  auto made = Wallet::make(folder / "w", abandon(), as_bytes("password"));
  ASSERT_TRUE(made) << made.error().detail;
  struct stat info {};
  ASSERT_EQ(stat((folder / "w").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777u, 0600u);
  auto opened = Wallet::open(folder / "w");
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->main().account, made->main().account);
  auto signer = opened->unlock(as_bytes("password"));
  ASSERT_TRUE(signer);
  auto key = signer->key(opened->main());
  ASSERT_TRUE(key);
  EXPECT_EQ(to_bytes(key->public_key().view()), *opened->main().public_key);
  auto wrong = opened->unlock(as_bytes("passwort"));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().name, "wrong_password");
}

TEST(WalletFile, RefusesToReplaceAnother) {
  Folder folder;
  ASSERT_TRUE(Wallet::make(folder / "w", abandon(), as_bytes("p")));
  std::string before = slurp(folder / "w");
  auto again = Wallet::make(folder / "w", abandon(), as_bytes("q"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().name, "exists");
  EXPECT_EQ(slurp(folder / "w"), before);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(WalletFile, GivesTheSameAccountsForTheSameWords) {
  Folder folder;
  auto one = Wallet::make(folder / "1", abandon(), as_bytes("p"), 3);
  auto two = Wallet::make(folder / "2", abandon(), as_bytes("q"));
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->main().account, two->main().account);
  ASSERT_TRUE(two->add_account(as_bytes("q"), "second"));
  EXPECT_EQ(two->accounts()[1].account, one->accounts()[1].account);
  EXPECT_NE(one->accounts()[1].account, one->accounts()[2].account);
  // Pinned: what these words gave on the first day.
  EXPECT_EQ(codec::account_to_text(one->main().account),
            "fh16nzf8sdwr5glkg4ak8a8pt5gc0w3a6umxcmmq6tr4seznt76ndnsgj9z6k");
  EXPECT_EQ(did_key(*crypto::PublicKey::from(*one->main().public_key)),
            "did:key:zQ3shN694sKbhrx17ixDSv9eaQptAsbNxxiJZBJ4UtMQcDPmr");
}

TEST(WalletFile, AddsAccountsAndChangesItsPassword) {
  Folder folder;
  auto wallet = Wallet::make(folder / "w", abandon(), as_bytes("old"));
  ASSERT_TRUE(wallet);
  EXPECT_EQ(wallet->add_account(as_bytes("bad"), "x").error().name, "wrong_password");
  ASSERT_TRUE(wallet->add_account(as_bytes("old"), "x"));
  EXPECT_EQ(wallet->add_account(as_bytes("old"), "x").error().error, WalletError::kAccountTwice);
  ASSERT_TRUE(wallet->change_password(as_bytes("old"), as_bytes("new"), kCheap));
  auto opened = Wallet::open(folder / "w");
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->accounts().size(), 2u);
  EXPECT_FALSE(opened->unlock(as_bytes("old")));
  EXPECT_TRUE(opened->unlock(as_bytes("new")));
  EXPECT_TRUE(opened->find("x"));
  EXPECT_TRUE(opened->find("1"));
  EXPECT_EQ(opened->find("y").error().error, WalletError::kNoSuchAccount);
}

TEST(WalletFile, DoesNotLoseWhatAnotherProcessWrote) {
  Folder folder;
  auto one = Wallet::make(folder / "w", abandon(), as_bytes("p"));
  auto two = Wallet::open(folder / "w");
  ASSERT_TRUE(one && two);
  ASSERT_TRUE(one->add_account(as_bytes("p"), "first"));
  EXPECT_EQ(two->add_account(as_bytes("p"), "second").error().name, "busy");
  EXPECT_EQ(Wallet::open(folder / "w")->accounts().size(), 2u);
}

TEST(WalletFile, OnlyWatchesWhereItHasNoKeys) {
  Folder folder;
  WalletAccount account;
  account.account = rename_bytes<AccountId>(crypto::sha256(as_bytes("x")));
  auto wallet = Wallet::watch(folder / "w", account);
  ASSERT_TRUE(wallet);
  EXPECT_TRUE(wallet->watch_only());
  EXPECT_EQ(wallet->unlock(as_bytes("p")).error().name, "watch_only");
  auto other = Wallet::make(folder / "o", abandon(), as_bytes("p"));
  EXPECT_EQ(other->unlock(as_bytes("p"))->key(wallet->main()).error().error,
            WalletError::kWatchOnly);
}

TEST(WalletFile, RefusesAPassphraseThatIsNotText) {
  Folder folder;
  WalletMake spec = abandon();
  spec.passphrase = crypto::SecretBytes(as_bytes("\xff"));
  EXPECT_EQ(Wallet::make(folder / "w", std::move(spec), as_bytes("p")).error().error,
            WalletError::kBadPassphrase);
  EXPECT_EQ(Wallet::open(folder / "none").error().name, "not_found");
  spill(folder / "odd", "hello");
  EXPECT_EQ(Wallet::open(folder / "odd").error().name, "not_json");
}

// HAZARDS 38, as far as files go.
TEST(WalletFile, WritesNoSecretInPlain) {
  Folder folder;
  auto wallet = Wallet::make(folder / "w", abandon(), as_bytes("correct horse"));
  ASSERT_TRUE(wallet);
  auto signer = wallet->unlock(as_bytes("correct horse"));
  Bytes sealed = signer->seal("private/x", as_bytes("the key of a private file"));
  ASSERT_TRUE(wallet->keep("private", "x", sealed));
  std::string key_hex = to_hex(signer->key(wallet->main())->bytes());
  for (const auto& entry : fs::recursive_directory_iterator(folder.path())) {
    if (!entry.is_regular_file()) continue;
    std::string text = slurp(entry.path());
    for (const std::string& secret : {std::string("abandon"), std::string("correct horse"), key_hex,
                                      std::string("the key of a private file")}) {
      EXPECT_EQ(text.find(secret), std::string::npos) << entry.path();
    }
  }
  EXPECT_EQ(as_text(signer->open("private/x", sealed)->view()), "the key of a private file");
  EXPECT_FALSE(signer->open("private/y", sealed));
  sealed.back() ^= 1;
  EXPECT_FALSE(signer->open("private/x", sealed));
}

TEST(FileStore, LeavesTheOldFileWhereTheDiskIsFull) {
  // /dev/full stands for a disk without room: a write there gives ENOSPC.
  auto refused = file_write("/dev/full/x", as_bytes("x"), Replace::kYes);
  ASSERT_FALSE(refused);
  Folder folder;
  ASSERT_TRUE(file_write(folder / "f", as_bytes("old"), Replace::kNo));
  EXPECT_EQ(file_write(folder / "f", as_bytes("new"), Replace::kNo).error().error,
            FileError::kExists);
  EXPECT_EQ(slurp(folder / "f"), "old");
  ASSERT_TRUE(file_write(folder / "f", as_bytes("new"), Replace::kYes));
  EXPECT_EQ(slurp(folder / "f"), "new");
  EXPECT_EQ(file_read(folder / "f", 2).error().error, FileError::kTooLarge);
  EXPECT_EQ(file_read(folder / "none", 2).error().error, FileError::kNotFound);
  EXPECT_EQ(file_read(folder.path(), 2).error().error, FileError::kIo);
}

// --- transactions -----------------------------------------------------------------------------

TEST(Transactions, SayWhatTheirBytesDo) {
  namespace accounts = contracts::accounts;
  namespace assets = contracts::assets;
  AccountId bob = rename_bytes<AccountId>(crypto::sha256(as_bytes("bob")));
  DraftContext context;
  context.chain = rename_bytes<ChainId>(crypto::sha256(as_bytes("chain")));
  context.account = rename_bytes<AccountId>(crypto::sha256(as_bytes("alice")));
  context.valid_until = Height{77};
  context.max_fee = Amount{1'500'000};
  proof::TxBody body =
      draft(context, {make_action(accounts::Pay{bob, Amount{2'000'000}}),
                      make_action(assets::Accept{AssetId(), Amount{3'000'000}, HistoryHash()}),
                      proof::Action{0, 99, Bytes{1, 2}}});
  body.memo = to_bytes(as_bytes("hi\x1b[31m \u009b31m \u202eback \"quoted\""));
  std::string text;
  for (const std::string& line : describe(body)) text += line + "\n";
  EXPECT_NE(text.find("chain: " + to_hex(context.chain.view())), std::string::npos);
  EXPECT_NE(text.find("pay 2 credits to " + codec::account_to_text(bob)), std::string::npos);
  EXPECT_NE(text.find("pay at most 3 credits"), std::string::npos);
  EXPECT_NE(text.find("a fee of at most 1.5 credits"), std::string::npos);
  EXPECT_NE(text.find("valid until: height 77"), std::string::npos);
  EXPECT_NE(text.find("UNKNOWN: a call of contract 99"), std::string::npos);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_NE(text.find("memo: \"hi\\x1b[31m \\xc2\\x9b31m \\xe2\\x80\\xaeback \\x22quoted\\x22\""),
            std::string::npos)
      << text;
}

// What a signer reads is what is signed: no character of a memo commands the terminal or turns the
// order of what is shown.
TEST(Transactions, ShowNothingThatATerminalWouldObey) {
  proof::TxBody body = draft(DraftContext{}, {});
  std::string_view hidden[] = {"\x1b",         "\x7f",         "\xc2\x9b",     "\xd8\x9c",
                               "\xe2\x80\x8f", "\xe2\x80\xa8", "\xe2\x80\xae", "\xe2\x81\xa6"};
  for (std::string_view one : hidden) {
    body.memo = to_bytes(as_bytes("100" + std::string(one) + "1"));
    std::string line = describe(body).back();
    EXPECT_EQ(line.find(one), std::string::npos) << to_hex(as_bytes(one));
    EXPECT_NE(line.find("\\x" + to_hex(as_bytes(one.substr(0, 1)))), std::string::npos);
  }
  body.memo = to_bytes(as_bytes("Grüße, שלום, 写真"));
  EXPECT_EQ(describe(body).back(), "memo: \"Grüße, שלום, 写真\"");
}

// HAZARDS 37: no byte of these calls can be swapped on the way to the signer without the text changing.
TEST(Transactions, SayEveryByteThatCouldBeSwapped) {
  namespace accounts = contracts::accounts;
  namespace assets = contracts::assets;
  AccountId bob = rename_bytes<AccountId>(crypto::sha256(as_bytes("bob")));
  AssetId asset = rename_bytes<AssetId>(crypto::sha256(as_bytes("asset")));
  ContentHash hash = rename_bytes<ContentHash>(crypto::sha256(as_bytes("file")));
  std::vector<proof::Action> actions = {
      make_action(accounts::Pay{bob, Amount{2'000'000}}),
      make_action(accounts::Admit{bob}),
      make_action(assets::Certify{proof::PublicContent{hash}, "a title", asset}),
      make_action(assets::Certify{proof::CollectionContent{Hash256(), 7}, "a title", {}}),
      make_action(assets::Offer{asset, bob, Amount{3}, Height{9}, {}}),
      make_action(assets::Accept{asset, Amount{3}, HistoryHash()}),
      make_action(assets::Decline{asset}),
      make_action(assets::Cancel{asset}),
      make_action(assets::Transfer{asset, bob}),
      make_action(assets::Retire{asset}),
  };
  for (const proof::Action& one : actions) {
    proof::TxBody body;
    body.actors = {{bob, 0, 0}};
    body.actions = {one};
    auto honest = describe(body);
    for (size_t at = 0; at < one.call.size(); ++at) {
      for (uint8_t flip : {0x01, 0x40}) {
        body.actions[0].call = one.call;
        body.actions[0].call[at] ^= flip;
        EXPECT_NE(describe(body), honest) << honest[3] << ", byte " << at;
      }
    }
  }
  proof::TxBody body;
  body.actors = {{bob, 0, 0}};
  auto said = [&](uint64_t index, std::string_view text, const std::string& title) {
    proof::PublicContent content{rename_bytes<ContentHash>(crypto::sha256(as_bytes(text)))};
    body.actions = {make_action(assets::Extract{asset, index, proof::Salt(), content, {}, title})};
    return describe(body);
  };
  EXPECT_NE(said(1, "a", "t"), said(2, "a", "t"));
  EXPECT_NE(said(1, "a", "t"), said(1, "b", "t"));
  EXPECT_NE(said(1, "a", "t"), said(1, "a", "u"));
  // And the envelope around it.
  auto honest = said(1, "a", "t");
  auto changed = [&](const std::function<void(proof::TxBody&)>& change) {
    proof::TxBody swapped = body;
    change(swapped);
    return describe(swapped) != honest;
  };
  body.witness_hashes = {Hash256()};
  honest = describe(body);
  EXPECT_TRUE(changed([](auto& b) { b.version = 2; }));
  EXPECT_TRUE(changed([](auto& b) { b.chain.data()[0] ^= 1; }));
  EXPECT_TRUE(changed([](auto& b) { b.valid_until = Height{5}; }));
  EXPECT_TRUE(changed([&](auto& b) { b.payer = bob; }));
  EXPECT_TRUE(changed([](auto& b) { b.max_fee = Amount{1}; }));
  EXPECT_TRUE(changed([](auto& b) { b.actors[0].lane = 1; }));
  EXPECT_TRUE(changed([](auto& b) { b.actors[0].sequence = 1; }));
  EXPECT_TRUE(changed([&](auto& b) { b.actors.push_back({AccountId(), 0, 0}); }));
  EXPECT_TRUE(changed([](auto& b) { b.actions.push_back(b.actions[0]); }));
  EXPECT_TRUE(changed([](auto& b) { b.memo = {1}; }));
  EXPECT_TRUE(changed([](auto& b) { b.witness_hashes.clear(); }));
}

TEST(Transactions, AreCarriedAndSignedInTheirOneOrder) {
  proof::SignedTx tx;
  tx.body.actors.resize(2);
  crypto::SecretKey a = crypto::SecretKey::random(), b = crypto::SecretKey::random();
  add_signature(tx, 1, b);
  add_signature(tx, 0, a);
  add_signature(tx, 0, b);
  add_signature(tx, 0, a);
  ASSERT_EQ(tx.auths.size(), 3u);
  EXPECT_EQ(tx.auths[2].signer, 1);
  EXPECT_LT(tx.auths[0].key, tx.auths[1].key);
  auto read = tx_from_json(tx_to_json(tx));
  ASSERT_TRUE(read);
  EXPECT_EQ(codec::bcs_encode(*read), codec::bcs_encode(tx));
  EXPECT_EQ(tx_from_json("[1]").error(), TxFileError::kNotJson);
  EXPECT_EQ(tx_from_json("{\"format\":\"freehold-tx/2\"}").error(), TxFileError::kUnknownFormat);
  EXPECT_EQ(tx_from_json("{\"format\":\"freehold-tx/1\",\"transaction\":\"AAAA\"}").error(),
            TxFileError::kMalformed);
}

TEST(Messages, AreSignedApartFromTransactions) {
  crypto::SecretKey key = crypto::SecretKey::random();
  auto signature = sign_message("hello", key);
  EXPECT_TRUE(verify_message("hello", key.public_key(), signature));
  EXPECT_FALSE(verify_message("hello!", key.public_key(), signature));
  EXPECT_FALSE(crypto::verify(key.public_key(), crypto::sha256(as_bytes("hello")), signature));
}

// --- manifests and handovers ------------------------------------------------------------------

std::vector<ManifestItem> some_items(size_t count) {
  std::vector<ManifestItem> out;
  for (size_t i = 0; i < count; ++i) {
    std::string name = "file " + std::to_string(i);
    out.push_back({rename_bytes<ContentHash>(crypto::sha256(as_bytes(name))),
                   std::nullopt,
                   i,
                   {to_bytes(as_bytes(name))}});
  }
  return out;
}

TEST(Manifests, ShowEveryItemAgainstTheRoot) {
  AccountId alice = rename_bytes<AccountId>(crypto::sha256(as_bytes("alice")));
  for (bool hidden : {false, true}) {
    Manifest manifest = manifest_make(alice, hidden, {}, some_items(11));
    auto read = manifest_decode(manifest_encode(manifest));
    ASSERT_TRUE(read);
    for (uint64_t i = 0; i < 11; ++i) {
      Bytes leaf = codec::bcs_encode(
          proof::CollectionLeaf{manifest_salt(*read, i), manifest_content(*read, i)});
      EXPECT_TRUE(proof::merkle_verify(crypto::leaf_hash(leaf), i, 11, manifest_path(*read, i),
                                       read->root));
      EXPECT_EQ(manifest_find(*read, read->items[i].hash), i);
    }
    EXPECT_EQ(manifest.collection, proof::asset_id(alice, manifest_collection(manifest)));
  }
  Manifest one = manifest_make(alice, false, {}, some_items(3)),
           two = manifest_make(alice, false, {}, some_items(3));
  EXPECT_NE(one.root, two.root);  // salted
}

TEST(Manifests, RefuseDamageByName) {
  Bytes good = manifest_encode(manifest_make(AccountId(), false, {}, some_items(3)));
  EXPECT_EQ(manifest_decode(ByteView(good).first(20)).error(), ManifestError::kTruncated);
  EXPECT_EQ(manifest_decode(ByteView(good).first(good.size() - 1)).error(),
            ManifestError::kChecksum);
  for (size_t i = 0; i < good.size(); i += 5) {
    Bytes bad = good;
    bad[i] ^= 4;
    EXPECT_EQ(manifest_decode(bad).error(), ManifestError::kChecksum);
  }
  auto again = [&](const std::function<void(Bytes&)>& change) {
    Bytes bad(good.begin(), good.end() - 32);
    change(bad);
    append(bad, crypto::sha256(bad).view());
    return manifest_decode(bad).error();
  };
  EXPECT_EQ(again([](Bytes& b) { b[0] = 2; }), ManifestError::kVersion);
  EXPECT_EQ(again([](Bytes& b) { b.push_back(0); }), ManifestError::kUnreadable);
}

// A seller who wrote other hashes, keys or salts into a manifest was believed: the root that stands in
// it was compared, and never computed.
TEST(Manifests, FitNoAssetWithForgedItems) {
  AccountId alice = rename_bytes<AccountId>(crypto::sha256(as_bytes("alice")));
  for (bool hidden : {false, true}) {
    const Manifest good = manifest_make(alice, hidden, {}, some_items(5));
    proof::AssetRecord record;
    record.content = manifest_collection(good);
    record.certifier = alice;
    EXPECT_TRUE(manifest_fits(good, good.collection, record));
    auto forged = [&](const std::function<void(Manifest&)>& change) {
      Manifest bad = good;
      change(bad);
      // The file's own checksum is right again.
      auto read = manifest_decode(manifest_encode(bad));
      return read && !manifest_fits(*read, good.collection, record);
    };
    EXPECT_TRUE(forged([](Manifest& m) { m.items[3].hash.data()[0] ^= 1; }));
    EXPECT_TRUE(forged([](Manifest& m) { std::swap(m.items[0], m.items[1]); }));
    EXPECT_TRUE(forged([](Manifest& m) { m.items.pop_back(); }));
    EXPECT_TRUE(forged([](Manifest& m) { m.items.push_back(m.items[0]); }));
    EXPECT_TRUE(forged([](Manifest& m) { m.secret.data()[0] ^= 1; }));
    EXPECT_TRUE(forged([](Manifest& m) { m.root.data()[0] ^= 1; }));
    EXPECT_TRUE(forged([](Manifest& m) { m.certifier.data()[0] ^= 1; }));
    EXPECT_TRUE(forged([](Manifest& m) { m.collection.data()[0] ^= 1; }));
    if (hidden) {
      EXPECT_TRUE(forged([](Manifest& m) { m.items[2].k->data()[0] ^= 1; }));
    }
    // A good manifest of another's collection with the same root, and of no collection.
    proof::AssetRecord other = record;
    other.certifier.data()[0] ^= 1;
    EXPECT_FALSE(manifest_fits(good, good.collection, other));
    EXPECT_FALSE(manifest_fits(good, AssetId(), record));
    other = record;
    other.content = proof::PublicContent{};
    EXPECT_FALSE(manifest_fits(good, good.collection, other));
  }
}

PendingTx some_pending() {
  PendingTx out;
  out.tx = rename_bytes<TxId>(crypto::sha256(as_bytes("tx")));
  out.valid_until = Height{100};
  out.assets = {rename_bytes<AssetId>(crypto::sha256(as_bytes("asset")))};
  out.manifest = Bytes{1, 2, 3};
  return out;
}

TEST(Pending, RefuseDamageByName) {
  Bytes good = pending_encode(some_pending());
  auto read = pending_decode(good);
  ASSERT_TRUE(read);
  EXPECT_EQ(pending_encode(*read), good);
  EXPECT_EQ(pending_decode(ByteView(good).first(32)).error(), PendingError::kTruncated);
  for (size_t i = 0; i < good.size(); ++i) {
    Bytes bad = good;
    bad[i] ^= 4;
    EXPECT_EQ(pending_decode(bad).error(), PendingError::kChecksum);
  }
  auto again = [&](const std::function<void(Bytes&)>& change) {
    Bytes bad(good.begin(), good.end() - 32);
    change(bad);
    append(bad, crypto::sha256(bad).view());
    return pending_decode(bad).error();
  };
  EXPECT_EQ(again([](Bytes& b) { b[0] = 2; }), PendingError::kVersion);
  EXPECT_EQ(again([](Bytes& b) { b.push_back(0); }), PendingError::kUnreadable);
  PendingTx none = some_pending();
  none.assets.clear();
  EXPECT_EQ(pending_decode(pending_encode(none)).error(), PendingError::kUnreadable);
}

// A manifest was deleted when its collection was not on the chain yet: its transaction waited still.
TEST(Pending, AreGivenUpOnlyWhereTheyCanBeInNoBlock) {
  PendingTx pending = some_pending();
  auto fate = [&](PendingSeen seen) { return pending_fate(pending, seen); };
  EXPECT_EQ(fate({.height = Height{5}}), PendingFate::kMay);
  EXPECT_EQ(fate({.height = Height{100}}), PendingFate::kMay);
  EXPECT_EQ(fate({.height = Height{101}}), PendingFate::kNever);
  EXPECT_EQ(fate({.height = Height{5}, .waits = true}), PendingFate::kWaits);
  EXPECT_EQ(fate({.height = Height{101}, .waits = true}), PendingFate::kWaits);
  EXPECT_EQ(fate({.height = Height{5}, .failed = true}), PendingFate::kNever);
  EXPECT_EQ(fate({.height = Height{101}, .done = true}), PendingFate::kDone);
  // It came about by another transaction about the same.
  EXPECT_EQ(fate({.height = Height{101}, .theirs = true}), PendingFate::kDone);
  EXPECT_EQ(fate({.height = Height{5}, .failed = true, .theirs = true}), PendingFate::kDone);
}

TEST(Handovers, OpenForTheRecipientOnly) {
  crypto::SecretKey bob = crypto::SecretKey::random(), eve = crypto::SecretKey::random();
  proof::Policy policy = proof::single_key_policy(bob.public_key().view());
  Hash256 k = crypto::sha256(as_bytes("k"));
  AssetId asset = rename_bytes<AssetId>(crypto::sha256(as_bytes("asset")));
  auto wrapped = wrap_key(k, asset, policy);
  ASSERT_TRUE(wrapped);
  EXPECT_LE((*wrapped)[0].box.size(), contracts::assets::kHandoverBoxBytesMax);
  EXPECT_EQ(unwrap_key(*wrapped, asset, bob), k);
  EXPECT_FALSE(unwrap_key(*wrapped, asset, eve));
  EXPECT_FALSE(unwrap_key(*wrapped, AssetId(), bob));
  proof::Policy paying = policy;
  paying.entries[0].scopes = proof::kScopePay;
  EXPECT_FALSE(wrap_key(k, asset, paying));

  Handover handover{asset, to_bytes(as_bytes("manifest")), k, std::nullopt};
  auto text = handover_to_json(handover, policy);
  ASSERT_TRUE(text);
  auto read = handover_from_json(*text, bob);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->manifest, handover.manifest);
  EXPECT_EQ(handover_from_json(*text, eve).error(), HandoverError::kNotForYou);
  EXPECT_EQ(handover_from_json("[]", bob).error(), HandoverError::kNotJson);
  EXPECT_EQ(handover_from_json("{\"format\":\"freehold-handover/9\"}", bob).error(),
            HandoverError::kUnknownFormat);
  EXPECT_EQ(handover_to_json(handover, paying).error(), HandoverError::kBadPolicy);
  std::string changed = *text;
  size_t at = changed.find("\"data\":\"") + 10;
  changed[at] = changed[at] == 'A' ? 'B' : 'A';
  EXPECT_EQ(handover_from_json(changed, bob).error(), HandoverError::kUnreadable);
}

TEST(Errors, AreAllNamed) {
  for (int i = 1; i <= 8; ++i) EXPECT_STRNE(to_string(static_cast<WalletError>(i)), "unknown");
  for (int i = 1; i <= 6; ++i) EXPECT_STRNE(to_string(static_cast<FileError>(i)), "unknown");
}

}  // namespace
}  // namespace freehold::wallet
