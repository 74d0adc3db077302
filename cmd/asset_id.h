// How a command line names an asset: ID, or ID#N for an item of a collection.
#pragma once

#include "cmd/session.h"

namespace freehold::cmd {

struct AssetName {
  AssetId asset;
  std::optional<uint64_t> item;
};
Outcome<AssetName> parse_asset_name(const std::string& text);

// What an asset's content is, in a few words.
std::string content_text(const proof::Content& content);
std::string owner_text(const proof::Owner& owner);
// One line for a list.
std::string asset_line(const api::AssetView& asset);

}  // namespace freehold::cmd
