// The ledger through restarts, kills and damage, with real transactions in it.
#include "chain/ledger.h"

#include <fstream>
#include <random>

#include "contracts/chain_testing.h"
#include "proof/merkle.h"

namespace freehold::contracts {
namespace {

using accounts::Pay;
using testing::action;
using testing::TestChain;

namespace fs = std::filesystem;

void pay_some(TestChain& chain, int blocks) {
  for (int i = 0; i < blocks; ++i) {
    ASSERT_EQ(chain.run(chain.alice, {action(Pay{chain.bob.id(), Amount{1000}})}), "ok");
  }
}

TEST(Ledger, IsTheSameAfterARestart) {
  TestChain chain;
  pay_some(chain, 30);
  HeaderHash tip = chain.ledger().newest()->hash();
  auto sealed = chain.ledger().newest_sealed();
  chain.reopen();
  EXPECT_EQ(chain.ledger().newest()->hash(), tip);
  EXPECT_EQ(chain.ledger().newest_sealed(), sealed);
  pay_some(chain, 3);
}

TEST(Ledger, GivesTheSameHeadersFromTheLogAlone) {
  TestChain chain;
  pay_some(chain, 25);
  HeaderHash tip = chain.ledger().newest()->hash();
  chain.close();
  fs::remove_all(chain.folder.path() + "/chain/state");
  chain.reopen();
  EXPECT_EQ(chain.ledger().newest()->hash(), tip);
  EXPECT_EQ(chain.balance(chain.bob.id()), 10 * kMicroPerCredit + 25000);
}

TEST(Ledger, ServesTheWindowWithProofsAlsoAfterARestart) {
  TestChain chain;
  pay_some(chain, 20);
  for (int round = 0; round < 2; ++round) {
    for (uint64_t height = 5; height <= 20; ++height) {
      auto version = chain.ledger().at(Height{height});
      ASSERT_TRUE(version) << height;
      Bytes key = proof::account_key(chain.bob.id());
      auto entry = version->prove(key);
      ASSERT_TRUE(entry) << entry.error().detail;
      ASSERT_TRUE(proof::verify_entry(key, *entry, version->header().state_root));
      auto record = codec::bcs_decode<proof::AccountRecord>(*entry->value);
      EXPECT_EQ(record->balance.micro, 10 * kMicroPerCredit + 1000 * height);
      Bytes absent = proof::account_key(chain.carol.id());
      auto nothing = version->prove(absent);
      ASSERT_TRUE(nothing);
      EXPECT_FALSE(nothing->value);
      EXPECT_TRUE(proof::verify_entry(absent, *nothing, version->header().state_root));
    }
    EXPECT_FALSE(chain.ledger().at(Height{4}));
    chain.reopen();
  }
}

TEST(Ledger, ProvesAnyOlderHeaderByANewerOne) {
  TestChain chain;
  pay_some(chain, 40);
  for (uint64_t newer : {1, 2, 7, 8, 33, 40}) {
    auto top = chain.ledger().header(Height{newer});
    ASSERT_TRUE(top && *top);
    for (uint64_t older = 0; older < newer; ++older) {
      auto below = chain.ledger().header(Height{older});
      auto path = chain.ledger().history_path(Height{older}, Height{newer});
      ASSERT_TRUE(path);
      Hash256 leaf = crypto::leaf_hash(proof::header_hash(**below).view());
      ASSERT_TRUE(proof::merkle_verify(leaf, older, newer, *path, (*top)->history_root))
          << older << " in " << newer;
    }
  }
}

TEST(Ledger, RefusesAFalseSealAndTakesATrueOne) {
  TestChain chain;
  pay_some(chain, 2);
  EXPECT_EQ(chain.ledger().newest_sealed(), Height{1});
  EXPECT_TRUE(chain.ledger().seal(Height{1}).value());
  chain::Proposal proposal;
  proposal.time = chain.ledger().newest()->header().time;
  proposal.seals = {chain.seal_of(chain.ledger().newest()->header())};
  proposal.seals[0].signatures[0].signature.data()[3] ^= 1;
  auto refused = chain.ledger().commit(proposal, chain::BatchMode::kPropose);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error, chain::LedgerError::kInvalidBatch);
  // A seal over a header that was never committed.
  proof::Header other = chain.ledger().newest()->header();
  other.time.ms += 1;
  proposal.seals = {chain.seal_of(other)};
  EXPECT_FALSE(chain.ledger().commit(proposal, chain::BatchMode::kPropose));
  pay_some(chain, 1);
}

TEST(Ledger, RefusesABlockEarlierThanTheOneBefore) {
  TestChain chain;
  pay_some(chain, 1);
  chain::Proposal proposal;
  proposal.time = Time{chain.ledger().newest()->header().time.ms - 1};
  auto refused = chain.ledger().commit(proposal, chain::BatchMode::kPropose);
  EXPECT_EQ(refused.error().error, chain::LedgerError::kTimeBackwards);
}

TEST(Ledger, RefusesAsAValidatorABlockThatHoldsARejectedTransaction) {
  TestChain chain;
  auto tx = chain.prepared(chain.signed_by(
      chain.alice, chain.body(chain.alice, {action(Pay{chain.bob.id(), Amount{1}})})));
  ASSERT_TRUE(tx);
  chain::Proposal proposal;
  proposal.time = Time{chain.ledger().newest()->header().time.ms + 1};
  proposal.transactions = {*tx, *tx};
  auto refused = chain.ledger().commit(proposal, chain::BatchMode::kValidate);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().error, chain::LedgerError::kInvalidBatch);
  auto proposed = chain.ledger().commit(proposal, chain::BatchMode::kPropose);
  ASSERT_TRUE(proposed);
  EXPECT_EQ(proposed->transactions.size(), 1u);
  EXPECT_EQ(proposed->dropped.size(), 1u);
  EXPECT_EQ(proposed->dropped[0].why, chain::Rejection::kSequenceUsed);
}

TEST(Ledger, NamesTheFolderOfAnotherChain) {
  TestChain chain;
  pay_some(chain, 1);
  chain.close();
  chain.genesis().name = "another";
  EXPECT_EQ(chain.try_open().error().error, chain::LedgerError::kOtherGenesis);
}

TEST(Ledger, IsHeldByOneProcess) {
  TestChain chain;
  EXPECT_EQ(chain.try_open().error().error, chain::LedgerError::kLocked);
}

TEST(Ledger, CutsABlockThatWasNeverWhollyWritten) {
  TestChain chain;
  pay_some(chain, 5);
  HeaderHash tip = chain.ledger().newest()->hash();
  chain.close();
  std::string log = chain.folder.path() + "/chain/blocks/00000001.seg";
  std::ofstream(log, std::ios::app | std::ios::binary) << std::string(500, 'x');
  chain.reopen();
  EXPECT_EQ(chain.ledger().newest()->hash(), tip);
  EXPECT_EQ(chain.ledger().notes().size(), 1u);
  pay_some(chain, 1);
  chain.reopen();
}

// HAZARDS 39, where the power fails and not only the process: nothing names a block before the block
// itself is durable.
TEST(Ledger, SyncsABlockBeforeTheHeadNamesIt) {
  TestChain chain;
  pay_some(chain, 1);
  chain.close();
  auto name_of = [](int fd) {
    std::error_code code;
    return fs::read_symlink("/proc/self/fd/" + std::to_string(fd), code).filename().string();
  };
  std::vector<std::string> done;
  chain::LedgerOptions options;
  options.directory = chain.folder.path() + "/chain";
  chain::FileOps real = chain::system_file_ops();
  options.log.ops.write = [&](int fd, ByteView bytes, uint64_t offset) {
    if (done.empty() || done.back() != "write " + name_of(fd)) done.push_back("write " + name_of(fd));
    return real.write(fd, bytes, offset);
  };
  options.log.ops.sync = [&](int fd) {
    done.push_back("sync " + name_of(fd));
    return real.sync(fd);
  };
  auto ledger = chain::Ledger::open(options, chain.genesis(), registry());
  ASSERT_TRUE(ledger);
  done.clear();
  chain::Proposal proposal;
  proposal.time = (*ledger)->newest()->header().time;
  ASSERT_TRUE((*ledger)->commit(proposal, chain::BatchMode::kPropose));
  EXPECT_EQ(done, (std::vector<std::string>{"write 00000001.seg", "sync 00000001.seg",
                                            "write head", "sync head"}));
}

// A copy of the folder as it was after each block, with only some of its files newer: what a kill
// between the steps of a commit leaves behind.
TEST(Ledger, RecoversWhicheverStepOfACommitWasTheLast) {
  TestChain chain;
  pay_some(chain, 4);
  chain.close();
  std::string folder = chain.folder.path() + "/chain";
  std::string old = chain.folder.path() + "/old";
  fs::copy(folder, old, fs::copy_options::recursive);
  chain.reopen();
  pay_some(chain, 1);
  HeaderHash tip = chain.ledger().newest()->hash();
  chain.close();
  std::string full = chain.folder.path() + "/full";
  fs::rename(folder, full);
  // Each of: nothing new; log; log and head; log, head and database; log and database.
  for (int step = 0; step < 5; ++step) {
    fs::remove_all(folder);
    fs::copy(old, folder, fs::copy_options::recursive);
    auto renew = [&](const std::string& name) {
      fs::remove_all(folder + "/" + name);
      fs::copy(full + "/" + name, folder + "/" + name, fs::copy_options::recursive);
    };
    if (step >= 1) renew("blocks");
    if (step == 2 || step == 3) renew("head");
    if (step >= 3) renew("state");
    chain.reopen();
    ASSERT_EQ(chain.ledger().newest()->hash() == tip, step > 0) << step;
    if (step == 0) pay_some(chain, 1);
    ASSERT_EQ(chain.balance(chain.bob.id()), 10 * kMicroPerCredit + 5000) << step;
    chain.close();
  }
  // The log lost what the head says was committed.
  fs::remove_all(folder);
  fs::copy(full, folder, fs::copy_options::recursive);
  fs::remove_all(folder + "/blocks");
  fs::copy(old + "/blocks", folder + "/blocks", fs::copy_options::recursive);
  auto lost = chain.try_open();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().error, chain::LedgerError::kMissing);
  fs::remove_all(folder + "/state");
  lost = chain.try_open();
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().error, chain::LedgerError::kMissing);
}

// What a reader is told of the chain: its tip and two balances.
std::string told(TestChain& chain) {
  auto version = chain.ledger().newest();
  return to_hex(version->hash().view()) + std::to_string(chain.balance(chain.alice.id())) + "," +
         std::to_string(chain.balance(chain.bob.id()));
}

TEST(Ledger, NeverServesAWrongAnswerAfterAFlippedBitOrACut) {
  TestChain chain;
  pay_some(chain, 12);
  std::string right = told(chain);
  chain.close();
  std::string folder = chain.folder.path() + "/chain";
  std::string good = chain.folder.path() + "/good";
  fs::rename(folder, good);
  std::mt19937_64 random(20261124);
  int refused = 0;
  for (int trial = 0; trial < 120; ++trial) {
    SCOPED_TRACE(trial);
    fs::remove_all(folder);
    fs::copy(good, folder, fs::copy_options::recursive);
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && entry.file_size() > 0) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    fs::path victim = files[random() % files.size()];
    uint64_t size = fs::file_size(victim);
    if (trial % 4 == 3) {
      fs::resize_file(victim, random() % size);
    } else {
      std::fstream file(victim, std::ios::in | std::ios::out | std::ios::binary);
      uint64_t at = random() % size;
      file.seekg(static_cast<std::streamoff>(at));
      char byte = static_cast<char>(file.get());
      file.seekp(static_cast<std::streamoff>(at));
      file.put(static_cast<char>(byte ^ (1 << random() % 8)));
    }
    auto opened = chain.try_open();
    if (!opened) {
      EXPECT_FALSE(opened.error().detail.empty());
      ++refused;
      continue;
    }
    opened->reset();
    chain.reopen();
    ASSERT_EQ(told(chain), right) << victim;
    for (uint64_t height = 1; height <= 12; ++height) {
      auto block = chain.ledger().block(Height{height});
      ASSERT_TRUE(!block || *block) << victim;
      if (block) {
        ASSERT_EQ((*block)->header.height.value, height);
      }
    }
    chain.close();
  }
  EXPECT_GT(refused, 10);
}

// A second node, or a rebuild of the database, on a running node's folder would seal two chains.
TEST(Ledger, KeepsItsFolderForItself) {
  TestChain chain;
  EXPECT_EQ(chain.run(chain.alice, {action(accounts::Pay{chain.bob.id(), Amount{1}})}), "ok");
  for (bool rebuild : {false, true}) {
    chain::LedgerOptions options;
    options.directory = chain.folder.path() + "/chain";
    options.rebuild_state = rebuild;
    auto second = chain::Ledger::open(options, chain.genesis(), registry());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().error, chain::LedgerError::kLocked);
    EXPECT_TRUE(fs::exists(options.directory + "/state/CURRENT"));
  }
  EXPECT_EQ(chain.run(chain.alice, {action(accounts::Pay{chain.bob.id(), Amount{1}})}), "ok");
  chain.close();
  chain.reopen();
}

// Killed while the very first file of the chain was being made.
TEST(Ledger, StartsAfterAFirstStartThatWasKilled) {
  for (size_t bytes : {0, 1, 31}) {
    TestChain chain;
    chain.close();
    std::string folder = chain.folder.path() + "/chain";
    fs::remove_all(folder);
    fs::create_directories(folder + "/blocks");
    std::ofstream(folder + "/blocks/00000001.seg") << std::string(bytes, 'F');
    auto opened = chain.try_open();
    ASSERT_TRUE(opened) << opened.error().detail;
  }
  // Where something was committed, the same cut is a loss.
  TestChain chain;
  EXPECT_EQ(chain.run(chain.alice, {action(accounts::Pay{chain.bob.id(), Amount{1}})}), "ok");
  chain.close();
  fs::resize_file(chain.folder.path() + "/chain/blocks/00000001.seg", 31);
  fs::remove_all(chain.folder.path() + "/chain/state");
  auto opened = chain.try_open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().error, chain::LedgerError::kMissing);
}

}  // namespace
}  // namespace freehold::contracts
