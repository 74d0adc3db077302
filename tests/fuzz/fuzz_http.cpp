// Heads, chunked bodies and addresses from outside: what is accepted is well formed, and how bytes
// are cut into pieces changes nothing.
#include "common/assert.h"
#include "http/chunk.h"
#include "http/head.h"
#include "http/url.h"

namespace {

using namespace freehold;
using namespace freehold::http;

void read_head(std::string_view text) {
  auto head = parse_head(text);
  if (!head) {
    FREEHOLD_ASSERT(status_of(head.error()) >= 400);
    return;
  }
  FREEHOLD_ASSERT(text.ends_with("\r\n\r\n") && text.find("\r\n\r\n") == text.size() - 4);
  FREEHOLD_ASSERT(head->path.starts_with('/'));
  FREEHOLD_ASSERT((head->path + "/").find("/../") == std::string::npos);
  FREEHOLD_ASSERT(head->path.find_first_of(std::string_view("\0\r\n\\", 4)) == std::string::npos);
  FREEHOLD_ASSERT(!(head->chunked && (head->content_length || !head->version_1_1)));
  // A beginning of a good head is waited for, however it comes.
  for (size_t size = 0; size + 2 <= text.size(); ++size) {
    FREEHOLD_ASSERT(!check_beginning(text.substr(0, size), size / 2));
  }
}

struct Outcome {
  bool done = false;
  std::optional<ChunkError> error;
  size_t taken = 0;
  std::string body;
  bool operator==(const Outcome&) const = default;
};

Outcome read_chunks(std::string_view text, size_t piece) {
  constexpr size_t kBodyMax = 1000;
  ChunkReader reader(kBodyMax);
  Outcome out;
  while (!text.empty() && !reader.done()) {
    std::string_view now = text.substr(0, piece);
    auto taken = reader.take(now, out.body);
    if (!taken) {
      // What was taken of the piece before the error depends on the piece.
      out.error = taken.error();
      out.taken = 0;
      break;
    }
    FREEHOLD_ASSERT(*taken == now.size() || reader.done());
    out.taken += *taken;
    text.remove_prefix(*taken);
  }
  FREEHOLD_ASSERT(out.body.size() <= kBodyMax);
  out.done = reader.done();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  std::string_view text = as_text({data + 1, size - 1});
  switch (data[0] % 4) {
    case 0:
      read_head(text);
      break;
    case 1: {
      Outcome whole = read_chunks(text, text.size());
      for (size_t piece : {1, 2, 7}) FREEHOLD_ASSERT(read_chunks(text, piece) == whole);
      break;
    }
    case 2: {
      auto url = parse_url(text);
      if (!url) break;
      auto again = parse_url(to_text(*url));
      FREEHOLD_ASSERT(again && to_text(*again) == to_text(*url));
      break;
    }
    default: {
      auto decoded = percent_decode(text);
      if (decoded) FREEHOLD_ASSERT(percent_decode(percent_encode(*decoded)) == decoded);
      break;
    }
  }
  return 0;
}
