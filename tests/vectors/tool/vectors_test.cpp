// The committed files of tests/vectors/ against this implementation, and that every error and
// notice there is stands in at least one of them.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "chain/tree.h"
#include "codec/base64url.h"
#include "contracts/accounts/accounts.h"
#include "crypto/hash.h"
#include "crypto/hd.h"
#include "crypto/tags.h"
#include "print/deflate.h"
#include "print/frames.h"
#include "proof/merkle.h"
#include "vectors/tool/kinds.h"
#include "vectors/tool/read_case.h"
#include "vectors/tool/read_text.h"
#include "wallet/mnemonic.h"
#include "wallet/sign.h"
#include "wallet/transactions.h"
#include "wallet/wallet.h"

namespace freehold::vectors {
namespace {

const std::filesystem::path kFolder = FREEHOLD_SOURCE_DIR "/tests/vectors";

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

template <class T>
T load(const std::string& name) {
  auto read = codec::from_json_text<T>(text_of(kFolder / name), {size_t{4} << 20, 32, 1 << 20});
  EXPECT_TRUE(read) << name << ": " << to_string(read.error().code) << " at " << read.error().path;
  return std::move(*read);
}

// The names of an enum whose numbers run from 1.
template <class E>
std::set<std::string> names_of() {
  std::set<std::string> out;
  for (int i = 1; i < 256; ++i) {
    std::string name = to_string(static_cast<E>(i));
    if (name == "unknown") break;
    out.insert(name);
  }
  return out;
}
// Those of the enum that no vector has, and those of the vectors that the enum has not.
using Names = std::set<std::string>;
std::string difference(const Names& there_are, const Names& seen) {
  std::string out;
  for (const std::string& name : there_are) {
    if (!seen.contains(name)) out += " no vector of " + name;
  }
  for (const std::string& name : seen) {
    if (!there_are.contains(name)) out += " no such name: " + name;
  }
  return out;
}

template <class T>
std::string json_of(const T& value) {
  return codec::to_json(value).dump();
}
template <size_t N, class Tag>
std::string text(const FixedBytes<N, Tag>& bytes) {
  return to_hex(bytes.view());
}
std::string text(const Hex& hex) { return to_hex(hex.bytes); }
Hash256 hash_of(const Hex& hex) { return Hash256::from(hex.bytes).value(); }
std::vector<Hash256> hashes_of(const std::vector<Hex>& list) {
  std::vector<Hash256> out;
  for (const Hex& hex : list) out.push_back(hash_of(hex));
  return out;
}
template <class E>
std::string outcome(const Result<std::monostate, E>& result) {
  return result ? "accepted" : to_string(result.error());
}

// --- encodings.json ---------------------------------------------------------------------------

TEST(VectorEncodings, BytesAndViewsLeadToEachOther) {
  Encodings all = load<Encodings>("encodings.json");
  Names seen;
  for (const Encoding& one : all.encodings) {
    SCOPED_TRACE(one.kind + ": " + one.name);
    const Kind* kind = kind_named(one.kind);
    ASSERT_NE(kind, nullptr);
    auto json = kind->read_bytes(one.bytes.bytes);
    ASSERT_TRUE(json) << to_string(json.error());
    EXPECT_EQ(json->dump(), one.json.dump());
    auto bytes = kind->read_json(one.json);
    ASSERT_TRUE(bytes) << bytes.error().path;
    EXPECT_EQ(to_hex(*bytes), text(one.bytes));
    seen.insert(one.kind);
  }
  Names kinds_there_are;
  for (const Kind& kind : kinds()) kinds_there_are.insert(std::string(kind.name));
  EXPECT_EQ(difference(kinds_there_are, seen), "");
}

TEST(VectorEncodings, RefusalsHaveTheirNames) {
  Encodings all = load<Encodings>("encodings.json");
  Names seen;
  for (const RefusedEncoding& one : all.refused) {
    SCOPED_TRACE(one.kind + ": " + one.name);
    const Kind* kind = kind_named(one.kind);
    ASSERT_NE(kind, nullptr);
    auto read = kind->read_bytes(one.bytes.bytes);
    EXPECT_EQ(read ? "accepted" : to_string(read.error()), one.error);
    seen.insert(one.error);
  }
  EXPECT_EQ(difference(names_of<codec::BcsError>(), seen), "");
}

// A struct that is described in the formats' headers and is no kind would have no vector.
TEST(VectorEncodings, EveryDescribedStructIsAKind) {
  std::filesystem::path root = FREEHOLD_SOURCE_DIR;
  std::vector<std::filesystem::path> headers = {root / "contracts/accounts/calls.h",
                                                root / "contracts/assets/calls.h"};
  for (const auto& entry : std::filesystem::directory_iterator(root / "proof")) {
    if (entry.path().extension() == ".h") headers.push_back(entry.path());
  }
  std::regex begin("struct (\\w+) \\{.*");
  size_t found = 0;
  for (const auto& header : headers) {
    std::istringstream lines(text_of(header));
    std::string line, name;
    std::smatch match;
    while (std::getline(lines, line)) {
      if (std::regex_match(line, match, begin)) name = match[1];
      if (line.find("FREEHOLD_DESCRIBE(") == std::string::npos) continue;
      EXPECT_NE(kind_named(name), nullptr) << name << " in " << header;
      ++found;
    }
  }
  EXPECT_GT(found, 60u);
}

// --- hashes.json ------------------------------------------------------------------------------

class VectorHashes : public ::testing::Test {
 protected:
  Hashes all = load<Hashes>("hashes.json");
};

TEST_F(VectorHashes, EveryTagHashesAsItShould) {
  Names seen, there_are;
  for (const TagDigest& one : all.tags) {
    for (size_t i = 0; i < static_cast<size_t>(crypto::Tag::kCount); ++i) {
      auto tag = static_cast<crypto::Tag>(i);
      if (crypto::text_of(tag) != one.tag) continue;
      EXPECT_EQ(text(crypto::tagged_hash(tag, one.data.bytes)), text(one.digest)) << one.tag;
      // The same from the definition.
      Hash256 of_tag = crypto::sha256(as_bytes(one.tag));
      Bytes whole = to_bytes(of_tag.view());
      append(whole, of_tag.view());
      append(whole, one.data.bytes);
      EXPECT_EQ(text(crypto::sha256(whole)), text(one.digest)) << one.tag;
    }
    seen.insert(one.tag);
  }
  for (std::string_view tag : crypto::kTagTexts) there_are.insert(std::string(tag));
  EXPECT_EQ(difference(there_are, seen), "");
  ASSERT_FALSE(all.sha256.empty());
  for (const Digest& one : all.sha256) {
    EXPECT_EQ(text(crypto::sha256(one.data.bytes)), text(one.digest));
  }
}

TEST_F(VectorHashes, PoliciesAndKeysHaveTheirIds) {
  ASSERT_FALSE(all.policies.empty() || all.named_accounts.empty() || all.keys.empty() ||
               all.key_possessions.empty() || all.did_keys.empty());
  for (const PolicyIds& one : all.policies) {
    EXPECT_EQ(text(proof::policy_hash(one.policy)), text(one.policy_hash));
    EXPECT_EQ(text(proof::account_id(one.policy)), text(one.account));
    EXPECT_EQ(codec::account_to_text(proof::account_id(one.policy)), one.address);
  }
  for (const NamedAccount& one : all.named_accounts) {
    EXPECT_EQ(text(proof::named_account(one.name)), text(one.account));
    EXPECT_EQ(codec::account_to_text(proof::named_account(one.name)), one.address);
  }
  for (const KeyDigest& one : all.keys) {
    EXPECT_EQ(text(crypto::key_hash(one.scheme, one.key.bytes)), text(one.digest));
  }
  for (const PossessionDigest& one : all.key_possessions) {
    EXPECT_EQ(text(contracts::accounts::key_possession_digest(one.chain, one.account, one.policy)),
              text(one.digest));
  }
  for (const DidKey& one : all.did_keys) {
    EXPECT_EQ(wallet::did_key(crypto::PublicKey::from(one.public_key.bytes).value()), one.did);
  }
}

TEST_F(VectorHashes, ChainsHeadersAndSetsHaveTheirHashes) {
  ASSERT_FALSE(all.genesis.empty() || all.headers.empty() || all.validator_sets.empty() ||
               all.witnesses.empty());
  for (const GenesisDigest& one : all.genesis) {
    EXPECT_TRUE(proof::check_genesis(one.genesis));
    EXPECT_EQ(text(proof::chain_id(one.genesis)), text(one.chain));
  }
  for (const HeaderDigest& one : all.headers) {
    EXPECT_EQ(text(proof::header_hash(one.header)), text(one.hash));
    EXPECT_EQ(text(proof::seal_digest(proof::header_hash(one.header))), text(one.seal_digest));
  }
  for (const SetDigest& one : all.validator_sets) {
    EXPECT_EQ(text(proof::validator_set_hash(one.set)), text(one.hash));
  }
  for (const Digest& one : all.witnesses) {
    EXPECT_EQ(text(proof::witness_hash(one.data.bytes)), text(one.digest));
  }
}

TEST_F(VectorHashes, AssetsHaveTheirIdsAndHistories) {
  ASSERT_FALSE(all.certificates.empty() || all.items.empty() || all.commitments.empty() ||
               all.history.empty() || all.leaves.empty() || all.state_keys.empty());
  for (const CertificateId& one : all.certificates) {
    EXPECT_EQ(text(proof::asset_id(one.certifier, one.content)), text(one.id));
  }
  for (const ItemId& one : all.items) {
    EXPECT_EQ(text(proof::item_id(one.collection, one.content)), text(one.id));
  }
  for (const CommitmentOf& one : all.commitments) {
    EXPECT_EQ(text(proof::commitment(one.k.bytes, one.certifier, one.hash)), text(one.commitment));
  }
  for (const HistoryStep& one : all.history) {
    EXPECT_EQ(text(proof::history_after(one.previous, one.event)), text(one.history));
  }
  for (const LeafDigest& one : all.leaves) {
    const Kind* kind = kind_named(one.kind);
    ASSERT_NE(kind, nullptr) << one.kind;
    EXPECT_EQ(text(crypto::leaf_hash(kind->read_json(one.leaf).value())), text(one.hash));
  }
}

TEST_F(VectorHashes, StateKeysBeginWithTheirSpace) {
  const std::map<std::string, proof::Space> spaces = {
      {"AccountRecord", proof::Space::kAccount}, {"PolicyRecord", proof::Space::kPolicy},
      {"KeyRecord", proof::Space::kKey},         {"ParameterRecord", proof::Space::kParameter},
      {"RoleRecord", proof::Space::kRole},       {"SupplyRecord", proof::Space::kSupply},
      {"ValidatorSet", proof::Space::kValidators}, {"MembersRecord", proof::Space::kMembers},
      {"AssetRecord", proof::Space::kAsset},     {"ContentRecord", proof::Space::kContent},
      {"OfferRecord", proof::Space::kOffer}};
  Names there_are, seen;
  for (const auto& [record, space] : spaces) there_are.insert(record);
  for (const StateKey& one : all.state_keys) {
    seen.insert(one.record);
    ASSERT_TRUE(spaces.contains(one.record)) << one.record;
    Bytes key = proof::state_key(spaces.at(one.record), one.id.bytes);
    EXPECT_EQ(to_hex(key), text(one.key)) << one.record;
    EXPECT_EQ(text(crypto::sha256(key)), text(one.path)) << one.record;
  }
  EXPECT_EQ(difference(there_are, seen), "");
}

TEST_F(VectorHashes, StatementsAndPresentationsHaveTheirDigests) {
  std::set<size_t> kinds_seen;
  for (const StatementDigest& one : all.statements) {
    kinds_seen.insert(one.statement.index());
    EXPECT_EQ(text(proof::statement_hash(one.chain, one.statement)), text(one.hash));
  }
  EXPECT_EQ(kinds_seen.size(), std::variant_size_v<proof::Statement>);
  ASSERT_FALSE(all.presentations.empty());
  for (const PresentationDigest& one : all.presentations) {
    EXPECT_EQ(text(proof::presentation_digest(one.chain, one.statement, one.header,
                                              one.presentation)),
              text(one.digest));
  }
}

TEST_F(VectorHashes, TextsOfBytesAreCanonical) {
  Names seen;
  for (const Address& one : all.addresses) {
    auto read = codec::account_from_text(one.text);
    ASSERT_NE(one.account.has_value(), one.error.has_value()) << one.text;
    if (one.account) {
      ASSERT_TRUE(read) << one.text;
      EXPECT_EQ(text(*read), text(*one.account));
    } else {
      EXPECT_EQ(read ? "accepted" : to_string(read.error()), *one.error) << one.text;
      seen.insert(*one.error);
    }
  }
  EXPECT_EQ(difference(names_of<codec::Bech32mError>(), seen), "");
  size_t refused = 0;
  for (const Base64url& one : all.base64url) {
    auto read = codec::base64url_decode(one.text);
    ASSERT_EQ(read.has_value(), one.bytes.has_value()) << one.text;
    if (!read) ++refused;
    if (!read) continue;
    EXPECT_EQ(to_hex(*read), text(*one.bytes));
    EXPECT_EQ(codec::base64url_encode(*read), one.text);
  }
  EXPECT_GT(refused, 0u);
}

// --- keys.json --------------------------------------------------------------------------------

TEST(VectorKeys, WordsLeadToAccounts) {
  Names seen, there_are;
  for (const Words& one : load<Keys>("keys.json").words) {
    SCOPED_TRACE(one.words);
    seen.insert(one.language);
    auto read = wallet::mnemonic_from_words(as_bytes(one.words));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->language, one.language);
    EXPECT_EQ(to_hex(read->entropy.view()), text(one.entropy));
    EXPECT_EQ(as_text(wallet::mnemonic_words(*read).view()), one.words);
    auto seed = wallet::mnemonic_seed(*read, as_bytes(one.passphrase));
    ASSERT_TRUE(seed);
    EXPECT_EQ(to_hex(seed->view()), text(one.seed));
    auto root = crypto::HdKey::from_seed(one.seed.bytes);
    ASSERT_TRUE(root);
    for (const DerivedAccount& account : one.accounts) {
      auto key = wallet::account_key_at(*root, account.index);
      ASSERT_TRUE(key);
      EXPECT_EQ(to_hex(key->bytes()), text(account.secret_key));
      EXPECT_EQ(text(key->public_key()), text(account.public_key));
      proof::Policy policy = proof::single_key_policy(key->public_key().view());
      EXPECT_EQ(json_of(policy), json_of(account.policy));
      EXPECT_EQ(text(proof::account_id(policy)), text(account.account));
      EXPECT_EQ(codec::account_to_text(proof::account_id(policy)), account.address);
      EXPECT_EQ(wallet::did_key(key->public_key()), account.did);
    }
  }
  for (std::string_view language : wallet::languages()) there_are.insert(std::string(language));
  EXPECT_EQ(difference(there_are, seen), "");
}

TEST(VectorKeys, RefusesWordsByName) {
  Names seen;
  for (const RefusedWords& one : load<Keys>("keys.json").refused_words) {
    auto read = wallet::mnemonic_from_words(as_bytes(one.words));
    EXPECT_EQ(read ? "accepted" : to_string(read.error().error), one.error) << one.name;
    seen.insert(one.error);
  }
  Names there_are = names_of<wallet::MnemonicError>();
  there_are.erase("not_utf8");  // a string of these files is always UTF-8
  EXPECT_EQ(difference(there_are, seen), "");
}

TEST(VectorKeys, SignaturesAreDeterministicAndCheckedStrictly) {
  Keys all = load<Keys>("keys.json");
  ASSERT_FALSE(all.signatures.empty() || all.messages.empty());
  for (const SignatureMade& one : all.signatures) {
    auto key = crypto::SecretKey::from(one.secret_key.bytes);
    ASSERT_TRUE(key);
    EXPECT_EQ(text(key->public_key()), text(one.public_key));
    EXPECT_EQ(text(key->sign(hash_of(one.digest))), text(one.signature));
  }
  size_t valid = 0;
  for (const SignatureChecked& one : all.checked_signatures) {
    EXPECT_EQ(crypto::verify(crypto::PublicKey::from(one.public_key.bytes).value(),
                             hash_of(one.digest),
                             crypto::Signature::from(one.signature.bytes).value()),
              one.valid)
        << one.name;
    valid += one.valid;
  }
  EXPECT_GT(valid, 0u);
  EXPECT_GT(all.checked_signatures.size(), valid);
  for (const SignedMessage& one : all.messages) {
    auto key = crypto::SecretKey::from(one.secret_key.bytes);
    ASSERT_TRUE(key);
    EXPECT_EQ(text(wallet::sign_message(one.text, *key)), text(one.signature));
  }
}

// --- transactions.json ------------------------------------------------------------------------

TEST(VectorTransactions, HaveTheirIdsSignaturesAndBytes) {
  Names calls;
  size_t apart = 0;
  for (const TransactionVector& one : load<Transactions>("transactions.json").transactions) {
    SCOPED_TRACE(one.name);
    EXPECT_EQ(to_hex(codec::bcs_encode(one.body)), text(one.body_bytes));
    EXPECT_EQ(text(proof::tx_id(one.body)), text(one.tx_id));
    ASSERT_EQ(one.actions.size(), one.body.actions.size());
    for (size_t i = 0; i < one.actions.size(); ++i) {
      const ReadableAction& readable = one.actions[i];
      const proof::Action& action = one.body.actions[i];
      bool accounts = readable.contract == contracts::accounts::kName;
      const Kind* kind = kind_named(accounts ? "AccountsCall" : "AssetsCall");
      EXPECT_EQ(to_hex(kind->read_json(readable.call).value()), to_hex(action.call));
      EXPECT_EQ(readable.actor, action.actor);
      EXPECT_EQ(action.contract,
                accounts ? contracts::accounts::kTag : contracts::assets::kTag);
      calls.insert(readable.contract + " " + readable.call.keys().at(0));
    }
    ASSERT_EQ(one.witnesses.size(), one.body.witness_hashes.size());
    proof::SignedTx tx{one.body, {}, {}};
    for (size_t i = 0; i < one.witnesses.size(); ++i) {
      EXPECT_EQ(proof::witness_hash(one.witnesses[i].bytes), one.body.witness_hashes[i]);
      tx.witnesses.push_back(one.witnesses[i].bytes);
    }
    for (const TxSigner& signer : one.signers) {
      auto key = crypto::SecretKey::from(signer.secret_key.bytes);
      ASSERT_TRUE(key);
      wallet::add_signature(tx, signer.signer, *key);
      if (signer.signer == one.body.actors.size()) ++apart;
    }
    EXPECT_EQ(json_of(tx), json_of(one.signed_tx));
    EXPECT_EQ(to_hex(codec::bcs_encode(tx)), text(one.signed_bytes));
  }
  Names there_are;
  auto add = [&]<class... Call>(std::string contract, std::variant<Call...>*) {
    (there_are.insert(contract + " " + std::string(Call::kName)), ...);
  };
  add("accounts", static_cast<contracts::accounts::Call*>(nullptr));
  add("assets", static_cast<contracts::assets::Call*>(nullptr));
  EXPECT_EQ(difference(there_are, calls), "");
  EXPECT_GT(apart, 0u) << "no payer that is no actor";
}

// --- policies.json ----------------------------------------------------------------------------

TEST(VectorPolicies, InForceAtEachMoment) {
  size_t moments = 0;
  for (const RecordInTime& one : load<Policies>("policies.json").in_force) {
    EXPECT_EQ(to_hex(codec::bcs_encode(one.record)), text(one.record_bytes)) << one.name;
    for (const Moment& moment : one.moments) {
      SCOPED_TRACE(one.name + " at " + std::to_string(moment.at.ms));
      EXPECT_EQ(json_of(proof::policy_in_force(one.record, moment.at)), json_of(moment.policy));
      EXPECT_EQ(proof::epoch_in_force(one.record, moment.at), moment.epoch);
      EXPECT_EQ(proof::is_frozen(one.record, moment.at), moment.frozen);
      proof::PolicyRecord settled = proof::settled(one.record, moment.at);
      EXPECT_EQ(json_of(settled), json_of(moment.settled));
      EXPECT_EQ(json_of(proof::policy_in_force(settled, moment.at)), json_of(moment.policy));
      ++moments;
    }
  }
  EXPECT_GT(moments, 30u);
}

TEST(VectorPolicies, RefusedByName) {
  Names seen;
  for (const CheckedPolicy& one : load<Policies>("policies.json").checked) {
    EXPECT_EQ(outcome(proof::check_policy(one.policy)), one.error.value_or("accepted")) << one.name;
    if (one.error) seen.insert(*one.error);
  }
  Names there_are = names_of<proof::PolicyError>();
  // As many weights as a policy may have cannot overflow.
  static_assert(proof::kPolicyEntriesMax * UINT16_MAX <= UINT32_MAX);
  there_are.erase("weight_overflow");
  EXPECT_EQ(difference(there_are, seen), "");
}

TEST(VectorPolicies, CoverWhatTheyShould) {
  size_t covered = 0;
  Policies all = load<Policies>("policies.json");
  for (const Covered& one : all.covers) {
    std::vector<size_t> signers(one.signers.begin(), one.signers.end());
    EXPECT_EQ(proof::covers(one.policy, signers, one.scope), one.covered) << one.name;
    covered += one.covered;
  }
  EXPECT_GT(covered, 0u);
  EXPECT_GT(all.covers.size(), covered);
}

// --- trees.json -------------------------------------------------------------------------------

TEST(VectorTrees, MerklePathsLeadToTheRoot) {
  Trees all = load<Trees>("trees.json");
  ASSERT_FALSE(all.merkle.empty());
  for (const MerkleTree& one : all.merkle) {
    std::vector<Hash256> leaves;
    for (const Hex& leaf : one.leaves) leaves.push_back(crypto::leaf_hash(leaf.bytes));
    EXPECT_EQ(proof::merkle_root(leaves), hash_of(one.root));
    ASSERT_EQ(one.paths.size(), leaves.size());
    for (size_t i = 0; i < leaves.size(); ++i) {
      EXPECT_EQ(proof::merkle_path(leaves, i), hashes_of(one.paths[i]));
    }
  }
  size_t included = 0;
  for (const Inclusion& one : all.inclusion) {
    EXPECT_EQ(proof::merkle_verify(hash_of(one.leaf_hash), one.index, one.size,
                                   hashes_of(one.path), hash_of(one.root)),
              one.included)
        << one.name;
    included += one.included;
  }
  EXPECT_GT(included, 0u);
  EXPECT_GT(all.inclusion.size(), included);
}

TEST(VectorTrees, StateTreesHaveTheirRoots) {
  Trees all = load<Trees>("trees.json");
  ASSERT_GT(all.sparse_trees.size(), 3u);
  for (const SparseTree& one : all.sparse_trees) {
    std::map<chain::Path, Hash256> leaves;
    for (const KeyValue& entry : one.entries) {
      leaves[chain::path_of(entry.key.bytes)] = crypto::sha256(entry.value.bytes);
    }
    std::vector<chain::LeafChange> changes;
    for (const auto& [path, value_hash] : leaves) changes.push_back({path, value_hash});
    chain::StateTree tree;
    auto version = changes.empty() ? tree.newest() : tree.update(changes, 1);
    EXPECT_EQ(text(chain::StateTree::root(*version)), text(one.root));
  }
}

TEST(VectorTrees, StateEntriesAreCheckedByName) {
  Names seen;
  for (const SparseVector& one : load<Trees>("trees.json").sparse) {
    EXPECT_EQ(outcome(proof::verify_entry(one.key.bytes, one.entry, hash_of(one.root))),
              one.error.value_or("accepted"))
        << one.name;
    if (one.error) seen.insert(*one.error);
  }
  EXPECT_EQ(difference(names_of<proof::SparseError>(), seen), "");
}

// --- json_profile.json ------------------------------------------------------------------------

TEST(VectorJson, TakesAndRefusesTextsByName) {
  Names seen;
  for (const TextVector& one : load<JsonProfile>("json_profile.json").texts) {
    ASSERT_NE(one.text.has_value(), one.bytes.has_value()) << one.name;
    EXPECT_EQ(outcome_of(one).value_or("taken"), one.error.value_or("taken")) << one.name;
    if (one.error) seen.insert(*one.error);
  }
  EXPECT_EQ(difference(names_of<codec::JsonErrorCode>(), seen), "");
}

// --- genesis.json -----------------------------------------------------------------------------

TEST(VectorGenesis, DocumentsLeadToTheirChainOrAreRefusedByName) {
  Names seen;
  for (const GenesisText& one : load<GenesisTexts>("genesis.json").documents) {
    SCOPED_TRACE(one.name);
    ASSERT_NE(one.chain.has_value(), one.error.has_value());
    auto read = proof::genesis_from_json(one.text);
    if (one.chain) {
      ASSERT_TRUE(read);
      EXPECT_EQ(text(proof::chain_id(*read)), text(*one.chain));
    } else {
      EXPECT_EQ(read ? "accepted" : to_string(read.error().error), *one.error);
      seen.insert(*one.error);
    }
  }
  EXPECT_EQ(difference(names_of<proof::GenesisError>(), seen), "");
}

// --- print.json -------------------------------------------------------------------------------

TEST(VectorPrint, PackedFilesBecomeTheirFrames) {
  Print all = load<Print>("print.json");
  EXPECT_GT(all.written.size(), 3u);
  for (const WrittenFrames& one : all.written) {
    SCOPED_TRACE(one.name);
    auto frames = print::packed_to_frames(one.packed.bytes, one.piece_bytes);
    ASSERT_TRUE(frames);
    EXPECT_EQ(*frames, one.frames);
    auto content = print::inflate(one.packed.bytes, print::kFrameContentBytesMax);
    EXPECT_TRUE(content);
  }
}

TEST(VectorPrint, TextsOfFramesAreReadOrRefusedByName) {
  Names seen{"too_many_frames"};  // a writer's
  size_t accepted = 0;
  for (const FrameText& one : load<Print>("print.json").read) {
    SCOPED_TRACE(one.name);
    ASSERT_NE(one.content.has_value(), one.error.has_value());
    auto read = print::from_frames(one.text + std::string(one.padding, ' '));
    EXPECT_EQ(read ? "read" : to_string(read.error().error), one.error.value_or("read"));
    if (one.error) {
      seen.insert(*one.error);
      continue;
    }
    ASSERT_TRUE(read);
    ++accepted;
    EXPECT_EQ(read->size(), one.content->bytes);
    EXPECT_EQ(to_hex(crypto::sha256(*read).view()), text(one.content->sha256));
  }
  EXPECT_GT(accepted, 5u);
  EXPECT_EQ(difference(names_of<print::FrameError>(), seen), "");
}

// --- proofs/ ----------------------------------------------------------------------------------

TEST(VectorProofs, HaveTheirVerdicts) {
  Names errors, notices, files;
  for (const Case& one : load<Cases>("proofs/cases.json").cases) {
    SCOPED_TRACE(one.name + ": " + one.about);
    files.insert(one.proof);
    if (const auto* genesis = std::get_if<GenesisFile>(&one.options.anchor)) {
      files.insert(genesis->file);
    }
    auto verdict =
        run_case(one, [](const std::string& file) { return text_of(kFolder / "proofs" / file); });
    if (const auto* refused = std::get_if<Refused>(&one.expect)) {
      EXPECT_EQ(verdict ? "accepted" : to_string(verdict.error().error), refused->error);
      errors.insert(refused->error);
      continue;
    }
    ASSERT_TRUE(verdict) << to_string(verdict.error().error) << " " << verdict.error().where;
    const CaseVerdict& told = std::get<Accepted>(one.expect).verdict;
    EXPECT_EQ(json_of(verdict_text(*verdict)), json_of(told));
    notices.insert(told.notices.begin(), told.notices.end());
  }
  EXPECT_EQ(difference(names_of<proof::ProofError>(), errors), "");
  EXPECT_EQ(difference(names_of<proof::Notice>(), notices), "");
  Names there_are;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder / "proofs")) {
    there_are.insert(entry.path().filename().string());
  }
  there_are.erase("cases.json");
  EXPECT_EQ(difference(there_are, files), "");
}

}  // namespace
}  // namespace freehold::vectors
