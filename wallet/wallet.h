// A person's wallet: a file with accounts, and, once the password is given, the keys that sign for
// them.
//
// FILE is the keystore; FILE.d (mode 0700) keeps what the words cannot restore: manifests of
// collections and keys of private certificates. No network here. One thread.
#pragma once

#include "common/result.h"
#include "crypto/hd.h"
#include "proof/policy.h"
#include "wallet/file_store.h"
#include "wallet/keystore.h"
#include "wallet/mnemonic.h"

namespace freehold::wallet {

enum class WalletError : uint8_t {
  kFile = 1,  // detail: FileError's name and the system's words
  kKeystore,  // detail: KeystoreError's name
  kMnemonic,  // detail: MnemonicError's name
  kNoSuchAccount,
  kWatchOnly,      // the account has no keys here
  kAccountTwice,   // that account is in the wallet already
  kBadPassphrase,  // not UTF-8
  kBadPublicKey,
};
const char* to_string(WalletError error);
struct WalletFailure {
  WalletError error;
  std::string name;  // of the error beneath, or of this one
  std::string detail;
};
template <class T>
using WalletResult = Result<T, WalletFailure>;

// The keys of an unlocked wallet. Kept as short as it is needed.
class Signer {
 public:
  // The key of one of the wallet's accounts.
  WalletResult<crypto::SecretKey> key(const WalletAccount& account) const;
  // The public key at an index, for looking ahead.
  crypto::PublicKey public_key(uint32_t index) const;
  crypto::SecretBytes words() const { return mnemonic_words(mnemonic_); }
  const std::string& language() const { return mnemonic_.language; }

  // What is kept in FILE.d and must not be read by who finds the disk: sealed under a key that the
  // words give, and the file's name.
  Bytes seal(std::string_view name, ByteView plain) const;
  std::optional<crypto::SecretBytes> open(std::string_view name, ByteView sealed) const;

 private:
  friend class Wallet;
  Signer(Mnemonic mnemonic, crypto::HdKey root, crypto::SecretBytes storage_key)
      : mnemonic_(std::move(mnemonic)),
        root_(std::move(root)),
        storage_key_(std::move(storage_key)) {}

  static WalletResult<Signer> from(Mnemonic mnemonic, ByteView passphrase);

  Mnemonic mnemonic_;
  crypto::HdKey root_;
  crypto::SecretBytes storage_key_;
};

struct WalletMake {
  Mnemonic mnemonic;
  crypto::SecretBytes passphrase;
  crypto::Argon2Cost cost;
  std::string label = "main";
};

class Wallet {
 public:
  // A new file with one account, or with `accounts` of them. Refuses to replace a file.
  static WalletResult<Wallet> make(const std::string& path, WalletMake spec, ByteView password,
                                   uint32_t accounts = 1);
  // A wallet that watches an account whose keys are elsewhere. Without a public key it knows the
  // address only.
  static WalletResult<Wallet> watch(const std::string& path, WalletAccount account);
  // Reads the file; the password is not needed for what is public.
  static WalletResult<Wallet> open(const std::string& path);

  const std::string& path() const { return path_; }
  std::string folder() const { return path_ + ".d"; }
  bool watch_only() const { return !keystore_.box.has_value(); }
  const std::vector<WalletAccount>& accounts() const { return keystore_.accounts; }
  const WalletAccount& main() const { return keystore_.accounts.front(); }
  // By label, address, or number in the list from 0.
  WalletResult<WalletAccount> find(std::string_view name) const;
  bool owns(const AccountId& account) const;

  WalletResult<Signer> unlock(ByteView password) const;
  // Adds the account of the next index; the box is sealed anew, with the same password and cost.
  WalletResult<WalletAccount> add_account(ByteView password, const std::string& label);
  WalletResult<std::monostate> change_password(ByteView old_password, ByteView new_password,
                                               const crypto::Argon2Cost& cost);

  // Makes the folder FILE.d/KIND if it is not there.
  WalletResult<std::string> make_place(std::string_view kind) const;
  // FILE.d/KIND/NAME.
  WalletResult<std::monostate> keep(std::string_view kind, const std::string& name,
                                    ByteView bytes) const;
  WalletResult<std::optional<Bytes>> kept(std::string_view kind, const std::string& name) const;
  WalletResult<std::vector<std::string>> list_kept(std::string_view kind) const;
  WalletResult<std::monostate> drop_kept(std::string_view kind, const std::string& name) const;

 private:
  Wallet(std::string path, Keystore keystore)
      : path_(std::move(path)), keystore_(std::move(keystore)) {}
  WalletResult<std::monostate> rewrite(Keystore next);

  std::string path_;
  Keystore keystore_;
};

// m/44'/9004'/index'/0/0.
std::optional<crypto::SecretKey> account_key_at(const crypto::HdKey& root, uint32_t index);
WalletAccount account_of_key(const crypto::PublicKey& key, std::optional<uint32_t> index,
                             std::string label);
// did:key of a secp256k1 public key: the multicodec 0xe7, multibase base58btc.
std::string did_key(const crypto::PublicKey& key);

// How many accounts past the last known one are looked for when words are restored.
inline constexpr uint32_t kLookAhead = 20;

}  // namespace freehold::wallet
