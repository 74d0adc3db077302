// What a collection is made of, known to its owner only: which file is which leaf. Without it no
// item can be shown or extracted.
//
// Equal files are one leaf. Salts follow from one secret: salt i = the first 16 bytes of
// HMAC-SHA-256(secret, i as 8 bytes, little-endian). docs/spec/wallet.md. Any thread may read.
#pragma once

#include <string>
#include <vector>

#include "common/result.h"
#include "crypto/secret.h"
#include "proof/records.h"

namespace freehold::wallet {

// One distinct content.
struct ManifestItem {
  ContentHash hash;
  std::optional<Hash256> k;  // of a private item
  uint64_t size = 0;         // bytes; 0 where only the hash is known
  std::vector<Bytes> paths;  // below the folder, as the system spells them; empty for a bare hash
  FREEHOLD_DESCRIBE(hash, k, size, paths)
};

struct Manifest {
  uint8_t version = 1;
  AssetId collection;
  AccountId certifier;
  Hash256 secret;
  Hash256 root;
  bool hidden = false;              // items are commitments
  Bytes folder;                     // what was certified, as it was named; empty for a list
  std::vector<ManifestItem> items;  // in the order of the leaves
  FREEHOLD_DESCRIBE(version, collection, certifier, secret, root, hidden, folder, items)
};

enum class ManifestError : uint8_t {
  kTruncated = 1,  // shorter than its checksum, or cut
  kChecksum,       // changed
  kVersion,
  kUnreadable,
};
const char* to_string(ManifestError error);

// Makes secret, k's where hidden, root and id. `items` hold distinct contents: 1 to 2^24 of them.
Manifest manifest_make(const AccountId& certifier, bool hidden, Bytes folder,
                       std::vector<ManifestItem> items);

// BCS followed by its SHA-256.
Bytes manifest_encode(const Manifest& manifest);
Result<Manifest, ManifestError> manifest_decode(ByteView bytes);

// Whether a manifest that somebody else gave is that of an asset: the items give the root, the root
// and the certifier the id, and all of it is what the chain's record says. So no hash, key or salt in
// it can have been changed. Sizes, paths and the folder's name are bound by nothing. Hashes every
// item.
bool manifest_fits(const Manifest& manifest, const AssetId& asset, const proof::AssetRecord& record);

proof::Salt manifest_salt(const Manifest& manifest, uint64_t index);
proof::ItemContent manifest_content(const Manifest& manifest, uint64_t index);
proof::CollectionContent manifest_collection(const Manifest& manifest);
// Path of a leaf, lowest sibling first.
std::vector<Hash256> manifest_path(const Manifest& manifest, uint64_t index);
// The place of a content; none if it is not there.
std::optional<uint64_t> manifest_find(const Manifest& manifest, const ContentHash& hash);

}  // namespace freehold::wallet
