// Kills and damage: a node killed at random moments under load loses nothing that it acknowledged,
// and changed or cut files are never served as if they were whole. HAZARDS 39 and 40.
//
// The seed is printed; FREEHOLD_SEED replays it. FREEHOLD_KILLS, FREEHOLD_FLIPS and FREEHOLD_CUTS
// are for longer campaigns (scripts/soak).
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <thread>

#include "contracts/chain_testing.h"
#include "node/audit.h"

namespace freehold {
namespace {

namespace fs = std::filesystem;
namespace accounts = contracts::accounts;
namespace assets = contracts::assets;
using contracts::testing::action;
using contracts::testing::Folder;
using contracts::testing::Person;

uint64_t number(const char* name, uint64_t otherwise) {
  const char* given = std::getenv(name);
  return given != nullptr ? std::strtoull(given, nullptr, 10) : otherwise;
}

uint64_t seed() {
  static const uint64_t kSeed = [] {
    uint64_t out = number("FREEHOLD_SEED", std::random_device()());
    std::printf("FREEHOLD_SEED=%lu\n", out);
    return out;
  }();
  return kSeed;
}

node::NodeOptions options() {
  node::NodeOptions out;
  out.interval_ms = 1;
  out.free_bytes_min = 0;
  out.accept_time_jump = true;
  return out;
}

void make_home(const std::string& home, const Person& founder) {
  node::HomeSpec spec;
  spec.name = "reliability";
  spec.time = Time{1'700'000'000'000};
  spec.founder = founder.policy();
  spec.credits = Amount{1'000'000'000'000};
  ASSERT_TRUE(node::home_init(home, spec));
}

Bytes transaction(const ChainId& chain, const Person& who, uint64_t sequence) {
  proof::TxBody body;
  body.chain = chain;
  body.valid_until = Height{UINT64_MAX};
  body.payer = who.id();
  body.actors = {{who.id(), 0, sequence}};
  Hash256 content = crypto::sha256(as_bytes("content " + std::to_string(sequence)));
  body.actions = {action(accounts::Pay{Person("other").id(), Amount{1'000'000}}),
                  action(assets::Certify{proof::PublicContent{rename_bytes<ContentHash>(content)},
                                         "t", std::nullopt})};
  return codec::bcs_encode(proof::SignedTx{body, {who.sign(body, 0)}, {}});
}
TxId id_of(const Bytes& tx) { return proof::tx_id(codec::bcs_decode<proof::SignedTx>(tx)->body); }

uint64_t next_sequence(const chain::Ledger& ledger, const AccountId& account) {
  chain::StateOverlay overlay(ledger.live_state());
  return chain::next_sequence(account, 0, chain::ReadView(overlay));
}

// In a process of its own: submits until it is killed, and writes down the id of what it saw
// committed.
[[noreturn]] void run_until_killed(const std::string& home, int acknowledged) {
  Person founder("founder");
  auto node = node::Node::start(home, options());
  if (!node) _exit(3);
  uint64_t sequence = next_sequence((*node)->ledger(), founder.id());
  std::vector<TxId> waiting;
  for (;;) {
    for (int i = 0; i < 8; ++i) {
      Bytes tx = transaction((*node)->ledger().chain(), founder, sequence);
      if (!(*node)->mempool().submit_one(tx)) break;
      waiting.push_back(id_of(tx));
      ++sequence;
    }
    std::erase_if(waiting, [&](const TxId& id) {
      auto status = (*node)->status(id);
      if (!status || status->state != node::TxState::kCommitted) return false;
      if (write(acknowledged, id.data(), 32) != 32) _exit(4);
      return true;
    });
  }
}

TEST(Kills, LoseNothingThatWasAcknowledged) {
  std::mt19937_64 random(seed());
  uint64_t kills = number("FREEHOLD_KILLS", 200);
  constexpr uint64_t kKillsPerChain = 10;
  uint64_t acknowledged_in_all = 0;
  Person founder("founder");
  for (uint64_t done = 0; done < kills;) {
    Folder folder;
    std::string home = folder.path() + "/home";
    make_home(home, founder);
    std::vector<TxId> acknowledged;
    for (uint64_t kill_number = 0; kill_number < kKillsPerChain && done < kills;
         ++kill_number, ++done) {
      int pipe_ends[2];
      ASSERT_EQ(pipe(pipe_ends), 0);
      pid_t child = fork();
      if (child == 0) {
        close(pipe_ends[0]);
        run_until_killed(home, pipe_ends[1]);
      }
      close(pipe_ends[1]);
      std::thread reader([&] {
        TxId id;
        while (read(pipe_ends[0], id.data(), 32) == 32) acknowledged.push_back(id);
      });
      std::this_thread::sleep_for(std::chrono::microseconds(random() % 120'000));
      ASSERT_EQ(kill(child, SIGKILL), 0);
      int status = 0;
      waitpid(child, &status, 0);
      reader.join();
      close(pipe_ends[0]);
      ASSERT_TRUE(WIFSIGNALED(status)) << "the node ended by itself with " << WEXITSTATUS(status);
      // A restart has all that was acknowledged.
      auto node = node::Node::start(home, options());
      ASSERT_TRUE(node) << node.error().name << ": " << node.error().detail;
      for (const TxId& id : acknowledged) {
        auto found = (*node)->status(id);
        ASSERT_TRUE(found);
        ASSERT_EQ(found->state, node::TxState::kCommitted)
            << "kill " << done << ": " << to_hex(id.view());
        ASSERT_EQ(found->entry.result.code, 0u);
      }
    }
    acknowledged_in_all += acknowledged.size();
    // And it agrees with a replay from genesis.
    auto report = node::audit(home, options(), {});
    ASSERT_TRUE(report) << report.error().detail;
    ASSERT_GE(report->transactions, acknowledged.size());
  }
  std::printf("%lu kills, %lu transactions acknowledged\n", kills, acknowledged_in_all);
  EXPECT_GT(acknowledged_in_all, kills);
}

// --- damage -----------------------------------------------------------------------------------

// Everything that can be asked about a small chain, by question; an error is no answer.
class Answers {
 public:
  explicit Answers(const node::Node& node, const std::vector<TxId>& transactions) {
    const chain::Ledger& ledger = node.ledger();
    Height tip = ledger.newest()->header().height;
    for (Height height{0}; height <= tip; ++height.value) {
      std::string number = std::to_string(height.value);
      auto header = ledger.header(height);
      add("header " + number, !header    ? ""
                              : !*header ? "none"
                                         : to_hex(proof::header_hash(**header).view()));
      auto block = ledger.block(height);
      add("block " + number,
          !block    ? ""
          : !*block ? "none"
                    : to_hex(crypto::sha256(codec::bcs_encode((*block)->batch)).view()));
    }
    for (const TxId& id : transactions) {
      auto status = node.status(id);
      add("transaction " + to_hex(id.view()),
          !status ? ""
                  : std::to_string(static_cast<int>(status->state)) + " " +
                        std::to_string(status->entry.height.value));
    }
    auto version = ledger.newest();
    for (const Bytes& key : keys(transactions.size())) {
      auto value = version->state(key);
      add("state " + to_hex(key), !value ? "" : !*value ? "none" : to_hex(**value));
      auto proven = version->prove(key);
      add("proof " + to_hex(key), !proven ? "" : !proven->value ? "none" : to_hex(*proven->value));
    }
  }

  // The questions of `truth` that are answered, and otherwise than there. A node that went on has
  // more blocks.
  std::vector<std::string> wrong(const Answers& truth) const {
    std::vector<std::string> out;
    for (const auto& [question, answer] : truth.answers_) {
      auto given = answers_.find(question);
      if (given == answers_.end()) {
        out.push_back(question + ": not known any more");
      } else if (!given->second.empty() && given->second != answer) {
        out.push_back(question + ": " + given->second);
      }
    }
    return out;
  }

 private:
  static std::vector<Bytes> keys(size_t transactions) {
    std::vector<Bytes> out = {
        proof::account_key(Person("founder").id()), proof::account_key(Person("other").id()),
        proof::policy_key(Person("founder").id()), proof::supply_key(), proof::validators_key()};
    for (uint64_t i = 0; i < transactions; ++i) {
      ContentHash content =
          rename_bytes<ContentHash>(crypto::sha256(as_bytes("content " + std::to_string(i))));
      out.push_back(proof::content_key(content));
      out.push_back(
          proof::asset_key(proof::asset_id(Person("founder").id(), proof::PublicContent{content})));
    }
    return out;
  }
  void add(std::string question, std::string answer) {
    answers_.emplace(std::move(question), std::move(answer));
  }
  std::map<std::string, std::string> answers_;
};

class Damage : public ::testing::Test {
 protected:
  Damage() {
    Person founder("founder");
    make_home(home_, founder);
    auto node = node::Node::start(home_, options());
    EXPECT_TRUE(node);
    for (uint64_t i = 0; i < 60; ++i) {
      Bytes tx = transaction((*node)->ledger().chain(), founder, i);
      EXPECT_TRUE((*node)->mempool().submit_one(tx));
      transactions_.push_back(id_of(tx));
      while ((*node)->status(id_of(tx))->state != node::TxState::kCommitted)
        std::this_thread::yield();
      // Half of it in the tables of the database, half in its log.
      if (i == 30) {
        node->reset();
        node = node::Node::start(home_, options());
      }
    }
    truth_ = std::make_unique<Answers>(**node, transactions_);
    node->reset();
    for (const auto& entry : fs::recursive_directory_iterator(home_)) {
      if (entry.is_regular_file() && entry.file_size() > 0)
        files_.push_back(fs::relative(entry.path(), home_));
    }
    std::sort(files_.begin(), files_.end());
  }

  // A copy with one file changed is opened and asked everything.
  void check(const std::function<void(const fs::path&)>& change, const fs::path& file,
             const std::string& what) {
    Folder folder;
    std::string copy = folder.path() + "/home";
    fs::copy(home_, copy, fs::copy_options::recursive);
    change(copy / file);
    auto genesis = node::home_genesis(node::HomePaths(copy));
    if (!genesis) {
      ++refused_;
      return;
    }
    auto node = node::Node::start(copy, options());
    if (!node) {
      ++refused_;
      return;
    }
    (*node)->stop();
    Answers answers(**node, transactions_);
    auto wrong = answers.wrong(*truth_);
    EXPECT_TRUE(wrong.empty()) << what << " in " << file << ": " << wrong.size()
                               << " wrong answers, such as " << wrong[0];
    ++served_;
  }

  Folder folder_;
  std::string home_ = folder_.path() + "/home";
  std::vector<TxId> transactions_;
  std::unique_ptr<Answers> truth_;
  std::vector<fs::path> files_;
  size_t refused_ = 0;
  size_t served_ = 0;
};

TEST_F(Damage, OfABitIsNeverServed) {
  std::mt19937_64 random(seed());
  uint64_t flips = number("FREEHOLD_FLIPS", 300);
  for (uint64_t i = 0; i < flips; ++i) {
    const fs::path& file = files_[random() % files_.size()];
    uint64_t size = fs::file_size(fs::path(home_) / file);
    uint64_t bit = random() % (size * 8);
    check(
        [&](const fs::path& path) {
          std::fstream stream(path, std::ios::binary | std::ios::in | std::ios::out);
          char byte = 0;
          stream.seekg(static_cast<std::streamoff>(bit / 8)).get(byte);
          stream.seekp(static_cast<std::streamoff>(bit / 8))
              .put(static_cast<char>(byte ^ (1 << bit % 8)));
        },
        file, "bit " + std::to_string(bit));
  }
  std::printf("%lu flips: %zu refused, %zu served rightly\n", flips, refused_, served_);
}

TEST_F(Damage, OfALostEndIsNeverServed) {
  std::mt19937_64 random(seed() + 1);
  uint64_t cuts = number("FREEHOLD_CUTS", 100);
  for (uint64_t i = 0; i < cuts; ++i) {
    const fs::path& file = files_[random() % files_.size()];
    uint64_t size = random() % fs::file_size(fs::path(home_) / file);
    check([&](const fs::path& path) { fs::resize_file(path, size); }, file,
          "cut to " + std::to_string(size));
  }
  std::printf("%lu cuts: %zu refused, %zu served rightly\n", cuts, refused_, served_);
}

}  // namespace
}  // namespace freehold
