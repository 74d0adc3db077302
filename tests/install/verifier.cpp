// A program that only verifies.
#include <cstdio>

#include "proof/verify.h"

int main() {
  auto proof = freehold::proof::proof_from_json("no proof");
  std::puts(proof ? "read" : freehold::proof::to_string(proof.error().error));
}
