// The transaction envelope and the results that blocks commit to.
#pragma once

#include "codec/describe.h"
#include "common/types.h"

namespace freehold::proof {

struct Actor {
  AccountId account;
  uint8_t lane = 0;       // 0 to 15
  uint64_t sequence = 0;  // the account's next in that lane
  FREEHOLD_DESCRIBE(account, lane, sequence)
};

struct Action {
  uint8_t actor = 0;     // place in TxBody::actors of the account that acts
  uint8_t contract = 0;  // the contract's tag
  Bytes call;            // canonical bytes of that contract's Call
  FREEHOLD_DESCRIBE(actor, contract, call)
};

struct TxBody {
  uint8_t version = 1;
  ChainId chain;
  Height valid_until;  // the last height of a block that may hold it
  AccountId payer;
  Amount max_fee;
  std::vector<Actor> actors;  // distinct accounts
  std::vector<Action> actions;
  std::vector<Hash256> witness_hashes;  // tagged hashes of SignedTx::witnesses, in order
  Bytes memo;
  FREEHOLD_DESCRIBE(version, chain, valid_until, payer, max_fee, actors, actions, witness_hashes,
                    memo)
};

// One signature over the transaction id.
struct Auth {
  uint8_t signer = 0;  // place in actors; one past their end means the payer, where it is no actor
  uint8_t scheme = 0;
  Bytes key;
  Bytes signature;
  FREEHOLD_DESCRIBE(signer, scheme, key, signature)
};

struct SignedTx {
  TxBody body;
  std::vector<Auth> auths;       // strictly ascending by (signer, scheme, key)
  std::vector<Bytes> witnesses;  // bulky evidence, prunable
  FREEHOLD_DESCRIBE(body, auths, witnesses)
};

inline constexpr size_t kActorsMax = 16;
inline constexpr size_t kActionsMax = 1024;
inline constexpr size_t kAuthsMax = 64;
inline constexpr size_t kWitnessesMax = 16;
inline constexpr size_t kMemoBytesMax = 256;
inline constexpr size_t kTxBytesMax = 1 << 20;

TxId tx_id(const TxBody& body);
// The same from the body's canonical bytes.
TxId tx_id_of_bytes(ByteView body_bytes);
Hash256 witness_hash(ByteView witness);

// How a transaction in a block ended. Code 0: done. Otherwise the numeric reason of
// docs/spec/errors.md, the action that failed, and nothing changed but fee and sequences.
struct TxResult {
  uint32_t code = 0;
  uint16_t action = 0;  // place of the action that failed; 0 where done
  Amount fee;
  FREEHOLD_DESCRIBE(code, action, fee)
};
// The data of one leaf of a header's tx root.
struct TxLeaf {
  TxId tx;
  TxResult result;
  FREEHOLD_DESCRIBE(tx, result)
};

}  // namespace freehold::proof
