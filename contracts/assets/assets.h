// The contract `assets`: certificates, collections, extraction, offers and their acceptance.
// docs/spec/contracts/assets.md.
#pragma once

#include "contracts/assets/calls.h"
#include "contracts/contract_adapter.h"

namespace freehold::contracts::assets {

enum class Refusal : uint32_t {
  kAlreadyCertified = 1000 * kTag + 1,  // by this account
  kUnknownParent,          // derived from an asset that is not there
  kUnknownAsset,
  kNotOwner,
  kRetired,
  kDisputed,
  kNotACollection,
  kItemMismatch,           // the item is not in the collection at that place
  kAlreadyExtracted,
  kOfferToOwner,           // offered to the one who owns it
  kOfferExpired,           // the expiry has passed, or lies too far ahead
  kRecipientUnopened,      // a private certificate cannot be handed to an address without keys
  kHandoverWrong,          // not wrapped for exactly the recipient's keys that may transfer
  kNoOffer,
  kNotForYou,              // the offer is made to another account
  kOfferVoid,              // the asset or the seller's keys changed since the offer
  kSellerFrozen,
  kPriceTooHigh,           // more than the acceptance allows
  kAssetChanged,           // not the history that the acceptance names
  kRecipientNotSigning,    // a direct transfer without the recipient's signature
  kSplitOwned,             // co-owners decide by their quorum
};
const char* to_string(Refusal refusal);
const char* sentence(Refusal refusal);

struct Assets {
  using Call = assets::Call;
  static constexpr uint8_t kTag = assets::kTag;
  static constexpr std::string_view kName = assets::kName;

  static bool check(const Call& call);
  static uint32_t scopes(const Call& call);
  static void hint(const Call& call, std::vector<Bytes>& keys);
  static uint32_t admit(const chain::ReadView& view, const chain::CallContext& context,
                        const Call& call);
  static uint32_t apply(chain::WriteView& view, const chain::CallContext& context, const Call& call);
  static bool holds(const chain::BlockContext& block, std::span<const chain::RecordChange> changes);
};

}  // namespace freehold::contracts::assets
