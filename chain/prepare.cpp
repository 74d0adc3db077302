#include "chain/prepare.h"

#include <algorithm>
#include <tuple>

#include "crypto/signature.h"

namespace freehold::chain {
namespace {

using proof::Auth;
using proof::TxBody;

std::optional<Rejection> check_actors(const TxBody& body) {
  if (body.actors.empty()) return Rejection::kNoActors;
  if (body.actors.size() > proof::kActorsMax) return Rejection::kTooManyActors;
  for (size_t i = 0; i < body.actors.size(); ++i) {
    if (body.actors[i].lane >= proof::kLanes) return Rejection::kBadLane;
    for (size_t j = 0; j < i; ++j) {
      if (body.actors[j].account == body.actors[i].account) return Rejection::kActorTwice;
    }
  }
  return std::nullopt;
}

std::optional<Rejection> check_actions(const TxBody& body) {
  if (body.actions.empty()) return Rejection::kNoActions;
  if (body.actions.size() > proof::kActionsMax) return Rejection::kTooManyActions;
  uint32_t busy = 0;
  for (const proof::Action& action : body.actions) {
    if (action.actor >= body.actors.size()) return Rejection::kBadActor;
    busy |= 1u << action.actor;
  }
  if (busy != (1u << body.actors.size()) - 1) return Rejection::kIdleActor;
  return std::nullopt;
}

bool payer_is_actor(const TxBody& body) {
  return std::any_of(body.actors.begin(), body.actors.end(),
                     [&](const proof::Actor& actor) { return actor.account == body.payer; });
}

std::optional<Rejection> check_auths(const proof::SignedTx& tx) {
  if (tx.auths.size() > proof::kAuthsMax) return Rejection::kTooManyAuths;
  size_t signers = tx.body.actors.size() + (payer_is_actor(tx.body) ? 0 : 1);
  for (size_t i = 0; i < tx.auths.size(); ++i) {
    const Auth& auth = tx.auths[i];
    if (auth.signer >= signers) return Rejection::kBadSigner;
    if (auth.scheme != crypto::kSchemeSecp256k1) return Rejection::kUnknownScheme;
    if (i == 0) continue;
    const Auth& before = tx.auths[i - 1];
    if (std::tie(before.signer, before.scheme, before.key) >=
        std::tie(auth.signer, auth.scheme, auth.key)) {
      return Rejection::kAuthOrder;
    }
  }
  return std::nullopt;
}

std::optional<Rejection> check_rest(const proof::SignedTx& tx) {
  if (tx.body.memo.size() > proof::kMemoBytesMax) return Rejection::kMemoTooLong;
  if (tx.witnesses.size() > proof::kWitnessesMax ||
      tx.witnesses.size() != tx.body.witness_hashes.size()) {
    return Rejection::kWitnessMismatch;
  }
  for (size_t i = 0; i < tx.witnesses.size(); ++i) {
    if (proof::witness_hash(tx.witnesses[i]) != tx.body.witness_hashes[i]) {
      return Rejection::kWitnessMismatch;
    }
  }
  return std::nullopt;
}

std::optional<Rejection> check_shape(const proof::SignedTx& tx, const ChainId& chain) {
  if (tx.body.version != 1) return Rejection::kVersion;
  if (tx.body.chain != chain) return Rejection::kOtherChain;
  if (auto bad = check_actors(tx.body)) return bad;
  if (auto bad = check_actions(tx.body)) return bad;
  if (auto bad = check_rest(tx)) return bad;
  return check_auths(tx);
}

// The account of a signer's number, as Auth::signer counts.
const AccountId& signer_account(const TxBody& body, size_t signer) {
  return signer < body.actors.size() ? body.actors[signer].account : body.payer;
}

// The scopes that a signer's signatures have to cover.
std::vector<uint32_t> scopes_needed(const PreparedTx& tx, size_t signer) {
  std::vector<uint32_t> out;
  auto need = [&](uint32_t scope) {
    if (std::find(out.begin(), out.end(), scope) == out.end()) out.push_back(scope);
  };
  for (size_t i = 0; i < tx.calls.size(); ++i) {
    if (tx.tx.body.actions[i].actor != signer) continue;
    for (uint32_t rest = tx.contracts[i]->scopes(*tx.calls[i]); rest != 0; rest &= rest - 1) {
      need(rest & ~(rest - 1));
    }
  }
  if (signer_account(tx.tx.body, signer) == tx.tx.body.payer) need(proof::kScopePay);
  return out;
}

bool all_covered(const proof::Policy& policy, const std::vector<size_t>& signers,
                 const std::vector<uint32_t>& scopes) {
  return std::all_of(scopes.begin(), scopes.end(),
                     [&](uint32_t scope) { return proof::covers(policy, signers, scope); });
}

std::optional<Rejection> check_policy_signatures(const PreparedTx& tx, size_t signer,
                                                 const proof::Policy& policy,
                                                 Authorisation& authorisation) {
  const AccountId& account = signer_account(tx.tx.body, signer);
  std::vector<size_t> entries;
  for (const Auth& auth : tx.tx.auths) {
    if (auth.signer != signer) continue;
    auto entry = proof::entry_of(policy, auth.scheme, auth.key);
    if (!entry) return Rejection::kUnknownKey;
    entries.push_back(*entry);
    if (const auto& limit = policy.entries[*entry].daily_limit) {
      authorisation.limited.push_back({account, crypto::key_hash(auth.scheme, auth.key), *limit});
    }
  }
  std::vector<uint32_t> scopes = scopes_needed(tx, signer);
  if (!all_covered(policy, entries, scopes)) return Rejection::kNotAuthorised;
  if (entries.size() == 1) return std::nullopt;
  for (size_t i = 0; i < entries.size(); ++i) {
    std::vector<size_t> others = entries;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    if (all_covered(policy, others, scopes)) return Rejection::kSurplusSignature;
  }
  return std::nullopt;
}

// An account that is opened twice would end with a policy that its address was not made from.
std::optional<Rejection> check_openings(const PreparedTx& tx) {
  uint32_t opened = 0;
  for (size_t i = 0; i < tx.calls.size(); ++i) {
    if (tx.contracts[i]->opening(*tx.calls[i]).policy == nullptr) continue;
    uint32_t actor = 1u << tx.tx.body.actions[i].actor;
    if ((opened & actor) != 0) return Rejection::kOpeningTwice;
    opened |= actor;
  }
  return std::nullopt;
}

std::optional<Rejection> check_signer(const PreparedTx& tx, size_t signer,
                                      const BlockContext& block, const ReadView& view,
                                      const WaitingOpenings& waiting,
                                      Authorisation& authorisation) {
  const AccountId& account = signer_account(tx.tx.body, signer);
  auto record = view.load<proof::PolicyRecord>(proof::policy_key(account));
  const proof::Policy* opening = opening_policy(tx, signer);
  if (record) {
    if (opening != nullptr) return Rejection::kAlreadyOpen;
    if (proof::is_frozen(*record, block.time)) return Rejection::kFrozen;
    return check_policy_signatures(tx, signer, proof::policy_in_force(*record, block.time),
                                   authorisation);
  }
  std::optional<proof::Policy> soon;
  if (opening == nullptr && waiting) soon = waiting(account);
  if (soon) opening = &*soon;
  if (opening == nullptr) return Rejection::kUnopened;
  if (proof::account_id(*opening) != account) return Rejection::kPolicyMismatch;
  return check_policy_signatures(tx, signer, *opening, authorisation);
}

std::optional<Rejection> check_payer(const PreparedTx& tx, const BlockContext& block,
                                     const ReadView& view, const Authorisation& authorisation) {
  auto fee = base_fee(tx, block.parameters, view);
  if (!fee || *fee > tx.tx.body.max_fee) return Rejection::kFeeTooLow;
  if (tx.tx.body.max_fee.micro == 0) return std::nullopt;
  auto payer = view.load<proof::AccountRecord>(proof::account_key(tx.tx.body.payer));
  if (!payer || payer->balance < tx.tx.body.max_fee) return Rejection::kPayerCannotPay;
  // Whatever becomes of the transaction, this fee is paid: a key that may not spend that much
  // today cannot send it.
  Failure limited =
      count_spending(authorisation.limited, tx.tx.body.payer, *fee, block.time, *payer);
  if (limited != Failure::kNone) return Rejection::kPayerCannotPay;
  return std::nullopt;
}

}  // namespace

std::optional<Amount> base_fee(const PreparedTx& tx, const Parameters& parameters,
                               const ReadView& view) {
  auto bytes = mul(parameters.fee_per_byte, tx.bytes.size());
  if (parameters.fee_per_record.micro == 0) return bytes;
  uint64_t added = 0;
  for (const proof::Actor& actor : tx.tx.body.actors) {
    if (!view.exists(proof::account_key(actor.account))) ++added;
  }
  auto records = mul(parameters.fee_per_record, added);
  return bytes && records ? add(*bytes, *records) : std::nullopt;
}

Result<PreparedTx, Rejection> prepare(Bytes bytes, const ChainId& chain,
                                      const ContractSet& contracts) {
  if (bytes.size() > proof::kTxBytesMax) return failure(Rejection::kTooLarge);
  PreparedTx out;
  // The body is the first field, and its encoding is the only one: its bytes are the front of the
  // whole.
  codec::BcsReader reader(bytes);
  if (!reader.read(out.tx.body)) return failure(Rejection::kMalformed);
  size_t body_size = reader.position();
  if (!reader.read(out.tx.auths) || !reader.read(out.tx.witnesses) || reader.remaining() != 0) {
    return failure(Rejection::kMalformed);
  }
  if (auto bad = check_shape(out.tx, chain)) return failure(*bad);
  for (const proof::Action& action : out.tx.body.actions) {
    const Contract* contract = contracts.find(action.contract);
    if (contract == nullptr) return failure(Rejection::kUnknownContract);
    auto call = contract->check(action.call);
    if (!call) return failure(Rejection::kMalformedCall);
    out.contracts.push_back(contract);
    out.calls.push_back(std::move(call));
  }
  if (auto bad = check_openings(out)) return failure(*bad);
  out.id = proof::tx_id_of_bytes(ByteView(bytes).first(body_size));
  out.bytes = std::move(bytes);
  return out;
}

Result<std::monostate, Rejection> verify_signatures(const PreparedTx& tx) {
  Hash256 digest = rename_bytes<Hash256>(tx.id);
  for (const Auth& auth : tx.tx.auths) {
    auto key = crypto::PublicKey::from(auth.key);
    auto signature = crypto::Signature::from(auth.signature);
    if (!key || !signature || !crypto::verify(*key, digest, *signature)) {
      return failure(Rejection::kBadSignature);
    }
  }
  return std::monostate{};
}

const proof::Policy* opening_policy(const PreparedTx& tx, size_t actor) {
  for (size_t i = 0; i < tx.calls.size(); ++i) {
    if (tx.tx.body.actions[i].actor != actor) continue;
    if (auto* policy = tx.contracts[i]->opening(*tx.calls[i]).policy) return policy;
  }
  return nullptr;
}

uint64_t next_sequence(const AccountId& account, uint8_t lane, const ReadView& view) {
  auto record = view.load<proof::AccountRecord>(proof::account_key(account));
  if (!record) return 0;
  for (const proof::LaneState& state : record->lanes) {
    if (state.lane == lane) return state.next;
  }
  return 0;
}

namespace {

std::optional<Rejection> check_sequence(const proof::Actor& actor, const ReadView& view) {
  uint64_t next = next_sequence(actor.account, actor.lane, view);
  // The last number is never used, so that the next one always exists.
  if (actor.sequence < next || actor.sequence == UINT64_MAX) return Rejection::kSequenceUsed;
  if (actor.sequence > next) return Rejection::kSequenceAhead;
  return std::nullopt;
}

enum class Sequences : uint8_t { kChecked, kLeft };

Result<Authorisation, Rejection> authorise_with(const PreparedTx& tx, const BlockContext& block,
                                                const ReadView& view, Sequences sequences,
                                                const WaitingOpenings& waiting) {
  const TxBody& body = tx.tx.body;
  // One that no block can hold would wait for ever.
  if (tx.bytes.size() > std::min(block.parameters.tx_bytes_max, block.parameters.block_bytes_max)) {
    return failure(Rejection::kTooLarge);
  }
  if (body.valid_until < block.height) return failure(Rejection::kExpired);
  if (sequences == Sequences::kChecked) {
    for (const proof::Actor& actor : body.actors) {
      if (auto bad = check_sequence(actor, view)) return failure(*bad);
    }
  }
  Authorisation out;
  size_t signers = body.actors.size() + (payer_is_actor(body) ? 0 : 1);
  for (size_t signer = 0; signer < signers; ++signer) {
    if (auto bad = check_signer(tx, signer, block, view, waiting, out)) return failure(*bad);
  }
  if (auto bad = check_payer(tx, block, view, out)) return failure(*bad);
  return out;
}

}  // namespace

Result<Authorisation, Rejection> authorise(const PreparedTx& tx, const BlockContext& block,
                                           const ReadView& view) {
  return authorise_with(tx, block, view, Sequences::kChecked, {});
}

Result<Authorisation, Rejection> authorise_unsequenced(const PreparedTx& tx,
                                                       const BlockContext& block,
                                                       const ReadView& view,
                                                       const WaitingOpenings& waiting) {
  return authorise_with(tx, block, view, Sequences::kLeft, waiting);
}

}  // namespace freehold::chain
