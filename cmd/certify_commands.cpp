#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "cmd/cli.h"
#include "cmd/holdings.h"
#include "cmd/walk.h"
#include "crypto/hash.h"

namespace freehold::cmd {
namespace {

using codec::Json;

struct CertifyArgs {
  std::vector<std::string> paths;
  bool hidden = false;
  std::string title;
  std::string derived_from;
  std::string hashes;
};

struct Certifying {
  Session& session;
  wallet::Wallet& wallet;
  Holdings holdings;
  AccountId account;
  const CertifyArgs& args;
  std::optional<AssetId> derived_from;
  std::vector<wallet::PendingTx> unknown;  // of earlier runs, that may still come
  Json results = Json::array();
};

void add_result(Certifying& job, const std::string& kind, const AssetId& asset,
                const std::string& what, const std::string& status) {
  Json out = Json::object();
  out.set("kind", Json::string(kind));
  out.set("asset", Json::string(to_hex(asset.view())));
  out.set("of", Json::string(printable(what)));
  out.set("status", Json::string(status));
  job.results.push(std::move(out));
}

Outcome<std::optional<api::AssetView>> look_up(Certifying& job, const AssetId& asset) {
  FREEHOLD_TRY_ASSIGN(remote, job.session.remote());
  auto found = remote->get<api::AssetView>("/v1/assets/" + id_path(asset.view()));
  if (found) return std::optional(std::move(*found));
  if (found.error().code == "unknown_asset") return std::optional<api::AssetView>();
  return failure(found.error());
}

// What earlier runs sent and did not see in a block: waits for what the node has waiting.
Done settle(Certifying& job) {
  FREEHOLD_TRY_ASSIGN(left, job.holdings.settle());
  bool waited = false;
  for (const wallet::PendingTx& one : left.waiting) {
    if (one.accepts || one.account != job.account) continue;
    job.session.console().note("waiting for the transaction of an earlier run: " +
                               to_hex(one.tx.view()));
    auto done = job.session.wait(one.tx);
    if (!done && done.error().code == "not_committed_yet") return failure(done.error());
    waited = true;
  }
  if (waited) {
    FREEHOLD_TRY_ASSIGN(after, job.holdings.settle());
    left = std::move(after);
  }
  job.unknown = std::move(left.unknown);
  return std::monostate{};
}

// --- single files -----------------------------------------------------------------------------

struct FileToCertify {
  std::string path;
  ContentHash hash;
  proof::Content content;
  AssetId asset;
  std::optional<Hash256> k;
};

Outcome<std::vector<FileToCertify>> files_to_certify(Certifying& job,
                                                     const std::vector<std::string>& paths) {
  std::vector<FileToCertify> out;
  std::set<AssetId> seen;
  std::map<ContentHash, Hash256> keys;
  if (job.args.hidden) {
    FREEHOLD_TRY_ASSIGN(kept, job.holdings.private_keys());
    for (const PrivateKey& key : kept) {
      Commitment own = proof::commitment(key.k.view(), job.account, key.content);
      if (proof::asset_id(job.account, proof::PrivateContent{own}) == key.asset)
        keys.emplace(key.content, key.k);
    }
  }
  for (const std::string& path : paths) {
    auto hash = hash_file(path);
    if (!hash) return refuse("unreadable_file", printable(path) + ": " + hash.error());
    FileToCertify file{path, *hash, proof::PublicContent{*hash}, {}, std::nullopt};
    if (job.args.hidden) {
      // A run that was interrupted after it kept the key goes on with that key.
      auto kept = keys.find(*hash);
      if (kept == keys.end()) {
        crypto::random_bytes(file.k.emplace().data(), Hash256::kSize);
        keys.emplace(*hash, *file.k);
      } else {
        file.k = kept->second;
      }
      file.content = proof::PrivateContent{proof::commitment(file.k->view(), job.account, *hash)};
    }
    file.asset = proof::asset_id(job.account, file.content);
    FREEHOLD_TRY_ASSIGN(known, look_up(job, file.asset));
    if (known || !seen.insert(file.asset).second) {
      // The certificate of a content by an account is one for ever, whatever became of it.
      const auto* owner = known ? std::get_if<proof::AccountOwner>(&known->record.owner) : nullptr;
      bool gone = known && (owner == nullptr || owner->account != job.account);
      job.session.console().say("already certified by you: " + to_hex(file.asset.view()) + "  " +
                                printable(path) + (gone ? ", and handed on" : "") +
                                (known && known->record.retired ? ", and retired" : ""));
      add_result(job, "certificate", file.asset, path, "already_certified");
      continue;
    }
    out.push_back(std::move(file));
  }
  return out;
}

Done certify_files(Certifying& job, const std::vector<std::string>& paths) {
  if (paths.empty()) return std::monostate{};
  FREEHOLD_TRY_ASSIGN(files, files_to_certify(job, paths));
  if (files.empty()) return std::monostate{};
  job.session.console().note(
      job.args.hidden ? "What becomes public: " + std::to_string(files.size()) +
                            " commitment(s), which say nothing of the files" +
                            (job.args.title.empty() ? "." : ", and the title.")
                      : "What becomes public: the SHA-256 of " + std::to_string(files.size()) +
                            " file(s)" + (job.args.title.empty() ? "" : " and the title") +
                            ", and that this account certified them; not their names or contents.");
  for (const FileToCertify& file : files) {
    if (!file.k) continue;
    // Kept before anything is sent: without k the certificate could never be shown.
    FREEHOLD_TRY(
        job.holdings.save_private({file.asset, *file.k, file.hash, to_bytes(as_bytes(file.path))}));
  }
  constexpr size_t kFilesInOne = 500;
  for (size_t begin = 0; begin < files.size(); begin += kFilesInOne) {
    size_t end = std::min(begin + kFilesInOne, files.size());
    std::vector<proof::Action> actions;
    for (size_t i = begin; i < end; ++i) {
      actions.push_back(wallet::make_action(
          contracts::assets::Certify{files[i].content, job.args.title, job.derived_from}));
    }
    wallet::PendingTx about;
    for (size_t i = begin; i < end; ++i) about.assets.push_back(files[i].asset);
    FREEHOLD_TRY_ASSIGN(tx, job.holdings.send(std::move(about), actions));
    for (size_t i = begin; i < end; ++i) {
      job.session.console().say("certified  " + to_hex(files[i].asset.view()) + "  " +
                                printable(files[i].path));
      add_result(job, "certificate", files[i].asset, files[i].path, "certified");
    }
    show_outcome(job.session.console(), tx);
  }
  return std::monostate{};
}

// --- collections ------------------------------------------------------------------------------

// Contents of the files that are in collections of this account already. A collection that was
// retired or handed on, or is of another chain, holds nothing: the chain says which.
Outcome<std::set<ContentHash>> contents_held(Certifying& job,
                                             const std::vector<HashedFile>& files) {
  std::set<ContentHash> asked;
  for (const HashedFile& one : files) asked.insert(one.hash);
  std::set<ContentHash> out;
  FREEHOLD_TRY_ASSIGN(manifests, job.holdings.manifests(job.args.hidden));
  for (const wallet::Manifest& manifest : manifests.read) {
    if (manifest.hidden != job.args.hidden) continue;
    std::vector<ContentHash> both;
    for (const wallet::ManifestItem& item : manifest.items) {
      if (asked.contains(item.hash)) both.push_back(item.hash);
    }
    if (both.empty()) continue;
    FREEHOLD_TRY_ASSIGN(title, job.holdings.title(manifest.collection, job.account));
    if (title == Holdings::Title::kHeld) out.insert(both.begin(), both.end());
  }
  return out;
}

// The manifest of an earlier run that made one of exactly these items and was not seen in a block:
// with it, what that run may have sent and what this one sends are one collection.
Outcome<std::optional<wallet::Manifest>> manifest_begun(
    Certifying& job, const std::vector<wallet::ManifestItem>& items) {
  for (const wallet::PendingTx& one : job.unknown) {
    if (one.accepts || one.account != job.account || one.sealed != job.args.hidden) continue;
    FREEHOLD_TRY_ASSIGN(manifest, job.holdings.pending_manifest(one));
    bool same = manifest && std::equal(manifest->items.begin(), manifest->items.end(),
                                       items.begin(), items.end(), [](const auto& a, const auto& b) {
                                         return a.hash == b.hash && a.paths == b.paths;
                                       });
    if (same) return manifest;
  }
  return std::optional<wallet::Manifest>();
}

Done certify_collection(Certifying& job, const std::string& name,
                        std::vector<wallet::ManifestItem> items) {
  if (items.size() > proof::kCollectionItemsMax) {
    return refuse("too_many_items",
                  "a collection has at most 16777216 different files; certify parts of it");
  }
  job.session.console().note(
      "What becomes public: one root hash, the number of items (" + std::to_string(items.size()) +
      ")" + (job.args.title.empty() ? "" : " and the title") + "; no names, no hashes of files.");
  FREEHOLD_TRY_ASSIGN(begun, manifest_begun(job, items));
  const wallet::Manifest manifest =
      begun ? std::move(*begun)
            : wallet::manifest_make(job.account, job.args.hidden, to_bytes(as_bytes(name)),
                                    std::move(items));
  wallet::PendingTx about;
  about.assets = {manifest.collection};
  FREEHOLD_TRY(job.holdings.carry(about, manifest));
  auto tx = job.holdings.send(
      std::move(about), {wallet::make_action(contracts::assets::Certify{
                            wallet::manifest_collection(manifest), job.args.title,
                            job.derived_from})});
  if (!tx) {
    // What an earlier run sent may have come first.
    FREEHOLD_TRY(job.holdings.settle());
    FREEHOLD_TRY_ASSIGN(there, look_up(job, manifest.collection));
    if (!there) return failure(tx.error());
  }
  job.session.console().say("certified  " + to_hex(manifest.collection.view()) +
                            "  a collection of " + std::to_string(manifest.items.size()) +
                            " items, " + printable(name));
  job.session.console().say(
      "Its manifest is in " + job.wallet.folder() +
      ": without it no item can be shown, and words do not bring it back. Keep copies.");
  add_result(job, "collection", manifest.collection, name, "certified");
  if (tx) show_outcome(job.session.console(), *tx);
  return std::monostate{};
}

std::vector<wallet::ManifestItem> distinct_items(const std::vector<HashedFile>& files,
                                                 const std::set<ContentHash>& held) {
  std::vector<wallet::ManifestItem> out;
  std::map<ContentHash, size_t> place;
  for (const HashedFile& one : files) {
    if (held.contains(one.hash)) continue;
    auto [at, fresh] = place.emplace(one.hash, out.size());
    if (fresh) out.push_back({one.hash, std::nullopt, one.file.size, {}});
    out[at->second].paths.push_back(to_bytes(as_bytes(one.file.path)));
  }
  return out;
}

void report_problems(const Console& console, const std::vector<WalkProblem>& problems) {
  constexpr size_t kShown = 20;
  for (size_t i = 0; i < problems.size() && i < kShown; ++i) {
    console.note("not read: " + printable(problems[i].path) + ": " + problems[i].why);
  }
  if (problems.size() > kShown)
    console.note("... and " + std::to_string(problems.size() - kShown) + " more");
}

Done certify_folder(Certifying& job, const std::string& given) {
  const Console& console = job.session.console();
  char* resolved = realpath(given.c_str(), nullptr);
  std::string folder = resolved != nullptr ? resolved : given;
  std::free(resolved);
  // The wallet's own folder changes while this runs, and is nobody's business.
  std::vector<FolderId> skip;
  if (auto own = folder_id(job.wallet.folder())) skip.push_back(*own);
  Walk walk = walk_folder(folder, skip);
  if (walk.files.empty() && walk.problems.empty()) {
    return refuse("empty_folder", printable(given) + " holds no files");
  }
  HashOptions options;
  options.threads = std::max(1u, std::thread::hardware_concurrency());
  // Names and hashes of private files are written nowhere in the clear: an interrupted run hashes
  // them again.
  if (!job.args.hidden) {
    auto place = job.wallet.make_place("hashes");
    if (!place) return failure(refused(place.error()));
    options.memory =
        *place + "/" + to_hex(crypto::sha256(as_bytes(folder)).view().first(16));
  }
  Progress bar("hashing");
  options.progress = [&](uint64_t done) { bar.update(done, walk.bytes); };
  Hashing hashing = hash_files(folder, walk.files, options);
  bar.end();
  std::vector<WalkProblem> problems = walk.problems;
  problems.insert(problems.end(), hashing.problems.begin(), hashing.problems.end());
  report_problems(console, problems);
  FREEHOLD_TRY_ASSIGN(held, contents_held(job, hashing.files));
  std::vector<wallet::ManifestItem> items = distinct_items(hashing.files, held);
  console.note(std::to_string(hashing.files.size()) + " files, " + std::to_string(items.size()) +
               " different ones that are new; left out: " + std::to_string(walk.links) +
               " symbolic links, " + std::to_string(walk.specials) + " special files, " +
               std::to_string(problems.size()) + " unreadable.");
  if (items.empty()) {
    console.say("nothing new in " + printable(given) + ": all of it is certified already");
    add_result(job, "collection", AssetId(), given, "nothing_new");
    return std::monostate{};
  }
  return certify_collection(job, folder, std::move(items));
}

// Lines as sha256sum writes them: 64 digits, and a name that may follow.
Outcome<std::vector<wallet::ManifestItem>> read_hashes(const std::string& path) {
  FREEHOLD_TRY_ASSIGN(text, read_input(path, size_t{4} << 30));
  std::vector<wallet::ManifestItem> out;
  std::set<ContentHash> seen;
  std::string_view rest = as_text(text);
  for (uint64_t line = 1; !rest.empty(); ++line) {
    size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view one = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!one.empty() && one.back() == '\r') one.remove_suffix(1);
    if (one.empty()) continue;
    auto bytes = one.size() >= 64 ? from_hex(one.substr(0, 64)) : std::nullopt;
    auto hash = bytes ? ContentHash::from(*bytes) : std::nullopt;
    if (!hash || (one.size() > 64 && one[64] != ' ')) {
      return refuse("bad_hash_line",
                    printable(path) + ", line " + std::to_string(line) +
                        ": a line is 64 hexadecimal digits, and a name that may follow");
    }
    if (!seen.insert(*hash).second) continue;
    wallet::ManifestItem item{*hash, std::nullopt, 0, {}};
    if (one.size() > 66) item.paths.push_back(to_bytes(as_bytes(one.substr(66))));
    out.push_back(std::move(item));
  }
  return out;
}

Done certify(Session& session, const CertifyArgs& args) {
  if (args.paths.empty() == args.hashes.empty()) {
    return misuse("nothing_to_certify",
                  "name files and folders, or a list of hashes with --hashes FILE");
  }
  FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
  FREEHOLD_TRY_ASSIGN(account, session.account());
  FREEHOLD_TRY(check_title(args.title));
  Certifying job{session, *wallet, Holdings(session, *wallet), account.account, args, {}, {}};
  if (!args.derived_from.empty()) {
    FREEHOLD_TRY_ASSIGN(parent, parse_id<AssetId>(args.derived_from, "an asset"));
    job.derived_from = parent;
  }
  std::vector<std::string> files;
  std::vector<std::string> folders;
  for (const std::string& path : args.paths) {
    struct stat info {};
    if (stat(path.c_str(), &info) != 0)
      return refuse("unreadable_file", printable(path) + ": " + strerror(errno));
    if (S_ISDIR(info.st_mode)) {
      folders.push_back(path);
    } else if (S_ISREG(info.st_mode)) {
      files.push_back(path);
    } else {
      return refuse("not_a_file", printable(path) + " is neither a file nor a folder");
    }
  }
  FREEHOLD_TRY(settle(job));
  FREEHOLD_TRY(certify_files(job, files));
  for (const std::string& folder : folders) FREEHOLD_TRY(certify_folder(job, folder));
  if (!args.hashes.empty()) {
    FREEHOLD_TRY_ASSIGN(items, read_hashes(args.hashes));
    if (items.empty()) return refuse("empty_list", printable(args.hashes) + " holds no hashes");
    FREEHOLD_TRY(certify_collection(job, args.hashes, std::move(items)));
  }
  session.console().result(job.results);
  return std::monostate{};
}

// --- find -------------------------------------------------------------------------------------

struct FindArgs {
  std::string what;
};

Outcome<ContentHash> content_of(const std::string& what) {
  // A file of that name comes first: a name of 64 digits is a file if it is there.
  if (access(what.c_str(), F_OK) != 0) {
    if (auto hash = codec::hash_from_text<ContentHash>(what)) return *hash;
    return misuse("not_found", "'" + printable(what) + "' is neither a file nor a SHA-256");
  }
  auto hash = hash_file(what);
  if (!hash) return refuse("unreadable_file", printable(what) + ": " + hash.error());
  return *hash;
}

Done find(Session& session, const FindArgs& args) {
  const Console& console = session.console();
  FREEHOLD_TRY_ASSIGN(hash, content_of(args.what));
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  Json certificates = Json::array();
  std::string cursor;
  for (bool more = true; more;) {
    FREEHOLD_TRY_ASSIGN(
        view, remote->get<api::ContentView>("/v1/contents/" + id_path(hash.view()) + "?limit=500" +
                                            (cursor.empty() ? "" : "&cursor=" + cursor)));
    for (const api::AssetView& asset : view.certificates.items) {
      console.say(time_text(asset.record.certified_time.ms) + "  by " +
                  codec::account_to_text(asset.record.certifier) + "  " +
                  to_hex(asset.asset.view()) + (asset.record.retired ? "  retired" : ""));
      certificates.push(codec::to_json(asset));
    }
    more = view.certificates.next.has_value();
    cursor = http::percent_encode(view.certificates.next.value_or(""));
  }
  Json items = Json::array();
  if (!session.settings().wallets.empty()) {
    FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
    Holdings holdings(session, *wallet);
    bool unlock = !session.settings().password_files.empty() || isatty(STDIN_FILENO) == 1;
    FREEHOLD_TRY(holdings.settle());
    FREEHOLD_TRY_ASSIGN(manifests, holdings.manifests(unlock && !wallet->watch_only()));
    for (const wallet::Manifest& manifest : manifests.read) {
      auto index = wallet::manifest_find(manifest, hash);
      if (!index) continue;
      std::string id = to_hex(manifest.collection.view()) + "#" + std::to_string(*index);
      FREEHOLD_TRY_ASSIGN(title, holdings.title(manifest.collection));
      if (title == Holdings::Title::kNone) {
        console.note("in a collection that is not yours on this chain  " + id);
        continue;
      }
      bool retired = title == Holdings::Title::kRetired;
      console.say("in your collection  " + id + (retired ? "  retired" : ""));
      items.push(Json::string(id));
    }
    if (manifests.sealed > 0) {
      console.note(std::to_string(manifests.sealed) +
                   " private collection(s) were not looked into: that takes the password");
    }
  }
  Json out = Json::object();
  out.set("content", Json::string(to_hex(hash.view())));
  out.set("certificates", certificates);
  out.set("items", items);
  console.result(out);
  if (certificates.size() + items.size() == 0) {
    return refuse("not_certified", "nobody certified " + to_hex(hash.view()) +
                                       " here, and none of your collections holds it");
  }
  return std::monostate{};
}

}  // namespace

void add_certify_commands(CLI::App& app, Cli& cli) {
  unsigned uses = kUsesWallet | kUsesNode | kUsesJson;
  add_command<CertifyArgs>(
      app, cli, "certify",
      "Certify files, folders or hashes: a file becomes a certificate, a folder a collection with "
      "a manifest",
      uses | kUsesFee,
      [](CLI::App& command, CertifyArgs& args) {
        command.add_option("paths", args.paths,
                           "Files and folders; nothing in them leaves this machine");
        command.add_flag("--private", args.hidden,
                         "Certify by commitments: nobody can tell what was certified until you "
                         "show it");
        command.add_option("--title", args.title, "A public title, at most 128 bytes")
            ->type_name("TEXT");
        command
            .add_option("--derived-from", args.derived_from,
                        "The asset this one comes from; public")
            ->type_name("ID");
        command
            .add_option("--hashes", args.hashes,
                        "A list of SHA-256, one a line, as sha256sum writes it; becomes one "
                        "collection")
            ->type_name("FILE");
      },
      certify)
      ->footer(page(R"(
A file becomes a certificate: public are its SHA-256, your address, the time and the title. Whoever
has the same file can see that you certified it; nobody can get the file back from its hash.
A folder, or a list of hashes, becomes one collection: public are one root hash, the number of
items, your address, the time and the title; no names and no hashes. The manifest that tells which
file is which item stays in the wallet's folder, FILE.d. Keep copies: words do not bring it back.
With --private a file is certified by a commitment from which even its hash cannot be guessed; the
key that opens it is in FILE.d too, and without it the certificate can never be shown.
Names and contents never leave this machine. What becomes public is said before it is sent.

In folders, symbolic links are not followed, unreadable files are counted and told, equal files are
one item. A second run certifies what is new; a run that was interrupted goes on.

Examples:
  freehold certify thesis.pdf --title "Thesis, final"
  freehold certify ~/Photos
  freehold certify --private contract.pdf
  freehold certify edited.jpg --derived-from ID
  sha256sum *.raw > list && freehold certify --hashes list)"));
  add_command<FindArgs>(
      app, cli, "find",
      "Who certified exactly this, the first first, and which of my collections hold it", uses,
      [](CLI::App& command, FindArgs& args) {
        command.add_option("what", args.what, "A file or a SHA-256")->required();
      },
      find)
      ->footer(page(R"(
Asks the node for public certificates of this content, and looks into the manifests of your wallet;
into private ones if the password is given. The node learns the hash you ask for. Exit status 1
where nobody certified it.

Examples:
  freehold find photo.jpg
  freehold find 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824)"));
}

}  // namespace freehold::cmd
