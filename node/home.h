// The folder of a node: its genesis document, its seal key, its chain.
//
//   genesis.json   the document the chain begins with; what verifiers are given
//   seal.key       the secret key that seals headers, 64 hexadecimal digits, mode 0600
//   signed         the last height that was sealed (signed_file.h)
//   chain/         blocks, head and database (docs/spec/storage.md)
#pragma once

#include <string>

#include "common/result.h"
#include "crypto/signature.h"
#include "proof/genesis.h"

namespace freehold::node {

enum class HomeError : uint8_t {
  kExists = 1,  // init: the folder holds a chain already
  kNoHome,      // no genesis.json there
  kIo,
  kBadGenesis,       // genesis.json cannot be read; `detail` says where
  kBadKey,           // seal.key is no key
  kOpenKey,          // seal.key can be read by others
  kKeyNotValidator,  // seal.key is not of a validator of this chain
  kUnknownParameter,
  kParameterRange,
};
const char* to_string(HomeError error);
struct HomeFailure {
  HomeError error;
  std::string detail;
};

struct HomePaths {
  explicit HomePaths(std::string folder);
  std::string folder;
  std::string genesis;
  std::string seal_key;
  std::string signed_file;
  std::string chain;
};

// What a new chain of one authority begins with.
struct HomeSpec {
  std::string name;
  Time time;
  std::vector<proof::GenesisParameter> parameters;
  proof::Policy founder;  // its account is first member and registrar, and holds the credits
  Amount credits;
};

// Makes the folder with a new seal key. Nothing is left behind when it fails.
Result<proof::Genesis, HomeFailure> home_init(const std::string& folder, const HomeSpec& spec);

struct Home {
  HomePaths paths;
  proof::Genesis genesis;
  crypto::SecretKey seal_key;
  uint16_t validator = 0;  // its place in the genesis set
};
Result<proof::Genesis, HomeFailure> home_genesis(const HomePaths& paths);
Result<Home, HomeFailure> home_open(const std::string& folder);

}  // namespace freehold::node
