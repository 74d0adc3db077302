// What the API answers with: the JSON of each is the JSON view of these structs
// (codec/json_view.h), and the same structs read it in a client. docs/spec/api.md.
#pragma once

#include "codec/json_view.h"
#include "proof/proof_file.h"

namespace freehold::api {

// A page of a list. `next` is handed back as `cursor` for the page after; none on the last. A page
// may hold fewer items than were asked for although others follow.
template <class T>
struct Page {
  std::vector<T> items;
  std::optional<std::string> next;
  FREEHOLD_DESCRIBE(items, next)
};

struct StatusView {
  std::string version;  // of the program
  std::string name;     // of the chain
  ChainId chain;
  Height height;
  HeaderHash header;
  Time time;                     // of the newest block
  std::optional<Height> sealed;  // the newest height a proof can be made for
  std::string state;             // running, no_space, clock_jumped, failed, stopped
  std::string detail;
  uint64_t waiting = 0;  // transactions
  uint64_t protocol_version = 0;
  FREEHOLD_DESCRIBE(version, name, chain, height, header, time, sealed, state, detail, waiting,
                    protocol_version)
};

struct HeaderView {
  HeaderHash hash;
  proof::Header header;
  std::optional<proof::Seal> seal;
  FREEHOLD_DESCRIBE(hash, header, seal)
};

struct ResultView {
  uint32_t code = 0;  // docs/spec/errors.md
  std::string name;
  std::string sentence;
  uint16_t action = 0;  // place of the action that failed
  Amount fee;
  FREEHOLD_DESCRIBE(code, name, sentence, action, fee)
};
struct RejectionView {
  uint32_t code = 0;
  std::string name;
  std::string sentence;
  FREEHOLD_DESCRIBE(code, name, sentence)
};

// One action, decoded.
struct ActionView {
  AccountId actor;
  std::string contract;
  codec::Json call;  // {"<name>": {fields}}
  FREEHOLD_DESCRIBE(actor, contract, call)
};

struct TransactionView {
  TxId id;
  std::string state;  // UNKNOWN, PENDING, COMMITTED, INVALID
  std::optional<Height> height;
  std::optional<Time> time;
  std::optional<uint32_t> place;
  std::optional<ResultView> result;
  std::optional<RejectionView> rejection;
  std::optional<AccountId> payer;
  std::vector<ActionView> actions;
  std::optional<Bytes> memo;
  std::optional<Bytes> bytes;  // the SignedTx's canonical bytes
  FREEHOLD_DESCRIBE(id, state, height, time, place, result, rejection, payer, actions, memo, bytes)
};

// One line of a list of transactions.
struct TransactionLine {
  TxId id;
  Height height;
  Time time;
  uint32_t place = 0;
  ResultView result;
  std::vector<ActionView> actions;
  FREEHOLD_DESCRIBE(id, height, time, place, result, actions)
};

// What became of a block's transactions.
struct BlockResults {
  uint32_t done = 0;
  uint32_t failed = 0;
  Amount fees;  // of all of them
  FREEHOLD_DESCRIBE(done, failed, fees)
};
struct BlockView {
  HeaderHash hash;
  proof::Header header;
  std::optional<proof::Seal> seal;
  BlockResults results;
  Page<TransactionLine> transactions;
  FREEHOLD_DESCRIBE(hash, header, seal, results, transactions)
};
struct BlockLine {
  HeaderHash hash;
  Height height;
  Time time;
  uint32_t tx_count = 0;
  FREEHOLD_DESCRIBE(hash, height, time, tx_count)
};

struct LaneView {
  uint8_t lane = 0;
  uint64_t next = 0;  // the sequence to use now: transactions that wait are counted in
  FREEHOLD_DESCRIBE(lane, next)
};
struct AccountView {
  AccountId account;
  bool open = false;  // its keys have opened it
  Amount balance;
  std::vector<LaneView> lanes;          // lanes that were used; any other begins at 0
  std::optional<proof::Policy> policy;  // in force at the newest block's time
  uint64_t epoch = 0;
  bool frozen = false;
  std::vector<std::string> roles;
  std::optional<proof::PolicyRecord> policy_record;
  FREEHOLD_DESCRIBE(account, open, balance, lanes, policy, epoch, frozen, roles, policy_record)
};

struct OfferView {
  proof::OfferRecord offer;
  bool stands = false;  // neither expired nor void
  FREEHOLD_DESCRIBE(offer, stands)
};
struct AssetView {
  AssetId asset;
  proof::AssetRecord record;
  std::optional<OfferView> offer;
  FREEHOLD_DESCRIBE(asset, record, offer)
};
struct EventView {
  uint64_t number = 0;
  proof::Event event;
  FREEHOLD_DESCRIBE(number, event)
};

struct ContentView {
  ContentHash content;
  std::optional<proof::ContentRecord> first;  // among certificates made singly
  Page<AssetView> certificates;               // the earliest first, extracted items too
  FREEHOLD_DESCRIBE(content, first, certificates)
};

struct KeyView {
  KeyHash key;
  AccountId account;
  FREEHOLD_DESCRIBE(key, account)
};

struct ParameterView {
  std::string name;
  uint64_t value = 0;  // for the next block
  std::optional<proof::ScheduledValue> scheduled;
  uint64_t least = 0;
  uint64_t most = 0;
  std::string meaning;
  FREEHOLD_DESCRIBE(name, value, scheduled, least, most, meaning)
};
struct ParametersView {
  std::vector<ParameterView> parameters;
  FREEHOLD_DESCRIBE(parameters)
};

struct ContractView {
  uint8_t tag = 0;
  std::string name;
  std::vector<std::string> calls;
  codec::Json schema;
  FREEHOLD_DESCRIBE(tag, name, calls, schema)
};
struct ContractsView {
  std::vector<ContractView> contracts;
  FREEHOLD_DESCRIBE(contracts)
};

struct SubmitBody {
  Bytes transaction;  // a SignedTx's canonical bytes
  FREEHOLD_DESCRIBE(transaction)
};
struct SubmittedView {
  std::optional<TxId> id;
  std::string state;  // PENDING, COMMITTED, or REJECTED in a batch
  std::optional<RejectionView> rejection;
  FREEHOLD_DESCRIBE(id, state, rejection)
};
struct BatchView {
  uint64_t accepted = 0;
  uint64_t rejected = 0;
  std::vector<SubmittedView> results;  // in the order of the batch
  FREEHOLD_DESCRIBE(accepted, rejected, results)
};

// What only the owner's manifest knows of an item.
struct ItemProofBody {
  AssetId collection;
  proof::ItemContent content;
  uint64_t index = 0;
  proof::Salt salt;
  std::vector<Hash256> path;
  FREEHOLD_DESCRIBE(collection, content, index, salt, path)
};

// RFC 9457, with our stable code.
struct ProblemView {
  std::string type;
  std::string title;
  uint16_t status = 0;
  std::string code;
  std::string detail;
  FREEHOLD_DESCRIBE(type, title, status, code, detail)
};

}  // namespace freehold::api
