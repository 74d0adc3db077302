// The records of the state tree, as every implementation reads them. Each begins with a version.
// docs/spec/contracts/ has a page for each contract's records.
#pragma once

#include <variant>

#include "proof/policy.h"

namespace freehold::proof {

inline constexpr uint8_t kRecordVersion = 1;

// --- accounts ---------------------------------------------------------------------------------

struct LaneState {
  uint8_t lane = 0;
  uint64_t next = 0;  // the sequence the next transaction in this lane carries
  FREEHOLD_DESCRIBE(lane, next)
};
inline constexpr uint8_t kLanes = 16;

// What left the account on a limited key's signature, on one day (header time / 86,400,000 ms).
struct KeySpend {
  KeyHash key;
  uint64_t day = 0;
  Amount spent;
  FREEHOLD_DESCRIBE(key, day, spent)
};

struct AccountRecord {
  uint8_t version = kRecordVersion;
  Amount balance;
  uint64_t objects = 0;          // counter from which ids of the account's objects are made
  std::vector<LaneState> lanes;  // lanes used so far, strictly ascending
  std::vector<KeySpend> spends;  // for keys with a daily limit, strictly ascending by key
  FREEHOLD_DESCRIBE(version, balance, objects, lanes, spends)
};

// Which account a key belongs to: set once and for ever.
struct KeyRecord {
  uint8_t version = kRecordVersion;
  AccountId account;
  FREEHOLD_DESCRIBE(version, account)
};

// kAdmitted is no office: it marks an address that a registrar let in.
enum class Role : uint8_t { kRegistrar = 1, kIssuer = 2, kRegulator = 3, kAdmitted = 255 };
// How JSON names it; "unknown" for any other number.
std::string_view enum_text(Role role);
bool enum_from_text(std::string_view text, Role& role);

// That an account holds a role.
struct RoleRecord {
  uint8_t version = kRecordVersion;
  Height since;
  FREEHOLD_DESCRIBE(version, since)
};

struct SupplyRecord {
  uint8_t version = kRecordVersion;
  Amount total;   // all credits there are
  Amount issued;  // of them, those that issuers made after genesis
  FREEHOLD_DESCRIBE(version, total, issued)
};

// --- governance -------------------------------------------------------------------------------

struct ScheduledValue {
  uint64_t value = 0;
  Height height;  // the first block executed under it
  FREEHOLD_DESCRIBE(value, height)
};
struct ParameterRecord {
  uint8_t version = kRecordVersion;
  uint64_t value = 0;
  std::optional<ScheduledValue> scheduled;
  FREEHOLD_DESCRIBE(version, value, scheduled)
};
// The value that holds for the block at a height.
uint64_t parameter_at(const ParameterRecord& record, Height height);

struct Member {
  AccountId account;
  Height since;
  FREEHOLD_DESCRIBE(account, since)
};
struct MembersRecord {
  uint8_t version = kRecordVersion;
  std::vector<Member> members;  // strictly ascending by account
  FREEHOLD_DESCRIBE(version, members)
};

// --- assets -----------------------------------------------------------------------------------

struct PublicContent {
  static constexpr std::string_view kName = "public";
  ContentHash hash;  // SHA-256 of the file
  FREEHOLD_DESCRIBE(hash)
};
struct PrivateContent {
  static constexpr std::string_view kName = "private";
  Commitment commitment;  // HMAC-SHA-256(k, certifier's account id ‖ SHA-256 of the file)
  FREEHOLD_DESCRIBE(commitment)
};
struct CollectionContent {
  static constexpr std::string_view kName = "collection";
  Hash256 root;        // RFC 9162 tree over CollectionLeaf encodings
  uint64_t count = 0;  // its leaves: 1 to 2^24
  FREEHOLD_DESCRIBE(root, count)
};
using Content = std::variant<PublicContent, PrivateContent, CollectionContent>;
// What one item of a collection is.
using ItemContent = std::variant<PublicContent, PrivateContent>;

inline constexpr uint64_t kCollectionItemsMax = uint64_t{1} << 24;

struct SaltTag {};
using Salt = FixedBytes<16, SaltTag>;

// One leaf of a collection: its encoding is the data of an RFC 9162 leaf.
struct CollectionLeaf {
  Salt salt;
  ItemContent content;
  FREEHOLD_DESCRIBE(salt, content)
};

struct AccountOwner {
  static constexpr std::string_view kName = "account";
  AccountId account;
  FREEHOLD_DESCRIBE(account)
  friend bool operator==(const AccountOwner&, const AccountOwner&) = default;
};
struct SplitOwner {
  static constexpr std::string_view kName = "split";
  SplitId split;
  FREEHOLD_DESCRIBE(split)
  friend bool operator==(const SplitOwner&, const SplitOwner&) = default;
};
using Owner = std::variant<AccountOwner, SplitOwner>;

// Where an extracted item came from: its history goes on from the collection's after `events`
// events.
struct Origin {
  AssetId collection;
  uint64_t events = 0;
  FREEHOLD_DESCRIBE(collection, events)
};

struct Dispute {
  AccountId opener;
  bool by_regulator = false;
  Time opened;
  Time deadline;  // it ends then at the latest
  Amount bond;
  FREEHOLD_DESCRIBE(opener, by_regulator, opened, deadline, bond)
};

struct Retirement {
  Height height;
  Time time;
  FREEHOLD_DESCRIBE(height, time)
};

inline constexpr size_t kTitleBytesMax = 128;

// A certificate, a collection, or an item that was extracted from one.
struct AssetRecord {
  uint8_t version = kRecordVersion;
  Content content;
  std::string title;  // public; UTF-8 without control characters, at most kTitleBytesMax
  std::optional<AssetId> derived_from;
  std::optional<Origin> origin;
  Owner owner;
  AccountId certifier;
  Height certified_height;
  Time certified_time;
  Height owner_since_height;
  Time owner_since_time;
  HistoryHash history;  // over the events so far
  uint64_t events = 0;  // how many
  std::optional<Dispute> dispute;
  bool contested = false;  // a dispute was upheld
  std::optional<Retirement> retired;
  FREEHOLD_DESCRIBE(version, content, title, derived_from, origin, owner, certifier,
                    certified_height, certified_time, owner_since_height, owner_since_time, history,
                    events, dispute, contested, retired)
};

// Whether a dispute holds the asset at a time: one that was not resolved ends by itself.
bool is_disputed(const AssetRecord& record, Time at);

// Whether a text may be a title: UTF-8 of at most kTitleBytesMax bytes, without control characters
// and without those that turn the direction of text around and so make it read as another.
bool title_allowed(std::string_view title);

// Kinds of events; numbers past kRetired are reserved for co-owners and disputes.
enum class EventKind : uint16_t {
  kCertified = 1,
  kTransferred = 2,    // accepted offer or transfer signed by both
  kExtracted = 3,      // on the item: it became a certificate of its own
  kItemExtracted = 4,  // on the collection: an item left it
  kRetired = 5,
  kDivided = 16,
  kSharesMoved = 17,
  kMerged = 18,
  kDisputeOpened = 32,
  kDisputeUpheld = 33,
  kDisputeDismissed = 34,
  kDisputeEnded = 35,
};
std::string_view enum_text(EventKind kind);
bool enum_from_text(std::string_view text, EventKind& kind);

// One step of an asset's title. Never pruned; bound by the asset's history hash.
struct Event {
  uint8_t version = kRecordVersion;
  EventKind kind = EventKind::kCertified;
  Height height;
  Time time;
  TxId tx;
  std::optional<Owner> from;
  std::optional<Owner> to;
  FREEHOLD_DESCRIBE(version, kind, height, time, tx, from, to)
};
// Tagged hash of previous ‖ event.
HistoryHash history_after(const HistoryHash& previous, const Event& event);

// The first public single certificate of a content, and how many there are. Survives retirement.
struct ContentRecord {
  uint8_t version = kRecordVersion;
  AssetId first;
  AccountId certifier;
  Height height;
  Time time;
  uint64_t count = 0;
  FREEHOLD_DESCRIBE(version, first, certifier, height, time, count)
};

// A private certificate's k, encrypted to one key of the recipient (crypto/box.h).
struct WrappedKey {
  KeyHash recipient;
  Bytes box;
  FREEHOLD_DESCRIBE(recipient, box)
};

// An asset offered to one account; void when the asset's history or the seller's epoch moves, or at
// expiry.
struct OfferRecord {
  uint8_t version = kRecordVersion;
  Owner seller;
  AccountId to;
  Amount price;
  Height expiry;  // the last height at which it can be accepted
  HistoryHash history;
  uint64_t epoch = 0;
  std::vector<WrappedKey> handover;
  FREEHOLD_DESCRIBE(version, seller, to, price, expiry, history, epoch, handover)
};

// --- ids --------------------------------------------------------------------------------------

// Certificates of one content by one certifier are one; so are collections of one root.
AssetId asset_id(const AccountId& certifier, const Content& content);
// Of an extracted item, whatever its index: equal files are never sold twice.
AssetId item_id(const AssetId& collection, const ItemContent& content);
Content content_of(const ItemContent& item);
Commitment commitment(ByteView k, const AccountId& certifier, const ContentHash& hash);

// --- keys of the state tree --------------------------------------------------------------------

// The first byte of each state key says what kind of record it leads to.
enum class Space : uint8_t {
  kAccount = 0x01,
  kPolicy = 0x02,
  kKey = 0x03,
  kParameter = 0x04,
  kRole = 0x05,
  kSupply = 0x06,
  kValidators = 0x07,
  kMembers = 0x08,
  kAsset = 0x20,
  kContent = 0x21,
  kOffer = 0x22,
  // reserved: 0x28 splits, 0x30 passports, 0x38 licences, 0x40 storage
};

Bytes state_key(Space space, ByteView id = {});
Bytes account_key(const AccountId& id);
Bytes policy_key(const AccountId& id);
Bytes key_key(const KeyHash& hash);
Bytes parameter_key(std::string_view name);
Bytes role_key(Role role, const AccountId& id);
Bytes supply_key();
Bytes validators_key();
Bytes members_key();
Bytes asset_key(const AssetId& id);
Bytes content_key(const ContentHash& hash);
Bytes offer_key(const AssetId& id);

}  // namespace freehold::proof
