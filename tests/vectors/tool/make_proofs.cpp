// proofs/: the proof files, the genesis documents they lead from, and cases.json.
#include "proof/proof_testing.h"
#include "vectors/tool/case_builder.h"

namespace freehold::vectors {

// A good file whose text was changed: the profile and the shape, before anything is checked.
void add_text_cases(CaseBuilder& build) {
  proof::testing::World world;
  CaseOptions options;
  options.anchor = build.genesis("four-validators", world.genesis);
  options.at = Time{world.genesis.time.ms + 60'000};
  AssetId asset = world.put_asset(world.certificate(proof::PublicContent{}));
  const std::string good = proof_to_json(world.asset_proof(asset));
  auto size = static_cast<uint32_t>(good.size());
  constexpr auto kMax = static_cast<uint32_t>(proof::kProofFileBytesMax);
  auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    size_t at = text.find(from);
    expect(at != std::string::npos, "a proof file has " + from);
    return text.replace(at, from.size(), to);
  };
  build.accept_text({"text", "a good file"}, good, options);
  build.accept_text({"text-longest", "a good file, filled with spaces up to 4 MiB"}, good, options,
                    {}, kMax - size);
  build.refuse_text({"too-large", "and one more"}, good, options, "too_large", kMax - size + 1);
  build.refuse_text({"not-json-empty", "an empty file"}, "", options, "not_json");
  build.refuse_text({"not-json-mark", "a byte order mark"}, "\xef\xbb\xbf" + good, options,
                    "not_json");
  build.refuse_text({"not-json-cut", "a file cut short"}, good.substr(0, good.size() / 2), options,
                    "not_json");
  build.refuse_text({"not-json-twice", "a file twice"}, good + good, options, "not_json");
  build.refuse_text({"not-json-key-twice", "a key twice"},
                    replaced("{\"format\"", "{\"format\":\"freehold-proof/1\",\"format\""), options,
                    "not_json");
  build.refuse_text({"not-json-number", "a number with an exponent"},
                    replaced("\"tx_count\":0", "\"tx_count\":0e0"), options, "not_json");
  build.refuse_text({"bad-shape-array", "an array"}, "[]\n", options, "bad_shape");
  build.refuse_text({"bad-shape-empty", "an empty object"}, "{}\n", options, "bad_shape");
  build.refuse_text({"bad-shape-unknown", "a field too many"},
                    replaced("{\"format\"", "{\"note\":\"\",\"format\""), options, "bad_shape");
  build.refuse_text({"bad-shape-missing", "a field left out"},
                    replaced(",\"presentation\":null", ""), options, "bad_shape");
  build.refuse_text({"bad-shape-type", "a number for a decimal string"},
                    replaced("\"height\":\"5\"", "\"height\":5"), options, "bad_shape");
  build.refuse_text({"bad-shape-decimal", "a leading zero"},
                    replaced("\"height\":\"5\"", "\"height\":\"05\""), options, "bad_shape");
  build.refuse_text({"bad-shape-base64url", "spare bits that are not zero"},
                    replaced("\"previous\":\"" + std::string(43, 'A'),
                             "\"previous\":\"" + std::string(42, 'A') + "B"),
                    options, "bad_shape");
  build.refuse_text({"unknown-format", "another version of the format"},
                    replaced("freehold-proof/1", "freehold-proof/2"), options, "unknown_format");
  build.refuse_text({"unknown-format-shape", "another version, with fields of its own"},
                    "{\"format\":\"freehold-proof/2\",\"more\":[1,2,3]}\n", options,
                    "unknown_format");
}

void make_proofs(Files& files) {
  CaseBuilder build(files);
  add_text_cases(build);
  add_ledger_cases(build);
  add_asset_cases(build);
  add_trust_cases(build);
  add_presentation_cases(build);
  files["proofs/cases.json"] = codec::to_json(build.cases).dump(1) + "\n";
}

}  // namespace freehold::vectors
