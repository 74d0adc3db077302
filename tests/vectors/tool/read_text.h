// How a text of json_profile.json is read: by what makes the file, and by what checks it.
#pragma once

#include "vectors/tool/kinds.h"

namespace freehold::vectors {

// The error's name, or none where the text is taken.
inline std::optional<std::string> outcome_of(const TextVector& vector) {
  std::string text = vector.text ? *vector.text : std::string(as_text(vector.bytes->bytes));
  codec::JsonLimits limits{proof::kProofFileBytesMax, 16, proof::kProofFileBytesMax};
  if (vector.limits) {
    limits = {vector.limits->bytes_max, vector.limits->depth_max, vector.limits->string_max};
  }
  auto json = Json::parse(text, limits);
  if (!json) return to_string(json.error().code);
  if (!vector.kind) return std::nullopt;
  auto value = kind_named(*vector.kind)->read_json(*json);
  if (!value) return to_string(value.error().code);
  return std::nullopt;
}

}  // namespace freehold::vectors
