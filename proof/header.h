// Headers, validator sets and seals.
#pragma once

#include "codec/describe.h"
#include "common/result.h"
#include "common/types.h"
#include "crypto/signature.h"

namespace freehold::proof {

struct Header {
  uint8_t version = 1;
  ChainId chain;
  Height height;
  Time time;
  uint32_t tx_count = 0;
  HeaderHash previous;               // zero at height 0
  Hash256 tx_root;                   // RFC 9162 tree over TxLeaf encodings
  Hash256 state_root;                // after executing this block
  Hash256 history_root;              // RFC 9162 tree over the hashes of all earlier headers
  ValidatorSetHash validators;       // who seals this header: next_validators of the one before
  ValidatorSetHash next_validators;  // after executing this block
  FREEHOLD_DESCRIBE(version, chain, height, time, tx_count, previous, tx_root, state_root,
                    history_root, validators, next_validators)
};
bool operator==(const Header& a, const Header& b);
HeaderHash header_hash(const Header& header);

struct Validator {
  crypto::PublicKey seal_key;
  Bytes engine_key;           // the ordering engine's key; empty under `solo`
  uint64_t power = 0;         // in thousands for an ordinary member
  Hash256 beacon_commitment;  // end of the hash chain it reveals; zero where there is none
  FREEHOLD_DESCRIBE(seal_key, engine_key, power, beacon_commitment)
};
struct ValidatorSet {
  uint8_t version = 1;
  std::vector<Validator> validators;  // strictly ascending by seal key
  FREEHOLD_DESCRIBE(version, validators)
};
inline constexpr size_t kValidatorsMax = 256;

enum class ValidatorSetError : uint8_t {
  kVersion = 1,
  kEmpty,
  kTooMany,
  kBadKey,
  kNotAscending,  // out of order, or one key twice
  kZeroPower,
  kPowerOverflow,  // the powers add up past 2^60
  kEngineKeyTooLong,
};
const char* to_string(ValidatorSetError error);
Result<std::monostate, ValidatorSetError> check_validator_set(const ValidatorSet& set);
ValidatorSetHash validator_set_hash(const ValidatorSet& set);

struct SealSignature {
  uint16_t validator = 0;  // its place in the set
  crypto::Signature signature;
  FREEHOLD_DESCRIBE(validator, signature)
};
// Signatures over one committed header.
struct Seal {
  Height height;
  HeaderHash header;
  std::vector<SealSignature> signatures;  // strictly ascending by validator
  FREEHOLD_DESCRIBE(height, header, signatures)
};
// What a seal's signatures sign: the tagged hash of the header's hash.
Hash256 seal_digest(const HeaderHash& header);

enum class SealError : uint8_t {
  kWrongHeader = 1,   // not of this header or height
  kUnknownValidator,  // a place past the end of the set
  kNotAscending,      // out of order, or one validator twice
  kBadSignature,
  kNotEnoughPower,  // not more than two thirds
};
const char* to_string(SealError error);

// Whether `seal` is of `header` by more than two thirds of `set`; checks every signature it holds.
// The caller has compared the set's hash with header.validators.
Result<std::monostate, SealError> verify_seal(const Seal& seal, const Header& header,
                                              const ValidatorSet& set);

}  // namespace freehold::proof
