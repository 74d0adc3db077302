#include "cmd/console.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
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

// Whatever finds its way into a message: only line ends stay what they are.
std::string safe_lines(std::string_view text) {
  std::string out;
  for (size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1))
    out += printable(text.substr(0, end)) + '\n';
  return out + printable(text);
}

// The terminal without echo. Signals that would end or stop the process wait until the echo is back:
// a shell that is left without echo shows nothing of what is typed.
class SilentTerminal {
 public:
  SilentTerminal() : terminal_(open("/dev/tty", O_RDWR | O_CLOEXEC)) {
    sigemptyset(&held_);
    for (int one : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) sigaddset(&held_, one);
    ready_ = terminal_ >= 0 && tcgetattr(terminal_, &before_) == 0;
    if (ready_) signals_ = signalfd(-1, &held_, SFD_CLOEXEC);
  }
  ~SilentTerminal() {
    if (signals_ >= 0) close(signals_);
    if (terminal_ >= 0) close(terminal_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  bool ready() const { return ready_ && signals_ >= 0; }

  std::optional<crypto::SecretBytes> line(const std::string& prompt) {
    for (;;) {
      silence(prompt);
      Read read = read_line();
      restore();
      if (read == Read::kLine) return crypto::SecretBytes(text_.view().first(size_));
      if (read == Read::kEnded) return std::nullopt;
      // Here again: the signal was one that is ignored, or stopped the process until now.
    }
  }

 private:
  enum class Read { kLine, kEnded, kSignal };

  void silence(const std::string& prompt) {
    sigprocmask(SIG_BLOCK, &held_, &mask_before_);
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(terminal_, TCSAFLUSH, &silent);
    dprintf(terminal_, "%s", printable(prompt).c_str());
    size_ = 0;
  }
  // Signals that wait are delivered here.
  void restore() {
    dprintf(terminal_, "\n");
    tcsetattr(terminal_, TCSAFLUSH, &before_);
    sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
  }
  Read read_line() {
    while (size_ < text_.size()) {
      pollfd ready[2] = {{signals_, POLLIN, 0}, {terminal_, POLLIN, 0}};
      if (poll(ready, 2, -1) < 0) {
        if (errno == EINTR) continue;
        return Read::kEnded;
      }
      if (ready[0].revents != 0) return Read::kSignal;
      if (read(terminal_, text_.data() + size_, 1) <= 0) return Read::kEnded;
      if (text_.data()[size_] == '\n') return Read::kLine;
      ++size_;
    }
    return Read::kEnded;
  }

  int terminal_;
  int signals_ = -1;
  bool ready_ = false;
  sigset_t held_{};
  sigset_t mask_before_{};
  termios before_{};
  crypto::SecretBytes text_ = crypto::SecretBytes(4096);
  size_t size_ = 0;
};

tl::unexpected<Refused> write_failed(const std::string& path) {
  int code = errno;
  return refuse(code == ENOSPC || code == EDQUOT ? "no_space" : "io",
                printable(path) + ": " + std::strerror(code));
}

Done write_through(const std::string& path, std::string_view text) {
  int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (fd < 0) return write_failed(path);
  while (!text.empty()) {
    ssize_t done = write(fd, text.data(), text.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) {
      auto failed = write_failed(path);
      close(fd);
      return failed;
    }
    text.remove_prefix(static_cast<size_t>(done));
  }
  if (close(fd) != 0) return write_failed(path);
  return std::monostate{};
}

}  // namespace

void Console::say(const std::string& line) const {
  if (!json_) write_line(stdout, safe_lines(line));
}
void Console::draw(const std::string& line) const {
  if (!json_) write_line(stdout, line);
}
void Console::result(const codec::Json& value) const {
  if (json_) write_line(stdout, json_text(value));
}
void Console::note(const std::string& line) const { write_line(stderr, safe_lines(line)); }

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
  SilentTerminal terminal;
  if (!terminal.ready()) return std::nullopt;
  return terminal.line(prompt);
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

bool output_arrived() {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
  // A reader that has gone, as `head` does, had what it wanted.
  pollfd out{STDOUT_FILENO, POLLOUT, 0};
  return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

Done write_output(const std::string& path, std::string_view text) {
  if (path == "-") {
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (!output_arrived()) return refuse("output_failed", "standard output cannot be written to");
    return std::monostate{};
  }
  struct stat there {};
  bool exists = lstat(path.c_str(), &there) == 0;
  // What is not a plain file keeps its place: a link, a pipe, a device.
  if (exists && !S_ISREG(there.st_mode)) return write_through(path, text);
  auto written = wallet::file_write(path, as_bytes(text), wallet::Replace::kYes);
  if (!written) {
    return refuse(wallet::to_string(written.error().error),
                  printable(path) + ": " + written.error().detail);
  }
  // What is written here is meant to be handed on; only wallets are for one's own eyes.
  mode_t mask = umask(0);
  umask(mask);
  chmod(path.c_str(), exists ? there.st_mode & 0777 : 0666 & ~mask);
  return std::monostate{};
}

std::string printable(std::string_view text) { return codec::shown_safely(text); }

std::string json_text(const codec::Json& value) {
  std::string text = value.dump(2);
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t length = text[at] == '\n' ? 0 : codec::unsafe_to_show(as_bytes(std::string_view(text).substr(at)));
    if (length == 0) {
      out += text[at++];
      continue;
    }
    // Inside a string then, where it may be written like this. All of them have four digits.
    uint32_t code = static_cast<uint8_t>(text[at]) & (length == 1 ? 0x7f : length == 2 ? 0x1f : 0x0f);
    for (size_t i = 1; i < length; ++i) code = code << 6 | (static_cast<uint8_t>(text[at + i]) & 0x3f);
    char escaped[8];
    std::snprintf(escaped, sizeof escaped, "\\u%04x", code);
    out += escaped;
    at += length;
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
