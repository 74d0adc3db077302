// Writes the vectors: `vectors FOLDER`. scripts/vectors calls it.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "vectors/tool/generate.h"

namespace freehold::vectors {

void expect(bool good, const std::string& what) {
  if (good) return;
  std::cerr << "the code disagrees with the generator: " << what << "\n";
  std::exit(1);
}

}  // namespace freehold::vectors

int main(int argc, char** argv) {
  using namespace freehold::vectors;
  namespace fs = std::filesystem;
  if (argc != 2) {
    std::cerr << "usage: vectors FOLDER\n";
    return 2;
  }
  Files files;
  auto add = [&](const std::string& name, const auto& value) {
    files[name] = freehold::codec::to_json(value).dump(1) + "\n";
  };
  add("encodings.json", make_encodings());
  add("hashes.json", make_hashes());
  add("keys.json", make_keys());
  add("transactions.json", make_transactions());
  add("policies.json", make_policies());
  add("trees.json", make_trees());
  add("json_profile.json", make_json_profile());
  add("genesis.json", make_genesis());
  make_proofs(files);
  add("print.json", make_print(files));
  fs::path folder = argv[1];
  fs::remove_all(folder / "proofs");
  fs::create_directories(folder / "proofs");
  for (const auto& [name, text] : files) {
    std::ofstream out(folder / name, std::ios::binary);
    out << text;
    if (!out.flush()) {
      std::cerr << "cannot write " << (folder / name).string() << "\n";
      return 1;
    }
  }
  return 0;
}
