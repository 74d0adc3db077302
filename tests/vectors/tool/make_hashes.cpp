// hashes.json: digests, ids and the texts of ids.
#include "codec/base64url.h"
#include "contracts/accounts/accounts.h"
#include "crypto/tags.h"
#include "vectors/tool/generate.h"
#include "wallet/wallet.h"

namespace freehold::vectors {
namespace {

proof::PolicyEntry entry(std::string_view name, uint16_t weight, uint32_t scopes) {
  proof::PolicyEntry out;
  out.key = to_bytes(secret_of(name).public_key().view());
  out.weight = weight;
  out.scopes = scopes;
  return out;
}
proof::Policy single(std::string_view name) {
  return proof::single_key_policy(secret_of(name).public_key().view());
}
AccountId account_of(std::string_view name) { return proof::account_id(single(name)); }
template <class T>
T digest_of(std::string_view text) {
  return rename_bytes<T>(crypto::sha256(as_bytes(text)));
}

proof::Genesis genesis() {
  proof::Genesis out;
  out.name = "hashes";
  out.time = Time{1'700'000'000'000};
  out.parameters = {{"block_bytes_max", 1'000'000}, {"fee_per_byte", 0}};
  out.accounts = {{single("alice"), Amount{5'000'000}}, {single("bob"), Amount{0}}};
  out.members = {account_of("alice")};
  out.roles = {{proof::Role::kRegistrar, account_of("alice")},
               {proof::Role::kIssuer, account_of("bob")}};
  proof::Validator validator;
  validator.seal_key = secret_of("one").public_key();
  validator.power = 1000;
  out.validators.validators = {validator};
  return out;
}

proof::Header header(uint64_t height) {
  proof::Header out;
  out.chain = proof::chain_id(genesis());
  out.height = Height{height};
  out.time = Time{1'700'000'000'000 + height};
  out.tx_count = static_cast<uint32_t>(height);
  if (height > 0) out.previous = digest_of<HeaderHash>("previous");
  out.tx_root = digest_of<Hash256>("tx root");
  out.state_root = digest_of<Hash256>("state root");
  out.history_root = digest_of<Hash256>("history root");
  out.validators = digest_of<ValidatorSetHash>("validators");
  out.next_validators = digest_of<ValidatorSetHash>("next validators");
  return out;
}

void add_records(Hashes& out) {
  std::vector<proof::Policy> policies = {single("alice"), single("bob")};
  proof::Policy shared;
  shared.threshold = 2;
  shared.entries = {entry("alice", 1, proof::kScopeEverything), entry("bob", 1, 1),
                    entry("phone", 2, proof::kScopePay | proof::kScopeCertify)};
  shared.entries[2].daily_limit = Amount{25'000'000};
  policies.push_back(shared);
  for (const proof::Policy& policy : policies) {
    AccountId id = proof::account_id(policy);
    out.policies.push_back(
        {policy, hex(proof::policy_hash(policy)), hex(id), codec::account_to_text(id)});
  }
  for (const char* name : {"treasury", "", "escrow"}) {
    AccountId id = proof::named_account(name);
    out.named_accounts.push_back({name, hex(id), codec::account_to_text(id)});
  }
  for (const char* name : {"alice", "bob"}) {
    Bytes key = to_bytes(secret_of(name).public_key().view());
    out.keys.push_back({0, {key}, hex(crypto::key_hash(0, key))});
  }
  out.genesis = {{genesis(), hex(proof::chain_id(genesis()))}};
  for (uint64_t height : {0, 1, 70'000}) {
    HeaderHash hash = proof::header_hash(header(height));
    out.headers.push_back({header(height), hex(hash), hex(proof::seal_digest(hash))});
  }
  proof::ValidatorSet set = genesis().validators;
  out.validator_sets.push_back({set, hex(proof::validator_set_hash(set))});
  set.validators[0].engine_key = {1, 2, 3};
  set.validators[0].power = 999;
  out.validator_sets.push_back({set, hex(proof::validator_set_hash(set))});
  for (const char* text : {"", "a bulky witness"}) {
    out.witnesses.push_back({hex(as_bytes(text)), hex(proof::witness_hash(as_bytes(text)))});
  }
}

void add_assets(Hashes& out) {
  AccountId alice = account_of("alice");
  proof::PublicContent open{digest_of<ContentHash>("file")};
  Hash256 k = digest_of<Hash256>("k");
  Commitment hidden = proof::commitment(k.view(), alice, open.hash);
  out.commitments.push_back({hex(k), alice, open.hash, hex(hidden)});
  out.commitments.push_back(
      {hex(k), account_of("bob"), open.hash,
       hex(proof::commitment(k.view(), account_of("bob"), open.hash))});
  proof::Content contents[] = {open, proof::PrivateContent{hidden},
                               proof::CollectionContent{digest_of<Hash256>("root"), 3},
                               // The id of a collection is that of its root, whatever its count.
                               proof::CollectionContent{digest_of<Hash256>("root"), 4}};
  for (const proof::Content& content : contents) {
    out.certificates.push_back({alice, content, hex(proof::asset_id(alice, content))});
  }
  AssetId collection = proof::asset_id(alice, contents[2]);
  proof::ItemContent items[] = {open, proof::PrivateContent{hidden}};
  for (const proof::ItemContent& content : items) {
    out.items.push_back({collection, content, hex(proof::item_id(collection, content))});
    proof::CollectionLeaf leaf{{}, content};
    leaf.salt.data()[0] = 7;
    out.leaves.push_back({"CollectionLeaf", codec::to_json(leaf),
                          hex(crypto::leaf_hash(codec::bcs_encode(leaf)))});
  }
  for (uint32_t code : {0, 2001}) {
    proof::TxLeaf leaf{digest_of<TxId>("tx"), {code, static_cast<uint16_t>(code != 0), Amount{17}}};
    out.leaves.push_back(
        {"TxLeaf", codec::to_json(leaf), hex(crypto::leaf_hash(codec::bcs_encode(leaf)))});
  }
  HistoryHash history;
  for (uint64_t i = 1; i <= 3; ++i) {
    proof::Event event;
    event.kind = i == 1   ? proof::EventKind::kCertified
                 : i == 2 ? proof::EventKind::kTransferred
                          : proof::EventKind::kRetired;
    event.height = Height{i};
    event.time = Time{1'700'000'000'000 + i};
    event.tx = digest_of<TxId>("tx" + std::to_string(i));
    if (i > 1) event.from = proof::AccountOwner{alice};
    if (i < 3) event.to = proof::AccountOwner{i == 1 ? alice : account_of("bob")};
    HistoryHash next = proof::history_after(history, event);
    out.history.push_back({history, event, hex(next)});
    history = next;
  }
}

void add_statements(Hashes& out) {
  ChainId chain = proof::chain_id(genesis());
  proof::PublicContent content{digest_of<ContentHash>("file")};
  proof::Statement statements[] = {
      proof::AssetStatement{digest_of<AssetId>("asset")},
      proof::ItemStatement{digest_of<AssetId>("asset"), content},
      proof::AbsenceStatement{content.hash}, proof::TransactionStatement{digest_of<TxId>("tx")}};
  for (const proof::Statement& statement : statements) {
    StatementHash hash = proof::statement_hash(chain, statement);
    out.statements.push_back({chain, statement, hex(hash)});
    proof::Presentation shown;
    shown.account = account_of("alice");
    if (statement.index() > 0) shown.audience = "bank.example";
    shown.challenge = "question " + std::to_string(statement.index());
    shown.not_after = Time{1'800'000'000'000};
    HeaderHash at = proof::header_hash(header(1));
    out.presentations.push_back(
        {chain, hash, at, shown, hex(proof::presentation_digest(chain, hash, at, shown))});
  }
  PolicyHash policy = proof::policy_hash(single("alice"));
  out.key_possessions.push_back(
      {chain, account_of("alice"), policy,
       hex(contracts::accounts::key_possession_digest(chain, account_of("alice"), policy))});
}

void add_state_keys(Hashes& out) {
  auto add = [&](std::string record, Bytes key) {
    Bytes id(key.begin() + 1, key.end());
    out.state_keys.push_back({std::move(record), {id}, {key}, hex(crypto::sha256(key))});
  };
  AccountId alice = account_of("alice");
  add("AccountRecord", proof::account_key(alice));
  add("PolicyRecord", proof::policy_key(alice));
  add("KeyRecord", proof::key_key(digest_of<KeyHash>("key")));
  add("ParameterRecord", proof::parameter_key("fee_per_byte"));
  add("RoleRecord", proof::role_key(proof::Role::kIssuer, alice));
  add("SupplyRecord", proof::supply_key());
  add("ValidatorSet", proof::validators_key());
  add("MembersRecord", proof::members_key());
  add("AssetRecord", proof::asset_key(digest_of<AssetId>("asset")));
  add("ContentRecord", proof::content_key(digest_of<ContentHash>("file")));
  add("OfferRecord", proof::offer_key(digest_of<AssetId>("asset")));
}

void add_addresses(Hashes& out) {
  AccountId alice = account_of("alice");
  std::string good = codec::account_to_text(alice);
  auto add = [&](const std::string& text, std::string_view error) {
    auto read = codec::account_from_text(text);
    expect(read ? error.empty() : error == to_string(read.error()), "address " + text);
    Address address{text, std::nullopt, std::nullopt};
    if (read) address.account = hex(*read);
    if (!read) address.error = std::string(error);
    out.addresses.push_back(std::move(address));
  };
  auto upper = [](std::string text) {
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text;
  };
  add(good, "");
  add(upper(good), "");
  add(codec::account_to_text(AccountId()), "");
  add(codec::account_to_text(proof::named_account("treasury")), "");
  std::string changed = good;
  changed[10] = changed[10] == 'q' ? 'p' : 'q';
  add(changed, "bad_checksum");
  changed = good;
  std::swap(changed[20], changed[21]);
  if (changed != good) add(changed, "bad_checksum");
  changed = good;
  changed[5] = upper(good.substr(5, 1))[0];
  if (changed == good) changed[6] = upper(good.substr(6, 1))[0];
  if (changed == good) changed[7] = upper(good.substr(7, 1))[0];
  add(changed, "mixed_case");
  add(good + " ", "bad_character");
  changed = good;
  changed[30] = 'b';
  add(changed, "bad_character");
  add(std::string(91, 'q'), "too_long");
  add("qqqqqqqq", "no_separator");
  add("1qqqqqqq", "no_separator");
  add("", "no_separator");
  add("fh1qqqqq", "too_short");
  add(codec::bech32m_from_bytes32("xx", alice.array()), "wrong_prefix");
  add("a1lqfn3a", "wrong_prefix");  // an example of BIP-350
  Bytes groups = codec::bech32m_decode(good)->groups;
  Bytes shorter(groups.begin(), groups.end() - 1);
  add(codec::bech32m_encode("fh", shorter), "wrong_length");
  Bytes longer = groups;
  longer.push_back(0);
  add(codec::bech32m_encode("fh", longer), "wrong_length");
  Bytes padded = groups;
  padded.back() |= 1;
  add(codec::bech32m_encode("fh", padded), "bad_padding");
  // An example of BIP-173: the checksum of bech32 without the m.
  add("A12UEL5L", "bad_checksum");
}

void add_base64url(Hashes& out) {
  for (std::string_view text : {"", "\xff", "\xff\xee", "\xff\xee\xdd", "foobar", "\xfb\xff\xbf"}) {
    std::string encoded = codec::base64url_encode(as_bytes(text));
    out.base64url.push_back({encoded, hex(as_bytes(text))});
  }
  // Padding, blanks, the other alphabet, a length no bytes have, unused bits that are not zero.
  for (const char* text : {"AA==", "AA=", "AAA=", "A A", "AA\n", "+/8", "-_8\u00e9", "A", "AAAAA",
                           "AB", "AAB", "_x", "AA.", "QUJD RA"}) {
    expect(!codec::base64url_decode(text), std::string("base64url ") + text);
    out.base64url.push_back({text, std::nullopt});
  }
}

}  // namespace

Hashes make_hashes() {
  Hashes out;
  for (size_t i = 0; i < static_cast<size_t>(crypto::Tag::kCount); ++i) {
    auto tag = static_cast<crypto::Tag>(i);
    for (std::string_view data : {"", "freehold"}) {
      out.tags.push_back({std::string(crypto::text_of(tag)), hex(as_bytes(data)),
                          hex(crypto::tagged_hash(tag, as_bytes(data)))});
    }
  }
  for (size_t size : {0, 1, 55, 56, 63, 64, 65, 119, 1000}) {
    Bytes data(size, 0x61);
    out.sha256.push_back({{data}, hex(crypto::sha256(data))});
  }
  add_records(out);
  add_assets(out);
  add_statements(out);
  add_state_keys(out);
  add_addresses(out);
  for (const char* name : {"alice", "bob", "one"}) {
    crypto::PublicKey key = secret_of(name).public_key();
    out.did_keys.push_back({hex(key), wallet::did_key(key)});
  }
  add_base64url(out);
  return out;
}

}  // namespace freehold::vectors
