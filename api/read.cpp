#include "api/read.h"

#include "contracts/registry.h"

namespace freehold::api {

namespace index_key = chain::index_key;
using chain::LedgerError;
using chain::LedgerFailure;

ApiResult<uint64_t> read_limit(const PageQuery& query) {
  uint64_t limit = query.limit.value_or(kPageDefault);
  if (limit == 0 || limit > kPageMax) return failure(bad_request("bad_parameter", "limit"));
  return limit;
}

ApiResult<std::optional<std::string>> read_page(const chain::LedgerVersion& version,
                                                const Bytes& prefix, const PageQuery& query,
                                                PageOrder order, const TakeEntry& take,
                                                const std::function<bool()>& full) {
  FREEHOLD_TRY_ASSIGN(limit, read_limit(query));
  Bytes from;
  if (query.cursor) {
    auto rest = codec::base64url_decode(*query.cursor);
    if (!rest || rest->size() > 128) return failure(bad_request("bad_parameter", "cursor"));
    from = prefix;
    append(from, *rest);
  }
  uint64_t taken = 0;
  std::optional<std::string> next;
  std::optional<Problem> bad;
  auto scanned = version.index().scan(prefix, from, order == PageOrder::kDescending,
                                      [&](ByteView key, ByteView value) {
                                        ByteView rest = key.subspan(prefix.size());
                                        if (taken == limit || (taken > 0 && full && full())) {
                                          next = codec::base64url_encode(rest);
                                          return false;
                                        }
                                        ++taken;
                                        if (auto done = take(rest, value); !done)
                                          bad = std::move(done.error());
                                        return !bad;
                                      });
  if (bad) return failure(std::move(*bad));
  if (!scanned)
    return failure(problem_of(LedgerFailure{LedgerError::kDamaged, scanned.error().detail}));
  return next;
}

namespace {

ApiResult<std::optional<OfferView>> read_offer(const chain::LedgerVersion& version,
                                               const AssetId& id, const proof::AssetRecord& asset) {
  FREEHOLD_TRY_ASSIGN(offer, read_record<proof::OfferRecord>(version, proof::offer_key(id)));
  if (!offer) return std::optional<OfferView>();
  OfferView out;
  bool owned = offer->seller == asset.owner;
  uint64_t epoch = 0;
  if (const auto* owner = std::get_if<proof::AccountOwner>(&asset.owner)) {
    FREEHOLD_TRY_ASSIGN(
        policy, read_record<proof::PolicyRecord>(version, proof::policy_key(owner->account)));
    if (policy) epoch = proof::epoch_in_force(*policy, version.header().time);
    if (policy && proof::is_frozen(*policy, version.header().time)) owned = false;
  }
  out.stands = owned && offer->history == asset.history && offer->epoch == epoch &&
               version.header().height < offer->expiry &&
               !proof::is_disputed(asset, version.header().time) && !asset.retired;
  out.offer = std::move(*offer);
  return std::optional<OfferView>(std::move(out));
}

}  // namespace

ApiResult<std::optional<AssetView>> read_asset(const chain::LedgerVersion& version,
                                               const AssetId& id) {
  FREEHOLD_TRY_ASSIGN(record, read_record<proof::AssetRecord>(version, proof::asset_key(id)));
  if (!record) return std::optional<AssetView>();
  FREEHOLD_TRY_ASSIGN(offer, read_offer(version, id, *record));
  return std::optional<AssetView>(AssetView{id, std::move(*record), std::move(offer)});
}

ApiResult<AssetView> read_indexed_asset(const chain::LedgerVersion& version, ByteView id) {
  auto asset = AssetId::from(id);
  if (asset) {
    FREEHOLD_TRY_ASSIGN(view, read_asset(version, *asset));
    if (view) return std::move(*view);
  }
  return failure(problem_of(
      LedgerFailure{LedgerError::kDamaged, "an index names an asset that is not there"}));
}

std::vector<ActionView> action_views(const chain::Ledger& ledger, const proof::TxBody& body) {
  std::vector<ActionView> out;
  for (const proof::Action& action : body.actions) {
    ActionView view;
    if (action.actor < body.actors.size()) view.actor = body.actors[action.actor].account;
    const chain::Contract* contract = ledger.contracts().find(action.contract);
    auto call = contract != nullptr ? contract->check(action.call) : nullptr;
    view.contract = contract != nullptr ? contract->name() : std::to_string(action.contract);
    view.call = call ? contract->call_to_json(*call)
                     : codec::Json::string(codec::base64url_encode(action.call));
    out.push_back(std::move(view));
  }
  return out;
}

HeaderView header_view(const chain::Ledger& ledger, const proof::Header& header) {
  HeaderView out{proof::header_hash(header), header, std::nullopt};
  if (auto seal = ledger.seal(header.height)) out.seal = std::move(*seal);
  return out;
}

TransactionLine transaction_line(const chain::Ledger& ledger, const chain::StoredBlock& block,
                                 uint32_t place) {
  TransactionLine out;
  out.height = block.header.height;
  out.time = block.header.time;
  out.place = place;
  out.result = result_view(block.results.at(place));
  if (auto tx = codec::bcs_decode<proof::SignedTx>(block.batch.transactions.at(place))) {
    out.id = proof::tx_id(tx->body);
    out.actions = action_views(ledger, tx->body);
  }
  return out;
}

ApiResult<node::SealedPtr> sealed_version(const Context& context) {
  node::SealedPtr sealed = context.node.newest_sealed();
  if (!sealed) return failure(problem_of(node::ProveFailure{node::ProveError::kNotSealedYet, {}}));
  return sealed;
}

ApiResult<http::Response> proof_response(const node::ProveResult& proof) {
  if (!proof) return failure(problem_of(proof.error()));
  http::Response out;
  out.status = 200;
  out.content_type = proof::kProofMediaType;
  out.body = proof::proof_to_json(*proof);
  return out;
}

}  // namespace freehold::api
