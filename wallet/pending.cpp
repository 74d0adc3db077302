#include "wallet/pending.h"

#include "codec/bcs.h"
#include "crypto/hash.h"

namespace freehold::wallet {

const char* to_string(PendingError error) {
  switch (error) {
    case PendingError::kTruncated:
      return "truncated";
    case PendingError::kChecksum:
      return "checksum";
    case PendingError::kVersion:
      return "version";
    case PendingError::kUnreadable:
      return "unreadable";
  }
  return "unknown";
}

Bytes pending_encode(const PendingTx& pending) {
  Bytes out = codec::bcs_encode(pending);
  append(out, crypto::sha256(out).view());
  return out;
}

Result<PendingTx, PendingError> pending_decode(ByteView bytes) {
  if (bytes.size() < 33) return failure(PendingError::kTruncated);
  ByteView body = bytes.first(bytes.size() - 32);
  if (!equal(crypto::sha256(body).view(), bytes.last(32))) return failure(PendingError::kChecksum);
  if (body[0] != 1) return failure(PendingError::kVersion);
  auto pending = codec::bcs_decode<PendingTx>(body);
  if (!pending || pending->assets.empty()) return failure(PendingError::kUnreadable);
  return std::move(*pending);
}

PendingFate pending_fate(const PendingTx& pending, const PendingSeen& seen) {
  if (seen.done || seen.theirs) return PendingFate::kDone;
  if (seen.failed) return PendingFate::kNever;
  if (seen.waits) return PendingFate::kWaits;
  return seen.height > pending.valid_until ? PendingFate::kNever : PendingFate::kMay;
}

}  // namespace freehold::wallet
