// The parts of verify_proof, in the order in which they run. For proof/verify*.cpp only.
#pragma once

#include "proof/verify.h"

namespace freehold::proof::detail {

using Checked = Result<std::monostate, ProofRefusal>;

inline tl::unexpected<ProofRefusal> refuse(ProofError error, std::string where = {}) {
  return failure(ProofRefusal{error, std::move(where)});
}

// What the statement and its evidence lead to, beside what a verdict tells.
struct Found {
  std::optional<AccountId> owner;  // where one account owns
  bool comparable = false;         // the proof says which file it is about
};

// 1: lists and texts within their limits, evidence of the statement's kind.
Checked check_shape(const ProofFile& proof);
// 2 to 4: headers, sets and the seal, from the anchor.
Checked check_trust(const ProofFile& proof, const Anchor& anchor);
// 5: ages.
Checked check_time(const ProofFile& proof, const VerifyOptions& options, Verdict& verdict);
// 6 and 7: the statement.
Checked check_statement(const ProofFile& proof, Verdict& verdict, Found& found);
// 8: the file that was brought along.
Checked check_file(const VerifyOptions& options, const Found& found, Verdict& verdict);
// 9: who shows it.
Checked check_presentation(const ProofFile& proof, const VerifyOptions& options, const Found& found,
                           Verdict& verdict);

}  // namespace freehold::proof::detail
