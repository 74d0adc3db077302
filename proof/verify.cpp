#include "proof/verify.h"

#include "codec/json_view.h"
#include "proof/verify_impl.h"

namespace freehold::proof {
namespace {

ProofRefusal from_json_error(const codec::JsonError& error) {
  using Code = codec::JsonErrorCode;
  std::string where = codec::to_string(error.code);
  if (!error.path.empty()) where += " at " + error.path;
  switch (error.code) {
    case Code::kTooLarge:
      return {ProofError::kTooLarge, {}};
    case Code::kWrongType:
    case Code::kMissingField:
    case Code::kUnknownField:
    case Code::kBadValue:
      return {ProofError::kBadShape, std::move(where)};
    default:
      return {ProofError::kNotJson, std::move(where)};
  }
}

}  // namespace

GenesisAnchor genesis_anchor(const Genesis& genesis) {
  return {chain_id(genesis), genesis.validators, genesis.time};
}

Result<ProofFile, ProofRefusal> proof_from_json(std::string_view text) {
  constexpr size_t kDepthMax = 16;
  auto json = codec::Json::parse(text, {kProofFileBytesMax, kDepthMax, kProofFileBytesMax});
  if (!json) return failure(from_json_error(json.error()));
  // A later format may have other fields: its name is looked at before its shape.
  auto format = codec::string_member(*json, "format");
  if (format && *format != kProofFormat) {
    return failure(ProofRefusal{ProofError::kUnknownFormat, format->substr(0, 64)});
  }
  auto proof = codec::from_json<ProofFile>(*json);
  if (!proof) return failure(from_json_error(proof.error()));
  return std::move(*proof);
}

Result<Verdict, ProofRefusal> verify_proof(const ProofFile& proof, const VerifyOptions& options) {
  Verdict verdict;
  detail::Found found;
  FREEHOLD_TRY(detail::check_shape(proof));
  FREEHOLD_TRY(detail::check_trust(proof, options.anchor));
  verdict.chain = proof.header.chain;
  verdict.statement = proof.statement;
  verdict.header = proof.header;
  verdict.header_hash = header_hash(proof.header);
  FREEHOLD_TRY(detail::check_time(proof, options, verdict));
  FREEHOLD_TRY(detail::check_statement(proof, verdict, found));
  FREEHOLD_TRY(detail::check_file(options, found, verdict));
  FREEHOLD_TRY(detail::check_presentation(proof, options, found, verdict));
  return verdict;
}

namespace detail {

Checked check_shape(const ProofFile& proof) {
  if (proof.format != kProofFormat)
    return refuse(ProofError::kUnknownFormat, proof.format.substr(0, 64));
  if (proof.statement.index() != proof.evidence.index()) return refuse(ProofError::kEvidenceKind);
  if (proof.changes.size() > kChangesMax) return refuse(ProofError::kLimits, "changes");
  if (proof.history && proof.history->path.size() > kMerklePathMax) {
    return refuse(ProofError::kLimits, "history.path");
  }
  if (const auto* item = std::get_if<ItemEvidence>(&proof.evidence)) {
    if (item->path.size() > kMerklePathMax)
      return refuse(ProofError::kLimits, "evidence.item.path");
  }
  if (const auto* tx = std::get_if<TransactionEvidence>(&proof.evidence)) {
    if (tx->path.size() > kMerklePathMax)
      return refuse(ProofError::kLimits, "evidence.transaction.path");
    if (tx->body.size() > kTxBytesMax)
      return refuse(ProofError::kLimits, "evidence.transaction.body");
  }
  if (!proof.presentation) return std::monostate{};
  const Presentation& shown = *proof.presentation;
  if (shown.audience.size() > kPresentationTextMax ||
      shown.challenge.size() > kPresentationTextMax || shown.auths.size() > kPolicyEntriesMax) {
    return refuse(ProofError::kLimits, "presentation");
  }
  return std::monostate{};
}

Checked check_time(const ProofFile& proof, const VerifyOptions& options, Verdict& verdict) {
  // Clocks differ a little: a header may be this much later than the verifier's time.
  constexpr uint64_t kAheadMaxMs = 10'000;
  if (!options.at) {
    if (options.max_age_ms) return refuse(ProofError::kTooOld, "no time was given");
    if (options.anchor_max_age_ms) return refuse(ProofError::kAnchorTooOld, "no time was given");
    verdict.notices.push_back(Notice::kNoTime);
    return std::monostate{};
  }
  auto age = [&](Time then) { return options.at->ms > then.ms ? options.at->ms - then.ms : 0; };
  if (proof.header.time.ms > options.at->ms &&
      proof.header.time.ms - options.at->ms > kAheadMaxMs) {
    return refuse(ProofError::kFutureHeader);
  }
  verdict.header_age_ms = age(proof.header.time);
  if (options.max_age_ms && *verdict.header_age_ms > *options.max_age_ms) {
    return refuse(ProofError::kTooOld);
  }
  if (const auto* genesis = std::get_if<GenesisAnchor>(&options.anchor)) {
    verdict.anchor_age_ms = age(genesis->time);
  } else if (const auto* set = std::get_if<ValidatorsAnchor>(&options.anchor)) {
    if (set->pinned) verdict.anchor_age_ms = age(*set->pinned);
  } else {
    const auto& pinned = std::get<HeaderAnchor>(options.anchor);
    const Header* header = proof.history ? &proof.history->sealed : &proof.header;
    for (const ValidatorChange& change : proof.changes) {
      if (header_hash(change.header) == pinned.hash) header = &change.header;
    }
    verdict.anchor_age_ms = age(header->time);
  }
  if (options.anchor_max_age_ms &&
      (!verdict.anchor_age_ms || *verdict.anchor_age_ms > *options.anchor_max_age_ms)) {
    return refuse(ProofError::kAnchorTooOld);
  }
  return std::monostate{};
}

Checked check_file(const VerifyOptions& options, const Found& found, Verdict& verdict) {
  if (!options.file) return std::monostate{};
  if (!found.comparable) return refuse(ProofError::kFileNotComparable);
  if (*options.file != *verdict.content) return refuse(ProofError::kFileMismatch);
  verdict.file_matched = true;
  return std::monostate{};
}

}  // namespace detail
}  // namespace freehold::proof
