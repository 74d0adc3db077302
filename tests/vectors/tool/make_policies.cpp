// policies.json: which policy is in force when, which policies are refused, what signatures cover.
#include "vectors/tool/generate.h"

namespace freehold::vectors {
namespace {

proof::Policy single(std::string_view name) {
  return proof::single_key_policy(secret_of(name).public_key().view());
}
AccountId account_of(std::string_view name) { return proof::account_id(single(name)); }

constexpr Time kStart{1'700'000'000'000};
constexpr uint64_t kDay = 86'400'000;
Time day(uint64_t number) { return Time{kStart.ms + number * kDay}; }
Time before(Time at) { return Time{at.ms - 1}; }

proof::Guardians guardians(std::vector<std::string> names, uint8_t needed) {
  proof::Guardians out;
  for (const std::string& name : names) out.accounts.push_back(account_of(name));
  std::sort(out.accounts.begin(), out.accounts.end());
  out.needed = needed;
  return out;
}

// What the generator knows about a moment beforehand.
struct Known {
  Time at;
  std::string policy;  // the name of the one key
  uint64_t epoch;
  bool frozen;
};

class Builder {
 public:
  void record(const std::string& name, const proof::PolicyRecord& record,
              const std::vector<Known>& moments) {
    RecordInTime out{name, record, {codec::bcs_encode(record)}, {}};
    for (const Known& known : moments) {
      const proof::Policy& policy = proof::policy_in_force(record, known.at);
      Moment moment{known.at, policy, proof::epoch_in_force(record, known.at),
                    proof::is_frozen(record, known.at), proof::settled(record, known.at)};
      expect(codec::bcs_encode(policy) == codec::bcs_encode(single(known.policy)) &&
                 moment.epoch == known.epoch && moment.frozen == known.frozen,
             "policy: " + name + " at " + std::to_string(known.at.ms));
      out.moments.push_back(std::move(moment));
    }
    all.in_force.push_back(std::move(out));
  }
  void check(const std::string& name, const proof::Policy& policy, std::string_view error) {
    auto checked = proof::check_policy(policy);
    expect(checked ? error.empty() : error == to_string(checked.error()), "policy: " + name);
    all.checked.push_back(
        {name, policy, error.empty() ? std::nullopt : std::optional(std::string(error))});
  }
  void covers(const std::string& name, const proof::Policy& policy,
              const std::vector<uint32_t>& signers, uint32_t scope, bool covered) {
    std::vector<size_t> places(signers.begin(), signers.end());
    expect(proof::covers(policy, places, scope) == covered, "covers: " + name);
    all.covers.push_back({name, policy, signers, scope, covered});
  }

  Policies all;
};

void add_changes(Builder& build) {
  proof::PolicyRecord base;
  base.epoch = 4;
  base.policy = single("old");
  base.guardians = guardians({"g1", "g2", "g3"}, 2);
  build.record("nothing announced", base, {{Time{0}, "old", 4, false}, {day(0), "old", 4, false}});

  proof::PolicyRecord record = base;
  record.pending_policy = proof::PendingPolicy{single("new"), day(0), day(7)};
  build.record("a change of the policy", record,
               {{day(0), "old", 4, false},
                {before(day(7)), "old", 4, false},
                {day(7), "new", 5, false},
                {day(900), "new", 5, false}});

  record = base;
  record.pending_guardians = proof::PendingGuardians{guardians({"g4"}, 1), day(0), day(7)};
  build.record("a change of the guardians", record,
               {{before(day(7)), "old", 4, false}, {day(7), "old", 5, false}});

  record.pending_policy = proof::PendingPolicy{single("new"), day(0), day(8)};
  build.record("both, one after the other", record,
               {{before(day(7)), "old", 4, false},
                {day(7), "old", 5, false},
                {day(8), "new", 6, false}});

  record = base;
  record.freeze = proof::Freeze{account_of("g1"), day(7), day(90)};
  build.record("frozen by a guardian", record,
               {{day(0), "old", 4, true},
                {before(day(7)), "old", 4, true},
                {day(7), "old", 4, false},
                {before(day(90)), "old", 4, false},
                {day(90), "old", 4, false}});

  record.pending_policy = proof::PendingPolicy{single("new"), day(0), day(3)};
  build.record("frozen by a guardian while a change matures", record,
               {{before(day(3)), "old", 4, true},
                {day(3), "new", 5, true},
                {day(7), "new", 5, false}});
}

void add_recoveries(Builder& build) {
  proof::PolicyRecord base;
  base.policy = single("lost");
  base.guardians = guardians({"g1", "g2", "g3"}, 2);
  proof::Recovery open{single("found"), day(0), {account_of("g1")}, std::nullopt};

  proof::PolicyRecord record = base;
  record.recovery = open;
  build.record("a recovery that lacks an approval", record,
               {{day(0), "lost", 0, false}, {day(900), "lost", 0, false}});

  record.pending_guardians = proof::PendingGuardians{guardians({"g4"}, 1), day(0), day(7)};
  build.record("approvals lapse when the guardians change", record,
               {{before(day(7)), "lost", 0, false}, {day(7), "lost", 1, false}});

  proof::Recovery complete = open;
  complete.approvals = guardians({"g1", "g2"}, 2).accounts;
  complete.completion = proof::RecoveryCompletion{day(5), day(19)};
  record = base;
  record.recovery = complete;
  build.record("a completed recovery", record,
               {{day(5), "lost", 0, true},
                {before(day(19)), "lost", 0, true},
                {day(19), "found", 1, false},
                {day(900), "found", 1, false}});

  record.pending_policy = proof::PendingPolicy{single("thief"), day(0), day(7)};
  build.record("a change that would mature after the completion does not", record,
               {{day(5), "lost", 0, true},
                {day(7), "lost", 0, true},
                {day(19), "found", 1, false}});

  record.pending_policy->effective = day(5);
  build.record("a change that matures at the completion does", record,
               {{day(5), "thief", 1, true}, {day(19), "found", 2, false}});

  record = base;
  record.recovery = complete;
  record.pending_guardians = proof::PendingGuardians{guardians({"g4"}, 1), day(0), day(6)};
  build.record("guardians that would change after the completion do not", record,
               {{day(6), "lost", 0, true}, {day(19), "found", 1, false}});
  record.pending_guardians->effective = day(4);
  build.record("guardians that changed before the completion", record,
               {{day(4), "lost", 1, true},
                {day(6), "lost", 1, true},
                {day(19), "found", 2, false}});

  record = base;
  record.recovery = complete;
  record.freeze = proof::Freeze{account_of("g1"), day(20), day(110)};
  build.record("a recovery takes effect under a freeze", record,
               {{before(day(19)), "lost", 0, true},
                {day(19), "found", 1, true},
                {day(20), "found", 1, false}});
}

proof::PolicyEntry entry(std::string_view name, uint16_t weight, uint32_t scopes) {
  proof::PolicyEntry out;
  out.key = to_bytes(secret_of(name).public_key().view());
  out.weight = weight;
  out.scopes = scopes;
  return out;
}

void add_checks(Builder& build) {
  proof::Policy good = single("alice");
  auto with = [&](auto&& change) {
    proof::Policy changed = good;
    change(changed);
    return changed;
  };
  using proof::Policy;
  build.check("one key", good, "");
  build.check("a limit of nothing",
              with([](Policy& p) { p.entries[0].daily_limit = Amount{0}; }), "");
  build.check("32 keys", with([](Policy& p) {
                for (int i = 1; i < 32; ++i) {
                  p.entries.push_back(entry("key" + std::to_string(i), 65535, 511));
                }
              }),
              "");
  build.check("the threshold is just reached", with([](Policy& p) {
                p.threshold = 3;
                p.entries = {entry("a", 1, 1), entry("b", 2, 1), entry("c", 9, 2)};
              }),
              "");
  build.check("version 0", with([](Policy& p) { p.version = 0; }), "version");
  build.check("version 2", with([](Policy& p) { p.version = 2; }), "version");
  build.check("no keys", with([](Policy& p) { p.entries.clear(); }), "no_entries");
  build.check("33 keys", with([](Policy& p) {
                for (int i = 1; i < 33; ++i) {
                  p.entries.push_back(entry("key" + std::to_string(i), 1, 1));
                }
              }),
              "too_many_entries");
  build.check("scheme 1", with([](Policy& p) { p.entries[0].scheme = 1; }), "unknown_scheme");
  build.check("a key of 32 bytes", with([](Policy& p) { p.entries[0].key.pop_back(); }), "bad_key");
  build.check("a key of 34 bytes", with([](Policy& p) { p.entries[0].key.push_back(0); }),
              "bad_key");
  build.check("no key at all", with([](Policy& p) { p.entries[0].key.clear(); }), "bad_key");
  build.check("a key off the curve", with([](Policy& p) {
                p.entries[0].key = *from_hex("02" + std::string(62, '0') + "05");
              }),
              "bad_key");
  build.check("an uncompressed prefix", with([](Policy& p) { p.entries[0].key[0] = 4; }),
              "bad_key");
  build.check("a key twice", with([](Policy& p) {
                p.entries.push_back(p.entries[0]);
                p.entries[1].weight = 7;
              }),
              "key_twice");
  build.check("weight 0", with([](Policy& p) { p.entries.push_back(entry("bob", 0, 1)); }),
              "zero_weight");
  build.check("scope bit 9", with([](Policy& p) { p.entries[0].scopes = 1 | 1u << 9; }),
              "unknown_scope");
  build.check("no scope", with([](Policy& p) { p.entries.push_back(entry("bob", 1, 0)); }),
              "no_scope");
  build.check("threshold 0", with([](Policy& p) { p.threshold = 0; }), "zero_threshold");
  build.check("a threshold past all weights", with([](Policy& p) { p.threshold = 2; }),
              "unreachable");
  build.check("a threshold that only narrower scopes would reach", with([](Policy& p) {
                p.threshold = 2;
                p.entries.push_back(entry("bob", 1, proof::kScopePay));
              }),
              "unreachable");
}

void add_covers(Builder& build) {
  proof::Policy policy;
  policy.threshold = 3;
  policy.entries = {entry("a", 2, proof::kScopeEverything), entry("b", 1, proof::kScopeEverything),
                    entry("c", 2, proof::kScopePay),
                    entry("d", 5, proof::kScopeCertify | proof::kScopeTransfer)};
  using proof::Scope;
  build.covers("nobody", policy, {}, proof::kScopePay, false);
  build.covers("below the threshold", policy, {0}, proof::kScopePay, false);
  build.covers("exactly the threshold", policy, {0, 1}, proof::kScopePay, true);
  build.covers("everything covers each scope", policy, {0, 1}, proof::kScopeStorage, true);
  build.covers("everything, for everything", policy, {0, 1}, proof::kScopeEverything, true);
  build.covers("a narrower key adds to a wider one", policy, {1, 2}, proof::kScopePay, true);
  build.covers("and not beyond its scope", policy, {1, 2}, proof::kScopeCertify, false);
  build.covers("nor for everything", policy, {0, 2, 3}, proof::kScopeEverything, false);
  build.covers("one of several scopes", policy, {3}, proof::kScopeTransfer, true);
  build.covers("another scope", policy, {3}, proof::kScopePay, false);
  build.covers("all", policy, {0, 1, 2, 3}, proof::kScopeEverything, true);
  policy.threshold = 32 * 65535;
  policy.entries.clear();
  std::vector<uint32_t> everyone;
  for (uint32_t i = 0; i < 32; ++i) {
    policy.entries.push_back(entry("key" + std::to_string(i), 65535, proof::kScopeEverything));
    everyone.push_back(i);
  }
  build.covers("the greatest weights there are", policy, everyone, proof::kScopePay, true);
  everyone.pop_back();
  build.covers("and one less", policy, everyone, proof::kScopePay, false);
}

}  // namespace

Policies make_policies() {
  Builder build;
  add_changes(build);
  add_recoveries(build);
  add_checks(build);
  add_covers(build);
  return std::move(build.all);
}

}  // namespace freehold::vectors
