#include "cmd/console.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>

#include "codec/utf8.h"
#include "common/types.h"
#include "wallet/file_store.h"

namespace freehold::cmd {
namespace {

void write_line(FILE* to, const std::string& line) {
  std::fputs(line.c_str(), to);
  std::fputc('\n', to);
  std::fflush(to);
}

}  // namespace

void Console::say(const std::string& line) const {
  if (!json_) write_line(stdout, line);
}
void Console::result(const codec::Json& value) const {
  if (json_) write_line(stdout, value.dump(2));
}
void Console::note(const std::string& line) const { write_line(stderr, line); }

Progress::Progress(std::string what)
    : what_(std::move(what)),
      began_(std::chrono::steady_clock::now()),
      drawn_(began_),
      terminal_(isatty(STDERR_FILENO) == 1) {}
Progress::~Progress() { end(); }

void Progress::update(uint64_t done, uint64_t total) {
  auto now = std::chrono::steady_clock::now();
  if (!terminal_ || now - began_ < std::chrono::seconds(1)) return;
  if (shown_ && now - drawn_ < std::chrono::milliseconds(100)) return;
  drawn_ = now;
  shown_ = true;
  constexpr uint64_t kWidth = 30;
  double share = total == 0 ? 0 : static_cast<double>(done) / static_cast<double>(total);
  auto filled = static_cast<size_t>(share * kWidth);
  std::string bar = std::string(std::min<size_t>(filled, kWidth), '#') +
                    std::string(kWidth - std::min<size_t>(filled, kWidth), '.');
  auto seconds = std::chrono::duration<double>(now - began_).count();
  std::string left;
  if (share > 0.01)
    left = ", " + duration_text(static_cast<uint64_t>(seconds * (1 / share - 1) * 1000)) + " left";
  std::fprintf(stderr, "\r\x1b[K%s [%s] %3d%%%s", what_.c_str(), bar.c_str(),
               static_cast<int>(share * 100), left.c_str());
  std::fflush(stderr);
}

void Progress::end() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
  shown_ = false;
}

std::optional<crypto::SecretBytes> ask_secret(const std::string& prompt) {
  int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);
  if (terminal < 0) return std::nullopt;
  termios before{};
  if (tcgetattr(terminal, &before) != 0) {
    close(terminal);
    return std::nullopt;
  }
  termios silent = before;
  silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  tcsetattr(terminal, TCSAFLUSH, &silent);
  dprintf(terminal, "%s", prompt.c_str());
  crypto::SecretBytes line(4096);
  size_t size = 0;
  bool ended = false;
  while (!ended && size < line.size()) {
    ssize_t got = read(terminal, line.data() + size, 1);
    if (got <= 0) break;
    ended = line.data()[size] == '\n';
    if (!ended) ++size;
  }
  dprintf(terminal, "\n");
  tcsetattr(terminal, TCSAFLUSH, &before);
  close(terminal);
  if (!ended) return std::nullopt;
  return crypto::SecretBytes(line.view().first(size));
}

Outcome<Bytes> read_input(const std::string& path, size_t bytes_max) {
  if (path == "-") {
    Bytes out;
    uint8_t chunk[65536];
    while (size_t got = std::fread(chunk, 1, sizeof chunk, stdin)) {
      append(out, ByteView(chunk, got));
      if (out.size() > bytes_max)
        return refuse("too_large", "standard input holds more than it should");
    }
    return out;
  }
  auto read = wallet::file_read(path, bytes_max);
  if (!read)
    return refuse(wallet::to_string(read.error().error), path + ": " + read.error().detail);
  return std::move(*read);
}

Outcome<crypto::SecretBytes> read_secret_file(const std::string& path) {
  FREEHOLD_TRY_ASSIGN(bytes, read_input(path, 64 << 10));
  size_t end = 0;
  while (end < bytes.size() && bytes[end] != '\n') ++end;
  if (end > 0 && bytes[end - 1] == '\r') --end;
  crypto::SecretBytes out(ByteView(bytes).first(end));
  crypto::wipe(bytes.data(), bytes.size());
  return out;
}

Done write_output(const std::string& path, std::string_view text) {
  if (path == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
    return std::monostate{};
  }
  auto written = wallet::file_write(path, as_bytes(text), wallet::Replace::kYes);
  if (!written) {
    return refuse(wallet::to_string(written.error().error), path + ": " + written.error().detail);
  }
  // What is written here is meant to be handed on; only wallets are for one's own eyes.
  mode_t mask = umask(0);
  umask(mask);
  chmod(path.c_str(), 0666 & ~mask);
  return std::monostate{};
}

std::string printable(std::string_view text) {
  bool utf8 = codec::valid_utf8(as_bytes(text));
  std::string out;
  ByteView rest = as_bytes(text);
  while (!rest.empty()) {
    size_t escaped = rest[0] >= 0x80 && !utf8 ? 1 : codec::unsafe_to_show(rest);
    for (size_t i = 0; i < escaped; ++i) out += "\\x" + to_hex(rest.subspan(i, 1));
    if (escaped == 0) out += static_cast<char>(rest[0]);
    rest = rest.subspan(std::max<size_t>(escaped, 1));
  }
  return out;
}

std::string time_text(uint64_t ms) {
  auto seconds = static_cast<time_t>(ms / 1000);
  tm parts{};
  if (ms / 1000 > 253402300799 || gmtime_r(&seconds, &parts) == nullptr)
    return std::to_string(ms) + " ms";
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::optional<uint64_t> time_from_text(std::string_view text) {
  if (auto ms = u64_from_decimal(text)) return ms;
  std::string copy(text);
  tm parts{};
  const char* rest = strptime(copy.c_str(), "%Y-%m-%dT%H:%M:%S", &parts);
  if (rest == nullptr) {
    parts = {};
    rest = strptime(copy.c_str(), "%Y-%m-%d", &parts);
    if (rest == nullptr || *rest != '\0') return std::nullopt;
  } else if (std::strcmp(rest, "Z") != 0) {
    return std::nullopt;
  }
  time_t seconds = timegm(&parts);
  if (seconds < 0) return std::nullopt;
  return static_cast<uint64_t>(seconds) * 1000;
}

std::optional<uint64_t> duration_from_text(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  uint64_t unit = 0;
  switch (text.back()) {
    case 's':
      unit = 1000;
      break;
    case 'm':
      unit = 60'000;
      break;
    case 'h':
      unit = 3'600'000;
      break;
    case 'd':
      unit = 86'400'000;
      break;
    default:
      return std::nullopt;
  }
  auto number = u64_from_decimal(text.substr(0, text.size() - 1));
  auto out = number ? mul(Amount{unit}, *number) : std::nullopt;
  return out ? std::optional(out->micro) : std::nullopt;
}

std::string duration_text(uint64_t ms) {
  struct Unit {
    uint64_t ms;
    const char* name;
  };
  static constexpr Unit kUnits[] = {
      {86'400'000, "day"}, {3'600'000, "hour"}, {60'000, "minute"}, {1000, "second"}};
  for (const Unit& unit : kUnits) {
    if (ms < 2 * unit.ms && unit.ms > 1000) continue;
    uint64_t count = ms / unit.ms;
    return std::to_string(count) + " " + unit.name + (count == 1 ? "" : "s");
  }
  return "0 seconds";
}

}  // namespace freehold::cmd
