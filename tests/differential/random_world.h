// A small chain whose everything is drawn from a seed: its state, its validators and their changes,
// its headers.
#pragma once

#include <random>

#include "differential/line.h"
#include "proof/proof_testing.h"

namespace freehold::differential {

// The same on every machine: the standard's distributions are not.
class Chance {
 public:
  explicit Chance(uint64_t seed) : engine_(seed) {}
  uint64_t number() { return engine_(); }
  // From 0 to `end` - 1.
  uint64_t below(uint64_t end) { return engine_() % end; }
  uint64_t between(uint64_t least, uint64_t most) { return least + below(most - least + 1); }
  bool one_in(uint64_t count) { return below(count) == 0; }
  Bytes bytes(size_t size) {
    Bytes out(size);
    for (uint8_t& byte : out) byte = static_cast<uint8_t>(engine_());
    return out;
  }
  template <class T>
  T id() {
    return *T::from(bytes(T::kSize));
  }
  template <class T>
  const T& pick(const std::vector<T>& list) {
    return list[below(list.size())];
  }

 private:
  std::mt19937_64 engine_;
};

// A set of validators and the keys to seal with.
struct Sealers {
  proof::ValidatorSet set;
  std::vector<std::string> names;  // in the order of the set
};

class RandomWorld {
 public:
  explicit RandomWorld(uint64_t seed);

  // A proof of any kind and how it is to be checked; mostly good.
  Line make();

 private:
  struct Asset {
    AssetId id;
    proof::AssetRecord record;
    std::optional<proof::Opening> opening;
  };

  std::string person() { return "person " + std::to_string(chance_.below(4)); }
  Time near(int64_t spread);
  proof::Policy random_policy(const std::string& name);
  proof::PolicyRecord random_policy_record(const std::string& name);
  proof::Content random_content(const AccountId& certifier, std::optional<proof::Opening>& opening);
  proof::AssetRecord random_record();
  Bytes maybe_damaged(Bytes record);

  Asset make_asset();
  void state_asset(proof::ProofFile& proof);
  void state_item(proof::ProofFile& proof);
  void state_absence(proof::ProofFile& proof);
  void state_transaction(proof::ProofFile& proof);
  std::optional<proof::StateEntry> owner_entry(const proof::Owner& owner);

  Sealers random_sealers();
  proof::Seal seal(const proof::Header& header, const Sealers& sealers);
  proof::Header random_header(uint64_t height);
  void add_trust(proof::ProofFile& proof);
  AccountId presenter(const proof::ProofFile& proof);
  void add_presentation(proof::ProofFile& proof, vectors::CaseOptions& options);
  void spoil(proof::ProofFile& proof);
  vectors::CaseOptions random_options(const proof::ProofFile& proof);

  Chance chance_;
  Time now_{1'800'000'000'000};
  proof::testing::MapTree state_;
  proof::Genesis genesis_;
  Hash256 tx_root_ = crypto::sha256({});
  uint32_t tx_count_ = 0;
  Hash256 k_;       // that opens every private content
  Sealers first_;   // the genesis document's
  std::map<AccountId, std::vector<std::string>> keys_;  // that stand in the policy of an account
  std::optional<ContentHash> told_;                     // the file the proof is about
  std::vector<proof::Header> pinnable_;
};

}  // namespace freehold::differential
