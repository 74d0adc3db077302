// A small chain in a folder of its own, for tests: people with keys, blocks on demand.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <map>

#include "chain/ledger.h"
#include "contracts/accounts/accounts.h"
#include "contracts/assets/assets.h"
#include "contracts/registry.h"
#include "crypto/hash.h"

namespace freehold::contracts::testing {

namespace fs = std::filesystem;

// A person with one key.
class Person {
 public:
  explicit Person(std::string_view name)
      : secret_(*crypto::SecretKey::from(crypto::sha256(as_bytes(name)).view())),
        policy_(proof::single_key_policy(secret_.public_key().view())),
        id_(proof::account_id(policy_)) {}

  const AccountId& id() const { return id_; }
  const proof::Policy& policy() const { return policy_; }
  const crypto::SecretKey& secret() const { return secret_; }

  proof::Auth sign(const proof::TxBody& body, uint8_t signer) const {
    proof::Auth auth;
    auth.signer = signer;
    auth.key = to_bytes(secret_.public_key().view());
    auth.signature =
        to_bytes(secret_.sign(rename_bytes<Hash256>(proof::tx_id(body))).view());
    return auth;
  }

 private:
  crypto::SecretKey secret_;
  proof::Policy policy_;
  AccountId id_;
};

class Folder {
 public:
  Folder() {
    std::string pattern = fs::temp_directory_path() / "freehold-XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { fs::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

template <class Call>
proof::Action action_of(uint8_t tag, Call call, uint8_t actor = 0) {
  return {actor, tag, codec::bcs_encode(call)};
}
inline proof::Action action(accounts::Call call, uint8_t actor = 0) {
  return action_of(accounts::kTag, std::move(call), actor);
}
inline proof::Action action(assets::Call call, uint8_t actor = 0) {
  return action_of(assets::kTag, std::move(call), actor);
}

class TestChain {
 public:
  explicit TestChain(std::vector<proof::GenesisParameter> parameters = {}) {
    genesis_.name = "test";
    genesis_.time = Time{1'700'000'000'000};
    genesis_.parameters = std::move(parameters);
    genesis_.accounts.push_back({alice.policy(), Amount{1000 * kMicroPerCredit}});
    genesis_.accounts.push_back({bob.policy(), Amount{10 * kMicroPerCredit}});
    genesis_.members = {alice.id()};
    genesis_.roles = {{proof::Role::kRegistrar, alice.id()}};
    proof::Validator validator;
    validator.seal_key = authority.secret().public_key();
    validator.power = 1000;
    genesis_.validators.validators = {validator};
    reopen();
  }

  // As after a restart of the process.
  void reopen() {
    ledger_.reset();
    auto opened = try_open();
    ASSERT_TRUE(opened) << to_string(opened.error().error) << ": " << opened.error().detail;
    ledger_ = std::move(*opened);
  }
  void close() { ledger_.reset(); }
  Result<std::unique_ptr<chain::Ledger>, chain::LedgerFailure> try_open() {
    chain::LedgerOptions options;
    options.directory = folder.path() + "/chain";
    return chain::Ledger::open(options, genesis_, registry());
  }

  chain::Ledger& ledger() { return *ledger_; }
  proof::Genesis& genesis() { return genesis_; }

  uint64_t next_sequence(const AccountId& account, uint8_t lane = 0) {
    auto record = load<proof::AccountRecord>(proof::account_key(account));
    if (!record) return 0;
    for (const auto& state : record->lanes) {
      if (state.lane == lane) return state.next;
    }
    return 0;
  }

  proof::TxBody body(const Person& actor, std::vector<proof::Action> actions) {
    proof::TxBody out;
    out.chain = ledger_->chain();
    out.valid_until = Height{1'000'000};
    out.payer = actor.id();
    out.max_fee = max_fee;
    out.actors = {{actor.id(), 0, next_sequence(actor.id())}};
    out.actions = std::move(actions);
    return out;
  }
  proof::SignedTx signed_by(const Person& actor, proof::TxBody tx) {
    return {tx, {actor.sign(tx, 0)}, {}};
  }

  Result<chain::PreparedTxPtr, chain::Rejection> prepared(const proof::SignedTx& tx) {
    auto out = chain::prepare(codec::bcs_encode(tx), ledger_->chain(), registry());
    if (!out) return failure(out.error());
    FREEHOLD_TRY(chain::verify_signatures(*out));
    return std::make_shared<const chain::PreparedTx>(std::move(*out));
  }

  // One block of these transactions; seals the header before it, as a solo authority does.
  chain::Committed block(std::vector<chain::PreparedTxPtr> transactions) {
    chain::Proposal proposal;
    proposal.time = Time{ledger_->newest()->header().time.ms + step_ms};
    proposal.transactions = std::move(transactions);
    proposal.seals = {seal_of(ledger_->newest()->header())};
    auto committed = ledger_->commit(proposal, chain::BatchMode::kPropose);
    EXPECT_TRUE(committed) << committed.error().detail;
    return std::move(*committed);
  }
  proof::Seal seal_of(const proof::Header& header) {
    proof::Seal seal;
    seal.height = header.height;
    seal.header = proof::header_hash(header);
    seal.signatures = {{0, authority.secret().sign(proof::seal_digest(seal.header))}};
    return seal;
  }

  // Runs one transaction in a block of its own: "ok", the failure's name, or "rejected: " and why.
  std::string run(const proof::SignedTx& tx) {
    auto one = prepared(tx);
    if (!one) return std::string("rejected: ") + to_string(one.error());
    chain::Committed committed = block({*one});
    if (!committed.dropped.empty()) {
      return std::string("rejected: ") + to_string(committed.dropped[0].why);
    }
    last_result = committed.results.at(0);
    return last_result.code == 0 ? "ok" : code_text(last_result.code).name;
  }
  std::string run(const Person& actor, std::vector<proof::Action> actions) {
    return run(signed_by(actor, body(actor, std::move(actions))));
  }

  template <class T>
  std::optional<T> load(const Bytes& key) {
    auto bytes = ledger_->newest()->state(key);
    EXPECT_TRUE(bytes);
    if (!*bytes) return std::nullopt;
    return codec::bcs_decode<T>(**bytes).value();
  }
  uint64_t balance(const AccountId& account) {
    auto record = load<proof::AccountRecord>(proof::account_key(account));
    return record ? record->balance.micro : 0;
  }

  Folder folder;
  Person alice{"alice"};
  Person bob{"bob"};
  Person carol{"carol"};  // not in genesis
  Person authority{"authority"};
  Amount max_fee{0};
  uint64_t step_ms = 1000;
  proof::TxResult last_result;

 private:
  proof::Genesis genesis_;
  std::unique_ptr<chain::Ledger> ledger_;
};

}  // namespace freehold::contracts::testing
