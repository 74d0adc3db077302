// Base58 with Bitcoin's alphabet (base58btc), for did:key identifiers. Encoding only; not for secrets.
#pragma once

#include <string>

#include "common/bytes.h"

namespace freehold::crypto {

std::string base58_encode(ByteView bytes);

}  // namespace freehold::crypto
