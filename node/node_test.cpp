#include "node/node.h"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "contracts/chain_testing.h"
#include "node/audit.h"
#include "proof/verify.h"

namespace freehold::node {
namespace {

namespace fs = std::filesystem;
namespace accounts = contracts::accounts;
namespace assets = contracts::assets;
using contracts::testing::action;
using contracts::testing::Folder;
using contracts::testing::Person;
using namespace std::chrono_literals;

class NodeTest : public ::testing::Test {
 protected:
  NodeTest() {
    HomeSpec spec;
    spec.name = "test";
    spec.time = Time{1'700'000'000'000};
    spec.founder = alice_.policy();
    spec.credits = Amount{1000 * kMicroPerCredit};
    auto made = home_init(home_, spec);
    EXPECT_TRUE(made);
    now_ = spec.time.ms + 1000;
  }

  NodeOptions options() {
    NodeOptions out;
    out.interval_ms = 5;
    out.free_bytes_min = 0;
    out.clock = [this] { return Time{now_}; };
    out.log = [this](const std::string& line) {
      std::lock_guard lock(mutex_);
      lines_.push_back(line);
    };
    return out;
  }
  void start() {
    auto node = Node::start(home_, options());
    ASSERT_TRUE(node) << node.error().name << ": " << node.error().detail;
    node_ = std::move(*node);
  }
  std::string start_error() {
    auto node = Node::start(home_, options());
    return node ? "ok" : node.error().name;
  }

  proof::TxBody body(const Person& actor, std::vector<proof::Action> actions, uint64_t sequence) {
    proof::TxBody out;
    out.chain = node_->ledger().chain();
    out.valid_until = Height{1'000'000};
    out.payer = actor.id();
    out.actors = {{actor.id(), 0, sequence}};
    out.actions = std::move(actions);
    return out;
  }
  Bytes pay(const Person& from, uint64_t sequence, uint64_t micro = 1'000'000) {
    proof::TxBody tx = body(from, {action(accounts::Pay{bob_.id(), Amount{micro}})}, sequence);
    return codec::bcs_encode(proof::SignedTx{tx, {from.sign(tx, 0)}, {}});
  }
  Bytes certify(const Person& from, uint64_t sequence, std::string_view content) {
    ContentHash hash = rename_bytes<ContentHash>(crypto::sha256(as_bytes(content)));
    proof::TxBody tx = body(
        from, {action(assets::Certify{proof::PublicContent{hash}, "", std::nullopt})}, sequence);
    return codec::bcs_encode(proof::SignedTx{tx, {from.sign(tx, 0)}, {}});
  }
  std::string submit(Bytes tx) {
    auto out = node_->mempool().submit_one(std::move(tx));
    if (!out) return chain::to_string(out.error().why);
    return out->committed ? "committed" : "pending";
  }
  TxId id_of(const Bytes& tx) { return proof::tx_id(codec::bcs_decode<proof::SignedTx>(tx)->body); }

  template <class F>
  bool eventually(F&& holds) {
    for (int i = 0; i < 2000; ++i) {
      if (holds()) return true;
      std::this_thread::sleep_for(2ms);
    }
    return false;
  }
  bool committed(const Bytes& tx) {
    return eventually([&] { return node_->status(id_of(tx))->state == TxState::kCommitted; });
  }

  Folder folder_;
  std::string home_ = folder_.path() + "/home";
  Person alice_{"alice"}, bob_{"bob"};
  std::atomic<uint64_t> now_{0};
  std::mutex mutex_;
  std::vector<std::string> lines_;
  std::unique_ptr<Node> node_;
};

// An account that nobody opened excused the missing signatures of all others in the transaction.
TEST_F(NodeTest, TakesNothingUnsignedBecauseAnotherAccountIsUnopened) {
  start();
  Person nobody("nobody");
  Bytes own = pay(alice_, 0);
  EXPECT_EQ(submit(own), "pending");
  proof::TxBody forged = body(nobody, {action(accounts::Pay{bob_.id(), Amount{1}}, 0),
                                       action(accounts::Pay{bob_.id(), Amount{1}}, 1)}, 0);
  forged.actors.push_back({alice_.id(), 0, 1});
  forged.payer = alice_.id();
  EXPECT_EQ(submit(codec::bcs_encode(proof::SignedTx{forged, {}, {}})), "unopened");
  ASSERT_TRUE(committed(own));
  EXPECT_EQ(submit(pay(alice_, 1)), "pending");
}

// A chain of transactions after an opening that waits itself.
TEST_F(NodeTest, JudgesAnAccountByTheOpeningThatWaits) {
  NodeOptions slow = options();
  slow.interval_ms = 60'000;  // nothing is committed meanwhile
  auto node = Node::start(home_, slow);
  ASSERT_TRUE(node);
  node_ = std::move(*node);
  ASSERT_EQ(submit(pay(alice_, 0)), "pending");
  Person carol("carol");
  proof::TxBody opening = body(carol, {action(accounts::Open{carol.policy(), {}})}, 0);
  ASSERT_EQ(submit(codec::bcs_encode(proof::SignedTx{opening, {carol.sign(opening, 0)}, {}})), "pending");
  proof::TxBody next = body(carol, {action(assets::Certify{proof::PublicContent{}, "", std::nullopt})}, 1);
  EXPECT_EQ(submit(codec::bcs_encode(proof::SignedTx{next, {}, {}})), "not_authorised");
  EXPECT_EQ(submit(codec::bcs_encode(proof::SignedTx{next, {bob_.sign(next, 0)}, {}})), "unknown_key");
  EXPECT_EQ(submit(codec::bcs_encode(proof::SignedTx{next, {carol.sign(next, 0)}, {}})), "pending");
  // The opening excuses its own account alone.
  proof::TxBody forged = body(carol, {action(accounts::Pay{bob_.id(), Amount{1}}, 0),
                                      action(accounts::Pay{bob_.id(), Amount{1}}, 1)}, 2);
  forged.actors.push_back({alice_.id(), 0, 1});
  forged.payer = alice_.id();
  EXPECT_EQ(submit(codec::bcs_encode(proof::SignedTx{forged, {carol.sign(forged, 0)}, {}})), "not_authorised");
  EXPECT_EQ(submit(pay(alice_, 1)), "pending");
}

TEST_F(NodeTest, CommitsWhatIsSubmittedAndGivesTheSameReceiptAgain) {
  start();
  Bytes tx = pay(alice_, 0);
  EXPECT_EQ(node_->status(id_of(tx))->state, TxState::kUnknown);
  EXPECT_EQ(submit(tx), "pending");
  ASSERT_TRUE(committed(tx));
  auto first = node_->status(id_of(tx));
  EXPECT_EQ(submit(tx), "committed");
  node_.reset();
  start();
  EXPECT_EQ(submit(tx), "committed");
  auto again = node_->status(id_of(tx));
  EXPECT_EQ(again->entry.height, first->entry.height);
  EXPECT_EQ(again->entry.result.code, 0u);
}

// HAZARDS 7: of equal sequences exactly one is taken, a gap is refused, and nothing wraps.
TEST_F(NodeTest, TakesExactlyOneOfEqualSequences) {
  NodeOptions busy = options();
  busy.interval_ms = 0;
  busy.threads = 4;
  auto node = Node::start(home_, busy);
  ASSERT_TRUE(node);
  node_ = std::move(*node);
  // Many times, because a block that is made between the look at the state and the place in the queue
  // once let a second one in.
  constexpr uint64_t kRounds = 150;
  for (uint64_t round = 0; round < kRounds; ++round) {
    std::vector<Bytes> same;
    for (uint64_t i = 0; i < 16; ++i) same.push_back(pay(alice_, round, 1'000'000 + i));
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
      threads.emplace_back([&, t] {
        for (size_t i = static_cast<size_t>(t); i < same.size(); i += 4) {
          if (node_->mempool().submit_one(same[i])) ++taken;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    ASSERT_EQ(taken, 1) << "round " << round;
  }
  EXPECT_EQ(submit(pay(alice_, kRounds + 5)), "sequence_ahead");
  EXPECT_EQ(submit(pay(alice_, UINT64_MAX)), "sequence_used");
  ASSERT_TRUE(eventually([&] { return node_->transactions_committed() == kRounds; }));
  EXPECT_EQ(submit(pay(alice_, 0, 77)), "sequence_used");
  EXPECT_EQ(submit(pay(alice_, kRounds)), "pending");
}

TEST_F(NodeTest, RejectsWhatCannotStandInABlock) {
  start();
  EXPECT_EQ(submit(Bytes{1, 2, 3}), "malformed");
  Bytes tx = pay(alice_, 0);
  Bytes forged = tx;
  forged.back() = 0;
  auto tampered = *codec::bcs_decode<proof::SignedTx>(tx);
  tampered.auths[0].signature[5] ^= 1;
  EXPECT_EQ(submit(codec::bcs_encode(tampered)), "bad_signature");
  EXPECT_EQ(submit(pay(bob_, 0)), "unopened");
  EXPECT_EQ(submit(tx), "pending");
}

TEST_F(NodeTest, BoundsWhatWaits) {
  NodeOptions bounded = options();
  bounded.interval_ms = 60'000;
  bounded.mempool.payer_txs_max = 3;
  bounded.mempool.txs_max = 100;
  auto node = Node::start(home_, bounded);
  ASSERT_TRUE(node);
  node_ = std::move(*node);
  // The engine makes its first block for what changed in genesis; then nothing for a minute.
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(submit(pay(alice_, 0)), "pending");
  EXPECT_EQ(submit(pay(alice_, 0)), "duplicate");
  EXPECT_EQ(submit(pay(alice_, 1)), "pending");
  EXPECT_EQ(submit(pay(alice_, 2)), "pending");
  EXPECT_EQ(submit(pay(alice_, 3)), "quota_exceeded");
  EXPECT_EQ(node_->mempool().next_waiting(alice_.id(), 0), 3u);
  EXPECT_EQ(node_->mempool().counters().waiting, 3u);
  node_->stop();
  EXPECT_EQ(submit(pay(alice_, 3)), "stopping");
}

TEST_F(NodeTest, RefusesMoreThanTheMempoolHolds) {
  NodeOptions bounded = options();
  bounded.interval_ms = 60'000;
  bounded.mempool.txs_max = 2;
  auto node = Node::start(home_, bounded);
  ASSERT_TRUE(node);
  node_ = std::move(*node);
  std::this_thread::sleep_for(50ms);
  submit(pay(alice_, 0));
  submit(pay(alice_, 1));
  EXPECT_EQ(submit(pay(alice_, 2)), "mempool_full");
}

TEST_F(NodeTest, TellsWhatWasDroppedAtItsPlace) {
  start();
  // Both are admissible now, but the second is past its height when its block is made.
  proof::TxBody late = body(alice_, {action(accounts::Pay{bob_.id(), Amount{1'000'000}})}, 0);
  late.valid_until = Height{node_->ledger().newest()->header().height.value};
  Bytes tx = codec::bcs_encode(proof::SignedTx{late, {alice_.sign(late, 0)}, {}});
  EXPECT_EQ(submit(tx), "expired");
}

TEST_F(NodeTest, SealsEachStateAndThenRests) {
  start();
  Bytes tx = pay(alice_, 0);
  submit(tx);
  ASSERT_TRUE(committed(tx));
  // The block after it carries the seal; after that the chain is idle.
  Height height = node_->status(id_of(tx))->entry.height;
  ASSERT_TRUE(eventually([&] { return node_->ledger().newest_sealed() >= height; }));
  std::this_thread::sleep_for(60ms);
  Height resting = node_->ledger().newest()->header().height;
  EXPECT_EQ(resting.value, height.value + 1);
  std::this_thread::sleep_for(60ms);
  EXPECT_EQ(node_->ledger().newest()->header().height, resting);
  EXPECT_EQ(node_->newest_sealed()->seal.height, resting);
}

// HAZARDS 41.
TEST_F(NodeTest, RefusesAJumpOfItsClockUntilAnOperatorSaysSo) {
  start();
  Bytes tx = pay(alice_, 0);
  submit(tx);
  ASSERT_TRUE(committed(tx));
  node_.reset();
  now_ += 5ull * 365 * 86'400'000;
  start();
  EXPECT_EQ(node_->state(), EngineState::kClockJumped);
  EXPECT_EQ(submit(pay(alice_, 1)), "clock_jumped");
  Height stuck = node_->ledger().newest()->header().height;
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(node_->ledger().newest()->header().height, stuck);
  now_ -= 5ull * 365 * 86'400'000;
  ASSERT_TRUE(eventually([&] { return node_->state() == EngineState::kRunning; }));
  EXPECT_EQ(submit(pay(alice_, 1)), "pending");
  node_.reset();
  now_ += 5ull * 365 * 86'400'000;
  NodeOptions accepting = options();
  accepting.accept_time_jump = true;
  auto node = Node::start(home_, accepting);
  ASSERT_TRUE(node);
  node_ = std::move(*node);
  submit(pay(alice_, 1));
  ASSERT_TRUE(eventually([&] { return node_->ledger().newest()->header().height > stuck; }));
  // A clock that goes back waits too: time never does.
  node_.reset();
  now_ -= 3'600'000;
  start();
  EXPECT_EQ(node_->state(), EngineState::kClockJumped);
}

// HAZARDS 40: no room, no acknowledgement; and it works again when there is room.
TEST_F(NodeTest, CommitsNothingOnAFullDiskAndGoesOnAfterwards) {
  NodeOptions full = options();
  full.free_bytes_min = UINT64_MAX / 2;
  auto node = Node::start(home_, full);
  ASSERT_TRUE(node);
  node_ = std::move(*node);
  Bytes tx = pay(alice_, 0);
  submit(tx);
  ASSERT_TRUE(eventually([&] { return node_->state() == EngineState::kNoSpace; }));
  EXPECT_EQ(submit(pay(alice_, 1)), "no_space");
  EXPECT_EQ(node_->ledger().newest()->header().height.value, 0u);
  EXPECT_NE(node_->status(id_of(tx))->state, TxState::kCommitted);
  node_.reset();
  start();
  EXPECT_EQ(submit(tx), "pending");
  EXPECT_TRUE(committed(tx));
}

TEST_F(NodeTest, ProvesWhatItHoldsAndRefusesWhatItDoesNot) {
  start();
  Bytes tx = certify(alice_, 0, "file");
  submit(tx);
  ASSERT_TRUE(committed(tx));
  ASSERT_TRUE(eventually([&] {
    return node_->newest_sealed()->seal.height >= node_->status(id_of(tx))->entry.height;
  }));
  auto sealed = node_->newest_sealed();
  const Prover& prover = node_->prover();
  ContentHash hash = rename_bytes<ContentHash>(crypto::sha256(as_bytes("file")));
  AssetId asset = proof::asset_id(alice_.id(), proof::PublicContent{hash});
  proof::VerifyOptions options;
  options.anchor = proof::genesis_anchor(node_->ledger().genesis());
  options.at = Time{now_};
  options.file = hash;
  auto proof = prover.asset(*sealed, asset);
  ASSERT_TRUE(proof) << proof.error().detail;
  auto verdict = proof::verify_proof(*proof, options);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(std::get<proof::AccountOwner>(verdict->asset->owner).account, alice_.id());
  EXPECT_LT(proof::proof_to_json(*proof).size(), 6144u);

  options.file.reset();
  auto happened = prover.transaction(*sealed, id_of(tx));
  ASSERT_TRUE(happened) << happened.error().detail;
  EXPECT_TRUE(proof::verify_proof(*happened, options));
  auto absent = prover.absence(*sealed, ContentHash());
  ASSERT_TRUE(absent);
  EXPECT_TRUE(proof::verify_proof(*absent, options));

  auto name = [](const ProveResult& result) {
    return std::string(result ? "ok" : to_string(result.error().error));
  };
  EXPECT_EQ(name(prover.asset(*sealed, AssetId())), "unknown_asset");
  EXPECT_EQ(name(prover.absence(*sealed, hash)), "content_certified");
  EXPECT_EQ(name(prover.transaction(*sealed, TxId())), "unknown_transaction");
  Prover::Item item{proof::PublicContent{hash}, 0, {}, {}};
  EXPECT_EQ(name(prover.item(*sealed, asset, item)), "not_a_collection");
  EXPECT_EQ(name(prover.item(*sealed, AssetId(), item)), "unknown_asset");
}

TEST_F(NodeTest, ProvesItemsUntilTheyLeave) {
  start();
  proof::CollectionLeaf leaf{proof::Salt(), proof::PublicContent{ContentHash()}};
  Hash256 root = crypto::leaf_hash(codec::bcs_encode(leaf));
  proof::Content collection = proof::CollectionContent{root, 1};
  AssetId id = proof::asset_id(alice_.id(), collection);
  auto run = [&](proof::Action one, uint64_t sequence) {
    proof::TxBody tx = body(alice_, {std::move(one)}, sequence);
    Bytes bytes = codec::bcs_encode(proof::SignedTx{tx, {alice_.sign(tx, 0)}, {}});
    EXPECT_EQ(submit(bytes), "pending");
    EXPECT_TRUE(committed(bytes));
    Height height = node_->status(id_of(bytes))->entry.height;
    EXPECT_TRUE(eventually([&] { return node_->newest_sealed()->seal.height >= height; }));
  };
  run(action(assets::Certify{collection, "", std::nullopt}), 0);
  Prover::Item item{leaf.content, 0, leaf.salt, {}};
  auto name = [&](const Prover::Item& one) {
    auto result = node_->prover().item(*node_->newest_sealed(), id, one);
    return std::string(result ? "ok" : to_string(result.error().error));
  };
  EXPECT_EQ(name(item), "ok");
  Prover::Item other = item;
  other.index = 1;
  EXPECT_EQ(name(other), "item_mismatch");
  run(action(assets::Extract{id, 0, leaf.salt, leaf.content, {}, ""}), 1);
  EXPECT_EQ(name(item), "extracted");
}

TEST_F(NodeTest, AuditsAndReindexes) {
  start();
  for (uint64_t i = 0; i < 20; ++i) {
    submit(pay(alice_, i));
    if (i % 5 != 4) continue;
    ASSERT_TRUE(eventually([&] { return node_->transactions_committed() == i + 1; }));
  }
  EXPECT_EQ(audit(home_, options(), {}).error().name, "locked");
  std::this_thread::sleep_for(30ms);
  Height height = node_->ledger().newest()->header().height;
  HeaderHash hash = node_->ledger().newest()->hash();
  node_.reset();
  Height told{0};
  auto report = audit(home_, options(), [&](Height done, Height) { told = done; });
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_EQ(report->transactions, 20u);
  EXPECT_EQ(report->header, hash);
  EXPECT_EQ(told, report->height);
  EXPECT_FALSE(fs::exists(home_ + "/audit.tmp"));
  auto again = reindex(home_, options(), {});
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_EQ(*again, height);
  auto stopped = status(home_, options());
  ASSERT_TRUE(stopped);
  EXPECT_EQ(stopped->header, hash);
  start();
  EXPECT_EQ(node_->ledger().newest()->hash(), hash);
  EXPECT_EQ(submit(pay(alice_, 20)), "pending");
}

TEST_F(NodeTest, RefusesToSealTwoChains) {
  start();
  Bytes tx = pay(alice_, 0);
  submit(tx);
  ASSERT_TRUE(committed(tx));
  node_.reset();
  fs::copy(home_ + "/chain", home_ + "/older", fs::copy_options::recursive);
  start();
  Bytes next = pay(alice_, 1);
  submit(next);
  ASSERT_TRUE(committed(next));
  node_.reset();
  // Restored from an older copy: what was sealed past it must not be sealed again.
  fs::remove_all(home_ + "/chain");
  fs::rename(home_ + "/older", home_ + "/chain");
  EXPECT_EQ(start_error(), "signed_ahead");
  std::ofstream(home_ + "/signed", std::ios::binary) << std::string(1024, 'x');
  EXPECT_EQ(start_error(), "damaged");
}

TEST_F(NodeTest, LooksAtItsHomeFirst) {
  HomeSpec spec;
  spec.name = "test";
  spec.founder = alice_.policy();
  auto name = [](const Result<proof::Genesis, HomeFailure>& result) {
    return std::string(result ? "ok" : to_string(result.error().error));
  };
  EXPECT_EQ(name(home_init(home_, spec)), "exists");
  std::string other = folder_.path() + "/other";
  spec.parameters = {{"no_such", 1}};
  EXPECT_EQ(name(home_init(other, spec)), "unknown_parameter");
  spec.parameters = {{"heartbeat_ms", 1}};
  EXPECT_EQ(name(home_init(other, spec)), "parameter_range");
  spec.parameters.clear();
  spec.name = "Not A Name";
  EXPECT_EQ(name(home_init(other, spec)), "bad_genesis");
  EXPECT_FALSE(fs::exists(other));
  EXPECT_EQ(home_open(other).error().error, HomeError::kNoHome);

  fs::permissions(home_ + "/seal.key", fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(start_error(), "open_key");
  fs::permissions(home_ + "/seal.key", fs::perms::owner_read | fs::perms::owner_write);
  std::ofstream(home_ + "/seal.key") << "hello";
  EXPECT_EQ(start_error(), "bad_key");
  std::ofstream(home_ + "/seal.key") << std::string(64, '1');
  EXPECT_EQ(start_error(), "key_not_validator");
  std::ofstream(home_ + "/genesis.json") << "{}";
  EXPECT_EQ(start_error(), "bad_genesis");
}

// An init that was killed between its two files is done again with the key it made; and no init ever
// replaces or removes a key that may have sealed something.
TEST_F(NodeTest, FinishesAnInterruptedInitAndRemovesNoKey) {
  HomeSpec spec;
  spec.name = "test";
  spec.founder = alice_.policy();
  auto slurp = [](const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  std::string key = slurp(home_ + "/seal.key");
  ASSERT_EQ(key.size(), 65u);
  fs::remove(home_ + "/genesis.json");
  auto again = home_init(home_, spec);
  ASSERT_TRUE(again);
  EXPECT_EQ(slurp(home_ + "/seal.key"), key);
  start();
  node_.reset();
  fs::remove(home_ + "/genesis.json");
  auto refused = home_init(home_, spec);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error, HomeError::kExists);
  EXPECT_EQ(slurp(home_ + "/seal.key"), key);
  EXPECT_FALSE(fs::exists(home_ + "/genesis.json"));
  for (const auto& entry : fs::directory_iterator(home_)) {
    EXPECT_NE(entry.path().extension(), ".new");
  }
}

TEST(WorkerPool, DoesEachPieceOnce) {
  WorkerPool pool(3);
  std::vector<std::thread> callers;
  for (int c = 0; c < 3; ++c) {
    callers.emplace_back([&] {
      for (size_t count : {0u, 1u, 15u, 16u, 17u, 1000u}) {
        std::vector<std::atomic<int>> done(count);
        pool.run(count, [&](size_t i) { ++done[i]; });
        for (auto& one : done) EXPECT_EQ(one, 1);
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
}

}  // namespace
}  // namespace freehold::node
