// What a wallet's folder knows of the assets it holds: manifests of collections, keys of private
// files.
#pragma once

#include "cmd/session.h"
#include "wallet/manifest.h"
#include "wallet/pending.h"

namespace freehold::cmd {

// Manifests of public files are kept as they are (0600); those of private files and every k only
// sealed under the wallet's own key, so that reading them takes the password.
inline constexpr std::string_view kManifests = "manifests";
inline constexpr std::string_view kPrivate = "private";
// wallet::PendingTx, by transaction. What a node says can never be in a block is moved to kLapsed and
// not deleted: a node need not be believed in what cannot be undone.
inline constexpr std::string_view kPending = "pending";
inline constexpr std::string_view kLapsed = "lapsed";

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

  Done save_manifest(const wallet::Manifest& manifest);
  Outcome<std::optional<wallet::Manifest>> manifest(const AssetId& collection);
  // Those that can be read without the password; `sealed` counts the others. With `unlock` all of
  // them.
  struct Manifests {
    std::vector<wallet::Manifest> read;
    uint64_t sealed = 0;
  };
  Outcome<Manifests> manifests(bool unlock);

  // A pending transaction with the manifest or key that it is about, before it is sent.
  Done carry(wallet::PendingTx& pending, const wallet::Manifest& manifest);
  Done carry(wallet::PendingTx& pending, const PrivateKey& key);
  Done save_pending(const wallet::PendingTx& pending);
  // Those that can be read; a damaged one is told of and left where it is.
  Outcome<std::vector<wallet::PendingTx>> pending();
  Outcome<std::optional<wallet::Manifest>> pending_manifest(const wallet::PendingTx& pending);
  // It is in a block: what it carries is the wallet's for good.
  Done confirm(const wallet::PendingTx& pending);
  Done drop_pending(const TxId& tx);
  // Looks at each pending transaction of the node's chain, confirms what came about and lays aside
  // what never can. Returns those that the node has waiting, then those that it does not know.
  struct Unsettled {
    std::vector<wallet::PendingTx> waiting;
    std::vector<wallet::PendingTx> unknown;
  };
  Outcome<Unsettled> settle();

  // Session::run() of what a pending transaction is to be about (chain, id and height are filled in),
  // which is saved before it is sent, in the place of earlier ones about the same, and confirmed when
  // it stands in a block.
  Outcome<api::TransactionView> send(wallet::PendingTx about,
                                     const std::vector<proof::Action>& actions);

  // What the chain says of the title of one account, or of any of the wallet's.
  enum class Title { kHeld, kRetired, kNone };
  Outcome<Title> title(const AssetId& asset, const std::optional<AccountId>& account = {});
  // Whether the folder has the manifest, or the private key, of an asset; nothing is opened.
  Outcome<bool> has_manifest(const AssetId& collection) const;
  Outcome<bool> has_private_key(const AssetId& asset) const;

  Done save_private(const PrivateKey& key);
  Outcome<std::optional<PrivateKey>> private_key(const AssetId& asset);
  // Whether the wallet has private certificates or sealed manifests to look into.
  Outcome<std::vector<PrivateKey>> private_keys();
  Outcome<uint64_t> private_count() const;

 private:
  Outcome<std::optional<wallet::Manifest>> read_manifest(const std::string& name, bool unlock,
                                                         bool* sealed);
  Outcome<wallet::Manifest> open_manifest(const std::string& name, ByteView bytes, bool sealed);
  Outcome<Bytes> seal_key(const PrivateKey& key);
  Outcome<wallet::PendingSeen> look(const wallet::PendingTx& pending, Height height);
  Done lapse(const wallet::PendingTx& pending);
  Done keep(std::string_view kind, const std::string& name, ByteView bytes);

  Session& session_;
  wallet::Wallet& wallet_;
};

}  // namespace freehold::cmd
