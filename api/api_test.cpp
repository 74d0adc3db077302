#include "api/api.h"

#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <set>
#include <thread>

#include "api/endpoints/all.h"
#include "api/read.h"
#include "codec/base64url.h"
#include "contracts/chain_testing.h"
#include "crypto/hash.h"
#include "http/client.h"

namespace freehold::api {
namespace {

namespace accounts = contracts::accounts;
namespace assets = contracts::assets;
using codec::Json;
using contracts::testing::action;
using contracts::testing::Folder;
using contracts::testing::Person;
using namespace std::chrono_literals;

// The most memory this process had at once; `again`: from now on.
size_t memory_peak_kib(bool again) {
  if (again) std::ofstream("/proc/self/clear_refs") << "5";
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
  }
  return 0;
}

class ApiTest : public ::testing::Test {
 protected:
  ApiTest() {
    node::HomeSpec spec;
    spec.name = "test";
    spec.time = node::system_time();
    spec.founder = alice_.policy();
    spec.credits = Amount{1000 * kMicroPerCredit};
    EXPECT_TRUE(node::home_init(folder_.path() + "/home", spec));
    node::NodeOptions options;
    options.interval_ms = 5;
    options.free_bytes_min = 0;
    node_ = std::move(*node::Node::start(folder_.path() + "/home", options));
    ApiOptions api_options;
    api_options.cors_origins = {"https://page.example"};
    api_ = std::make_unique<Api>(*node_, api_options);
    http::ServerOptions server_options;
    server_ = *http::Server::start(server_options, *api_);
    api_->set_server(server_.get());
  }
  ~ApiTest() override {
    api_->stop_events();
    server_->stop();
    api_->set_server(nullptr);
  }

  http::Response ask(http::Method method, const std::string& target, std::string body = {},
                     std::string type = {}, std::vector<http::Header> headers = {}) {
    http::Client client(http::Url{"127.0.0.1", server_->port(), ""});
    auto answer =
        client.request({method, target, std::move(type), std::move(body), std::move(headers)});
    EXPECT_TRUE(answer) << target;
    return answer ? *answer : http::Response{};
  }
  http::Response get(const std::string& target) { return ask(http::Method::kGet, target); }
  template <class T>
  T read(const std::string& target) {
    http::Response answer = get(target);
    EXPECT_EQ(answer.status, 200) << target << " " << answer.body;
    auto value = codec::from_json_text<T>(answer.body);
    EXPECT_TRUE(value) << target << ": " << codec::to_string(value.error().code) << " at "
                       << value.error().path;
    return value ? std::move(*value) : T{};
  }
  std::string problem(const http::Response& answer) {
    auto view = codec::from_json_text<ProblemView>(answer.body);
    return view ? std::to_string(answer.status) + " " + view->code : answer.body;
  }

  Bytes signed_tx(std::vector<proof::Action> actions, uint64_t sequence) {
    proof::TxBody body;
    body.chain = node_->ledger().chain();
    body.valid_until = Height{1'000'000};
    body.payer = alice_.id();
    body.actors = {{alice_.id(), 0, sequence}};
    body.actions = std::move(actions);
    return codec::bcs_encode(proof::SignedTx{body, {alice_.sign(body, 0)}, {}});
  }
  Bytes pay(uint64_t sequence) {
    return signed_tx({action(accounts::Pay{bob_.id(), Amount{1'000'000}})}, sequence);
  }
  static TxId id_of(const Bytes& tx) {
    return proof::tx_id(codec::bcs_decode<proof::SignedTx>(tx)->body);
  }
  std::string submit_body(const Bytes& tx) { return codec::to_json(SubmitBody{tx}).dump(); }
  TransactionView commit(const Bytes& tx) {
    EXPECT_EQ(
        ask(http::Method::kPost, "/v1/transactions", submit_body(tx), "application/json").status,
        200);
    return committed(id_of(tx));
  }
  TransactionView committed(const TxId& id) {
    for (int i = 0; i < 1000; ++i) {
      auto view = read<TransactionView>("/v1/transactions/" + to_hex(id.view()));
      if (view.state == "COMMITTED") return view;
      std::this_thread::sleep_for(3ms);
    }
    ADD_FAILURE() << "never committed";
    return {};
  }

  Folder folder_;
  Person alice_{"alice"}, bob_{"bob"};
  std::unique_ptr<node::Node> node_;
  std::unique_ptr<Api> api_;
  std::unique_ptr<http::Server> server_;
};

TEST_F(ApiTest, TellsTheStatusOfTheChainAndItsParameters) {
  auto status = read<StatusView>("/v1/status");
  EXPECT_EQ(status.name, "test");
  EXPECT_EQ(status.state, "running");
  EXPECT_EQ(status.chain, node_->ledger().chain());
  auto parameters = read<ParametersView>("/v1/parameters");
  EXPECT_EQ(parameters.parameters.size(), chain::parameter_rules().size());
  auto contracts = read<ContractsView>("/v1/contracts");
  EXPECT_EQ(contracts.contracts.size(), 2u);
  auto genesis = read<proof::Genesis>("/v1/genesis");
  EXPECT_EQ(proof::chain_id(genesis), status.chain);
}

TEST_F(ApiTest, FollowsATransactionThroughItsStates) {
  Bytes tx = pay(0);
  std::string id = to_hex(proof::tx_id(codec::bcs_decode<proof::SignedTx>(tx)->body).view());
  EXPECT_EQ(read<TransactionView>("/v1/transactions/" + id).state, "UNKNOWN");
  TransactionView view = commit(tx);
  EXPECT_EQ(view.result->name, "none");
  EXPECT_EQ(*view.bytes, tx);
  ASSERT_EQ(view.actions.size(), 1u);
  EXPECT_EQ(view.actions[0].contract, "accounts");
  EXPECT_TRUE(view.actions[0].call.has("pay"));
  EXPECT_EQ(read<AccountView>("/v1/accounts/" + codec::account_to_text(bob_.id())).balance.micro,
            1'000'000u);
  auto history = read<Page<TransactionLine>>("/v1/accounts/" + codec::account_to_text(bob_.id()) +
                                             "/transactions");
  ASSERT_EQ(history.items.size(), 1u);
  EXPECT_EQ(to_hex(history.items[0].id.view()), id);
  // Sent again, the answer is that it is committed.
  auto again = codec::from_json_text<SubmittedView>(
      ask(http::Method::kPost, "/v1/transactions", submit_body(tx), "application/json").body);
  EXPECT_EQ(again->state, "COMMITTED");
  auto block = read<BlockView>("/v1/blocks/" + std::to_string(view.height->value));
  EXPECT_EQ(block.transactions.items.size(), 1u);
  EXPECT_FALSE(block.transactions.next);
  auto header = read<HeaderView>("/v1/headers/" + std::to_string(view.height->value));
  EXPECT_EQ(header.hash, proof::header_hash(header.header));
}

TEST_F(ApiTest, TakesABinaryBatchOneByOne) {
  std::vector<Bytes> batch = {pay(0), pay(1), Bytes{1, 2}, pay(7), pay(2)};
  Bytes bytes = codec::bcs_encode(batch);
  auto answer = ask(http::Method::kPost, "/v1/transactions/batch", std::string(as_text(bytes)),
                    "application/octet-stream");
  auto view = codec::from_json_text<BatchView>(answer.body);
  ASSERT_TRUE(view) << answer.body;
  EXPECT_EQ(view->accepted, 3u);
  EXPECT_EQ(view->rejected, 2u);
  EXPECT_EQ(view->results[2].rejection->name, "malformed");
  EXPECT_EQ(view->results[3].rejection->name, "sequence_ahead");
  EXPECT_EQ(
      problem(ask(http::Method::kPost, "/v1/transactions/batch", "xx", "application/octet-stream")),
      "400 malformed_batch");
  EXPECT_EQ(problem(ask(http::Method::kPost, "/v1/transactions/batch", "xx", "text/plain")),
            "415 unsupported_media_type");
}

// HAZARDS 10. A megabyte of empty elements was made into a list of 24 bytes each, and a 32 MiB
// batch into 0.9 GB, before the count was looked at.
TEST_F(ApiTest, TakesNoMemoryForABatchBeyondTheCount) {
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
  GTEST_SKIP() << "the sanitizer's own memory would be counted";
#endif
#endif
  Bytes batch;
  codec::BcsWriter(batch).uleb((size_t{32} << 20) - 8);
  batch.resize(batch.size() + (size_t{32} << 20) - 8);
  std::string body(as_text(batch));
  size_t before = memory_peak_kib(true);
  EXPECT_EQ(problem(ask(http::Method::kPost, "/v1/transactions/batch", body,
                        "application/octet-stream")),
            "413 too_many_transactions");
  // The client's copies and the server's of the body itself.
  EXPECT_LT(memory_peak_kib(false) - before, 5 * body.size() / 1024);
  // One that claims more than there is is refused by its length.
  Bytes claim;
  codec::BcsWriter(claim).uleb(codec::kLengthMax);
  EXPECT_EQ(problem(ask(http::Method::kPost, "/v1/transactions/batch",
                        std::string(as_text(claim)), "application/octet-stream")),
            "400 malformed_batch");
  Bytes trailing = codec::bcs_encode(std::vector<Bytes>{pay(0)});
  trailing.push_back(0);
  EXPECT_EQ(problem(ask(http::Method::kPost, "/v1/transactions/batch",
                        std::string(as_text(trailing)), "application/octet-stream")),
            "400 malformed_batch");
}

// The same of JSON: each empty array of a body took sixty bytes and more.
TEST_F(ApiTest, RefusesABodyOfMoreValuesThanAnyHas) {
  std::string many = "{\"transaction\":[";
  for (int i = 0; i < 400'000; ++i) many += "[],";
  many += "0]}";
  size_t before = memory_peak_kib(true);
  EXPECT_EQ(problem(ask(http::Method::kPost, "/v1/transactions", many, "application/json")),
            "400 json_too_large");
  EXPECT_LT(memory_peak_kib(false) - before, 10 * many.size() / 1024);
}

// HAZARDS 2 and 33, as far as requests go.
TEST_F(ApiTest, RefusesBodiesThatAreNotTheirJson) {
  auto post = [&](std::string body) {
    return problem(
        ask(http::Method::kPost, "/v1/transactions", std::move(body), "application/json"));
  };
  EXPECT_EQ(post(""), "400 json_syntax");
  EXPECT_EQ(post("[]"), "400 json_wrong_type");
  EXPECT_EQ(post("{}"), "400 json_missing_field");
  EXPECT_EQ(post("{\"transaction\":1}"), "400 json_wrong_type");
  EXPECT_EQ(post("{\"transaction\":\"A\"}"), "400 json_bad_value");
  EXPECT_EQ(post("{\"transaction\":\"\",\"x\":1}"), "400 json_unknown_field");
  EXPECT_EQ(post("{\"transaction\":\"\",\"transaction\":\"\"}"), "400 json_duplicate_key");
  EXPECT_EQ(post("\xef\xbb\xbf{}"), "400 json_not_utf8");
  EXPECT_EQ(post("{\"transaction\":\"\\ud800\"}"), "400 json_not_utf8");
  EXPECT_EQ(post("{\"transaction\":NaN}"), "400 json_syntax");
  EXPECT_EQ(post(std::string(100'000, '[')), "400 json_too_deep");
  EXPECT_EQ(post("{\"transaction\":\"\"}"), "400 malformed");
}

TEST_F(ApiTest, AnswersEveryRejectionWithItsCode) {
  auto post = [&](const Bytes& tx) {
    return problem(
        ask(http::Method::kPost, "/v1/transactions", submit_body(tx), "application/json"));
  };
  EXPECT_EQ(post(pay(5)), "422 sequence_ahead");
  Bytes tx = pay(0);
  auto forged = *codec::bcs_decode<proof::SignedTx>(tx);
  forged.auths[0].signature[3] ^= 1;
  EXPECT_EQ(post(codec::bcs_encode(forged)), "422 bad_signature");
  EXPECT_EQ(problem(get("/v1/nothing")), "404 unknown_path");
  EXPECT_EQ(problem(ask(http::Method::kPost, "/v1/status", "", "")), "405 method_not_allowed");
  EXPECT_EQ(problem(get("/v1/blocks/9999")), "404 unknown_block");
  EXPECT_EQ(problem(get("/v1/blocks/01")), "400 bad_parameter");
  EXPECT_EQ(problem(get("/v1/blocks?limit=501")), "400 bad_parameter");
  EXPECT_EQ(problem(get("/v1/blocks?limit=0")), "400 bad_parameter");
  EXPECT_EQ(problem(get("/v1/blocks?cursor=!")), "400 bad_parameter");
  EXPECT_EQ(problem(get("/v1/blocks?size=1")), "400 unknown_parameter");
  EXPECT_EQ(problem(get("/v1/blocks?limit=1&limit=1")), "400 parameter_twice");
  EXPECT_EQ(problem(get("/v1/accounts/fh1nonsense")), "400 bad_parameter");
  EXPECT_EQ(problem(get("/v1/assets/" + std::string(64, '0'))), "404 unknown_asset");
  EXPECT_EQ(problem(get("/v1/keys/" + std::string(64, '0'))), "404 unknown_key");
  EXPECT_EQ(problem(get("/v1/proofs/asset/" + std::string(64, '0'))), "404 unknown_asset");
  EXPECT_EQ(problem(get("/v1/proofs/transaction/" + std::string(64, '0'))),
            "404 unknown_transaction");
}

TEST_F(ApiTest, ListsAssetsByOwnerContentAndHistory) {
  std::vector<AssetId> ids;
  for (int i = 0; i < 7; ++i) {
    ContentHash hash = rename_bytes<ContentHash>(crypto::sha256(as_bytes(std::to_string(i))));
    commit(signed_tx({action(assets::Certify{proof::PublicContent{hash}, "title", std::nullopt})},
                     static_cast<uint64_t>(i)));
    ids.push_back(proof::asset_id(alice_.id(), proof::PublicContent{hash}));
  }
  // In pages of three: each asset once.
  std::set<AssetId> seen;
  std::string cursor;
  int pages = 0;
  do {
    auto page = read<Page<AssetView>>("/v1/accounts/" + codec::account_to_text(alice_.id()) +
                                      "/assets?limit=3" + cursor);
    for (const AssetView& asset : page.items) EXPECT_TRUE(seen.insert(asset.asset).second);
    cursor = page.next ? "&cursor=" + *page.next : "";
    ++pages;
  } while (!cursor.empty());
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(seen.size(), 7u);
  auto content = read<ContentView>("/v1/contents/" + to_hex(crypto::sha256(as_bytes("3")).view()));
  ASSERT_TRUE(content.first);
  EXPECT_EQ(content.first->first, ids[3]);
  EXPECT_EQ(content.certificates.items.size(), 1u);
  auto asset = read<AssetView>("/v1/assets/" + to_hex(ids[3].view()));
  auto events = read<Page<EventView>>("/v1/assets/" + to_hex(ids[3].view()) + "/events");
  ASSERT_EQ(events.items.size(), 1u);
  EXPECT_EQ(proof::history_after(HistoryHash(), events.items[0].event), asset.record.history);
  EXPECT_TRUE(
      read<Page<AssetView>>("/v1/assets/" + to_hex(ids[3].view()) + "/derived").items.empty());
  EXPECT_TRUE(
      read<Page<AssetView>>("/v1/accounts/" + codec::account_to_text(alice_.id()) + "/offers")
          .items.empty());
  http::Response proof = get("/v1/proofs/asset/" + to_hex(ids[3].view()));
  EXPECT_EQ(proof.content_type, proof::kProofMediaType);
  EXPECT_EQ(problem(get("/v1/proofs/absence/" + to_hex(crypto::sha256(as_bytes("3")).view()))),
            "409 content_certified");
  EXPECT_EQ(get("/v1/proofs/absence/" + to_hex(crypto::sha256(as_bytes("none")).view())).status,
            200);
}

// HAZARDS 32. A block of 20,000 transactions was one answer of 7.8 MB and took 0.6 s to make.
TEST_F(ApiTest, GivesABlocksTransactionsInPages) {
  constexpr uint32_t kCount = 120;
  std::vector<Bytes> batch;
  for (uint64_t i = 0; i < kCount; ++i) batch.push_back(pay(i));
  ask(http::Method::kPost, "/v1/transactions/batch", std::string(as_text(codec::bcs_encode(batch))),
      "application/octet-stream");
  TransactionView last = committed(id_of(batch[0]));
  std::string path = "/v1/blocks/" + std::to_string(last.height->value);
  auto first = read<BlockView>(path);
  uint32_t count = first.header.tx_count;
  ASSERT_GT(count, kPageDefault);
  EXPECT_EQ(first.transactions.items.size(), kPageDefault);
  EXPECT_EQ(first.results.done, count);
  EXPECT_EQ(first.results.failed, 0u);
  std::string cursor;
  uint32_t place = 0;
  do {
    auto page = read<BlockView>(path + "?limit=7" + cursor);
    EXPECT_EQ(page.hash, first.hash);
    EXPECT_LE(page.transactions.items.size(), 7u);
    for (const TransactionLine& line : page.transactions.items) {
      EXPECT_EQ(line.place, place);
      EXPECT_EQ(line.id, id_of(batch[kCount - count + place]));
      ++place;
    }
    cursor = page.transactions.next ? "&cursor=" + *page.transactions.next : "";
  } while (!cursor.empty());
  EXPECT_EQ(place, count);
  EXPECT_EQ(problem(get(path + "?limit=0")), "400 bad_parameter");
  EXPECT_EQ(problem(get(path + "?limit=501")), "400 bad_parameter");
  EXPECT_EQ(problem(get(path + "?cursor=!")), "400 bad_parameter");
  EXPECT_EQ(problem(get(path + "?cursor=AAAA")), "400 bad_parameter");
  EXPECT_EQ(problem(get(path + "?cursor=_____w")), "400 bad_parameter");
}

// What has to read a block or a list waits for its turn; what is a look-up or two does not.
TEST_F(ApiTest, KeepsLightRequestsApartFromHeavyOnes) {
  auto weight = [&](http::Method method, std::string path) {
    http::Request request;
    request.method = method;
    request.path = std::move(path);
    return api_->weight(request);
  };
  std::string account = "/v1/accounts/" + codec::account_to_text(alice_.id());
  for (const std::string& path :
       {std::string("/healthz"), std::string("/metrics"), std::string("/v1/status"),
        std::string("/v1/headers/1"), account, std::string("/nothing")}) {
    EXPECT_EQ(weight(http::Method::kGet, path), http::Weight::kLight) << path;
  }
  EXPECT_EQ(weight(http::Method::kPost, "/v1/transactions"), http::Weight::kLight);
  EXPECT_EQ(weight(http::Method::kPost, "/v1/transactions/batch"), http::Weight::kHeavy);
  for (const std::string& path : {std::string("/v1/blocks/1"), std::string("/v1/blocks"),
                                  std::string("/v1/transactions/x"), account + "/transactions",
                                  account + "/assets", std::string("/v1/proofs/transaction/x")}) {
    EXPECT_EQ(weight(http::Method::kGet, path), http::Weight::kHeavy) << path;
  }
}

TEST_F(ApiTest, KeepsTheBlocksAskedForLast) {
  uint64_t height = commit(pay(0)).height->value;
  size_t one = (*Blocks(node_->ledger()).at(Height{height}))->bytes;
  Blocks blocks(node_->ledger(), 2 * one + one / 2);
  auto kept = *blocks.at(Height{height});
  EXPECT_EQ(*blocks.at(Height{height}), kept);
  EXPECT_EQ(kept->block.results.size(), 1u);
  EXPECT_TRUE(kept->block.undo.empty());
  commit(pay(1));
  commit(pay(2));
  for (uint64_t i = 1; i <= node_->ledger().newest()->header().height.value; ++i) {
    EXPECT_TRUE(*blocks.at(Height{i}));
  }
  auto again = *blocks.at(Height{1});
  EXPECT_EQ(again->block.header, (*node_->ledger().block(Height{1}))->header);
  EXPECT_EQ(*blocks.at(Height{99'999}), nullptr);
}

TEST_F(ApiTest, AnswersNotModifiedAndCors) {
  http::Response first = get("/v1/genesis");
  std::string tag;
  for (const auto& header : first.headers) {
    if (http::equal_no_case(header.name, "etag")) tag = header.value;
  }
  ASSERT_FALSE(tag.empty());
  http::Response again = ask(http::Method::kGet, "/v1/genesis", "", "",
                             {{"If-None-Match", tag}, {"Origin", "https://page.example"}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  auto allowed = [](const http::Response& answer) {
    for (const auto& header : answer.headers) {
      if (http::equal_no_case(header.name, "access-control-allow-origin")) return header.value;
    }
    return std::string();
  };
  EXPECT_EQ(allowed(again), "https://page.example");
  EXPECT_EQ(
      allowed(ask(http::Method::kGet, "/v1/status", "", "", {{"Origin", "https://other.example"}})),
      "");
  EXPECT_EQ(
      ask(http::Method::kOptions, "/v1/transactions", "", "", {{"Origin", "https://page.example"}})
          .status,
      204);
}

TEST_F(ApiTest, StreamsBlocksAndGoesOnFromWhereOneWas) {
  commit(pay(0));
  auto listen = [&](const std::string& target, std::vector<http::Header> headers, size_t count) {
    std::string text;
    http::ClientOptions options;
    options.timeout_ms = 5000;
    http::Client client(http::Url{"127.0.0.1", server_->port(), ""}, options);
    auto done = client.stream(
        {http::Method::kGet, target, {}, {}, std::move(headers)}, [&](std::string_view more) {
          text += more;
          size_t events = 0;
          for (size_t at = 0; (at = text.find("event: block", at)) != std::string::npos; ++at)
            ++events;
          return events < count;
        });
    EXPECT_TRUE(done);
    return text;
  };
  std::string text = listen("/v1/events?from=0", {}, 2);
  EXPECT_EQ(text.find("id: 0\n"), 0u) << text;
  EXPECT_NE(text.find("\nid: 1\n"), std::string::npos);
  text = listen("/v1/events", {{"Last-Event-ID", "0"}}, 1);
  EXPECT_EQ(text.find("id: 1\n"), 0u) << text;
  std::string heard;
  std::thread listener([&] { heard = listen("/v1/events", {}, 2); });
  std::this_thread::sleep_for(100ms);
  TransactionView view = commit(pay(1));
  listener.join();
  EXPECT_NE(heard.find("id: " + std::to_string(view.height->value)), std::string::npos) << heard;
  EXPECT_EQ(problem(ask(http::Method::kGet, "/v1/events", "", "", {{"Last-Event-ID", "x"}})),
            "400 bad_parameter");
}

// A reader of events in this process, as fast as a test wants.
class Reader final : public http::EventStream {
 public:
  explicit Reader(std::chrono::microseconds each = 0us) : each_(each) {}
  bool push_shared(std::shared_ptr<const std::string> text) override {
    std::lock_guard lock(mutex_);
    if (closed_ || !text) return !closed_;
    std::this_thread::sleep_for(each_);
    heard_.push_back(std::stoull(text->substr(4)));
    if (heard_.size() >= patience_) queued_ = size_t{1} << 20;
    return true;
  }
  size_t queued() const override {
    std::lock_guard lock(mutex_);
    return queued_;
  }
  void close() override {
    std::lock_guard lock(mutex_);
    closed_ = true;
  }
  void on_closed(std::function<void()>) override {}
  // Reads what waits; then `more` events until it has enough again.
  void read(size_t more) {
    std::lock_guard lock(mutex_);
    queued_ = 0;
    patience_ = heard_.size() + more;
  }
  std::vector<uint64_t> heard() const {
    std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  mutable std::mutex mutex_;
  std::chrono::microseconds each_;
  std::vector<uint64_t> heard_;
  size_t queued_ = 0;
  size_t patience_ = SIZE_MAX;
  bool closed_ = false;
};

// 400 readers of old blocks made one who listened hear of a new block ten seconds late.
TEST_F(ApiTest, TellsListenersOfABlockBeforeOthersOfOldOnes) {
  for (uint64_t i = 0; i < 40; ++i) commit(pay(i));
  Events events(*node_);
  for (int i = 0; i < 150; ++i) events.subscribe(std::make_shared<Reader>(1000us), Height{0});
  uint64_t newest = node_->ledger().newest()->header().height.value;
  auto live = std::make_shared<Reader>();
  events.subscribe(live, Height{newest + 1});
  std::this_thread::sleep_for(50ms);
  commit(pay(40));
  auto begin = std::chrono::steady_clock::now();
  while (live->heard().empty() && std::chrono::steady_clock::now() - begin < 10s) {
    std::this_thread::sleep_for(5ms);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 1s);
  events.stop();
}

// No gap and no block twice, whoever begins where and reads how, while blocks are made.
TEST_F(ApiTest, TellsEachReaderEachBlockOnceAndInOrder) {
  uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (uint64_t i = 0; i < 30; ++i) commit(pay(i));
  Events events(*node_);
  std::vector<std::pair<std::shared_ptr<Reader>, uint64_t>> readers;
  for (uint64_t i = 0; i < 60; ++i) {
    if (i % 3 == 0) commit(pay(30 + i / 3));
    auto reader = std::make_shared<Reader>();
    reader->read(random() % 5);
    uint64_t from = random() % 60;
    events.subscribe(reader, Height{from});
    readers.emplace_back(reader, from);
    for (auto& [one, begin] : readers) {
      if (random() % 2 == 0) one->read(1 + random() % 6);
    }
  }
  uint64_t newest = node_->ledger().newest()->header().height.value;
  for (auto& [one, begin] : readers) one->read(SIZE_MAX / 2);
  for (auto& [one, begin] : readers) {
    size_t count = begin > newest ? 0 : newest - begin + 1;
    for (int i = 0; i < 1000 && one->heard().size() < count; ++i) std::this_thread::sleep_for(5ms);
    std::vector<uint64_t> heard = one->heard();
    ASSERT_GE(heard.size(), count);
    for (size_t i = 0; i < heard.size(); ++i) ASSERT_EQ(heard[i], begin + i);
  }
  EXPECT_EQ(events.subscribers(), readers.size());
  // Beyond every height there will be: heard of never, and nothing else happens.
  auto never = std::make_shared<Reader>();
  events.subscribe(never, Height{UINT64_MAX});
  std::this_thread::sleep_for(50ms);
  EXPECT_TRUE(never->heard().empty());
  EXPECT_TRUE(never->push("id: 0\n"));
  events.stop();
}

TEST_F(ApiTest, DescribesItselfAndItsHealth) {
  auto document = Json::parse(get("/openapi.json").body, {size_t{8} << 20, 64, size_t{1} << 20});
  ASSERT_TRUE(document);
  EXPECT_EQ(document->get("openapi")->as_string(), "3.1.0");
  Json paths = *document->get("paths");
  std::set<std::string> operations;
  for (const RoutePtr& route : routes()) {
    auto path = paths.get(route->text().path);
    ASSERT_TRUE(path) << route->text().path;
    EXPECT_TRUE(operations.insert(std::string(route->text().operation)).second);
  }
  EXPECT_EQ(get("/healthz").body, "running\n");
  std::string metrics = get("/metrics").body;
  for (const char* name :
       {"freehold_height ", "freehold_http_requests_total ", "freehold_mempool_transactions "}) {
    EXPECT_NE(metrics.find(name), std::string::npos) << metrics;
  }
}

std::string header_of(const http::Response& response, std::string_view name) {
  for (const auto& header : response.headers) {
    if (http::equal_no_case(header.name, name)) return header.value;
  }
  return "";
}

// What stands between two texts in the page.
std::string between(const std::string& page, std::string_view before, std::string_view after) {
  size_t from = page.find(before);
  if (from == std::string::npos) return "";
  from += before.size();
  return page.substr(from, page.find(after, from) - from);
}

// As policies write them: base64 with padding.
std::string source_of(std::string_view text) {
  std::string out = codec::base64url_encode(crypto::sha256(as_bytes(text)).view());
  for (char& c : out) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return "'sha256-" + out + "='";
}

TEST_F(ApiTest, ServesThePageThatChecksProofsUnderAPolicyThatAllowsItsOwnScriptAlone) {
  http::Response answer = get("/verify");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "text/html; charset=utf-8");
  std::string policy = header_of(answer, "content-security-policy");
  std::string own =
      between(answer.body, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
  EXPECT_EQ(policy, own + "; frame-ancestors 'none'");
  std::string script = between(answer.body, "<script>", "</script>");
  std::string style = between(answer.body, "<style>", "</style>");
  ASSERT_GT(script.size(), 10'000u);
  for (const std::string& part :
       {std::string("default-src 'none'"), "script-src " + source_of(script),
        "style-src " + source_of(style), std::string("connect-src 'none'"),
        std::string("form-action 'none'"), std::string("base-uri 'none'")})
    EXPECT_NE(("; " + policy + ";").find("; " + part + ";"), std::string::npos) << part;
  EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
  EXPECT_EQ(header_of(answer, "x-content-type-options"), "nosniff");
  EXPECT_EQ(header_of(answer, "referrer-policy"), "no-referrer");
  EXPECT_EQ(problem(get("/verify/")), "404 unknown_path");
  http::Response again = ask(http::Method::kGet, "/verify", "", "",
                             {{"If-None-Match", header_of(answer, "etag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
}

}  // namespace
}  // namespace freehold::api
