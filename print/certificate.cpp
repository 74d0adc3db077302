#include "print/certificate.h"

#include "codec/json_ids.h"
#include "common/assert.h"
#include "print/certificate_style_impl.h"
#include "print/code.h"
#include "print/html_text.h"

namespace freehold::print {
namespace {

constexpr size_t kCodesOnASheet = 6;
constexpr size_t kLongTitleBytes = 48;

std::string mono(std::string_view text) {
  return "<span class=\"mono\">" + std::string(text) + "</span>";
}
std::string command(const char* text) {
  return std::string("<span class=\"mono command\">") + text + "</span>";
}
template <class Id>
std::string hash_html(const Id& id) {
  return mono(grouped(to_hex(id.view())));
}
std::string account_html(const AccountId& account) { return mono(codec::account_to_text(account)); }
// Text from elsewhere, in the direction of its own letters and without any hold on what is around.
std::string foreign(std::string_view text) {
  return "<bdi dir=\"auto\">" + html_text(text) + "</bdi>";
}
std::string soft(const std::string& html) { return "<small>" + html + "</small>"; }
std::string at_height(Time time, Height height) {
  return moment_text(time.ms) + soft(", at height " + std::to_string(height.value));
}
std::string thing(const std::string& html, bool is_long = false) {
  return std::string("<p class=\"thing") + (is_long ? " long" : "") + "\">" + html + "</p>";
}
std::string line(const std::string& html) { return "<p>" + html + "</p>"; }
std::string line(const char* kind, const std::string& html) {
  return std::string("<p class=\"") + kind + "\">" + html + "</p>";
}

std::string content_words(const proof::Content& content) {
  if (std::holds_alternative<proof::PublicContent>(content)) return "one file";
  if (std::holds_alternative<proof::PrivateContent>(content)) return "one private file";
  uint64_t count = std::get<proof::CollectionContent>(content).count;
  return "a collection of " + std::to_string(count) + (count == 1 ? " file" : " files");
}

std::string owner_html(const proof::Owner& owner) {
  if (const auto* account = std::get_if<proof::AccountOwner>(&owner))
    return account_html(account->account);
  return "co-owners by shares: split " + hash_html(std::get<proof::SplitOwner>(owner).split);
}

std::string title_html(const proof::AssetRecord& asset) {
  if (asset.title.empty()) {
    std::string words = content_words(asset.content);
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
    return thing(words);
  }
  return thing(foreign(asset.title), asset.title.size() > kLongTitleBytes);
}

// The heading, and the statement in words.
struct Words {
  std::string heading;
  std::string statement;
};

std::string belongs(const proof::AssetRecord& asset) {
  return line("belongs to") + line("who", owner_html(asset.owner)) + line("since") +
         line("when", day_text(asset.owner_since_time.ms));
}

struct InWords {
  Words operator()(const proof::AssetStatement&) const {
    return {"Certificate of Title", title_html(*verdict.asset) + belongs(*verdict.asset)};
  }
  Words operator()(const proof::ItemStatement&) const {
    std::string file = verdict.content ? hash_html(*verdict.content) : "which this proof does not name";
    return {"Certificate of Title", line("The file with the SHA-256") + line("who", file) +
                                        line("is in the collection") + title_html(*verdict.asset) +
                                        line("which belongs to") +
                                        line("who", owner_html(verdict.asset->owner)) + line("since") +
                                        line("when", day_text(verdict.asset->owner_since_time.ms))};
  }
  Words operator()(const proof::AbsenceStatement& stated) const {
    return {"Certificate of Absence",
            line("There was no public certificate of the single file with the SHA-256") +
                line("who", hash_html(stated.content)) + line("as of") +
                line("when", day_text(verdict.header.time.ms)) +
                line("Collections and private certificates do not count.")};
  }
  Words operator()(const proof::TransactionStatement& stated) const {
    bool done = verdict.result && verdict.result->code == 0;
    return {"Certificate of a Transaction",
            line("The transaction") + line("who", hash_html(stated.tx)) +
                line(done ? "was done" : "stands in the chain and <strong>failed</strong>") + line("on") +
                line("when", day_text(verdict.header.time.ms))};
  }
  const proof::Verdict& verdict;
};

// One row of the list of facts.
std::string fact(const char* name, const std::string& html) {
  return std::string("<dt>") + name + "</dt><dd>" + html + "</dd>\n";
}

std::string asset_facts(const proof::Verdict& verdict) {
  const proof::AssetRecord& asset = *verdict.asset;
  const auto* owner = std::get_if<proof::AccountOwner>(&asset.owner);
  const auto* stated = std::get_if<proof::AssetStatement>(&verdict.statement);
  const auto* item = std::get_if<proof::ItemStatement>(&verdict.statement);
  std::string out;
  if (asset.retired) out += fact("Retired", at_height(asset.retired->time, asset.retired->height));
  if (proof::is_disputed(asset, verdict.header.time)) {
    out += fact("In dispute", "since " + moment_text(asset.dispute->opened.ms) + ", until " +
                                  moment_text(asset.dispute->deadline.ms) + " at the latest");
  }
  out += fact(item != nullptr ? "Where it is" : "What it is", content_words(asset.content));
  if (verdict.content) out += fact("SHA-256 of the file", hash_html(*verdict.content));
  if (const auto* hidden = std::get_if<proof::PrivateContent>(&asset.content))
    out += fact("Commitment", hash_html(hidden->commitment));
  if (const auto* all = std::get_if<proof::CollectionContent>(&asset.content))
    out += fact("Root of the collection", hash_html(all->root));
  out += fact("Certified", at_height(asset.certified_time, asset.certified_height));
  bool same = owner != nullptr && owner->account == asset.certifier;
  out += fact("Certified by", account_html(asset.certifier) + (same ? soft(", the owner") : ""));
  out += fact("Owned since", at_height(asset.owner_since_time, asset.owner_since_height));
  if (stated != nullptr) out += fact("Asset", hash_html(stated->asset));
  if (item != nullptr) out += fact("Collection", hash_html(item->collection));
  if (asset.origin) out += fact("Extracted from", hash_html(asset.origin->collection));
  if (asset.derived_from) out += fact("Derived from", hash_html(*asset.derived_from));
  std::string events = std::to_string(asset.events) + (asset.events == 1 ? " event" : " events");
  out += fact("History", hash_html(asset.history) + soft(", " + events));
  return out;
}

std::string transaction_facts(const proof::Verdict& verdict) {
  std::string out;
  if (verdict.result && verdict.result->code != 0)
    out += fact("Failed with", "reason " + std::to_string(verdict.result->code) + " in action " +
                                   std::to_string(verdict.result->action));
  if (verdict.transaction) {
    for (const proof::Actor& actor : verdict.transaction->actors)
      out += fact("Acted", account_html(actor.account));
    out += fact("Paid the fee", account_html(verdict.transaction->payer));
  }
  return out;
}

std::string facts(const Certificate& certificate) {
  const proof::Verdict& verdict = certificate.verdict;
  std::string out = "<dl>\n";
  if (verdict.asset) out += asset_facts(verdict);
  if (verdict.result) out += transaction_facts(verdict);
  if (certificate.presentation) {
    const proof::Presentation& shown = *certificate.presentation;
    out += fact("Shown", "for the challenge " + foreign(shown.challenge) +
                             (shown.audience.empty() ? "" : ", to " + foreign(shown.audience)) +
                             soft(", until " + moment_text(shown.not_after.ms)));
  }
  out += fact("As of", at_height(verdict.header.time, verdict.header.height));
  out += fact("Header", hash_html(verdict.header_hash));
  std::string name = certificate.chain_name.empty() ? "" : foreign(certificate.chain_name) + "<br>";
  out += fact("Chain", name + hash_html(verdict.chain));
  return out + "</dl>\n";
}

// What a reader must not overlook. What only tells of how the proof was checked stays out.
std::string notices(const proof::Verdict& verdict) {
  std::string list;
  for (proof::Notice notice : verdict.notices) {
    if (notice == proof::Notice::kNoTime || notice == proof::Notice::kPresentationUnasked) continue;
    list += "<li>" + std::string(proof::sentence(notice)) + "</li>";
  }
  if (list.empty()) return "";
  return "<section class=\"notices\"><h2>Note</h2><ul>" + list + "</ul></section>\n";
}

std::string how_to_check(const Certificate& certificate) {
  bool many = certificate.frames.size() != 1;
  return "<section class=\"check\"><h2>How to check it</h2>\n<ol>\n"
         "<li>Get the chain's genesis document from its members, not from whoever gave you this sheet.</li>\n"
         "<li>Scan the sheet" + std::string(many ? "s" : "") + " with the code" + (many ? "s" : "") +
         " and run " + command("freehold verify SCAN.png --genesis genesis.json") +
         (certificate.verdict.content ? ", with " + command("--file FILE") + " where you have the file" : "") +
         "; or use the members' verification page.</li>\n"
         "<li>Believe what that says, and not the paper: anybody can print words, and a scan of a copy is"
         " as good as this. For what is true today, ask for a newer one.</li>\n"
         "</ol></section>\n";
}

std::string foot(const Certificate& certificate, size_t sheet, size_t sheets) {
  std::string_view frame = certificate.frames.front();
  // FREEHOLD1/n/count/digest/data
  frame.remove_suffix(frame.size() - frame.rfind('/'));
  std::string digest(frame.substr(frame.rfind('/') + 1));
  return "<div class=\"foot\"><span class=\"mono\">" + digest + "</span><span>Sheet " +
         std::to_string(sheet) + " of " + std::to_string(sheets) + "</span></div>\n";
}

std::string code_html(const std::string& frame, const std::string& name) {
  auto code = draw_code(frame);
  FREEHOLD_ASSERT(code.has_value());
  std::string side = std::to_string(code->size + 2 * kQuietModules);
  return "<figure><svg viewBox=\"0 0 " + side + " " + side +
         "\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\"" + name + "\" data-frame=\"" +
         frame + "\"><path fill=\"#000\" d=\"" + code_path(*code) + "\"/></svg><figcaption>" + name +
         "</figcaption></figure>\n";
}

std::string front(const Certificate& certificate, size_t sheets) {
  Words words = std::visit(InWords{certificate.verdict}, certificate.verdict.statement);
  return "<main class=\"sheet\"><div class=\"frame\"><div class=\"inner\">\n"
         "<p class=\"mark\">Freehold</p>\n<h1>" + words.heading + "</h1>\n<hr class=\"rule\">\n"
         "<div class=\"statement\">" + words.statement + "</div>\n" +
         notices(certificate.verdict) + facts(certificate) + how_to_check(certificate) +
         foot(certificate, 1, sheets) + "</div></div></main>\n";
}

// Whether the proof opens what the chain only has as a commitment.
bool tells_private(const proof::Verdict& verdict) {
  if (!verdict.asset || !verdict.content) return false;
  const auto* item = std::get_if<proof::ItemStatement>(&verdict.statement);
  return item != nullptr ? std::holds_alternative<proof::PrivateContent>(item->content)
                         : std::holds_alternative<proof::PrivateContent>(verdict.asset->content);
}

std::string back(const Certificate& certificate, size_t first, size_t sheet, size_t sheets) {
  const size_t count = certificate.frames.size();
  std::string out =
      "<section class=\"sheet codes\">\n<header>The proof<span>" +
      std::string(count == 1 ? "one code" : std::to_string(count) + " codes, in any order") +
      "</span></header>\n<p>The proof file itself: all that a verifier needs, and no key that could "
      "move what is owned." +
      (tells_private(certificate.verdict)
           ? " It tells which file a private certificate is of, so give it only to those who may know."
           : "") +
      "</p>\n<div class=\"grid\">\n";
  for (size_t i = first; i < std::min(count, first + kCodesOnASheet); ++i) {
    out += code_html(certificate.frames[i], "Code " + std::to_string(i + 1) + " of " + std::to_string(count));
  }
  return out + "</div>\n" + foot(certificate, sheet, sheets) + "</section>\n";
}

std::string page_title(const proof::Verdict& verdict) {
  std::string heading = std::visit(InWords{verdict}, verdict.statement).heading;
  if (!verdict.asset || verdict.asset->title.empty()) return heading;
  return heading + ": " + html_text(verdict.asset->title);
}

}  // namespace

std::string certificate_html(const Certificate& certificate) {
  const size_t count = certificate.frames.size();
  FREEHOLD_ASSERT(count > 0);
  const size_t sheets = 1 + (count + kCodesOnASheet - 1) / kCodesOnASheet;
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"generator\" content=\"Freehold\">\n<title>" +
      page_title(certificate.verdict) + "</title>\n<style>" + kCertificateStyle +
      "</style>\n</head>\n<body>\n" + front(certificate, sheets);
  for (size_t first = 0; first < count; first += kCodesOnASheet)
    out += back(certificate, first, 2 + first / kCodesOnASheet, sheets);
  return out + "</body>\n</html>\n";
}

}  // namespace freehold::print
