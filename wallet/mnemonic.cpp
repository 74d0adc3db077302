#include "wallet/mnemonic.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>

#include "common/assert.h"
#include "crypto/hash.h"
#include "crypto/kdf.h"
#include "wallet/wordlists.h"

namespace freehold::wallet {
namespace {

using crypto::SecretBytes;

constexpr size_t kWordsInList = 2048;
constexpr std::string_view kIdeographicBlank = "\xe3\x80\x80";

std::optional<SecretBytes> nfkd(ByteView text) {
  utf8proc_uint8_t* mapped = nullptr;
  auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT);
  utf8proc_ssize_t size =
      utf8proc_map(text.data(), static_cast<utf8proc_ssize_t>(text.size()), &mapped, options);
  if (size < 0) return std::nullopt;
  SecretBytes out(ByteView(mapped, static_cast<size_t>(size)));
  crypto::wipe(mapped, static_cast<size_t>(size));
  free(mapped);
  return out;
}

// One list, normalised; made once, when it is first asked for.
struct WordList {
  std::string language;
  std::vector<std::string> words;

  std::optional<size_t> find(std::string_view word) const {
    auto at = std::find(words.begin(), words.end(), word);
    return at == words.end() ? std::nullopt : std::optional<size_t>(at - words.begin());
  }
};

WordList load(const WordListText& text) {
  WordList out;
  out.language = text.language;
  std::string_view rest = text.words;
  while (!rest.empty()) {
    size_t end = std::min(rest.find('\n'), rest.size());
    if (end > 0) {
      auto word = nfkd(as_bytes(rest.substr(0, end)));
      FREEHOLD_ASSERT(word.has_value());
      out.words.emplace_back(as_text(word->view()));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  FREEHOLD_ASSERT(out.words.size() == kWordsInList);
  return out;
}

const std::vector<WordList>& word_lists() {
  static const std::vector<WordList> kLists = [] {
    std::vector<WordList> out;
    for (const WordListText& text : kWordLists) out.push_back(load(text));
    return out;
  }();
  return kLists;
}

const WordList& word_list(std::string_view language) {
  for (const WordList& list : word_lists()) {
    if (list.language == language) return list;
  }
  FREEHOLD_ASSERT(!"a language that is known");
  abort();
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    size_t end = std::min(text.find_first_of(" \t\r\n"), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

// How many single-letter changes lie between two words; for suggestions only.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row[b.size()];
}

std::string suggestion_for(std::string_view word) {
  if (word.size() > 32) return {};
  std::string best;
  size_t least = 3;
  for (const std::string& known : word_list("english").words) {
    size_t away = distance(word, known);
    if (away < least) {
      least = away;
      best = known;
    }
  }
  return best;
}

// Where no list has all the words.
MnemonicFailure unknown(const std::vector<std::string_view>& words) {
  for (size_t i = 0; i < words.size(); ++i) {
    bool known = std::any_of(word_lists().begin(), word_lists().end(),
                             [&](const WordList& list) { return list.find(words[i]).has_value(); });
    if (!known) return {MnemonicError::kUnknownWord, i + 1, suggestion_for(words[i])};
  }
  return {MnemonicError::kMixedLanguages, 0, {}};
}

// The entropy of these words of one list, or none if the checksum is another.
std::optional<SecretBytes> entropy_of(const std::vector<size_t>& numbers) {
  size_t entropy_bytes = numbers.size() * 11 * 32 / 33 / 8;
  size_t checksum_bits = entropy_bytes / 4;
  SecretBytes bits(entropy_bytes + 1);
  std::memset(bits.data(), 0, bits.size());
  for (size_t i = 0; i < numbers.size() * 11; ++i) {
    if ((numbers[i / 11] >> (10 - i % 11) & 1) != 0) {
      bits.data()[i / 8] |= static_cast<uint8_t>(0x80u >> i % 8);
    }
  }
  SecretBytes entropy(bits.view().first(entropy_bytes));
  uint8_t want = crypto::sha256(entropy.view()).data()[0];
  uint8_t mask = static_cast<uint8_t>(0xff00u >> checksum_bits);
  if (((want ^ bits.data()[entropy_bytes]) & mask) != 0) return std::nullopt;
  return entropy;
}

}  // namespace

std::vector<std::string_view> languages() {
  std::vector<std::string_view> out;
  for (const WordListText& text : kWordLists) out.push_back(text.language);
  return out;
}

bool language_known(std::string_view language) {
  auto all = languages();
  return std::find(all.begin(), all.end(), language) != all.end();
}

const char* to_string(MnemonicError error) {
  switch (error) {
    case MnemonicError::kWordCount:
      return "word_count";
    case MnemonicError::kUnknownWord:
      return "unknown_word";
    case MnemonicError::kMixedLanguages:
      return "mixed_languages";
    case MnemonicError::kChecksum:
      return "checksum";
    case MnemonicError::kNotUtf8:
      return "not_utf8";
  }
  return "unknown";
}

Mnemonic mnemonic_random(std::string_view language) {
  FREEHOLD_ASSERT(language_known(language));
  Mnemonic out{SecretBytes(32), std::string(language)};
  crypto::random_bytes(out.entropy.data(), out.entropy.size());
  return out;
}

SecretBytes mnemonic_words(const Mnemonic& mnemonic) {
  const WordList& list = word_list(mnemonic.language);
  size_t entropy_bytes = mnemonic.entropy.size();
  FREEHOLD_ASSERT(entropy_bytes >= 16 && entropy_bytes <= 32 && entropy_bytes % 4 == 0);
  SecretBytes bits(entropy_bytes + 1);
  std::memcpy(bits.data(), mnemonic.entropy.data(), entropy_bytes);
  bits.data()[entropy_bytes] = crypto::sha256(mnemonic.entropy.view()).data()[0];
  size_t count = entropy_bytes * 3 / 4;
  std::string_view blank = mnemonic.language == "japanese" ? kIdeographicBlank : " ";
  SecretBytes text(count * 64);
  size_t used = 0;
  auto put = [&](std::string_view part) {
    FREEHOLD_ASSERT(used + part.size() <= text.size());
    std::memcpy(text.data() + used, part.data(), part.size());
    used += part.size();
  };
  for (size_t word = 0; word < count; ++word) {
    size_t number = 0;
    for (size_t i = word * 11; i < word * 11 + 11; ++i) {
      number = number << 1 | (bits.data()[i / 8] >> (7 - i % 8) & 1u);
    }
    if (word > 0) put(blank);
    put(list.words[number]);
  }
  return SecretBytes(text.view().first(used));
}

Result<Mnemonic, MnemonicFailure> mnemonic_from_words(ByteView text) {
  auto normal = nfkd(text);
  if (!normal) return failure(MnemonicFailure{MnemonicError::kNotUtf8, 0, {}});
  std::vector<std::string_view> words = split(as_text(normal->view()));
  if (words.size() < 12 || words.size() > 24 || words.size() % 3 != 0) {
    return failure(MnemonicFailure{MnemonicError::kWordCount, 0, {}});
  }
  bool complete = false;
  for (const WordList& list : word_lists()) {
    std::vector<size_t> numbers;
    numbers.reserve(words.size());  // never moved, so that there is one copy to wipe
    for (std::string_view word : words) {
      auto number = list.find(word);
      if (!number) break;
      numbers.push_back(*number);
    }
    bool whole = numbers.size() == words.size();
    // The two Chinese lists share words: the checksum tells which one it is.
    auto entropy = whole ? entropy_of(numbers) : std::nullopt;
    crypto::wipe(numbers.data(), numbers.size() * sizeof(size_t));
    complete = complete || whole;
    if (entropy) return Mnemonic{std::move(*entropy), list.language};
  }
  if (complete) return failure(MnemonicFailure{MnemonicError::kChecksum, 0, {}});
  return failure(unknown(words));
}

std::optional<SecretBytes> mnemonic_seed(const Mnemonic& mnemonic, ByteView passphrase) {
  auto normal = nfkd(passphrase);
  auto words = nfkd(mnemonic_words(mnemonic).view());
  if (!normal || !words) return std::nullopt;
  SecretBytes salt(8 + normal->size());
  std::memcpy(salt.data(), "mnemonic", 8);
  if (!normal->empty()) std::memcpy(salt.data() + 8, normal->data(), normal->size());
  return crypto::pbkdf2_sha512({words->view(), salt.view()}, 2048, 64);
}

}  // namespace freehold::wallet
