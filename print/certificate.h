// A proof as a page for paper: what it says in words, and the proof itself in codes. Pure.
//
// One HTML page that needs no network and runs no script; its content security policy says so. On
// A4 the words are on the first sheet and the codes on those behind it.
#pragma once

#include <string>
#include <vector>

#include "proof/verify.h"

namespace freehold::print {

// The most packed bytes in a frame of a certificate: what a code of version 20 holds at level M.
inline constexpr size_t kPieceBytes = 585;

struct Certificate {
  proof::Verdict verdict;  // of the very proof that the frames hold
  std::optional<proof::Presentation> presentation;
  std::string chain_name;           // empty where it is not known
  std::vector<std::string> frames;  // frames.h
};

std::string certificate_html(const Certificate& certificate);

}  // namespace freehold::print
