// QR codes, drawn. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace freehold::print {

struct Code {
  unsigned size = 0;        // modules a side, without the quiet zone
  std::vector<bool> dark;   // size × size, row by row
  bool is_dark(unsigned x, unsigned y) const { return dark[size_t{y} * size + x]; }
};

// The light border that readers need around a code, in modules.
inline constexpr unsigned kQuietModules = 4;

// The smallest code of level M that holds the text, in alphanumeric mode where the text allows it.
// None for an empty text, and one that no code holds.
std::optional<Code> draw_code(std::string_view text);

// The dark modules as the data of one SVG path, one unit a module, moved right and down by the
// quiet zone.
std::string code_path(const Code& code);

}  // namespace freehold::print
