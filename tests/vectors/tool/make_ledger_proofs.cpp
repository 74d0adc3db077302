// Proofs as the prover makes them from a real ledger with one validator.
#include "contracts/chain_testing.h"
#include "node/prover.h"
#include "proof/merkle.h"
#include "vectors/tool/case_builder.h"
#include "wallet/sign.h"

namespace freehold::vectors {

namespace {
namespace accounts = contracts::accounts;
namespace assets = contracts::assets;
using contracts::testing::action;
using contracts::testing::TestChain;

ContentHash content(std::string_view text) {
  return rename_bytes<ContentHash>(crypto::sha256(as_bytes(text)));
}

// The life of a few assets, and the proofs on the way.
class Town {
 public:
  Town() {
    expect(ledger().newest() != nullptr, "the ledger opens");
    for (uint8_t i = 0; i < 5; ++i) {
      proof::ItemContent item = proof::PublicContent{content("photo" + std::to_string(i))};
      if (i >= 3) {
        item = proof::PrivateContent{proof::commitment(
            k.view(), chain.alice.id(), content("photo" + std::to_string(i)))};
      }
      items.push_back({{}, item});
      items.back().salt.data()[0] = static_cast<uint8_t>(0x10 + i);
      leaves.push_back(crypto::leaf_hash(codec::bcs_encode(items.back())));
    }
  }

  chain::Ledger& ledger() { return chain.ledger(); }
  proof::Header header() { return ledger().newest()->header(); }
  node::Sealed sealed() { return {ledger().newest(), chain.seal_of(header())}; }
  void run(const contracts::testing::Person& actor, std::vector<proof::Action> actions,
           const std::string& outcome = "ok") {
    proof::SignedTx tx = chain.signed_by(actor, chain.body(actor, std::move(actions)));
    last = proof::tx_id(tx.body);
    std::string got = chain.run(tx);
    expect(got == outcome, "a transaction is " + got + ", not " + outcome);
  }
  AssetId certify(const proof::Content& what, const std::string& title = {}) {
    run(chain.alice, {action(assets::Call(assets::Certify{what, title, std::nullopt}))});
    return proof::asset_id(chain.alice.id(), what);
  }
  proof::ProofFile asset(const AssetId& id) {
    return good(node::Prover(ledger()).asset(sealed(), id));
  }
  proof::ProofFile item(size_t i) {
    return good(node::Prover(ledger()).item(
        sealed(), collection,
        {items[i].content, i, items[i].salt, proof::merkle_path(leaves, i)}));
  }
  proof::ProofFile absence(const ContentHash& hash) {
    return good(node::Prover(ledger()).absence(sealed(), hash));
  }
  proof::ProofFile transaction(const TxId& tx) {
    return good(node::Prover(ledger()).transaction(sealed(), tx));
  }
  // A minute after the newest block.
  CaseOptions options(const AnchorText& anchor) {
    CaseOptions out;
    out.anchor = anchor;
    out.at = Time{header().time.ms + 60'000};
    return out;
  }

  TestChain chain;
  Hash256 k = crypto::sha256(as_bytes("k"));
  std::vector<proof::CollectionLeaf> items;
  std::vector<Hash256> leaves;
  AssetId collection;
  TxId last;

 private:
  static proof::ProofFile good(node::ProveResult made) {
    expect(made.has_value(), made ? "" : std::string(to_string(made.error().error)) + " " +
                                             made.error().detail);
    return std::move(*made);
  }
};

CaseOptions with_file(CaseOptions options, const ContentHash& file) {
  options.file = file;
  return options;
}

void add_certificates(CaseBuilder& build, Town& town, const AnchorText& anchor) {
  AssetId deed = town.certify(proof::PublicContent{content("deed")}, "Grundst\u00fcck 7");
  proof::ProofFile proof = town.asset(deed);
  CaseOptions options = town.options(anchor);
  build.accept({"asset-public", "a public certificate, from the genesis document"}, proof, options);
  build.accept({"asset-public-file", "its file was brought along"}, proof,
               with_file(options, content("deed")));
  build.refuse({"file-mismatch", "another file was brought along"}, proof,
               with_file(options, content("another")), "file_mismatch");
  CaseOptions timeless = options;
  timeless.at.reset();
  build.accept({"asset-public-no-time", "no time is given"}, proof, timeless, {"no_time"});

  wallet::present(proof, town.chain.alice.id(),
                  {"bank", "question 1", Time{options.at->ms + 300'000}},
                  town.chain.alice.secret());
  CaseOptions asked = options;
  asked.challenge = "question 1";
  asked.audience = "bank";
  build.accept({"asset-public-presented", "its owner shows it and answers"}, proof, asked);

  AssetId diary = town.certify(proof::PrivateContent{
      proof::commitment(town.k.view(), town.chain.alice.id(), content("diary"))});
  proof = town.asset(diary);
  options = town.options(anchor);
  build.accept({"asset-private", "a private certificate that tells no file"}, proof, options,
               {"private_unopened"});
  build.refuse({"file-not-comparable-private", "and so none can be compared"}, proof,
               with_file(options, content("diary")), "file_not_comparable");
  std::get<proof::AssetEvidence>(proof.evidence).opening = {town.k, content("diary")};
  build.accept({"asset-private-opened", "a private certificate with its opening"}, proof,
               with_file(options, content("diary")));
  build.refuse({"file-mismatch-private", "opened, and another file was brought along"}, proof,
               with_file(options, content("deed")), "file_mismatch");
}

void add_collection(CaseBuilder& build, Town& town, const AnchorText& anchor) {
  town.collection =
      town.certify(proof::CollectionContent{proof::merkle_root(town.leaves), 5}, "photos");
  build.accept({"asset-collection", "a collection"}, town.asset(town.collection),
               town.options(anchor));
  build.refuse({"file-not-comparable-collection", "a file is not compared with a collection"},
               town.asset(town.collection), with_file(town.options(anchor), content("photo0")),
               "file_not_comparable");
  for (size_t i = 0; i < 3; ++i) {
    build.accept({"item-public-" + std::to_string(i), "a public item"}, town.item(i),
                 with_file(town.options(anchor), content("photo" + std::to_string(i))));
  }
  proof::ProofFile first = town.item(0);
  CaseOptions asked = town.options(anchor);
  asked.challenge = "which photo?";
  wallet::present(first, town.chain.alice.id(),
                  {"", *asked.challenge, Time{asked.at->ms + 300'000}},
                  town.chain.alice.secret());
  build.accept({"item-presented", "the collection's owner shows an item"}, first, asked);
  proof::ProofFile hidden = town.item(4);
  build.accept({"item-private", "a private item that tells no file"}, hidden, town.options(anchor),
               {"private_unopened"});
  std::get<proof::ItemEvidence>(hidden.evidence).opening = {town.k, content("photo4")};
  build.accept({"item-private-opened", "a private item with its opening"}, hidden,
               with_file(town.options(anchor), content("photo4")));

  for (size_t i : {size_t{1}, size_t{3}}) {
    assets::Extract extract;
    extract.collection = town.collection;
    extract.index = i;
    extract.salt = town.items[i].salt;
    extract.content = town.items[i].content;
    extract.path = proof::merkle_path(town.leaves, i);
    town.run(town.chain.alice, {action(assets::Call(extract))});
  }
  build.accept({"asset-extracted-public", "the certificate of an item that was extracted"},
               town.asset(proof::item_id(town.collection, town.items[1].content)),
               with_file(town.options(anchor), content("photo1")));
  build.accept({"asset-extracted-private", "the same of a private item"},
               town.asset(proof::item_id(town.collection, town.items[3].content)),
               town.options(anchor), {"private_unopened"});
  build.accept({"item-of-reduced-collection", "an item that stays, after two have left"},
               town.item(0), town.options(anchor));
}

void add_life(CaseBuilder& build, Town& town, const AnchorText& anchor) {
  AssetId car = town.certify(proof::PublicContent{content("car")});
  TxId certified = town.last;
  build.accept({"transaction-done", "in the newest block"}, town.transaction(certified),
               town.options(anchor));
  town.run(town.chain.alice,
           {action(assets::Call(
               assets::Certify{proof::PublicContent{content("car")}, {}, std::nullopt}))},
           "assets.already_certified");
  TxId failed = town.last;
  build.accept({"transaction-failed", "in the chain, and failed"}, town.transaction(failed),
               town.options(anchor), {"transaction_failed"});
  build.accept({"transaction-history", "in an older block, by the newest header's history"},
               town.transaction(certified), town.options(anchor));

  proof::TxBody sale = town.chain.body(
      town.chain.alice,
      {action(assets::Call(assets::Transfer{car, town.chain.bob.id()}), 0),
       action(accounts::Call(accounts::Pay{town.chain.alice.id(), Amount{1'000'000}}), 1)});
  sale.actors.push_back({town.chain.bob.id(), 0, town.chain.next_sequence(town.chain.bob.id())});
  proof::SignedTx tx{
      sale, {town.chain.alice.sign(sale, 0), town.chain.bob.sign(sale, 1)}, {}};
  expect(town.chain.run(tx) == "ok", "the sale");
  build.accept({"asset-transferred", "bought: another owns it than certified it"}, town.asset(car),
               town.options(anchor));
  build.accept({"transaction-two-actors", "the sale"}, town.transaction(proof::tx_id(sale)),
               town.options(anchor));

  AssetId old = town.certify(proof::PublicContent{content("old")});
  town.run(town.chain.alice, {action(assets::Call(assets::Retire{old}))});
  build.accept({"asset-retired", "a retired certificate"}, town.asset(old), town.options(anchor),
               {"retired"});
  proof::ProofFile to_other, to_nothing;
  for (int i = 0; !to_other.seal || !to_nothing.seal; ++i) {
    proof::ProofFile proof = town.absence(content("nobody's " + std::to_string(i)));
    bool other = std::get<proof::AbsenceEvidence>(proof.evidence).content.path.other.has_value();
    (other ? to_other : to_nothing) = proof;
  }
  build.accept({"absence-other", "the path ends in another leaf"}, to_other, town.options(anchor));
  build.accept({"absence-empty", "the path ends in an empty subtree"}, to_nothing,
               town.options(anchor));
  ContentHash nobody = std::get<proof::AbsenceStatement>(to_nothing.statement).content;
  build.accept({"absence-file", "and the file is compared"}, to_nothing,
               with_file(town.options(anchor), nobody));
  build.refuse({"absence-other-file", "and is another"}, to_nothing,
               with_file(town.options(anchor), content("car")), "file_mismatch");
  build.refuse({"file-not-comparable-transaction", "a transaction is of no file"},
               town.transaction(failed), with_file(town.options(anchor), content("car")),
               "file_not_comparable");
}

}  // namespace

void add_ledger_cases(CaseBuilder& build) {
  Town town;
  AnchorText anchor = build.genesis("one-validator", town.chain.genesis());
  add_certificates(build, town, anchor);
  add_collection(build, town, anchor);
  add_life(build, town, anchor);
}

}  // namespace freehold::vectors
