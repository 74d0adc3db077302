// Every tag under which Freehold hashes things of its own. A tag says what is hashed, so that a
// digest of one kind of thing is never taken for another. docs/spec/encoding.md lists them.
#pragma once

#include <cstdint>
#include <string_view>

namespace freehold::crypto {

enum class Tag : uint8_t {
  kGenesis,        // the genesis document: the chain id
  kTx,             // a transaction's body: the transaction id, and what its signatures sign
  kHeader,         // a block's header
  kSeal,           // what a validator signs: a committed header's hash
  kKey,            // scheme and public key
  kPolicy,         // a policy
  kAccount,        // an account's first policy: the account id
  kNamedAccount,   // an account without keys: the treasury, an escrow
  kKeyPossession,  // that a key's holder wants it in an account's policy
  kCertificate,    // certifier and content: the id of a certificate
  kCollection,     // certifier and root: the id of a collection
  kItem,           // collection and content: the id of an extracted item
  kEvent,          // previous history hash and event
  kValidatorSet,   // a validator set
  kStatement,      // what a proof file states
  kPresentation,   // what the presenter of a proof signs
  kMessage,        // a message signed by a wallet
  kSplit,          // creator and counter: the id of a split
  kLease,          // account and counter: the id of a lease
  kWitness,        // a bulky witness of a transaction
  kPrint,          // a packed proof file: what binds the frames of one certificate on paper
  kCount
};

inline constexpr std::string_view kTagTexts[] = {
    "freehold/genesis",      "freehold/tx",           "freehold/header",
    "freehold/seal",         "freehold/key",          "freehold/policy",
    "freehold/account",      "freehold/named-account", "freehold/key-possession",
    "freehold/certificate",  "freehold/collection",   "freehold/item",
    "freehold/event",        "freehold/validator-set", "freehold/statement",
    "freehold/presentation", "freehold/message",      "freehold/split",
    "freehold/lease",        "freehold/witness",      "freehold/print"};
static_assert(sizeof kTagTexts / sizeof kTagTexts[0] == static_cast<size_t>(Tag::kCount));

inline constexpr std::string_view text_of(Tag tag) { return kTagTexts[static_cast<size_t>(tag)]; }

}  // namespace freehold::crypto
