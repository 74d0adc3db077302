#include "differential/random_world.h"

#include <algorithm>

namespace freehold::differential {

using namespace freehold::proof;  // NOLINT: every name here is of that room
using testing::account_of;
using testing::secret_of;

RandomWorld::RandomWorld(uint64_t seed)
    : chance_(seed), k_(chance_.id<Hash256>()), first_(random_sealers()) {
  // A document that is none cannot be an anchor.
  while (!check_validator_set(first_.set)) first_ = random_sealers();
  genesis_.validators = first_.set;
  genesis_.name = "random";
  genesis_.time = Time{now_.ms - chance_.below(100'000'000)};
  uint64_t fillers = chance_.below(40);
  for (uint64_t i = 0; i < fillers; ++i) state_.put(chance_.bytes(chance_.between(1, 40)), {1, 2});
  for (int i = 0; i < 4; ++i) {
    std::string name = "person " + std::to_string(i);
    if (chance_.one_in(12)) continue;  // an address that nobody has opened
    PolicyRecord record = random_policy_record(name);
    state_.put(policy_key(account_of(name)), maybe_damaged(codec::bcs_encode(record)));
  }
}

Time RandomWorld::near(int64_t spread) {
  auto offset = static_cast<int64_t>(chance_.below(static_cast<uint64_t>(2 * spread))) - spread;
  if (chance_.one_in(6)) offset = 0;
  return Time{now_.ms + static_cast<uint64_t>(offset)};
}

Policy RandomWorld::random_policy(const std::string& name) {
  Policy out;
  uint64_t count = chance_.one_in(2) ? 1 : chance_.between(1, 4);
  for (uint64_t i = 0; i < count; ++i) {
    std::string key = name + " key " + std::to_string(chance_.below(6));
    std::vector<std::string>& keys = keys_[account_of(name)];
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(key);
    PolicyEntry entry{0, to_bytes(secret_of(key).public_key().view()),
                      static_cast<uint16_t>(chance_.between(1, 3)), kScopeEverything, std::nullopt};
    if (chance_.one_in(4)) entry.scopes = static_cast<uint32_t>(chance_.between(1, 511));
    if (chance_.one_in(4)) entry.daily_limit = Amount{chance_.number()};
    out.entries.push_back(entry);
  }
  out.threshold = static_cast<uint32_t>(chance_.between(1, 2));
  return out;
}

PolicyRecord RandomWorld::random_policy_record(const std::string& name) {
  PolicyRecord out;
  out.epoch = chance_.below(5);
  out.policy = random_policy(name);
  for (uint64_t i = chance_.below(3); i > 0; --i) {
    out.guardians.accounts.push_back(chance_.id<AccountId>());
  }
  if (chance_.one_in(5)) {
    out.pending_policy = PendingPolicy{random_policy(name), near(90'000), near(60'000)};
  }
  if (chance_.one_in(6)) out.pending_guardians = PendingGuardians{{}, near(90'000), near(60'000)};
  if (chance_.one_in(6)) {
    out.recovery = Recovery{random_policy(name), near(90'000), {chance_.id<AccountId>()}, {}};
    if (chance_.one_in(2)) {
      out.recovery->completion = RecoveryCompletion{near(60'000), near(60'000)};
    }
  }
  if (chance_.one_in(8)) {
    out.freeze = Freeze{chance_.id<AccountId>(), near(60'000), near(60'000)};
  }
  return out;
}

Content RandomWorld::random_content(const AccountId& certifier, std::optional<Opening>& opening) {
  auto file = rename_bytes<ContentHash>(chance_.id<Hash256>());
  if (chance_.one_in(2)) {
    told_ = file;
    return PublicContent{file};
  }
  if (chance_.one_in(3)) return CollectionContent{chance_.id<Hash256>(), chance_.between(1, 9)};
  if (!chance_.one_in(3)) {
    opening = Opening{k_, file};
    told_ = file;
    if (chance_.one_in(12)) opening->k = chance_.id<Hash256>();
  }
  return PrivateContent{commitment(k_.view(), certifier, file)};
}

AssetRecord RandomWorld::random_record() {
  AssetRecord out;
  out.certifier = account_of(person());
  if (chance_.one_in(8)) {
    out.owner = SplitOwner{chance_.id<SplitId>()};
  } else {
    out.owner = AccountOwner{account_of(person())};
  }
  if (chance_.one_in(2)) {
    // Titles are not checked to be text by who reads a record.
    Bytes title = chance_.one_in(3) ? chance_.bytes(chance_.below(40))
                                    : to_bytes(as_bytes("Grundst\u00fcck \"7\" <b>"));
    out.title = std::string(as_text(title));
  }
  if (chance_.one_in(4)) out.derived_from = chance_.id<AssetId>();
  out.certified_height = Height{chance_.below(100)};
  out.certified_time = near(1'000'000'000);
  out.owner_since_height = Height{chance_.below(100)};
  out.owner_since_time = near(1'000'000'000);
  out.history = chance_.id<HistoryHash>();
  out.events = chance_.below(9);
  if (chance_.one_in(6)) {
    out.dispute = Dispute{chance_.id<AccountId>(), chance_.one_in(2), near(90'000), near(60'000),
                          Amount{chance_.below(1000)}};
  }
  out.contested = chance_.one_in(6);
  if (chance_.one_in(8)) out.retired = Retirement{Height{3}, near(60'000)};
  return out;
}

// Now and then a record that no node would write.
Bytes RandomWorld::maybe_damaged(Bytes record) {
  if (!chance_.one_in(25)) return record;
  switch (chance_.below(4)) {
    case 0:
      record[chance_.below(record.size())] ^= static_cast<uint8_t>(1u << chance_.below(8));
      break;
    case 1:
      record.resize(chance_.below(record.size()) + 1);
      break;
    case 2:
      record.push_back(static_cast<uint8_t>(chance_.number()));
      break;
    default:
      record[0] = 2;
  }
  return record;
}

RandomWorld::Asset RandomWorld::make_asset() {
  Asset out;
  out.record = random_record();
  out.record.content = random_content(out.record.certifier, out.opening);
  out.id = asset_id(out.record.certifier, out.record.content);
  if (chance_.one_in(4)) {
    out.record.origin = Origin{chance_.id<AssetId>(), chance_.below(9)};
    AssetId from = out.record.origin->collection;
    if (const auto* open = std::get_if<PublicContent>(&out.record.content)) {
      out.id = item_id(from, *open);
    } else if (const auto* hidden = std::get_if<PrivateContent>(&out.record.content)) {
      out.id = item_id(from, *hidden);
    }
  }
  if (chance_.one_in(30)) out.id = chance_.id<AssetId>();
  state_.put(asset_key(out.id), maybe_damaged(codec::bcs_encode(out.record)));
  if (chance_.one_in(40)) state_.erase(asset_key(out.id));
  return out;
}

std::optional<StateEntry> RandomWorld::owner_entry(const Owner& owner) {
  const auto* account = std::get_if<AccountOwner>(&owner);
  bool there = account != nullptr;
  if (chance_.one_in(40)) there = !there;
  if (!there) return std::nullopt;
  return state_.prove(policy_key(account != nullptr ? account->account : account_of(person())));
}

void RandomWorld::state_asset(ProofFile& proof) {
  Asset asset = make_asset();
  AssetEvidence evidence;
  evidence.asset = state_.prove(asset_key(asset.id));
  evidence.owner_policy = owner_entry(asset.record.owner);
  evidence.opening = asset.opening;
  if (chance_.one_in(50)) evidence.opening = Opening{k_, chance_.id<ContentHash>()};
  proof.statement = AssetStatement{asset.id};
  proof.evidence = evidence;
}

void RandomWorld::state_item(ProofFile& proof) {
  AssetRecord record = random_record();
  std::vector<CollectionLeaf> leaves;
  std::vector<Hash256> hashes;
  std::vector<std::optional<Opening>> openings;
  uint64_t count = chance_.one_in(4) ? chance_.between(1, 3) : chance_.between(1, 70);
  for (uint64_t i = 0; i < count; ++i) {
    CollectionLeaf leaf;
    leaf.salt = chance_.id<Salt>();
    auto file = rename_bytes<ContentHash>(chance_.id<Hash256>());
    openings.emplace_back();
    if (chance_.one_in(2)) {
      leaf.content = PublicContent{file};
    } else {
      leaf.content = PrivateContent{commitment(k_.view(), record.certifier, file)};
      if (!chance_.one_in(3)) openings.back() = Opening{k_, file};
    }
    hashes.push_back(crypto::leaf_hash(codec::bcs_encode(leaf)));
    leaves.push_back(leaf);
  }
  record.content = CollectionContent{merkle_root(hashes), count};
  if (chance_.one_in(30)) record.content = PublicContent{chance_.id<ContentHash>()};
  AssetId id = asset_id(record.certifier, record.content);
  state_.put(asset_key(id), maybe_damaged(codec::bcs_encode(record)));
  uint64_t at = chance_.below(count);
  AssetId item = item_id(id, leaves[at].content);
  if (chance_.one_in(15)) state_.put(asset_key(item), Bytes{1});
  ItemEvidence evidence;
  evidence.collection = state_.prove(asset_key(id));
  evidence.extracted = state_.prove(asset_key(item));
  evidence.owner_policy = owner_entry(record.owner);
  evidence.index = at;
  evidence.salt = leaves[at].salt;
  evidence.path = merkle_path(hashes, at);
  if (chance_.one_in(20)) evidence.index = chance_.below(count + 2);
  evidence.opening = openings[at];
  if (const auto* open = std::get_if<PublicContent>(&leaves[at].content)) told_ = open->hash;
  if (openings[at]) told_ = openings[at]->hash;
  proof.statement = ItemStatement{id, leaves[at].content};
  proof.evidence = evidence;
}

void RandomWorld::state_absence(ProofFile& proof) {
  auto file = rename_bytes<ContentHash>(chance_.id<Hash256>());
  told_ = file;
  if (chance_.one_in(12)) {
    state_.put(content_key(file), codec::bcs_encode(ContentRecord{}));
  }
  proof.statement = AbsenceStatement{file};
  proof.evidence = AbsenceEvidence{state_.prove(content_key(file))};
}

void RandomWorld::state_transaction(ProofFile& proof) {
  TxBody body;
  body.chain = chain_id(genesis_);
  if (chance_.one_in(25)) body.chain = chance_.id<ChainId>();
  body.valid_until = Height{chance_.number()};
  body.payer = chance_.id<AccountId>();
  body.max_fee = Amount{chance_.number()};
  for (uint64_t i = chance_.below(3); i > 0; --i) {
    body.actors.push_back({chance_.id<AccountId>(), static_cast<uint8_t>(i), chance_.number()});
  }
  for (uint64_t i = chance_.below(4); i > 0; --i) {
    body.actions.push_back({0, static_cast<uint8_t>(chance_.below(4)), chance_.bytes(i * 50)});
  }
  body.memo = chance_.bytes(chance_.below(20));
  TransactionEvidence evidence;
  evidence.body = maybe_damaged(codec::bcs_encode(body));
  if (!chance_.one_in(3)) {
    evidence.result = {static_cast<uint32_t>(chance_.below(3) * 2001), 1, Amount{chance_.number()}};
  }
  TxId id = tx_id_of_bytes(evidence.body);
  std::vector<Hash256> leaves;
  tx_count_ = static_cast<uint32_t>(chance_.between(1, 40));
  for (uint32_t i = 0; i < tx_count_; ++i) leaves.push_back(chance_.id<Hash256>());
  evidence.index = static_cast<uint32_t>(chance_.below(tx_count_));
  leaves[evidence.index] = crypto::leaf_hash(codec::bcs_encode(TxLeaf{id, evidence.result}));
  evidence.path = merkle_path(leaves, evidence.index);
  tx_root_ = merkle_root(leaves);
  if (chance_.one_in(20)) evidence.result.fee.micro ^= 1;
  if (chance_.one_in(20)) tx_count_ += 1;
  if (chance_.one_in(25)) id = chance_.id<TxId>();
  proof.statement = TransactionStatement{id};
  proof.evidence = evidence;
}

Sealers RandomWorld::random_sealers() {
  std::vector<std::string> names;
  for (uint64_t count = chance_.between(1, 5); names.size() < count;) {
    std::string name = "validator " + std::to_string(chance_.below(12));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  std::sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return secret_of(a).public_key() < secret_of(b).public_key();
  });
  Sealers out{{}, names};
  for (const std::string& name : names) {
    Validator validator;
    validator.seal_key = secret_of(name).public_key();
    validator.power = chance_.one_in(2) ? 1000 : chance_.between(1, 3);
    validator.engine_key = chance_.bytes(chance_.below(2) * 32);
    validator.beacon_commitment = chance_.id<Hash256>();
    out.set.validators.push_back(validator);
  }
  if (chance_.one_in(60)) {
    Validator& one = out.set.validators[chance_.below(out.set.validators.size())];
    switch (chance_.below(4)) {
      case 0:
        one.power = 0;
        break;
      case 1:
        one.power = uint64_t{1} << 60;
        break;
      case 2:
        one.engine_key.resize(65);
        break;
      default:
        one.seal_key.data()[1] ^= 1;
    }
  }
  return out;
}

// By as many as are needed, mostly.
Seal RandomWorld::seal(const Header& header, const Sealers& sealers) {
  Seal out{header.height, header_hash(header), {}};
  Hash256 digest = seal_digest(out.header);
  uint64_t all = 0;
  for (const Validator& one : sealers.set.validators) all += one.power % 10'000;
  uint64_t left = all;
  for (size_t i = 0; i < sealers.names.size(); ++i) {
    uint64_t power = sealers.set.validators[i].power % 10'000;
    bool enough = left >= power && (left - power) * 3 > all * 2;
    bool just_not = left >= power && (left - power) * 3 == all * 2;
    if ((enough && chance_.one_in(3)) || (just_not && chance_.one_in(4)) || chance_.one_in(80)) {
      left -= std::min(left, power);
      continue;
    }
    out.signatures.push_back({static_cast<uint16_t>(i), secret_of(sealers.names[i]).sign(digest)});
  }
  return out;
}

Header RandomWorld::random_header(uint64_t height) {
  Header out;
  out.chain = chain_id(genesis_);
  out.height = Height{height};
  out.time = Time{now_.ms - chance_.below(1000)};
  out.previous = chance_.id<HeaderHash>();
  out.tx_root = chance_.id<Hash256>();
  out.state_root = chance_.id<Hash256>();
  out.history_root = chance_.id<Hash256>();
  return out;
}

// Sets and their changes, the seal, and where the header is an older one the history it is in.
void RandomWorld::add_trust(ProofFile& proof) {
  uint64_t height = chance_.between(1, 30);
  Header header = random_header(height);
  header.state_root = state_.root();
  header.tx_root = tx_root_;
  header.tx_count = tx_count_;
  if (chance_.one_in(60)) header.state_root = chance_.id<Hash256>();
  bool older = chance_.one_in(2);
  uint64_t sealed_height = older ? height + chance_.between(1, 20) : height;

  Sealers sealers = first_;
  proof.validators = sealers.set;
  uint64_t changes = chance_.one_in(2) ? 0 : chance_.between(1, 3);
  uint64_t at = 0;
  for (uint64_t i = 0; i < changes && at + 1 < sealed_height; ++i) {
    at += chance_.between(1, 3);
    if (at >= sealed_height && !chance_.one_in(20)) break;
    ValidatorChange change;
    change.header = random_header(at);
    change.header.validators = validator_set_hash(sealers.set);
    Sealers next = random_sealers();
    change.header.next_validators = validator_set_hash(next.set);
    change.seal = seal(change.header, sealers);
    change.next = next.set;
    pinnable_.push_back(change.header);
    proof.changes.push_back(change);
    sealers = next;
  }
  proof.header = header;
  Header* sealed = &proof.header;
  if (older) {
    std::vector<Hash256> leaves;
    for (uint64_t i = 0; i < sealed_height; ++i) leaves.push_back(chance_.id<Hash256>());
    leaves[height] = crypto::leaf_hash(header_hash(header).view());
    proof.history = HeaderHistory{random_header(sealed_height), merkle_path(leaves, height)};
    proof.history->sealed.history_root = merkle_root(leaves);
    if (chance_.one_in(25)) proof.history->sealed.history_root = chance_.id<Hash256>();
    sealed = &proof.history->sealed;
  }
  sealed->validators = validator_set_hash(sealers.set);
  sealed->next_validators = sealed->validators;
  if (chance_.one_in(4)) sealed->next_validators = chance_.id<ValidatorSetHash>();
  if (older) {
    pinnable_.push_back(*sealed);
  } else {
    // The hash of the set is part of the header, so that this is the header that is sealed.
    pinnable_.push_back(proof.header);
  }
  if (!chance_.one_in(40)) proof.seal = seal(*sealed, sealers);
}

// The account that owns what is stated, or anyone.
AccountId RandomWorld::presenter(const ProofFile& proof) {
  const StateEntry* entry = nullptr;
  if (const auto* asset = std::get_if<AssetEvidence>(&proof.evidence)) entry = &asset->asset;
  if (const auto* item = std::get_if<ItemEvidence>(&proof.evidence)) entry = &item->collection;
  if (entry != nullptr && entry->value && !chance_.one_in(20)) {
    auto record = codec::bcs_decode<AssetRecord>(*entry->value);
    const auto* owner = record ? std::get_if<AccountOwner>(&record->owner) : nullptr;
    if (owner != nullptr) return owner->account;
  }
  return account_of(person());
}

void RandomWorld::add_presentation(ProofFile& proof, vectors::CaseOptions& options) {
  Presentation shown;
  AccountId owner = presenter(proof);
  shown.account = owner;
  shown.audience = chance_.one_in(2) ? "" : "bank";
  shown.challenge = "question";
  shown.not_after = Time{now_.ms + chance_.below(300'000)};
  Hash256 digest = presentation_digest(proof.header.chain,
                                       statement_hash(proof.header.chain, proof.statement),
                                       header_hash(proof.header), shown);
  for (const std::string& name : keys_[owner]) {
    if (chance_.one_in(3)) continue;
    crypto::SecretKey key = secret_of(name);
    shown.auths.push_back(
        {0, to_bytes(key.public_key().view()), to_bytes(key.sign(digest).view())});
  }
  std::sort(shown.auths.begin(), shown.auths.end(),
            [](const auto& a, const auto& b) { return a.key < b.key; });
  proof.presentation = shown;
  if (chance_.one_in(4)) return;
  options.challenge = chance_.one_in(15) ? "another" : "question";
  if (!chance_.one_in(4)) options.audience = shown.audience;
}

// One thing that no honest maker would do, before anything is encoded.
void RandomWorld::spoil(ProofFile& proof) {
  switch (chance_.below(8)) {
    case 0:
      proof.header.version = 2;
      break;
    case 1:
      proof.header.chain = chance_.id<ChainId>();
      break;
    case 2:
      if (proof.seal && proof.seal->signatures.size() > 1) {
        std::swap(proof.seal->signatures[0], proof.seal->signatures[1]);
      }
      break;
    case 3:
      if (proof.seal && !proof.seal->signatures.empty()) {
        proof.seal->signatures.back().validator += 1;
      }
      break;
    case 4:
      if (proof.seal && !proof.seal->signatures.empty()) {
        auto& signature = proof.seal->signatures[0].signature;
        signature.data()[chance_.below(64)] ^= static_cast<uint8_t>(1u << chance_.below(8));
      }
      break;
    case 5:
      if (proof.presentation && !proof.presentation->auths.empty()) {
        proof.presentation->auths.push_back(proof.presentation->auths[0]);
      }
      break;
    case 6:
      if (!proof.changes.empty()) proof.changes.pop_back();
      break;
    default:
      proof.statement = AbsenceStatement{chance_.id<ContentHash>()};
  }
}

vectors::CaseOptions RandomWorld::random_options(const ProofFile& proof) {
  vectors::CaseOptions out;
  switch (chance_.below(4)) {
    case 0:
      out.anchor = vectors::PinnedValidators{
          validator_set_hash(proof.validators),
          chance_.one_in(2) ? std::nullopt : std::optional(near(60'000))};
      break;
    case 1:
      out.anchor = vectors::PinnedHeader{header_hash(chance_.pick(pinnable_))};
      break;
    default:
      out.anchor = vectors::GenesisFile{"genesis"};
  }
  if (!chance_.one_in(8)) out.at = Time{now_.ms + chance_.below(60'000)};
  if (chance_.one_in(30)) out.at = near(60'000);
  if (chance_.one_in(8)) out.max_age_ms = chance_.below(90'000);
  if (chance_.one_in(8)) out.anchor_max_age_ms = chance_.below(100'000'000);
  if (chance_.one_in(2)) out.file = told_;
  if (chance_.one_in(20)) out.file = chance_.id<ContentHash>();
  return out;
}

Line RandomWorld::make() {
  ProofFile proof;
  switch (chance_.below(8)) {
    case 0:
    case 1:
      state_item(proof);
      break;
    case 2:
      state_absence(proof);
      break;
    case 3:
      state_transaction(proof);
      break;
    default:
      state_asset(proof);
  }
  add_trust(proof);
  vectors::CaseOptions options = random_options(proof);
  if (chance_.one_in(3)) add_presentation(proof, options);
  if (chance_.one_in(40)) options.challenge = "question";
  if (chance_.one_in(12)) spoil(proof);
  return {to_bytes(as_bytes(proof_to_json(proof))), to_bytes(as_bytes(genesis_to_json(genesis_))),
          options};
}

}  // namespace freehold::differential
