// The vocabulary of the whole program: hashes, ids, amounts, heights and times as types of their own.
#pragma once

#include <functional>

#include "common/amount.h"
#include "common/bytes.h"

namespace freehold {

#define FREEHOLD_BYTES32(Name) \
  struct Name##Tag {};         \
  using Name = FixedBytes<32, Name##Tag>

FREEHOLD_BYTES32(Hash256);      // a digest with no narrower meaning: tree nodes, roots of subtrees
FREEHOLD_BYTES32(ChainId);      // tagged hash of the genesis document's canonical bytes
FREEHOLD_BYTES32(TxId);         // tagged hash of a transaction's body; does not cover signatures
FREEHOLD_BYTES32(HeaderHash);   // tagged hash of a header
FREEHOLD_BYTES32(AccountId);    // tagged hash of an account's first policy, or of a name
FREEHOLD_BYTES32(AssetId);      // id of a certificate, a collection or an extracted item
FREEHOLD_BYTES32(SplitId);      // id of a split of proceeds
FREEHOLD_BYTES32(KeyHash);      // tagged hash of scheme and public key
FREEHOLD_BYTES32(PolicyHash);   // tagged hash of a policy
FREEHOLD_BYTES32(ContentHash);  // plain SHA-256 of a file's bytes
FREEHOLD_BYTES32(Commitment);   // HMAC-SHA-256(k, account ‖ content hash) of a private certificate
FREEHOLD_BYTES32(HistoryHash);  // running hash over an asset's events
FREEHOLD_BYTES32(ValidatorSetHash);
FREEHOLD_BYTES32(StatementHash);  // tagged hash of a proof's statement

#undef FREEHOLD_BYTES32

// Number of a block; genesis is 0.
struct Height {
  uint64_t value = 0;
  friend auto operator<=>(const Height&, const Height&) = default;
};

// Milliseconds since 1970-01-01T00:00:00Z, without leap seconds. The chain's time is its blocks'.
struct Time {
  uint64_t ms = 0;
  friend auto operator<=>(const Time&, const Time&) = default;
};

// The hash of a FixedBytes whose bytes are already a digest: its first eight bytes.
struct DigestHasher {
  template <size_t N, class Tag>
  size_t operator()(const FixedBytes<N, Tag>& bytes) const {
    uint64_t out;
    std::memcpy(&out, bytes.data(), sizeof out);
    return static_cast<size_t>(out);
  }
};

}  // namespace freehold
