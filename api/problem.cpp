#include "api/problem.h"

#include "contracts/registry.h"

namespace freehold::api {

using chain::Rejection;
using node::ProveError;

Problem bad_request(std::string code, std::string detail) {
  return {400, std::move(code), "The request cannot be understood.", std::move(detail)};
}
Problem not_found(std::string code, std::string title) {
  return {404, std::move(code), std::move(title), {}};
}

Problem problem_of(const chain::LedgerFailure& failure) {
  return {500, chain::to_string(failure.error), "The node could not read its own records.",
          failure.detail};
}

Problem problem_of(Rejection rejection) {
  uint16_t status = 422;
  switch (rejection) {
    case Rejection::kDuplicate:
      status = 409;
      break;
    case Rejection::kQuotaExceeded:
      status = 429;
      break;
    case Rejection::kMempoolFull:
    case Rejection::kStopping:
    case Rejection::kNoSpace:
    case Rejection::kClockJumped:
      status = 503;
      break;
    case Rejection::kMalformed:
      status = 400;
      break;
    case Rejection::kTooLarge:
      status = 413;
      break;
    default:
      break;
  }
  return {status, chain::to_string(rejection), chain::sentence(rejection), {}};
}

Problem problem_of(const node::ProveFailure& failure) {
  uint16_t status = 409;
  switch (failure.error) {
    case ProveError::kUnknownAsset:
    case ProveError::kUnknownTransaction:
      status = 404;
      break;
    case ProveError::kNotACollection:
    case ProveError::kItemMismatch:
      status = 422;
      break;
    case ProveError::kExtracted:
    case ProveError::kContentCertified:
      status = 409;
      break;
    case ProveError::kNotSealedYet:
      status = 503;
      break;
    case ProveError::kStorage:
      status = 500;
      break;
  }
  return {status, node::to_string(failure.error), node::sentence(failure.error), failure.detail};
}

ProblemView problem_view(const Problem& problem) {
  return {"urn:freehold:problem:" + problem.code, problem.title, problem.status, problem.code,
          problem.detail};
}

RejectionView rejection_view(Rejection rejection) {
  return {static_cast<uint32_t>(rejection), chain::to_string(rejection),
          chain::sentence(rejection)};
}

ResultView result_view(const proof::TxResult& result) {
  contracts::CodeText text = contracts::code_text(result.code);
  return {result.code, std::move(text.name), std::string(text.sentence), result.action, result.fee};
}

}  // namespace freehold::api
