// What the kernel asks of a contract. It knows contracts by their tags only.
#pragma once

#include <memory>
#include <span>

#include "chain/view.h"
#include "codec/json.h"
#include "proof/transaction.h"

namespace freehold::chain {

// A call that was decoded and found well formed.
class DecodedCall {
 public:
  virtual ~DecodedCall() = default;
};

// The transaction a call stands in.
struct CallContext {
  const BlockContext& block;
  const TxId& tx;
  const AccountId& actor;
  const proof::TxBody& body;
  const std::vector<proof::Auth>& auths;
};

// The policy under which a call opens the acting account.
struct AccountOpening {
  const proof::Policy* policy = nullptr;
};

class Contract {
 public:
  virtual ~Contract() = default;
  virtual uint8_t tag() const = 0;
  virtual std::string_view name() const = 0;

  // The call alone: decodes it and checks what needs no state. None: malformed.
  virtual std::unique_ptr<const DecodedCall> check(ByteView call) const = 0;
  // The scopes a key needs to sign for this call: each bit that is set has to be covered.
  virtual uint32_t scopes(const DecodedCall& call) const = 0;
  // Whether this call opens the acting account.
  virtual AccountOpening opening(const DecodedCall& call) const = 0;
  // Adds keys of records that applying the call will read, beside its actor's: a hint, so that they are at hand when
  // the block is executed.
  virtual void hint(const DecodedCall& call, std::vector<Bytes>& keys) const = 0;
  // Reads the state and says whether the call is allowed; 0, or the reason.
  virtual uint32_t admit(const ReadView& view, const CallContext& context,
                         const DecodedCall& call) const = 0;
  // The only writer. 0, or the reason: then all of the transaction is undone.
  virtual uint32_t apply(WriteView& view, const CallContext& context,
                         const DecodedCall& call) const = 0;
  // Whether the contract's invariant holds over what a transaction changed.
  virtual bool holds(const BlockContext& block, std::span<const RecordChange> changes) const = 0;

  // The calls as JSON, {"<name>": {fields}}, for people and for `freehold call`: never hashed.
  virtual codec::Json call_to_json(const DecodedCall& call) const = 0;
  // The canonical bytes of a call; its limits are check()'s affair.
  virtual Result<Bytes, codec::JsonError> call_from_json(const codec::Json& json) const = 0;
  virtual codec::Json call_schema() const = 0;
  // The names of the calls, in the order of their numbers.
  virtual std::vector<std::string_view> call_names() const = 0;
};

// All contracts of a chain.
class ContractSet {
 public:
  virtual ~ContractSet() = default;
  // Null for a tag nobody has.
  virtual const Contract* find(uint8_t tag) const = 0;
  virtual std::span<const Contract* const> all() const = 0;
};

}  // namespace freehold::chain
