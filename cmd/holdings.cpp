#include "cmd/holdings.h"

#include <algorithm>

#include "codec/bcs.h"
#include "proof/transaction.h"

namespace freehold::cmd {
namespace {

constexpr std::string_view kSealedEnding = ".sealed";

std::string seal_name(std::string_view kind, const std::string& name) {
  return std::string(kind) + "/" + name;
}

Refused damaged(const std::string& what, const char* why) {
  return {1, why, what + " in the wallet's folder is damaged (" + why + "); take it from a copy"};
}

}  // namespace

Done Holdings::keep(std::string_view kind, const std::string& name, ByteView bytes) {
  if (auto kept = wallet_.keep(kind, name, bytes); !kept) return failure(refused(kept.error()));
  return std::monostate{};
}

Done Holdings::save_manifest(const wallet::Manifest& manifest) {
  wallet::PendingTx carried;
  FREEHOLD_TRY(carry(carried, manifest));
  carried.assets = {manifest.collection};
  return confirm(carried);
}

Outcome<wallet::Manifest> Holdings::open_manifest(const std::string& name, ByteView bytes,
                                                  bool sealed) {
  auto decode = [&](ByteView plain) -> Outcome<wallet::Manifest> {
    auto manifest = wallet::manifest_decode(plain);
    if (!manifest)
      return failure(damaged("the manifest " + name, wallet::to_string(manifest.error())));
    return std::move(*manifest);
  };
  if (!sealed) return decode(bytes);
  FREEHOLD_TRY_ASSIGN(signer, session_.signer());
  auto opened = signer->open(seal_name(kManifests, name), bytes);
  if (!opened) return failure(damaged("the manifest " + name, "sealed_box"));
  return decode(opened->view());
}

Outcome<std::optional<wallet::Manifest>> Holdings::read_manifest(const std::string& name,
                                                                 bool unlock, bool* sealed) {
  bool is_sealed = name.ends_with(kSealedEnding);
  *sealed = is_sealed && !unlock;
  if (*sealed) return std::optional<wallet::Manifest>();
  auto kept = wallet_.kept(kManifests, name);
  if (!kept) return failure(refused(kept.error()));
  if (!*kept) return std::optional<wallet::Manifest>();
  std::string id = is_sealed ? name.substr(0, name.size() - kSealedEnding.size()) : name;
  FREEHOLD_TRY_ASSIGN(manifest, open_manifest(id, **kept, is_sealed));
  return std::optional<wallet::Manifest>(std::move(manifest));
}

Outcome<std::optional<wallet::Manifest>> Holdings::manifest(const AssetId& collection) {
  std::string name = to_hex(collection.view());
  bool sealed = false;
  FREEHOLD_TRY_ASSIGN(open, read_manifest(name, true, &sealed));
  if (open) return open;
  return read_manifest(name + std::string(kSealedEnding), true, &sealed);
}

Outcome<Holdings::Manifests> Holdings::manifests(bool unlock) {
  auto names = wallet_.list_kept(kManifests);
  if (!names) return failure(refused(names.error()));
  Manifests out;
  for (const std::string& name : *names) {
    bool sealed = false;
    FREEHOLD_TRY_ASSIGN(manifest, read_manifest(name, unlock, &sealed));
    if (sealed) ++out.sealed;
    if (manifest) out.read.push_back(std::move(*manifest));
  }
  return out;
}

// --- pending ----------------------------------------------------------------------------------

Done Holdings::carry(wallet::PendingTx& pending, const wallet::Manifest& manifest) {
  pending.manifest = wallet::manifest_encode(manifest);
  pending.sealed = manifest.hidden;
  if (!manifest.hidden) return std::monostate{};
  FREEHOLD_TRY_ASSIGN(signer, session_.signer());
  pending.manifest =
      signer->seal(seal_name(kManifests, to_hex(manifest.collection.view())), pending.manifest);
  return std::monostate{};
}

Done Holdings::carry(wallet::PendingTx& pending, const PrivateKey& key) {
  FREEHOLD_TRY_ASSIGN(sealed, seal_key(key));
  pending.key = std::move(sealed);
  return std::monostate{};
}

Done Holdings::save_pending(const wallet::PendingTx& pending) {
  return keep(kPending, to_hex(pending.tx.view()), wallet::pending_encode(pending));
}

Outcome<std::vector<wallet::PendingTx>> Holdings::pending() {
  auto names = wallet_.list_kept(kPending);
  if (!names) return failure(refused(names.error()));
  std::vector<wallet::PendingTx> out;
  for (const std::string& name : *names) {
    auto kept = wallet_.kept(kPending, name);
    if (!kept) return failure(refused(kept.error()));
    // Another run may have settled it since the folder was listed.
    if (!*kept) continue;
    auto pending = wallet::pending_decode(**kept);
    if (pending) {
      out.push_back(std::move(*pending));
    } else {
      session_.console().note("NOTE: " + wallet_.folder() + "/" + std::string(kPending) + "/" +
                              name + " is damaged (" + wallet::to_string(pending.error()) +
                              "); it is left alone");
    }
  }
  return out;
}

Outcome<std::optional<wallet::Manifest>> Holdings::pending_manifest(
    const wallet::PendingTx& pending) {
  if (pending.manifest.empty()) return std::optional<wallet::Manifest>();
  FREEHOLD_TRY_ASSIGN(manifest, open_manifest(to_hex(pending.assets[0].view()), pending.manifest,
                                              pending.sealed));
  return std::optional<wallet::Manifest>(std::move(manifest));
}

Done Holdings::confirm(const wallet::PendingTx& pending) {
  std::string name = to_hex(pending.assets[0].view());
  if (!pending.manifest.empty()) {
    std::string ending(pending.sealed ? kSealedEnding : "");
    FREEHOLD_TRY(keep(kManifests, name + ending, pending.manifest));
  }
  if (!pending.key.empty()) FREEHOLD_TRY(keep(kPrivate, name, pending.key));
  return drop_pending(pending.tx);
}

Done Holdings::drop_pending(const TxId& tx) {
  auto dropped = wallet_.drop_kept(kPending, to_hex(tx.view()));
  // Another run may have settled it.
  if (!dropped && dropped.error().name != "not_found") return failure(refused(dropped.error()));
  return std::monostate{};
}

Done Holdings::lapse(const wallet::PendingTx& pending) {
  if (!pending.manifest.empty() || !pending.key.empty())
    FREEHOLD_TRY(keep(kLapsed, to_hex(pending.tx.view()), wallet::pending_encode(pending)));
  return drop_pending(pending.tx);
}

Outcome<wallet::PendingSeen> Holdings::look(const wallet::PendingTx& pending, Height height) {
  FREEHOLD_TRY_ASSIGN(remote, session_.remote());
  wallet::PendingSeen seen;
  seen.height = height;
  FREEHOLD_TRY_ASSIGN(
      tx, remote->get<api::TransactionView>("/v1/transactions/" + id_path(pending.tx.view())));
  seen.waits = tx.state == "PENDING";
  seen.done = tx.state == "COMMITTED" && tx.result && tx.result->code == 0;
  seen.failed = tx.state == "COMMITTED" && !seen.done;
  if (seen.done || seen.waits) return seen;
  seen.theirs = true;
  for (const AssetId& asset : pending.assets) {
    auto found = remote->get<api::AssetView>("/v1/assets/" + id_path(asset.view()));
    if (!found && found.error().code != "unknown_asset") return failure(found.error());
    const auto* owner =
        found ? std::get_if<proof::AccountOwner>(&found->record.owner) : nullptr;
    bool taken = owner != nullptr && owner->account == pending.account;
    seen.theirs = seen.theirs && (pending.accepts ? taken : found.has_value());
  }
  return seen;
}

Outcome<Holdings::Unsettled> Holdings::settle() {
  Unsettled out;
  FREEHOLD_TRY_ASSIGN(all, pending());
  if (all.empty()) return out;
  FREEHOLD_TRY_ASSIGN(remote, session_.remote());
  FREEHOLD_TRY_ASSIGN(status, remote->get<api::StatusView>("/v1/status"));
  for (wallet::PendingTx& one : all) {
    // What another chain will say can only be asked there.
    if (one.chain != status.chain) continue;
    FREEHOLD_TRY_ASSIGN(seen, look(one, status.height));
    switch (wallet::pending_fate(one, seen)) {
      case wallet::PendingFate::kDone:
        FREEHOLD_TRY(confirm(one));
        break;
      case wallet::PendingFate::kNever:
        FREEHOLD_TRY(lapse(one));
        break;
      case wallet::PendingFate::kWaits:
        out.waiting.push_back(std::move(one));
        break;
      case wallet::PendingFate::kMay:
        out.unknown.push_back(std::move(one));
        break;
    }
  }
  return out;
}

Outcome<api::TransactionView> Holdings::send(wallet::PendingTx about,
                                             const std::vector<proof::Action>& actions) {
  auto save = [&](const proof::SignedTx& tx) -> Done {
    about.chain = tx.body.chain;
    about.tx = proof::tx_id(tx.body);
    about.valid_until = tx.body.valid_until;
    about.account = tx.body.payer;
    FREEHOLD_TRY_ASSIGN(before, pending());
    std::vector<TxId> replaced;
    for (const wallet::PendingTx& one : before) {
      if (one.chain != about.chain || one.account != about.account || one.tx == about.tx ||
          one.accepts != about.accepts || one.assets != about.assets) {
        continue;
      }
      // What the earlier one carries, this one carries too, for as long as either can be in a block.
      about.valid_until = std::max(about.valid_until, one.valid_until);
      replaced.push_back(one.tx);
    }
    FREEHOLD_TRY(save_pending(about));
    for (const TxId& tx_id : replaced) FREEHOLD_TRY(drop_pending(tx_id));
    return std::monostate{};
  };
  FREEHOLD_TRY_ASSIGN(tx, session_.run(actions, save));
  FREEHOLD_TRY(confirm(about));
  return tx;
}

Outcome<bool> Holdings::has_manifest(const AssetId& collection) const {
  auto names = wallet_.list_kept(kManifests);
  if (!names) return failure(refused(names.error()));
  std::string name = to_hex(collection.view());
  for (const std::string& one : *names) {
    if (one == name || one == name + std::string(kSealedEnding)) return true;
  }
  return false;
}

Outcome<bool> Holdings::has_private_key(const AssetId& asset) const {
  auto names = wallet_.list_kept(kPrivate);
  if (!names) return failure(refused(names.error()));
  return std::find(names->begin(), names->end(), to_hex(asset.view())) != names->end();
}

Outcome<Holdings::Title> Holdings::title(const AssetId& asset,
                                         const std::optional<AccountId>& account) {
  FREEHOLD_TRY_ASSIGN(remote, session_.remote());
  auto found = remote->get<api::AssetView>("/v1/assets/" + id_path(asset.view()));
  if (!found && found.error().code == "unknown_asset") return Title::kNone;
  if (!found) return failure(found.error());
  const auto* owner = std::get_if<proof::AccountOwner>(&found->record.owner);
  if (owner == nullptr) return Title::kNone;
  if (account ? owner->account != *account : !wallet_.owns(owner->account)) return Title::kNone;
  return found->record.retired ? Title::kRetired : Title::kHeld;
}

// --- private ----------------------------------------------------------------------------------

Outcome<Bytes> Holdings::seal_key(const PrivateKey& key) {
  FREEHOLD_TRY_ASSIGN(signer, session_.signer());
  Bytes plain = codec::bcs_encode(key);
  Bytes sealed = signer->seal(seal_name(kPrivate, to_hex(key.asset.view())), plain);
  crypto::wipe(plain.data(), plain.size());
  return sealed;
}

Done Holdings::save_private(const PrivateKey& key) {
  FREEHOLD_TRY_ASSIGN(sealed, seal_key(key));
  return keep(kPrivate, to_hex(key.asset.view()), sealed);
}

Outcome<std::optional<PrivateKey>> Holdings::private_key(const AssetId& asset) {
  std::string name = to_hex(asset.view());
  auto kept = wallet_.kept(kPrivate, name);
  if (!kept) return failure(refused(kept.error()));
  if (!*kept) return std::optional<PrivateKey>();
  FREEHOLD_TRY_ASSIGN(signer, session_.signer());
  auto plain = signer->open(seal_name(kPrivate, name), **kept);
  if (!plain) return failure(damaged("the key of " + name, "sealed_box"));
  auto key = codec::bcs_decode<PrivateKey>(plain->view());
  if (!key) return failure(damaged("the key of " + name, "unreadable"));
  return std::optional<PrivateKey>(std::move(*key));
}

Outcome<uint64_t> Holdings::private_count() const {
  auto names = wallet_.list_kept(kPrivate);
  if (!names) return failure(refused(names.error()));
  return names->size();
}

Outcome<std::vector<PrivateKey>> Holdings::private_keys() {
  auto names = wallet_.list_kept(kPrivate);
  if (!names) return failure(refused(names.error()));
  std::vector<PrivateKey> out;
  for (const std::string& name : *names) {
    auto id = codec::hash_from_text<AssetId>(name);
    if (!id) continue;
    FREEHOLD_TRY_ASSIGN(key, private_key(*id));
    if (key) out.push_back(std::move(*key));
  }
  return out;
}

}  // namespace freehold::cmd
