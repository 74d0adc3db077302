// One fixed chain, whose last header hash every build must give: any compiler, optimisation, threads.
#include "contracts/chain_testing.h"

namespace freehold::contracts {
namespace {

using accounts::Open;
using accounts::Pay;
using assets::Accept;
using assets::Certify;
using assets::Offer;
using testing::action;
using testing::TestChain;

TEST(Golden, GivesTheSameHeaderInEveryBuild) {
  TestChain chain({{"fee_per_byte", 3}, {"fee_per_record", 700}});
  chain.max_fee = Amount{kMicroPerCredit};
  std::vector<std::string> outcomes;
  auto run = [&](const testing::Person& who, std::vector<proof::Action> actions) {
    outcomes.push_back(chain.run(who, std::move(actions)));
  };
  run(chain.alice, {action(Pay{chain.carol.id(), Amount{20 * kMicroPerCredit}})});
  run(chain.carol, {action(Open{chain.carol.policy(), {}})});
  for (int i = 0; i < 40; ++i) {
    ContentHash hash = rename_bytes<ContentHash>(crypto::sha256(Bytes{static_cast<uint8_t>(i)}));
    proof::Content content = proof::PublicContent{hash};
    AssetId id = proof::asset_id(chain.alice.id(), content);
    run(chain.alice, {action(Certify{content, "item " + std::to_string(i), std::nullopt}),
                      action(Offer{id, chain.carol.id(), Amount{uint64_t(i) * 1000}, Height{9999}, {}})});
    auto record = chain.load<proof::AssetRecord>(proof::asset_key(id));
    run(chain.carol, {action(Accept{id, Amount{30'000}, record->history})});
  }
  size_t done = static_cast<size_t>(std::count(outcomes.begin(), outcomes.end(), "ok"));
  EXPECT_EQ(done, 2u + 40 + 31);
  // Never changed silently: another value is another chain for everybody (CHANGELOG, State-breaking).
  EXPECT_EQ(to_hex(chain.ledger().newest()->hash().view()),
            "6f991332757148553468e06dedc394f0d76d3bc57e83db9dd4a51960ee503942");
}

}  // namespace
}  // namespace freehold::contracts
