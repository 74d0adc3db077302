#include "contracts/accounts/accounts.h"

#include "contracts/chain_testing.h"

namespace freehold::contracts {
namespace {

using namespace accounts;
using testing::action;
using testing::Person;
using testing::TestChain;

constexpr uint64_t kCredit = kMicroPerCredit;

TEST(Accounts, PaysAndKeepsEveryCredit) {
  TestChain chain;
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.bob.id(), Amount{5 * kCredit}})}), "ok");
  EXPECT_EQ(chain.balance(chain.alice.id()), 995 * kCredit);
  EXPECT_EQ(chain.balance(chain.bob.id()), 15 * kCredit);
  EXPECT_EQ(chain.run(chain.bob, {action(Pay{chain.alice.id(), Amount{15 * kCredit + 1}})}),
            "insufficient_credits");
  EXPECT_EQ(chain.balance(chain.bob.id()), 15 * kCredit);
}

TEST(Accounts, MakesNoCreditByPayingItself) {
  TestChain chain;
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.alice.id(), Amount{1000 * kCredit}})}), "ok");
  EXPECT_EQ(chain.balance(chain.alice.id()), 1000 * kCredit);
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.alice.id(), Amount{UINT64_MAX}})}),
            "insufficient_credits");
}

TEST(Accounts, UndoesAllActionsWhenOneFails) {
  TestChain chain;
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.bob.id(), Amount{kCredit}}),
                                    action(Pay{chain.bob.id(), Amount{1000 * kCredit}})}),
            "insufficient_credits");
  EXPECT_EQ(chain.last_result.action, 1);
  EXPECT_EQ(chain.balance(chain.bob.id()), 10 * kCredit);
  EXPECT_EQ(chain.next_sequence(chain.alice.id()), 1u);
}

TEST(Accounts, OpensAnAddressThatWasPaid) {
  TestChain chain;
  Open open{chain.carol.policy(), {}};
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.carol.id(), Amount{1}})}), "payment_too_small");
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.carol.id(), Amount{kCredit}})}), "ok");
  EXPECT_EQ(chain.run(chain.carol, {action(Pay{chain.bob.id(), Amount{1}})}), "rejected: unopened");
  EXPECT_EQ(chain.run(chain.carol, {action(open), action(Pay{chain.bob.id(), Amount{1}})}), "ok");
  EXPECT_EQ(chain.run(chain.carol, {action(open)}), "rejected: already_open");
  auto key = chain.load<proof::KeyRecord>(
      proof::key_key(crypto::key_hash(0, chain.carol.policy().entries[0].key)));
  EXPECT_EQ(key->account, chain.carol.id());
}

TEST(Accounts, RefusesAPolicyThatIsNotTheAddresss) {
  TestChain chain;
  EXPECT_EQ(chain.run(chain.carol, {action(Open{Person("dave").policy(), {}})}),
            "rejected: policy_mismatch");
}

// A policy of two keys, either of which may do everything.
proof::Policy either(const Person& a, const Person& b) {
  proof::Policy policy = a.policy();
  policy.entries.push_back(b.policy().entries[0]);
  return policy;
}

// Opens `policy`'s account with a's signature and these proofs.
std::string open_by(TestChain& chain, const Person& a, const proof::Policy& policy,
                    std::vector<KeyProof> proofs) {
  proof::TxBody body = chain.body(a, {action(Open{policy, std::move(proofs)})});
  body.payer = body.actors[0].account = proof::account_id(policy);
  body.actors[0].sequence = chain.next_sequence(body.payer);
  return chain.run(chain.signed_by(a, body));
}

TEST(Accounts, TakesNobodysKeyWithoutTheirWord) {
  TestChain chain;
  Person dave("dave");
  proof::Policy policy = either(chain.carol, dave);
  AccountId id = proof::account_id(policy);
  EXPECT_EQ(open_by(chain, chain.carol, policy, {}), "accounts.key_proof_missing");
  Hash256 digest =
      key_possession_digest(chain.ledger().chain(), id, proof::policy_hash(policy));
  KeyProof wrong{1, to_bytes(chain.carol.secret().sign(digest).view())};
  EXPECT_EQ(open_by(chain, chain.carol, policy, {wrong}), "accounts.key_proof_wrong");
  KeyProof right{1, to_bytes(dave.secret().sign(digest).view())};
  EXPECT_EQ(open_by(chain, chain.carol, policy, {right}), "ok");
  // The key now belongs to that account, for ever.
  EXPECT_EQ(chain.run(dave, {action(Open{dave.policy(), {}})}), "accounts.key_taken");
}

TEST(Accounts, LetsARegistrarDecideWhereTheChainSaysSo) {
  TestChain chain({{"accounts_open", 0}});
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.carol.id(), Amount{kCredit}})}),
            "unknown_account");
  EXPECT_EQ(chain.run(chain.carol, {action(Open{chain.carol.policy(), {}})}),
            "accounts.not_admitted");
  EXPECT_EQ(chain.run(chain.bob, {action(Admit{chain.carol.id()})}), "accounts.not_registrar");
  EXPECT_EQ(chain.run(chain.alice, {action(Admit{chain.carol.id()})}), "ok");
  EXPECT_EQ(chain.run(chain.alice, {action(Admit{chain.carol.id()})}), "accounts.already_admitted");
  EXPECT_EQ(chain.run(chain.carol, {action(Open{chain.carol.policy(), {}})}), "ok");
}

TEST(Accounts, ChargesFeesToTheTreasuryAndNoMore) {
  TestChain chain({{"fee_per_byte", 10}, {"fee_per_record", 1000}});
  AccountId treasury = proof::named_account("treasury");
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.bob.id(), Amount{1}})}),
            "rejected: fee_too_low");
  chain.max_fee = Amount{kCredit};
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.bob.id(), Amount{1}})}), "ok");
  uint64_t fee = chain.last_result.fee.micro;
  EXPECT_GT(fee, 0u);
  EXPECT_EQ(chain.balance(treasury), fee);
  EXPECT_EQ(chain.balance(chain.alice.id()), 1000 * kCredit - 1 - fee);
  // A failure pays for its bytes too; a record it would have added is not paid for.
  EXPECT_EQ(chain.run(chain.bob, {action(Pay{chain.alice.id(), Amount{10 * kCredit}})}),
            "insufficient_credits");
  EXPECT_EQ(chain.balance(treasury), fee + chain.last_result.fee.micro);
  chain.max_fee = Amount{3000};
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.carol.id(), Amount{kCredit}})}),
            "fee_exceeds_max");
  EXPECT_EQ(chain.balance(chain.carol.id()), 0u);
  chain.max_fee = Amount{2000 * kCredit};
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{chain.bob.id(), Amount{1}})}),
            "rejected: payer_cannot_pay");
}

TEST(Accounts, HoldsAKeyToItsLimitForADay) {
  TestChain chain;
  proof::Policy policy = either(chain.carol, Person("dave"));
  policy.entries[0].daily_limit = Amount{2 * kCredit};
  AccountId id = proof::account_id(policy);
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{id, Amount{100 * kCredit}})}), "ok");
  Hash256 digest =
      key_possession_digest(chain.ledger().chain(), id, proof::policy_hash(policy));
  KeyProof dave{1, to_bytes(Person("dave").secret().sign(digest).view())};
  ASSERT_EQ(open_by(chain, chain.carol, policy, {dave}), "ok");
  auto pay = [&](const Person& signer, uint64_t micro) {
    proof::TxBody body = chain.body(signer, {action(Pay{chain.bob.id(), Amount{micro}})});
    body.payer = body.actors[0].account = id;
    body.actors[0].sequence = chain.next_sequence(id);
    return chain.run(chain.signed_by(signer, body));
  };
  EXPECT_EQ(pay(chain.carol, 2 * kCredit - 1), "ok");
  EXPECT_EQ(pay(chain.carol, 2), "daily_limit");
  EXPECT_EQ(pay(chain.carol, 1), "ok");
  EXPECT_EQ(pay(Person("dave"), 50 * kCredit), "ok");
  chain.step_ms = 86'400'000;
  EXPECT_EQ(pay(chain.carol, 1), "ok");
}

// A key whose limit is spent could otherwise fill blocks with failing transactions that pay nothing.
TEST(Accounts, RejectsAFeeThatTheKeyMayNotSpendToday) {
  TestChain chain({{"fee_per_byte", 10}});
  chain.max_fee = Amount{kCredit};
  proof::Policy policy = proof::single_key_policy(chain.carol.secret().public_key().view());
  policy.entries[0].daily_limit = Amount{kCredit};
  AccountId id = proof::account_id(policy);
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{id, Amount{100 * kCredit}})}), "ok");
  ASSERT_EQ(open_by(chain, chain.carol, policy, {}), "ok");
  auto pay = [&](uint64_t micro) {
    proof::TxBody body = chain.body(chain.carol, {action(Pay{chain.bob.id(), Amount{micro}})});
    body.payer = body.actors[0].account = id;
    body.actors[0].sequence = chain.next_sequence(id);
    return chain.run(chain.signed_by(chain.carol, body));
  };
  uint64_t opening_fee = chain.last_result.fee.micro;
  EXPECT_GT(opening_fee, 0u);
  EXPECT_EQ(pay(1), "ok");
  uint64_t fee = chain.last_result.fee.micro;
  EXPECT_EQ(pay(kCredit - opening_fee - 1 - 2 * fee), "ok");
  uint64_t before = chain.balance(id);
  EXPECT_EQ(pay(1), "rejected: payer_cannot_pay");
  EXPECT_EQ(chain.balance(id), before);
  chain.step_ms = 86'400'000;
  EXPECT_EQ(pay(1), "ok");
}

// One of two holders could otherwise open a shared address under its policy and, in the same breath, under one of
// their own.
TEST(Accounts, RefusesToOpenOneAccountTwiceInATransaction) {
  TestChain chain;
  proof::Policy shared = either(chain.carol, Person("dave"));
  AccountId id = proof::account_id(shared);
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{id, Amount{50 * kCredit}})}), "ok");
  auto agrees = [&](const Person& who, uint8_t entry, const proof::Policy& policy) {
    Hash256 digest =
        key_possession_digest(chain.ledger().chain(), id, proof::policy_hash(policy));
    return KeyProof{entry, to_bytes(who.secret().sign(digest).view())};
  };
  proof::Policy own = Person("carol's other key").policy();
  proof::TxBody body =
      chain.body(chain.carol, {action(Open{shared, {agrees(Person("dave"), 1, shared)}}),
                               action(Open{own, {agrees(Person("carol's other key"), 0, own)}})});
  body.payer = body.actors[0].account = id;
  body.actors[0].sequence = 0;
  EXPECT_EQ(chain.run(chain.signed_by(chain.carol, body)), "rejected: opening_twice");
  EXPECT_FALSE(chain.load<proof::PolicyRecord>(proof::policy_key(id)));
}

TEST(Accounts, PaysForEveryRecordThatAnOpeningAdds) {
  TestChain chain({{"fee_per_record", 1000}});
  chain.max_fee = Amount{kCredit};
  proof::TxBody body = chain.body(chain.carol, {action(Open{chain.carol.policy(), {}})});
  body.payer = chain.alice.id();
  proof::SignedTx tx{body, {chain.carol.sign(body, 0), chain.alice.sign(body, 1)}, {}};
  EXPECT_EQ(chain.run(tx), "ok");
  EXPECT_EQ(chain.last_result.fee.micro, 3000u);  // account, policy, key
  // One that fails keeps its account record, for its sequence, and pays for that.
  Person dave("dave");
  body = chain.body(dave, {action(Open{dave.policy(), {}}),
                           action(Pay{chain.bob.id(), Amount{kCredit}})});
  body.payer = chain.alice.id();
  EXPECT_EQ(chain.run({body, {dave.sign(body, 0), chain.alice.sign(body, 1)}, {}}),
            "insufficient_credits");
  EXPECT_EQ(chain.last_result.fee.micro, 1000u);
  EXPECT_EQ(chain.next_sequence(dave.id()), 1u);
}

// --- what is rejected before anybody can be charged -------------------------------------------

// Such a transaction would wait at the front of every block, and nothing behind it would be committed.
TEST(Envelope, RejectsWhatNoBlockCanHold) {
  TestChain chain({{"block_bytes_max", 65536}});
  auto certificates = [](int count) {
    std::vector<proof::Action> out;
    for (int i = 0; i < count; ++i) {
      Hash256 hash = crypto::sha256(as_bytes(std::to_string(i)));
      out.push_back(action(assets::Certify{proof::PublicContent{rename_bytes<ContentHash>(hash)},
                                           std::string(128, 't'), std::nullopt}));
    }
    return out;
  };
  EXPECT_EQ(chain.run(chain.alice, certificates(500)), "rejected: too_large");
  EXPECT_EQ(chain.run(chain.alice, certificates(300)), "ok");
}

TEST(Envelope, RejectsEachMalformationByItsName) {
  TestChain chain;
  using Change = std::function<void(proof::SignedTx&)>;
  std::vector<std::pair<std::string, Change>> cases = {
      {"version", [](auto& tx) { tx.body.version = 2; }},
      {"other_chain", [](auto& tx) { tx.body.chain = ChainId(); }},
      {"expired", [](auto& tx) { tx.body.valid_until = Height{0}; }},
      {"no_actors", [](auto& tx) { tx.body.actors.clear(); }},
      {"too_many_actors", [](auto& tx) { tx.body.actors.resize(17); }},
      {"actor_twice", [](auto& tx) { tx.body.actors.push_back(tx.body.actors[0]); }},
      {"bad_lane", [](auto& tx) { tx.body.actors[0].lane = 16; }},
      {"no_actions", [](auto& tx) { tx.body.actions.clear(); }},
      {"too_many_actions", [](auto& tx) { tx.body.actions.resize(1025, tx.body.actions[0]); }},
      {"bad_actor", [](auto& tx) { tx.body.actions[0].actor = 1; }},
      {"idle_actor", [](auto& tx) { tx.body.actors.push_back({AccountId(), 0, 0}); }},
      {"unknown_contract", [](auto& tx) { tx.body.actions[0].contract = 99; }},
      {"malformed_call", [](auto& tx) { tx.body.actions[0].call.push_back(0); }},
      {"memo_too_long", [](auto& tx) { tx.body.memo.resize(257); }},
      {"witness_mismatch", [](auto& tx) { tx.witnesses.push_back({1}); }},
      {"sequence_ahead", [](auto& tx) { tx.body.actors[0].sequence = 1; }},
      {"sequence_used", [](auto& tx) { tx.body.actors[0].sequence = UINT64_MAX; }},
  };
  for (auto& [name, change] : cases) {
    proof::SignedTx tx = chain.signed_by(
        chain.alice, chain.body(chain.alice, {action(Pay{chain.bob.id(), Amount{1}})}));
    change(tx);
    tx.auths = {chain.alice.sign(tx.body, 0)};
    EXPECT_EQ(chain.run(tx), "rejected: " + name);
  }
  EXPECT_EQ(chain.balance(chain.alice.id()), 1000 * kCredit);
}

TEST(Envelope, RejectsEachFalseSignatureByItsName) {
  TestChain chain;
  proof::SignedTx good = chain.signed_by(
      chain.alice, chain.body(chain.alice, {action(Pay{chain.bob.id(), Amount{1}})}));
  auto with = [&](auto change) {
    proof::SignedTx tx = good;
    change(tx);
    return chain.run(tx);
  };
  EXPECT_EQ(with([](auto& tx) { tx.auths[0].signature[5] ^= 1; }), "rejected: bad_signature");
  EXPECT_EQ(with([](auto& tx) { tx.auths[0].signature.pop_back(); }), "rejected: bad_signature");
  EXPECT_EQ(with([](auto& tx) { tx.auths[0].key.clear(); }), "rejected: bad_signature");
  EXPECT_EQ(with([](auto& tx) { tx.auths[0].scheme = 1; }), "rejected: unknown_scheme");
  EXPECT_EQ(with([](auto& tx) { tx.auths[0].signer = 1; }), "rejected: bad_signer");
  EXPECT_EQ(with([](auto& tx) { tx.auths.push_back(tx.auths[0]); }), "rejected: auth_order");
  EXPECT_EQ(with([](auto& tx) { tx.auths.clear(); }), "rejected: not_authorised");
  EXPECT_EQ(with([](auto& tx) { tx.auths.resize(65, tx.auths[0]); }), "rejected: too_many_auths");
  EXPECT_EQ(with([&](auto& tx) { tx.auths[0] = chain.bob.sign(tx.body, 0); }),
            "rejected: unknown_key");
  EXPECT_EQ(with([](auto& tx) { tx.body.max_fee = Amount{1}; }), "rejected: bad_signature");
  EXPECT_EQ(chain.run(good), "ok");
  EXPECT_EQ(chain.run(good), "rejected: sequence_used");
}

TEST(Envelope, RejectsASignatureThatIsNotNeeded) {
  TestChain chain;
  Person dave("dave");
  proof::Policy policy = either(chain.carol, dave);
  AccountId id = proof::account_id(policy);
  proof::TxBody body = chain.body(chain.carol, {action(Open{policy, {}})});
  body.payer = body.actors[0].account = id;
  proof::SignedTx tx{body, {chain.carol.sign(body, 0), dave.sign(body, 0)}, {}};
  std::sort(tx.auths.begin(), tx.auths.end(), [](auto& a, auto& b) { return a.key < b.key; });
  EXPECT_EQ(chain.run(tx), "rejected: surplus_signature");
}

TEST(Envelope, HasOneEncodingOnly) {
  TestChain chain;
  Bytes bytes = codec::bcs_encode(chain.signed_by(
      chain.alice, chain.body(chain.alice, {action(Pay{chain.bob.id(), Amount{1}})})));
  auto why = [&](Bytes changed) {
    auto out = chain::prepare(std::move(changed), chain.ledger().chain(), registry());
    return out ? "accepted" : std::string(to_string(out.error()));
  };
  EXPECT_EQ(why(bytes), "accepted");
  Bytes trailing = bytes;
  trailing.push_back(0);
  EXPECT_EQ(why(trailing), "malformed");
  // The number of actors, after version, chain, height, payer and fee: 1 as 81 00.
  Bytes padded = bytes;
  size_t at = 1 + 32 + 8 + 32 + 8;
  ASSERT_EQ(padded[at], 1);
  padded[at] = 0x81;
  padded.insert(padded.begin() + static_cast<std::ptrdiff_t>(at) + 1, 0);
  EXPECT_EQ(why(padded), "malformed");
  EXPECT_EQ(why(Bytes((1 << 20) + 1)), "too_large");
  for (size_t size = 0; size < bytes.size(); ++size) {
    ASSERT_EQ(why(Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size))),
              "malformed");
  }
}

}  // namespace
}  // namespace freehold::contracts
