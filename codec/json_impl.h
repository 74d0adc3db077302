// What Json holds, for the .cpp files of json.h only.
#pragma once

#include <atomic>

#include "codec/json.h"

namespace freehold::codec {

// `shared` is set when a second Json may hold the same list, and never cleared: counting the holders
// instead would race with another thread that drops its copy.
struct Json::List {
  std::vector<Json> items;
  std::atomic<bool> shared{false};
};
struct Json::Members {
  std::vector<std::pair<std::string, Json>> items;
  std::atomic<bool> shared{false};
};

}  // namespace freehold::codec
