#include "cmd/holdings.h"

#include "codec/bcs.h"

namespace freehold::cmd {
namespace {

constexpr std::string_view kSealedEnding = ".sealed";

std::string seal_name(std::string_view kind, const std::string& name) {
  // A manifest is pending first and then not: what seals it is the same.
  return std::string(kind == kPending ? kManifests : kind) + "/" + name;
}

Refused damaged(const std::string& what, const char* why) {
  return {1, why, what + " in the wallet's folder is damaged (" + why + "); take it from a copy"};
}

}  // namespace

Done Holdings::save_manifest(std::string_view kind, const wallet::Manifest& manifest) {
  std::string name = to_hex(manifest.collection.view());
  Bytes bytes = wallet::manifest_encode(manifest);
  if (manifest.hidden) {
    FREEHOLD_TRY_ASSIGN(signer, session_.signer());
    bytes = signer->seal(seal_name(kind, name), bytes);
    name += kSealedEnding;
  }
  if (auto kept = wallet_.keep(kind, name, bytes); !kept) return failure(refused(kept.error()));
  return std::monostate{};
}

Done Holdings::confirm_manifest(const wallet::Manifest& manifest) {
  FREEHOLD_TRY(save_manifest(kManifests, manifest));
  return drop_pending(manifest.collection);
}

Done Holdings::drop_pending(const AssetId& collection) {
  for (const std::string& name :
       {to_hex(collection.view()), to_hex(collection.view()) + std::string(kSealedEnding)}) {
    auto kept = wallet_.kept(kPending, name);
    if (!kept || !*kept) continue;
    if (auto dropped = wallet_.drop_kept(kPending, name); !dropped)
      return failure(refused(dropped.error()));
  }
  return std::monostate{};
}

Outcome<std::optional<wallet::Manifest>> Holdings::read_manifest(std::string_view kind,
                                                                 const std::string& name,
                                                                 bool unlock, bool* sealed) {
  bool is_sealed = name.ends_with(kSealedEnding);
  *sealed = is_sealed && !unlock;
  if (*sealed) return std::optional<wallet::Manifest>();
  auto kept = wallet_.kept(kind, name);
  if (!kept) return failure(refused(kept.error()));
  if (!*kept) return std::optional<wallet::Manifest>();
  auto decode = [&](ByteView bytes) -> Outcome<std::optional<wallet::Manifest>> {
    auto manifest = wallet::manifest_decode(bytes);
    if (!manifest)
      return failure(damaged("the manifest " + name, wallet::to_string(manifest.error())));
    return std::optional<wallet::Manifest>(std::move(*manifest));
  };
  if (!is_sealed) return decode(**kept);
  FREEHOLD_TRY_ASSIGN(signer, session_.signer());
  auto opened =
      signer->open(seal_name(kind, name.substr(0, name.size() - kSealedEnding.size())), **kept);
  if (!opened) return failure(damaged("the manifest " + name, "sealed_box"));
  return decode(opened->view());
}

Outcome<std::optional<wallet::Manifest>> Holdings::manifest(std::string_view kind,
                                                            const AssetId& collection) {
  std::string name = to_hex(collection.view());
  bool sealed = false;
  FREEHOLD_TRY_ASSIGN(open, read_manifest(kind, name, true, &sealed));
  if (open) return open;
  return read_manifest(kind, name + std::string(kSealedEnding), true, &sealed);
}

Outcome<Holdings::Manifests> Holdings::manifests(std::string_view kind, bool unlock) {
  auto names = wallet_.list_kept(kind);
  if (!names) return failure(refused(names.error()));
  Manifests out;
  for (const std::string& name : *names) {
    bool sealed = false;
    FREEHOLD_TRY_ASSIGN(manifest, read_manifest(kind, name, unlock, &sealed));
    if (sealed) ++out.sealed;
    if (manifest) out.read.push_back(std::move(*manifest));
  }
  return out;
}

Done Holdings::save_private(const PrivateKey& key) {
  FREEHOLD_TRY_ASSIGN(signer, session_.signer());
  std::string name = to_hex(key.asset.view());
  Bytes plain = codec::bcs_encode(key);
  Bytes sealed = signer->seal(seal_name(kPrivate, name), plain);
  crypto::wipe(plain.data(), plain.size());
  if (auto kept = wallet_.keep(kPrivate, name, sealed); !kept)
    return failure(refused(kept.error()));
  return std::monostate{};
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
