#include <unistd.h>

#include "cmd/asset_id.h"
#include "cmd/cli.h"
#include "cmd/holdings.h"
#include "cmd/paper.h"
#include "cmd/walk.h"
#include "node/clock.h"
#include "proof/verify.h"
#include "wallet/sign.h"

namespace freehold::cmd {
namespace {

using codec::Json;

struct ProveArgs {
  std::string what;
  std::string absence;
  std::string tx;
  std::string challenge;
  std::string audience;
  std::string valid = "1h";
  std::string output;
  std::string print;
};

Outcome<proof::ProofFile> read_proof(const http::Response& response) {
  auto proof = proof::proof_from_json(response.body);
  if (!proof) {
    return refuse("unreadable_answer", "the node's proof cannot be read: " +
                                           std::string(proof::sentence(proof.error().error)));
  }
  return std::move(*proof);
}

Outcome<proof::ProofFile> fetch_proof(Session& session, const std::string& target) {
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  FREEHOLD_TRY_ASSIGN(response, remote->fetch({http::Method::kGet, target, {}, {}, {}}));
  return read_proof(response);
}

// With what opens a private certificate, where the wallet has it.
Outcome<proof::ProofFile> prove_asset(Session& session, const AssetId& asset) {
  FREEHOLD_TRY_ASSIGN(proof, fetch_proof(session, "/v1/proofs/asset/" + id_path(asset.view())));
  if (session.settings().wallets.empty()) return proof;
  FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
  Holdings holdings(session, *wallet);
  FREEHOLD_TRY_ASSIGN(key, holdings.private_key(asset));
  if (key)
    std::get<proof::AssetEvidence>(proof.evidence).opening = proof::Opening{key->k, key->content};
  return proof;
}

Outcome<proof::ProofFile> prove_item(Session& session, const wallet::Manifest& manifest,
                                     uint64_t index) {
  if (index >= manifest.items.size()) {
    return refuse("no_such_item", "the collection has " + std::to_string(manifest.items.size()) +
                                      " items, from #0 on");
  }
  api::ItemProofBody body;
  body.collection = manifest.collection;
  body.content = wallet::manifest_content(manifest, index);
  body.index = index;
  body.salt = wallet::manifest_salt(manifest, index);
  body.path = wallet::manifest_path(manifest, index);
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  auto response = remote->post_json("/v1/proofs/item", codec::to_json(body).dump());
  // Extracted, it has a certificate of its own that says more.
  if (!response && response.error().code == "extracted") {
    return prove_asset(session, proof::item_id(manifest.collection, body.content));
  }
  if (!response) return failure(response.error());
  FREEHOLD_TRY_ASSIGN(proof, read_proof(*response));
  const wallet::ManifestItem& item = manifest.items[index];
  if (item.k)
    std::get<proof::ItemEvidence>(proof.evidence).opening = proof::Opening{*item.k, item.hash};
  return proof;
}

// A file of one's own: its certificate, or the collection that holds it.
Outcome<proof::ProofFile> prove_file(Session& session, const std::string& path) {
  auto hash = hash_file(path);
  if (!hash) return refuse("unreadable_file", printable(path) + ": " + hash.error());
  FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
  Holdings holdings(session, *wallet);
  FREEHOLD_TRY(holdings.settle());
  // What is held goes before what was retired; what was handed on, or never came, is not the wallet's.
  std::function<Outcome<proof::ProofFile>()> retired;
  auto prove_from = [&](const std::vector<wallet::Manifest>& manifests, bool hidden)
      -> Outcome<std::optional<proof::ProofFile>> {
    for (const wallet::Manifest& manifest : manifests) {
      if (manifest.hidden != hidden) continue;
      auto index = wallet::manifest_find(manifest, *hash);
      if (!index) continue;
      FREEHOLD_TRY_ASSIGN(title, holdings.title(manifest.collection));
      if (title == Holdings::Title::kHeld) {
        FREEHOLD_TRY_ASSIGN(proof, prove_item(session, manifest, *index));
        return std::optional(std::move(proof));
      }
      if (title == Holdings::Title::kRetired && !retired) {
        retired = [&session, manifest, at = *index] { return prove_item(session, manifest, at); };
      }
    }
    return std::optional<proof::ProofFile>();
  };

  // What is private comes first, and is looked for in the wallet alone: the node is not told the hash of such a file.
  FREEHOLD_TRY_ASSIGN(private_count, holdings.private_count());
  if (private_count > 0) {
    FREEHOLD_TRY_ASSIGN(keys, holdings.private_keys());
    for (const PrivateKey& key : keys) {
      if (key.content != *hash) continue;
      FREEHOLD_TRY_ASSIGN(title, holdings.title(key.asset));
      if (title == Holdings::Title::kHeld) return prove_asset(session, key.asset);
      if (title == Holdings::Title::kRetired && !retired)
        retired = [&session, id = key.asset] { return prove_asset(session, id); };
    }
  }
  FREEHOLD_TRY_ASSIGN(manifests, holdings.manifests(false));
  if (manifests.sealed > 0) {
    FREEHOLD_TRY_ASSIGN(all, holdings.manifests(true));
    manifests = std::move(all);
  }
  FREEHOLD_TRY_ASSIGN(from_private, prove_from(manifests.read, true));
  if (from_private) return std::move(*from_private);
  if (retired) return retired();

  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  FREEHOLD_TRY_ASSIGN(
      view, remote->get<api::ContentView>("/v1/contents/" + id_path(hash->view()) + "?limit=500"));
  for (const api::AssetView& asset : view.certificates.items) {
    const auto* owner = std::get_if<proof::AccountOwner>(&asset.record.owner);
    if (owner == nullptr || !wallet->owns(owner->account)) continue;
    if (!asset.record.retired) return prove_asset(session, asset.asset);
    if (!retired) retired = [&session, id = asset.asset] { return prove_asset(session, id); };
  }
  FREEHOLD_TRY_ASSIGN(from_public, prove_from(manifests.read, false));
  if (from_public) return std::move(*from_public);
  if (retired) return retired();
  return refuse("not_yours", "this wallet has no certificate of " + printable(path) +
                                 ", and no collection of its that holds it");
}

Outcome<ContentHash> content_of(const std::string& what) {
  if (access(what.c_str(), F_OK) != 0) {
    if (auto hash = codec::hash_from_text<ContentHash>(what)) return *hash;
    return misuse("not_found", "'" + printable(what) + "' is neither a file nor a SHA-256");
  }
  auto hash = hash_file(what);
  if (!hash) return refuse("unreadable_file", printable(what) + ": " + hash.error());
  return *hash;
}

Outcome<proof::ProofFile> make_proof(Session& session, const ProveArgs& args) {
  if (!args.absence.empty()) {
    FREEHOLD_TRY_ASSIGN(hash, content_of(args.absence));
    return fetch_proof(session, "/v1/proofs/absence/" + id_path(hash.view()));
  }
  if (!args.tx.empty()) {
    FREEHOLD_TRY_ASSIGN(tx, parse_id<TxId>(args.tx, "a transaction"));
    return fetch_proof(session, "/v1/proofs/transaction/" + id_path(tx.view()));
  }
  if (access(args.what.c_str(), F_OK) == 0) return prove_file(session, args.what);
  FREEHOLD_TRY_ASSIGN(name, parse_asset_name(args.what));
  if (!name.item) return prove_asset(session, name.asset);
  FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
  Holdings holdings(session, *wallet);
  FREEHOLD_TRY(holdings.settle());
  FREEHOLD_TRY_ASSIGN(manifest, holdings.manifest(name.asset));
  if (!manifest) {
    return refuse(
        "no_manifest",
        "the wallet's folder has no manifest of that collection: without it no item can be shown");
  }
  return prove_item(session, *manifest, *name.item);
}

Done present(Session& session, const ProveArgs& args, proof::ProofFile& proof) {
  auto duration = duration_from_text(args.valid);
  if (!duration) return misuse("bad_duration", "--valid takes 90d, 12h, 30m or 45s");
  FREEHOLD_TRY_ASSIGN(account, session.account());
  FREEHOLD_TRY_ASSIGN(signer, session.signer());
  auto key = signer->key(account);
  if (!key) return failure(refused(key.error()));
  wallet::PresentTo to{args.audience, args.challenge, Time{node::system_time().ms + *duration}};
  wallet::present(proof, account.account, to, *key);
  return std::monostate{};
}

Outcome<proof::Genesis> read_genesis(const std::string& path) {
  FREEHOLD_TRY_ASSIGN(text, read_input(path, size_t{16} << 20));
  auto genesis = proof::genesis_from_json(as_text(text));
  if (!genesis) {
    return refuse("bad_genesis", printable(path) + " is no genesis document: " +
                                     std::string(proof::to_string(genesis.error().error)) + " " +
                                     genesis.error().where);
  }
  return std::move(*genesis);
}

// What is handed out holds together: by its own header where no anchor is at hand.
Outcome<proof::Verdict> check_own(const ProveArgs& args, const proof::ProofFile& proof,
                                  const std::optional<proof::Genesis>& genesis) {
  proof::VerifyOptions options;
  options.anchor =
      proof::HeaderAnchor{proof::header_hash(proof.history ? proof.history->sealed : proof.header)};
  if (genesis) options.anchor = proof::genesis_anchor(*genesis);
  if (!args.challenge.empty() || !args.audience.empty()) {
    options.at = node::system_time();
    options.challenge = args.challenge;
    options.audience = args.audience;
  }
  auto verdict = proof::verify_proof(proof, options);
  if (!verdict) {
    return refuse(
        proof::to_string(verdict.error().error),
        "the proof would not be accepted: " + std::string(proof::sentence(verdict.error().error)));
  }
  return std::move(*verdict);
}

Done prove(Session& session, const ProveArgs& args) {
  int kinds =
      (args.what.empty() ? 0 : 1) + (args.absence.empty() ? 0 : 1) + (args.tx.empty() ? 0 : 1);
  if (kinds != 1)
    return misuse("what_to_prove", "name one thing: ID, ID#N, a file, --absence or --tx");
  if (args.output.empty() && args.print.empty())
    return misuse("no_output", "say where to write it: -o X.proof.json, --print X.html, or both");
  if (args.output == "-" && args.print == "-")
    return misuse("no_output", "only one of -o and --print can go to standard output");
  FREEHOLD_TRY_ASSIGN(proof, make_proof(session, args));
  if (!args.challenge.empty() || !args.audience.empty())
    FREEHOLD_TRY(present(session, args, proof));
  std::optional<proof::Genesis> genesis;
  if (!session.settings().genesis.empty()) {
    FREEHOLD_TRY_ASSIGN(read, read_genesis(session.settings().genesis));
    genesis = std::move(read);
  }
  FREEHOLD_TRY_ASSIGN(verdict, check_own(args, proof, genesis));
  std::string text = proof::proof_to_json(proof);
  Json out = Json::object();
  if (!args.output.empty()) {
    FREEHOLD_TRY(write_output(args.output, text));
    out.set("file", Json::string(args.output));
    out.set("bytes", Json::number(text.size()));
  }
  const bool to_stdout = args.output == "-" || args.print == "-";
  if (!to_stdout && !args.output.empty())
    session.console().say("wrote " + args.output + ", " + std::to_string(text.size()) +
                          " bytes, as of height " + std::to_string(proof.header.height.value));
  if (!args.print.empty()) {
    std::string name = genesis ? genesis->name : "";
    if (!genesis) {
      FREEHOLD_TRY_ASSIGN(remote, session.remote());
      FREEHOLD_TRY_ASSIGN(status, remote->get<api::StatusView>("/v1/status"));
      if (status.chain == verdict.chain) name = status.name;
    }
    FREEHOLD_TRY_ASSIGN(codes,
                        write_certificate(args.print, text, {verdict, proof.presentation, name, {}}));
    if (!to_stdout)
      session.console().say("wrote " + args.print + ", to be printed on A4; it has " +
                            std::to_string(codes) + (codes == 1 ? " code" : " codes"));
    out.set("print", Json::string(args.print));
    out.set("codes", Json::number(codes));
  }
  if (to_stdout) return std::monostate{};
  const bool file = !args.output.empty();
  session.console().say(
      "Whoever checks it needs the chain's genesis document from somebody they trust: freehold "
      "verify " +
      (file ? args.output : std::string("SCAN.png")) + " --genesis genesis.json");
  out.set("height", Json::string(std::to_string(proof.header.height.value)));
  session.console().result(out);
  return std::monostate{};
}

// --- verify -----------------------------------------------------------------------------------

struct VerifyArgs {
  std::vector<std::string> proofs;
  std::string file;
  std::string trust;
  std::optional<std::string> challenge;
  std::optional<std::string> audience;
  std::string at;
  std::string max_age;
  std::string anchor_max_age;
};

Outcome<proof::Anchor> anchor_of(Session& session, const VerifyArgs& args) {
  if (!args.trust.empty()) {
    size_t colon = args.trust.find(':');
    std::string kind = args.trust.substr(0, colon);
    std::string hash = colon == std::string::npos ? "" : args.trust.substr(colon + 1);
    if (kind == "validators") {
      FREEHOLD_TRY_ASSIGN(set, parse_id<ValidatorSetHash>(hash, "a validator set"));
      return proof::Anchor(proof::ValidatorsAnchor{set, std::nullopt});
    }
    if (kind == "header") {
      FREEHOLD_TRY_ASSIGN(header, parse_id<HeaderHash>(hash, "a header"));
      return proof::Anchor(proof::HeaderAnchor{header});
    }
    return misuse("bad_trust", "--trust takes validators:HASH or header:HASH");
  }
  const std::string& path = session.settings().genesis;
  if (path.empty()) {
    return misuse("no_anchor",
                  "a proof is checked against something you trust beforehand: name the chain's "
                  "genesis document "
                  "with --genesis FILE (from the chain's members, not from who gave you the "
                  "proof), or a hash "
                  "with --trust validators:HASH or --trust header:HASH");
  }
  FREEHOLD_TRY_ASSIGN(genesis, read_genesis(path));
  return proof::Anchor(proof::genesis_anchor(genesis));
}

// How old a proof may be that answers a challenge, where --max-age does not say. An old owner can
// sign an old proof for a fresh challenge; this bounds how long after the asset went. An idle chain's
// newest block may be an hour old, and a showing is good for another hour.
constexpr uint64_t kShownMaxAgeMs = 2 * 3'600'000;

Outcome<proof::VerifyOptions> verify_options(Session& session, const VerifyArgs& args) {
  proof::VerifyOptions options;
  FREEHOLD_TRY_ASSIGN(anchor, anchor_of(session, args));
  options.anchor = std::move(anchor);
  options.at = node::system_time();
  if (!args.at.empty()) {
    auto at = time_from_text(args.at);
    if (!at) return misuse("bad_time", "--at takes a time such as 2026-11-24T05:06:07Z");
    options.at = Time{*at};
  }
  auto age = [](const std::string& text, std::optional<uint64_t>& out) {
    if (!text.empty()) out = duration_from_text(text);
    return text.empty() || out.has_value();
  };
  if (!age(args.max_age, options.max_age_ms) ||
      !age(args.anchor_max_age, options.anchor_max_age_ms)) {
    return misuse("bad_duration", "an age is 90d, 12h, 30m or 45s");
  }
  if (!args.file.empty()) {
    auto hash = hash_file(args.file);
    if (!hash) return refuse("unreadable_file", printable(args.file) + ": " + hash.error());
    options.file = *hash;
  }
  options.challenge = args.challenge;
  options.audience = args.audience;
  if ((args.challenge || args.audience) && !options.max_age_ms) options.max_age_ms = kShownMaxAgeMs;
  return options;
}

struct StatementLine {
  std::string operator()(const proof::AssetStatement& stated) const {
    return owner() + " owns asset " + to_hex(stated.asset.view()) + what();
  }
  std::string operator()(const proof::ItemStatement& stated) const {
    return owner() + " owns collection " + to_hex(stated.collection.view()) + ", which holds " +
           file();
  }
  std::string operator()(const proof::AbsenceStatement&) const {
    return "there was no public certificate of " + file();
  }
  std::string operator()(const proof::TransactionStatement& stated) const {
    std::string ended =
        verdict.result && verdict.result->code == 0 ? "was done" : "stands in the chain and FAILED";
    return "transaction " + to_hex(stated.tx.view()) + " " + ended;
  }
  std::string owner() const {
    if (!verdict.asset) return "nobody";
    if (const auto* account = std::get_if<proof::AccountOwner>(&verdict.asset->owner)) {
      return codec::account_to_text(account->account);
    }
    return "no single account, but co-owners by shares,";
  }
  std::string file() const {
    return verdict.content ? "the file with SHA-256 " + to_hex(verdict.content->view())
                           : "a file it does not name";
  }
  std::string what() const {
    if (verdict.asset && std::holds_alternative<proof::CollectionContent>(verdict.asset->content)) {
      return ", a " + content_text(verdict.asset->content);
    }
    return ", a certificate of " + file();
  }

  const proof::Verdict& verdict;
};

void show_verdict(const Console& console, const proof::Verdict& verdict) {
  console.say("VALID");
  console.say("  " + std::visit(StatementLine{verdict}, verdict.statement));
  console.say("  as of height " + std::to_string(verdict.header.height.value) + ", " +
              time_text(verdict.header.time.ms) +
              (verdict.header_age_ms ? ", " + duration_text(*verdict.header_age_ms) + " ago" : ""));
  if (verdict.asset) {
    console.say("  certified " + time_text(verdict.asset->certified_time.ms) + " by " +
                codec::account_to_text(verdict.asset->certifier));
    console.say("  owned since " + time_text(verdict.asset->owner_since_time.ms));
    if (!verdict.asset->title.empty()) console.say("  titled " + printable(verdict.asset->title));
  }
  if (verdict.file_matched) console.say("  the file you brought is the one");
  if (verdict.presented) console.say("  shown by its owner, for your challenge");
  console.say("  chain " + to_hex(verdict.chain.view()) +
              (verdict.anchor_age_ms
                   ? "; what you trust is " + duration_text(*verdict.anchor_age_ms) + " old"
                   : ""));
  for (proof::Notice notice : verdict.notices)
    console.say("  NOTE: " + std::string(proof::sentence(notice)));
}

Json verdict_json(const proof::Verdict& verdict) {
  Json notices = Json::array();
  for (proof::Notice notice : verdict.notices) notices.push(Json::string(proof::to_string(notice)));
  auto age = [](const std::optional<uint64_t>& ms) {
    return ms ? Json::string(std::to_string(*ms)) : Json::null();
  };
  Json out = Json::object();
  out.set("valid", Json::boolean(true));
  out.set("statement", codec::to_json(verdict.statement));
  out.set("chain", Json::string(to_hex(verdict.chain.view())));
  out.set("height", Json::string(std::to_string(verdict.header.height.value)));
  out.set("time", Json::string(std::to_string(verdict.header.time.ms)));
  out.set("header", Json::string(to_hex(verdict.header_hash.view())));
  out.set("header_age_ms", age(verdict.header_age_ms));
  out.set("anchor_age_ms", age(verdict.anchor_age_ms));
  out.set("owner", verdict.asset ? codec::to_json(verdict.asset->owner) : Json::null());
  out.set("content",
          verdict.content ? Json::string(to_hex(verdict.content->view())) : Json::null());
  out.set("asset", verdict.asset ? codec::to_json(*verdict.asset) : Json::null());
  out.set("result", verdict.result ? codec::to_json(*verdict.result) : Json::null());
  out.set("file_matched", Json::boolean(verdict.file_matched));
  out.set("presented", Json::boolean(verdict.presented));
  out.set("notices", std::move(notices));
  return out;
}

Refused proof_refused(const proof::ProofRefusal& why) {
  std::string message = "NOT VALID: " + std::string(proof::sentence(why.error));
  if (!why.where.empty()) message += " (" + printable(why.where) + ")";
  return {1, proof::to_string(why.error), message};
}

Done verify(Session& session, const VerifyArgs& args) {
  FREEHOLD_TRY_ASSIGN(options, verify_options(session, args));
  FREEHOLD_TRY_ASSIGN(text, read_proof_text(args.proofs));
  auto proof = proof::proof_from_json(text);
  auto refused_by = [&](const proof::ProofRefusal& why) {
    Refused out = proof_refused(why);
    if (why.error == proof::ProofError::kTooOld && args.max_age.empty()) {
      out.message += " It may be 2h old where it answers a challenge; ask for a new one, or say --max-age.";
    }
    return out;
  };
  if (!proof) return failure(refused_by(proof.error()));
  auto verdict = proof::verify_proof(*proof, options);
  if (!verdict) return failure(refused_by(verdict.error()));
  show_verdict(session.console(), *verdict);
  session.console().result(verdict_json(*verdict));
  return std::monostate{};
}

}  // namespace

void add_proof_commands(CLI::App& app, Cli& cli) {
  add_command<ProveArgs>(
      app, cli, "prove",
      "Write a proof file: who owns an asset, an item of a collection, an absence, a transaction",
      kUsesWallet | kUsesNode | kUsesJson,
      [&cli](CLI::App& command, ProveArgs& args) {
        command.add_option("what", args.what, "An asset ID, an item ID#N, or a file of yours");
        command.add_option("--absence", args.absence,
                           "A file or SHA-256 that nobody certified publicly");
        command.add_option("--tx", args.tx, "A transaction's id")->type_name("ID");
        command.add_option("--challenge", args.challenge,
                           "Show it now: the text the other side gave you");
        command.add_option("--audience", args.audience, "Show it to this party only");
        command.add_option("--valid", args.valid,
                           "How long the showing is good: 1h where none is given")
            ->type_name("AGE");
        command.add_option("--genesis", cli.settings.genesis,
                           "Check against this genesis document before writing")->type_name("FILE");
        command
            .add_option("-o,--output", args.output,
                        "Where to write it, such as X.proof.json; - for standard output")
            ->type_name("FILE");
        command
            .add_option("--print", args.print,
                        "Write a certificate to be printed, such as X.html; - for standard output")
            ->type_name("FILE");
      },
      prove)
      ->footer(page(R"(
Writes a file that anybody checks offline with `freehold verify` and the chain's genesis document.
It makes one statement as of the newest sealed block:
  ID          this account owns this asset
  ID#N        this account's collection holds this file (needs the manifest in the wallet's folder)
  FILE        whichever of the two your wallet can show for the file (the node is asked for its hash:
              of a private file, name the ID)
  --absence   nobody made a public certificate of this one file (nothing about collections)
  --tx        this transaction stands in the chain, with this result
The proof of a private certificate opens it: whoever sees the proof learns the file's hash.
A copied proof still verifies. With --challenge it is signed for one moment and one party, so that
it is worth nothing to whoever copies it; that takes the password.
--print writes a page for A4 paper: what the proof says in words, and the proof itself in QR codes,
which `freehold verify` reads back from a scan.

Examples:
  freehold prove ID -o harbour.proof.json
  freehold prove ID#3 -o item.proof.json
  freehold prove photo.jpg -o photo.proof.json
  freehold prove ID --challenge 8f3a1c --audience "Example Bank" -o shown.proof.json
  freehold prove ID --print harbour.html
  freehold prove --absence draft.pdf -o absence.proof.json
  freehold prove --tx TXID -o payment.proof.json)"));
  add_command<VerifyArgs>(
      app, cli, "verify",
      "Check a proof file offline, against a genesis document or a hash you trust", kUsesJson,
      [&cli](CLI::App& command, VerifyArgs& args) {
        command
            .add_option("proof", args.proofs,
                        "The proof file; or scans (PNG, JPEG) or texts of a printed certificate's "
                        "codes; - for standard input")
            ->required();
        command.add_option("--file", args.file, "The file that the proof should be about")
            ->type_name("FILE");
        command.add_option("--genesis", cli.settings.genesis, "The chain's genesis document")
            ->type_name("FILE");
        command.add_option("--trust", args.trust,
                           "validators:HASH or header:HASH, pinned beforehand")
            ->type_name("KIND:HASH");
        command.add_option("--challenge", args.challenge,
                           "The text you gave: the proof has to answer it");
        command.add_option("--audience", args.audience, "Whom it has to be shown to");
        command.add_option("--at", args.at, "The time to check for; now where none is given")
            ->type_name("TIME");
        command.add_option("--max-age", args.max_age,
                           "The oldest the proof may be: 90d, 12h, 30m, 45s; where none is given 2h "
                           "with --challenge or --audience, and else any age")
            ->type_name("AGE");
        command.add_option("--anchor-max-age", args.anchor_max_age,
                           "The oldest that what you trust may be")->type_name("AGE");
      },
      verify)
      ->footer(page(R"(
Needs no node, no wallet and no network. It needs what you trust beforehand: the genesis document,
from the chain's members or their web site and not from whoever gave you the proof, or a hash that
you pinned. Exit status 0: valid; 1: not valid, and why; 2: it cannot be judged like this.
NOTE lines are part of the verdict: an asset that is retired or disputed, an owner that is frozen.
Of a certificate on paper give all sheets that have codes, as images or as the texts that a scanner
app read, in any order.
A valid proof says what the chain said at its height. Use --max-age where that has to be recent,
and a challenge of your own where you want to know that the owner is the one who shows it. Who has
handed an asset on can still sign an old proof for a new challenge: so with --challenge or --audience
the proof may be 2h old and no more, unless --max-age says otherwise.

Examples:
  freehold verify harbour.proof.json --genesis genesis.json --file harbour.jpg
  freehold verify harbour.proof.json --genesis genesis.json --max-age 12h
  freehold verify shown.proof.json --genesis genesis.json --challenge 8f3a1c \
    --audience "Example Bank"
  freehold verify harbour.proof.json --trust header:HASH --json
  freehold verify page2.png page3.png --genesis genesis.json)"));
}

}  // namespace freehold::cmd
