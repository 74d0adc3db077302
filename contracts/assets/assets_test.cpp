#include "contracts/assets/assets.h"

#include "contracts/chain_testing.h"
#include "proof/merkle.h"

namespace freehold::contracts {
namespace {

using namespace assets;
using accounts::Pay;
using testing::action;
using testing::Person;
using testing::TestChain;

constexpr uint64_t kCredit = kMicroPerCredit;

ContentHash file(std::string_view text) {
  return rename_bytes<ContentHash>(crypto::sha256(as_bytes(text)));
}
proof::Content public_file(std::string_view text) { return proof::PublicContent{file(text)}; }

// A collection of public files, as a wallet makes it.
struct Collection {
  explicit Collection(std::vector<std::string> texts) {
    for (const std::string& text : texts) {
      proof::CollectionLeaf leaf;
      leaf.salt = *proof::Salt::from(crypto::sha256(as_bytes("salt" + text)).view().first(16));
      leaf.content = proof::PublicContent{file(text)};
      leaves.push_back(leaf);
      hashes.push_back(crypto::leaf_hash(codec::bcs_encode(leaf)));
    }
  }
  proof::Content content() const {
    return proof::CollectionContent{proof::merkle_root(hashes), leaves.size()};
  }
  Extract extract(const AssetId& id, size_t index) const {
    return {id, index, leaves[index].salt, leaves[index].content,
            proof::merkle_path(hashes, index), ""};
  }

  std::vector<proof::CollectionLeaf> leaves;
  std::vector<Hash256> hashes;
};

AssetId certify(TestChain& chain, const Person& who, const proof::Content& content) {
  EXPECT_EQ(chain.run(who, {action(Certify{content, "a title", std::nullopt})}), "ok");
  return proof::asset_id(who.id(), content);
}
proof::AssetRecord record_of(TestChain& chain, const AssetId& id) {
  return *chain.load<proof::AssetRecord>(proof::asset_key(id));
}
AccountId owner_of(TestChain& chain, const AssetId& id) {
  return std::get<proof::AccountOwner>(record_of(chain, id).owner).account;
}
std::string offer(TestChain& chain, const Person& from, const AssetId& id, const Person& to,
                  uint64_t price, uint64_t expiry = 1000) {
  return chain.run(from, {action(Offer{id, to.id(), Amount{price}, Height{expiry}, {}})});
}
std::string accept(TestChain& chain, const Person& who, const AssetId& id, uint64_t most) {
  return chain.run(who, {action(Accept{id, Amount{most}, record_of(chain, id).history})});
}

TEST(Assets, CertifiesAFileOnceForEachCertifier) {
  TestChain chain;
  AssetId id = certify(chain, chain.alice, public_file("photo"));
  proof::AssetRecord record = record_of(chain, id);
  EXPECT_EQ(record.certifier, chain.alice.id());
  EXPECT_EQ(record.certified_height, chain.ledger().newest()->header().height);
  EXPECT_EQ(record.events, 1u);
  EXPECT_EQ(chain.run(chain.alice, {action(Certify{public_file("photo"), "again", std::nullopt})}),
            "assets.already_certified");
  certify(chain, chain.bob, public_file("photo"));
  auto content = chain.load<proof::ContentRecord>(proof::content_key(file("photo")));
  EXPECT_EQ(content->first, id);
  EXPECT_EQ(content->count, 2u);
}

TEST(Assets, RefusesTitlesAndParentsThatDoNotFit) {
  TestChain chain;
  for (std::string bad : {std::string(129, 'x'), std::string("line\nbreak"), std::string("\x1b[2J"),
                          std::string("not UTF-8 \xff"), std::string("a control \xc2\x85"),
                          std::string("turned \u202e around"), std::string("cut \xc2")}) {
    EXPECT_EQ(chain.run(chain.alice, {action(Certify{public_file("p"), bad, std::nullopt})}),
              "rejected: malformed_call");
  }
  EXPECT_EQ(chain.run(chain.alice, {action(Certify{public_file("t"), "契約書 №5 — café", std::nullopt})}),
            "ok");
  EXPECT_EQ(chain.run(chain.alice, {action(Certify{public_file("p"), "", AssetId()})}),
            "assets.unknown_parent");
  AssetId parent = certify(chain, chain.alice, public_file("p"));
  EXPECT_EQ(chain.run(chain.bob, {action(Certify{public_file("q"), "", parent})}), "ok");
  proof::CollectionContent empty;
  EXPECT_EQ(chain.run(chain.alice, {action(Certify{empty, "", std::nullopt})}),
            "rejected: malformed_call");
}

TEST(Assets, MovesAgainstCreditsBothOrNeither) {
  TestChain chain;
  AssetId id = certify(chain, chain.alice, public_file("house"));
  EXPECT_EQ(offer(chain, chain.bob, id, chain.alice, 0), "assets.not_owner");
  EXPECT_EQ(offer(chain, chain.alice, id, chain.alice, 0), "assets.offer_to_owner");
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 11 * kCredit), "ok");
  EXPECT_EQ(accept(chain, chain.alice, id, 11 * kCredit), "assets.not_for_you");
  EXPECT_EQ(accept(chain, chain.bob, id, 10 * kCredit), "assets.price_too_high");
  EXPECT_EQ(accept(chain, chain.bob, id, 11 * kCredit), "insufficient_credits");
  EXPECT_EQ(owner_of(chain, id), chain.alice.id());
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 4 * kCredit), "ok");
  EXPECT_EQ(accept(chain, chain.bob, id, 11 * kCredit), "ok");
  EXPECT_EQ(owner_of(chain, id), chain.bob.id());
  EXPECT_EQ(chain.balance(chain.bob.id()), 6 * kCredit);
  EXPECT_EQ(chain.balance(chain.alice.id()), 1004 * kCredit);
  EXPECT_EQ(accept(chain, chain.bob, id, 11 * kCredit), "assets.no_offer");
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 0), "assets.not_owner");
}

TEST(Assets, EndsAnOfferAtItsHeightExactly) {
  TestChain chain;
  AssetId id = certify(chain, chain.alice, public_file("x"));
  uint64_t now = chain.ledger().newest()->header().height.value;
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 0, now), "assets.offer_expired");
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 0, now + 3), "ok");  // at now + 2
  EXPECT_EQ(accept(chain, chain.bob, id, 0), "ok");                       // at now + 3
  EXPECT_EQ(offer(chain, chain.bob, id, chain.alice, 0, now + 4), "ok");
  EXPECT_EQ(accept(chain, chain.alice, id, 0), "assets.offer_expired");
  EXPECT_EQ(offer(chain, chain.bob, id, chain.alice, 0, 100'000'000), "assets.offer_expired");
}

TEST(Assets, VoidsAnOfferWhenTheAssetChangesOrTheBuyerSawAnother) {
  TestChain chain;
  Collection files({"a", "b", "c"});
  AssetId id = certify(chain, chain.alice, files.content());
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 0), "ok");
  HistoryHash seen = record_of(chain, id).history;
  EXPECT_EQ(chain.run(chain.alice, {action(files.extract(id, 1))}), "ok");
  EXPECT_EQ(chain.run(chain.bob, {action(Accept{id, Amount{0}, seen})}), "assets.offer_void");
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 0), "ok");
  EXPECT_EQ(chain.run(chain.bob, {action(Accept{id, Amount{0}, seen})}), "assets.asset_changed");
  EXPECT_EQ(accept(chain, chain.bob, id, 0), "ok");
}

TEST(Assets, DeclinesAndCancels) {
  TestChain chain;
  AssetId id = certify(chain, chain.alice, public_file("x"));
  EXPECT_EQ(chain.run(chain.bob, {action(Decline{id})}), "assets.no_offer");
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 0), "ok");
  EXPECT_EQ(chain.run(chain.alice, {action(Decline{id})}), "assets.not_for_you");
  EXPECT_EQ(chain.run(chain.bob, {action(Cancel{id})}), "assets.not_owner");
  EXPECT_EQ(chain.run(chain.bob, {action(Decline{id})}), "ok");
  EXPECT_EQ(accept(chain, chain.bob, id, 0), "assets.no_offer");
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 0), "ok");
  EXPECT_EQ(chain.run(chain.alice, {action(Cancel{id})}), "ok");
  EXPECT_EQ(accept(chain, chain.bob, id, 0), "assets.no_offer");
}

TEST(Assets, ExtractsAnItemOnceWhateverItsIndex) {
  TestChain chain;
  Collection files({"a", "b", "a", "c"});
  AssetId id = certify(chain, chain.alice, files.content());
  EXPECT_EQ(chain.run(chain.bob, {action(files.extract(id, 0))}), "assets.not_owner");
  Extract wrong = files.extract(id, 0);
  wrong.index = 1;
  EXPECT_EQ(chain.run(chain.alice, {action(wrong)}), "assets.item_mismatch");
  wrong = files.extract(id, 0);
  wrong.content = proof::PublicContent{file("z")};
  EXPECT_EQ(chain.run(chain.alice, {action(wrong)}), "assets.item_mismatch");
  uint64_t certified = record_of(chain, id).certified_height.value;
  EXPECT_EQ(chain.run(chain.alice, {action(files.extract(id, 0))}), "ok");
  EXPECT_EQ(chain.run(chain.alice, {action(files.extract(id, 2))}), "assets.already_extracted");
  AssetId item = proof::item_id(id, files.leaves[0].content);
  proof::AssetRecord record = record_of(chain, item);
  EXPECT_EQ(record.certified_height.value, certified);
  EXPECT_EQ(record.origin->collection, id);
  EXPECT_EQ(record.origin->events, 1u);
  EXPECT_EQ(record.events, 2u);
  EXPECT_EQ(chain.run(chain.alice, {action(files.extract(item, 0))}), "assets.not_a_collection");
}

TEST(Assets, RetiresForGood) {
  TestChain chain;
  AssetId id = certify(chain, chain.alice, public_file("x"));
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 0), "ok");
  EXPECT_EQ(chain.run(chain.alice, {action(Retire{id})}), "ok");
  EXPECT_EQ(chain.run(chain.alice, {action(Retire{id})}), "assets.retired");
  EXPECT_EQ(accept(chain, chain.bob, id, 0), "assets.no_offer");
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 0), "assets.retired");
  EXPECT_TRUE(chain.load<proof::ContentRecord>(proof::content_key(file("x"))));
  EXPECT_EQ(chain.run(chain.alice, {action(Retire{AssetId()})}), "assets.unknown_asset");
}

TEST(Assets, TransfersDirectlyOnlyWithBothSignatures) {
  TestChain chain;
  AssetId id = certify(chain, chain.alice, public_file("x"));
  EXPECT_EQ(chain.run(chain.alice, {action(Transfer{id, chain.bob.id()})}),
            "assets.recipient_not_signing");
  proof::TxBody body = chain.body(chain.alice, {action(Transfer{id, chain.bob.id()}),
                                                action(Pay{chain.alice.id(), Amount{kCredit}}, 1)});
  body.actors.push_back({chain.bob.id(), 3, 0});
  proof::SignedTx tx{body, {chain.alice.sign(body, 0)}, {}};
  EXPECT_EQ(chain.run(tx), "rejected: not_authorised");
  tx.auths.push_back(chain.bob.sign(body, 1));
  EXPECT_EQ(chain.run(tx), "ok");
  EXPECT_EQ(owner_of(chain, id), chain.bob.id());
  EXPECT_EQ(chain.balance(chain.alice.id()), 1001 * kCredit);
}

TEST(Assets, HandsAPrivateCertificateOnlyToKeysThatCanOpenIt) {
  TestChain chain;
  proof::Content content =
      proof::PrivateContent{proof::commitment(Bytes(32, 7), chain.alice.id(), file("secret"))};
  AssetId id = certify(chain, chain.alice, content);
  EXPECT_EQ(offer(chain, chain.alice, id, chain.carol, 0), "assets.recipient_unopened");
  EXPECT_EQ(offer(chain, chain.alice, id, chain.bob, 0), "assets.handover_wrong");
  proof::WrappedKey key{crypto::key_hash(0, chain.bob.policy().entries[0].key), Bytes(93, 1)};
  Offer with{id, chain.bob.id(), Amount{0}, Height{1000}, {key}};
  EXPECT_EQ(chain.run(chain.alice, {action(with)}), "ok");
  with.handover.push_back(key);
  EXPECT_EQ(chain.run(chain.alice, {action(with)}), "assets.handover_wrong");
  AssetId open = certify(chain, chain.alice, public_file("open"));
  with = Offer{open, chain.bob.id(), Amount{0}, Height{1000}, {key}};
  EXPECT_EQ(chain.run(chain.alice, {action(with)}), "assets.handover_wrong");
}

TEST(Assets, BindsTheEventsOfATitleByItsHistory) {
  TestChain chain;
  AssetId id = certify(chain, chain.alice, public_file("x"));
  ASSERT_EQ(offer(chain, chain.alice, id, chain.bob, 0), "ok");
  ASSERT_EQ(accept(chain, chain.bob, id, 0), "ok");
  HistoryHash history;
  uint64_t seen = 0;
  Bytes prefix = chain::index_key::of_id(chain::index_key::kEvent, id.view());
  ASSERT_TRUE(chain.ledger().newest()->index().scan(prefix, {}, false, [&](ByteView, ByteView value) {
    history = proof::history_after(history, codec::bcs_decode<proof::Event>(value).value());
    ++seen;
    return true;
  }));
  EXPECT_EQ(seen, 2u);
  EXPECT_EQ(history, record_of(chain, id).history);
}

// A key that may transfer but not pay could otherwise give all credits away for an accomplice's worthless asset.
TEST(Assets, AnAcceptanceThatPaysNeedsTheScopeToPay) {
  TestChain chain;
  proof::Policy policy = chain.carol.policy();
  proof::PolicyEntry courier = Person("courier").policy().entries[0];
  courier.scopes = proof::kScopeTransfer;
  policy.entries.push_back(courier);
  AccountId id = proof::account_id(policy);
  EXPECT_EQ(chain.run(chain.alice, {action(Pay{id, Amount{500 * kCredit}})}), "ok");
  Hash256 digest =
      accounts::key_possession_digest(chain.ledger().chain(), id, proof::policy_hash(policy));
  accounts::KeyProof agrees{1, to_bytes(Person("courier").secret().sign(digest).view())};
  proof::TxBody open = chain.body(chain.carol, {action(accounts::Open{policy, {agrees}})});
  open.payer = open.actors[0].account = id;
  open.actors[0].sequence = 0;
  ASSERT_EQ(chain.run(chain.signed_by(chain.carol, open)), "ok");

  AssetId asset = certify(chain, chain.bob, public_file("worthless"));
  auto offered = [&](uint64_t price) {
    return chain.run(chain.bob, {action(Offer{asset, id, Amount{price}, Height{1000}, {}})});
  };
  auto accepted_by = [&](const Person& signer, uint64_t most) {
    proof::TxBody body =
        chain.body(signer, {action(Accept{asset, Amount{most}, record_of(chain, asset).history})});
    body.actors[0] = {id, 0, chain.next_sequence(id)};
    body.payer = chain.bob.id();
    return chain.run({body, {signer.sign(body, 0), chain.bob.sign(body, 1)}, {}});
  };
  ASSERT_EQ(offered(500 * kCredit), "ok");
  EXPECT_EQ(accepted_by(Person("courier"), 500 * kCredit), "rejected: not_authorised");
  EXPECT_EQ(chain.balance(id), 500 * kCredit);
  // A gift costs nothing, and the courier may take it.
  ASSERT_EQ(offered(0), "ok");
  EXPECT_EQ(accepted_by(Person("courier"), 0), "ok");
  EXPECT_EQ(owner_of(chain, asset), id);
}

// Certificates of one file in one block: the index that lists them agrees with the record of the first.
TEST(Assets, ListsTheFirstFirstWithinABlock) {
  for (int i = 0; i < 8; ++i) {
    TestChain chain;
    proof::Content content = public_file("wanted " + std::to_string(i));
    std::vector<chain::PreparedTxPtr> both;
    for (const Person* who : {&chain.alice, &chain.bob}) {
      proof::TxBody body = chain.body(*who, {action(Certify{content, "", std::nullopt})});
      both.push_back(*chain.prepared(chain.signed_by(*who, body)));
    }
    chain.block(std::move(both));
    ContentHash hash = std::get<proof::PublicContent>(content).hash;
    Bytes prefix = chain::index_key::of_id(chain::index_key::kContent, hash.view());
    std::vector<AssetId> listed;
    ASSERT_TRUE(chain.ledger().newest()->index().scan(
        prefix, {}, false, [&](ByteView key, ByteView) {
          listed.push_back(*AssetId::from(key.last(32)));
          return true;
        }));
    ASSERT_EQ(listed.size(), 2u);
    auto record = chain.load<proof::ContentRecord>(proof::content_key(hash));
    EXPECT_EQ(record->first, proof::asset_id(chain.alice.id(), content));
    EXPECT_EQ(listed[0], record->first);
  }
}

// What a block changes is kept with its old values. A cheap block that takes back the largest offers there can be
// would otherwise make a record that the log cannot hold.
TEST(Assets, ABlockIsFullOnceItHasReadSixtyFourMebibytes) {
  constexpr size_t kOffers = 8192;
  TestChain chain;
  proof::Policy policy;
  policy.threshold = 1;
  for (int i = 0; i < 32; ++i)
    policy.entries.push_back(Person("key " + std::to_string(i)).policy().entries[0]);
  AccountId to = proof::account_id(policy);
  Hash256 digest =
      accounts::key_possession_digest(chain.ledger().chain(), to, proof::policy_hash(policy));
  accounts::Open open{policy, {}};
  for (uint8_t i = 1; i < 32; ++i) {
    Person key("key " + std::to_string(i));
    open.key_proofs.push_back({i, to_bytes(key.secret().sign(digest).view())});
  }
  proof::TxBody opening = chain.body(Person("key 0"), {action(open)});
  opening.actors[0].account = to;
  opening.payer = chain.alice.id();
  ASSERT_EQ(chain.run({opening, {Person("key 0").sign(opening, 0), chain.alice.sign(opening, 1)}, {}}),
            "ok");

  std::vector<proof::WrappedKey> handover;
  for (const proof::PolicyEntry& entry : policy.entries)
    handover.push_back({crypto::key_hash(entry.scheme, entry.key), Bytes(256, 7)});
  std::sort(handover.begin(), handover.end(),
            [](const auto& a, const auto& b) { return a.recipient < b.recipient; });
  std::vector<AssetId> assets;
  std::vector<proof::Action> actions;
  auto flush = [&](size_t at_least) {
    if (actions.size() < at_least || actions.empty()) return;
    ASSERT_EQ(chain.run(chain.alice, std::exchange(actions, {})), "ok");
  };
  for (size_t i = 0; i < kOffers; ++i) {
    Hash256 commitment = crypto::sha256(as_bytes("secret " + std::to_string(i)));
    proof::PrivateContent content{rename_bytes<Commitment>(commitment)};
    assets.push_back(proof::asset_id(chain.alice.id(), content));
    actions.push_back(action(Certify{content, "", std::nullopt}));
    flush(1000);
  }
  flush(0);
  for (const AssetId& asset : assets) {
    actions.push_back(action(Offer{asset, to, Amount{0}, Height{100'000}, handover}));
    flush(100);
  }
  flush(0);
  std::vector<chain::PreparedTxPtr> cancels;
  uint64_t sequence = chain.next_sequence(chain.alice.id());
  for (size_t i = 0; i < kOffers; i += 512) {
    for (size_t j = i; j < i + 512; ++j) actions.push_back(action(Cancel{assets[j]}));
    proof::TxBody body = chain.body(chain.alice, std::exchange(actions, {}));
    body.actors[0].sequence = sequence++;
    cancels.push_back(*chain.prepared(chain.signed_by(chain.alice, body)));
  }
  chain::Committed first = chain.block(cancels);
  EXPECT_TRUE(first.dropped.empty());
  EXPECT_LT(first.transactions.size(), cancels.size());
  auto stored = chain.ledger().block(first.header.height);
  ASSERT_TRUE(stored && *stored);
  uint64_t undo = 0;
  for (const chain::UndoEntry& entry : (*stored)->undo) undo += entry.before ? entry.before->size() : 0;
  EXPECT_GT(undo, 32u << 20);
  EXPECT_LT(undo, 80u << 20);
  cancels.erase(cancels.begin(), cancels.begin() + static_cast<std::ptrdiff_t>(first.transactions.size()));
  EXPECT_EQ(chain.block(cancels).transactions.size(), cancels.size());
}

}  // namespace
}  // namespace freehold::contracts
