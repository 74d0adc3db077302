#include "contracts/accounts/accounts.h"

#include <algorithm>

#include "crypto/hash.h"
#include "crypto/signature.h"

namespace freehold::contracts::accounts {
namespace {

using chain::CallContext;
using chain::ReadView;
using chain::WriteView;

uint32_t code(Refusal refusal) { return static_cast<uint32_t>(refusal); }
uint32_t code(chain::Failure failure) { return static_cast<uint32_t>(failure); }

bool check_open(const Open& call) {
  if (!proof::check_policy(call.policy)) return false;
  for (size_t i = 0; i < call.key_proofs.size(); ++i) {
    if (call.key_proofs[i].entry >= call.policy.entries.size()) return false;
    if (i > 0 && call.key_proofs[i - 1].entry >= call.key_proofs[i].entry) return false;
  }
  return true;
}

// Whether the key of a policy's entry signed this transaction for the acting account.
bool signed_by(const CallContext& context, const proof::PolicyEntry& entry) {
  return std::any_of(context.auths.begin(), context.auths.end(), [&](const proof::Auth& auth) {
    return auth.signer < context.body.actors.size() &&
           context.body.actors[auth.signer].account == context.actor &&
           auth.scheme == entry.scheme && auth.key == entry.key;
  });
}

uint32_t check_key_proof(const CallContext& context, const Open& call, size_t entry) {
  const proof::PolicyEntry& wanted = call.policy.entries[entry];
  if (signed_by(context, wanted)) return 0;
  auto given = std::find_if(call.key_proofs.begin(), call.key_proofs.end(),
                            [&](const KeyProof& proof) { return proof.entry == entry; });
  if (given == call.key_proofs.end()) return code(Refusal::kKeyProofMissing);
  auto key = crypto::PublicKey::from(wanted.key);
  auto signature = crypto::Signature::from(given->signature);
  Hash256 digest = key_possession_digest(context.block.chain, context.actor,
                                         proof::policy_hash(call.policy));
  if (!key || !signature || !crypto::verify(*key, digest, *signature)) {
    return code(Refusal::kKeyProofWrong);
  }
  return 0;
}

uint32_t admit_open(const ReadView& view, const CallContext& context, const Open& call) {
  // The account record may be there already: somebody paid the address, or a registrar admitted it.
  // The kernel has just stored its sequence, so in registrar mode what counts is the key `admitted`.
  if (context.block.parameters.accounts_open == 0 &&
      !view.exists(proof::role_key(proof::Role::kAdmitted, context.actor))) {
    return code(Refusal::kNotAdmitted);
  }
  for (size_t i = 0; i < call.policy.entries.size(); ++i) {
    const proof::PolicyEntry& entry = call.policy.entries[i];
    auto taken =
        view.load<proof::KeyRecord>(proof::key_key(crypto::key_hash(entry.scheme, entry.key)));
    if (taken && taken->account != context.actor) return code(Refusal::kKeyTaken);
    if (uint32_t refused = check_key_proof(context, call, i)) return refused;
  }
  return 0;
}

uint32_t admit_pay(const ReadView& view, const CallContext& context, const Pay& call) {
  if (view.exists(proof::policy_key(call.to))) return 0;
  if (context.block.parameters.accounts_open == 0 &&
      !view.exists(proof::role_key(proof::Role::kAdmitted, call.to))) {
    return code(chain::Failure::kUnknownAccount);
  }
  if (call.amount < context.block.parameters.unopened_payment_min) {
    return code(chain::Failure::kPaymentTooSmall);
  }
  return 0;
}

uint32_t admit_admit(const ReadView& view, const CallContext& context, const Admit& call) {
  if (!view.exists(proof::role_key(proof::Role::kRegistrar, context.actor))) {
    return code(Refusal::kNotRegistrar);
  }
  if (view.exists(proof::role_key(proof::Role::kAdmitted, call.account))) {
    return code(Refusal::kAlreadyAdmitted);
  }
  return 0;
}

void apply_open(WriteView& view, const CallContext& context, const Open& call) {
  proof::PolicyRecord record;
  record.policy = call.policy;
  view.store(proof::policy_key(context.actor), record);
  for (const proof::PolicyEntry& entry : call.policy.entries) {
    proof::KeyRecord key;
    key.account = context.actor;
    view.store(proof::key_key(crypto::key_hash(entry.scheme, entry.key)), key);
  }
}

void apply_admit(WriteView& view, const CallContext& context, const Admit& call) {
  proof::RoleRecord record;
  record.since = context.block.height;
  view.store(proof::role_key(proof::Role::kAdmitted, call.account), record);
  view.involve(call.account);
}

}  // namespace

const char* to_string(Refusal refusal) {
  switch (refusal) {
    case Refusal::kKeyTaken: return "key_taken";
    case Refusal::kKeyProofMissing: return "key_proof_missing";
    case Refusal::kKeyProofWrong: return "key_proof_wrong";
    case Refusal::kNotAdmitted: return "not_admitted";
    case Refusal::kNotRegistrar: return "not_registrar";
    case Refusal::kAlreadyAdmitted: return "already_admitted";
  }
  return "unknown";
}

const char* sentence(Refusal refusal) {
  switch (refusal) {
    case Refusal::kKeyTaken: return "A key of that policy belongs to another account.";
    case Refusal::kKeyProofMissing: return "A key of that policy has not agreed to stand in it.";
    case Refusal::kKeyProofWrong: return "A key's agreement to stand in that policy does not fit.";
    case Refusal::kNotAdmitted: return "A registrar has to admit this address before it is opened.";
    case Refusal::kNotRegistrar: return "Only a registrar may do that.";
    case Refusal::kAlreadyAdmitted: return "That address has been admitted already.";
  }
  return "unknown";
}

Hash256 key_possession_digest(const ChainId& chain, const AccountId& account,
                              const PolicyHash& policy) {
  return crypto::tagged_hash(crypto::Tag::kKeyPossession,
                             {chain.view(), account.view(), policy.view()});
}

bool Accounts::check(const Call& call) {
  return std::visit(Overloaded{[](const Open& open) { return check_open(open); },
                               [](const Pay&) { return true; }, [](const Admit&) { return true; }},
                    call);
}

uint32_t Accounts::scopes(const Call& call) {
  return std::visit(Overloaded{[](const Open&) { return uint32_t{proof::kScopeEverything}; },
                               [](const Pay&) { return uint32_t{proof::kScopePay}; },
                               [](const Admit&) { return uint32_t{proof::kScopeGovern}; }},
                    call);
}

chain::AccountOpening Accounts::opening(const Call& call) {
  const Open* open = std::get_if<Open>(&call);
  return {open != nullptr ? &open->policy : nullptr};
}

void Accounts::hint(const Call& call, std::vector<Bytes>& keys) {
  const Pay* pay = std::get_if<Pay>(&call);
  if (pay == nullptr) return;
  keys.push_back(proof::account_key(pay->to));
  keys.push_back(proof::policy_key(pay->to));
}

uint32_t Accounts::admit(const ReadView& view, const CallContext& context, const Call& call) {
  return std::visit(
      Overloaded{[&](const Open& open) { return admit_open(view, context, open); },
                 [&](const Pay& pay) { return admit_pay(view, context, pay); },
                 [&](const Admit& other) { return admit_admit(view, context, other); }},
      call);
}

uint32_t Accounts::apply(WriteView& view, const CallContext& context, const Call& call) {
  if (const Open* open = std::get_if<Open>(&call)) apply_open(view, context, *open);
  if (const Admit* other = std::get_if<Admit>(&call)) apply_admit(view, context, *other);
  if (const Pay* pay = std::get_if<Pay>(&call)) {
    return code(view.move({context.actor, pay->to, pay->amount}));
  }
  return 0;
}

// An account's key stays its own, an epoch never comes back, and no policy changes within one.
bool Accounts::holds(const chain::BlockContext&, std::span<const chain::RecordChange> changes) {
  for (const chain::RecordChange& change : changes) {
    if (change.space == static_cast<uint8_t>(proof::Space::kKey) && change.before &&
        (!change.after || *change.before != *change.after)) {
      return false;
    }
    if (change.space != static_cast<uint8_t>(proof::Space::kPolicy) || !change.before) continue;
    if (!change.after) return false;
    auto before = codec::bcs_decode<proof::PolicyRecord>(*change.before);
    auto after = codec::bcs_decode<proof::PolicyRecord>(*change.after);
    if (!before || !after || after->epoch < before->epoch) return false;
    bool same_policy = codec::bcs_encode(before->policy) == codec::bcs_encode(after->policy);
    if (after->epoch == before->epoch && !same_policy) return false;
  }
  return true;
}

}  // namespace freehold::contracts::accounts
