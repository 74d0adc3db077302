// What a wallet's folder knows of the assets it holds: manifests of collections, keys of private
// files.
#pragma once

#include "cmd/session.h"
#include "wallet/manifest.h"

namespace freehold::cmd {

// Manifests of public files are kept as they are (0600); those of private files and every k only
// sealed under the wallet's own key, so that reading them takes the password.
inline constexpr std::string_view kManifests = "manifests";
inline constexpr std::string_view kPending =
    "pending";  // certified perhaps; not yet seen in a block
inline constexpr std::string_view kPrivate = "private";

struct PrivateKey {
  AssetId asset;
  Hash256 k;
  ContentHash content;
  Bytes path;  // as it was named
  FREEHOLD_DESCRIBE(asset, k, content, path)
};

class Holdings {
 public:
  Holdings(Session& session, wallet::Wallet& wallet) : session_(session), wallet_(wallet) {}

  Done save_manifest(std::string_view kind, const wallet::Manifest& manifest);
  // A pending manifest has been seen in a block.
  Done confirm_manifest(const wallet::Manifest& manifest);
  Outcome<std::optional<wallet::Manifest>> manifest(std::string_view kind,
                                                    const AssetId& collection);
  // Those that can be read without the password; `sealed` counts the others. With `unlock` all of
  // them.
  struct Manifests {
    std::vector<wallet::Manifest> read;
    uint64_t sealed = 0;
  };
  Outcome<Manifests> manifests(std::string_view kind, bool unlock);
  Done drop_pending(const AssetId& collection);

  Done save_private(const PrivateKey& key);
  Outcome<std::optional<PrivateKey>> private_key(const AssetId& asset);
  // Whether the wallet has private certificates or sealed manifests to look into.
  Outcome<std::vector<PrivateKey>> private_keys();
  Outcome<uint64_t> private_count() const;

 private:
  Outcome<std::optional<wallet::Manifest>> read_manifest(std::string_view kind,
                                                         const std::string& name, bool unlock,
                                                         bool* sealed);

  Session& session_;
  wallet::Wallet& wallet_;
};

}  // namespace freehold::cmd
