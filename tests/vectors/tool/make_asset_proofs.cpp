// Statements about a state of any content, sealed by four validators: what a verdict names, and
// what is refused.
#include "proof/proof_testing.h"
#include "vectors/tool/case_builder.h"

namespace freehold::vectors {
namespace {

using proof::testing::account_of;
using proof::testing::policy_of;
using proof::testing::World;

ContentHash content(std::string_view text) {
  return rename_bytes<ContentHash>(crypto::sha256(as_bytes(text)));
}

class AssetCases {
 public:
  explicit AssetCases(CaseBuilder& build) : build_(build) {
    options_.anchor = build.genesis("four-validators", world_.genesis);
    options_.at = Time{world_.genesis.time.ms + 60'000};
    asset_ = world_.put_asset(world_.certificate(proof::PublicContent{content("file")}));
    later_ = Time{world_.header().time.ms + 1};
    now_ = world_.header().time;
  }

  void run() {
    records();
    policies();
    both();
    refused_records();
    refused_owner();
    openings();
    items();
    absences();
    transactions();
  }

 private:
  using Change = std::function<void(proof::AssetRecord&)>;

  proof::ProofFile with(const Change& change) {
    proof::AssetRecord record = world_.certificate(proof::PublicContent{content("file")});
    change(record);
    world_.put_asset(record);
    return world_.asset_proof(asset_);
  }
  void restore() {
    with([](proof::AssetRecord&) {});
    world_.open_account("alice");
  }
  proof::ProofFile with_policy(const std::function<void(proof::PolicyRecord&)>& change) {
    proof::PolicyRecord record;
    record.policy = policy_of("alice");
    change(record);
    world_.put_policy("alice", record);
    return world_.asset_proof(asset_);
  }

  void records() {
    using proof::AssetRecord;
    build_.accept({"four-validators", "a certificate, sealed by three of four"},
                  world_.asset_proof(asset_), options_);
    build_.accept({"retired", "retired"}, with([](AssetRecord& r) { r.retired.emplace(); }),
                  options_, {"retired"});
    build_.accept({"disputed", "a dispute that ends a millisecond after the header"},
                  with([&](AssetRecord& r) {
                    r.dispute = proof::Dispute{account_of("bob"), false, {}, later_, {}};
                  }),
                  options_, {"disputed"});
    build_.accept({"dispute-over", "a dispute that ends at the header's time"},
                  with([&](AssetRecord& r) {
                    r.dispute = proof::Dispute{account_of("bob"), true, {}, now_, {}};
                  }),
                  options_);
    build_.accept({"contested", "a dispute was upheld"},
                  with([](AssetRecord& r) { r.contested = true; }), options_, {"contested"});
    proof::ProofFile split = with([](AssetRecord& r) { r.owner = proof::SplitOwner{}; });
    std::get<proof::AssetEvidence>(split.evidence).owner_policy.reset();
    build_.accept({"owned-by-split", "co-owners"}, split, options_, {"owned_by_split"});
    restore();
    AssetId unopened = world_.put_asset(
        world_.certificate(proof::PublicContent{content("unopened")}, "nobody yet"));
    build_.accept({"owner-unopened", "owned by an address that was not opened"},
                  world_.asset_proof(unopened, "nobody yet"), options_, {"owner_unopened"});
  }

  void policies() {
    using proof::PolicyRecord;
    auto waits = [&](Time effective) {
      return [effective](PolicyRecord& r) {
        r.pending_policy = proof::PendingPolicy{policy_of("new"), {}, effective};
      };
    };
    build_.accept({"policy-pending", "a change of keys that holds a millisecond later"},
                  with_policy(waits(later_)), options_, {"owner_policy_pending"});
    build_.accept({"policy-matured", "a change of keys that holds since the header's time"},
                  with_policy(waits(now_)), options_);
    auto guardians = [&](Time effective) {
      return [effective](PolicyRecord& r) {
        r.pending_guardians = proof::PendingGuardians{{{account_of("g")}, 1}, {}, effective};
      };
    };
    build_.accept({"guardians-pending", "a change of guardians that holds a millisecond later"},
                  with_policy(guardians(later_)), options_, {"owner_guardians_pending"});
    build_.accept({"guardians-matured", "a change of guardians that holds"},
                  with_policy(guardians(now_)), options_);
    auto freeze = [&](Time until) {
      return [until](PolicyRecord& r) {
        r.freeze = proof::Freeze{account_of("g"), until, Time{until.ms + 1'000'000}};
      };
    };
    build_.accept({"frozen", "frozen for a millisecond more"}, with_policy(freeze(later_)),
                  options_, {"owner_frozen"});
    build_.accept({"freeze-over", "frozen until the header's time"}, with_policy(freeze(now_)),
                  options_);
    auto recovery = [&](std::optional<proof::RecoveryCompletion> completion) {
      return [completion](PolicyRecord& r) {
        r.guardians = {{account_of("g")}, 1};
        r.recovery = proof::Recovery{policy_of("found"), {}, {account_of("g")}, completion};
      };
    };
    build_.accept({"recovery-open", "a recovery that lacks approvals"},
                  with_policy(recovery(std::nullopt)), options_, {"owner_recovery"});
    build_.accept({"recovery-waits", "a completed recovery that waits freezes the owner"},
                  with_policy(recovery(proof::RecoveryCompletion{Time{1}, later_})), options_,
                  {"owner_frozen", "owner_recovery"});
    build_.accept({"recovery-matured", "a recovery that took effect"},
                  with_policy(recovery(proof::RecoveryCompletion{Time{1}, now_})), options_);
    restore();
  }

  void both() {
    with_policy([&](proof::PolicyRecord& r) {
      r.guardians = {{account_of("g")}, 1};
      r.pending_policy = proof::PendingPolicy{policy_of("new"), {}, later_};
      r.pending_guardians = proof::PendingGuardians{{}, {}, later_};
      r.recovery = proof::Recovery{policy_of("found"), {}, {}, std::nullopt};
      r.freeze = proof::Freeze{account_of("g"), later_, later_};
    });
    proof::AssetRecord record =
        world_.certificate(proof::PrivateContent{rename_bytes<Commitment>(content("hidden"))});
    record.retired.emplace();
    record.contested = true;
    record.dispute = proof::Dispute{account_of("bob"), false, {}, later_, {}};
    CaseOptions timeless = options_;
    timeless.at.reset();
    build_.accept({"notices-in-order", "all that can be said of one asset at once"},
                  world_.asset_proof(world_.put_asset(record)), timeless,
                  {"no_time", "owner_frozen", "owner_policy_pending", "owner_guardians_pending",
                   "owner_recovery", "private_unopened", "retired", "disputed", "contested"});
    restore();
  }

  void refuse(const std::string& name, const std::string& about, const proof::ProofFile& proof,
              const std::string& error) {
    build_.refuse({name, about}, proof, options_, error);
  }

  void refused_records() {
    proof::ProofFile proof = world_.asset_proof(asset_);
    std::get<proof::AssetEvidence>(proof.evidence).asset.path.siblings[0].data()[0] ^= 1;
    refuse("state-mismatch-sibling", "a bit of a sibling is another", proof, "state_mismatch");
    proof = world_.asset_proof(asset_);
    std::get<proof::AssetEvidence>(proof.evidence).asset.path.siblings.pop_back();
    refuse("state-mismatch-dropped", "a sibling is left out", proof, "state_mismatch");
    proof = world_.asset_proof(asset_);
    auto& value = *std::get<proof::AssetEvidence>(proof.evidence).asset.value;
    value.back() ^= 1;
    refuse("state-mismatch-value", "another record than the state's", proof, "state_mismatch");
    proof = world_.asset_proof(asset_);
    auto& policy = *std::get<proof::AssetEvidence>(proof.evidence).owner_policy;
    policy.value->at(1) ^= 1;
    refuse("state-mismatch-policy", "another policy than the state's", proof, "state_mismatch");
    AssetId other = world_.put_asset(world_.certificate(proof::PublicContent{content("other")}));
    proof = world_.asset_proof(asset_);
    proof.statement = proof::AssetStatement{other};
    refuse("state-mismatch-key", "the record of another key", proof, "state_mismatch");

    AssetId missing = rename_bytes<AssetId>(content("missing"));
    refuse("record-missing", "the state holds no such asset", world_.asset_proof(missing),
           "record_missing");
    Bytes key = proof::asset_key(missing);
    proof::AssetRecord record = world_.certificate(proof::PublicContent{content("other")});
    world_.state.put(key, codec::bcs_encode(record));
    refuse("record-other", "under the asset's key, the record of another",
           world_.asset_proof(missing), "record_other");
    record.origin = proof::Origin{rename_bytes<AssetId>(content("elsewhere")), 1};
    world_.state.put(key, codec::bcs_encode(record));
    refuse("record-other-origin", "an item of another collection", world_.asset_proof(missing),
           "record_other");
    record.content = proof::CollectionContent{Hash256(), 3};
    world_.state.put(key, codec::bcs_encode(record));
    refuse("record-other-collection", "a collection is no item", world_.asset_proof(missing),
           "record_other");
    world_.state.put(key, Bytes{9, 9, 9});
    refuse("record-unreadable", "no record at all", world_.asset_proof(missing),
           "record_unreadable");
    record = world_.certificate(proof::PublicContent{content("later")});
    AssetId later = world_.put_asset(record);
    Bytes bytes = codec::bcs_encode(record);
    bytes.push_back(0);
    world_.state.put(proof::asset_key(later), bytes);
    refuse("record-unreadable-trailing", "a record with a byte more", world_.asset_proof(later),
           "record_unreadable");
    record.version = 2;
    world_.put_asset(record);
    refuse("record-unreadable-version", "a record of version 2", world_.asset_proof(later),
           "record_unreadable");
    refuse("record-unreadable-policy", "the owner's policy record of version 2",
           with_policy([](proof::PolicyRecord& r) { r.version = 2; }), "record_unreadable");
    restore();
  }

  void refused_owner() {
    proof::ProofFile proof = world_.asset_proof(asset_);
    std::get<proof::AssetEvidence>(proof.evidence).owner_policy.reset();
    refuse("owner-policy-missing", "an account owns, and its policy is not shown", proof,
           "owner_policy_missing");
    refuse("owner-policy-of-split", "a split owns, and a policy is shown",
           with([](proof::AssetRecord& r) { r.owner = proof::SplitOwner{}; }),
           "owner_policy_missing");
    restore();
    world_.open_account("bob");
    proof = world_.asset_proof(asset_, "bob");
    refuse("owner-policy-of-another", "the policy of another account", proof, "state_mismatch");
  }

  void openings() {
    Hash256 k = crypto::sha256(as_bytes("k"));
    AssetId hidden = world_.put_asset(world_.certificate(proof::PrivateContent{
        proof::commitment(k.view(), account_of("alice"), content("secret"))}));
    auto opened = [&](const AssetId& asset, const Hash256& by, std::string_view file) {
      proof::ProofFile proof = world_.asset_proof(asset);
      std::get<proof::AssetEvidence>(proof.evidence).opening = {by, content(file)};
      return proof;
    };
    build_.accept({"opening", "a private certificate of which the file is told"},
                  opened(hidden, k, "secret"), options_);
    refuse("opening-mismatch-file", "another file", opened(hidden, k, "other"),
           "opening_mismatch");
    refuse("opening-mismatch-k", "another k", opened(hidden, Hash256(), "secret"),
           "opening_mismatch");
    refuse("opening-mismatch-public", "a public certificate has none", opened(asset_, k, "file"),
           "opening_mismatch");
    AssetId collection =
        world_.put_asset(world_.certificate(proof::CollectionContent{Hash256(), 1}));
    refuse("opening-mismatch-collection", "nor has a collection",
           opened(collection, k, "file"), "opening_mismatch");
    // The commitment names who certified: one that was made for another account does not fit.
    AssetId copied = world_.put_asset(world_.certificate(proof::PrivateContent{
        proof::commitment(k.view(), account_of("bob"), content("secret"))}));
    refuse("opening-mismatch-certifier", "a commitment copied from another account",
           opened(copied, k, "secret"), "opening_mismatch");
  }

  void items() {
    std::vector<Hash256> leaves;
    std::vector<proof::CollectionLeaf> items;
    for (uint8_t i = 0; i < 5; ++i) {
      items.push_back({{}, proof::PublicContent{content("item" + std::to_string(i))}});
      items.back().salt.data()[0] = i;
      leaves.push_back(crypto::leaf_hash(codec::bcs_encode(items.back())));
    }
    AssetId collection = world_.put_asset(
        world_.certificate(proof::CollectionContent{proof::merkle_root(leaves), 5}));
    auto item_proof = [&](size_t i) {
      proof::ItemEvidence evidence;
      evidence.collection = world_.state.prove(proof::asset_key(collection));
      evidence.extracted =
          world_.state.prove(proof::asset_key(proof::item_id(collection, items[i].content)));
      evidence.owner_policy = world_.state.prove(proof::policy_key(account_of("alice")));
      evidence.index = i;
      evidence.salt = items[i].salt;
      evidence.path = proof::merkle_path(leaves, i);
      return world_.sealed(proof::ItemStatement{collection, items[i].content}, evidence,
                           world_.header());
    };
    auto changed = [&](const std::function<void(proof::ItemEvidence&)>& change) {
      proof::ProofFile proof = item_proof(2);
      change(std::get<proof::ItemEvidence>(proof.evidence));
      return proof;
    };
    using proof::ItemEvidence;
    build_.accept({"item", "an item of a collection"}, item_proof(2), options_);
    refuse("item-owner-policy-missing",
           "an account owns the collection, and its policy is not shown",
           changed([](ItemEvidence& e) { e.owner_policy.reset(); }), "owner_policy_missing");
    refuse("item-mismatch-index", "at another place",
           changed([](ItemEvidence& e) { e.index = 3; }), "item_mismatch");
    refuse("item-mismatch-past-end", "past the end",
           changed([](ItemEvidence& e) { e.index = 5; }), "item_mismatch");
    refuse("item-mismatch-salt", "with another salt",
           changed([](ItemEvidence& e) { e.salt.data()[0] ^= 1; }), "item_mismatch");
    refuse("item-mismatch-path", "with a path that is longer",
           changed([](ItemEvidence& e) { e.path.push_back(Hash256()); }), "item_mismatch");
    refuse("opening-mismatch-item", "an opening of a public item", changed([](ItemEvidence& e) {
             e.opening = proof::Opening{{}, content("item2")};
           }),
           "opening_mismatch");
    refuse("state-mismatch-extracted", "the absence of the item's certificate is not shown",
           changed([&](ItemEvidence& e) { e.extracted.path.siblings[0].data()[3] ^= 1; }),
           "state_mismatch");
    proof::ProofFile proof = item_proof(1);
    proof.statement = proof::ItemStatement{asset_, items[1].content};
    std::get<ItemEvidence>(proof.evidence).collection =
        world_.state.prove(proof::asset_key(asset_));
    refuse("not-a-collection", "an item of a single certificate", proof, "not_a_collection");

    proof::AssetRecord left = world_.certificate(proof::PublicContent{content("item2")});
    left.origin = proof::Origin{collection, 1};
    world_.state.put(proof::asset_key(proof::item_id(collection, items[2].content)),
                     codec::bcs_encode(left));
    refuse("extracted", "the item has a certificate of its own", item_proof(2), "extracted");
    proof::AssetRecord retired = world_.certificate(
        proof::CollectionContent{proof::merkle_root(leaves), 5});
    proof::AssetRecord shared = retired;
    shared.owner = proof::SplitOwner{};
    world_.put_asset(shared);
    proof::ProofFile split = item_proof(3);
    std::get<ItemEvidence>(split.evidence).owner_policy.reset();
    build_.accept({"item-of-split", "co-owners own the collection"}, split, options_,
                  {"owned_by_split"});
    retired.retired.emplace();
    world_.put_asset(retired);
    build_.accept({"item-of-retired-collection", "the notices are the collection's"},
                  item_proof(3), options_, {"retired"});
  }

  void absences() {
    auto absence = [&](const ContentHash& hash) {
      proof::AbsenceEvidence evidence{world_.state.prove(proof::content_key(hash))};
      return world_.sealed(proof::AbsenceStatement{hash}, evidence, world_.header());
    };
    world_.state.put(proof::content_key(content("here")),
                     codec::bcs_encode(proof::ContentRecord{}));
    build_.accept({"absence", "no public single certificate"}, absence(content("none")), options_);
    refuse("present", "there is one", absence(content("here")), "present");
    proof::ProofFile forged = absence(content("here"));
    std::get<proof::AbsenceEvidence>(forged.evidence).content.value.reset();
    refuse("absence-forged-empty", "its leaf left out", forged, "state_mismatch");
    forged = absence(content("none"));
    forged.statement = proof::AbsenceStatement{content("here")};
    refuse("absence-forged-path", "the path of another key", forged, "state_mismatch");
    forged = absence(content("here"));
    auto& entry = std::get<proof::AbsenceEvidence>(forged.evidence).content;
    entry.path.other = proof::OtherLeaf{crypto::sha256(proof::content_key(content("here"))),
                                        crypto::sha256(*entry.value)};
    entry.value.reset();
    refuse("absence-forged-other", "its own leaf given as another", forged, "state_mismatch");
  }

  void transactions() {
    std::vector<proof::TxBody> bodies(3);
    std::vector<Hash256> leaves;
    for (size_t i = 0; i < 3; ++i) {
      bodies[i].chain = proof::chain_id(world_.genesis);
      bodies[i].payer = account_of("alice");
      bodies[i].max_fee = Amount{i};
    }
    bodies[2].chain = ChainId();
    for (const proof::TxBody& body : bodies) {
      leaves.push_back(
          crypto::leaf_hash(codec::bcs_encode(proof::TxLeaf{proof::tx_id(body), {}})));
    }
    proof::TxBody later = bodies[0];
    later.version = 2;
    leaves.push_back(
        crypto::leaf_hash(codec::bcs_encode(proof::TxLeaf{proof::tx_id(later), {}})));
    bodies.push_back(later);
    world_.tx_root = proof::merkle_root(leaves);
    world_.tx_count = 4;
    auto tx_proof = [&](size_t i) {
      proof::TransactionEvidence evidence;
      evidence.body = codec::bcs_encode(bodies[i]);
      evidence.index = static_cast<uint32_t>(i);
      evidence.path = proof::merkle_path(leaves, i);
      return world_.sealed(proof::TransactionStatement{proof::tx_id(bodies[i])}, evidence,
                           world_.header());
    };
    auto changed = [&](const std::function<void(proof::TransactionEvidence&)>& change) {
      proof::ProofFile proof = tx_proof(1);
      change(std::get<proof::TransactionEvidence>(proof.evidence));
      return proof;
    };
    using proof::TransactionEvidence;
    build_.accept({"transaction", "a transaction of four in its block"}, tx_proof(1), options_);
    refuse("transaction-mismatch-result", "with another result",
           changed([](TransactionEvidence& e) { e.result.code = 1; }), "transaction_mismatch");
    refuse("transaction-mismatch-fee", "with another fee",
           changed([](TransactionEvidence& e) { e.result.fee.micro = 1; }),
           "transaction_mismatch");
    refuse("transaction-mismatch-index", "at another place",
           changed([](TransactionEvidence& e) { e.index = 0; }), "transaction_mismatch");
    refuse("transaction-mismatch-path", "with a path cut short",
           changed([](TransactionEvidence& e) { e.path.pop_back(); }), "transaction_mismatch");
    refuse("transaction-body-other", "the body of another transaction",
           changed([&](TransactionEvidence& e) { e.body = codec::bcs_encode(bodies[0]); }),
           "record_other");
    refuse("transaction-body-version", "a body of version 2", tx_proof(3), "record_unreadable");
    refuse("transaction-other-chain", "a body of another chain", tx_proof(2), "other_chain");
    proof::ProofFile proof = tx_proof(1);
    auto& body = std::get<TransactionEvidence>(proof.evidence).body;
    body.push_back(0);
    proof.statement = proof::TransactionStatement{proof::tx_id_of_bytes(body)};
    refuse("transaction-body-trailing", "a body with a byte more", proof, "record_unreadable");
  }

  CaseBuilder& build_;
  World world_;
  CaseOptions options_;
  AssetId asset_;
  Time now_, later_;
};

}  // namespace

void add_asset_cases(CaseBuilder& build) { AssetCases(build).run(); }

}  // namespace freehold::vectors
