// A state proof from outside: refused or accepted, in bounded time, never both a value and its absence.
#include "codec/bcs.h"
#include "common/assert.h"
#include "proof/policy.h"
#include "proof/records.h"
#include "proof/sparse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace freehold;
  if (size < 33) return 0;
  ByteView input(data, size);
  auto entry = codec::bcs_decode<proof::StateEntry>(input.subspan(33));
  if (!entry) return 0;
  Hash256 root = *Hash256::from(input.subspan(1, 32));
  auto verdict = proof::verify_entry(input.first(1), *entry, root);
  if (verdict && !entry->value) {
    FREEHOLD_ASSERT(root.is_zero() || entry->path.depth > 0 || entry->path.other);
  }
  if (!entry->value) return 0;
  if (auto policy = codec::bcs_decode<proof::Policy>(*entry->value)) (void)proof::check_policy(*policy);
  return 0;
}
