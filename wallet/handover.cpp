#include "wallet/handover.h"

#include <algorithm>

#include "codec/bcs.h"
#include "codec/json_view.h"
#include "crypto/box.h"
#include "crypto/kdf.h"

namespace freehold::wallet {
namespace {

using proof::WrappedKey;

struct HandoverFile {
  std::string format{kHandoverFormat};
  std::vector<WrappedKey> keys;  // of the data, one for each of the recipient's keys
  std::array<uint8_t, crypto::kAeadNonceBytes> nonce{};
  Bytes data;
  FREEHOLD_DESCRIBE(format, keys, nonce, data)
};

constexpr std::string_view kFileContext = "freehold/handover-file";

std::string offer_context(const AssetId& asset) {
  return "freehold/handover " + to_hex(asset.view());
}

std::optional<std::vector<WrappedKey>> wrap_for(ByteView plain, const proof::Policy& policy,
                                                std::string_view context) {
  std::vector<WrappedKey> out;
  for (const proof::PolicyEntry& entry : policy.entries) {
    if ((entry.scopes & (proof::kScopeEverything | proof::kScopeTransfer)) == 0) continue;
    auto key = crypto::PublicKey::from(entry.key);
    auto box = key ? crypto::box_seal(*key, plain, context) : std::nullopt;
    if (!box) return std::nullopt;
    out.push_back({crypto::key_hash(entry.scheme, entry.key), std::move(*box)});
  }
  std::sort(out.begin(), out.end(),
            [](const WrappedKey& a, const WrappedKey& b) { return a.recipient < b.recipient; });
  if (out.empty()) return std::nullopt;
  return out;
}

std::optional<crypto::SecretBytes> unwrap(const std::vector<WrappedKey>& keys,
                                          const crypto::SecretKey& key, std::string_view context) {
  KeyHash own = crypto::key_hash(crypto::kSchemeSecp256k1, key.public_key().view());
  for (const WrappedKey& wrapped : keys) {
    if (wrapped.recipient == own) return crypto::box_open(key, wrapped.box, context);
  }
  return std::nullopt;
}

}  // namespace

const char* to_string(HandoverError error) {
  switch (error) {
    case HandoverError::kNotJson:
      return "not_json";
    case HandoverError::kUnknownFormat:
      return "unknown_format";
    case HandoverError::kNotForYou:
      return "not_for_you";
    case HandoverError::kUnreadable:
      return "unreadable";
    case HandoverError::kBadPolicy:
      return "bad_policy";
  }
  return "unknown";
}

std::optional<std::vector<WrappedKey>> wrap_key(const Hash256& k, const AssetId& asset,
                                                const proof::Policy& recipient) {
  return wrap_for(k.view(), recipient, offer_context(asset));
}

std::optional<Hash256> unwrap_key(const std::vector<WrappedKey>& handover, const AssetId& asset,
                                  const crypto::SecretKey& key) {
  auto opened = unwrap(handover, key, offer_context(asset));
  return opened ? Hash256::from(opened->view()) : std::nullopt;
}

Result<std::string, HandoverError> handover_to_json(const Handover& handover,
                                                    const proof::Policy& recipient) {
  crypto::SecretBytes key(crypto::kAeadKeyBytes);
  crypto::random_bytes(key.data(), key.size());
  auto keys = wrap_for(key.view(), recipient, kFileContext);
  if (!keys) return failure(HandoverError::kBadPolicy);
  HandoverFile file;
  file.keys = std::move(*keys);
  crypto::random_bytes(file.nonce.data(), file.nonce.size());
  Bytes plain = codec::bcs_encode(handover);
  file.data = crypto::aead_seal({key.view(), file.nonce, {}}, plain);
  crypto::wipe(plain.data(), plain.size());
  return codec::to_json(file).dump() + "\n";
}

Result<Handover, HandoverError> handover_from_json(std::string_view text,
                                                   const crypto::SecretKey& key) {
  constexpr size_t kBytesMax = size_t{4} << 30;
  auto json = codec::Json::parse(text, {kBytesMax, 8, kBytesMax});
  if (!json) return failure(HandoverError::kNotJson);
  auto format = codec::string_member(*json, "format");
  if (format && *format != kHandoverFormat) {
    return failure(HandoverError::kUnknownFormat);
  }
  auto file = codec::from_json<HandoverFile>(*json);
  if (!file) return failure(HandoverError::kNotJson);
  auto data_key = unwrap(file->keys, key, kFileContext);
  if (!data_key || data_key->size() != crypto::kAeadKeyBytes)
    return failure(HandoverError::kNotForYou);
  auto plain = crypto::aead_open({data_key->view(), file->nonce, {}}, file->data);
  if (!plain) return failure(HandoverError::kUnreadable);
  auto handover = codec::bcs_decode<Handover>(plain->view());
  if (!handover) return failure(HandoverError::kUnreadable);
  return std::move(*handover);
}

}  // namespace freehold::wallet
