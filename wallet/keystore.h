// A wallet file: what anyone who holds it may read, and a box that only the password opens.
//
// JSON, "freehold-wallet/1": Argon2id makes a key of the password, AES-256-GCM seals the secrets,
// and everything outside the box is authenticated with it. docs/spec/wallet.md. Any thread.
#pragma once

#include <string>

#include "codec/describe.h"
#include "common/result.h"
#include "common/types.h"
#include "crypto/kdf.h"

namespace freehold::wallet {

inline constexpr std::string_view kWalletFormat = "freehold-wallet/1";

// One account of the wallet, without secrets.
struct WalletAccount {
  std::optional<uint32_t> index;  // m/44'/9004'/index'/0/0; none where it is only watched
  std::string label;
  std::optional<Bytes> public_key;  // 33 bytes
  AccountId account;
  FREEHOLD_DESCRIBE(index, label, public_key, account)
};

struct KeystoreKdf {
  std::string algorithm = "argon2id";
  uint32_t memory_kib = 0;
  uint32_t passes = 0;
  std::array<uint8_t, crypto::kArgon2SaltBytes> salt{};
  FREEHOLD_DESCRIBE(algorithm, memory_kib, passes, salt)
};
struct KeystoreBox {
  std::array<uint8_t, 12> nonce{};
  Bytes sealed;
  FREEHOLD_DESCRIBE(nonce, sealed)
};

struct Keystore {
  std::string format{kWalletFormat};
  std::string language;                 // of the words; empty in a wallet that only watches
  std::vector<WalletAccount> accounts;  // the first is the one meant where none is named
  std::optional<KeystoreKdf> kdf;       // with the box, or neither: a wallet that only watches
  std::optional<KeystoreBox> box;
  FREEHOLD_DESCRIBE(format, language, accounts, kdf, box)
};

// What is in the box.
struct KeystoreSecret {
  crypto::SecretBytes entropy;
  crypto::SecretBytes passphrase;  // BIP-39's; usually empty
};

enum class KeystoreError : uint8_t {
  kTooLarge = 1,
  kNotJson,        // not JSON, or a field missing, unknown or mistyped
  kUnknownFormat,  // another version
  kUnknownKdf,
  kKdfCost,        // costs beyond what any wallet asks for, or below what is safe to parse
  kWatchOnly,      // there is no box to open
  kWrongPassword,  // or the file was changed: the two cannot be told apart
  kBadContent,     // the box opened, and what is in it cannot be read
};
const char* to_string(KeystoreError error);

std::string keystore_to_json(const Keystore& keystore);
// Looks at costs and sizes before anything is allocated for them.
Result<Keystore, KeystoreError> keystore_from_json(std::string_view text);

// The box under a password, with a new salt and nonce.
Result<std::monostate, KeystoreError> keystore_seal(Keystore& keystore,
                                                    const KeystoreSecret& secret, ByteView password,
                                                    const crypto::Argon2Cost& cost);
Result<KeystoreSecret, KeystoreError> keystore_open(const Keystore& keystore, ByteView password);

}  // namespace freehold::wallet
