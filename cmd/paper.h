// Proofs on paper: certificates written, and read back from scans. For cmd/*.cpp.
#pragma once

#include "cmd/console.h"
#include "print/certificate.h"

namespace freehold::cmd {

// Writes the page of a proof file's text; how many codes it has. The certificate's frames are made
// here.
Outcome<size_t> write_certificate(const std::string& path, std::string_view proof_text,
                                  print::Certificate certificate);

// The text of the proof that the files hold between them: one proof file, or texts and images of
// the codes of one certificate. Which of them a file is, is told by what is in it.
Outcome<std::string> read_proof_text(const std::vector<std::string>& paths);

}  // namespace freehold::cmd
