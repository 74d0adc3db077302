// A case of the differential test: one line of JSON, from the tool that makes proofs or from the
// driver that changes them, and the line with which a verifier answers it.
#pragma once

#include "vectors/tool/read_case.h"

namespace freehold::differential {

struct Line {
  Bytes proof;                   // the text of the file, whatever it is
  Bytes genesis;                 // the document that an anchor `genesis` means
  vectors::CaseOptions options;  // as in tests/vectors/proofs/cases.json
  FREEHOLD_DESCRIBE(proof, genesis, options)
};
struct Answer {
  vectors::Expected outcome;
  std::string where;
  FREEHOLD_DESCRIBE(outcome, where)
};

}  // namespace freehold::differential
