#include "node/home.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "chain/file_ops.h"
#include "chain/parameters.h"
#include "node/clock.h"
#include "proof/proof_file.h"

namespace freehold::node {
namespace {

namespace fs = std::filesystem;

HomeFailure failed(HomeError error, std::string detail) { return {error, std::move(detail)}; }
HomeFailure io_failed(const std::string& path, int code) {
  return {HomeError::kIo, path + ": " + std::generic_category().message(code)};
}

int write_synced(const std::string& path, ByteView bytes, mode_t mode) {
  chain::FileHandle file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (!file) return -errno;
  chain::FileOps ops = chain::system_file_ops();
  int code = chain::write_all(ops, file.get(), bytes, 0);
  return code != 0 ? code : ops.sync(file.get());
}

// A new file, whole or not there, durable; refuses to replace one.
Result<std::monostate, HomeFailure> write_new(const std::string& path, ByteView bytes,
                                              mode_t mode) {
  std::string fresh = path + "." + std::to_string(getpid()) + ".new";
  int code = write_synced(fresh, bytes, mode);
  if (code == 0 && link(fresh.c_str(), path.c_str()) != 0) code = -errno;
  unlink(fresh.c_str());
  if (code == -EEXIST) return failure(failed(HomeError::kExists, path));
  if (code != 0) return failure(io_failed(path, -code));
  return std::monostate{};
}

constexpr size_t kGenesisBytesMax = size_t{16} << 20;

Result<Bytes, HomeFailure> read_file(const std::string& path, size_t bytes_max) {
  chain::FileHandle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return failure(io_failed(path, errno));
  Bytes out(bytes_max + 1);
  ssize_t size = chain::read_up_to(file.get(), out.data(), out.size(), 0);
  if (size < 0) return failure(io_failed(path, static_cast<int>(-size)));
  if (static_cast<size_t>(size) > bytes_max)
    return failure(failed(HomeError::kIo, path + ": too large"));
  out.resize(static_cast<size_t>(size));
  return out;
}

Result<std::vector<proof::GenesisParameter>, HomeFailure> all_parameters(
    const std::vector<proof::GenesisParameter>& given) {
  std::vector<proof::GenesisParameter> out;
  for (const chain::ParameterRule& rule : chain::parameter_rules()) {
    out.push_back({std::string(rule.name), rule.initial});
  }
  for (const proof::GenesisParameter& parameter : given) {
    const chain::ParameterRule* rule = chain::parameter_rule(parameter.name);
    if (rule == nullptr) return failure(failed(HomeError::kUnknownParameter, parameter.name));
    if (parameter.value < rule->least || parameter.value > rule->most) {
      return failure(failed(HomeError::kParameterRange, parameter.name + " is a number from " +
                                                            std::to_string(rule->least) + " to " +
                                                            std::to_string(rule->most)));
    }
    auto at = std::find_if(out.begin(), out.end(),
                           [&](const auto& one) { return one.name == parameter.name; });
    at->value = parameter.value;
  }
  return out;
}

Result<std::monostate, HomeFailure> write_seal_key(const HomePaths& paths,
                                                   const crypto::SecretKey& key) {
  std::string text = to_hex(key.bytes()) + "\n";
  auto written = write_new(paths.seal_key, as_bytes(text), 0600);
  crypto::wipe(text.data(), text.size());
  return written;
}

Result<crypto::SecretKey, HomeFailure> read_seal_key(const HomePaths& paths) {
  struct stat info {};
  if (stat(paths.seal_key.c_str(), &info) != 0) return failure(io_failed(paths.seal_key, errno));
  if ((info.st_mode & 077) != 0) return failure(failed(HomeError::kOpenKey, paths.seal_key));
  FREEHOLD_TRY_ASSIGN(text, read_file(paths.seal_key, 256));
  std::string_view digits = as_text(text);
  while (!digits.empty() && (digits.back() == '\n' || digits.back() == '\r'))
    digits.remove_suffix(1);
  auto bytes = from_hex(digits);
  auto key = bytes ? crypto::SecretKey::from(*bytes) : std::nullopt;
  if (bytes) crypto::wipe(bytes->data(), bytes->size());
  crypto::wipe(text.data(), text.size());
  if (!key) return failure(failed(HomeError::kBadKey, paths.seal_key));
  return std::move(*key);
}

// The key that is to seal: a new one, or the one an interrupted init left behind. A key that may
// have sealed something is never taken, and none is ever replaced or removed.
Result<crypto::SecretKey, HomeFailure> take_seal_key(const HomePaths& paths) {
  std::error_code code;
  if (!fs::exists(paths.seal_key, code)) {
    crypto::SecretKey key = crypto::SecretKey::random();
    FREEHOLD_TRY(write_seal_key(paths, key));
    return key;
  }
  if (fs::exists(paths.signed_file, code) || fs::exists(paths.chain, code)) {
    return failure(failed(HomeError::kExists, paths.folder));
  }
  return read_seal_key(paths);
}

// The last thing to be written, because it is what says that there is a chain here.
Result<std::monostate, HomeFailure> write_genesis(const HomePaths& paths,
                                                  const proof::Genesis& genesis) {
  std::string text = proof::genesis_to_json(genesis);
  FREEHOLD_TRY(write_new(paths.genesis, as_bytes(text), 0644));
  if (int code = chain::sync_folder(paths.folder.c_str()); code != 0) {
    return failure(io_failed(paths.folder, -code));
  }
  return std::monostate{};
}

}  // namespace

Time system_time() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return Time{static_cast<uint64_t>(now.tv_sec) * 1000 +
              static_cast<uint64_t>(now.tv_nsec) / 1'000'000};
}

const char* to_string(HomeError error) {
  switch (error) {
    case HomeError::kExists:
      return "exists";
    case HomeError::kNoHome:
      return "no_home";
    case HomeError::kIo:
      return "io";
    case HomeError::kBadGenesis:
      return "bad_genesis";
    case HomeError::kBadKey:
      return "bad_key";
    case HomeError::kOpenKey:
      return "open_key";
    case HomeError::kKeyNotValidator:
      return "key_not_validator";
    case HomeError::kUnknownParameter:
      return "unknown_parameter";
    case HomeError::kParameterRange:
      return "parameter_range";
  }
  return "unknown";
}

HomePaths::HomePaths(std::string home)
    : folder(std::move(home)),
      genesis(folder + "/genesis.json"),
      seal_key(folder + "/seal.key"),
      signed_file(folder + "/signed"),
      chain(folder + "/chain") {}

Result<proof::Genesis, HomeFailure> home_init(const std::string& folder, const HomeSpec& spec) {
  HomePaths paths(folder);
  std::error_code code;
  if (fs::exists(paths.genesis, code)) return failure(failed(HomeError::kExists, folder));
  proof::Genesis genesis;
  genesis.name = spec.name;
  genesis.time = spec.time;
  FREEHOLD_TRY_ASSIGN(parameters, all_parameters(spec.parameters));
  genesis.parameters = std::move(parameters);
  genesis.accounts = {{spec.founder, spec.credits}};
  AccountId founder = proof::account_id(spec.founder);
  genesis.members = {founder};
  genesis.roles = {{proof::Role::kRegistrar, founder}};
  proof::Validator validator;
  validator.seal_key = crypto::SecretKey::random().public_key();
  validator.power = 1000;
  genesis.validators.validators = {validator};
  // With any key: a genesis that is refused leaves no folder behind.
  if (auto checked = proof::check_genesis(genesis); !checked) {
    return failure(failed(HomeError::kBadGenesis, proof::to_string(checked.error())));
  }
  fs::create_directories(folder, code);
  if (code) return failure(failed(HomeError::kIo, folder + ": " + code.message()));
  FREEHOLD_TRY_ASSIGN(key, take_seal_key(paths));
  genesis.validators.validators[0].seal_key = key.public_key();
  FREEHOLD_TRY(write_genesis(paths, genesis));
  return genesis;
}

Result<proof::Genesis, HomeFailure> home_genesis(const HomePaths& paths) {
  std::error_code code;
  if (!fs::exists(paths.genesis, code)) return failure(failed(HomeError::kNoHome, paths.folder));
  FREEHOLD_TRY_ASSIGN(text, read_file(paths.genesis, kGenesisBytesMax));
  auto genesis = proof::genesis_from_json(as_text(text));
  if (!genesis) return failure(failed(HomeError::kBadGenesis, paths.genesis));
  return std::move(*genesis);
}

Result<Home, HomeFailure> home_open(const std::string& folder) {
  HomePaths paths(folder);
  FREEHOLD_TRY_ASSIGN(genesis, home_genesis(paths));
  FREEHOLD_TRY_ASSIGN(key, read_seal_key(paths));
  const auto& validators = genesis.validators.validators;
  for (size_t i = 0; i < validators.size(); ++i) {
    if (validators[i].seal_key != key.public_key()) continue;
    return Home{paths, std::move(genesis), std::move(key), static_cast<uint16_t>(i)};
  }
  return failure(failed(HomeError::kKeyNotValidator, paths.seal_key));
}

}  // namespace freehold::node
