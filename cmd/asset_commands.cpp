#include <algorithm>

#include "cmd/asset_id.h"
#include "cmd/cli.h"
#include "cmd/holdings.h"

namespace freehold::cmd {

using codec::Json;

Outcome<AssetName> parse_asset_name(const std::string& text) {
  size_t mark = text.find('#');
  AssetName out;
  FREEHOLD_TRY_ASSIGN(asset, parse_id<AssetId>(text.substr(0, mark), "an asset"));
  out.asset = asset;
  if (mark == std::string::npos) return out;
  auto number = u64_from_decimal(text.substr(mark + 1));
  if (!number)
    return misuse("bad_id",
                  "after # comes the number of an item, as `freehold asset show` lists them");
  out.item = *number;
  return out;
}

std::string content_text(const proof::Content& content) {
  if (const auto* open = std::get_if<proof::PublicContent>(&content))
    return "file " + to_hex(open->hash.view());
  if (std::holds_alternative<proof::PrivateContent>(content)) return "private file";
  return "collection of " + std::to_string(std::get<proof::CollectionContent>(content).count) +
         " items";
}

std::string owner_text(const proof::Owner& owner) {
  if (const auto* account = std::get_if<proof::AccountOwner>(&owner))
    return codec::account_to_text(account->account);
  return "co-owners by shares (split " + to_hex(std::get<proof::SplitOwner>(owner).split.view()) +
         ")";
}

std::string asset_line(const api::AssetView& asset) {
  std::string out = to_hex(asset.asset.view()) + "  " + content_text(asset.record.content);
  if (!asset.record.title.empty()) out += "  \"" + printable(asset.record.title) + "\"";
  if (asset.record.retired) out += "  RETIRED";
  if (asset.record.dispute) out += "  DISPUTED";
  if (asset.offer && asset.offer->stands) out += "  offered";
  return out;
}

namespace {

Done asset_list(Session& session, const NoArgs&) {
  FREEHOLD_TRY_ASSIGN(account, session.account());
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  Json all = Json::array();
  FREEHOLD_TRY(remote->each<api::AssetView>(
      "/v1/accounts/" + codec::account_to_text(account.account) + "/assets",
      [&](const api::AssetView& asset) {
        session.console().say(asset_line(asset));
        all.push(codec::to_json(asset));
        return true;
      }));
  session.console().result(all);
  return std::monostate{};
}

struct ShowArgs {
  std::string id;
  size_t items = 20;
};

void show_items(const Console& console, const wallet::Manifest& manifest, size_t limit) {
  console.say("items, from your manifest:");
  for (size_t i = 0; i < manifest.items.size() && i < limit; ++i) {
    const wallet::ManifestItem& item = manifest.items[i];
    std::string name = item.paths.empty() ? "" : "  " + printable(as_text(item.paths[0]));
    if (item.paths.size() > 1) name += " (and " + std::to_string(item.paths.size() - 1) + " equal)";
    console.say("  #" + std::to_string(i) + "  " + to_hex(item.hash.view()) + name);
  }
  if (manifest.items.size() > limit) {
    console.say("  ... " + std::to_string(manifest.items.size() - limit) + " more; see --items");
  }
}

Done asset_show(Session& session, const ShowArgs& args) {
  FREEHOLD_TRY_ASSIGN(name, parse_asset_name(args.id));
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  FREEHOLD_TRY_ASSIGN(view,
                      remote->get<api::AssetView>("/v1/assets/" + id_path(name.asset.view())));
  const Console& console = session.console();
  const proof::AssetRecord& record = view.record;
  console.say("asset      " + to_hex(view.asset.view()));
  console.say("content    " + content_text(record.content));
  if (!record.title.empty()) console.say("title      " + printable(record.title));
  console.say("owner      " + owner_text(record.owner) + ", since " +
              time_text(record.owner_since_time.ms));
  console.say("certified  " + time_text(record.certified_time.ms) + ", height " +
              std::to_string(record.certified_height.value) + ", by " +
              codec::account_to_text(record.certifier));
  if (record.origin)
    console.say("from       collection " + to_hex(record.origin->collection.view()));
  if (record.derived_from) console.say("derives    from " + to_hex(record.derived_from->view()));
  if (record.retired) console.say("RETIRED    " + time_text(record.retired->time.ms));
  if (record.dispute)
    console.say("DISPUTED   until " + time_text(record.dispute->deadline.ms) + " at the latest");
  if (record.contested) console.say("CONTESTED  a dispute about it was upheld");
  if (view.offer) {
    console.say("offer      to " + codec::account_to_text(view.offer->offer.to) + " for " +
                amount_to_credits(view.offer->offer.price) + " credits, until height " +
                std::to_string(view.offer->offer.expiry.value) +
                (view.offer->stands ? "" : "; it does not stand any more"));
  }
  if (!session.settings().wallets.empty() &&
      std::holds_alternative<proof::CollectionContent>(record.content)) {
    FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
    Holdings holdings(session, *wallet);
    FREEHOLD_TRY(holdings.settle());
    FREEHOLD_TRY_ASSIGN(manifest, holdings.manifest(name.asset));
    if (manifest) show_items(console, *manifest, args.items);
  }
  console.result(codec::to_json(view));
  return std::monostate{};
}

struct IdArgs {
  std::string id;
};

Done asset_history(Session& session, const IdArgs& args) {
  FREEHOLD_TRY_ASSIGN(name, parse_asset_name(args.id));
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  std::string path = "/v1/assets/" + id_path(name.asset.view());
  FREEHOLD_TRY_ASSIGN(view, remote->get<api::AssetView>(path));
  Json all = Json::array();
  HistoryHash running;
  auto fold = [&](const api::EventView& event) {
    std::string line = time_text(event.event.time.ms) + "  height " +
                       std::to_string(event.event.height.value) + "  " +
                       std::string(enum_text(event.event.kind));
    if (event.event.from) line += "  from " + owner_text(*event.event.from);
    if (event.event.to) line += "  to " + owner_text(*event.event.to);
    session.console().say(line);
    running = proof::history_after(running, event.event);
    all.push(codec::to_json(event));
  };
  // An extracted item goes on from its collection's history.
  if (const auto& origin = view.record.origin) {
    FREEHOLD_TRY(
        remote->each<api::EventView>("/v1/assets/" + id_path(origin->collection.view()) + "/events",
                                     [&](const api::EventView& event) {
                                       if (event.number >= origin->events) return false;
                                       fold(event);
                                       return true;
                                     }));
  }
  FREEHOLD_TRY(remote->each<api::EventView>(path + "/events", [&](const api::EventView& event) {
    if (!view.record.origin || event.number >= view.record.origin->events) fold(event);
    return true;
  }));
  // The record binds the whole history, so a node that leaves something out is found out.
  if (running != view.record.history) {
    return refuse("history_mismatch",
                  "the events the node gave do not add up to the history in the asset's record");
  }
  session.console().result(all);
  return std::monostate{};
}

struct ExtractArgs {
  std::string id;
  std::string title;
};

Done asset_extract(Session& session, const ExtractArgs& args) {
  FREEHOLD_TRY_ASSIGN(name, parse_asset_name(args.id));
  FREEHOLD_TRY(check_title(args.title));
  if (!name.item)
    return misuse("bad_id", "say which item: ID#N, as `freehold asset show ID` lists them");
  FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
  Holdings holdings(session, *wallet);
  FREEHOLD_TRY(holdings.settle());
  FREEHOLD_TRY_ASSIGN(manifest, holdings.manifest(name.asset));
  if (!manifest) {
    return refuse("no_manifest",
                  "the wallet's folder has no manifest of that collection: without it no item can "
                  "be extracted");
  }
  if (*name.item >= manifest->items.size()) {
    return refuse("no_such_item", "the collection has " + std::to_string(manifest->items.size()) +
                                      " items, from #0 on");
  }
  contracts::assets::Extract call;
  call.collection = name.asset;
  call.index = *name.item;
  call.salt = wallet::manifest_salt(*manifest, *name.item);
  call.content = wallet::manifest_content(*manifest, *name.item);
  call.path = wallet::manifest_path(*manifest, *name.item);
  call.title = args.title;
  const wallet::ManifestItem& item = manifest->items[*name.item];
  AssetId id = proof::item_id(name.asset, call.content);
  if (item.k) {
    Bytes path = item.paths.empty() ? Bytes() : item.paths[0];
    FREEHOLD_TRY(holdings.save_private({id, *item.k, item.hash, path}));
  } else {
    session.console().note("What becomes public: the SHA-256 of this one item.");
  }
  FREEHOLD_TRY_ASSIGN(tx, session.run({wallet::make_action(call)}));
  session.console().say("extracted  " + to_hex(id.view()) + "  now a certificate of its own");
  show_outcome(session.console(), tx);
  Json out = Json::object();
  out.set("asset", Json::string(to_hex(id.view())));
  out.set("collection", Json::string(to_hex(name.asset.view())));
  out.set("item", Json::number(*name.item));
  out.set("transaction", codec::to_json(tx));
  session.console().result(out);
  return std::monostate{};
}

Done asset_retire(Session& session, const IdArgs& args) {
  FREEHOLD_TRY_ASSIGN(name, parse_asset_name(args.id));
  FREEHOLD_TRY_ASSIGN(tx,
                      session.run({wallet::make_action(contracts::assets::Retire{name.asset})}));
  session.console().say("retired    " + to_hex(name.asset.view()));
  show_outcome(session.console(), tx);
  session.console().result(codec::to_json(tx));
  return std::monostate{};
}

}  // namespace

void add_asset_commands(CLI::App& app, Cli& cli) {
  CLI::App* group =
      app.add_subcommand("asset", "Look at certificates and collections, extract items, retire");
  group->require_subcommand(1);
  unsigned reads = kUsesWallet | kUsesNode | kUsesJson;
  auto id = [](CLI::App& command, IdArgs& args) {
    command.add_option("id", args.id, "The asset's id")->required();
  };
  add_command<NoArgs>(
      *group, cli, "list", "What the account owns", reads, [](CLI::App&, NoArgs&) {}, asset_list)
      ->footer(page(R"(
Examples:
  freehold asset list
  freehold asset list --account studio --json)"));
  add_command<ShowArgs>(
      *group, cli, "show", "All about an asset; with the wallet, the items of its own collection",
      reads,
      [](CLI::App& command, ShowArgs& args) {
        command.add_option("id", args.id, "The asset's id")->required();
        command.add_option("--items", args.items, "How many items to list; 20 where none is given");
      },
      asset_show)
      ->footer(page(R"(
Any asset can be looked at. The items of a collection are listed from the manifest in the wallet's
folder; their numbers are what ID#N means in other commands.

Examples:
  freehold asset show ID
  freehold asset show ID --items 1000)"));
  add_command<IdArgs>(*group, cli, "history", "The chain of title, checked against the record",
                      reads, id, asset_history)
      ->footer(page(R"(
Lists who certified it and each owner since, and folds the events into the history hash that stands
in the asset's record: a node that leaves one out is found out.

Example:
  freehold asset history ID)"));
  add_command<ExtractArgs>(
      *group, cli, "extract", "Make an item of a collection, ID#N, a certificate of its own",
      reads | kUsesFee,
      [](CLI::App& command, ExtractArgs& args) {
        command.add_option("id", args.id, "ID#N")->required();
        command.add_option("--title", args.title, "A public title");
      },
      asset_extract)
      ->footer(page(R"(
A collection can only be handed on whole; an item that was extracted has a certificate of its own,
which can be offered, shown and retired by itself, and keeps the collection's certifier and time.
It cannot be undone. Public: the SHA-256 of this one item (of a private one, its commitment), and
that it came from this collection. The others stay as hidden as they were.

Examples:
  freehold asset show ID
  freehold asset extract ID#3 --title "Harbour at dawn")"));
  add_command<IdArgs>(*group, cli, "retire", "End a certificate for good; its history stays",
                      reads | kUsesFee, id, asset_retire)
      ->footer(page(R"(
For good: a retired asset cannot be offered, and proofs of it say that it is retired. Its record and
its history stay on the chain.

Example:
  freehold asset retire ID)"));
}

}  // namespace freehold::cmd
