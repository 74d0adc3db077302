// SHA-256 and what is built on it. Pure functions; any thread may call them.
//
// The low-level compression calls of OpenSSL are used on hot paths: they cost a third of the
// one-shot call for short input (docs/adr/0003-hashing.md).
#pragma once

#include <initializer_list>

#include "common/types.h"
#include "crypto/tags.h"

namespace freehold::crypto {

// Plain SHA-256 (FIPS 180-4) of one string.
Hash256 sha256(ByteView data);

// A running SHA-256, for files and long input. Not for use by two threads at once.
class Sha256 {
 public:
  Sha256();
  void update(ByteView data);
  // Ends the computation; the object is then as new.
  Hash256 finish();

 private:
  alignas(8) std::array<uint8_t, 112> state_;
};

// SHA256(SHA256(tag) ‖ SHA256(tag) ‖ data), as BIP-340 defines tagged hashes; parts are concatenated.
// The midstate of each tag of tags.h is computed once.
Hash256 tagged_hash(Tag tag, std::initializer_list<ByteView> parts);
inline Hash256 tagged_hash(Tag tag, ByteView data) { return tagged_hash(tag, {data}); }

// H(prefix ‖ a ‖ b) for the nodes of Merkle trees, prefix being 0x00 or 0x01. No allocation.
Hash256 prefixed_hash(uint8_t prefix, const Hash256& a, const Hash256& b);
// H(0x00 ‖ data), a leaf of RFC 9162.
Hash256 leaf_hash(ByteView data);

// HMAC (RFC 2104).
Hash256 hmac_sha256(ByteView key, ByteView data);
std::array<uint8_t, 64> hmac_sha512(ByteView key, ByteView data);

}  // namespace freehold::crypto
