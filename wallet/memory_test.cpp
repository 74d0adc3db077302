// HAZARDS 38: what a wallet worked on is not left in memory that was given back. The secrets are made
// in a process of its own, so that this one never holds them in any other way than the wallet does.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "crypto/hash.h"
#include "wallet/wallet.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define FREEHOLD_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define FREEHOLD_SANITIZED 1
#endif
#endif

namespace freehold::wallet {
namespace {

constexpr uint8_t kMask = 0x5a;
constexpr size_t kPatternBytes = 16;

// The second sixteen bytes of a secret: the first of freed memory are the allocator's own.
using Pattern = std::array<uint8_t, kPatternBytes>;
struct Patterns {
  Pattern words, entropy, key, password;
  Pattern numbers;  // of the third and fourth word in their list
};

Pattern masked(ByteView secret) {
  Pattern out{};
  for (size_t i = 0; i < kPatternBytes; ++i) out[i] = secret[kPatternBytes + i] ^ kMask;
  return out;
}

// Makes the wallet and tells, masked, what must not be found.
[[noreturn]] void make_wallet(const std::string& path, int to) {
  crypto::SecretBytes password(32);
  crypto::random_bytes(password.data(), password.size());
  Mnemonic mnemonic = mnemonic_random("english");
  Patterns patterns{};
  patterns.words = masked(mnemonic_words(mnemonic).view());
  patterns.entropy = masked(mnemonic.entropy.view());
  patterns.password = masked(password.view());
  size_t numbers[4] = {};
  for (size_t i = 0; i < 44; ++i) {
    numbers[i / 11] = numbers[i / 11] << 1 | (mnemonic.entropy.data()[i / 8] >> (7 - i % 8) & 1u);
  }
  patterns.numbers = masked({reinterpret_cast<const uint8_t*>(numbers), sizeof numbers});
  auto made = Wallet::make(path, {std::move(mnemonic), {}, {64, 1}}, password.view());
  if (!made) _exit(1);
  auto signer = made->unlock(password.view());
  if (!signer) _exit(1);
  patterns.key = masked(signer->key(made->main())->bytes());
  Bytes hidden = to_bytes(password.view());
  for (uint8_t& byte : hidden) byte ^= kMask;
  if (write(to, &patterns, sizeof patterns) != sizeof patterns) _exit(1);
  if (write(to, hidden.data(), hidden.size()) != static_cast<ssize_t>(hidden.size())) _exit(1);
  _exit(0);
}

// How often a pattern stands, unmasked, in memory that can be written. Nothing is copied, so that a
// search leaves nothing behind for the next one to find.
size_t times_in_memory(const Pattern& pattern) {
  size_t found = 0;
  std::ifstream maps("/proc/self/maps");
  std::vector<std::pair<uintptr_t, uintptr_t>> regions;
  for (std::string line; std::getline(maps, line);) {
    std::istringstream fields(line);
    uintptr_t begin = 0, end = 0;
    char dash = 0;
    std::string mode;
    fields >> std::hex >> begin >> dash >> end >> mode;
    if (mode.substr(0, 2) == "rw") regions.emplace_back(begin, end);
  }
  for (auto [begin, end] : regions) {
    for (uintptr_t at = begin; at + kPatternBytes <= end; ++at) {
      const auto* here = reinterpret_cast<const volatile uint8_t*>(at);
      size_t same = 0;
      while (same < kPatternBytes && static_cast<uint8_t>(here[same] ^ kMask) == pattern[same]) {
        ++same;
      }
      found += same == kPatternBytes ? 1 : 0;
    }
  }
  return found;
}

class Memory : public ::testing::Test {
 protected:
  void SetUp() override {
#ifdef FREEHOLD_SANITIZED
    GTEST_SKIP() << "a sanitizer keeps freed memory on purpose";
#endif
    std::string pattern = std::filesystem::temp_directory_path() / "freehold-memory-XXXXXX";
    folder_ = mkdtemp(pattern.data());
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) make_wallet(path(), ends[1]);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
    ASSERT_EQ(read(ends[0], &patterns_, sizeof patterns_), static_cast<ssize_t>(sizeof patterns_));
    password_ = crypto::SecretBytes(32);
    ASSERT_EQ(read(ends[0], password_.data(), 32), 32);
    for (size_t i = 0; i < 32; ++i) password_.data()[i] ^= kMask;
    close(ends[0]);
    close(ends[1]);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string path() const { return folder_ + "/w"; }

  std::string folder_;
  Patterns patterns_{};
  crypto::SecretBytes password_;
};

TEST_F(Memory, HoldsNoSecretAfterItsWalletIsGone) {
  {
    auto wallet = Wallet::open(path());
    ASSERT_TRUE(wallet);
    auto signer = wallet->unlock(password_.view());
    ASSERT_TRUE(signer);
    auto key = signer->key(wallet->main());
    ASSERT_TRUE(key);
    (void)key->sign(crypto::sha256(as_bytes("digest")));
    crypto::SecretBytes words = signer->words();
    ASSERT_TRUE(wallet->add_account(password_.view(), "second"));
    // The search finds them while they are there.
    EXPECT_GE(times_in_memory(patterns_.words), 1u);
    EXPECT_GE(times_in_memory(patterns_.entropy), 1u);
    EXPECT_GE(times_in_memory(patterns_.key), 1u);
    EXPECT_GE(times_in_memory(patterns_.password), 1u);
  }
  password_ = crypto::SecretBytes();
  EXPECT_EQ(times_in_memory(patterns_.words), 0u);
  EXPECT_EQ(times_in_memory(patterns_.entropy), 0u);
  EXPECT_EQ(times_in_memory(patterns_.key), 0u);
  EXPECT_EQ(times_in_memory(patterns_.password), 0u);
}

TEST_F(Memory, HoldsNoWordsThatWereReadAndLeft) {
  {
    auto wallet = Wallet::open(path());
    auto signer = wallet->unlock(password_.view());
    ASSERT_TRUE(signer);
    crypto::SecretBytes words = signer->words();
    auto read = mnemonic_from_words(words.view());
    ASSERT_TRUE(read);
    ASSERT_TRUE(mnemonic_seed(*read, {}));
    // What is not a good list of words is a secret all the same.
    words.data()[words.size() - 1] = 'q';
    EXPECT_FALSE(mnemonic_from_words(words.view()));
  }
  EXPECT_EQ(times_in_memory(patterns_.words), 0u);
  EXPECT_EQ(times_in_memory(patterns_.entropy), 0u);
  EXPECT_EQ(times_in_memory(patterns_.numbers), 0u);
}

}  // namespace
}  // namespace freehold::wallet
