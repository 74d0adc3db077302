// The words from which a wallet is made again: BIP-39, with its ten official word lists.
//
// Words and passphrases are normalised as the BIP says (NFKD); nothing that is wrong is mended.
// Text of words lives in SecretBytes. Any thread.
#pragma once

#include <string>
#include <vector>

#include "common/result.h"
#include "crypto/secret.h"

namespace freehold::wallet {

// The languages' names: "english", "japanese" and so on.
std::vector<std::string_view> languages();
inline constexpr std::string_view kDefaultLanguage = "english";
bool language_known(std::string_view language);

enum class MnemonicError : uint8_t {
  kWordCount = 1,   // not 12, 15, 18, 21 or 24 words
  kUnknownWord,     // a word of no list
  kMixedLanguages,  // every word is known, but not all of one list
  kChecksum,        // one or more words are other words of the list, or out of order
  kNotUtf8,
};
const char* to_string(MnemonicError error);
struct MnemonicFailure {
  MnemonicError error;
  size_t word = 0;         // kUnknownWord: its place, from 1
  std::string suggestion;  // kUnknownWord: the nearest English word, if one is near
};

// What the words stand for: 16 to 32 bytes of entropy, and the list they are taken from.
struct Mnemonic {
  crypto::SecretBytes entropy;
  std::string language;
};

// 24 words' worth of entropy.
Mnemonic mnemonic_random(std::string_view language);
// The words, with single blanks (ideographic ones in Japanese) between them, normalised.
crypto::SecretBytes mnemonic_words(const Mnemonic& mnemonic);
// Reads words, in whichever language they are.
Result<Mnemonic, MnemonicFailure> mnemonic_from_words(ByteView words);
// The 64-byte seed. None if the passphrase is not UTF-8.
std::optional<crypto::SecretBytes> mnemonic_seed(const Mnemonic& mnemonic, ByteView passphrase);

}  // namespace freehold::wallet
