// genesis.json: documents a chain may begin with, and those it may not.
#include <algorithm>
#include <functional>

#include "vectors/tool/generate.h"

namespace freehold::vectors {
namespace {

proof::Policy single(std::string_view name) {
  return proof::single_key_policy(secret_of(name).public_key().view());
}
AccountId account_of(std::string_view name) { return proof::account_id(single(name)); }

proof::Genesis good() {
  proof::Genesis out;
  out.name = "first-chain.example_2";
  out.time = Time{1'700'000'000'000};
  out.parameters = {{"block_bytes_max", 1'000'000}, {"fee_per_byte", 2}};
  out.accounts = {{single("alice"), Amount{7'000'000}}, {single("bob"), Amount{0}}};
  out.members = {account_of("alice"), account_of("bob")};
  std::sort(out.members.begin(), out.members.end());
  out.roles = {{proof::Role::kRegistrar, account_of("alice")},
               {proof::Role::kIssuer, account_of("bob")}};
  proof::Validator validator;
  validator.seal_key = secret_of("one").public_key();
  validator.power = 1000;
  out.validators.validators = {validator};
  return out;
}

class Builder {
 public:
  void document(const std::string& name, const std::function<void(proof::Genesis&)>& change,
                std::string_view error = "") {
    proof::Genesis genesis = good();
    change(genesis);
    text(name, proof::genesis_to_json(genesis), error);
  }
  void text(const std::string& name, const std::string& text, std::string_view error = "") {
    auto read = proof::genesis_from_json(text);
    std::string got = read ? "" : to_string(read.error().error);
    expect(got == error, "genesis: " + name + ": " + got);
    GenesisText out{name, text, std::nullopt, std::nullopt};
    if (read) out.chain = hex(proof::chain_id(*read));
    if (!read) out.error = got;
    all.documents.push_back(std::move(out));
  }

  GenesisTexts all;
};

}  // namespace

GenesisTexts make_genesis() {
  using proof::Genesis;
  Builder build;
  build.document("good", [](Genesis&) {});
  build.document("the least there can be", [](Genesis& g) {
    g.name = "a";
    g.parameters.clear();
    g.accounts.clear();
    g.members.clear();
    g.roles.clear();
  });
  build.document("a name of 64 characters", [](Genesis& g) { g.name = std::string(64, 'x'); });
  build.text("the same on one line", codec::to_json(good()).dump());
  build.document("version 2", [](Genesis& g) { g.version = 2; }, "version");
  build.document("no name", [](Genesis& g) { g.name.clear(); }, "bad_name");
  build.document("a name of 65 characters", [](Genesis& g) { g.name = std::string(65, 'x'); },
                 "bad_name");
  build.document("a name in capitals", [](Genesis& g) { g.name = "Chain"; }, "bad_name");
  build.document("a parameter twice", [](Genesis& g) { g.parameters[1] = g.parameters[0]; },
                 "parameter_order");
  build.document("parameters out of order",
                 [](Genesis& g) { std::swap(g.parameters[0], g.parameters[1]); },
                 "parameter_order");
  build.document("a policy that is none", [](Genesis& g) { g.accounts[0].policy.threshold = 2; },
                 "bad_policy");
  build.document("an account twice", [](Genesis& g) { g.accounts[1] = g.accounts[0]; },
                 "account_twice");
  build.document("a key in two accounts",
                 [](Genesis& g) {
                   g.accounts[1].policy = g.accounts[0].policy;
                   g.accounts[1].policy.entries[0].weight = 2;
                 },
                 "account_twice");
  build.document("balances that add up past 2^64",
                 [](Genesis& g) { g.accounts[1].balance = Amount{UINT64_MAX}; },
                 "balance_overflow");
  build.document("a member twice", [](Genesis& g) { g.members[1] = g.members[0]; },
                 "member_order");
  build.document("roles out of order", [](Genesis& g) { std::swap(g.roles[0], g.roles[1]); },
                 "role_order");
  build.document("a role twice", [](Genesis& g) { g.roles[1] = g.roles[0]; }, "role_order");
  build.document("a mark that is no office",
                 [](Genesis& g) { g.roles[1].role = proof::Role::kAdmitted; }, "unknown_role");
  build.document("no validators", [](Genesis& g) { g.validators.validators.clear(); },
                 "bad_validators");
  build.document("a validator without power",
                 [](Genesis& g) { g.validators.validators[0].power = 0; }, "bad_validators");
  std::string text = proof::genesis_to_json(good());
  build.text("a document cut short", text.substr(0, text.size() / 2), "not_json");
  build.text("a field too many", "{\"note\":\"\"," + text.substr(1), "not_json");
  build.text("no document", "[]", "not_json");
  return std::move(build.all);
}

}  // namespace freehold::vectors
