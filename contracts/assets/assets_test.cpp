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

}  // namespace
}  // namespace freehold::contracts
