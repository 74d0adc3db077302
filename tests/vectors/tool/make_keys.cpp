// keys.json: from words to addresses, and signatures.
#include "crypto/hd.h"
#include "vectors/tool/generate.h"
#include "wallet/mnemonic.h"
#include "wallet/sign.h"
#include "wallet/wallet.h"

namespace freehold::vectors {
namespace {

Words words_of(const std::string& language, ByteView entropy, const std::string& passphrase,
               const std::vector<uint32_t>& indexes) {
  wallet::Mnemonic mnemonic{crypto::SecretBytes(entropy), language};
  Words out;
  out.language = language;
  out.entropy = hex(entropy);
  crypto::SecretBytes text = wallet::mnemonic_words(mnemonic);
  out.words = std::string(as_text(text.view()));
  out.passphrase = passphrase;
  auto seed = wallet::mnemonic_seed(mnemonic, as_bytes(passphrase));
  out.seed = hex(seed->view());
  auto root = crypto::HdKey::from_seed(seed->view());
  for (uint32_t index : indexes) {
    auto key = wallet::account_key_at(*root, index);
    crypto::PublicKey public_key = key->public_key();
    proof::Policy policy = proof::single_key_policy(public_key.view());
    AccountId id = proof::account_id(policy);
    out.accounts.push_back({index, "m/44'/9004'/" + std::to_string(index) + "'/0/0",
                            hex(key->bytes()), hex(public_key), policy, hex(id),
                            codec::account_to_text(id), wallet::did_key(public_key)});
  }
  return out;
}

void add_refused_words(Keys& out) {
  auto add = [&](std::string name, const std::string& words, std::string_view error) {
    auto read = wallet::mnemonic_from_words(as_bytes(words));
    expect(!read && error == to_string(read.error().error), "words: " + name);
    out.refused_words.push_back({std::move(name), words, std::string(error)});
  };
  auto repeat = [](const std::string& word, size_t times) {
    std::string text = word;
    for (size_t i = 1; i < times; ++i) text += " " + word;
    return text;
  };
  add("no words", "", "word_count");
  add("11 words", repeat("abandon", 11), "word_count");
  add("13 words", repeat("abandon", 13), "word_count");
  add("27 words", repeat("abandon", 27), "word_count");
  add("a word of no list", repeat("abandon", 11) + " abuot", "unknown_word");
  add("words of two languages", repeat("abandon", 11) + " \u3042\u3044\u3053\u304f\u3057\u3093",
      "mixed_languages");
  add("the last word is another", repeat("abandon", 12), "checksum");
  add("two words change places", "about " + repeat("abandon", 11), "checksum");
}

void add_signatures(Keys& out) {
  for (const char* name : {"alice", "bob"}) {
    for (const char* text : {"", "freehold"}) {
      crypto::SecretKey key = secret_of(name);
      Hash256 digest = crypto::sha256(as_bytes(text));
      out.signatures.push_back(
          {hex(key.bytes()), hex(key.public_key()), hex(digest), hex(key.sign(digest))});
    }
  }
  crypto::SecretKey key = secret_of("alice");
  Hash256 digest = crypto::sha256(as_bytes("freehold"));
  const Bytes public_key = to_bytes(key.public_key().view());
  const Bytes good = to_bytes(key.sign(digest).view());
  auto add = [&](std::string name, const Bytes& by, const Bytes& signature, bool valid) {
    bool checked = crypto::verify(*crypto::PublicKey::from(by), digest,
                                  *crypto::Signature::from(signature));
    expect(checked == valid, "signature: " + name);
    out.checked_signatures.push_back({std::move(name), {by}, hex(digest), {signature}, valid});
  };
  const Bytes order = *from_hex("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
  auto with = [&](size_t at, const Bytes& part) {
    Bytes changed = good;
    std::copy(part.begin(), part.end(), changed.begin() + static_cast<std::ptrdiff_t>(at));
    return changed;
  };
  add("good", public_key, good, true);
  Bytes high(32);
  int borrow = 0;
  for (size_t i = 32; i-- > 0;) {
    int left = int{order[i]} - int{good[32 + i]} - borrow;
    borrow = left < 0 ? 1 : 0;
    high[i] = static_cast<uint8_t>(left + 256 * borrow);
  }
  add("the same with a high s", public_key, with(32, high), false);
  add("r is zero", public_key, with(0, Bytes(32)), false);
  add("s is zero", public_key, with(32, Bytes(32)), false);
  add("r is the order", public_key, with(0, order), false);
  add("s is the order", public_key, with(32, order), false);
  add("all zero", public_key, Bytes(64), false);
  add("a bit of r changed", public_key, with(0, {static_cast<uint8_t>(good[0] ^ 1)}), false);
  add("another key", to_bytes(secret_of("bob").public_key().view()), good, false);
  Bytes bad = public_key;
  bad[0] = 4;
  add("the key's first byte is 4", bad, good, false);
  bad[0] = static_cast<uint8_t>(public_key[0] ^ 1);
  add("the key's other root", bad, good, false);
  add("a key that is all zero", Bytes(33), good, false);
  add("a key off the curve", *from_hex("02" + std::string(62, '0') + "05"), good, false);
}

}  // namespace

Keys make_keys() {
  Keys out;
  Bytes zero(16);
  for (std::string_view language : wallet::languages()) {
    Bytes entropy = to_bytes(crypto::sha256(as_bytes(language)).view());
    out.words.push_back(words_of(std::string(language), entropy, "", {0, 1}));
  }
  out.words.push_back(words_of("english", zero, "", {0, 1, 2, 20, 2147483647}));
  for (size_t size : {16, 20, 24, 28, 32}) {
    out.words.push_back(words_of("english", Bytes(size, 0xff), "TREZOR", {0}));
  }
  // Passphrases are normalised: the two spell the same letters.
  out.words.push_back(words_of("japanese", zero, "\u30ac\u00e9", {0}));
  out.words.push_back(words_of("japanese", zero, "\u30ab\u3099e\u0301", {0}));
  expect(out.words.back().seed.bytes == out.words[out.words.size() - 2].seed.bytes, "passphrases");
  add_refused_words(out);
  add_signatures(out);
  for (const char* text : {"", "I own this.", "Stra\u00dfe \u5730"}) {
    crypto::SecretKey key = secret_of("alice");
    out.messages.push_back({text, hex(key.bytes()), hex(key.public_key()),
                            hex(wallet::sign_message(text, key))});
  }
  return out;
}

}  // namespace freehold::vectors
