// The text of each word list, one word a line, as a build step puts it into the program.
#pragma once

#include <string_view>

namespace freehold::wallet {

struct WordListText {
  std::string_view language;
  std::string_view words;
};
extern const WordListText kWordLists[10];

}  // namespace freehold::wallet
