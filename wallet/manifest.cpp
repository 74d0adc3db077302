#include "wallet/manifest.h"

#include "codec/bcs.h"
#include "common/assert.h"
#include "crypto/hash.h"
#include "proof/merkle.h"

namespace freehold::wallet {
namespace {

Hash256 leaf_of(const Manifest& manifest, uint64_t index) {
  proof::CollectionLeaf leaf{manifest_salt(manifest, index), manifest_content(manifest, index)};
  return crypto::leaf_hash(codec::bcs_encode(leaf));
}

}  // namespace

const char* to_string(ManifestError error) {
  switch (error) {
    case ManifestError::kTruncated:
      return "truncated";
    case ManifestError::kChecksum:
      return "checksum";
    case ManifestError::kVersion:
      return "version";
    case ManifestError::kUnreadable:
      return "unreadable";
  }
  return "unknown";
}

Manifest manifest_make(const AccountId& certifier, bool hidden, Bytes folder,
                       std::vector<ManifestItem> items) {
  FREEHOLD_ASSERT(!items.empty() && items.size() <= proof::kCollectionItemsMax);
  Manifest out;
  out.certifier = certifier;
  out.hidden = hidden;
  out.folder = std::move(folder);
  out.items = std::move(items);
  crypto::random_bytes(out.secret.data(), out.secret.size());
  proof::MerkleBuilder tree;
  for (uint64_t i = 0; i < out.items.size(); ++i) {
    if (hidden) crypto::random_bytes(out.items[i].k.emplace().data(), Hash256::kSize);
    tree.add(leaf_of(out, i));
  }
  out.root = tree.root();
  out.collection = proof::asset_id(certifier, manifest_collection(out));
  return out;
}

bool manifest_fits(const Manifest& manifest, const AssetId& asset,
                   const proof::AssetRecord& record) {
  const auto* content = std::get_if<proof::CollectionContent>(&record.content);
  if (content == nullptr || manifest.items.size() != content->count) return false;
  if (manifest.root != content->root || manifest.certifier != record.certifier ||
      manifest.collection != asset) {
    return false;
  }
  proof::MerkleBuilder tree;
  for (uint64_t i = 0; i < manifest.items.size(); ++i) {
    if (manifest.items[i].k.has_value() != manifest.hidden) return false;
    tree.add(leaf_of(manifest, i));
  }
  return tree.root() == content->root && proof::asset_id(record.certifier, *content) == asset;
}

Bytes manifest_encode(const Manifest& manifest) {
  Bytes out = codec::bcs_encode(manifest);
  append(out, crypto::sha256(out).view());
  return out;
}

Result<Manifest, ManifestError> manifest_decode(ByteView bytes) {
  if (bytes.size() < 33) return failure(ManifestError::kTruncated);
  ByteView body = bytes.first(bytes.size() - 32);
  if (!equal(crypto::sha256(body).view(), bytes.last(32))) return failure(ManifestError::kChecksum);
  if (body[0] != 1) return failure(ManifestError::kVersion);
  auto manifest = codec::bcs_decode<Manifest>(body);
  if (!manifest || manifest->items.empty()) return failure(ManifestError::kUnreadable);
  for (const ManifestItem& item : manifest->items) {
    if (item.k.has_value() != manifest->hidden) return failure(ManifestError::kUnreadable);
  }
  return std::move(*manifest);
}

proof::Salt manifest_salt(const Manifest& manifest, uint64_t index) {
  std::array<uint8_t, 8> number{};
  for (size_t i = 0; i < 8; ++i) number[i] = static_cast<uint8_t>(index >> (8 * i));
  Hash256 full = crypto::hmac_sha256(manifest.secret.view(), number);
  return *proof::Salt::from(full.view().first(proof::Salt::kSize));
}

proof::ItemContent manifest_content(const Manifest& manifest, uint64_t index) {
  FREEHOLD_ASSERT(index < manifest.items.size());
  const ManifestItem& item = manifest.items[index];
  if (!item.k) return proof::PublicContent{item.hash};
  return proof::PrivateContent{proof::commitment(item.k->view(), manifest.certifier, item.hash)};
}

proof::CollectionContent manifest_collection(const Manifest& manifest) {
  return {manifest.root, manifest.items.size()};
}

std::vector<Hash256> manifest_path(const Manifest& manifest, uint64_t index) {
  std::vector<Hash256> leaves;
  leaves.reserve(manifest.items.size());
  for (uint64_t i = 0; i < manifest.items.size(); ++i) leaves.push_back(leaf_of(manifest, i));
  return proof::merkle_path(leaves, index);
}

std::optional<uint64_t> manifest_find(const Manifest& manifest, const ContentHash& hash) {
  for (uint64_t i = 0; i < manifest.items.size(); ++i) {
    if (manifest.items[i].hash == hash) return i;
  }
  return std::nullopt;
}

}  // namespace freehold::wallet
