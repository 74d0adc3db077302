// A transaction checked as far as no state is needed: decoded, within limits, signatures verified.
//
// Pure; any thread. This is what costs most, so it is done once for each transaction and never
// stands for the policy check, which is made at the transaction's place in its block.
#pragma once

#include <functional>

#include "chain/contract.h"

namespace freehold::chain {

struct PreparedTx {
  TxId id;
  Bytes bytes;  // the SignedTx's canonical bytes
  proof::SignedTx tx;
  std::vector<const Contract*> contracts;                 // of each action
  std::vector<std::unique_ptr<const DecodedCall>> calls;  // of each action
};
using PreparedTxPtr = std::shared_ptr<const PreparedTx>;

// Decodes and checks all but the signatures.
Result<PreparedTx, Rejection> prepare(Bytes bytes, const ChainId& chain,
                                      const ContractSet& contracts);
// Whether every signature fits its key and the transaction.
Result<std::monostate, Rejection> verify_signatures(const PreparedTx& tx);

// The policy by which an actor opens its account in this transaction, or null.
const proof::Policy* opening_policy(const PreparedTx& tx, size_t actor);

// What execution under a policy needs of one account that acts or pays.
struct Authorisation {
  std::vector<LimitedSigner> limited;
};

// Whether the transaction may run in this block: not expired, no actor or payer frozen, signatures
// that satisfy each policy in force without surplus, sequences that are next, a payer who can pay.
Result<Authorisation, Rejection> authorise(const PreparedTx& tx, const BlockContext& block,
                                           const ReadView& view);
// The policy under which a transaction that is waiting opens an account; none where none does.
using WaitingOpenings = std::function<std::optional<proof::Policy>(const AccountId& account)>;
// The same but for the sequences, for a mempool that knows what else is waiting: an account that is
// not open yet is judged by the policy that waits to open it.
Result<Authorisation, Rejection> authorise_unsequenced(const PreparedTx& tx,
                                                       const BlockContext& block,
                                                       const ReadView& view,
                                                       const WaitingOpenings& waiting);
// The sequence an account's next transaction in a lane carries.
uint64_t next_sequence(const AccountId& account, uint8_t lane, const ReadView& view);

// What a transaction pays however it ends: its bytes, and the records of those actors that have none
// yet, since its sequences stay. None where it passes 2^64.
std::optional<Amount> base_fee(const PreparedTx& tx, const Parameters& parameters,
                               const ReadView& view);

}  // namespace freehold::chain
