#include "proof/verify.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "codec/json_view.h"
#include "proof/proof_testing.h"

namespace freehold::proof {
namespace {

using testing::account_of;
using testing::Authorities;
using testing::outcome;
using testing::policy_of;
using testing::secret_of;
using testing::World;

ContentHash content(std::string_view text) {
  return rename_bytes<ContentHash>(crypto::sha256(as_bytes(text)));
}

class VerifyTest : public ::testing::Test {
 protected:
  VerifyTest() { asset_ = world_.put_asset(world_.certificate(PublicContent{content("file")})); }

  std::string run(const ProofFile& proof) { return outcome(proof, world_.options()); }
  std::vector<Notice> notices(const ProofFile& proof) {
    auto verdict = verify_proof(proof, world_.options());
    EXPECT_TRUE(verdict) << to_string(verdict.error().error);
    return verdict ? verdict->notices : std::vector<Notice>();
  }
  bool notes(const ProofFile& proof, Notice notice) {
    auto all = notices(proof);
    return std::find(all.begin(), all.end(), notice) != all.end();
  }

  World world_;
  AssetId asset_;
};

TEST_F(VerifyTest, AcceptsACertificateAndSaysWhoOwnsIt) {
  VerifyOptions options = world_.options();
  options.file = content("file");
  auto verdict = verify_proof(world_.asset_proof(asset_), options);
  ASSERT_TRUE(verdict) << to_string(verdict.error().error);
  EXPECT_EQ(std::get<AccountOwner>(verdict->asset->owner).account, account_of("alice"));
  EXPECT_TRUE(verdict->file_matched);
  EXPECT_FALSE(verdict->presented);
  EXPECT_EQ(*verdict->header_age_ms, 55'000u);
  EXPECT_EQ(*verdict->anchor_age_ms, 60'000u);
  EXPECT_TRUE(verdict->notices.empty());
}

TEST_F(VerifyTest, ReadsBackWhatItWrites) {
  ProofFile proof = world_.asset_proof(asset_);
  auto read = proof_from_json(proof_to_json(proof));
  ASSERT_TRUE(read) << read.error().where;
  EXPECT_EQ(codec::bcs_encode(read->header), codec::bcs_encode(proof.header));
  EXPECT_EQ(proof_to_json(*read), proof_to_json(proof));
  EXPECT_EQ(run(*read), "ok");
}

TEST_F(VerifyTest, RefusesTextOutsideTheJsonProfile) {
  auto error = [](std::string_view text) {
    auto read = proof_from_json(text);
    return std::string(read ? "ok" : to_string(read.error().error));
  };
  std::string good = proof_to_json(world_.asset_proof(asset_));
  EXPECT_EQ(error(good), "ok");
  EXPECT_EQ(error(std::string(kProofFileBytesMax + 1, ' ')), "too_large");
  EXPECT_EQ(error(""), "not_json");
  EXPECT_EQ(error("\xef\xbb\xbf" + good), "not_json");
  EXPECT_EQ(error(good + good), "not_json");
  EXPECT_EQ(error(std::string(100'000, '[')), "not_json");
  EXPECT_EQ(error("{}"), "bad_shape");
  EXPECT_EQ(error("[]"), "bad_shape");
  std::string twice = good;
  twice.insert(1, "\"format\":\"freehold-proof/1\",");
  EXPECT_EQ(error(twice), "not_json");
  std::string more = good;
  more.insert(1, "\"more\":1,");
  EXPECT_EQ(error(more), "bad_shape");
  std::string other = good;
  other.replace(other.find("freehold-proof/1"), 16, "freehold-proof/2");
  EXPECT_EQ(error(other), "unknown_format");
}

TEST_F(VerifyTest, RefusesWhatIsTooLongOrOfAnotherKind) {
  ProofFile proof = world_.asset_proof(asset_);
  proof.statement = AbsenceStatement{content("file")};
  EXPECT_EQ(run(proof), "evidence_kind");
  proof = world_.asset_proof(asset_);
  proof.format = "freehold-proof/9";
  EXPECT_EQ(run(proof), "unknown_format");
  proof = world_.asset_proof(asset_);
  proof.history = HeaderHistory{world_.header(9), std::vector<Hash256>(kMerklePathMax + 1)};
  EXPECT_EQ(run(proof), "limits");
  proof = world_.asset_proof(asset_);
  proof.presentation = Presentation{};
  proof.presentation->challenge = std::string(kPresentationTextMax + 1, 'x');
  EXPECT_EQ(run(proof), "limits");
}

TEST_F(VerifyTest, RefusesHeadersOfOtherChainsAndVersions) {
  ProofFile proof = world_.asset_proof(asset_);
  proof.header.version = 2;
  proof.seal = world_.four.seal(proof.header, 4);
  EXPECT_EQ(run(proof), "header_version");
  proof = world_.asset_proof(asset_);
  proof.header.chain = ChainId();
  proof.seal = world_.four.seal(proof.header, 4);
  EXPECT_EQ(run(proof), "other_chain");
}

TEST_F(VerifyTest, CountsPowerAndEachSignatureOnce) {
  ProofFile proof = world_.asset_proof(asset_);
  proof.seal = world_.four.seal(proof.header, 4);
  EXPECT_EQ(run(proof), "ok");
  proof.seal = world_.four.seal(proof.header, 3);
  EXPECT_EQ(run(proof), "ok");
  proof.seal = world_.four.seal(proof.header, 2);
  EXPECT_EQ(run(proof), "seal_not_enough_power");
  proof.seal = world_.four.seal(proof.header, 3);
  proof.seal->signatures[2] = proof.seal->signatures[1];
  EXPECT_EQ(run(proof), "seal_not_ascending");
  proof.seal = world_.four.seal(proof.header, 3);
  proof.seal->signatures[2].validator = 4;
  EXPECT_EQ(run(proof), "seal_unknown_validator");
  proof.seal = world_.four.seal(proof.header, 3);
  proof.seal->signatures[2].validator = 3;
  EXPECT_EQ(run(proof), "seal_bad_signature");
  proof.seal = world_.four.seal(world_.header(6), 4);
  EXPECT_EQ(run(proof), "seal_wrong_header");
  proof.seal.reset();
  EXPECT_EQ(run(proof), "header_not_trusted");
}

TEST_F(VerifyTest, NeedsMoreThanTwoThirdsAndNotExactlyThat) {
  Authorities three({"one", "two", "three"});
  world_.genesis.validators = three.set;
  Header header = world_.header();
  header.validators = validator_set_hash(three.set);
  ProofFile proof = world_.asset_proof(asset_);
  proof.header = header;
  proof.validators = three.set;
  proof.seal = three.seal(header, 2);
  EXPECT_EQ(run(proof), "seal_not_enough_power");
  proof.seal = three.seal(header, 3);
  EXPECT_EQ(run(proof), "ok");
}

TEST_F(VerifyTest, RefusesASignatureOfACandidateHeader) {
  // What a validator signed is the tagged hash of the committed header; a bare hash of it is not a
  // seal.
  ProofFile proof = world_.asset_proof(asset_);
  for (auto& signature : proof.seal->signatures) {
    signature.signature = secret_of("one").sign(rename_bytes<Hash256>(header_hash(proof.header)));
  }
  EXPECT_EQ(run(proof), "seal_bad_signature");
  // Everybody signed, but another header of that height: one that was proposed and not committed.
  Header candidate = proof.header;
  candidate.time.ms += 1;
  proof.seal = world_.four.seal(candidate, 4);
  EXPECT_EQ(run(proof), "seal_wrong_header");
  proof.seal->header = header_hash(proof.header);
  EXPECT_EQ(run(proof), "seal_bad_signature");
  proof.seal = world_.four.seal(proof.header, 4);
  EXPECT_EQ(run(proof), "ok");
  proof.seal->height.value += 1;
  EXPECT_EQ(run(proof), "seal_wrong_header");
}

TEST_F(VerifyTest, RefusesSetsThatDoNotFollowFromTheAnchor) {
  Authorities strangers({"x", "y", "z", "w"});
  ProofFile proof = world_.asset_proof(asset_);
  proof.validators = strangers.set;
  proof.header.validators = validator_set_hash(strangers.set);
  proof.seal = strangers.seal(proof.header, 4);
  EXPECT_EQ(run(proof), "untrusted_validators");
  // The header names another set than the one that is trusted.
  proof = world_.asset_proof(asset_);
  proof.header.validators = validator_set_hash(strangers.set);
  proof.seal = world_.four.seal(proof.header, 4);
  EXPECT_EQ(run(proof), "untrusted_validators");
  proof.validators.validators.clear();
  EXPECT_EQ(run(proof), "bad_validator_set");
}

class ChangeTest : public VerifyTest {
 protected:
  // One change: from the four to others, sealed by the four at height 3.
  ProofFile changed() {
    ProofFile proof = world_.asset_proof(asset_);
    proof.header.validators = validator_set_hash(others_.set);
    proof.header.next_validators = proof.header.validators;
    proof.seal = others_.seal(proof.header, 3);
    ValidatorChange change;
    change.header = world_.header(3);
    change.header.next_validators = validator_set_hash(others_.set);
    change.seal = world_.four.seal(change.header, 3);
    change.next = others_.set;
    proof.changes = {change};
    return proof;
  }
  Authorities others_{{"two", "three", "four", "five"}};
};

TEST_F(ChangeTest, FollowsChangesOfTheSet) {
  EXPECT_EQ(run(changed()), "ok");
  VerifyOptions options = world_.options();
  options.anchor = ValidatorsAnchor{validator_set_hash(world_.four.set), std::nullopt};
  EXPECT_EQ(outcome(changed(), options), "ok");
  options.anchor = HeaderAnchor{header_hash(changed().changes[0].header)};
  EXPECT_EQ(outcome(changed(), options), "ok");
}

TEST_F(ChangeTest, RefusesChangesThatTheSetBeforeDidNotSeal) {
  ProofFile proof = changed();
  proof.changes[0].seal = others_.seal(proof.changes[0].header, 3);
  EXPECT_EQ(run(proof), "bad_change");
  proof = changed();
  proof.changes[0].seal = world_.four.seal(proof.changes[0].header, 2);
  EXPECT_EQ(run(proof), "bad_change");
  proof = changed();
  proof.changes[0].next = world_.four.set;
  EXPECT_EQ(run(proof), "bad_change");
  proof = changed();
  proof.changes[0].next.validators.clear();
  EXPECT_EQ(run(proof), "bad_validator_set");
  proof = changed();
  proof.changes[0].header.height = Height{9};
  proof.changes[0].seal = world_.four.seal(proof.changes[0].header, 3);
  EXPECT_EQ(run(proof), "bad_change");
  proof = changed();
  proof.changes.clear();
  EXPECT_EQ(run(proof), "untrusted_validators");
  proof = changed();
  proof.changes[0].header.validators = validator_set_hash(others_.set);
  proof.changes[0].seal = world_.four.seal(proof.changes[0].header, 3);
  EXPECT_EQ(run(proof), "bad_change");
}

TEST_F(VerifyTest, TrustsAPinnedHeaderWithoutASeal) {
  ProofFile proof = world_.asset_proof(asset_);
  VerifyOptions options = world_.options();
  options.anchor = HeaderAnchor{header_hash(proof.header)};
  proof.seal.reset();
  proof.validators = {};
  EXPECT_EQ(outcome(proof, options), "ok");
  proof.header.tx_count = 1;
  EXPECT_EQ(outcome(proof, options), "header_not_trusted");
}

TEST_F(VerifyTest, FollowsTheHistoryOfASealedHeader) {
  std::vector<Header> headers;
  std::vector<Hash256> leaves;
  for (uint64_t height = 0; height < 9; ++height) {
    headers.push_back(world_.header(height));
    leaves.push_back(crypto::leaf_hash(header_hash(headers.back()).view()));
  }
  Header newest = world_.header(9);
  newest.history_root = merkle_root(leaves);
  ProofFile proof = world_.asset_proof(asset_);
  proof.history = HeaderHistory{newest, merkle_path(leaves, 5)};
  proof.seal = world_.four.seal(newest, 3);
  EXPECT_EQ(run(proof), "ok");
  ProofFile bad = proof;
  bad.history->path = merkle_path(leaves, 4);
  EXPECT_EQ(run(bad), "history_mismatch");
  bad = proof;
  bad.history->path.pop_back();
  EXPECT_EQ(run(bad), "history_mismatch");
  bad = proof;
  bad.header.time.ms += 1;
  EXPECT_EQ(run(bad), "history_mismatch");
}

TEST_F(VerifyTest, JudgesAgesByTheTimeItIsGiven) {
  ProofFile proof = world_.asset_proof(asset_);
  VerifyOptions options = world_.options();
  options.at = Time{proof.header.time.ms - 10'000};
  EXPECT_EQ(outcome(proof, options), "ok");
  options.at = Time{proof.header.time.ms - 10'001};
  EXPECT_EQ(outcome(proof, options), "future_header");
  options = world_.options();
  options.max_age_ms = 55'000;
  EXPECT_EQ(outcome(proof, options), "ok");
  options.max_age_ms = 54'999;
  EXPECT_EQ(outcome(proof, options), "too_old");
  options = world_.options();
  options.anchor_max_age_ms = 59'999;
  EXPECT_EQ(outcome(proof, options), "anchor_too_old");
  options.anchor = ValidatorsAnchor{validator_set_hash(world_.four.set), std::nullopt};
  EXPECT_EQ(outcome(proof, options), "anchor_too_old");
  options.anchor =
      ValidatorsAnchor{validator_set_hash(world_.four.set), Time{world_.genesis.time.ms + 1000}};
  EXPECT_EQ(outcome(proof, options), "ok");
  options = world_.options();
  options.at.reset();
  auto verdict = verify_proof(proof, options);
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->notices, std::vector<Notice>{Notice::kNoTime});
  options.max_age_ms = 1;
  EXPECT_EQ(outcome(proof, options), "too_old");
}

TEST_F(VerifyTest, RefusesRecordsThatAreNotWhatIsStated) {
  ProofFile proof = world_.asset_proof(asset_);
  auto& shown = std::get<AssetEvidence>(proof.evidence);
  shown.asset.path.siblings[0].data()[0] ^= 1;
  EXPECT_EQ(run(proof), "state_mismatch");

  AssetId other = world_.put_asset(world_.certificate(PublicContent{content("other")}));
  proof = world_.asset_proof(asset_);
  proof.statement = AssetStatement{other};
  EXPECT_EQ(run(proof), "state_mismatch");

  AssetId missing;
  EXPECT_EQ(run(world_.asset_proof(missing)), "record_missing");

  // Under one asset's key, the record of another.
  world_.state.put(asset_key(missing),
                   codec::bcs_encode(world_.certificate(PublicContent{content("other")})));
  EXPECT_EQ(run(world_.asset_proof(missing)), "record_other");

  world_.state.put(asset_key(missing), Bytes{9, 9, 9});
  EXPECT_EQ(run(world_.asset_proof(missing)), "record_unreadable");

  AssetRecord later = world_.certificate(PublicContent{content("later")});
  later.version = 2;
  EXPECT_EQ(run(world_.asset_proof(world_.put_asset(later))), "record_unreadable");
}

TEST_F(VerifyTest, WantsTheOwnersPolicyExactlyWhereAnAccountOwns) {
  ProofFile proof = world_.asset_proof(asset_);
  std::get<AssetEvidence>(proof.evidence).owner_policy.reset();
  EXPECT_EQ(run(proof), "owner_policy_missing");
  AssetRecord shared = world_.certificate(PublicContent{content("shared")});
  shared.owner = SplitOwner{};
  AssetId id = world_.put_asset(shared);
  proof = world_.asset_proof(id);
  EXPECT_EQ(run(proof), "owner_policy_missing");
  std::get<AssetEvidence>(proof.evidence).owner_policy.reset();
  EXPECT_TRUE(notes(proof, Notice::kOwnedBySplit));
}

TEST_F(VerifyTest, NamesWhatIsPendingFrozenDisputedOrRetired) {
  auto with = [&](const std::function<void(AssetRecord&)>& change) {
    AssetRecord record = world_.certificate(PublicContent{content("file")});
    change(record);
    return world_.asset_proof(world_.put_asset(record));
  };
  EXPECT_TRUE(notes(with([](AssetRecord& r) { r.retired = Retirement{}; }), Notice::kRetired));
  Time late{world_.genesis.time.ms + 1'000'000};
  EXPECT_TRUE(notes(with([&](AssetRecord& r) {
                      r.dispute = Dispute{{}, false, {}, late, {}};
                    }),
                    Notice::kDisputed));
  EXPECT_FALSE(notes(with([&](AssetRecord& r) {
                       r.dispute = Dispute{{}, false, {}, Time{1}, {}};
                     }),
                     Notice::kDisputed));
  EXPECT_TRUE(notes(with([](AssetRecord& r) { r.contested = true; }), Notice::kContested));
  EXPECT_TRUE(
      notes(world_.asset_proof(
                world_.put_asset(world_.certificate(PublicContent{content("b")}, "bob")), "bob"),
            Notice::kOwnerUnopened));
  PolicyRecord record;
  record.policy = policy_of("alice");
  auto with_policy = [&](const std::function<void(PolicyRecord&)>& change) {
    PolicyRecord changed = record;
    change(changed);
    world_.put_policy("alice", changed);
    return world_.asset_proof(asset_);
  };
  EXPECT_TRUE(notes(with_policy([&](PolicyRecord& r) {
                      r.freeze = Freeze{{}, late, late};
                    }),
                    Notice::kOwnerFrozen));
  EXPECT_TRUE(notes(with_policy([&](PolicyRecord& r) {
                      r.pending_policy = PendingPolicy{policy_of("b"), {}, late};
                    }),
                    Notice::kOwnerPolicyPending));
  EXPECT_FALSE(notes(with_policy([&](PolicyRecord& r) {
                       r.pending_policy = PendingPolicy{policy_of("b"), {}, Time{1}};
                     }),
                     Notice::kOwnerPolicyPending));
  EXPECT_TRUE(notes(with_policy([&](PolicyRecord& r) {
                      r.pending_guardians = PendingGuardians{{}, {}, late};
                    }),
                    Notice::kOwnerGuardiansPending));
  EXPECT_TRUE(notes(with_policy([&](PolicyRecord& r) {
                      r.recovery = Recovery{policy_of("b"), {}, {}, {}};
                    }),
                    Notice::kOwnerRecovery));
}

TEST_F(VerifyTest, OpensPrivateCertificatesOnlyWithWhatFits) {
  Hash256 k = crypto::sha256(as_bytes("k"));
  ContentHash hash = content("secret file");
  AssetId id = world_.put_asset(
      world_.certificate(PrivateContent{commitment(k.view(), account_of("alice"), hash)}));
  ProofFile proof = world_.asset_proof(id);
  EXPECT_TRUE(notes(proof, Notice::kPrivateUnopened));
  VerifyOptions options = world_.options();
  options.file = hash;
  EXPECT_EQ(outcome(proof, options), "file_not_comparable");
  std::get<AssetEvidence>(proof.evidence).opening = Opening{k, hash};
  EXPECT_EQ(outcome(proof, options), "ok");
  options.file = content("another");
  EXPECT_EQ(outcome(proof, options), "file_mismatch");
  std::get<AssetEvidence>(proof.evidence).opening = Opening{k, content("another")};
  EXPECT_EQ(outcome(proof, options), "opening_mismatch");
  proof = world_.asset_proof(asset_);
  std::get<AssetEvidence>(proof.evidence).opening = Opening{k, content("file")};
  EXPECT_EQ(run(proof), "opening_mismatch");
}

class ItemTest : public VerifyTest {
 protected:
  ItemTest() {
    for (int i = 0; i < 5; ++i) {
      CollectionLeaf leaf{Salt(), PublicContent{content("item" + std::to_string(i))}};
      leaf.salt.data()[0] = static_cast<uint8_t>(i);
      leaves_.push_back(crypto::leaf_hash(codec::bcs_encode(leaf)));
    }
    collection_ = world_.put_asset(world_.certificate(CollectionContent{merkle_root(leaves_), 5}));
  }
  ProofFile item_proof(uint64_t index) {
    ItemEvidence evidence;
    PublicContent item{content("item" + std::to_string(index))};
    evidence.collection = world_.state.prove(asset_key(collection_));
    evidence.extracted = world_.state.prove(asset_key(item_id(collection_, item)));
    evidence.owner_policy = world_.state.prove(policy_key(account_of("alice")));
    evidence.index = index;
    evidence.salt.data()[0] = static_cast<uint8_t>(index);
    evidence.path = merkle_path(leaves_, index);
    return world_.sealed(ItemStatement{collection_, item}, evidence, world_.header());
  }
  std::vector<Hash256> leaves_;
  AssetId collection_;
};

TEST_F(ItemTest, AcceptsEveryItemOfACollection) {
  VerifyOptions options = world_.options();
  for (uint64_t i = 0; i < 5; ++i) {
    options.file = content("item" + std::to_string(i));
    EXPECT_EQ(outcome(item_proof(i), options), "ok");
  }
}

TEST_F(ItemTest, RefusesItemsThatAreNotThereOrLeft) {
  ProofFile proof = item_proof(2);
  std::get<ItemEvidence>(proof.evidence).index = 3;
  EXPECT_EQ(run(proof), "item_mismatch");
  proof = item_proof(2);
  std::get<ItemEvidence>(proof.evidence).salt.data()[0] ^= 1;
  EXPECT_EQ(run(proof), "item_mismatch");
  proof = item_proof(2);
  std::get<ItemEvidence>(proof.evidence).path.push_back(Hash256());
  EXPECT_EQ(run(proof), "item_mismatch");
  AssetRecord left = world_.certificate(PublicContent{content("item2")});
  left.origin = Origin{collection_, 1};
  world_.state.put(asset_key(item_id(collection_, PublicContent{content("item2")})),
                   codec::bcs_encode(left));
  EXPECT_EQ(run(item_proof(2)), "extracted");
  EXPECT_EQ(run(item_proof(3)), "ok");
  // The extracted item's own certificate.
  EXPECT_EQ(run(world_.asset_proof(item_id(collection_, PublicContent{content("item2")}))), "ok");
  proof = item_proof(1);
  proof.statement = ItemStatement{asset_, PublicContent{content("item1")}};
  std::get<ItemEvidence>(proof.evidence).collection = world_.state.prove(asset_key(asset_));
  EXPECT_EQ(run(proof), "not_a_collection");
}

TEST_F(ItemTest, DoesNotCompareACollectionWithAFile) {
  VerifyOptions options = world_.options();
  options.file = content("item1");
  EXPECT_EQ(outcome(world_.asset_proof(collection_), options), "file_not_comparable");
}

TEST_F(VerifyTest, ProvesAbsenceAndRefusesAForgedOne) {
  auto absence = [&](const ContentHash& hash) {
    AbsenceEvidence evidence{world_.state.prove(content_key(hash))};
    return world_.sealed(AbsenceStatement{hash}, evidence, world_.header());
  };
  for (int i = 0; i < 50; ++i) EXPECT_EQ(run(absence(content("none" + std::to_string(i)))), "ok");
  world_.state.put(content_key(content("here")), codec::bcs_encode(ContentRecord{}));
  EXPECT_EQ(run(absence(content("here"))), "present");
  // The path of another key that is absent.
  ProofFile forged = absence(content("none1"));
  forged.statement = AbsenceStatement{content("here")};
  EXPECT_EQ(run(forged), "state_mismatch");
  // Its own leaf left out.
  forged = absence(content("here"));
  std::get<AbsenceEvidence>(forged.evidence).content.value.reset();
  EXPECT_EQ(run(forged), "state_mismatch");
}

TEST_F(VerifyTest, ProvesThatATransactionHappened) {
  std::vector<TxBody> bodies(3);
  std::vector<Hash256> leaves;
  for (size_t i = 0; i < 3; ++i) {
    bodies[i].chain = chain_id(world_.genesis);
    bodies[i].max_fee = Amount{i};
    TxLeaf leaf{tx_id(bodies[i]), TxResult{i == 2 ? 1u : 0u, 0, Amount{0}}};
    leaves.push_back(crypto::leaf_hash(codec::bcs_encode(leaf)));
  }
  world_.tx_root = merkle_root(leaves);
  world_.tx_count = 3;
  auto proof_of = [&](size_t i) {
    TransactionEvidence evidence;
    evidence.body = codec::bcs_encode(bodies[i]);
    evidence.result.code = i == 2 ? 1 : 0;
    evidence.index = static_cast<uint32_t>(i);
    evidence.path = merkle_path(leaves, i);
    return world_.sealed(TransactionStatement{tx_id(bodies[i])}, evidence, world_.header());
  };
  EXPECT_EQ(run(proof_of(0)), "ok");
  EXPECT_TRUE(notes(proof_of(2), Notice::kTransactionFailed));
  ProofFile proof = proof_of(2);
  std::get<TransactionEvidence>(proof.evidence).result.code = 0;
  EXPECT_EQ(run(proof), "transaction_mismatch");
  proof = proof_of(1);
  std::get<TransactionEvidence>(proof.evidence).body = codec::bcs_encode(bodies[0]);
  EXPECT_EQ(run(proof), "record_other");
  std::get<TransactionEvidence>(proof.evidence).body.push_back(0);
  EXPECT_EQ(run(proof), "record_unreadable");
}

class PresentTest : public VerifyTest {
 protected:
  PresentTest() {
    proof_ = world_.asset_proof(asset_);
    proof_.presentation = world_.presentation(proof_, "alice");
    options_ = world_.options();
    options_.challenge = "question";
    options_.audience = "bank";
  }
  std::string shown() { return outcome(proof_, options_); }
  void sign_again() {
    proof_.presentation->auths = {world_.auth(proof_, *proof_.presentation, "alice")};
  }
  ProofFile proof_;
  VerifyOptions options_;
};

TEST_F(PresentTest, AcceptsTheOwnerWhoAnswers) {
  auto verdict = verify_proof(proof_, options_);
  ASSERT_TRUE(verdict) << to_string(verdict.error().error);
  EXPECT_TRUE(verdict->presented);
  EXPECT_TRUE(notes(proof_, Notice::kPresentationUnasked));
}

TEST_F(PresentTest, RefusesEachThingThatIsNotAsAskedFor) {
  options_.challenge = "another";
  EXPECT_EQ(shown(), "presentation_challenge");
  options_.challenge = "question";
  options_.audience = "shop";
  EXPECT_EQ(shown(), "presentation_audience");
  options_.audience = "bank";
  options_.at = Time{world_.genesis.time.ms + 100'001};
  EXPECT_EQ(shown(), "presentation_expired");
  options_.at.reset();
  EXPECT_EQ(shown(), "presentation_no_time");
  options_.at = world_.options().at;
  auto kept = proof_.presentation;
  proof_.presentation.reset();
  EXPECT_EQ(shown(), "presentation_missing");
  proof_.presentation = world_.presentation(proof_, "bob");
  EXPECT_EQ(shown(), "presentation_other_account");
  proof_.presentation = kept;
  proof_.presentation->auths[0] = world_.auth(proof_, *proof_.presentation, "bob");
  EXPECT_EQ(shown(), "presentation_policy");
  proof_.presentation->auths.clear();
  EXPECT_EQ(shown(), "presentation_policy");
  proof_.presentation = kept;
  proof_.presentation->auths.push_back(proof_.presentation->auths[0]);
  EXPECT_EQ(shown(), "presentation_signature");
  proof_.presentation = kept;
  proof_.presentation->not_after.ms += 1;
  EXPECT_EQ(shown(), "presentation_signature");
}

TEST_F(PresentTest, IsWorthNothingWithAnotherProof) {
  AssetId other = world_.put_asset(world_.certificate(PublicContent{content("other")}));
  ProofFile copied = world_.asset_proof(other);
  copied.presentation = proof_.presentation;
  EXPECT_EQ(outcome(copied, options_), "presentation_signature");
}

TEST_F(PresentTest, RefusesAFrozenOwnerAndASurplusSignature) {
  Policy two;
  two.threshold = 1;
  for (const char* name : {"alice", "bob"}) {
    two.entries.push_back(
        {0, to_bytes(secret_of(name).public_key().view()), 1, kScopeEverything, std::nullopt});
  }
  PolicyRecord record;
  record.policy = two;
  world_.put_policy("alice", record);
  proof_ = world_.asset_proof(asset_);
  proof_.presentation = world_.presentation(proof_, "alice");
  EXPECT_EQ(shown(), "ok");
  proof_.presentation->auths.push_back(world_.auth(proof_, *proof_.presentation, "bob"));
  auto& auths = proof_.presentation->auths;
  std::sort(auths.begin(), auths.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  EXPECT_EQ(shown(), "presentation_policy");
  record.freeze = Freeze{{}, Time{world_.genesis.time.ms + 1'000'000}, {}};
  world_.put_policy("alice", record);
  proof_ = world_.asset_proof(asset_);
  proof_.presentation = world_.presentation(proof_, "alice");
  EXPECT_EQ(shown(), "presentation_frozen");
}

// HAZARDS 13: a proof with any bit of its bytes changed is refused.
TEST_F(VerifyTest, RefusesEveryChangedCharacterOfTheFile) {
  std::string text = proof_to_json(world_.asset_proof(asset_));
  text.pop_back();
  size_t accepted = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    for (uint8_t bit = 0; bit < 7; ++bit) {
      std::string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
      auto read = proof_from_json(changed);
      if (!read) continue;
      // The last character of a byte string may hold bits that are refused, never bits that are
      // ignored.
      if (run(*read) == "ok") ++accepted;
    }
  }
  EXPECT_EQ(accepted, 0u);
}

TEST_F(VerifyTest, RefusesNodesDroppedDoubledOrSwapped) {
  ProofFile good = world_.asset_proof(asset_);
  auto& siblings = std::get<AssetEvidence>(good.evidence).asset.path.siblings;
  ASSERT_GE(siblings.size(), 2u);
  for (size_t i = 0; i < siblings.size(); ++i) {
    auto changed = [&](const std::function<void(std::vector<Hash256>&)>& change) {
      ProofFile bad = good;
      change(std::get<AssetEvidence>(bad.evidence).asset.path.siblings);
      return run(bad);
    };
    EXPECT_EQ(
        changed([&](auto& list) { list.erase(list.begin() + static_cast<std::ptrdiff_t>(i)); }),
        "state_mismatch");
    EXPECT_EQ(changed([&](auto& list) { list.insert(list.begin(), list[i]); }), "state_mismatch");
    EXPECT_EQ(changed([&](auto& list) { std::swap(list[i], list[(i + 1) % list.size()]); }),
              "state_mismatch");
  }
}

TEST(ProofTexts, HaveANameAndASentenceEach) {
  for (int i = 1; i <= static_cast<int>(ProofError::kPresentationFrozen); ++i) {
    EXPECT_NE(std::string(to_string(static_cast<ProofError>(i))), "unknown");
    EXPECT_GT(sentence(static_cast<ProofError>(i)).size(), 10u);
  }
  EXPECT_EQ(std::string(to_string(static_cast<ProofError>(200))), "unknown");
}

}  // namespace
}  // namespace freehold::proof
