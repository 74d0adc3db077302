#include "proof/header.h"

#include "codec/bcs.h"
#include "crypto/hash.h"

namespace freehold::proof {
namespace {

constexpr uint64_t kPowerSumMax = uint64_t{1} << 60;
constexpr size_t kEngineKeyBytesMax = 64;

}  // namespace

bool operator==(const Header& a, const Header& b) {
  return codec::bcs_encode(a) == codec::bcs_encode(b);
}

HeaderHash header_hash(const Header& header) {
  return rename_bytes<HeaderHash>(
      crypto::tagged_hash(crypto::Tag::kHeader, codec::bcs_encode(header)));
}

const char* to_string(ValidatorSetError error) {
  switch (error) {
    case ValidatorSetError::kVersion:
      return "version";
    case ValidatorSetError::kEmpty:
      return "empty";
    case ValidatorSetError::kTooMany:
      return "too_many";
    case ValidatorSetError::kBadKey:
      return "bad_key";
    case ValidatorSetError::kNotAscending:
      return "not_ascending";
    case ValidatorSetError::kZeroPower:
      return "zero_power";
    case ValidatorSetError::kPowerOverflow:
      return "power_overflow";
    case ValidatorSetError::kEngineKeyTooLong:
      return "engine_key_too_long";
  }
  return "unknown";
}

Result<std::monostate, ValidatorSetError> check_validator_set(const ValidatorSet& set) {
  if (set.version != 1) return failure(ValidatorSetError::kVersion);
  if (set.validators.empty()) return failure(ValidatorSetError::kEmpty);
  if (set.validators.size() > kValidatorsMax) return failure(ValidatorSetError::kTooMany);
  uint64_t sum = 0;
  for (size_t i = 0; i < set.validators.size(); ++i) {
    const Validator& validator = set.validators[i];
    if (!crypto::public_key_valid(validator.seal_key)) return failure(ValidatorSetError::kBadKey);
    if (i > 0 && set.validators[i - 1].seal_key >= validator.seal_key) {
      return failure(ValidatorSetError::kNotAscending);
    }
    if (validator.power == 0) return failure(ValidatorSetError::kZeroPower);
    if (validator.power > kPowerSumMax - sum) return failure(ValidatorSetError::kPowerOverflow);
    sum += validator.power;
    if (validator.engine_key.size() > kEngineKeyBytesMax) {
      return failure(ValidatorSetError::kEngineKeyTooLong);
    }
  }
  return std::monostate{};
}

ValidatorSetHash validator_set_hash(const ValidatorSet& set) {
  return rename_bytes<ValidatorSetHash>(
      crypto::tagged_hash(crypto::Tag::kValidatorSet, codec::bcs_encode(set)));
}

Hash256 seal_digest(const HeaderHash& header) {
  return crypto::tagged_hash(crypto::Tag::kSeal, header.view());
}

const char* to_string(SealError error) {
  switch (error) {
    case SealError::kWrongHeader:
      return "wrong_header";
    case SealError::kUnknownValidator:
      return "unknown_validator";
    case SealError::kNotAscending:
      return "not_ascending";
    case SealError::kBadSignature:
      return "bad_signature";
    case SealError::kNotEnoughPower:
      return "not_enough_power";
  }
  return "unknown";
}

Result<std::monostate, SealError> verify_seal(const Seal& seal, const Header& header,
                                              const ValidatorSet& set) {
  HeaderHash hash = header_hash(header);
  if (seal.height != header.height || seal.header != hash) return failure(SealError::kWrongHeader);
  for (size_t i = 0; i < seal.signatures.size(); ++i) {
    if (seal.signatures[i].validator >= set.validators.size()) {
      return failure(SealError::kUnknownValidator);
    }
    if (i > 0 && seal.signatures[i - 1].validator >= seal.signatures[i].validator) {
      return failure(SealError::kNotAscending);
    }
  }
  Hash256 digest = seal_digest(hash);
  uint64_t signed_power = 0;
  for (const SealSignature& signature : seal.signatures) {
    const Validator& validator = set.validators[signature.validator];
    if (!crypto::verify(validator.seal_key, digest, signature.signature)) {
      return failure(SealError::kBadSignature);
    }
    signed_power += validator.power;
  }
  uint64_t all_power = 0;
  for (const Validator& validator : set.validators) all_power += validator.power;
  // The sum is at most 2^60, so neither product overflows.
  if (signed_power * 3 <= all_power * 2) return failure(SealError::kNotEnoughPower);
  return std::monostate{};
}

}  // namespace freehold::proof
