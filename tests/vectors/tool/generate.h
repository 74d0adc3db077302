// Makes the files of tests/vectors/, each from the code paths that the program itself uses. Where
// what is right is known beforehand (a refusal's name, a verdict's notices), the generator states
// it and stops if the code says something else.
#pragma once

#include <map>
#include <string>

#include "crypto/hash.h"
#include "crypto/signature.h"
#include "vectors/tool/format.h"

namespace freehold::vectors {

// Paths below tests/vectors/, and texts.
using Files = std::map<std::string, std::string>;

Encodings make_encodings();
Hashes make_hashes();
Keys make_keys();
Transactions make_transactions();
Policies make_policies();
Trees make_trees();
JsonProfile make_json_profile();
GenesisTexts make_genesis();
void make_proofs(Files& files);
// Of the proof files that make_proofs made.
Print make_print(const Files& files);

// A key from a name, the same for ever.
inline crypto::SecretKey secret_of(std::string_view name) {
  return *crypto::SecretKey::from(crypto::sha256(as_bytes(name)).view());
}

// Ends the program with a message where what the generator states is not what the code does.
void expect(bool good, const std::string& what);

}  // namespace freehold::vectors
