#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>

#include "codec/base64url.h"
#include "codec/json.h"
#include "proof/proof_testing.h"

namespace freehold::proof {
namespace {

using testing::account_of;
using testing::Authorities;
using testing::MapTree;
using testing::policy_of;
using testing::secret_of;

std::optional<codec::Json> read_vectors(const std::string& name) {
  const char* folder = std::getenv("FREEHOLD_VECTORS");
  std::ifstream file(
      std::string(folder != nullptr ? folder : FREEHOLD_SOURCE_DIR "/../shared/vectors") + "/" +
      name);
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  return *codec::Json::parse(text.str(), {size_t{8} << 20, 16, size_t{8} << 20});
}

// Plain base64 with padding, as those vectors have it.
std::optional<Bytes> base64(std::string text) {
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return codec::base64url_decode(text);
}
std::optional<Hash256> hash_of(const codec::Json& json) {
  auto bytes = base64(json.as_string());
  return bytes ? Hash256::from(*bytes) : std::nullopt;
}

// --- merkle -----------------------------------------------------------------------------------

TEST(Merkle, AgreesWithTheVectorsOfRfc9162) {
  // Numbers past 2^53 stand in that file, which our strict parser refuses: they are cut out as
  // text.
  const char* folder = std::getenv("FREEHOLD_VECTORS");
  std::ifstream file(
      std::string(folder != nullptr ? folder : FREEHOLD_SOURCE_DIR "/../shared/vectors") +
      "/rfc9162-inclusion.json");
  if (!file) GTEST_SKIP() << "the vectors are not here";
  std::stringstream stream;
  stream << file.rdbuf();
  std::string text = stream.str();
  for (size_t at; (at = text.find("18446744073709551615")) != std::string::npos;)
    text.replace(at, 20, "9007199254740991");
  auto vectors = codec::Json::parse(text, {size_t{8} << 20, 16, size_t{8} << 20});
  ASSERT_TRUE(vectors);
  size_t good = 0;
  size_t bad = 0;
  for (const std::string& name : vectors->keys()) {
    codec::Json test = *vectors->get(name);
    auto leaf = hash_of(*test.get("leafHash"));
    auto root = hash_of(*test.get("root"));
    std::vector<Hash256> path;
    bool readable = leaf && root;
    codec::Json proof = *test.get("proof");
    for (size_t i = 0; i < proof.size(); ++i) {
      auto node = hash_of(proof.at(i));
      readable = readable && node;
      if (node) path.push_back(*node);
    }
    bool verified = readable && merkle_verify(*leaf, test.get("leafIdx")->as_number(),
                                              test.get("treeSize")->as_number(), path, *root);
    bool wanted = !test.get("wantErr")->as_boolean();
    EXPECT_EQ(verified, wanted) << name;
    ++(wanted ? good : bad);
  }
  EXPECT_GE(good, 5u);
  EXPECT_GE(bad, 60u);
}

TEST(Merkle, BuildsWhatItVerifies) {
  std::vector<Hash256> leaves;
  for (uint64_t size = 1; size <= 40; ++size) {
    leaves.push_back(crypto::sha256(as_bytes(std::to_string(size))));
    MerkleBuilder builder;
    for (const Hash256& leaf : leaves) builder.add(leaf);
    Hash256 root = merkle_root(leaves);
    EXPECT_EQ(builder.root(), root);
    for (uint64_t i = 0; i < size; ++i) {
      auto path = merkle_path(leaves, i);
      EXPECT_TRUE(merkle_verify(leaves[i], i, size, path, root));
      EXPECT_FALSE(merkle_verify(leaves[i], i + 1, size, path, root));
      EXPECT_EQ(merkle_verify(leaves[(i + 1) % size], i, size, path, root), size == 1);
    }
  }
}

// HAZARDS 12.
TEST(Merkle, TellsALeafFromANodeAndAListFromItsDoubledEnd) {
  Hash256 a = crypto::leaf_hash(as_bytes("a")), b = crypto::leaf_hash(as_bytes("b")),
          c = crypto::leaf_hash(as_bytes("c"));
  EXPECT_NE(merkle_root({a, b, c}), merkle_root({a, b, c, c}));
  Bytes node = to_bytes(a.view());
  append(node, b.view());
  EXPECT_NE(crypto::leaf_hash(node), merkle_root({a, b}));
}

// --- sparse -----------------------------------------------------------------------------------

// The few fields of a protobuf message that an ics23 proof has.
struct Field {
  uint64_t number;
  ByteView bytes;
};
std::vector<Field> fields_of(ByteView message) {
  auto varint = [&] {
    uint64_t out = 0;
    for (int shift = 0;; shift += 7) {
      uint8_t byte = message[0];
      message = message.subspan(1);
      out |= uint64_t{byte & 0x7fu} << shift;
      if ((byte & 0x80) == 0) return out;
    }
  };
  std::vector<Field> out;
  while (!message.empty()) {
    uint64_t tag = varint();
    if ((tag & 7) == 0) {
      varint();
      continue;
    }
    uint64_t size = varint();
    out.push_back({tag >> 3, message.first(size)});
    message = message.subspan(size);
  }
  return out;
}

StateEntry entry_of(ByteView proof) {
  StateEntry out;
  std::vector<Hash256> siblings;  // deepest first
  std::vector<Field> whole = fields_of(proof);
  for (const Field& field : fields_of(whole.at(0).bytes)) {
    if (field.number == 2) out.value = to_bytes(field.bytes);
    if (field.number != 4) continue;
    ByteView prefix, suffix;
    for (const Field& part : fields_of(field.bytes)) {
      if (part.number == 2) prefix = part.bytes;
      if (part.number == 3) suffix = part.bytes;
    }
    siblings.push_back(*Hash256::from(suffix.empty() ? prefix.subspan(1) : suffix));
  }
  out.path.depth = static_cast<uint16_t>(siblings.size());
  out.path.filled.assign((siblings.size() + 7) / 8, 0);
  for (size_t level = 0; level < siblings.size(); ++level) {
    const Hash256& sibling = siblings[siblings.size() - 1 - level];
    if (sibling.is_zero()) continue;
    out.path.filled[level / 8] |= static_cast<uint8_t>(0x80u >> level % 8);
    out.path.siblings.push_back(sibling);
  }
  return out;
}

TEST(Sparse, AgreesWithTheVectorsOfIcs23) {
  for (const char* side : {"left", "middle", "right"}) {
    auto vector = read_vectors("ics23-smt-exist_" + std::string(side) + ".json");
    if (!vector) GTEST_SKIP() << "the vectors are not here";
    auto hex = [&](const char* name) { return *from_hex(vector->get(name)->as_string()); };
    Bytes key = hex("key");
    Bytes proof = hex("proof");
    StateEntry entry = entry_of(proof);
    Hash256 root = *Hash256::from(hex("root"));
    auto good = verify_entry(key, entry, root);
    EXPECT_TRUE(good) << side << " " << to_string(good.error());
    EXPECT_EQ(*entry.value, hex("value"));
    entry.value->back() ^= 1;
    EXPECT_FALSE(verify_entry(key, entry, root));
  }
}

class SparseRefusals : public ::testing::Test {
 protected:
  SparseRefusals() {
    for (int i = 0; i < 30; ++i) tree_.put(key(i), Bytes{static_cast<uint8_t>(i), 7});
  }
  static Bytes key(int i) { return to_bytes(as_bytes("key" + std::to_string(i))); }
  std::string run(int i, const std::function<void(StateEntry&)>& change) {
    StateEntry entry = tree_.prove(key(i));
    change(entry);
    auto done = verify_entry(key(i), entry, tree_.root());
    return done ? "ok" : to_string(done.error());
  }
  MapTree tree_;
};

TEST_F(SparseRefusals, EachHasItsName) {
  auto nothing = [](StateEntry&) {};
  for (int i = 0; i < 60; ++i) EXPECT_EQ(run(i, nothing), "ok");
  EXPECT_EQ(run(1, [](StateEntry& e) { e.path.depth = 257; }), "depth");
  EXPECT_EQ(run(1, [](StateEntry& e) { e.path.filled.push_back(0); }), "bitmap");
  EXPECT_EQ(run(1, [](StateEntry& e) { e.path.filled.back() |= 1; }), "bitmap");
  EXPECT_EQ(run(1, [](StateEntry& e) { e.path.siblings.pop_back(); }), "sibling_count");
  EXPECT_EQ(run(1, [](StateEntry& e) { e.path.siblings[0] = Hash256(); }), "empty_sibling");
  EXPECT_EQ(run(1, [](StateEntry& e) { e.value = Bytes(); }), "empty_value");
  EXPECT_EQ(run(1, [](StateEntry& e) { e.value = Bytes(kStateValueBytesMax + 1, 1); }),
            "value_too_long");
  EXPECT_EQ(run(1, [](StateEntry& e) { e.path.other = OtherLeaf{}; }), "other_with_value");
  EXPECT_EQ(run(1,
                [](StateEntry& e) {
                  e.path.other = OtherLeaf{crypto::sha256(key(1)), crypto::sha256(*e.value)};
                  e.value.reset();
                }),
            "other_is_key");
  EXPECT_EQ(run(1,
                [](StateEntry& e) {
                  Hash256 other = crypto::sha256(key(1));
                  other.data()[0] ^= 0x80;
                  e.path.other = OtherLeaf{other, Hash256()};
                  e.value.reset();
                }),
            "other_off_path");
  EXPECT_EQ(run(1,
                [](StateEntry& e) {
                  e.path.depth = 8;
                  e.path.filled = {0x80};
                  e.path.siblings.resize(1);
                }),
            "not_compact");
  EXPECT_EQ(run(1, [](StateEntry& e) { e.value->push_back(0); }), "root_mismatch");
  EXPECT_EQ(run(1, [](StateEntry& e) { e.path = SparsePath{}; }), "root_mismatch");
}

TEST(Sparse, HoldsOneLeafAndNone) {
  MapTree tree;
  Bytes key = {1};
  EXPECT_TRUE(tree.root().is_zero());
  EXPECT_TRUE(verify_entry(key, tree.prove(key), Hash256()));
  tree.put(key, Bytes{9});
  EXPECT_EQ(tree.prove(key).path.depth, 0);
  EXPECT_TRUE(verify_entry(key, tree.prove(key), tree.root()));
  EXPECT_TRUE(verify_entry(Bytes{2}, tree.prove(Bytes{2}), tree.root()));
}

// --- policies ---------------------------------------------------------------------------------

Policy two_keys() {
  Policy out;
  out.threshold = 2;
  for (const char* name : {"a", "b"}) {
    out.entries.push_back(
        {0, to_bytes(secret_of(name).public_key().view()), 1, kScopeEverything, std::nullopt});
  }
  return out;
}

TEST(Policies, EachRefusalHasItsName) {
  auto run = [](const std::function<void(Policy&)>& change) {
    Policy policy = two_keys();
    change(policy);
    auto done = check_policy(policy);
    return std::string(done ? "ok" : to_string(done.error()));
  };
  EXPECT_EQ(run([](Policy&) {}), "ok");
  EXPECT_EQ(run([](Policy& p) { p.version = 2; }), "version");
  EXPECT_EQ(run([](Policy& p) { p.entries.clear(); }), "no_entries");
  EXPECT_EQ(run([](Policy& p) { p.entries.resize(kPolicyEntriesMax + 1, p.entries[0]); }),
            "too_many_entries");
  EXPECT_EQ(run([](Policy& p) { p.entries[0].scheme = 1; }), "unknown_scheme");
  EXPECT_EQ(run([](Policy& p) { p.entries[0].key.pop_back(); }), "bad_key");
  EXPECT_EQ(run([](Policy& p) { p.entries[0].key.assign(33, 5); }), "bad_key");
  EXPECT_EQ(run([](Policy& p) { p.entries[1] = p.entries[0]; }), "key_twice");
  EXPECT_EQ(run([](Policy& p) { p.entries[0].weight = 0; }), "zero_weight");
  EXPECT_EQ(run([](Policy& p) { p.entries[0].scopes = 1u << 31; }), "unknown_scope");
  EXPECT_EQ(run([](Policy& p) { p.entries[0].scopes = 0; }), "no_scope");
  EXPECT_EQ(run([](Policy& p) { p.threshold = 0; }), "zero_threshold");
  EXPECT_EQ(run([](Policy& p) { p.threshold = 3; }), "unreachable");
  EXPECT_EQ(run([](Policy& p) { p.entries[0].scopes = kScopePay; }), "unreachable");
}

TEST(Policies, AreInForceAsAPureFunctionOfRecordAndTime) {
  Policy old_policy = policy_of("old"), next = policy_of("next"),
         recovered = policy_of("recovered");
  PolicyRecord record;
  record.epoch = 4;
  record.policy = old_policy;
  auto in_force = [&](uint64_t ms) { return policy_hash(policy_in_force(record, Time{ms})); };
  EXPECT_EQ(in_force(0), policy_hash(old_policy));
  record.pending_policy = PendingPolicy{next, Time{100}, Time{200}};
  EXPECT_EQ(in_force(199), policy_hash(old_policy));
  EXPECT_EQ(in_force(200), policy_hash(next));
  EXPECT_EQ(epoch_in_force(record, Time{199}), 4u);
  EXPECT_EQ(epoch_in_force(record, Time{200}), 5u);
  // A recovery that was completed before the change matured holds the change off, and replaces it.
  record.recovery = Recovery{recovered, Time{110}, {}, RecoveryCompletion{Time{150}, Time{300}}};
  EXPECT_EQ(in_force(200), policy_hash(old_policy));
  EXPECT_TRUE(is_frozen(record, Time{200}));
  EXPECT_EQ(in_force(300), policy_hash(recovered));
  EXPECT_FALSE(is_frozen(record, Time{300}));
  EXPECT_FALSE(settled(record, Time{300}).pending_policy);
  // One that was completed after it matured comes on top.
  record.recovery->completion = RecoveryCompletion{Time{250}, Time{300}};
  EXPECT_EQ(in_force(240), policy_hash(next));
  EXPECT_EQ(in_force(300), policy_hash(recovered));
  EXPECT_EQ(epoch_in_force(record, Time{300}), 6u);
  // What is settled reads the same from then on.
  for (uint64_t ms : {0ull, 199ull, 200ull, 250ull, 299ull, 300ull, 1000ull}) {
    PolicyRecord done = settled(record, Time{ms});
    for (uint64_t later : {ms, ms + 1, ms + 500}) {
      EXPECT_EQ(policy_hash(policy_in_force(done, Time{later})), in_force(later))
          << ms << " " << later;
      EXPECT_EQ(epoch_in_force(done, Time{later}), epoch_in_force(record, Time{later}));
      EXPECT_EQ(is_frozen(done, Time{later}), is_frozen(record, Time{later}));
    }
  }
  PolicyRecord frozen;
  frozen.policy = old_policy;
  frozen.freeze = Freeze{account_of("guardian"), Time{100}, Time{500}};
  EXPECT_TRUE(is_frozen(frozen, Time{99}));
  EXPECT_FALSE(is_frozen(frozen, Time{100}));
}

TEST(Policies, CoverAScopeByTheWeightsThatMay) {
  Policy policy = two_keys();
  policy.entries[1].scopes = kScopePay;
  policy.threshold = 1;
  EXPECT_TRUE(covers(policy, {0}, kScopePay));
  EXPECT_TRUE(covers(policy, {1}, kScopePay));
  EXPECT_FALSE(covers(policy, {1}, kScopeTransfer));
  EXPECT_FALSE(covers(policy, {}, kScopePay));
}

// --- validator sets and genesis ---------------------------------------------------------------

TEST(ValidatorSets, EachRefusalHasItsName) {
  auto run = [](const std::function<void(ValidatorSet&)>& change) {
    ValidatorSet set = Authorities({"one", "two", "three"}).set;
    change(set);
    auto done = check_validator_set(set);
    return std::string(done ? "ok" : to_string(done.error()));
  };
  EXPECT_EQ(run([](ValidatorSet&) {}), "ok");
  EXPECT_EQ(run([](ValidatorSet& s) { s.version = 2; }), "version");
  EXPECT_EQ(run([](ValidatorSet& s) { s.validators.clear(); }), "empty");
  EXPECT_EQ(run([](ValidatorSet& s) { s.validators.resize(kValidatorsMax + 1, s.validators[0]); }),
            "too_many");
  EXPECT_EQ(run([](ValidatorSet& s) { s.validators[0].seal_key = crypto::PublicKey(); }),
            "bad_key");
  EXPECT_EQ(run([](ValidatorSet& s) { std::swap(s.validators[0], s.validators[1]); }),
            "not_ascending");
  EXPECT_EQ(run([](ValidatorSet& s) { s.validators[1] = s.validators[0]; }), "not_ascending");
  EXPECT_EQ(run([](ValidatorSet& s) { s.validators[0].power = 0; }), "zero_power");
  EXPECT_EQ(run([](ValidatorSet& s) { s.validators[0].power = UINT64_MAX; }), "power_overflow");
  EXPECT_EQ(run([](ValidatorSet& s) { s.validators[0].engine_key.assign(1000, 1); }),
            "engine_key_too_long");
}

TEST(GenesisDocument, EachRefusalHasItsName) {
  testing::World world;
  auto run = [&](const std::function<void(Genesis&)>& change) {
    Genesis genesis = world.genesis;
    change(genesis);
    auto done = check_genesis(genesis);
    return std::string(done ? "ok" : to_string(done.error()));
  };
  EXPECT_EQ(run([](Genesis&) {}), "ok");
  EXPECT_EQ(run([](Genesis& g) { g.version = 2; }), "version");
  EXPECT_EQ(run([](Genesis& g) { g.name = "Has Blanks"; }), "bad_name");
  EXPECT_EQ(run([](Genesis& g) { g.parameters = {{"b", 1}, {"a", 1}}; }), "parameter_order");
  EXPECT_EQ(run([](Genesis& g) { g.accounts[0].policy.threshold = 9; }), "bad_policy");
  EXPECT_EQ(run([](Genesis& g) { g.accounts.push_back(g.accounts[0]); }), "account_twice");
  EXPECT_EQ(run([](Genesis& g) {
              g.accounts[0].balance = Amount{UINT64_MAX};
              g.accounts.push_back({policy_of("bob"), Amount{1}});
            }),
            "balance_overflow");
  EXPECT_EQ(run([](Genesis& g) { g.members.assign(2, account_of("alice")); }), "member_order");
  EXPECT_EQ(run([](Genesis& g) {
              g.roles.assign(2, {Role::kIssuer, account_of("alice")});
            }),
            "role_order");
  EXPECT_EQ(run([](Genesis& g) {
              g.roles = {{Role::kAdmitted, account_of("alice")}};
            }),
            "unknown_role");
  EXPECT_EQ(run([](Genesis& g) { g.validators.validators.clear(); }), "bad_validators");
}

TEST(GenesisDocument, ReadsBackAsItIsAndKeepsItsId) {
  testing::World world;
  world.genesis.roles = {{Role::kRegistrar, account_of("alice")}};
  std::string text = genesis_to_json(world.genesis);
  auto read = genesis_from_json(text);
  ASSERT_TRUE(read) << read.error().where;
  EXPECT_EQ(chain_id(*read), chain_id(world.genesis));
  EXPECT_NE(text.find("\"registrar\""), std::string::npos);
  auto bad = genesis_from_json(text + "x");
  ASSERT_FALSE(bad);
  EXPECT_EQ(std::string(to_string(bad.error().error)), "not_json");
  text.replace(text.find("registrar"), 9, "emperor!!");
  EXPECT_FALSE(genesis_from_json(text));
}

TEST(Records, DisputeEndsByItselfAtItsDeadline) {
  AssetRecord record;
  EXPECT_FALSE(is_disputed(record, Time{0}));
  record.dispute = Dispute{AccountId{}, true, Time{100}, Time{200}, Amount{0}};
  EXPECT_TRUE(is_disputed(record, Time{199}));
  EXPECT_FALSE(is_disputed(record, Time{200}));
}

}  // namespace
}  // namespace freehold::proof
