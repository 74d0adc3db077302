// Proofs that their owner shows: one key, two of three, and all that makes a showing worthless.
#include "proof/proof_testing.h"
#include "vectors/tool/case_builder.h"

namespace freehold::vectors {
namespace {

using proof::testing::account_of;
using proof::testing::policy_of;
using proof::testing::World;

proof::PolicyEntry entry(std::string_view name, uint16_t weight, uint32_t scopes) {
  proof::PolicyEntry out = policy_of(name).entries[0];
  out.weight = weight;
  out.scopes = scopes;
  return out;
}

class PresentationCases {
 public:
  explicit PresentationCases(CaseBuilder& build) : build_(build) {
    options_.anchor = build.genesis("four-validators", world_.genesis);
    options_.at = Time{world_.genesis.time.ms + 60'000};
    options_.challenge = "question";
    options_.audience = "bank";
    asset_ = put("file");
  }

  void run() {
    one_key();
    asked();
    signatures();
    several_keys();
    policies();
  }

 private:
  AssetId put(std::string_view file, const std::string& owner = "alice") {
    return world_.put_asset(world_.certificate(
        proof::PublicContent{rename_bytes<ContentHash>(crypto::sha256(as_bytes(file)))}, owner));
  }
  // A proof of the asset under the state as it is, shown by these keys.
  proof::ProofFile shown(const std::vector<std::string>& keys) const {
    proof::ProofFile out = world_.asset_proof(asset_);
    sign(out, keys);
    return out;
  }
  void sign(proof::ProofFile& proof, const std::vector<std::string>& keys) const {
    if (!proof.presentation) proof.presentation = world_.presentation(proof, "alice");
    auto& auths = proof.presentation->auths;
    auths.clear();
    for (const std::string& key : keys) {
      auths.push_back(world_.auth(proof, *proof.presentation, key));
    }
    std::sort(auths.begin(), auths.end(),
              [](const auto& a, const auto& b) { return a.key < b.key; });
  }
  void put_policy(const std::function<void(proof::PolicyRecord&)>& change) {
    proof::PolicyRecord record;
    record.policy = policy_of("alice");
    change(record);
    world_.put_policy("alice", record);
  }
  void refuse(const std::string& name, const std::string& about, const proof::ProofFile& proof,
              const std::string& error) {
    build_.refuse({name, about}, proof, options_, error);
  }

  void one_key() {
    proof::ProofFile good = shown({"alice"});
    build_.accept({"presented", "by the owner's one key"}, good, options_);
    CaseOptions unasked = options_;
    unasked.challenge.reset();
    unasked.audience.reset();
    build_.accept({"presented-unasked", "and nobody asked"}, good, unasked,
                  {"presentation_unasked"});
    CaseOptions last = options_;
    last.at = good.presentation->not_after;
    build_.accept({"presented-last-moment", "at the last moment it holds"}, good, last);
    proof::ProofFile empty = world_.asset_proof(asset_);
    empty.presentation = world_.presentation(empty, "alice");
    empty.presentation->audience.clear();
    sign(empty, {"alice"});
    CaseOptions challenge_only = options_;
    challenge_only.audience.reset();
    build_.accept({"presented-no-audience", "to nobody by name, and none was asked for"}, empty,
                  challenge_only);
    refuse("presentation-audience-empty", "to nobody by name, and one was asked for", empty,
           "presentation_audience");
    build_.refuse({"presentation-audience-unasked", "to one by name, and none was asked for"}, good,
                  challenge_only, "presentation_audience");
    proof::AbsenceEvidence evidence{world_.state.prove(proof::content_key(ContentHash()))};
    proof::ProofFile absence =
        world_.sealed(proof::AbsenceStatement{}, evidence, world_.header());
    absence.presentation = world_.presentation(absence, "alice");
    refuse("presentation-of-absence", "of what nobody owns", absence,
           "presentation_other_account");
  }

  void asked() {
    proof::ProofFile good = shown({"alice"});
    auto with = [&](const std::function<void(CaseOptions&)>& change) {
      CaseOptions out = options_;
      change(out);
      return out;
    };
    build_.refuse({"presentation-missing", "asked for, and not there"}, world_.asset_proof(asset_),
                  options_, "presentation_missing");
    build_.refuse({"presentation-challenge", "another challenge"}, good,
                  with([](CaseOptions& o) { o.challenge = "another"; }), "presentation_challenge");
    build_.refuse({"presentation-audience", "another audience"}, good,
                  with([](CaseOptions& o) { o.audience = "shop"; }), "presentation_audience");
    build_.refuse({"presentation-challenge-unasked", "an audience asked for, and no challenge"},
                  good, with([](CaseOptions& o) { o.challenge.reset(); }),
                  "presentation_challenge");
    build_.refuse({"presentation-expired", "a millisecond late"}, good, with([&](CaseOptions& o) {
                    o.at = Time{good.presentation->not_after.ms + 1};
                  }),
                  "presentation_expired");
    build_.refuse({"presentation-no-time", "and no time is given"}, good,
                  with([](CaseOptions& o) { o.at.reset(); }), "presentation_no_time");
    proof::ProofFile other = world_.asset_proof(asset_);
    other.presentation = world_.presentation(other, "bob");
    refuse("presentation-other-account", "by another account", other,
           "presentation_other_account");
  }

  void signatures() {
    auto with = [&](const std::function<void(proof::Presentation&)>& change) {
      proof::ProofFile out = shown({"alice"});
      change(*out.presentation);
      return out;
    };
    using proof::Presentation;
    refuse("presentation-signature", "a bit of the signature",
           with([](Presentation& p) { p.auths[0].signature[5] ^= 1; }), "presentation_signature");
    refuse("presentation-signature-time", "the last moment moved after signing",
           with([](Presentation& p) { p.not_after.ms += 1; }), "presentation_signature");
    refuse("presentation-signature-short", "a signature of 63 bytes",
           with([](Presentation& p) { p.auths[0].signature.pop_back(); }),
           "presentation_signature");
    refuse("presentation-signature-twice", "one signature twice",
           with([](Presentation& p) { p.auths.push_back(p.auths[0]); }), "presentation_signature");
    refuse("presentation-scheme", "an unknown scheme",
           with([](Presentation& p) { p.auths[0].scheme = 1; }), "presentation_signature");
    refuse("presentation-unsigned", "no signature", with([](Presentation& p) { p.auths.clear(); }),
           "presentation_policy");
    AssetId second = put("second");
    proof::ProofFile copied = world_.asset_proof(second);
    copied.presentation = world_.presentation(world_.asset_proof(asset_), "alice");
    refuse("presentation-copied", "copied from the proof of another asset", copied,
           "presentation_signature");
    proof::ProofFile older = world_.asset_proof(asset_);
    older.header = world_.header(4);
    older.presentation = world_.presentation(older, "alice");
    proof::ProofFile newer = world_.asset_proof(asset_);
    newer.presentation = older.presentation;
    refuse("presentation-older-header", "made for an older header", newer,
           "presentation_signature");
  }

  void several_keys() {
    put_policy([](proof::PolicyRecord& r) {
      r.policy.threshold = 2;
      r.policy.entries = {entry("k1", 1, 1), entry("k2", 1, 1), entry("k3", 1, 1),
                          entry("phone", 9, proof::kScopePay | proof::kScopeTransfer)};
    });
    build_.accept({"presented-two-of-three", "by two keys of three"}, shown({"k1", "k3"}),
                  options_);
    refuse("presentation-policy-one", "by one of three", shown({"k2"}), "presentation_policy");
    refuse("presentation-policy-surplus", "by three, of whom one is not needed",
           shown({"k1", "k2", "k3"}), "presentation_policy");
    refuse("presentation-policy-scope", "by a key whose scope is narrower",
           shown({"k1", "phone"}), "presentation_policy");
    refuse("presentation-policy-stranger", "by one of three and a key of no account",
           shown({"k1", "stranger"}), "presentation_policy");
    proof::ProofFile disordered = shown({"k1", "k3"});
    std::reverse(disordered.presentation->auths.begin(), disordered.presentation->auths.end());
    refuse("presentation-order", "two of three, in descending order", disordered,
           "presentation_signature");
    put_policy([](proof::PolicyRecord& r) {
      r.policy.threshold = 3;
      r.policy.entries = {entry("k1", 2, 1), entry("k2", 1, 1), entry("k3", 1, 1)};
    });
    build_.accept({"presented-weights", "by weights of 2 and 1 where 3 are needed"},
                  shown({"k1", "k2"}), options_);
    refuse("presentation-policy-weights", "by weights of 1 and 1", shown({"k2", "k3"}),
           "presentation_policy");
  }

  void policies() {
    Time now = world_.header().time;
    Time later{now.ms + 1};
    put_policy([&](proof::PolicyRecord& r) {
      r.pending_policy = proof::PendingPolicy{policy_of("new"), {}, now};
    });
    build_.accept({"presented-new-key", "by the key that a matured change brought"},
                  shown({"new"}), options_);
    refuse("presentation-policy-old-key", "by the key that it replaced", shown({"alice"}),
           "presentation_policy");
    put_policy([&](proof::PolicyRecord& r) {
      r.pending_policy = proof::PendingPolicy{policy_of("new"), {}, later};
    });
    build_.accept({"presented-pending", "by the key that still holds"}, shown({"alice"}), options_,
                  {"owner_policy_pending"});
    refuse("presentation-policy-early", "by a key that does not hold yet", shown({"new"}),
           "presentation_policy");
    put_policy([&](proof::PolicyRecord& r) {
      r.recovery = proof::Recovery{
          policy_of("found"), {}, {}, proof::RecoveryCompletion{Time{now.ms - 1000}, now}};
      r.pending_policy = proof::PendingPolicy{policy_of("thief"), {}, Time{now.ms - 500}};
    });
    build_.accept({"presented-recovered", "by the key of a recovery that took effect"},
                  shown({"found"}), options_);
    refuse("presentation-policy-thief", "by the key of a change that the recovery stopped",
           shown({"thief"}), "presentation_policy");
    put_policy([&](proof::PolicyRecord& r) {
      r.recovery = proof::Recovery{
          policy_of("found"), {}, {}, proof::RecoveryCompletion{Time{now.ms - 1000}, later}};
    });
    refuse("presentation-frozen-recovery", "while a completed recovery waits", shown({"alice"}),
           "presentation_frozen");
    put_policy([&](proof::PolicyRecord& r) {
      r.freeze = proof::Freeze{account_of("g"), later, Time{later.ms + 1}};
    });
    refuse("presentation-frozen", "while a guardian's freeze holds", shown({"alice"}),
           "presentation_frozen");
    put_policy([&](proof::PolicyRecord& r) {
      r.freeze = proof::Freeze{account_of("g"), now, later};
    });
    build_.accept({"presented-thawed", "when the freeze has just ended"}, shown({"alice"}),
                  options_);
    AssetId unopened = put("unopened", "nobody yet");
    proof::ProofFile proof = world_.asset_proof(unopened, "nobody yet");
    proof.presentation = world_.presentation(proof, "nobody yet");
    refuse("presentation-policy-unopened", "by the key of an address that was not opened", proof,
           "presentation_policy");
  }

  CaseBuilder& build_;
  World world_;
  CaseOptions options_;
  AssetId asset_;
};

}  // namespace

void add_presentation_cases(CaseBuilder& build) { PresentationCases(build).run(); }

}  // namespace freehold::vectors
