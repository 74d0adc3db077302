#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "codec/json_schema.h"
#include "proof/proof_file.h"

namespace freehold::proof {
namespace {

std::string schema_text() {
  codec::Json out = codec::Json::object();
  out.set("$schema", codec::Json::string("https://json-schema.org/draft/2020-12/schema"));
  out.set("$id", codec::Json::string("urn:freehold:schema:" + std::string(kProofFormat)));
  out.set("title", codec::Json::string("Freehold proof file"));
  codec::Json schema = codec::json_schema<ProofFile>();
  for (const std::string& key : schema.keys()) out.set(key, *schema.get(key));
  return out.dump(1) + "\n";
}

TEST(ProofSchema, IsTheOneOfTheSpecification) {
  std::ifstream file(FREEHOLD_SOURCE_DIR "/docs/spec/proof.schema.json");
  std::stringstream committed;
  committed << file.rdbuf();
  std::string made = schema_text();
  std::string place = ::testing::TempDir() + "proof.schema.json";
  if (committed.str() != made) std::ofstream(place) << made;
  EXPECT_TRUE(committed.str() == made)
      << "docs/spec/proof.schema.json is another; what the structs give is in " << place;
}

}  // namespace
}  // namespace freehold::proof
