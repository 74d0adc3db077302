// From what is trusted to the header: chains, validator sets, their changes, seals, histories,
// ages.
#include "proof/proof_testing.h"
#include "vectors/tool/case_builder.h"

namespace freehold::vectors {
namespace {

using proof::testing::Authorities;

using proof::testing::World;

class TrustCases {
 public:
  explicit TrustCases(CaseBuilder& build) : build_(build) {
    options_.anchor = build.genesis("four-validators", world_.genesis);
    options_.at = Time{world_.genesis.time.ms + 60'000};
    asset_ = world_.put_asset(world_.certificate(
        proof::PublicContent{rename_bytes<ContentHash>(crypto::sha256(as_bytes("file")))}));
    good_ = world_.asset_proof(asset_);
  }

  void run() {
    shapes();
    headers();
    sets();
    seals();
    thresholds();
    changes();
    refused_changes();
    pinned();
    history();
    ages();
  }

 private:
  using Change = std::function<void(proof::ProofFile&)>;

  proof::ProofFile changed(const Change& change) const {
    proof::ProofFile out = good_;
    change(out);
    return out;
  }
  void refuse(const std::string& name, const std::string& about, const proof::ProofFile& proof,
              const std::string& error) {
    build_.refuse({name, about}, proof, options_, error);
  }
  CaseOptions with_anchor(AnchorText anchor) const {
    CaseOptions out = options_;
    out.anchor = std::move(anchor);
    return out;
  }
  // The header of the good proof under other rules of the set, sealed by that set.
  proof::ProofFile under(const Authorities& set, size_t signers) const {
    proof::ProofFile out = good_;
    out.validators = set.set;
    out.header.validators = out.header.next_validators = proof::validator_set_hash(set.set);
    out.seal = set.seal(out.header, signers);
    return out;
  }

  void shapes() {
    refuse("evidence-kind", "the evidence is of another kind", changed([](proof::ProofFile& p) {
             p.statement = proof::AbsenceStatement{};
           }),
           "evidence_kind");
    refuse("evidence-kind-item", "an item's statement with an asset's evidence",
           changed([&](proof::ProofFile& p) {
             p.statement = proof::ItemStatement{asset_, proof::PublicContent{}};
           }),
           "evidence_kind");
    refuse("limits-history", "a path of history of 65 hashes", changed([&](proof::ProofFile& p) {
             p.history = proof::HeaderHistory{world_.header(9), std::vector<Hash256>(65)};
           }),
           "limits");
    refuse("limits-item", "a path of an item of 65 hashes", changed([&](proof::ProofFile& p) {
             proof::ItemEvidence evidence;
             evidence.path.resize(65);
             p.statement = proof::ItemStatement{asset_, proof::PublicContent{}};
             p.evidence = evidence;
           }),
           "limits");
    refuse("limits-transaction", "a path of a transaction of 65 hashes",
           changed([&](proof::ProofFile& p) {
             proof::TransactionEvidence evidence;
             evidence.path.resize(65);
             p.statement = proof::TransactionStatement{};
             p.evidence = evidence;
           }),
           "limits");
    auto shown = [&](const std::function<void(proof::Presentation&)>& change) {
      return changed([&](proof::ProofFile& p) {
        p.presentation = world_.presentation(p, "alice");
        change(*p.presentation);
      });
    };
    refuse("limits-audience", "an audience of 257 bytes",
           shown([](proof::Presentation& p) { p.audience = std::string(257, 'a'); }), "limits");
    refuse("limits-challenge", "a challenge of 257 bytes in 129 letters",
           shown([](proof::Presentation& p) {
             p.challenge = "a";
             for (int i = 0; i < 128; ++i) p.challenge += "\u00e9";
           }),
           "limits");
    refuse("limits-auths", "33 signatures", shown([](proof::Presentation& p) {
             p.auths.assign(33, {0, Bytes(33), Bytes(64)});
           }),
           "limits");
  }

  void headers() {
    refuse("header-version", "a header of version 2", changed([&](proof::ProofFile& p) {
             p.header.version = 2;
             p.seal = world_.four.seal(p.header, 3);
           }),
           "header_version");
    refuse("other-chain", "a header of another chain", changed([&](proof::ProofFile& p) {
             p.header.chain = ChainId();
             p.seal = world_.four.seal(p.header, 3);
           }),
           "other_chain");
    refuse("header-changed", "a header that was changed after it was sealed",
           changed([](proof::ProofFile& p) { p.header.time.ms += 1; }), "seal_wrong_header");
    refuse("header-not-trusted", "no seal", changed([](proof::ProofFile& p) { p.seal.reset(); }),
           "header_not_trusted");
  }

  // A set that breaks a rule of sets, pinned by its hash and sealing well: only the rule refuses.
  void bad_set(const std::string& name, const std::string& about,
               const std::function<void(proof::ValidatorSet&)>& change,
               const std::vector<std::string>& signers) {
    proof::ProofFile proof = good_;
    change(proof.validators);
    ValidatorSetHash hash = proof::validator_set_hash(proof.validators);
    proof.header.validators = proof.header.next_validators = hash;
    proof::Seal seal{proof.header.height, proof::header_hash(proof.header), {}};
    for (size_t i = 0; i < signers.size(); ++i) {
      seal.signatures.push_back({static_cast<uint16_t>(i),
                                 secret_of(signers[i]).sign(proof::seal_digest(seal.header))});
    }
    proof.seal = seal;
    build_.refuse({name, about}, proof, with_anchor(PinnedValidators{hash, options_.at}),
                  "bad_validator_set");
  }

  // Of the four, in the order of the set.
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const proof::Validator& validator : world_.four.set.validators) {
      for (const char* name : {"one", "two", "three", "four"}) {
        if (secret_of(name).public_key() == validator.seal_key) out.push_back(name);
      }
    }
    return out;
  }

  void sets() {
    Authorities strangers({"x", "y", "z", "w"});
    refuse("untrusted-validators", "a set of strangers, well sealed", under(strangers, 4),
           "untrusted_validators");
    refuse("untrusted-validators-header", "the header names another set than the trusted one",
           changed([&](proof::ProofFile& p) {
             p.header.validators = proof::validator_set_hash(strangers.set);
             p.seal = world_.four.seal(p.header, 4);
           }),
           "untrusted_validators");
    bad_set("bad-set-empty", "a set of none", [](proof::ValidatorSet& s) { s.validators.clear(); },
            {});
    const std::vector<std::string> all = names();
    const std::vector<std::string> one = {all[0]};
    bad_set("bad-set-twice", "one validator twice",
            [](proof::ValidatorSet& s) {
              s.validators.resize(1);
              s.validators.push_back(s.validators[0]);
            },
            {one[0], one[0]});
    bad_set("bad-set-version", "a set of version 2",
            [](proof::ValidatorSet& s) {
              s.validators.resize(1);
              s.version = 2;
            },
            one);
    bad_set("bad-set-power", "powers that add up past 2^60",
            [](proof::ValidatorSet& s) {
              s.validators.resize(1);
              s.validators[0].power = (uint64_t{1} << 60) + 1;
            },
            one);
    bad_set("bad-set-engine-key", "an engine key of 65 bytes",
            [](proof::ValidatorSet& s) {
              s.validators.resize(1);
              s.validators[0].engine_key = Bytes(65, 1);
            },
            one);
    bad_set("bad-set-order", "a set in descending order",
            [](proof::ValidatorSet& s) { std::reverse(s.validators.begin(), s.validators.end()); },
            {all.rbegin(), all.rend()});
    bad_set("bad-set-zero-power", "a validator without power",
            [](proof::ValidatorSet& s) { s.validators[3].power = 0; }, all);
    std::vector<std::string> crowd;
    for (int i = 0; i < 257; ++i) crowd.push_back("validator" + std::to_string(i));
    Authorities many(crowd);
    std::string first;
    for (const std::string& name : crowd) {
      if (secret_of(name).public_key() == many.set.validators[0].seal_key) first = name;
    }
    bad_set("bad-set-too-many", "a set of 257",
            [&](proof::ValidatorSet& s) {
              s = many.set;
              s.validators[0].power = 1'000'000;
            },
            {first});
    bad_set("bad-set-key", "a key off the curve",
            [](proof::ValidatorSet& s) {
              Bytes key = *from_hex("02" + std::string(62, '0') + "05");
              s.validators.insert(s.validators.begin(), proof::Validator{});
              s.validators[0].seal_key = *crypto::PublicKey::from(key);
              s.validators[0].power = 1;
            },
            {});
  }

  void seals() {
    auto sealed = [&](size_t count, const std::function<void(proof::Seal&)>& change) {
      return changed([&](proof::ProofFile& p) {
        p.seal = world_.four.seal(p.header, count);
        change(*p.seal);
      });
    };
    using proof::Seal;
    build_.accept({"sealed-by-all", "sealed by four of four"}, sealed(4, [](Seal&) {}), options_);
    refuse("seal-not-enough-power", "sealed by two of four", sealed(2, [](Seal&) {}),
           "seal_not_enough_power");
    refuse("seal-empty", "a seal without signatures", sealed(0, [](Seal&) {}),
           "seal_not_enough_power");
    refuse("seal-twice", "one signature counted twice", sealed(2, [](Seal& s) {
             s.signatures.push_back(s.signatures[1]);
           }),
           "seal_not_ascending");
    refuse("seal-not-ascending", "enough signatures, out of order",
           sealed(3, [](Seal& s) { std::swap(s.signatures[0], s.signatures[1]); }),
           "seal_not_ascending");
    refuse("seal-unknown-validator", "enough, and one of a place past the end",
           sealed(4, [](Seal& s) { s.signatures[3].validator = 4; }), "seal_unknown_validator");
    refuse("seal-bad-signature", "enough, and one that does not fit",
           sealed(4, [](Seal& s) { s.signatures[3].signature.data()[40] ^= 1; }),
           "seal_bad_signature");
    refuse("seal-of-another", "enough, and one that another validator made",
           sealed(4, [](Seal& s) { s.signatures[3].signature = s.signatures[2].signature; }),
           "seal_bad_signature");
    refuse("seal-wrong-header", "a seal of another header", changed([&](proof::ProofFile& p) {
             p.seal = world_.four.seal(world_.header(6), 4);
           }),
           "seal_wrong_header");
    refuse("seal-wrong-height", "a seal that says another height",
           sealed(4, [](Seal& s) { s.height = Height{6}; }), "seal_wrong_header");
    refuse("seal-untagged", "signatures of the header's bare hash", sealed(4, [&](Seal& s) {
             for (auto& signature : s.signatures) {
               signature.signature =
                   secret_of(names()[signature.validator]).sign(rename_bytes<Hash256>(s.header));
             }
           }),
           "seal_bad_signature");
  }

  void thresholds() {
    Authorities three({"one", "two", "three"});
    CaseOptions options =
        with_anchor(PinnedValidators{proof::validator_set_hash(three.set), std::nullopt});
    build_.refuse({"two-thirds-exactly", "two of three are not more than two thirds"},
                  under(three, 2), options, "seal_not_enough_power");
    build_.accept({"three-of-three", "three of three are"}, under(three, 3), options);
    Authorities weighted({"one", "two", "three"});
    weighted.set.validators[0].power = 2001;
    weighted.set.validators[1].power = 500;
    weighted.set.validators[2].power = 500;
    options =
        with_anchor(PinnedValidators{proof::validator_set_hash(weighted.set), std::nullopt});
    build_.accept({"power-counts", "one of three, with 2001 of 3001"}, under(weighted, 1), options);
    weighted.set.validators[0].power = 2000;
    options =
        with_anchor(PinnedValidators{proof::validator_set_hash(weighted.set), std::nullopt});
    build_.refuse({"power-counts-exactly", "one of three, with 2000 of 3000"}, under(weighted, 1),
                  options, "seal_not_enough_power");
    Authorities greatest({"one"});
    greatest.set.validators[0].power = uint64_t{1} << 60;
    options =
        with_anchor(PinnedValidators{proof::validator_set_hash(greatest.set), std::nullopt});
    build_.accept({"greatest-power", "a power of 2^60"}, under(greatest, 1), options);
  }

  proof::ValidatorChange change(uint64_t height, const Authorities& from,
                                const Authorities& to) const {
    proof::ValidatorChange out;
    out.header = world_.header(height);
    out.header.validators = proof::validator_set_hash(from.set);
    out.header.next_validators = proof::validator_set_hash(to.set);
    out.seal = from.seal(out.header, from.set.validators.size() - 1);
    out.next = to.set;
    return out;
  }
  // Two changes: of the four at height 2, and again at height 3.
  proof::ProofFile twice_changed() const {
    proof::ProofFile out = under(third_, 3);
    out.validators = world_.four.set;
    out.changes = {change(2, world_.four, second_), change(3, second_, third_)};
    return out;
  }

  void changes() {
    proof::ProofFile once = under(second_, 3);
    once.validators = world_.four.set;
    once.changes = {change(3, world_.four, second_)};
    build_.accept({"set-changed", "the set changed once after genesis"}, once, options_);
    proof::ProofFile twice = twice_changed();
    build_.accept({"set-changed-twice", "the set changed twice after genesis"}, twice, options_);
    build_.accept(
        {"set-changed-pinned-first", "from the pinned set before both changes"}, twice,
        with_anchor(PinnedValidators{proof::validator_set_hash(world_.four.set),
                                     Time{world_.genesis.time.ms + 1000}}));
    build_.accept({"set-changed-header-first", "from the pinned header of the first change"},
                  twice,
                  with_anchor(PinnedHeader{proof::header_hash(twice.changes[0].header)}));
    build_.accept({"set-changed-header-last", "from the pinned header of the last change"}, twice,
                  with_anchor(PinnedHeader{proof::header_hash(twice.changes[1].header)}));
    build_.accept({"set-changed-header-newest", "from the pinned header itself"}, twice,
                  with_anchor(PinnedHeader{proof::header_hash(twice.header)}));
    proof::ProofFile later = under(third_, 3);
    later.validators = second_.set;
    later.changes = {change(3, second_, third_)};
    build_.accept({"set-changed-pinned-middle", "from the pinned set between the changes"}, later,
                  with_anchor(PinnedValidators{proof::validator_set_hash(second_.set),
                                               std::nullopt}));
  }

  void refused_changes() {
    auto with = [&](const Change& what) {
      proof::ProofFile out = twice_changed();
      what(out);
      return out;
    };
    using proof::ProofFile;
    refuse("bad-change-seal", "a change that the new set sealed itself", with([&](ProofFile& p) {
             p.changes[0].seal = second_.seal(p.changes[0].header, 4);
           }),
           "bad_change");
    refuse("bad-change-power", "a change sealed by two of four", with([&](ProofFile& p) {
             p.changes[0].seal = world_.four.seal(p.changes[0].header, 2);
           }),
           "bad_change");
    refuse("bad-change-next", "a next set that the header does not name", with([&](ProofFile& p) {
             p.changes[1].header.next_validators = proof::validator_set_hash(second_.set);
             p.changes[1].seal = second_.seal(p.changes[1].header, 3);
           }),
           "bad_change");
    refuse("bad-change-from", "a change whose header names another set before it",
           with([&](ProofFile& p) {
             p.changes[1].header.validators = proof::validator_set_hash(world_.four.set);
             p.changes[1].seal = second_.seal(p.changes[1].header, 3);
           }),
           "bad_change");
    refuse("bad-change-skipped", "a change left out",
           with([](ProofFile& p) { p.changes.erase(p.changes.begin()); }), "bad_change");
    refuse("bad-change-height", "a change at the height of the sealed header",
           with([&](ProofFile& p) {
             p.changes[1] = change(p.header.height.value, second_, third_);
           }),
           "bad_change");
    refuse("bad-change-order", "a change no later than the one before", with([&](ProofFile& p) {
             p.changes[1] = change(2, second_, third_);
           }),
           "bad_change");
    refuse("changes-left-out", "no changes, and another set seals",
           with([](ProofFile& p) { p.changes.clear(); }), "untrusted_validators");
    refuse("changes-too-many", "a change after the set that seals", with([&](ProofFile& p) {
             p.changes.push_back(change(4, third_, second_));
           }),
           "untrusted_validators");
    refuse("bad-change-set", "a next set in descending order", with([&](ProofFile& p) {
             proof::ValidatorChange& last = p.changes[1];
             std::reverse(last.next.validators.begin(), last.next.validators.end());
             last.header.next_validators = proof::validator_set_hash(last.next);
             last.seal = second_.seal(last.header, 3);
           }),
           "bad_validator_set");
    refuse("change-other-chain", "a change of another chain", with([&](ProofFile& p) {
             p.changes[0].header.chain = ChainId();
             p.changes[0].seal = world_.four.seal(p.changes[0].header, 3);
           }),
           "other_chain");
    refuse("change-header-version", "a change in a header of version 0", with([&](ProofFile& p) {
             p.changes[0].header.version = 0;
             p.changes[0].seal = world_.four.seal(p.changes[0].header, 3);
           }),
           "header_version");
    proof::ProofFile bad = with([&](ProofFile& p) { p.changes[0].next = world_.four.set; });
    build_.refuse({"bad-change-pinned", "a pinned header of a change, with another next set"}, bad,
                  with_anchor(PinnedHeader{proof::header_hash(bad.changes[0].header)}),
                  "bad_change");
    // Whoever may write the next set of a trusted header beside it could seal anything.
    Authorities strangers({"x", "y", "z", "w"});
    bad = under(strangers, 4);
    bad.changes = {change(2, world_.four, second_)};
    bad.changes[0].next = strangers.set;
    build_.refuse({"bad-change-pinned-strangers", "and that set seals"}, bad,
                  with_anchor(PinnedHeader{proof::header_hash(bad.changes[0].header)}),
                  "bad_change");
    build_.refuse({"set-not-pinned", "a set that is not the pinned one"}, twice_changed(),
                  with_anchor(PinnedValidators{proof::validator_set_hash(second_.set),
                                               std::nullopt}),
                  "untrusted_validators");
  }

  void pinned() {
    AnchorText here = PinnedHeader{proof::header_hash(good_.header)};
    proof::ProofFile bare = changed([](proof::ProofFile& p) {
      p.seal.reset();
      p.validators = {};
    });
    build_.accept({"pinned-header", "the header is trusted: it needs no seal"}, bare,
                  with_anchor(here));
    build_.refuse({"pinned-header-other", "another header than the pinned one, well sealed"}, good_,
                  with_anchor(PinnedHeader{proof::header_hash(world_.header(6))}),
                  "header_not_trusted");
    proof::ProofFile other = bare;
    other.header.tx_count = 1;
    build_.refuse({"pinned-header-changed", "the pinned header, changed"}, other, with_anchor(here),
                  "header_not_trusted");
    build_.accept({"pinned-validators", "from a pinned set whose age is known"}, good_,
                  with_anchor(PinnedValidators{proof::validator_set_hash(world_.four.set),
                                               Time{world_.genesis.time.ms + 20'000}}));
  }

  void history() {
    std::vector<Hash256> leaves;
    for (uint64_t height = 0; height < 9; ++height) {
      leaves.push_back(
          crypto::leaf_hash(proof::header_hash(world_.header(height)).view()));
    }
    proof::Header newest = world_.header(9);
    newest.history_root = proof::merkle_root(leaves);
    proof::ProofFile good = good_;
    good.history = proof::HeaderHistory{newest, proof::merkle_path(leaves, 5)};
    good.seal = world_.four.seal(newest, 3);
    auto with = [&](const Change& what) {
      proof::ProofFile out = good;
      what(out);
      return out;
    };
    using proof::ProofFile;
    build_.accept({"history", "a header of height 5, sealed through that of height 9"}, good,
                  options_);
    CaseOptions header = with_anchor(PinnedHeader{proof::header_hash(newest)});
    proof::ProofFile bare = with([](ProofFile& p) { p.seal.reset(); });
    build_.accept({"history-pinned-header", "the newer header is trusted"}, bare, header);
    refuse("history-mismatch-path", "the path of another header", with([&](ProofFile& p) {
             p.history->path = proof::merkle_path(leaves, 4);
           }),
           "history_mismatch");
    refuse("history-mismatch-short", "a path cut short",
           with([](ProofFile& p) { p.history->path.pop_back(); }), "history_mismatch");
    refuse("history-mismatch-header", "a header that is not in the history",
           with([](ProofFile& p) { p.header.time.ms += 1; }), "history_mismatch");
    proof::ProofFile forged = bare;
    forged.header.tx_count = 1;
    build_.refuse({"history-mismatch-pinned", "the newer header is trusted, the older forged"},
                  forged, header, "history_mismatch");
    refuse("history-mismatch-height", "a header of the sealed one's height",
           with([&](ProofFile& p) { p.header = world_.header(9); }), "history_mismatch");
    refuse("history-seal-of-older", "the seal is of the older header", with([&](ProofFile& p) {
             p.seal = world_.four.seal(p.header, 4);
           }),
           "seal_wrong_header");
    refuse("history-other-chain", "the newer header is of another chain", with([&](ProofFile& p) {
             p.history->sealed.chain = ChainId();
             p.seal = world_.four.seal(p.history->sealed, 4);
           }),
           "other_chain");
    refuse("history-header-version", "the newer header is of version 2", with([&](ProofFile& p) {
             p.history->sealed.version = 2;
             p.seal = world_.four.seal(p.history->sealed, 4);
           }),
           "header_version");
    build_.refuse({"history-other-chain-pinned", "two chains under a pinned set"},
                  with([&](ProofFile& p) {
                    p.history->sealed.chain = ChainId();
                    p.seal = world_.four.seal(p.history->sealed, 4);
                  }),
                  with_anchor(PinnedValidators{proof::validator_set_hash(world_.four.set),
                                               std::nullopt}),
                  "other_chain");
  }

  void ages() {
    const uint64_t header = good_.header.time.ms;
    auto at = [&](uint64_t ms) {
      CaseOptions out = options_;
      out.at = Time{ms};
      return out;
    };
    build_.accept({"header-ahead", "the header is 10 seconds ahead of the clock"}, good_,
                  at(header - 10'000));
    build_.refuse({"future-header", "the header is 10.001 seconds ahead of the clock"}, good_,
                  at(header - 10'001), "future_header");
    CaseOptions options = at(header + 5000);
    options.max_age_ms = 5000;
    build_.accept({"age-just-allowed", "as old as is allowed"}, good_, options);
    options.max_age_ms = 4999;
    build_.refuse({"too-old", "a millisecond older than is allowed"}, good_, options, "too_old");
    options.at.reset();
    build_.refuse({"too-old-no-time", "a greatest age, and no time"}, good_, options, "too_old");
    options = at(world_.genesis.time.ms + 60'000);
    options.anchor_max_age_ms = 60'000;
    build_.accept({"anchor-age-just-allowed", "genesis is as old as is allowed"}, good_, options);
    options.anchor_max_age_ms = 59'999;
    build_.refuse({"anchor-too-old", "genesis is a millisecond older"}, good_, options,
                  "anchor_too_old");
    options.at.reset();
    build_.refuse({"anchor-too-old-no-time", "a greatest age of the anchor, and no time"}, good_,
                  options, "anchor_too_old");
    options = with_anchor(
        PinnedValidators{proof::validator_set_hash(world_.four.set), std::nullopt});
    options.anchor_max_age_ms = 1'000'000'000;
    build_.refuse({"anchor-age-unknown", "a pinned set of unknown age"}, good_, options,
                  "anchor_too_old");
    options.anchor = PinnedValidators{proof::validator_set_hash(world_.four.set),
                                      Time{options.at->ms - 1000}};
    options.anchor_max_age_ms = 1000;
    build_.accept({"anchor-pinned-age", "a pinned set of known age"}, good_, options);
    options.anchor = PinnedHeader{proof::header_hash(good_.header)};
    options.anchor_max_age_ms = options.at->ms - header;
    build_.accept({"anchor-header-age", "a pinned header is as old as its time says"}, good_,
                  options);
    options.anchor_max_age_ms = options.at->ms - header - 1;
    build_.refuse({"anchor-header-too-old", "and a millisecond too old"}, good_, options,
                  "anchor_too_old");
  }

  CaseBuilder& build_;
  World world_;
  CaseOptions options_;
  AssetId asset_;
  proof::ProofFile good_;
  Authorities second_{{"two", "three", "four", "five"}};
  Authorities third_{{"three", "four", "five", "six"}};
};

}  // namespace

void add_trust_cases(CaseBuilder& build) { TrustCases(build).run(); }

}  // namespace freehold::vectors
