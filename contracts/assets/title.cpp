#include "contracts/assets/title.h"

namespace freehold::contracts::assets {
namespace {

namespace index_key = chain::index_key;

Bytes owner_index(const proof::Owner& owner, const AssetId& asset) {
  Bytes key = {index_key::kOwner, static_cast<uint8_t>(owner.index())};
  std::visit(
      [&](const auto& held) {
        if constexpr (requires { held.account; }) append(key, held.account.view());
        if constexpr (requires { held.split; }) append(key, held.split.view());
      },
      owner);
  append(key, asset.view());
  return key;
}

Bytes offer_index(const AccountId& to, const AssetId& asset) {
  Bytes key = index_key::of_id(index_key::kOfferTo, to.view());
  append(key, asset.view());
  return key;
}

void involve(chain::WriteView& view, const std::optional<proof::Owner>& owner) {
  if (!owner) return;
  if (const auto* held = std::get_if<proof::AccountOwner>(&*owner)) view.involve(held->account);
}

}  // namespace

std::optional<AccountId> owner_account(const proof::AssetRecord& record) {
  const auto* held = std::get_if<proof::AccountOwner>(&record.owner);
  return held != nullptr ? std::optional(held->account) : std::nullopt;
}

void title_event(chain::WriteView& view, const chain::CallContext& context, Located& asset,
                 const TitleEvent& event) {
  proof::Event entry;
  entry.kind = event.kind;
  entry.height = context.block.height;
  entry.time = context.block.time;
  entry.tx = context.tx;
  entry.from = event.from;
  entry.to = event.to;
  asset.record.history = proof::history_after(asset.record.history, entry);
  Bytes key = index_key::of_id(index_key::kEvent, asset.id.view());
  index_key::append_u64(key, asset.record.events);
  view.index(std::move(key), codec::bcs_encode(entry));
  ++asset.record.events;
  involve(view, event.from);
  involve(view, event.to);
}

void title_begin(chain::WriteView& view, const chain::CallContext& context, Located& asset,
                 proof::EventKind kind) {
  title_event(view, context, asset, {kind, std::nullopt, asset.record.owner});
  view.store(proof::asset_key(asset.id), asset.record);
  view.index(owner_index(asset.record.owner, asset.id), Bytes{});
  if (asset.record.derived_from) {
    Bytes key = index_key::of_id(index_key::kDerived, asset.record.derived_from->view());
    append(key, asset.id.view());
    view.index(std::move(key), Bytes{});
  }
}

void title_transfer(chain::WriteView& view, const chain::CallContext& context, Located& asset,
                    const AccountId& to) {
  offer_end(view, asset.id);
  proof::Owner before = asset.record.owner;
  asset.record.owner = proof::AccountOwner{to};
  asset.record.owner_since_height = context.block.height;
  asset.record.owner_since_time = context.block.time;
  title_event(view, context, asset, {proof::EventKind::kTransferred, before, asset.record.owner});
  view.store(proof::asset_key(asset.id), asset.record);
  view.index(owner_index(before, asset.id), std::nullopt);
  view.index(owner_index(asset.record.owner, asset.id), Bytes{});
}

void offer_end(chain::WriteView& view, const AssetId& asset) {
  auto offer = view.load<proof::OfferRecord>(proof::offer_key(asset));
  if (!offer) return;
  view.erase(proof::offer_key(asset));
  view.index(offer_index(offer->to, asset), std::nullopt);
  view.involve(offer->to);
}

void offer_begin(chain::WriteView& view, const AssetId& asset, const proof::OfferRecord& offer) {
  offer_end(view, asset);
  view.store(proof::offer_key(asset), offer);
  view.index(offer_index(offer.to, asset), Bytes{});
  view.involve(offer.to);
}

void content_count(chain::WriteView& view, const Located& asset) {
  const auto* content = std::get_if<proof::PublicContent>(&asset.record.content);
  if (content == nullptr) return;
  Bytes key = proof::content_key(content->hash);
  auto record = view.load<proof::ContentRecord>(key);
  uint64_t count = record ? record->count : 0;
  if (!record || asset.record.certified_height < record->height) {
    record = proof::ContentRecord{};
    record->first = asset.id;
    record->certifier = asset.record.certifier;
    record->height = asset.record.certified_height;
    record->time = asset.record.certified_time;
  }
  record->count = count + 1;
  view.store(key, *record);
  // Within a height the first to be executed comes first, as the record has it.
  Bytes index = index_key::of_id(index_key::kContent, content->hash.view());
  index_key::append_u64(index, asset.record.certified_height.value);
  index_key::append_u64(index, count);
  append(index, asset.id.view());
  view.index(std::move(index), Bytes{});
}

}  // namespace freehold::contracts::assets
