#include "print/code.h"

#include <qrencode.h>

#include <memory>

namespace freehold::print {
namespace {

constexpr std::string_view kAlphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
constexpr size_t kBytesMax = 4296;  // what the largest code holds of the shortest characters

struct FreeInput {
  void operator()(QRinput* input) const { QRinput_free(input); }
};
struct FreeCode {
  void operator()(QRcode* code) const { QRcode_free(code); }
};

}  // namespace

std::optional<Code> draw_code(std::string_view text) {
  if (text.empty() || text.size() > kBytesMax) return std::nullopt;
  bool alphanumeric = text.find_first_not_of(kAlphanumeric) == std::string_view::npos;
  std::unique_ptr<QRinput, FreeInput> input(QRinput_new2(0, QR_ECLEVEL_M));
  const auto* data = reinterpret_cast<const unsigned char*>(text.data());
  if (!input || QRinput_append(input.get(), alphanumeric ? QR_MODE_AN : QR_MODE_8,
                               static_cast<int>(text.size()), data) != 0)
    return std::nullopt;
  std::unique_ptr<QRcode, FreeCode> drawn(QRcode_encodeInput(input.get()));
  if (!drawn) return std::nullopt;
  Code out;
  out.size = static_cast<unsigned>(drawn->width);
  for (size_t i = 0; i < size_t{out.size} * out.size; ++i)
    out.dark.push_back((drawn->data[i] & 1) != 0);
  return out;
}

std::string code_path(const Code& code) {
  std::string out;
  for (unsigned y = 0; y < code.size; ++y) {
    for (unsigned x = 0; x < code.size; ++x) {
      if (!code.is_dark(x, y)) continue;
      unsigned end = x;
      while (end < code.size && code.is_dark(end, y)) ++end;
      out += "M" + std::to_string(x + kQuietModules) + " " + std::to_string(y + kQuietModules) +
             "h" + std::to_string(end - x) + "v1H" + std::to_string(x + kQuietModules) + "z";
      x = end;
    }
  }
  return out;
}

}  // namespace freehold::print
