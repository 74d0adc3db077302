#include "print/certificate.h"

#include <gtest/gtest.h>

#include "codec/json_ids.h"
#include "print/frames.h"
#include "print/html_text.h"
#include "proof/proof_testing.h"

namespace freehold::print {
namespace {

using proof::testing::account_of;
using proof::testing::World;

std::string hex_of(ByteView id) { return grouped(to_hex(id)); }
size_t times(const std::string& text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}
testing::AssertionResult has(const std::string& page, const std::string& part) {
  if (page.find(part) != std::string::npos) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "the page lacks: " << part;
}

class CertificateTest : public ::testing::Test {
 protected:
  CertificateTest() {
    content_ = rename_bytes<ContentHash>(crypto::sha256(as_bytes("file")));
    record_ = world_.certificate(proof::PublicContent{content_});
    record_.title = "港口的黄昏";
  }

  Certificate of(const proof::ProofFile& proof) {
    auto verdict = proof::verify_proof(proof, world_.options());
    EXPECT_TRUE(verdict) << (verdict ? "" : to_string(verdict.error().error));
    auto frames = to_frames(as_bytes(proof::proof_to_json(proof)), kPieceBytes);
    EXPECT_TRUE(frames);
    return {*verdict, proof.presentation, "world", *frames};
  }
  Certificate asset() { return of(world_.asset_proof(world_.put_asset(record_))); }

  World world_;
  ContentHash content_;
  proof::AssetRecord record_;
};

TEST_F(CertificateTest, SaysWhoOwnsWhatSinceWhen) {
  record_.owner = proof::AccountOwner{account_of("bob")};
  record_.owner_since_time = Time{1'710'000'000'000};
  record_.owner_since_height = Height{4};
  world_.open_account("bob");
  AssetId id = world_.put_asset(record_);
  Certificate certificate = of(world_.asset_proof(id, "bob"));
  std::string page = certificate_html(certificate);
  EXPECT_TRUE(has(page, "<h1>Certificate of Title</h1>"));
  EXPECT_TRUE(has(page, "<bdi dir=\"auto\">港口的黄昏</bdi>"));
  EXPECT_TRUE(has(page, "<title>Certificate of Title: 港口的黄昏</title>"));
  EXPECT_TRUE(has(page, codec::account_to_text(account_of("bob"))));
  EXPECT_TRUE(has(page, "<p class=\"when\">9 March 2024</p>"));
  EXPECT_TRUE(has(page, "9 March 2024, 16:00:00 UTC<small>, at height 4</small>"));
  EXPECT_TRUE(has(page, "14 November 2023, 22:13:21 UTC<small>, at height 1</small>"));
  EXPECT_TRUE(has(page, codec::account_to_text(account_of("alice"))));
  EXPECT_TRUE(has(page, hex_of(content_.view())));
  EXPECT_TRUE(has(page, hex_of(id.view())));
  EXPECT_TRUE(has(page, hex_of(record_.history.view())));
  EXPECT_TRUE(has(page, hex_of(certificate.verdict.header_hash.view())));
  EXPECT_TRUE(has(page, hex_of(certificate.verdict.chain.view())));
  EXPECT_TRUE(has(page, "<bdi dir=\"auto\">world</bdi>"));
  EXPECT_TRUE(has(page, "freehold verify"));
  EXPECT_EQ(times(page, "class=\"notices\""), 0u);
}

// The page itself is a text of frames: a verifier takes it as it is.
TEST_F(CertificateTest, HoldsTheProofFile) {
  proof::ProofFile proof = world_.asset_proof(world_.put_asset(record_));
  auto content = from_frames(certificate_html(of(proof)));
  ASSERT_TRUE(content) << to_string(content.error().error);
  EXPECT_EQ(as_text(*content), proof::proof_to_json(proof));
}

TEST_F(CertificateTest, NeedsNoNetworkAndRunsNothing) {
  std::string page = certificate_html(asset());
  EXPECT_TRUE(has(page, "content=\"default-src 'none'; style-src 'unsafe-inline'\""));
  for (const char* part : {"http:", "https:", "//", "src=", "href=", "url(", "@import", "<script",
                           "<iframe", "<link"}) {
    EXPECT_EQ(times(page, part), 0u) << part;
  }
}

TEST_F(CertificateTest, TextsFromElsewhereStayText) {
  Certificate certificate = asset();
  const std::string hostile = "</bdi></title><script>x</script>\u202e\"'";
  const std::string shown = html_text(hostile);
  certificate.verdict.asset->title = hostile;
  certificate.chain_name = hostile;
  certificate.presentation =
      proof::Presentation{account_of("alice"), hostile, hostile, Time{1'700'000'100'000}, {}};
  std::string page = certificate_html(certificate);
  EXPECT_EQ(times(page, shown), 5u);  // twice the title, name, audience, challenge
  EXPECT_EQ(times(page, "<script"), 0u);
  EXPECT_EQ(times(page, "\u202e"), 0u);
  EXPECT_EQ(times(page, "</title>"), 1u);
}

TEST_F(CertificateTest, ShowsEveryNoticeAboutTheMatterInPlainSight) {
  Certificate certificate = asset();
  size_t seen = 0;
  for (int i = 1; std::string(proof::to_string(static_cast<proof::Notice>(i))) != "unknown"; ++i) {
    auto notice = static_cast<proof::Notice>(i);
    certificate.verdict.notices = {notice};
    std::string page = certificate_html(certificate);
    bool about_checking =
        notice == proof::Notice::kNoTime || notice == proof::Notice::kPresentationUnasked;
    std::string item = "<li>" + std::string(proof::sentence(notice)) + "</li>";
    EXPECT_EQ(times(page, item), about_checking ? 0u : 1u) << proof::to_string(notice);
    EXPECT_EQ(times(page, "class=\"notices\""), about_checking ? 0u : 1u);
    ++seen;
  }
  EXPECT_EQ(seen, 13u);
}

TEST_F(CertificateTest, TellsOfRetirementAndDispute) {
  record_.retired = proof::Retirement{Height{3}, Time{1'700'000'003'000}};
  record_.dispute = proof::Dispute{account_of("bob"), true, Time{1'700'000'002'000},
                                   Time{1'800'000'000'000}, Amount{0}};
  std::string page = certificate_html(asset());
  EXPECT_TRUE(has(page, "<dt>Retired</dt><dd>14 November 2023, 22:13:23 UTC"));
  EXPECT_TRUE(has(page, "<dt>In dispute</dt><dd>since 14 November 2023, 22:13:22 UTC, until 15 January 2027"));
  EXPECT_EQ(times(page, "<li>The asset"), 2u);
}

TEST_F(CertificateTest, NeverShowsCoOwnersAsOneAccount) {
  Certificate certificate = asset();
  certificate.verdict.asset->owner = proof::SplitOwner{};
  std::string page = certificate_html(certificate);
  EXPECT_TRUE(has(page, "co-owners by shares: split "));
  EXPECT_EQ(times(page, "the owner</small>"), 0u);
}

TEST_F(CertificateTest, WarnsWhereItOpensAPrivateCertificate) {
  Certificate certificate = asset();
  const std::string warning = "It tells which file a private certificate is of";
  EXPECT_EQ(times(certificate_html(certificate), warning), 0u);
  certificate.verdict.asset->content = proof::PrivateContent{};
  EXPECT_EQ(times(certificate_html(certificate), warning), 1u);
  certificate.verdict.content.reset();
  EXPECT_EQ(times(certificate_html(certificate), warning), 0u);
}

TEST_F(CertificateTest, SaysWhatItemsAbsencesAndTransactionsState) {
  Certificate certificate = asset();
  certificate.verdict.statement = proof::ItemStatement{AssetId(), proof::PublicContent{content_}};
  certificate.verdict.asset->content = proof::CollectionContent{Hash256(), 30};
  std::string page = certificate_html(certificate);
  EXPECT_TRUE(has(page, "is in the collection"));
  EXPECT_TRUE(has(page, "a collection of 30 files"));
  EXPECT_TRUE(has(page, "<p class=\"who\"><span class=\"mono\">" + hex_of(content_.view())));

  certificate.verdict.statement = proof::AbsenceStatement{content_};
  certificate.verdict.asset.reset();
  page = certificate_html(certificate);
  EXPECT_TRUE(has(page, "<h1>Certificate of Absence</h1>"));
  EXPECT_TRUE(has(page, "There was no public certificate"));

  certificate.verdict.statement = proof::TransactionStatement{};
  certificate.verdict.result = proof::TxResult{2002, 1, Amount{0}};
  page = certificate_html(certificate);
  EXPECT_TRUE(has(page, "<strong>failed</strong>"));
  EXPECT_TRUE(has(page, "reason 2002 in action 1"));
  certificate.verdict.result = proof::TxResult{};
  page = certificate_html(certificate);
  EXPECT_TRUE(has(page, "<p>was done</p>"));
  EXPECT_EQ(times(page, "failed"), 0u);
}

TEST_F(CertificateTest, PutsSixCodesOnASheet) {
  Certificate certificate = asset();
  std::string frame = certificate.frames.front();
  for (size_t count : {1, 6, 7, 12, 13}) {
    certificate.frames.assign(count, frame);
    std::string page = certificate_html(certificate);
    size_t sheets = 1 + (count + 5) / 6;
    EXPECT_EQ(times(page, "class=\"sheet codes\""), sheets - 1) << count;
    EXPECT_EQ(times(page, "<figure>"), count);
    EXPECT_TRUE(has(page, "Sheet " + std::to_string(sheets) + " of " + std::to_string(sheets)));
    EXPECT_TRUE(has(page, "Code " + std::to_string(count) + " of " + std::to_string(count)));
  }
}

}  // namespace
}  // namespace freehold::print
