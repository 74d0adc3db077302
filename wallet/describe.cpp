#include <algorithm>

#include "codec/bcs.h"
#include "codec/json_ids.h"
#include "codec/utf8.h"
#include "wallet/transactions.h"

namespace freehold::wallet {
namespace {

namespace accounts = contracts::accounts;
namespace assets = contracts::assets;

std::string text_of(const AccountId& account) { return codec::account_to_text(account); }
std::string text_of(Amount amount) { return amount_to_credits(amount) + " credits"; }
template <size_t N, class Tag>
std::string text_of(const FixedBytes<N, Tag>& bytes) {
  return to_hex(bytes.view());
}

// Text from somebody else, made safe to show: what a terminal would obey or turn round is escaped.
std::string shown(std::string_view text) {
  if (!codec::valid_utf8(as_bytes(text))) return "0x" + to_hex(as_bytes(text));
  std::string out = "\"";
  ByteView rest = as_bytes(text);
  while (!rest.empty()) {
    bool quoting = rest[0] == '"' || rest[0] == '\\';
    size_t escaped = quoting ? 1 : codec::unsafe_to_show(rest);
    for (size_t i = 0; i < escaped; ++i) out += "\\x" + to_hex(rest.subspan(i, 1));
    if (escaped == 0) out += static_cast<char>(rest[0]);
    rest = rest.subspan(std::max<size_t>(escaped, 1));
  }
  return out + "\"";
}

std::string content_text(const proof::Content& content) {
  if (const auto* open = std::get_if<proof::PublicContent>(&content)) {
    return "the file with SHA-256 " + text_of(open->hash) + ", publicly";
  }
  if (const auto* hidden = std::get_if<proof::PrivateContent>(&content)) {
    return "a private file, by the commitment " + text_of(hidden->commitment);
  }
  const auto& collection = std::get<proof::CollectionContent>(content);
  return "a collection of " + std::to_string(collection.count) + " items with root " +
         text_of(collection.root);
}

struct Words {
  std::string operator()(const accounts::Open& call) const {
    std::string out = "open the account, threshold " + std::to_string(call.policy.threshold);
    for (const proof::PolicyEntry& entry : call.policy.entries) {
      out += ", key " + to_hex(entry.key) + " of weight " + std::to_string(entry.weight);
    }
    return out;
  }
  std::string operator()(const accounts::Pay& call) const {
    return "pay " + text_of(call.amount) + " to " + text_of(call.to);
  }
  std::string operator()(const accounts::Admit& call) const {
    return "admit the address " + text_of(call.account);
  }
  std::string operator()(const assets::Certify& call) const {
    std::string out = "certify " + content_text(call.content);
    if (!call.title.empty()) out += ", titled " + shown(call.title);
    if (call.derived_from) out += ", derived from " + text_of(*call.derived_from);
    return out;
  }
  std::string operator()(const assets::Extract& call) const {
    std::string out = "extract item " + std::to_string(call.index) + " of collection " +
                      text_of(call.collection) + ": " +
                      content_text(proof::content_of(call.content));
    if (!call.title.empty()) out += ", titled " + shown(call.title);
    return out;
  }
  std::string operator()(const assets::Offer& call) const {
    std::string out = "offer asset " + text_of(call.asset) + " to " + text_of(call.to) + " for " +
                      text_of(call.price) + ", until height " + std::to_string(call.expiry.value);
    if (!call.handover.empty()) {
      out += ", with its key for " + std::to_string(call.handover.size()) + " of the recipient's keys";
    }
    return out;
  }
  std::string operator()(const assets::Accept& call) const {
    return "accept asset " + text_of(call.asset) + " and pay at most " + text_of(call.most) +
           ", if its history is still " + text_of(call.history);
  }
  std::string operator()(const assets::Decline& call) const {
    return "decline the offer of asset " + text_of(call.asset);
  }
  std::string operator()(const assets::Cancel& call) const {
    return "cancel the offer of asset " + text_of(call.asset);
  }
  std::string operator()(const assets::Transfer& call) const {
    return "give asset " + text_of(call.asset) + " to " + text_of(call.to);
  }
  std::string operator()(const assets::Retire& call) const {
    return "retire asset " + text_of(call.asset) + " for good";
  }
};

template <class Call>
std::optional<std::string> call_text(ByteView bytes) {
  auto call = codec::bcs_decode<Call>(bytes);
  if (!call) return std::nullopt;
  return std::visit(Words(), *call);
}

std::string action_text(const proof::Action& action) {
  std::optional<std::string> text;
  if (action.contract == accounts::kTag) text = call_text<accounts::Call>(action.call);
  if (action.contract == assets::kTag) text = call_text<assets::Call>(action.call);
  if (text) return *text;
  return "UNKNOWN: a call of contract " + std::to_string(action.contract) +
         " that this program cannot read: 0x" + to_hex(action.call);
}

}  // namespace

std::vector<std::string> describe(const proof::TxBody& body) {
  std::vector<std::string> out;
  out.push_back("chain: " + text_of(body.chain));
  for (const proof::Actor& actor : body.actors) {
    out.push_back("acts: " + text_of(actor.account) + " (lane " + std::to_string(actor.lane) +
                  ", sequence " + std::to_string(actor.sequence) + ")");
  }
  out.push_back("pays: " + text_of(body.payer) + ", a fee of at most " + text_of(body.max_fee));
  for (size_t i = 0; i < body.actions.size(); ++i) {
    const proof::Action& action = body.actions[i];
    std::string line = "action " + std::to_string(i + 1) + ": ";
    if (body.actors.size() > 1 && action.actor < body.actors.size()) {
      line += text_of(body.actors[action.actor].account) + ": ";
    }
    out.push_back(line + action_text(action));
  }
  out.push_back("valid until: height " + std::to_string(body.valid_until.value));
  if (!body.memo.empty()) out.push_back("memo: " + shown(as_text(body.memo)));
  if (!body.witness_hashes.empty()) {
    out.push_back("witnesses: " + std::to_string(body.witness_hashes.size()));
  }
  if (body.version != 1) out.push_back("UNKNOWN: version " + std::to_string(body.version));
  return out;
}

}  // namespace freehold::wallet
