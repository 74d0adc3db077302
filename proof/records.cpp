#include "proof/records.h"

#include "codec/bcs.h"
#include "codec/utf8.h"
#include "crypto/hash.h"

namespace freehold::proof {
namespace {

template <class E>
struct Named {
  E value;
  std::string_view text;
};
constexpr Named<Role> kRoles[] = {{Role::kRegistrar, "registrar"},
                                  {Role::kIssuer, "issuer"},
                                  {Role::kRegulator, "regulator"},
                                  {Role::kAdmitted, "admitted"}};
constexpr Named<EventKind> kEventKinds[] = {{EventKind::kCertified, "certified"},
                                            {EventKind::kTransferred, "transferred"},
                                            {EventKind::kExtracted, "extracted"},
                                            {EventKind::kItemExtracted, "item_extracted"},
                                            {EventKind::kRetired, "retired"},
                                            {EventKind::kDivided, "divided"},
                                            {EventKind::kSharesMoved, "shares_moved"},
                                            {EventKind::kMerged, "merged"},
                                            {EventKind::kDisputeOpened, "dispute_opened"},
                                            {EventKind::kDisputeUpheld, "dispute_upheld"},
                                            {EventKind::kDisputeDismissed, "dispute_dismissed"},
                                            {EventKind::kDisputeEnded, "dispute_ended"}};

template <class E, size_t N>
std::string_view text_in(const Named<E> (&names)[N], E value) {
  for (const Named<E>& one : names) {
    if (one.value == value) return one.text;
  }
  return "unknown";
}
template <class E, size_t N>
bool value_in(const Named<E> (&names)[N], std::string_view text, E& value) {
  for (const Named<E>& one : names) {
    if (one.text != text) continue;
    value = one.value;
    return true;
  }
  return false;
}

}  // namespace

std::string_view enum_text(Role role) { return text_in(kRoles, role); }
bool enum_from_text(std::string_view text, Role& role) { return value_in(kRoles, text, role); }
std::string_view enum_text(EventKind kind) { return text_in(kEventKinds, kind); }
bool enum_from_text(std::string_view text, EventKind& kind) {
  return value_in(kEventKinds, text, kind);
}

using crypto::Tag;
using crypto::tagged_hash;

bool is_disputed(const AssetRecord& record, Time at) {
  return record.dispute && at < record.dispute->deadline;
}

bool title_allowed(std::string_view title) {
  if (title.size() > kTitleBytesMax || !codec::valid_utf8(as_bytes(title))) return false;
  for (size_t i = 0; i < title.size(); ++i) {
    if (codec::unsafe_to_show(as_bytes(title.substr(i))) != 0) return false;
  }
  return true;
}

uint64_t parameter_at(const ParameterRecord& record, Height height) {
  if (record.scheduled && height >= record.scheduled->height) return record.scheduled->value;
  return record.value;
}

HistoryHash history_after(const HistoryHash& previous, const Event& event) {
  return rename_bytes<HistoryHash>(
      tagged_hash(Tag::kEvent, {previous.view(), codec::bcs_encode(event)}));
}

AssetId asset_id(const AccountId& certifier, const Content& content) {
  if (const auto* collection = std::get_if<CollectionContent>(&content)) {
    return rename_bytes<AssetId>(
        tagged_hash(Tag::kCollection, {certifier.view(), collection->root.view()}));
  }
  return rename_bytes<AssetId>(
      tagged_hash(Tag::kCertificate, {certifier.view(), codec::bcs_encode(content)}));
}

AssetId item_id(const AssetId& collection, const ItemContent& content) {
  return rename_bytes<AssetId>(
      tagged_hash(Tag::kItem, {collection.view(), codec::bcs_encode(content)}));
}

Content content_of(const ItemContent& item) {
  return std::visit([](const auto& content) { return Content{content}; }, item);
}

Commitment commitment(ByteView k, const AccountId& certifier, const ContentHash& hash) {
  Bytes message = to_bytes(certifier.view());
  append(message, hash.view());
  return rename_bytes<Commitment>(crypto::hmac_sha256(k, message));
}

Bytes state_key(Space space, ByteView id) {
  Bytes out;
  out.reserve(1 + id.size());
  out.push_back(static_cast<uint8_t>(space));
  append(out, id);
  return out;
}

Bytes account_key(const AccountId& id) { return state_key(Space::kAccount, id.view()); }
Bytes policy_key(const AccountId& id) { return state_key(Space::kPolicy, id.view()); }
Bytes key_key(const KeyHash& hash) { return state_key(Space::kKey, hash.view()); }
Bytes parameter_key(std::string_view name) { return state_key(Space::kParameter, as_bytes(name)); }
Bytes role_key(Role role, const AccountId& id) {
  Bytes holder = {static_cast<uint8_t>(role)};
  append(holder, id.view());
  return state_key(Space::kRole, holder);
}
Bytes supply_key() { return state_key(Space::kSupply); }
Bytes validators_key() { return state_key(Space::kValidators); }
Bytes members_key() { return state_key(Space::kMembers); }
Bytes asset_key(const AssetId& id) { return state_key(Space::kAsset, id.view()); }
Bytes content_key(const ContentHash& hash) { return state_key(Space::kContent, hash.view()); }
Bytes offer_key(const AssetId& id) { return state_key(Space::kOffer, id.view()); }

}  // namespace freehold::proof
