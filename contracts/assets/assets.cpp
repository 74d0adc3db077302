#include "contracts/assets/assets.h"

#include <algorithm>

#include "contracts/assets/title.h"
#include "crypto/hash.h"
#include "crypto/signature.h"
#include "proof/merkle.h"

namespace freehold::contracts::assets {
namespace {

using chain::CallContext;
using chain::ReadView;
using chain::WriteView;

uint32_t code(Refusal refusal) { return static_cast<uint32_t>(refusal); }

bool check_certify(const Certify& call) {
  if (!proof::title_allowed(call.title)) return false;
  const auto* collection = std::get_if<proof::CollectionContent>(&call.content);
  return collection == nullptr ||
         (collection->count > 0 && collection->count <= proof::kCollectionItemsMax);
}

bool check_offer(const Offer& call) {
  if (call.handover.size() > kHandoverMax) return false;
  return std::all_of(call.handover.begin(), call.handover.end(), [](const proof::WrappedKey& key) {
    return key.box.size() <= kHandoverBoxBytesMax;
  });
}

// The asset, if the actor may move it now; otherwise *refused says why not.
std::optional<proof::AssetRecord> movable(const ReadView& view, Time now, const AccountId& actor,
                                          const AssetId& id, uint32_t* refused) {
  auto record = view.load<proof::AssetRecord>(proof::asset_key(id));
  auto refuse = [&](Refusal why) {
    *refused = code(why);
    return std::nullopt;
  };
  if (!record) return refuse(Refusal::kUnknownAsset);
  std::optional<AccountId> owner = owner_account(*record);
  if (!owner) return refuse(Refusal::kSplitOwned);
  if (*owner != actor) return refuse(Refusal::kNotOwner);
  if (record->retired) return refuse(Refusal::kRetired);
  if (proof::is_disputed(*record, now)) return refuse(Refusal::kDisputed);
  return record;
}

uint32_t admit_certify(const ReadView& view, const CallContext& context, const Certify& call) {
  if (view.exists(proof::asset_key(proof::asset_id(context.actor, call.content)))) {
    return code(Refusal::kAlreadyCertified);
  }
  if (call.derived_from && !view.exists(proof::asset_key(*call.derived_from))) {
    return code(Refusal::kUnknownParent);
  }
  return 0;
}

uint32_t admit_extract(const ReadView& view, const CallContext& context, const Extract& call) {
  uint32_t refused = 0;
  auto record = movable(view, context.block.time, context.actor, call.collection, &refused);
  if (!record) return refused;
  const auto* collection = std::get_if<proof::CollectionContent>(&record->content);
  if (collection == nullptr) return code(Refusal::kNotACollection);
  Hash256 leaf =
      crypto::leaf_hash(codec::bcs_encode(proof::CollectionLeaf{call.salt, call.content}));
  if (!proof::merkle_verify(leaf, call.index, collection->count, call.path, collection->root)) {
    return code(Refusal::kItemMismatch);
  }
  if (view.exists(proof::asset_key(proof::item_id(call.collection, call.content)))) {
    return code(Refusal::kAlreadyExtracted);
  }
  return 0;
}

// The keys by which a recipient could pass a private certificate on: each gets k.
std::vector<KeyHash> handover_keys(const proof::Policy& policy) {
  std::vector<KeyHash> out;
  for (const proof::PolicyEntry& entry : policy.entries) {
    if ((entry.scopes & (proof::kScopeEverything | proof::kScopeTransfer)) == 0) continue;
    out.push_back(crypto::key_hash(entry.scheme, entry.key));
  }
  std::sort(out.begin(), out.end());
  return out;
}

uint32_t check_handover(const ReadView& view, const CallContext& context, const Offer& call) {
  auto policy = view.load<proof::PolicyRecord>(proof::policy_key(call.to));
  if (!policy) return code(Refusal::kRecipientUnopened);
  std::vector<KeyHash> given;
  for (const proof::WrappedKey& key : call.handover) given.push_back(key.recipient);
  bool right = given == handover_keys(proof::policy_in_force(*policy, context.block.time));
  return right ? 0 : code(Refusal::kHandoverWrong);
}

uint32_t admit_offer(const ReadView& view, const CallContext& context, const Offer& call) {
  uint32_t refused = 0;
  auto record = movable(view, context.block.time, context.actor, call.asset, &refused);
  if (!record) return refused;
  if (call.to == context.actor) return code(Refusal::kOfferToOwner);
  uint64_t height = context.block.height.value;
  if (call.expiry.value < height ||
      call.expiry.value - height > context.block.parameters.offer_blocks_max) {
    return code(Refusal::kOfferExpired);
  }
  if (std::holds_alternative<proof::PrivateContent>(record->content)) {
    return check_handover(view, context, call);
  }
  return call.handover.empty() ? 0 : code(Refusal::kHandoverWrong);
}

uint32_t admit_accept(const ReadView& view, const CallContext& context, const Accept& call) {
  auto offer = view.load<proof::OfferRecord>(proof::offer_key(call.asset));
  if (!offer) return code(Refusal::kNoOffer);
  if (offer->to != context.actor) return code(Refusal::kNotForYou);
  if (context.block.height > offer->expiry) return code(Refusal::kOfferExpired);
  const auto* seller = std::get_if<proof::AccountOwner>(&offer->seller);
  if (seller == nullptr) return code(Refusal::kSplitOwned);
  uint32_t refused = 0;
  auto record = movable(view, context.block.time, seller->account, call.asset, &refused);
  if (!record) return refused == code(Refusal::kNotOwner) ? code(Refusal::kOfferVoid) : refused;
  auto policy = view.load<proof::PolicyRecord>(proof::policy_key(seller->account));
  if (!policy || record->history != offer->history ||
      proof::epoch_in_force(*policy, context.block.time) != offer->epoch) {
    return code(Refusal::kOfferVoid);
  }
  if (proof::is_frozen(*policy, context.block.time)) return code(Refusal::kSellerFrozen);
  if (record->history != call.history) return code(Refusal::kAssetChanged);
  if (offer->price > call.most) return code(Refusal::kPriceTooHigh);
  return 0;
}

uint32_t admit_decline(const ReadView& view, const CallContext& context, const Decline& call) {
  auto offer = view.load<proof::OfferRecord>(proof::offer_key(call.asset));
  if (!offer) return code(Refusal::kNoOffer);
  return offer->to == context.actor ? 0 : code(Refusal::kNotForYou);
}

uint32_t admit_cancel(const ReadView& view, const CallContext& context, const Cancel& call) {
  auto offer = view.load<proof::OfferRecord>(proof::offer_key(call.asset));
  if (!offer) return code(Refusal::kNoOffer);
  const auto* seller = std::get_if<proof::AccountOwner>(&offer->seller);
  if (seller == nullptr) return code(Refusal::kSplitOwned);
  return seller->account == context.actor ? 0 : code(Refusal::kNotOwner);
}

uint32_t admit_transfer(const ReadView& view, const CallContext& context, const Transfer& call) {
  uint32_t refused = 0;
  if (!movable(view, context.block.time, context.actor, call.asset, &refused)) return refused;
  if (call.to == context.actor) return code(Refusal::kOfferToOwner);
  bool signs = std::any_of(context.body.actors.begin(), context.body.actors.end(),
                           [&](const proof::Actor& actor) { return actor.account == call.to; });
  return signs ? 0 : code(Refusal::kRecipientNotSigning);
}

uint32_t admit_retire(const ReadView& view, const CallContext& context, const Retire& call) {
  uint32_t refused = 0;
  return movable(view, context.block.time, context.actor, call.asset, &refused) ? 0 : refused;
}

Located load_asset(const ReadView& view, const AssetId& id) {
  return {id, *view.load<proof::AssetRecord>(proof::asset_key(id))};
}

void apply_certify(WriteView& view, const CallContext& context, const Certify& call) {
  Located asset;
  asset.id = proof::asset_id(context.actor, call.content);
  proof::AssetRecord& record = asset.record;
  record.content = call.content;
  record.title = call.title;
  record.derived_from = call.derived_from;
  record.owner = proof::AccountOwner{context.actor};
  record.certifier = context.actor;
  record.certified_height = record.owner_since_height = context.block.height;
  record.certified_time = record.owner_since_time = context.block.time;
  title_begin(view, context, asset, proof::EventKind::kCertified);
  content_count(view, asset);
}

void apply_extract(WriteView& view, const CallContext& context, const Extract& call) {
  Located collection = load_asset(view, call.collection);
  Located item;
  item.id = proof::item_id(call.collection, call.content);
  item.record = collection.record;
  item.record.content = proof::content_of(call.content);
  item.record.title = call.title;
  item.record.origin = proof::Origin{call.collection, collection.record.events};
  title_begin(view, context, item, proof::EventKind::kExtracted);
  content_count(view, item);
  // What was offered was the collection with this item in it: its history moves, so the offer is void.
  title_event(view, context, collection,
              {proof::EventKind::kItemExtracted, collection.record.owner, collection.record.owner});
  view.store(proof::asset_key(call.collection), collection.record);
}

void apply_offer(WriteView& view, const CallContext& context, const Offer& call) {
  Located asset = load_asset(view, call.asset);
  proof::OfferRecord offer;
  offer.seller = asset.record.owner;
  offer.to = call.to;
  offer.price = call.price;
  offer.expiry = call.expiry;
  offer.history = asset.record.history;
  offer.handover = call.handover;
  auto policy = view.load<proof::PolicyRecord>(proof::policy_key(context.actor));
  offer.epoch = policy ? proof::epoch_in_force(*policy, context.block.time) : 0;
  offer_begin(view, call.asset, offer);
}

uint32_t apply_accept(WriteView& view, const CallContext& context, const Accept& call) {
  auto offer = view.load<proof::OfferRecord>(proof::offer_key(call.asset));
  Located asset = load_asset(view, call.asset);
  AccountId seller = *owner_account(asset.record);
  chain::Failure paid = view.move({context.actor, seller, offer->price});
  if (paid != chain::Failure::kNone) return static_cast<uint32_t>(paid);
  title_transfer(view, context, asset, context.actor);
  return 0;
}

void apply_retire(WriteView& view, const CallContext& context, const Retire& call) {
  Located asset = load_asset(view, call.asset);
  offer_end(view, call.asset);
  asset.record.retired = proof::Retirement{context.block.height, context.block.time};
  title_event(view, context, asset, {proof::EventKind::kRetired, asset.record.owner, std::nullopt});
  view.store(proof::asset_key(call.asset), asset.record);
}

// What never changes about an asset, and what only moves with an event.
bool title_holds(const proof::AssetRecord& before, const proof::AssetRecord& after) {
  bool fixed = codec::bcs_encode(before.content) == codec::bcs_encode(after.content) &&
               before.certifier == after.certifier &&
               before.certified_height == after.certified_height &&
               before.title == after.title && after.events >= before.events;
  bool owner_moved = codec::bcs_encode(before.owner) != codec::bcs_encode(after.owner);
  bool history_moved = before.history != after.history;
  if (before.retired && (owner_moved || history_moved)) return false;
  return fixed && history_moved == (after.events > before.events) && (!owner_moved || history_moved);
}

}  // namespace

const char* to_string(Refusal refusal) {
  switch (refusal) {
    case Refusal::kAlreadyCertified: return "already_certified";
    case Refusal::kUnknownParent: return "unknown_parent";
    case Refusal::kUnknownAsset: return "unknown_asset";
    case Refusal::kNotOwner: return "not_owner";
    case Refusal::kRetired: return "retired";
    case Refusal::kDisputed: return "disputed";
    case Refusal::kNotACollection: return "not_a_collection";
    case Refusal::kItemMismatch: return "item_mismatch";
    case Refusal::kAlreadyExtracted: return "already_extracted";
    case Refusal::kOfferToOwner: return "offer_to_owner";
    case Refusal::kOfferExpired: return "offer_expired";
    case Refusal::kRecipientUnopened: return "recipient_unopened";
    case Refusal::kHandoverWrong: return "handover_wrong";
    case Refusal::kNoOffer: return "no_offer";
    case Refusal::kNotForYou: return "not_for_you";
    case Refusal::kOfferVoid: return "offer_void";
    case Refusal::kSellerFrozen: return "seller_frozen";
    case Refusal::kPriceTooHigh: return "price_too_high";
    case Refusal::kAssetChanged: return "asset_changed";
    case Refusal::kRecipientNotSigning: return "recipient_not_signing";
    case Refusal::kSplitOwned: return "split_owned";
  }
  return "unknown";
}

const char* sentence(Refusal refusal) {
  switch (refusal) {
    case Refusal::kAlreadyCertified: return "This account has certified exactly this already.";
    case Refusal::kUnknownParent: return "The asset it is derived from does not exist.";
    case Refusal::kUnknownAsset: return "There is no such asset.";
    case Refusal::kNotOwner: return "The asset belongs to another account.";
    case Refusal::kRetired: return "The asset has been retired.";
    case Refusal::kDisputed: return "The asset is in dispute; nothing moves until that ends.";
    case Refusal::kNotACollection: return "That asset is not a collection.";
    case Refusal::kItemMismatch: return "That item is not in the collection at that place.";
    case Refusal::kAlreadyExtracted: return "That item has been extracted already.";
    case Refusal::kOfferToOwner: return "The asset belongs to that account already.";
    case Refusal::kOfferExpired: return "The height until which the offer stands has passed, or lies too far ahead.";
    case Refusal::kRecipientUnopened: return "A private certificate cannot be offered to an address that has not been opened.";
    case Refusal::kHandoverWrong: return "The offer does not carry the certificate's key for exactly those keys of the recipient that may transfer.";
    case Refusal::kNoOffer: return "There is no offer of that asset.";
    case Refusal::kNotForYou: return "The offer is made to another account.";
    case Refusal::kOfferVoid: return "The asset or the seller's keys have changed since the offer was made; ask for a new one.";
    case Refusal::kSellerFrozen: return "The seller's account is frozen.";
    case Refusal::kPriceTooHigh: return "The price is more than the acceptance allows.";
    case Refusal::kAssetChanged: return "The asset is not as it was when it was looked at.";
    case Refusal::kRecipientNotSigning: return "A direct transfer needs the signature of the recipient too.";
    case Refusal::kSplitOwned: return "Co-owners own this asset; they decide by their quorum.";
  }
  return "unknown";
}

bool Assets::check(const Call& call) {
  return std::visit(
      Overloaded{[](const Certify& certify) { return check_certify(certify); },
                 [](const Extract& extract) {
                   return proof::title_allowed(extract.title) && extract.path.size() <= 24;
                 },
                 [](const Offer& offer) { return check_offer(offer); }, [](const auto&) { return true; }},
      call);
}

uint32_t Assets::scopes(const Call& call) {
  if (std::holds_alternative<Certify>(call)) return proof::kScopeCertify;
  // Who may pay nothing may still take a gift.
  const auto* accept = std::get_if<Accept>(&call);
  bool pays = accept != nullptr && accept->most.micro != 0;
  return proof::kScopeTransfer | (pays ? uint32_t{proof::kScopePay} : 0);
}

void Assets::hint(const Call& call, std::vector<Bytes>& keys) {
  auto asset = [&](const AssetId& id) {
    keys.push_back(proof::asset_key(id));
    keys.push_back(proof::offer_key(id));
  };
  std::visit(Overloaded{[&](const Certify& it) {
                          const auto* content = std::get_if<proof::PublicContent>(&it.content);
                          if (content != nullptr) keys.push_back(proof::content_key(content->hash));
                        },
                        [&](const Extract& it) { keys.push_back(proof::asset_key(it.collection)); },
                        [&](const auto& it) { asset(it.asset); }},
             call);
}

uint32_t Assets::admit(const ReadView& view, const CallContext& context, const Call& call) {
  return std::visit(
      Overloaded{[&](const Certify& it) { return admit_certify(view, context, it); },
                 [&](const Extract& it) { return admit_extract(view, context, it); },
                 [&](const Offer& it) { return admit_offer(view, context, it); },
                 [&](const Accept& it) { return admit_accept(view, context, it); },
                 [&](const Decline& it) { return admit_decline(view, context, it); },
                 [&](const Cancel& it) { return admit_cancel(view, context, it); },
                 [&](const Transfer& it) { return admit_transfer(view, context, it); },
                 [&](const Retire& it) { return admit_retire(view, context, it); }},
      call);
}

uint32_t Assets::apply(WriteView& view, const CallContext& context, const Call& call) {
  if (const auto* it = std::get_if<Accept>(&call)) return apply_accept(view, context, *it);
  if (const auto* it = std::get_if<Certify>(&call)) apply_certify(view, context, *it);
  if (const auto* it = std::get_if<Extract>(&call)) apply_extract(view, context, *it);
  if (const auto* it = std::get_if<Offer>(&call)) apply_offer(view, context, *it);
  if (const auto* it = std::get_if<Decline>(&call)) offer_end(view, it->asset);
  if (const auto* it = std::get_if<Cancel>(&call)) offer_end(view, it->asset);
  if (const auto* it = std::get_if<Retire>(&call)) apply_retire(view, context, *it);
  if (const auto* it = std::get_if<Transfer>(&call)) {
    Located asset = load_asset(view, it->asset);
    title_transfer(view, context, asset, it->to);
  }
  return 0;
}

bool Assets::holds(const chain::BlockContext&, std::span<const chain::RecordChange> changes) {
  for (const chain::RecordChange& change : changes) {
    if (change.space != static_cast<uint8_t>(proof::Space::kAsset)) continue;
    if (!change.after) return false;
    auto after = codec::bcs_decode<proof::AssetRecord>(*change.after);
    if (!after) return false;
    if (!change.before) continue;
    auto before = codec::bcs_decode<proof::AssetRecord>(*change.before);
    if (!before || !title_holds(*before, *after)) return false;
  }
  return true;
}

}  // namespace freehold::contracts::assets
