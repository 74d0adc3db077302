// Offline checks of a node's folder, and its repair: nothing else may use the folder meanwhile.
#pragma once

#include "node/home.h"
#include "node/node.h"

namespace freehold::node {

using AuditProgress = std::function<void(Height done, Height last)>;

struct AuditReport {
  Height height;
  HeaderHash header;
  uint64_t transactions = 0;
};

// Executes the whole chain again from its genesis in a folder of its own, every signature and seal
// checked, and compares each header with the one that was kept. The folder is removed afterwards.
Result<AuditReport, NodeFailure> audit(const std::string& home, const NodeOptions& options,
                                       const AuditProgress& progress);

// Throws the database away and makes it again from the blocks.
Result<Height, NodeFailure> reindex(const std::string& home, const NodeOptions& options,
                                    const AuditProgress& progress);

// Where the chain of a folder stands, which is locked if a node runs on it.
struct HomeStatus {
  std::string name;
  ChainId chain;
  Height height;
  HeaderHash header;
  Time time;
  std::optional<Height> sealed;
};
Result<HomeStatus, NodeFailure> status(const std::string& home, const NodeOptions& options);

}  // namespace freehold::node
