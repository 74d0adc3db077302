// What can be done with certificates, collections and their items. Numbers of calls are their places
// here and never change.
#pragma once

#include "proof/records.h"

namespace freehold::contracts::assets {

inline constexpr uint8_t kTag = 2;
inline constexpr std::string_view kName = "assets";

// Certifies a file, publicly or by commitment, or a collection of files by its root.
struct Certify {
  static constexpr std::string_view kName = "certify";
  proof::Content content;
  std::string title;
  std::optional<AssetId> derived_from;
  FREEHOLD_DESCRIBE(content, title, derived_from)
};

// Makes an item of the actor's collection a certificate of its own.
struct Extract {
  static constexpr std::string_view kName = "extract";
  AssetId collection;
  uint64_t index = 0;
  proof::Salt salt;
  proof::ItemContent content;
  std::vector<Hash256> path;  // proof/merkle.h
  std::string title;
  FREEHOLD_DESCRIBE(collection, index, salt, content, path, title)
};

// Offers an asset to one account, at a price that may be zero. Replaces an earlier offer of it.
struct Offer {
  static constexpr std::string_view kName = "offer";
  AssetId asset;
  AccountId to;
  Amount price;
  Height expiry;
  std::vector<proof::WrappedKey> handover;  // a private certificate's k, for the recipient's keys
  FREEHOLD_DESCRIBE(asset, to, price, expiry, handover)
};

// Takes the offer made to the acting account, if it costs no more than `most` and the asset is as it
// was seen: its history hash stands in the call, so that what is bought is what was looked at.
struct Accept {
  static constexpr std::string_view kName = "accept";
  AssetId asset;
  Amount most;
  HistoryHash history;
  FREEHOLD_DESCRIBE(asset, most, history)
};

// The recipient says no.
struct Decline {
  static constexpr std::string_view kName = "decline";
  AssetId asset;
  FREEHOLD_DESCRIBE(asset)
};

// The owner takes the offer back.
struct Cancel {
  static constexpr std::string_view kName = "cancel";
  AssetId asset;
  FREEHOLD_DESCRIBE(asset)
};

// Moves an asset to an account that is an actor of the same transaction: both sign.
struct Transfer {
  static constexpr std::string_view kName = "transfer";
  AssetId asset;
  AccountId to;
  FREEHOLD_DESCRIBE(asset, to)
};

// Ends a certificate for good. Its record and its history stay.
struct Retire {
  static constexpr std::string_view kName = "retire";
  AssetId asset;
  FREEHOLD_DESCRIBE(asset)
};

using Call = std::variant<Certify, Extract, Offer, Accept, Decline, Cancel, Transfer, Retire>;

inline constexpr size_t kHandoverMax = 32;
inline constexpr size_t kHandoverBoxBytesMax = 256;

}  // namespace freehold::contracts::assets
