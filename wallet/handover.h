// What a recipient needs of a private certificate or of a collection: keys and manifests, wrapped
// for the keys of the recipient's policy that may transfer. Any thread.
#pragma once

#include "crypto/signature.h"
#include "proof/policy.h"
#include "proof/records.h"

namespace freehold::wallet {

// A certificate's k for each key of the policy that may transfer, ascending by key hash: what an
// offer of a private certificate carries. None where a key of the policy is not of a scheme that
// can be wrapped for.
std::optional<std::vector<proof::WrappedKey>> wrap_key(const Hash256& k, const AssetId& asset,
                                                       const proof::Policy& recipient);
// The k in an offer that is wrapped for this key; none if there is none or it was changed.
std::optional<Hash256> unwrap_key(const std::vector<proof::WrappedKey>& handover,
                                  const AssetId& asset, const crypto::SecretKey& key);

// "freehold-handover/1": what goes beside an offer, for the recipient's eyes only. The data is a
// manifest or, for a private certificate, k and the file's hash.
inline constexpr std::string_view kHandoverFormat = "freehold-handover/1";
struct Handover {
  AssetId asset;
  Bytes manifest;                      // of a collection; else empty
  std::optional<Hash256> k;            // of a private certificate
  std::optional<ContentHash> content;  // of a private certificate
  FREEHOLD_DESCRIBE(asset, manifest, k, content)
};
enum class HandoverError : uint8_t {
  kNotJson = 1,
  kUnknownFormat,
  kNotForYou,  // no box in it opens with these keys
  kUnreadable,
  kBadPolicy,  // the recipient has no key it could be sealed for
};
const char* to_string(HandoverError error);
Result<std::string, HandoverError> handover_to_json(const Handover& handover,
                                                    const proof::Policy& recipient);
Result<Handover, HandoverError> handover_from_json(std::string_view text,
                                                   const crypto::SecretKey& key);

}  // namespace freehold::wallet
