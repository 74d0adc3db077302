// What the API says when it does not do what was asked: RFC 9457 problem details with stable codes.
// docs/spec/api.md lists them.
#pragma once

#include "api/views.h"
#include "chain/ledger.h"
#include "node/prover.h"

namespace freehold::api {

struct Problem {
  uint16_t status = 500;
  std::string code;    // stable, snake_case
  std::string title;   // one sentence
  std::string detail;  // what about this request; may be empty
};

template <class T>
using ApiResult = Result<T, Problem>;

Problem bad_request(std::string code, std::string detail);
Problem not_found(std::string code, std::string title);
Problem problem_of(const chain::LedgerFailure& failure);
Problem problem_of(chain::Rejection rejection);
Problem problem_of(const node::ProveFailure& failure);
ProblemView problem_view(const Problem& problem);

RejectionView rejection_view(chain::Rejection rejection);
ResultView result_view(const proof::TxResult& result);

}  // namespace freehold::api
