// How title changes hands: records, their history, and the indexes that follow. For this contract only.
#pragma once

#include "chain/block.h"
#include "chain/contract.h"

namespace freehold::contracts::assets {

struct Located {
  AssetId id;
  proof::AssetRecord record;
};

// Whose signature moves the asset; none where a split owns it.
std::optional<AccountId> owner_account(const proof::AssetRecord& record);

// Puts a new record into the state with its first event and its place in the indexes.
void title_begin(chain::WriteView& view, const chain::CallContext& context, Located& asset,
                 proof::EventKind kind);
// Appends an event to the history; the caller stores the record.
struct TitleEvent {
  proof::EventKind kind;
  std::optional<proof::Owner> from;
  std::optional<proof::Owner> to;
};
void title_event(chain::WriteView& view, const chain::CallContext& context, Located& asset,
                 const TitleEvent& event);
// A new owner from this block on. Ends the offer that stood.
void title_transfer(chain::WriteView& view, const chain::CallContext& context, Located& asset,
                    const AccountId& to);
// Removes the offer of an asset, if there is one.
void offer_end(chain::WriteView& view, const AssetId& asset);
// Puts an offer in the place of the one that stood.
void offer_begin(chain::WriteView& view, const AssetId& asset, const proof::OfferRecord& offer);
// Counts a public single certificate among those of its content; the earliest is the first.
void content_count(chain::WriteView& view, const Located& asset);

}  // namespace freehold::contracts::assets
