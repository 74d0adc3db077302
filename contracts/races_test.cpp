// Several transactions in one block, and records as later actions leave them (frozen, rotated, in
// dispute): the first to come wins, the others lose nothing but their fee.
#include "chain/execute.h"
#include "contracts/chain_testing.h"

namespace freehold::contracts {
namespace {

using namespace assets;
using accounts::Pay;
using testing::action;
using testing::Person;

constexpr uint64_t kCredit = kMicroPerCredit;

ContentHash file(std::string_view text) {
  return rename_bytes<ContentHash>(crypto::sha256(as_bytes(text)));
}

// A state in memory whose records a test may change, and blocks over it.
class Board : public chain::StateView {
 public:
  explicit Board(uint64_t alice_micro = 1000 * kCredit, uint64_t bob_micro = 10 * kCredit) {
    genesis_.name = "board";
    genesis_.accounts = {{alice.policy(), Amount{alice_micro}}, {bob.policy(), Amount{bob_micro}}};
    proof::Validator validator;
    validator.seal_key = Person("authority").secret().public_key();
    validator.power = 1000;
    genesis_.validators.validators = {validator};
    EXPECT_TRUE(proof::check_genesis(genesis_));
    keep(chain::genesis_changes(genesis_));
  }

  std::optional<Bytes> read(const chain::Path& path, bool*) const override {
    auto at = values_.find(path);
    return at == values_.end() ? std::nullopt : std::optional(at->second);
  }
  template <class T>
  T load(const Bytes& key) const {
    return codec::bcs_decode<T>(values_.at(chain::path_of(key))).value();
  }
  template <class T>
  void put(const Bytes& key, const T& record) {
    values_[chain::path_of(key)] = codec::bcs_encode(record);
  }
  template <class T>
  void change(const Bytes& key, const std::function<void(T&)>& how) {
    T record = load<T>(key);
    how(record);
    put(key, record);
  }

  proof::SignedTx tx(const Person& who, std::vector<proof::Action> actions, uint64_t ahead = 0) {
    proof::TxBody body;
    body.chain = proof::chain_id(genesis_);
    body.valid_until = Height{valid_until};
    body.payer = who.id();
    body.actors = {{who.id(), 0, sequence(who.id()) + ahead}};
    body.actions = std::move(actions);
    return {body, {who.sign(body, 0)}, {}};
  }
  Result<chain::Execution, chain::ExecuteError> execute(
      const std::vector<proof::SignedTx>& transactions, chain::BatchMode mode) {
    std::vector<chain::PreparedTxPtr> prepared;
    for (const proof::SignedTx& one : transactions) {
      auto ready = chain::prepare(codec::bcs_encode(one), proof::chain_id(genesis_), registry());
      EXPECT_TRUE(ready && chain::verify_signatures(*ready));
      prepared.push_back(std::make_shared<const chain::PreparedTx>(std::move(*ready)));
    }
    return chain::execute(*this, proof::chain_id(genesis_), Height{height}, Time{time},
                          prepared, mode);
  }
  // The outcomes of one block's transactions, in the order they were given.
  std::vector<std::string> block(const std::vector<proof::SignedTx>& transactions) {
    ++height;
    auto done = execute(transactions, chain::BatchMode::kPropose);
    EXPECT_TRUE(done) << (done ? "" : chain::to_string(done.error()));
    keep(done->changes);
    std::vector<std::string> out(transactions.size());
    for (const chain::DroppedTx& dropped : done->dropped) {
      out[dropped.place] = std::string("rejected: ") + to_string(dropped.why);
    }
    size_t next = 0;
    for (std::string& one : out) {
      if (!one.empty()) continue;
      uint32_t code = done->results.at(next++).code;
      one = code == 0 ? "ok" : code_text(code).name;
    }
    EXPECT_EQ(supply(), credits());
    return out;
  }
  std::string run(const Person& who, std::vector<proof::Action> actions) {
    return block({tx(who, std::move(actions))})[0];
  }

  uint64_t sequence(const AccountId& account) const {
    auto at = values_.find(chain::path_of(proof::account_key(account)));
    if (at == values_.end()) return 0;
    auto record = codec::bcs_decode<proof::AccountRecord>(at->second).value();
    return record.lanes.empty() ? 0 : record.lanes[0].next;
  }
  uint64_t balance(const Person& who) const {
    return load<proof::AccountRecord>(proof::account_key(who.id())).balance.micro;
  }
  uint64_t supply() const { return load<proof::SupplyRecord>(proof::supply_key()).total.micro; }
  uint64_t credits() const {
    uint64_t out = 0;
    for (const Person* who : {&alice, &bob, &carol}) {
      if (values_.count(chain::path_of(proof::account_key(who->id()))) != 0) out += balance(*who);
    }
    return out;
  }
  AssetId certify(const Person& who, std::string_view text) {
    proof::Content content = proof::PublicContent{file(text)};
    EXPECT_EQ(run(who, {action(Certify{content, "", std::nullopt})}), "ok");
    return proof::asset_id(who.id(), content);
  }
  HistoryHash history(const AssetId& id) const {
    return load<proof::AssetRecord>(proof::asset_key(id)).history;
  }
  AccountId owner(const AssetId& id) const {
    return std::get<proof::AccountOwner>(load<proof::AssetRecord>(proof::asset_key(id)).owner)
        .account;
  }

  Person alice{"alice"}, bob{"bob"}, carol{"carol"};
  uint64_t height = 0;
  uint64_t time = 1'700'000'000'000;
  uint64_t valid_until = 1'000'000;

 private:
  void keep(const std::vector<chain::StateChange>& changes) {
    for (const chain::StateChange& change : changes) {
      if (change.after) {
        values_[change.path] = *change.after;
      } else {
        values_.erase(change.path);
      }
    }
  }
  proof::Genesis genesis_;
  std::map<chain::Path, Bytes> values_;
};

using Outcomes = std::vector<std::string>;

// HAZARDS 1 and 3.
TEST(Races, NoSumPasses64Bits) {
  Board board(UINT64_MAX - 10, 10);
  constexpr uint64_t kMost = UINT64_MAX - 10;
  EXPECT_EQ(board.run(board.alice, {action(Pay{board.bob.id(), Amount{kMost}}),
                                    action(Pay{board.bob.id(), Amount{kMost}})}),
            "insufficient_credits");
  EXPECT_EQ(board.balance(board.alice), kMost);
  EXPECT_EQ(board.run(board.alice, {action(Pay{board.alice.id(), Amount{kMost}}),
                                    action(Pay{board.alice.id(), Amount{kMost}})}),
            "ok");
  EXPECT_EQ(board.balance(board.alice), kMost);
  EXPECT_EQ(board.run(board.alice, {action(Pay{board.bob.id(), Amount{UINT64_MAX}})}),
            "insufficient_credits");
  EXPECT_EQ(board.run(board.alice, {action(Pay{board.bob.id(), Amount{kMost}})}), "ok");
  EXPECT_EQ(board.balance(board.bob), UINT64_MAX);
  EXPECT_EQ(board.run(board.bob, {action(Pay{board.bob.id(), Amount{1}})}), "ok");
  EXPECT_EQ(board.balance(board.bob), UINT64_MAX);
}

// Only a broken chain has a payee whose balance the payment would wrap; then nothing moves.
TEST(Races, APaymentThatWouldWrapItsPayeeFails) {
  Board board;
  board.change<proof::AccountRecord>(proof::account_key(board.bob.id()),
                                     [](auto& r) { r.balance = Amount{UINT64_MAX - 5}; });
  board.change<proof::AccountRecord>(proof::account_key(board.alice.id()),
                                     [](auto& r) { r.balance = Amount{6}; });
  board.put(proof::supply_key(), proof::SupplyRecord{});
  chain::StateOverlay overlay(board);
  chain::BlockContext context;
  chain::WriteView view(overlay, context);
  auto move = [&](uint64_t micro) {
    return view.move({board.alice.id(), board.bob.id(), Amount{micro}});
  };
  EXPECT_EQ(move(6), chain::Failure::kAmountOverflow);
  EXPECT_TRUE(overlay.changes_since_mark().empty());
  EXPECT_EQ(move(5), chain::Failure::kNone);
}

// HAZARDS 7, in one block: a sequence is taken once, whatever stands beside it.
TEST(Races, OneOfEqualSequencesStands) {
  Board board;
  auto pay = [&](uint64_t micro, uint64_t ahead) {
    return board.tx(board.alice, {action(Pay{board.bob.id(), Amount{micro}})}, ahead);
  };
  EXPECT_EQ(board.block({pay(1, 0), pay(2, 0), pay(4, 2), pay(8, 1), pay(16, 1)}),
            (Outcomes{"ok", "rejected: sequence_used", "rejected: sequence_ahead", "ok",
                      "rejected: sequence_used"}));
  EXPECT_EQ(board.balance(board.bob), 10 * kCredit + 9);
}

// HAZARDS 8: a proposer leaves out what is over the block's limits; a validator takes no such block.
TEST(Races, ABlockOverItsLimitsIsNoBlock) {
  for (const char* limit : {"block_txs_max", "block_bytes_max"}) {
    Board board;
    auto pay = [&](uint64_t ahead) {
      return board.tx(board.alice, {action(Pay{board.bob.id(), Amount{1}})}, ahead);
    };
    uint64_t room = limit == std::string("block_txs_max") ? 2 : 2 * codec::bcs_encode(pay(0)).size();
    proof::ParameterRecord record;
    record.value = room;
    board.put(proof::parameter_key(limit), record);
    std::vector<proof::SignedTx> two = {pay(0), pay(1)}, three = {pay(0), pay(1), pay(2)};
    auto proposed = board.execute(three, chain::BatchMode::kPropose);
    ASSERT_TRUE(proposed);
    EXPECT_EQ(proposed->transactions.size(), 2u) << limit;
    EXPECT_TRUE(proposed->dropped.empty()) << limit;
    EXPECT_TRUE(board.execute(two, chain::BatchMode::kValidate)) << limit;
    auto refused = board.execute(three, chain::BatchMode::kValidate);
    ASSERT_FALSE(refused) << limit;
    EXPECT_EQ(refused.error(), chain::ExecuteError::kRejectedTransaction) << limit;
  }
}

// HAZARDS 18: good in the block of its last height, and not in the next.
TEST(Races, ATransactionIsGoodUpToItsLastHeight) {
  Board board;
  board.height = 9;
  board.valid_until = 10;
  EXPECT_EQ(board.run(board.alice, {action(Pay{board.bob.id(), Amount{1}})}), "ok");
  EXPECT_EQ(board.run(board.alice, {action(Pay{board.bob.id(), Amount{1}})}), "rejected: expired");
}

// HAZARDS 19, and 16 as far as a price is an escrow: who is first wins, the other loses nothing.
TEST(Races, ASaleAndItsEndInOneBlock) {
  for (bool sale_first : {true, false}) {
    Board board;
    AssetId id = board.certify(board.alice, "house");
    Offer offer{id, board.bob.id(), Amount{4 * kCredit}, Height{100}, {}};
    ASSERT_EQ(board.run(board.alice, {action(offer)}), "ok");
    auto sale = board.tx(board.bob, {action(Accept{id, Amount{4 * kCredit}, board.history(id)})});
    auto end = board.tx(board.alice, {action(Cancel{id})});
    if (sale_first) {
      EXPECT_EQ(board.block({sale, end}), (Outcomes{"ok", "assets.no_offer"}));
      EXPECT_EQ(board.owner(id), board.bob.id());
      EXPECT_EQ(board.balance(board.bob), 6 * kCredit);
      EXPECT_EQ(board.balance(board.alice), 1004 * kCredit);
    } else {
      EXPECT_EQ(board.block({end, sale}), (Outcomes{"ok", "assets.no_offer"}));
      EXPECT_EQ(board.owner(id), board.alice.id());
      EXPECT_EQ(board.balance(board.bob), 10 * kCredit);
    }
  }
}

TEST(Races, ABuyerPaysOnceHoweverOftenItAccepts) {
  Board board;
  AssetId id = board.certify(board.alice, "house");
  ASSERT_EQ(board.run(board.alice,
                      {action(Offer{id, board.bob.id(), Amount{kCredit}, Height{100}, {}})}),
            "ok");
  Accept accept{id, Amount{kCredit}, board.history(id)};
  EXPECT_EQ(board.block({board.tx(board.bob, {action(accept)}),
                         board.tx(board.bob, {action(accept)}, 1)}),
            (Outcomes{"ok", "assets.no_offer"}));
  EXPECT_EQ(board.balance(board.bob), 9 * kCredit);
  // Twice in one transaction: all or nothing.
  AssetId other = board.certify(board.alice, "garden");
  ASSERT_EQ(board.run(board.alice,
                      {action(Offer{other, board.bob.id(), Amount{kCredit}, Height{100}, {}})}),
            "ok");
  accept = Accept{other, Amount{kCredit}, board.history(other)};
  EXPECT_EQ(board.run(board.bob, {action(accept), action(accept)}), "assets.no_offer");
  EXPECT_EQ(board.balance(board.bob), 9 * kCredit);
  EXPECT_EQ(board.owner(other), board.alice.id());
}

TEST(Races, AnAssetHasOneOfferAndOneBuyer) {
  Board board;
  ASSERT_EQ(board.run(board.alice, {action(Pay{board.carol.id(), Amount{5 * kCredit}})}), "ok");
  ASSERT_EQ(board.run(board.carol, {action(accounts::Open{board.carol.policy(), {}})}), "ok");
  AssetId id = board.certify(board.alice, "house");
  auto offer = [&](const Person& to, uint64_t ahead) {
    return board.tx(board.alice, {action(Offer{id, to.id(), Amount{kCredit}, Height{100}, {}})},
                    ahead);
  };
  ASSERT_EQ(board.block({offer(board.bob, 0)}), Outcomes{"ok"});
  Accept accept{id, Amount{kCredit}, board.history(id)};
  // A second offer takes the place of the first.
  EXPECT_EQ(board.block({offer(board.carol, 0), board.tx(board.bob, {action(accept)}),
                         board.tx(board.carol, {action(accept)})}),
            (Outcomes{"ok", "assets.not_for_you", "ok"}));
  EXPECT_EQ(board.owner(id), board.carol.id());
  EXPECT_EQ(board.balance(board.bob), 10 * kCredit);
  EXPECT_EQ(board.balance(board.carol), 4 * kCredit);
  // The owner before has no say any more, in any action.
  EXPECT_EQ(board.block({offer(board.bob, 0), board.tx(board.alice, {action(Retire{id})}, 1),
                         board.tx(board.alice, {action(Cancel{id})}, 2)}),
            (Outcomes{"assets.not_owner", "assets.not_owner", "assets.no_offer"}));
}

TEST(Races, AnAssetThatIsRetiredOrHandedOnIsNotSold) {
  Board board;
  AssetId id = board.certify(board.alice, "house");
  Offer offer{id, board.bob.id(), Amount{kCredit}, Height{100}, {}};
  ASSERT_EQ(board.run(board.alice, {action(offer)}), "ok");
  Accept accept{id, Amount{kCredit}, board.history(id)};
  EXPECT_EQ(board.block({board.tx(board.alice, {action(Retire{id})}),
                         board.tx(board.bob, {action(accept)})}),
            (Outcomes{"ok", "assets.no_offer"}));
  EXPECT_EQ(board.balance(board.bob), 10 * kCredit);
}

// HAZARDS 20, as far as the records of later actions are read already.
TEST(Guards, AFrozenAccountNeitherActsNorPaysNorSells) {
  Board board;
  AssetId id = board.certify(board.alice, "house");
  Offer offer{id, board.bob.id(), Amount{kCredit}, Height{100}, {}};
  ASSERT_EQ(board.run(board.alice, {action(offer)}), "ok");
  board.change<proof::PolicyRecord>(proof::policy_key(board.alice.id()), [&](auto& record) {
    record.freeze = proof::Freeze{board.bob.id(), Time{board.time + 100}, Time{board.time + 200}};
  });
  auto pay = [&] { return board.run(board.alice, {action(Pay{board.bob.id(), Amount{1}})}); };
  EXPECT_EQ(pay(), "rejected: frozen");
  Accept accept{id, Amount{kCredit}, board.history(id)};
  EXPECT_EQ(board.run(board.bob, {action(accept)}), "assets.seller_frozen");
  proof::SignedTx paid = board.tx(board.bob, {action(Pay{board.bob.id(), Amount{1}})});
  paid.body.payer = board.alice.id();
  paid.auths = {board.bob.sign(paid.body, 0), board.alice.sign(paid.body, 1)};
  EXPECT_EQ(board.block({paid}), Outcomes{"rejected: frozen"});
  board.time += 99;
  EXPECT_EQ(pay(), "rejected: frozen");
  board.time += 1;
  EXPECT_EQ(pay(), "ok");
  EXPECT_EQ(board.run(board.bob, {action(accept)}), "ok");
}

TEST(Guards, AKeyThatWasRotatedOutIsWorthNothing) {
  Board board;
  Person next("next");
  AssetId id = board.certify(board.alice, "house");
  Offer offer{id, board.bob.id(), Amount{kCredit}, Height{100}, {}};
  ASSERT_EQ(board.run(board.alice, {action(offer)}), "ok");
  board.change<proof::PolicyRecord>(proof::policy_key(board.alice.id()), [&](auto& record) {
    record.pending_policy =
        proof::PendingPolicy{next.policy(), Time{board.time}, Time{board.time + 100}};
  });
  proof::TxBody body = board.tx(board.alice, {action(Pay{board.bob.id(), Amount{1}})}).body;
  proof::SignedTx old_key{body, {board.alice.sign(body, 0)}, {}};
  proof::SignedTx new_key{body, {next.sign(body, 0)}, {}};
  board.time += 99;
  EXPECT_EQ(board.block({new_key}), Outcomes{"rejected: unknown_key"});
  board.time += 1;
  // No transaction was needed for the change to hold; and what was offered before is void.
  EXPECT_EQ(board.block({old_key, new_key}), (Outcomes{"rejected: unknown_key", "ok"}));
  EXPECT_EQ(board.run(board.bob, {action(Accept{id, Amount{kCredit}, board.history(id)})}),
            "assets.offer_void");
  EXPECT_EQ(board.balance(board.bob), 10 * kCredit + 1);
}

TEST(Guards, NothingMovesWhileADisputeRunsAndEverythingAfterItsDeadline) {
  Board board;
  AssetId id = board.certify(board.alice, "house");
  Offer offer{id, board.bob.id(), Amount{kCredit}, Height{100}, {}};
  ASSERT_EQ(board.run(board.alice, {action(offer)}), "ok");
  board.change<proof::AssetRecord>(proof::asset_key(id), [&](auto& record) {
    record.dispute = proof::Dispute{board.bob.id(), false, Time{board.time},
                                    Time{board.time + 100}, Amount{0}};
  });
  Accept accept{id, Amount{kCredit}, board.history(id)};
  board.time += 99;
  EXPECT_EQ(board.run(board.bob, {action(accept)}), "assets.disputed");
  EXPECT_EQ(board.run(board.alice, {action(offer)}), "assets.disputed");
  EXPECT_EQ(board.run(board.alice, {action(Retire{id})}), "assets.disputed");
  EXPECT_EQ(board.owner(id), board.alice.id());
  board.time += 1;
  EXPECT_EQ(board.run(board.bob, {action(accept)}), "ok");
}

TEST(Guards, WhatASplitOwnsNoAccountMoves) {
  Board board;
  AssetId id = board.certify(board.alice, "house");
  Offer offer{id, board.bob.id(), Amount{0}, Height{100}, {}};
  ASSERT_EQ(board.run(board.alice, {action(offer)}), "ok");
  board.change<proof::AssetRecord>(proof::asset_key(id),
                                   [](auto& record) { record.owner = proof::SplitOwner{}; });
  EXPECT_EQ(board.run(board.bob, {action(Accept{id, Amount{0}, board.history(id)})}),
            "assets.split_owned");
  EXPECT_EQ(board.run(board.alice, {action(Retire{id})}), "assets.split_owned");
}

}  // namespace
}  // namespace freehold::contracts
