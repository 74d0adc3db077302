#include "cmd/paper.h"

#include "print/frames.h"
#include "print/scan.h"

namespace freehold::cmd {
namespace {

tl::unexpected<Refused> frames_refused(const print::FrameRefusal& why) {
  std::string where = why.where.empty() ? "" : " (" + printable(why.where) + ")";
  return refuse(print::to_string(why.error), print::sentence(why.error) + where);
}

// The codes among the texts that an image holds; others that stand beside are no concern of ours.
std::string frames_in(const print::Texts& texts) {
  std::string out;
  for (const std::string& text : texts) {
    if (print::has_frames(text)) out += text + "\n";
  }
  return out;
}

bool holds_frames(const Bytes& file) {
  return file.size() <= print::kFrameTextBytesMax && print::has_frames(as_text(file));
}

// Adds what an image or a text says to what was read before.
Done add_frames(const std::string& path, const Bytes& file, std::string& text) {
  if (!print::is_image(file)) {
    text += std::string(as_text(file)) + "\n";
    return std::monostate{};
  }
  auto enough = [&text](const print::Texts& texts) {
    return print::from_frames(text + frames_in(texts)).has_value();
  };
  auto texts = print::scan(file, enough);
  if (!texts) {
    return refuse(print::to_string(texts.error()),
                  printable(path) + ": " + print::sentence(texts.error()));
  }
  text += frames_in(*texts);
  return std::monostate{};
}

}  // namespace

Outcome<size_t> write_certificate(const std::string& path, std::string_view proof_text,
                                  print::Certificate certificate) {
  auto frames = print::to_frames(as_bytes(proof_text), print::kPieceBytes);
  if (!frames) return frames_refused(frames.error());
  certificate.frames = std::move(*frames);
  FREEHOLD_TRY(write_output(path, print::certificate_html(certificate)));
  return certificate.frames.size();
}

Outcome<std::string> read_proof_text(const std::vector<std::string>& paths) {
  std::string text;
  for (const std::string& path : paths) {
    FREEHOLD_TRY_ASSIGN(file, read_input(path, print::kImageBytesMax));
    const bool is_proof =
        !print::is_image(file) &&
        (!holds_frames(file) || proof::proof_from_json(as_text(file)).has_value());
    if (is_proof && paths.size() == 1) return std::string(as_text(file));
    if (is_proof) {
      return misuse("not_codes", printable(path) +
                                     " is neither an image nor a text of codes; a proof file is "
                                     "checked by itself");
    }
    FREEHOLD_TRY(add_frames(path, file, text));
  }
  auto content = print::from_frames(text);
  if (!content) return frames_refused(content.error());
  return std::string(as_text(*content));
}

}  // namespace freehold::cmd
