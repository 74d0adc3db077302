// Test vectors made by others, where they are present.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

namespace freehold::testing {

// The file as JSON; null where it is not there.
inline nlohmann::json read_vectors(const std::string& name) {
  const char* folder = std::getenv("FREEHOLD_VECTORS");
  std::ifstream file(std::string(folder != nullptr ? folder : FREEHOLD_SOURCE_DIR "/../shared/vectors") +
                     "/" + name);
  return file ? nlohmann::json::parse(file) : nlohmann::json();
}

}  // namespace freehold::testing
