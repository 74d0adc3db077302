#include "codec/json_view.h"

#include <algorithm>

#include "common/assert.h"

namespace freehold::codec::detail {

JsonReader::Refusal JsonReader::unknown_field(const Json& json,
                                              const std::vector<std::string_view>& names) {
  for (const std::string& key : json.keys()) {
    if (std::find(names.begin(), names.end(), key) == names.end()) {
      return in_field(key, refuse(JsonErrorCode::kUnknownField));
    }
  }
  FREEHOLD_ASSERT(false);
}

}  // namespace freehold::codec::detail
