// The contracts of this program: adding one is its folder and one line in registry.cpp.
#pragma once

#include "chain/contract.h"

namespace freehold::contracts {

// Lives as long as the program; any thread.
const chain::ContractSet& registry();

// The name of a result code, such as "assets.not_owner", and its sentence; for codes of the kernel too.
struct CodeText {
  std::string name;
  std::string_view sentence;
};
CodeText code_text(uint32_t code);

}  // namespace freehold::contracts
