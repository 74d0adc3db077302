// A chain in memory with four validators, for tests of the verifier: records, headers, seals,
// proofs.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "codec/bcs.h"
#include "crypto/hash.h"
#include "proof/genesis.h"
#include "proof/merkle.h"
#include "proof/verify.h"

namespace freehold::proof::testing {

inline crypto::SecretKey secret_of(std::string_view name) {
  return *crypto::SecretKey::from(crypto::sha256(as_bytes(name)).view());
}
inline Policy policy_of(std::string_view name) {
  return single_key_policy(secret_of(name).public_key().view());
}
inline AccountId account_of(std::string_view name) { return account_id(policy_of(name)); }

// The state tree as a map, by the definition of sparse.h; slow, and simple.
class MapTree {
 public:
  void put(const Bytes& key, Bytes value) { values_[crypto::sha256(key)] = std::move(value); }
  void erase(const Bytes& key) { values_.erase(crypto::sha256(key)); }

  Hash256 root() const { return root_of(all(), 0); }

  StateEntry prove(const Bytes& key) const {
    Hash256 path = crypto::sha256(key);
    StateEntry out;
    std::vector<bool> filled;
    Leaves here = all();
    size_t level = 0;
    while (here.size() > 1) {
      auto [left, right] = split(here, level);
      bool goes_right = bit(path, level);
      Hash256 sibling = root_of(goes_right ? left : right, level + 1);
      filled.push_back(!sibling.is_zero());
      if (!sibling.is_zero()) out.path.siblings.push_back(sibling);
      here = goes_right ? right : left;
      ++level;
    }
    out.path.depth = static_cast<uint16_t>(level);
    out.path.filled.assign((level + 7) / 8, 0);
    for (size_t i = 0; i < level; ++i) {
      if (filled[i]) out.path.filled[i / 8] |= static_cast<uint8_t>(0x80u >> i % 8);
    }
    if (here.empty()) return out;
    if (here[0].first == path) {
      out.value = here[0].second;
    } else {
      out.path.other = OtherLeaf{here[0].first, crypto::sha256(here[0].second)};
    }
    return out;
  }

 private:
  using Leaves = std::vector<std::pair<Hash256, Bytes>>;

  Leaves all() const { return Leaves(values_.begin(), values_.end()); }
  static bool bit(const Hash256& path, size_t at) {
    return (path.data()[at / 8] >> (7 - at % 8) & 1) != 0;
  }
  static std::pair<Leaves, Leaves> split(const Leaves& leaves, size_t level) {
    std::pair<Leaves, Leaves> out;
    for (const auto& leaf : leaves)
      (bit(leaf.first, level) ? out.second : out.first).push_back(leaf);
    return out;
  }
  static Hash256 root_of(const Leaves& leaves, size_t level) {
    if (leaves.empty()) return Hash256();
    if (leaves.size() == 1) return sparse_leaf(leaves[0].first, crypto::sha256(leaves[0].second));
    auto [left, right] = split(leaves, level);
    return sparse_node(root_of(left, level + 1), root_of(right, level + 1));
  }

  std::map<Hash256, Bytes> values_;
};

// Validators of equal power, by names; ascending by key.
struct Authorities {
  explicit Authorities(std::vector<std::string> names) : names_(std::move(names)) {
    std::sort(names_.begin(), names_.end(), [](const std::string& a, const std::string& b) {
      return secret_of(a).public_key() < secret_of(b).public_key();
    });
    for (const std::string& name : names_) {
      Validator validator;
      validator.seal_key = secret_of(name).public_key();
      validator.power = 1000;
      set.validators.push_back(validator);
    }
  }
  // By the first `count` of them.
  Seal seal(const Header& header, size_t count) const {
    Seal out;
    out.height = header.height;
    out.header = header_hash(header);
    for (size_t i = 0; i < count; ++i) {
      out.signatures.push_back(
          {static_cast<uint16_t>(i), secret_of(names_[i]).sign(seal_digest(out.header))});
    }
    return out;
  }

  ValidatorSet set;

 private:
  std::vector<std::string> names_;
};

class World {
 public:
  World() {
    genesis.name = "world";
    genesis.time = Time{1'700'000'000'000};
    genesis.accounts = {{policy_of("alice"), Amount{1'000'000}}};
    genesis.validators = four.set;
    for (int i = 0; i < 40; ++i) {
      state.put(state_key(Space::kParameter, as_bytes("filler" + std::to_string(i))),
                Bytes{1, 2, 3});
    }
    open_account("alice");
  }

  void open_account(const std::string& name) {
    PolicyRecord record;
    record.policy = policy_of(name);
    put_policy(name, record);
  }
  void put_policy(const std::string& name, const PolicyRecord& record) {
    state.put(policy_key(account_of(name)), codec::bcs_encode(record));
  }

  AssetRecord certificate(const Content& content, const std::string& owner = "alice") const {
    AssetRecord record;
    record.content = content;
    record.owner = AccountOwner{account_of(owner)};
    record.certifier = account_of("alice");
    record.certified_time = record.owner_since_time = Time{genesis.time.ms + 1000};
    record.certified_height = record.owner_since_height = Height{1};
    return record;
  }
  AssetId put_asset(const AssetRecord& record) {
    AssetId id = asset_id(record.certifier, record.content);
    state.put(asset_key(id), codec::bcs_encode(record));
    return id;
  }

  // The header of the state as it is now, at a height.
  Header header(uint64_t height = 5) const {
    Header out;
    out.chain = chain_id(genesis);
    out.height = Height{height};
    out.time = Time{genesis.time.ms + height * 1000};
    out.state_root = state.root();
    out.tx_root = tx_root;
    out.tx_count = tx_count;
    out.validators = validator_set_hash(four.set);
    out.next_validators = out.validators;
    return out;
  }

  ProofFile sealed(Statement statement, Evidence evidence, const Header& at) const {
    ProofFile out;
    out.statement = std::move(statement);
    out.evidence = std::move(evidence);
    out.header = at;
    out.seal = four.seal(at, 3);
    out.validators = four.set;
    return out;
  }
  ProofFile asset_proof(const AssetId& asset, const std::string& owner = "alice") const {
    AssetEvidence evidence;
    evidence.asset = state.prove(asset_key(asset));
    evidence.owner_policy = state.prove(policy_key(account_of(owner)));
    return sealed(AssetStatement{asset}, evidence, header());
  }
  VerifyOptions options() const {
    VerifyOptions out;
    out.anchor = genesis_anchor(genesis);
    out.at = Time{genesis.time.ms + 60'000};
    return out;
  }
  // By the owner's key.
  Presentation presentation(const ProofFile& proof, const std::string& name) const {
    Presentation out;
    out.account = account_of(name);
    out.audience = "bank";
    out.challenge = "question";
    out.not_after = Time{genesis.time.ms + 100'000};
    out.auths = {auth(proof, out, name)};
    return out;
  }
  PresentationAuth auth(const ProofFile& proof, const Presentation& shown,
                        const std::string& name) const {
    crypto::SecretKey key = secret_of(name);
    Hash256 digest =
        presentation_digest(proof.header.chain, statement_hash(proof.header.chain, proof.statement),
                            header_hash(proof.header), shown);
    return {0, to_bytes(key.public_key().view()), to_bytes(key.sign(digest).view())};
  }

  Authorities four{{"one", "two", "three", "four"}};
  Genesis genesis;
  MapTree state;
  Hash256 tx_root = crypto::sha256({});
  uint32_t tx_count = 0;
};

// "ok" or the error's name.
inline std::string outcome(const ProofFile& proof, const VerifyOptions& options) {
  auto verdict = verify_proof(proof, options);
  return verdict ? "ok" : to_string(verdict.error().error);
}

}  // namespace freehold::proof::testing
