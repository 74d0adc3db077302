// Collects proof files and cases. Each case states its outcome, and the verifier has to agree.
#pragma once

#include "vectors/tool/generate.h"
#include "vectors/tool/read_case.h"

namespace freehold::vectors {

class CaseBuilder {
 public:
  explicit CaseBuilder(Files& files) : files_(files) {}

  // A genesis document as a file; the anchor that names it.
  AnchorText genesis(const std::string& name, const proof::Genesis& genesis) {
    std::string file = name + ".genesis.json";
    files_["proofs/" + file] = proof::genesis_to_json(genesis);
    return GenesisFile{file};
  }

  struct Story {
    std::string name;
    std::string about;
  };
  void accept(Story story, const proof::ProofFile& proof, const CaseOptions& options,
              const std::vector<std::string>& notices = {}) {
    accept_text(std::move(story), proof_to_json(proof), options, notices);
  }
  void accept_text(Story story, const std::string& text, const CaseOptions& options,
                   const std::vector<std::string>& notices = {}, uint32_t padding = 0) {
    Case one = make(std::move(story), text, options, padding);
    auto verdict = run(one);
    expect(verdict.has_value(),
           one.name + " is refused: " +
               (verdict ? "" : std::string(to_string(verdict.error().error)) + " " +
                                   verdict.error().where));
    CaseVerdict told = verdict_text(*verdict);
    std::string list;
    for (const std::string& notice : told.notices) list += " " + notice;
    expect(told.notices == notices, one.name + " has the notices" + list);
    one.expect = Accepted{std::move(told)};
    cases.cases.push_back(std::move(one));
  }
  void refuse(Story story, const proof::ProofFile& proof, const CaseOptions& options,
              const std::string& error) {
    refuse_text(std::move(story), proof_to_json(proof), options, error);
  }
  void refuse_text(Story story, const std::string& text, const CaseOptions& options,
                   const std::string& error, uint32_t padding = 0) {
    Case one = make(std::move(story), text, options, padding);
    auto verdict = run(one);
    std::string got = verdict ? "accepted" : to_string(verdict.error().error);
    expect(got == error, one.name + " is " + got + ", not " + error);
    one.expect = Refused{error};
    cases.cases.push_back(std::move(one));
  }

  Cases cases;

 private:
  Case make(Story story, const std::string& text, const CaseOptions& options, uint32_t padding) {
    for (const Case& other : cases.cases) expect(other.name != story.name, story.name + " twice");
    auto& file = by_text_[text];
    if (file.empty()) {
      file = story.name + ".proof.json";
      files_["proofs/" + file] = text;
    }
    return {std::move(story.name), std::move(story.about), file, padding, options, {}};
  }
  Result<proof::Verdict, proof::ProofRefusal> run(const Case& one) {
    return run_case(one, [&](const std::string& file) { return files_.at("proofs/" + file); });
  }

  Files& files_;
  std::map<std::string, std::string> by_text_;
};

void add_ledger_cases(CaseBuilder& build);
void add_asset_cases(CaseBuilder& build);
void add_trust_cases(CaseBuilder& build);
void add_presentation_cases(CaseBuilder& build);
void add_text_cases(CaseBuilder& build);

}  // namespace freehold::vectors
