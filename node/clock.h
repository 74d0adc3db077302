// Time as the node asks for it, so that tests can say what time it is.
#pragma once

#include <functional>

#include "common/types.h"

namespace freehold::node {

using Clock = std::function<Time()>;

// The system's clock.
Time system_time();

}  // namespace freehold::node
