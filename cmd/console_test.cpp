#include "cmd/console.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>

namespace freehold::cmd {
namespace {

// U+009B is CSI to a terminal, and U+202E writes what follows backwards: both went through.
TEST(Printable, LeavesNothingThatATerminalObeys) {
  EXPECT_EQ(printable("plain, Gr\u00fc\u00dfe, \u65e5\u672c, \u05d0"),
            "plain, Gr\u00fc\u00dfe, \u65e5\u672c, \u05d0");
  EXPECT_EQ(printable("a\x1b[2J\x7f\n"), "a\\x1b[2J\\x7f\\x0a");
  EXPECT_EQ(printable("\u009b2J \u0080 \u009f"), "\\xc2\\x9b2J \\xc2\\x80 \\xc2\\x9f");
  EXPECT_EQ(printable("\u202egnp.exe"), "\\xe2\\x80\\xaegnp.exe");
  for (const char* turning : {"\u061c", "\u200e", "\u200f", "\u2028", "\u2029", "\u202a", "\u202b",
                              "\u202c", "\u202d", "\u2066", "\u2067", "\u2068", "\u2069"}) {
    EXPECT_EQ(printable(turning)[0], '\\') << turning;
  }
  // Neighbours that only look like them in their bytes.
  for (const char* plain : {"\u00a0", "\u061b", "\u200d", "\u2010", "\u2027", "\u202f", "\u2065", "\u206a"})
    EXPECT_EQ(printable(plain), plain);
  EXPECT_EQ(printable("\xff\xc2"), "\\xff\\xc2");
}

TEST(Printable, LeavesJsonTheSameValue) {
  std::string text = "a\u009b\u202e\x7f\n\x1b\u00fc";
  std::string written = json_text(codec::Json::string(text));
  EXPECT_EQ(written, "\"a\\u009b\\u202e\\u007f\\n\\u001b\u00fc\"");
  auto read = codec::Json::parse(written, {1000, 8, 1000});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->as_string(), text);
}

// A process that asks for a password on a terminal of its own.
class Asking {
 public:
  Asking() {
    child_ = forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (child_ == 0) {
      // As at a person's terminal, whatever the tests were started with.
      for (int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) ::signal(number, SIG_DFL);
      alarm(60);
      auto typed = ask_secret("Password: ");
      _exit(typed && as_text(typed->view()) == "secret" ? 0 : 1);
    }
    EXPECT_TRUE(reads("Password: "));
    EXPECT_FALSE(echo());
  }
  ~Asking() { close(terminal_); }

  bool echo() const {
    termios now{};
    EXPECT_EQ(tcgetattr(terminal_, &now), 0);
    return (now.c_lflag & ECHO) != 0;
  }
  void type(std::string_view text) {
    EXPECT_EQ(write(terminal_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void signal(int number) { EXPECT_EQ(kill(child_, number), 0); }
  // Reads until the text ends with this.
  bool reads(std::string_view ending) {
    std::string seen;
    char c;
    while (!seen.ends_with(ending) && read(terminal_, &c, 1) == 1) seen += c;
    return seen.ends_with(ending);
  }
  int status() {
    int out = 0;
    EXPECT_EQ(waitpid(child_, &out, 0), child_);
    return out;
  }

 private:
  pid_t child_ = -1;
  int terminal_ = -1;
};

// The process died where it was, and the shell after it showed nothing of what was typed.
TEST(AskSecret, GivesTheEchoBackWhenItIsInterrupted) {
  Asking by_key;
  by_key.type("half a passw\x03");
  int status = by_key.status();
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
  EXPECT_TRUE(by_key.echo());
  for (int number : {SIGTERM, SIGHUP, SIGQUIT}) {
    Asking ended;
    ended.signal(number);
    status = ended.status();
    EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == number);
    EXPECT_TRUE(ended.echo());
  }
}

TEST(AskSecret, ReadsALineAndAsksAgainAfterItWasStopped) {
  Asking plain;
  plain.type("secret\n");
  EXPECT_EQ(plain.status(), 0);
  EXPECT_TRUE(plain.echo());
  Asking stopped;
  stopped.type("other");
  stopped.signal(SIGTSTP);
  // An orphaned group is not stopped by the system, and then is asked again at once.
  EXPECT_TRUE(stopped.reads("Password: "));
  stopped.type("secret\n");
  EXPECT_EQ(stopped.status(), 0);
}

}  // namespace
}  // namespace freehold::cmd
