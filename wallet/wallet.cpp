#include "wallet/wallet.h"

#include <algorithm>

#include "codec/json_ids.h"
#include "common/assert.h"
#include "crypto/aead.h"
#include "crypto/base58.h"
#include "crypto/kdf.h"

namespace freehold::wallet {
namespace {

using crypto::SecretBytes;

constexpr size_t kKeystoreBytesMax = size_t{1} << 20;
constexpr size_t kKeptBytesMax = size_t{4} << 30;

WalletFailure failed(const FileFailure& why) {
  return {WalletError::kFile, to_string(why.error), why.path + ": " + why.detail};
}
WalletFailure failed(KeystoreError why, const std::string& path) {
  return {WalletError::kKeystore, to_string(why), path};
}
WalletFailure failed(WalletError why, std::string detail = {}) {
  return {why, to_string(why), std::move(detail)};
}

template <class T>
WalletResult<T> wrap(FileResult<T> result) {
  if (!result) return failure(failed(result.error()));
  return std::move(*result);
}

}  // namespace

const char* to_string(WalletError error) {
  switch (error) {
    case WalletError::kFile:
      return "file";
    case WalletError::kKeystore:
      return "keystore";
    case WalletError::kMnemonic:
      return "mnemonic";
    case WalletError::kNoSuchAccount:
      return "no_such_account";
    case WalletError::kWatchOnly:
      return "watch_only";
    case WalletError::kAccountTwice:
      return "account_twice";
    case WalletError::kBadPassphrase:
      return "bad_passphrase";
    case WalletError::kBadPublicKey:
      return "bad_public_key";
  }
  return "unknown";
}

std::optional<crypto::SecretKey> account_key_at(const crypto::HdKey& root, uint32_t index) {
  using crypto::kHardened;
  uint32_t path[] = {kHardened + 44, kHardened + 9004, kHardened + index, 0, 0};
  auto key = root.derive(path);
  return key ? crypto::SecretKey::from(key->key().bytes()) : std::nullopt;
}

WalletAccount account_of_key(const crypto::PublicKey& key, std::optional<uint32_t> index,
                             std::string label) {
  return {index, std::move(label), to_bytes(key.view()),
          proof::account_id(proof::single_key_policy(key.view()))};
}

std::string did_key(const crypto::PublicKey& key) {
  Bytes bytes = {0xe7, 0x01};
  append(bytes, key.view());
  return "did:key:z" + crypto::base58_encode(bytes);
}

// --- Signer -----------------------------------------------------------------------------------

WalletResult<Signer> Signer::from(Mnemonic mnemonic, ByteView passphrase) {
  auto seed = mnemonic_seed(mnemonic, passphrase);
  if (!seed) return failure(failed(WalletError::kBadPassphrase));
  auto root = crypto::HdKey::from_seed(seed->view());
  FREEHOLD_ASSERT(root.has_value());
  SecretBytes storage =
      crypto::hkdf_sha256({seed->view(), {}, as_bytes("freehold/wallet-files")}, 32);
  return Signer(std::move(mnemonic), std::move(*root), std::move(storage));
}

WalletResult<crypto::SecretKey> Signer::key(const WalletAccount& account) const {
  if (!account.index) return failure(failed(WalletError::kWatchOnly, account.label));
  auto key = account_key_at(root_, *account.index);
  FREEHOLD_ASSERT(key.has_value());
  return std::move(*key);
}

crypto::PublicKey Signer::public_key(uint32_t index) const {
  auto key = account_key_at(root_, index);
  FREEHOLD_ASSERT(key.has_value());
  return key->public_key();
}

Bytes Signer::seal(std::string_view name, ByteView plain) const {
  std::array<uint8_t, crypto::kAeadNonceBytes> nonce{};
  crypto::random_bytes(nonce.data(), nonce.size());
  Bytes out(nonce.begin(), nonce.end());
  append(out, crypto::aead_seal({storage_key_.view(), nonce, as_bytes(name)}, plain));
  return out;
}

std::optional<SecretBytes> Signer::open(std::string_view name, ByteView sealed) const {
  if (sealed.size() < crypto::kAeadNonceBytes) return std::nullopt;
  return crypto::aead_open(
      {storage_key_.view(), sealed.first(crypto::kAeadNonceBytes), as_bytes(name)},
      sealed.subspan(crypto::kAeadNonceBytes));
}

// --- Wallet -----------------------------------------------------------------------------------

WalletResult<Wallet> Wallet::make(const std::string& path, WalletMake spec, ByteView password,
                                  uint32_t accounts) {
  FREEHOLD_ASSERT(accounts >= 1);
  KeystoreSecret secret{spec.mnemonic.entropy.clone(), spec.passphrase.clone()};
  Keystore keystore;
  keystore.language = spec.mnemonic.language;
  FREEHOLD_TRY_ASSIGN(signer, Signer::from(std::move(spec.mnemonic), spec.passphrase.view()));
  for (uint32_t i = 0; i < accounts; ++i) {
    std::string label = i == 0 ? spec.label : "account " + std::to_string(i);
    keystore.accounts.push_back(account_of_key(signer.public_key(i), i, std::move(label)));
  }
  if (auto sealed = keystore_seal(keystore, secret, password, spec.cost); !sealed) {
    return failure(failed(sealed.error(), path));
  }
  FREEHOLD_TRY(wrap(file_write(path, as_bytes(keystore_to_json(keystore)), Replace::kNo)));
  return Wallet(path, std::move(keystore));
}

WalletResult<Wallet> Wallet::watch(const std::string& path, WalletAccount account) {
  Keystore keystore;
  account.index.reset();
  keystore.accounts.push_back(std::move(account));
  FREEHOLD_TRY(wrap(file_write(path, as_bytes(keystore_to_json(keystore)), Replace::kNo)));
  return Wallet(path, std::move(keystore));
}

WalletResult<Wallet> Wallet::open(const std::string& path) {
  FREEHOLD_TRY_ASSIGN(text, wrap(file_read(path, kKeystoreBytesMax)));
  auto keystore = keystore_from_json(as_text(text));
  if (!keystore) return failure(failed(keystore.error(), path));
  if (keystore->accounts.empty()) return failure(failed(KeystoreError::kNotJson, path));
  return Wallet(path, std::move(*keystore));
}

WalletResult<WalletAccount> Wallet::find(std::string_view name) const {
  auto number = u64_from_decimal(name);
  for (size_t i = 0; i < accounts().size(); ++i) {
    const WalletAccount& account = accounts()[i];
    if (account.label == name || codec::account_to_text(account.account) == name ||
        (number && *number == i)) {
      return account;
    }
  }
  return failure(failed(WalletError::kNoSuchAccount, std::string(name)));
}

bool Wallet::owns(const AccountId& account) const {
  return std::any_of(accounts().begin(), accounts().end(),
                     [&](const WalletAccount& own) { return own.account == account; });
}

WalletResult<Signer> Wallet::unlock(ByteView password) const {
  auto secret = keystore_open(keystore_, password);
  if (!secret) return failure(failed(secret.error(), path_));
  return Signer::from(Mnemonic{std::move(secret->entropy), keystore_.language},
                      secret->passphrase.view());
}

WalletResult<std::monostate> Wallet::rewrite(Keystore next) {
  FREEHOLD_TRY(wrap(folder_make(folder())));
  FREEHOLD_TRY_ASSIGN(lock, wrap(FileLock::take(folder() + "/lock")));
  // What another process wrote meanwhile is not to be lost.
  FREEHOLD_TRY_ASSIGN(now, open(path_));
  if (keystore_to_json(now.keystore_) != keystore_to_json(keystore_)) {
    return failure(
        failed(FileFailure{FileError::kBusy, path_, "the wallet was changed meanwhile"}));
  }
  FREEHOLD_TRY(wrap(file_write(path_, as_bytes(keystore_to_json(next)), Replace::kYes)));
  keystore_ = std::move(next);
  return std::monostate{};
}

WalletResult<WalletAccount> Wallet::add_account(ByteView password, const std::string& label) {
  auto secret = keystore_open(keystore_, password);
  if (!secret) return failure(failed(secret.error(), path_));
  Keystore next = keystore_;
  uint32_t index = 0;
  for (const WalletAccount& account : next.accounts) {
    if (account.label == label) return failure(failed(WalletError::kAccountTwice, label));
    if (account.index) index = std::max(index, *account.index + 1);
  }
  FREEHOLD_TRY_ASSIGN(signer, Signer::from(Mnemonic{secret->entropy.clone(), keystore_.language},
                                           secret->passphrase.view()));
  next.accounts.push_back(account_of_key(signer.public_key(index), index, label));
  crypto::Argon2Cost cost{keystore_.kdf->memory_kib, keystore_.kdf->passes};
  if (auto sealed = keystore_seal(next, *secret, password, cost); !sealed) {
    return failure(failed(sealed.error(), path_));
  }
  FREEHOLD_TRY(rewrite(std::move(next)));
  return keystore_.accounts.back();
}

WalletResult<std::monostate> Wallet::change_password(ByteView old_password, ByteView new_password,
                                                     const crypto::Argon2Cost& cost) {
  auto secret = keystore_open(keystore_, old_password);
  if (!secret) return failure(failed(secret.error(), path_));
  Keystore next = keystore_;
  if (auto sealed = keystore_seal(next, *secret, new_password, cost); !sealed) {
    return failure(failed(sealed.error(), path_));
  }
  return rewrite(std::move(next));
}

WalletResult<std::string> Wallet::make_place(std::string_view kind) const {
  FREEHOLD_TRY(wrap(folder_make(folder())));
  std::string place = folder() + "/" + std::string(kind);
  FREEHOLD_TRY(wrap(folder_make(place)));
  return place;
}

WalletResult<std::monostate> Wallet::keep(std::string_view kind, const std::string& name,
                                          ByteView bytes) const {
  FREEHOLD_TRY_ASSIGN(place, make_place(kind));
  return wrap(file_write(place + "/" + name, bytes, Replace::kYes));
}

WalletResult<std::optional<Bytes>> Wallet::kept(std::string_view kind,
                                                const std::string& name) const {
  auto read = file_read(folder() + "/" + std::string(kind) + "/" + name, kKeptBytesMax);
  if (read) return std::optional<Bytes>(std::move(*read));
  if (read.error().error == FileError::kNotFound) return std::optional<Bytes>();
  return failure(failed(read.error()));
}

WalletResult<std::vector<std::string>> Wallet::list_kept(std::string_view kind) const {
  return wrap(folder_list(folder() + "/" + std::string(kind)));
}

WalletResult<std::monostate> Wallet::drop_kept(std::string_view kind,
                                               const std::string& name) const {
  return wrap(file_remove(folder() + "/" + std::string(kind) + "/" + name));
}

}  // namespace freehold::wallet
