// What a person sees and types: results to standard output, everything else to standard error.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "codec/json.h"
#include "common/result.h"
#include "crypto/secret.h"

namespace freehold::cmd {

// Why a command did not do what was asked. Status 1: refused; 2: wrong usage.
struct Refused {
  int status = 1;
  std::string code;     // stable, snake_case
  std::string message;  // what is wrong, and what to do next
};
using Done = Result<std::monostate, Refused>;
template <class T>
using Outcome = Result<T, Refused>;

inline tl::unexpected<Refused> refuse(std::string code, std::string message) {
  return failure(Refused{1, std::move(code), std::move(message)});
}
inline tl::unexpected<Refused> misuse(std::string code, std::string message) {
  return failure(Refused{2, std::move(code), std::move(message)});
}

class Console {
 public:
  explicit Console(bool json) : json_(json) {}

  bool json() const { return json_; }
  // A line of the result; silent under --json. What a terminal would obey is escaped, here and in
  // notes, since much of what is said came from a node or a file.
  void say(const std::string& line) const;
  // The same, with what a terminal obeys: for lines of this program's own making.
  void draw(const std::string& line) const;
  // The result as one JSON value; silent without --json.
  void result(const codec::Json& value) const;
  // A line beside the result, for people.
  void note(const std::string& line) const;

 private:
  bool json_;
};

// A bar on a terminal once something takes longer than a second. One thread.
class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress();
  void update(uint64_t done, uint64_t total);
  void end();

 private:
  std::string what_;
  std::chrono::steady_clock::time_point began_;
  std::chrono::steady_clock::time_point drawn_;
  bool terminal_;
  bool shown_ = false;
};

// A line typed on the terminal without echo; none without a terminal.
std::optional<crypto::SecretBytes> ask_secret(const std::string& prompt);
// The first line of a file, without its end.
Outcome<crypto::SecretBytes> read_secret_file(const std::string& path);
// The whole of standard input or a file, bounded.
Outcome<Bytes> read_input(const std::string& path, size_t bytes_max);
// Whether all that was written to standard output got there. A reader that has gone is no failure.
bool output_arrived();
// A new or replaced file, whole or not at all; "-" is standard output. What stands there and is no
// plain file (a symbolic link, a pipe, a device) is written through and stays what it is.
Done write_output(const std::string& path, std::string_view text);

// Text that came from elsewhere, safe to show on a terminal.
std::string printable(std::string_view text);
// JSON over several lines, with nothing in it that a terminal obeys.
std::string json_text(const codec::Json& value);
// "2026-11-24T05:06:07Z".
std::string time_text(uint64_t ms);
// The same back, with or without seconds' fractions, or milliseconds since 1970; none for anything
// else.
std::optional<uint64_t> time_from_text(std::string_view text);
// "90d", "12h", "30m", "45s" in milliseconds.
std::optional<uint64_t> duration_from_text(std::string_view text);
// "3 minutes", for an age.
std::string duration_text(uint64_t ms);

}  // namespace freehold::cmd
