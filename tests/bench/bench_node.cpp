// Measures what docs/benchmarks.md reports. usage: bench_node FOLDER WHAT...; scripts/bench calls
// it.
//
// FOLDER keeps a chain of a million accounts and a million assets between runs. Each figure is a
// line "name value unit" on standard output; ratios are of two figures taken in the same run.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include "api/api.h"
#include "cmd/walk.h"
#include "codec/bcs.h"
#include "contracts/accounts/calls.h"
#include "contracts/assets/calls.h"
#include "crypto/hash.h"
#include "http/client.h"
#include "node/audit.h"
#include "node/worker_pool.h"
#include "proof/merkle.h"
#include "proof/verify.h"
#include "wallet/manifest.h"
#include "wallet/transactions.h"

namespace freehold::bench {
namespace {

namespace fs = std::filesystem;
namespace accounts = contracts::accounts;
namespace assets = contracts::assets;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}
double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}
void report(const std::string& name, double value, const char* unit) {
  std::printf("%s %.6g %s\n", name.c_str(), value, unit);
  std::fflush(stdout);
}

unsigned threads() { return std::max(1u, std::thread::hardware_concurrency()); }

crypto::SecretKey key_of(const std::string& name) {
  return *crypto::SecretKey::from(crypto::sha256(as_bytes(name)).view());
}
crypto::SecretKey key_of(uint64_t i) { return key_of("account " + std::to_string(i)); }
AccountId account_of(const crypto::SecretKey& key) {
  return proof::account_id(proof::single_key_policy(key.public_key().view()));
}

class World {
 public:
  enum class Holds { kAccounts, kAccountsAndAssets };

  World(const std::string& folder, uint64_t size, Holds holds = Holds::kAccountsAndAssets)
      : home_(folder + "/home"), size_(size) {
    fs::create_directories(folder);
    if (!fs::exists(home_ + "/genesis.json")) {
      node::HomeSpec spec;
      spec.name = "bench";
      spec.time = Time{1'700'000'000'000};
      spec.founder = proof::single_key_policy(key_of("founder").public_key().view());
      spec.credits = Amount{1'000'000'000'000'000};
      if (!node::home_init(home_, spec)) std::abort();
    }
    load_ids(folder + "/accounts");
    open();
    build(holds);
  }

  void open() {
    node::NodeOptions options;
    options.threads = threads();
    options.accept_time_jump = true;
    options.interval_ms = 100;
    options.mempool.payer_txs_max = 1'000'000;
    options.mempool.txs_max = 1'000'000;
    options.mempool.bytes_max = size_t{1} << 30;
    auto node = node::Node::start(home_, options);
    if (!node) {
      std::fprintf(stderr, "%s: %s\n", node.error().name.c_str(), node.error().detail.c_str());
      std::abort();
    }
    node_ = std::move(*node);
  }
  void close() { node_.reset(); }

  node::Node& node() { return *node_; }
  const std::string& home() const { return home_; }
  uint64_t size() const { return size_; }
  const AccountId& id(uint64_t i) const { return ids_[i]; }

  uint64_t next_sequence(const AccountId& account) {
    chain::StateOverlay overlay(node_->ledger().live_state());
    return chain::next_sequence(account, 0, chain::ReadView(overlay));
  }

  Bytes sign(const crypto::SecretKey& key, const AccountId& account, uint64_t sequence,
             std::vector<proof::Action> actions) {
    proof::TxBody body;
    body.chain = node_->ledger().chain();
    body.valid_until = Height{UINT64_MAX};
    body.payer = account;
    body.actors = {{account, 0, sequence}};
    body.actions = std::move(actions);
    proof::SignedTx tx{std::move(body), {}, {}};
    wallet::add_signature(tx, 0, key);
    return codec::bcs_encode(tx);
  }

  // Reads every account once, so that the cache of values is as in a node that has been running.
  void warm() {
    node::WorkerPool pool(threads());
    std::atomic<uint64_t> missing{0};
    pool.run(size_, [&](size_t i) {
      bool failed = false;
      for (const Bytes& key : {proof::account_key(ids_[i]), proof::policy_key(ids_[i])}) {
        if (!node_->ledger().live_state().read(chain::path_of(key), &failed)) ++missing;
      }
      if (failed) std::abort();
    });
    if (missing != 0) std::abort();
  }

  // Payments between strangers, each from another account, signed beforehand.
  std::vector<Bytes> payments(size_t count, uint64_t seed) {
    std::vector<Bytes> out(count);
    node::WorkerPool pool(threads());
    pool.run(count, [&](size_t i) {
      uint64_t from = (seed + i * 611'953) % size_;  // a stride prime to the size: no account twice
      uint64_t to = (from + 7919) % size_;
      out[i] = sign(key_of(from), ids_[from], next_sequence(ids_[from]),
                    {wallet::make_action(accounts::Pay{ids_[to], Amount{1}})});
    });
    return out;
  }

  // Hands in all of them in batches and waits until they are committed; seconds.
  double run(std::vector<Bytes> transactions, size_t batch = 1000) {
    uint64_t before = node_->transactions_committed();
    size_t count = transactions.size();
    auto begin = Clock::now();
    for (size_t at = 0; at < count; at += batch) {
      std::vector<Bytes> some;
      for (size_t i = at; i < std::min(at + batch, count); ++i)
        some.push_back(std::move(transactions[i]));
      for (auto& result : node_->mempool().submit(std::move(some))) {
        if (!result) {
          std::fprintf(stderr, "rejected: %s\n", chain::to_string(result.error().why));
          std::abort();
        }
      }
    }
    while (node_->transactions_committed() < before + count)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return seconds_since(begin);
  }

 private:
  void load_ids(const std::string& file) {
    ids_.resize(size_);
    std::ifstream in(file, std::ios::binary);
    if (in && fs::file_size(file) == size_ * 32) {
      in.read(reinterpret_cast<char*>(ids_.data()), static_cast<std::streamsize>(size_ * 32));
      return;
    }
    node::WorkerPool pool(threads());
    pool.run(size_, [&](size_t i) { ids_[i] = account_of(key_of(i)); });
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(ids_.data()),
               static_cast<std::streamsize>(size_ * 32));
  }

  void build(Holds holds) {
    uint64_t opened = count_of("opened");
    node::WorkerPool pool(threads());
    auto begin = Clock::now();
    constexpr uint64_t kStep = 20'000;
    for (; opened < size_; opened += kStep) {
      std::vector<Bytes> some(std::min(kStep, size_ - opened));
      pool.run(some.size(), [&](size_t i) {
        crypto::SecretKey key = key_of(opened + i);
        some[i] = sign(key, ids_[opened + i], 0,
                       {wallet::make_action(
                           accounts::Open{proof::single_key_policy(key.public_key().view()), {}})});
      });
      run(std::move(some));
      set_count("opened", opened + kStep);
      std::fprintf(stderr, "\raccounts %lu of %lu, %.0f s", opened + kStep, size_,
                   seconds_since(begin));
    }
    crypto::SecretKey founder = key_of("founder");
    AccountId founder_id = account_of(founder);
    for (uint64_t given = count_of("given"); given < size_; given += 1000) {
      std::vector<proof::Action> actions;
      for (uint64_t i = given; i < std::min(given + 1000, size_); ++i) {
        actions.push_back(wallet::make_action(accounts::Pay{ids_[i], Amount{1'000'000}}));
      }
      std::vector<Bytes> one;
      one.push_back(sign(founder, founder_id, next_sequence(founder_id), std::move(actions)));
      run(std::move(one));
      set_count("given", given + 1000);
    }
    if (holds == Holds::kAccounts) {
      std::fprintf(stderr, "\n");
      return;
    }
    for (uint64_t certified = count_of("certified"); certified < size_; certified += 20'000) {
      std::vector<Bytes> some(20);
      pool.run(20, [&](size_t t) {
        std::vector<proof::Action> actions;
        for (uint64_t i = 0; i < 1000; ++i) {
          std::string text = "file " + std::to_string(certified + t * 1000 + i);
          ContentHash hash = rename_bytes<ContentHash>(crypto::sha256(as_bytes(text)));
          actions.push_back(
              wallet::make_action(assets::Certify{proof::PublicContent{hash}, "", std::nullopt}));
        }
        uint64_t who = certified / 1000 + t;
        some[t] = sign(key_of(who), ids_[who], next_sequence(ids_[who]), std::move(actions));
      });
      run(std::move(some));
      set_count("certified", certified + 20'000);
      std::fprintf(stderr, "\rassets %lu of %lu, %.0f s  ", certified + 20'000, size_,
                   seconds_since(begin));
    }
    std::fprintf(stderr, "\n");
  }

  uint64_t count_of(const std::string& name) {
    uint64_t out = 0;
    std::ifstream(home_ + "/bench." + name) >> out;
    return out;
  }
  void set_count(const std::string& name, uint64_t value) {
    std::ofstream(home_ + "/bench." + name) << value;
  }

  std::string home_;
  uint64_t size_;
  std::vector<AccountId> ids_;
  std::unique_ptr<node::Node> node_;
};

// Bare verification on all cores: signatures a second, of as many different keys and digests.
double bare_verification() {
  constexpr size_t kCount = 4000;
  struct Signed {
    crypto::PublicKey key;
    Hash256 digest;
    crypto::Signature signature;
  };
  static std::vector<Signed> signatures = [] {
    std::vector<Signed> out(kCount);
    for (size_t i = 0; i < kCount; ++i) {
      crypto::SecretKey key = key_of(i);
      out[i].key = key.public_key();
      out[i].digest = crypto::sha256(as_bytes(std::to_string(i)));
      out[i].signature = key.sign(out[i].digest);
    }
    return out;
  }();
  std::atomic<uint64_t> done{0};
  std::atomic<bool> stop{false};
  std::vector<std::thread> workers;
  auto begin = Clock::now();
  for (unsigned t = 0; t < threads(); ++t) {
    workers.emplace_back([&, t] {
      for (size_t i = t; !stop; i = (i + 1) % kCount) {
        if (!crypto::verify(signatures[i].key, signatures[i].digest, signatures[i].signature))
          std::abort();
        ++done;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  stop = true;
  for (std::thread& worker : workers) worker.join();
  return static_cast<double>(done) / seconds_since(begin);
}

// Enough for several full blocks in a row.
constexpr size_t kPayments = 200'000;
constexpr int kRuns = 5;

// Right after a start every record is read from the database; then as in a node that has been running.
void ledger(World& world) {
  world.close();
  world.open();
  std::vector<double> bare, rate, ratio;
  for (int run = 0; run <= kRuns; ++run) {
    auto transactions = world.payments(kPayments, static_cast<uint64_t>(run) * 104'729);
    double verified = bare_verification();
    double seconds = world.run(std::move(transactions));
    if (run == 0) {
      report("ledger_cold_ratio", kPayments / seconds / verified, "x");
      world.warm();
      continue;
    }
    bare.push_back(verified);
    rate.push_back(kPayments / seconds);
    ratio.push_back(kPayments / seconds / verified);
  }
  report("bare_verification", median(bare), "1/s");
  report("ledger", median(rate), "1/s");
  report("ledger_ratio", median(ratio), "x");
}

// What a payment costs in a chain of this many records: an account has three.
void growth(const std::string& folder, uint64_t size) {
  World world(folder, size, World::Holds::kAccounts);
  constexpr size_t kCount = 20'000;
  std::vector<double> cost;
  // One more run than counts: the first one fills the caches.
  for (uint64_t run = 0; run <= kRuns; ++run) {
    auto transactions = world.payments(kCount, run * 104'729);
    double seconds = world.run(std::move(transactions));
    if (run > 0) cost.push_back(seconds / kCount * 1e6);
  }
  report("growth", median(cost), "us");
}

// A server over the world's node.
struct Served {
  explicit Served(World& world) : api(world.node(), api::ApiOptions{}) {
    http::ServerOptions options;
    options.workers = threads();
    server = *http::Server::start(options, api);
  }
  ~Served() {
    api.stop_events();
    server->stop();
  }
  api::Api api;
  std::unique_ptr<http::Server> server;
};

// Runs this program again as another process.
struct Child {
  Child(const std::vector<std::string>& arguments) {
    pid = fork();
    if (pid != 0) return;
    std::vector<char*> argv;
    static std::string self = "/proc/self/exe";
    argv.push_back(self.data());
    std::vector<std::string> copies = arguments;
    for (std::string& one : copies) argv.push_back(one.data());
    argv.push_back(nullptr);
    execv("/proc/self/exe", argv.data());
    _exit(127);
  }
  int wait() {
    int status = 0;
    waitpid(pid, &status, 0);
    return status;
  }
  pid_t pid;
};

void write_transactions(const std::string& file, const std::vector<Bytes>& transactions) {
  Bytes all = codec::bcs_encode(transactions);
  std::ofstream(file, std::ios::binary)
      .write(reinterpret_cast<const char*>(all.data()), static_cast<std::streamsize>(all.size()));
}
std::vector<Bytes> read_transactions(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  return *codec::bcs_decode<std::vector<Bytes>>(as_bytes(text));
}

void http_batches(World& world, const std::string& folder) {
  std::vector<double> rate, ratio;
  for (int run = 0; run < kRuns; ++run) {
    write_transactions(folder + "/batch",
                       world.payments(kPayments, 13 + static_cast<uint64_t>(run) * 15'485'863));
    double verified = bare_verification();
    Served served(world);
    uint64_t before = world.node().transactions_committed();
    Child child({folder, "post-batches", std::to_string(served.server->port())});
    // From the first that is accepted: the other process reads its file first.
    while (world.node().mempool().size() == 0)
      std::this_thread::sleep_for(std::chrono::microseconds(100));
    auto begin = Clock::now();
    while (world.node().transactions_committed() < before + kPayments)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    double seconds = seconds_since(begin);
    if (child.wait() != 0) std::abort();
    rate.push_back(kPayments / seconds);
    ratio.push_back(kPayments / seconds / verified);
  }
  report("http_batches", median(rate), "1/s");
  report("http_batches_ratio", median(ratio), "x");
}

int post_batches(const std::string& folder, uint16_t port) {
  auto transactions = read_transactions(folder + "/batch");
  std::atomic<size_t> next{0};
  std::atomic<bool> bad{false};
  constexpr size_t kBatch = 1000;
  std::vector<std::thread> senders;
  for (int t = 0; t < 2; ++t) {
    senders.emplace_back([&] {
      http::Client client(http::Url{"127.0.0.1", port, ""});
      for (size_t at = next.fetch_add(kBatch); at < transactions.size();
           at = next.fetch_add(kBatch)) {
        std::vector<Bytes> some(transactions.begin() + static_cast<std::ptrdiff_t>(at),
                                transactions.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                           at + kBatch, transactions.size())));
        Bytes body = codec::bcs_encode(some);
        auto answer = client.request({http::Method::kPost,
                                      "/v1/transactions/batch?all=false",
                                      "application/octet-stream",
                                      std::string(as_text(body)),
                                      {}});
        if (!answer || answer->body.find("\"rejected\":\"0\"") == std::string::npos) bad = true;
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
  return bad ? 1 : 0;
}

void http_singles(World& world, const std::string& folder) {
  constexpr size_t kCount = 20'000;
  for (int run = 0; run < 6; ++run) {
    write_transactions(folder + "/singles",
                       world.payments(kCount, 17 + static_cast<uint64_t>(run) * 32'452'843));
    Served served(world);
    // First as many as there can be, for the rate; then a steady load above what is asked for, for the times.
    Child child({folder, "post-singles", std::to_string(served.server->port()),
                 std::to_string(run), run < 3 ? "0" : "6000"});
    if (child.wait() != 0) std::abort();
  }
  std::vector<double> rate, p50, p99;
  std::ifstream in(folder + "/singles.result");
  std::vector<double> full50, full99;
  for (double a, b, c; in >> a >> b >> c;) {
    bool paced = rate.size() == 3;
    if (!paced) rate.push_back(a);
    (paced ? p50 : full50).push_back(b);
    (paced ? p99 : full99).push_back(c);
  }
  report("http_singles_full_p99", median(full99), "ms");
  report("http_singles", median(rate), "1/s");
  report("http_singles_p50", median(p50), "ms");
  report("http_singles_p99", median(p99), "ms");
}

// 64 kept connections, one transaction at a time on each; a stream of events tells when each was
// committed.
int post_singles(const std::string& folder, uint16_t port, bool first, double per_second) {
  auto transactions = read_transactions(folder + "/singles");
  std::vector<std::string> bodies(transactions.size());
  std::map<std::string, size_t> place;
  for (size_t i = 0; i < transactions.size(); ++i) {
    bodies[i] = codec::to_json(api::SubmitBody{transactions[i]}).dump();
    TxId id = proof::tx_id(codec::bcs_decode<proof::SignedTx>(transactions[i])->body);
    place[codec::base64url_encode(id.view())] = i;
  }
  std::vector<Clock::time_point> accepted(transactions.size()), committed(transactions.size());
  std::atomic<size_t> seen{0};
  std::atomic<bool> listening{false};
  std::thread listener([&] {
    http::ClientOptions options;
    options.timeout_ms = 30'000;
    http::Client client(http::Url{"127.0.0.1", port, ""}, options);
    std::string text;
    listening = true;
    static_cast<void>(
        client.stream({http::Method::kGet, "/v1/events", {}, {}, {}}, [&](std::string_view more) {
          auto now = Clock::now();
          text += more;
          size_t at = 0;
          for (size_t mark;
               (mark = text.find("\"id\":\"", at)) != std::string::npos && mark + 49 < text.size();
               at = mark + 49) {
            auto found = place.find(text.substr(mark + 6, 43));
            if (found == place.end()) continue;
            committed[found->second] = now;
            ++seen;
          }
          text.erase(0, at);
          return seen < transactions.size();
        }));
  });
  while (!listening) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  std::atomic<size_t> next{0};
  std::atomic<bool> bad{false};
  auto begin = Clock::now();
  std::vector<std::thread> senders;
  for (int t = 0; t < 64; ++t) {
    senders.emplace_back([&] {
      http::Client client(http::Url{"127.0.0.1", port, ""});
      for (size_t i = next++; i < bodies.size(); i = next++) {
        if (per_second > 0) {
          std::this_thread::sleep_until(
              begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(
                          static_cast<double>(i) / per_second)));
        }
        auto answer = client.request({http::Method::kPost,
                                      "/v1/transactions",
                                      "application/json",
                                      std::move(bodies[i]),
                                      {}});
        accepted[i] = Clock::now();
        if (!answer || answer->status != 200) bad = true;
      }
    });
  }
  for (std::thread& sender : senders) sender.join();
  double seconds = seconds_since(begin);
  listener.join();
  std::vector<double> latency;
  for (size_t i = 0; i < bodies.size(); ++i) {
    latency.push_back(std::max(
        0.0, std::chrono::duration<double, std::milli>(committed[i] - accepted[i]).count()));
  }
  std::sort(latency.begin(), latency.end());
  std::ofstream(folder + "/singles.result", first ? std::ios::trunc : std::ios::app)
      << static_cast<double>(bodies.size()) / seconds << ' ' << latency[latency.size() / 2] << ' '
      << latency[latency.size() * 99 / 100] << '\n';
  return bad ? 1 : 0;
}

void collection(World& world) {
  constexpr uint64_t kItems = 1'000'000;
  std::vector<double> times;
  for (int run = 0; run < 3; ++run) {
    std::vector<wallet::ManifestItem> items(kItems);
    for (uint64_t i = 0; i < kItems; ++i) {
      items[i].hash = rename_bytes<ContentHash>(
          crypto::sha256(as_bytes(std::to_string(run) + " item " + std::to_string(i))));
    }
    crypto::SecretKey key = key_of(static_cast<uint64_t>(run));
    auto begin = Clock::now();
    wallet::Manifest manifest =
        wallet::manifest_make(world.id(static_cast<uint64_t>(run)), false, {}, std::move(items));
    std::vector<Bytes> one;
    one.push_back(world.sign(key, manifest.certifier, world.next_sequence(manifest.certifier),
                             {wallet::make_action(assets::Certify{
                                 wallet::manifest_collection(manifest), "", std::nullopt})}));
    world.run(std::move(one));
    times.push_back(seconds_since(begin));
    Bytes leaf = codec::bcs_encode(proof::CollectionLeaf{
        wallet::manifest_salt(manifest, 777'777), wallet::manifest_content(manifest, 777'777)});
    if (!proof::merkle_verify(crypto::leaf_hash(leaf), 777'777, kItems,
                              wallet::manifest_path(manifest, 777'777), manifest.root)) {
      std::abort();
    }
  }
  report("collection_of_a_million", median(times), "s");
}

void verification(World& world) {
  ContentHash hash = rename_bytes<ContentHash>(crypto::sha256(as_bytes("file 500000")));
  AssetId asset = proof::asset_id(world.id(500), proof::PublicContent{hash});
  auto proof = world.node().prover().asset(*world.node().newest_sealed(), asset);
  if (!proof) std::abort();
  std::string text = proof::proof_to_json(*proof);
  proof::VerifyOptions options;
  options.anchor = proof::genesis_anchor(world.node().ledger().genesis());
  options.at = node::system_time();
  options.file = hash;
  std::vector<double> times;
  for (int i = 0; i < 2001; ++i) {
    auto begin = Clock::now();
    auto read = proof::proof_from_json(text);
    if (!read || !proof::verify_proof(*read, options)) std::abort();
    times.push_back(seconds_since(begin) * 1000);
  }
  report("offline_verification", median(times), "ms");
  report("proof_file", static_cast<double>(text.size()), "bytes");
}

int restart(const std::string& folder) {
  node::NodeOptions options;
  options.threads = threads();
  options.accept_time_jump = true;
  auto begin = Clock::now();
  auto node = node::Node::start(folder + "/home", options);
  if (!node) return 1;
  double seconds = seconds_since(begin);
  std::ifstream status("/proc/self/statm");
  uint64_t pages = 0, resident = 0, mapped = 0;
  status >> pages >> resident >> mapped;
  double page = static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
  std::ofstream(folder + "/restart.result", std::ios::app)
      << seconds << ' ' << static_cast<double>(resident - mapped) * page << ' '
      << static_cast<double>(mapped) * page << '\n';
  return 0;
}

void restarts(World& world, const std::string& folder) {
  world.close();
  fs::remove(folder + "/restart.result");
  for (int run = 0; run < 3; ++run) {
    if (Child({folder, "restart"}).wait() != 0) std::abort();
  }
  std::vector<double> times, memory, mapped;
  std::ifstream in(folder + "/restart.result");
  for (double a, b, c; in >> a >> b >> c;) {
    times.push_back(a);
    memory.push_back(b);
    mapped.push_back(c);
  }
  report("restart", median(times), "s");
  report("resident_after_restart", median(memory), "MB");
  report("mapped_after_restart", median(mapped), "MB");
  world.open();
}

// The same large files by `openssl dgst` and by what certifying uses; the page cache holds them.
void hashing(const std::string& folder) {
  std::string place = folder + "/large";
  fs::create_directories(place);
  Bytes block(1 << 20);
  for (size_t i = 0; i < block.size(); ++i) block[i] = static_cast<uint8_t>(i * 2654435761u >> 13);
  for (int f = 0; f < 8; ++f) {
    std::string name = place + "/" + std::to_string(f);
    if (fs::exists(name)) continue;
    std::ofstream out(name, std::ios::binary);
    for (int i = 0; i < 128; ++i) {
      block[0] = static_cast<uint8_t>(i + f);
      out.write(reinterpret_cast<const char*>(block.data()),
                static_cast<std::streamsize>(block.size()));
    }
  }
  std::vector<double> one, two;
  double bytes = 0;
  for (int run = 0; run < kRuns; ++run) {
    auto begin = Clock::now();
    if (std::system(("openssl dgst -sha256 " + place + "/* > /dev/null").c_str()) != 0)
      std::abort();
    double theirs = seconds_since(begin);
    cmd::Walk walk = cmd::walk_folder(place, {});
    bytes = static_cast<double>(walk.bytes);
    for (unsigned workers : {1u, 2u}) {
      cmd::HashOptions options;
      options.threads = workers;
      begin = Clock::now();
      if (cmd::hash_files(place, walk.files, options).files.size() != walk.files.size())
        std::abort();
      (workers == 1 ? one : two).push_back(theirs / seconds_since(begin));
    }
  }
  report("hashing_size", bytes / 1e6, "MB");
  report("hashing_one_core_ratio", median(one), "x");
  report("hashing_two_cores_ratio", median(two), "x");
}

int run(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_node FOLDER WHAT...\n");
    return 2;
  }
  std::string folder = argv[1];
  std::string what = argv[2];
  if (what == "post-batches")
    return post_batches(folder, static_cast<uint16_t>(std::atoi(argv[3])));
  if (what == "post-singles")
    return post_singles(folder, static_cast<uint16_t>(std::atoi(argv[3])),
                        std::string(argv[4]) == "0", std::atof(argv[5]));
  if (what == "restart") return restart(folder);
  uint64_t size = 1'000'000;
  if (const char* given = std::getenv("FREEHOLD_BENCH_SIZE"))
    size = std::strtoull(given, nullptr, 10);
  fs::create_directories(folder);
  std::optional<World> world;
  for (int i = 2; i < argc; ++i) {
    what = argv[i];
    if (what == "hashing") {
      hashing(folder);
      continue;
    }
    if (what == "growth") {
      growth(folder, size);
      continue;
    }
    if (!world) world.emplace(folder, size);
    if (what == "ledger") ledger(*world);
    if (what == "batches") http_batches(*world, folder);
    if (what == "singles") http_singles(*world, folder);
    if (what == "collection") collection(*world);
    if (what == "verification") verification(*world);
    if (what == "restarts") restarts(*world, folder);
  }
  return 0;
}

}  // namespace
}  // namespace freehold::bench

int main(int argc, char** argv) { return freehold::bench::run(argc, argv); }
