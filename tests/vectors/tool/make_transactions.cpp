// transactions.json: one transaction for each thing that can be done, and those of several signers.
#include "contracts/accounts/accounts.h"
#include "vectors/tool/generate.h"
#include "wallet/transactions.h"

namespace freehold::vectors {
namespace {

namespace accounts = contracts::accounts;
namespace assets = contracts::assets;

proof::Policy single(std::string_view name) {
  return proof::single_key_policy(secret_of(name).public_key().view());
}
AccountId account_of(std::string_view name) { return proof::account_id(single(name)); }
template <class T>
T digest_of(std::string_view text) {
  return rename_bytes<T>(crypto::sha256(as_bytes(text)));
}

class Builder {
 public:
  wallet::DraftContext context(std::string_view name, uint64_t sequence = 0) const {
    wallet::DraftContext out;
    out.chain = digest_of<ChainId>("chain");
    out.valid_until = Height{100'000};
    out.account = account_of(name);
    out.sequence = sequence;
    out.max_fee = Amount{20'000};
    return out;
  }
  void one(const std::string& name, std::vector<proof::Action> actions) {
    add(name, wallet::draft(context("alice", ++sequence_), std::move(actions)), {{0, "alice"}});
  }
  struct Signer {
    uint8_t place;
    std::string name;
  };
  void add(const std::string& name, proof::TxBody body, const std::vector<Signer>& signers,
           std::vector<Bytes> witnesses = {}) {
    TransactionVector out;
    out.name = name;
    for (const Bytes& witness : witnesses) {
      body.witness_hashes.push_back(proof::witness_hash(witness));
      out.witnesses.push_back({witness});
    }
    out.body = body;
    for (const proof::Action& action : body.actions) out.actions.push_back(readable(action));
    out.body_bytes = {codec::bcs_encode(body)};
    out.tx_id = hex(proof::tx_id(body));
    out.signed_tx = {body, {}, std::move(witnesses)};
    for (const Signer& signer : signers) {
      crypto::SecretKey key = secret_of(signer.name);
      out.signers.push_back({signer.place, hex(key.bytes())});
      wallet::add_signature(out.signed_tx, signer.place, key);
    }
    out.signed_bytes = {codec::bcs_encode(out.signed_tx)};
    all.transactions.push_back(std::move(out));
  }

  Transactions all;

 private:
  static ReadableAction readable(const proof::Action& action) {
    if (action.contract == accounts::kTag) {
      return {action.actor, std::string(accounts::kName),
              codec::to_json(*codec::bcs_decode<accounts::Call>(action.call))};
    }
    return {action.actor, std::string(assets::kName),
            codec::to_json(*codec::bcs_decode<assets::Call>(action.call))};
  }
  uint64_t sequence_ = 0;
};

void add_accounts(Builder& build) {
  using wallet::make_action;
  wallet::DraftContext opening = build.context("carol");
  opening.opening = single("carol");
  build.add("accounts open, one key", wallet::draft(opening, {}), {{0, "carol"}});
  build.add("accounts open and pay at once",
            wallet::draft(opening, {make_action(accounts::Pay{account_of("bob"), Amount{1}})}),
            {{0, "carol"}});

  // Of three keys one signs the opening, and the two others bring a proof of possession.
  proof::Policy shared = single("alice");
  for (const char* name : {"bob", "carol"}) {
    shared.entries.push_back(single(name).entries[0]);
    shared.entries.back().scopes = proof::kScopePay | proof::kScopeCertify;
    shared.entries.back().daily_limit = Amount{5'000'000};
  }
  wallet::DraftContext context = build.context("alice");
  context.account = proof::account_id(shared);
  accounts::Open open{shared, {}};
  Hash256 digest = accounts::key_possession_digest(context.chain, context.account,
                                                   proof::policy_hash(shared));
  open.key_proofs = {{1, to_bytes(secret_of("bob").sign(digest).view())},
                     {2, to_bytes(secret_of("carol").sign(digest).view())}};
  build.add("accounts open, three keys, two of them with a proof of possession",
            wallet::draft(context, {make_action(open)}), {{0, "alice"}});

  build.one("accounts pay", {make_action(accounts::Pay{account_of("bob"), Amount{1'500'000}})});
  build.one("accounts pay, the greatest amount",
            {make_action(accounts::Pay{account_of("bob"), Amount{UINT64_MAX}})});
  build.one("accounts admit", {make_action(accounts::Admit{account_of("carol")})});
}

void add_assets(Builder& build) {
  using wallet::make_action;
  auto certify = [](proof::Content content, std::string title = {}) {
    return make_action(assets::Certify{std::move(content), std::move(title), std::nullopt});
  };
  ContentHash file = digest_of<ContentHash>("file");
  Hash256 k = digest_of<Hash256>("k");
  AssetId asset = proof::asset_id(account_of("alice"), proof::PublicContent{file});
  build.one("assets certify, public", {certify(proof::PublicContent{file})});
  build.one("assets certify, public, with a title",
            {certify(proof::PublicContent{file}, "Grundst\u00fcck \u5730")});
  build.one("assets certify, private",
            {certify(proof::PrivateContent{
                proof::commitment(k.view(), account_of("alice"), file)})});
  build.one("assets certify, a collection",
            {certify(proof::CollectionContent{digest_of<Hash256>("root"), 1'000'000}, "photos")});
  build.one("assets certify, derived from another",
            {make_action(assets::Certify{proof::PublicContent{digest_of<ContentHash>("second")},
                                         "second edition", asset})});
  assets::Extract extract;
  extract.collection = digest_of<AssetId>("collection");
  extract.index = 5;
  extract.salt.data()[15] = 1;
  extract.content = proof::PublicContent{file};
  extract.path = {digest_of<Hash256>("a"), digest_of<Hash256>("b")};
  extract.title = "the fifth";
  build.one("assets extract, public", {make_action(extract)});
  extract.content = proof::PrivateContent{digest_of<Commitment>("commitment")};
  extract.path.clear();
  build.one("assets extract, private", {make_action(extract)});
  build.one("assets offer, public",
            {make_action(assets::Offer{asset, account_of("bob"), Amount{0}, Height{200}, {}})});
  build.one("assets offer, private",
            {make_action(assets::Offer{asset, account_of("bob"), Amount{2'000'000}, Height{200},
                                       {{digest_of<KeyHash>("key"), Bytes(81, 7)}}})});
  build.one("assets accept", {make_action(assets::Accept{asset, Amount{2'000'000},
                                                         digest_of<HistoryHash>("history")})});
  build.one("assets decline", {make_action(assets::Decline{asset})});
  build.one("assets cancel", {make_action(assets::Cancel{asset})});
  build.one("assets retire", {make_action(assets::Retire{asset})});
}

void add_several(Builder& build) {
  using wallet::make_action;
  ContentHash file = digest_of<ContentHash>("file");
  AssetId asset = proof::asset_id(account_of("alice"), proof::PublicContent{file});

  proof::TxBody sale =
      wallet::draft(build.context("alice"),
                    {make_action(assets::Transfer{asset, account_of("bob")}, 0),
                     make_action(accounts::Pay{account_of("alice"), Amount{9'000'000}}, 1)});
  sale.actors.push_back({account_of("bob"), 3, 41});
  build.add("assets transfer for a payment: two actors", sale, {{0, "alice"}, {1, "bob"}});

  proof::TxBody paid_by_other =
      wallet::draft(build.context("alice"), {make_action(assets::Retire{asset})});
  paid_by_other.payer = account_of("bob");
  build.add("the payer is no actor", paid_by_other, {{0, "alice"}, {1, "bob"}});

  proof::TxBody paid_by_second = sale;
  paid_by_second.payer = account_of("bob");
  build.add("the payer is the second actor", paid_by_second, {{0, "alice"}, {1, "bob"}});

  // An account of two keys: its auths ascend by key, in whatever order they were made.
  proof::Policy two;
  two.threshold = 2;
  for (const char* name : {"alice", "bob"}) two.entries.push_back(single(name).entries[0]);
  wallet::DraftContext context = build.context("alice", 7);
  context.account = proof::account_id(two);
  context.lane = 15;
  build.add("two keys of one account sign",
            wallet::draft(context, {make_action(assets::Retire{asset})}),
            {{0, "alice"}, {0, "bob"}});

  std::vector<proof::Action> many;
  for (int i = 0; i < 130; ++i) {
    many.push_back(make_action(assets::Decline{digest_of<AssetId>("asset" + std::to_string(i))}));
  }
  build.one("130 actions", many);

  proof::TxBody noted =
      wallet::draft(build.context("alice", UINT64_MAX - 1),
                    {make_action(accounts::Pay{account_of("bob"), Amount{1}})});
  noted.memo = to_bytes(as_bytes("rent, \u5730"));
  build.add("a memo and two witnesses", noted, {{0, "alice"}},
            {to_bytes(as_bytes("first witness")), Bytes(200, 0xab)});
}

}  // namespace

Transactions make_transactions() {
  Builder build;
  add_accounts(build);
  add_assets(build);
  add_several(build);
  return std::move(build.all);
}

}  // namespace freehold::vectors
