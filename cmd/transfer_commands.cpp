#include "cmd/asset_id.h"
#include "cmd/cli.h"
#include "cmd/holdings.h"
#include "cmd/walk.h"
#include "wallet/handover.h"

namespace freehold::cmd {
namespace {

using codec::Json;
using proof::PrivateContent;

struct OfferArgs {
  std::string id;
  std::string to;
  std::string price = "0";
  uint64_t blocks = 1'000'000;
  std::string handover;
};

Outcome<api::AssetView> read_asset(Session& session, const AssetId& asset) {
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  return remote->get<api::AssetView>("/v1/assets/" + id_path(asset.view()));
}

// What the recipient needs besides the chain: nothing for a public file.
Outcome<std::optional<wallet::Handover>> handover_of(Session& session,
                                                     const api::AssetView& asset) {
  FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
  Holdings holdings(session, *wallet);
  FREEHOLD_TRY(holdings.settle());
  wallet::Handover out;
  out.asset = asset.asset;
  if (std::holds_alternative<PrivateContent>(asset.record.content)) {
    FREEHOLD_TRY_ASSIGN(key, holdings.private_key(asset.asset));
    if (!key) {
      return refuse(
          "no_private_key",
          "the wallet's folder has no key of that private certificate: it cannot be handed on");
    }
    out.k = key->k;
    out.content = key->content;
    return std::optional(std::move(out));
  }
  if (!std::holds_alternative<proof::CollectionContent>(asset.record.content))
    return std::optional<wallet::Handover>();
  FREEHOLD_TRY_ASSIGN(manifest, holdings.manifest(asset.asset));
  if (!manifest) {
    return refuse("no_manifest",
                  "the wallet's folder has no manifest of that collection: the recipient could "
                  "show nothing of it");
  }
  out.manifest = wallet::manifest_encode(*manifest);
  return std::optional(std::move(out));
}

Done offer(Session& session, const OfferArgs& args) {
  FREEHOLD_TRY_ASSIGN(name, parse_asset_name(args.id));
  if (name.item) return misuse("bad_id", "extract the item first: `freehold asset extract ID#N`");
  FREEHOLD_TRY_ASSIGN(to, parse_account(args.to));
  FREEHOLD_TRY_ASSIGN(price, parse_credits(args.price));
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  FREEHOLD_TRY_ASSIGN(asset, read_asset(session, name.asset));
  FREEHOLD_TRY_ASSIGN(status, remote->get<api::StatusView>("/v1/status"));
  FREEHOLD_TRY_ASSIGN(recipient,
                      remote->get<api::AccountView>("/v1/accounts/" + codec::account_to_text(to)));
  FREEHOLD_TRY_ASSIGN(handover, handover_of(session, asset));
  if (handover && !recipient.policy) {
    return refuse("recipient_unopened",
                  "the recipient's account is not open, so nothing can be sealed for its keys; "
                  "its first transaction opens it");
  }
  contracts::assets::Offer call{
      name.asset, to, price, Height{status.height.value + args.blocks}, {}};
  if (handover && handover->k) {
    auto wrapped = wallet::wrap_key(*handover->k, name.asset, *recipient.policy);
    if (!wrapped)
      return refuse("bad_policy",
                    "the recipient has no key that the certificate's key could be sealed for");
    call.handover = std::move(*wrapped);
  }
  std::string file = args.handover;
  if (handover) {
    if (file.empty()) file = to_hex(name.asset.view()).substr(0, 16) + ".handover.json";
    auto text = wallet::handover_to_json(*handover, *recipient.policy);
    if (!text)
      return refuse(wallet::to_string(text.error()),
                    "what the recipient needs cannot be sealed for its keys");
    FREEHOLD_TRY(write_output(file, *text));
  }
  FREEHOLD_TRY_ASSIGN(tx, session.run({wallet::make_action(call)}));
  const Console& console = session.console();
  console.say("offered    " + to_hex(name.asset.view()) + " to " + codec::account_to_text(to) +
              " for " + amount_to_credits(price) + " credits, until height " +
              std::to_string(call.expiry.value));
  if (handover)
    console.say("Give the recipient " + file +
                ": it is sealed for them, and they need it to accept.");
  show_outcome(console, tx);
  console.result(codec::to_json(tx));
  return std::monostate{};
}

struct AcceptArgs {
  std::string id;
  std::string most;
  std::string handover;
  std::string file;
};

struct Received {
  std::optional<wallet::Manifest> manifest;
  std::optional<PrivateKey> key;
};

Outcome<std::optional<wallet::Handover>> read_handover(const std::string& path,
                                                       const crypto::SecretKey& key,
                                                       const AssetId& asset) {
  if (path.empty()) return std::optional<wallet::Handover>();
  FREEHOLD_TRY_ASSIGN(text, read_input(path, size_t{4} << 30));
  auto handover = wallet::handover_from_json(as_text(text), key);
  if (!handover) {
    return refuse(wallet::to_string(handover.error()),
                  printable(path) + ": it is not a handover sealed for this account");
  }
  if (handover->asset != asset)
    return refuse("other_asset", printable(path) + " belongs to another asset");
  return std::optional(std::move(*handover));
}

bool owned_by(const api::AssetView& asset, const AccountId& account) {
  const auto* owner = std::get_if<proof::AccountOwner>(&asset.record.owner);
  return owner != nullptr && owner->account == account;
}

// That what was received is what the certificate is about. The key of a private one is in the offer,
// which is gone once it is `taken`, and in the handover.
Outcome<Received> check_received(const AcceptArgs& args, const api::AssetView& asset,
                                 const crypto::SecretKey& key, bool taken) {
  Received out;
  FREEHOLD_TRY_ASSIGN(handover, read_handover(args.handover, key, asset.asset));
  if (std::holds_alternative<proof::CollectionContent>(asset.record.content)) {
    if (!handover) {
      return refuse(
          "handover_needed",
          "a collection is nothing without its manifest: ask the seller for the handover file "
          "and name it with --handover");
    }
    auto manifest = wallet::manifest_decode(handover->manifest);
    if (!manifest || !wallet::manifest_fits(*manifest, asset.asset, asset.record)) {
      return refuse("wrong_manifest",
                    "the manifest in the handover is not this collection's; do not accept");
    }
    out.manifest = std::move(*manifest);
    return out;
  }
  const auto* content = std::get_if<PrivateContent>(&asset.record.content);
  if (content == nullptr) return out;
  std::optional<Hash256> k = taken ? (handover ? handover->k : std::nullopt)
                                   : wallet::unwrap_key(asset.offer->offer.handover, asset.asset, key);
  if (!k)
    return refuse("wrong_key", "the offer holds no key sealed for this account; do not accept");
  std::optional<ContentHash> hash;
  if (!args.file.empty()) {
    auto read = hash_file(args.file);
    if (!read) return refuse("unreadable_file", printable(args.file) + ": " + read.error());
    hash = *read;
  } else if (handover) {
    hash = handover->content;
  }
  if (!hash) {
    return refuse(
        "handover_needed",
        "a private certificate has to be checked before it is accepted: name the file with "
        "--file, or the seller's handover with --handover");
  }
  if (proof::commitment(k->view(), asset.record.certifier, *hash) != content->commitment) {
    return refuse("wrong_file", "the certificate is of another file; do not accept");
  }
  out.key = PrivateKey{asset.asset, *k, *hash, to_bytes(as_bytes(args.file))};
  return out;
}

// An acceptance that came about earlier, whether or not the run that sent it lived to see it: what
// was received with it is kept now, if it is not kept yet.
Done already_yours(Session& session, const AcceptArgs& args, const api::AssetView& asset,
                   const wallet::WalletAccount& account, Holdings& holdings) {
  bool whole = true;
  if (std::holds_alternative<proof::CollectionContent>(asset.record.content)) {
    FREEHOLD_TRY_ASSIGN(has, holdings.has_manifest(asset.asset));
    whole = has;
  } else if (std::holds_alternative<PrivateContent>(asset.record.content)) {
    FREEHOLD_TRY_ASSIGN(has, holdings.has_private_key(asset.asset));
    whole = has;
  }
  if (!whole && !args.handover.empty()) {
    FREEHOLD_TRY_ASSIGN(signer, session.signer());
    auto key = signer->key(account);
    if (!key) return failure(refused(key.error()));
    FREEHOLD_TRY_ASSIGN(received, check_received(args, asset, *key, true));
    if (received.manifest) FREEHOLD_TRY(holdings.save_manifest(*received.manifest));
    if (received.key) FREEHOLD_TRY(holdings.save_private(*received.key));
    whole = true;
  }
  session.console().say("accepted   " + to_hex(asset.asset.view()) + " before; it is yours already");
  if (!whole) {
    session.console().note(
        "NOTE: the wallet's folder lacks what opens it: name the seller's handover file with "
        "--handover, or copy it back from a backup");
  }
  session.console().result(codec::to_json(asset));
  return std::monostate{};
}

// What an earlier run sent, if the node has it waiting.
Done wait_for_earlier(Session& session, Holdings& holdings, const AssetId& asset) {
  FREEHOLD_TRY_ASSIGN(left, holdings.settle());
  for (const wallet::PendingTx& one : left.waiting) {
    if (!one.accepts || one.assets[0] != asset) continue;
    session.console().note("waiting for the transaction of an earlier run: " +
                           to_hex(one.tx.view()));
    auto done = session.wait(one.tx);
    if (!done && done.error().code == "not_committed_yet") return failure(done.error());
    FREEHOLD_TRY(holdings.settle());
  }
  return std::monostate{};
}

Done accept(Session& session, const AcceptArgs& args) {
  FREEHOLD_TRY_ASSIGN(name, parse_asset_name(args.id));
  FREEHOLD_TRY_ASSIGN(account, session.account());
  FREEHOLD_TRY_ASSIGN(wallet, session.wallet());
  Holdings holdings(session, *wallet);
  FREEHOLD_TRY(wait_for_earlier(session, holdings, name.asset));
  FREEHOLD_TRY_ASSIGN(asset, read_asset(session, name.asset));
  if (owned_by(asset, account.account))
    return already_yours(session, args, asset, account, holdings);
  if (!asset.offer || asset.offer->offer.to != account.account) {
    return refuse("no_offer", "that asset is not offered to this account");
  }
  Amount price = asset.offer->offer.price;
  Amount most;
  if (!args.most.empty()) {
    FREEHOLD_TRY_ASSIGN(given, parse_credits(args.most));
    most = given;
  } else if (price.micro != 0) {
    return misuse("say_most", "it costs " + amount_to_credits(price) +
                                  " credits; say what you pay at most with --most");
  }
  FREEHOLD_TRY_ASSIGN(signer, session.signer());
  auto key = signer->key(account);
  if (!key) return failure(refused(key.error()));
  FREEHOLD_TRY_ASSIGN(received, check_received(args, asset, *key, false));
  // Kept before it is accepted, for what is paid for is not to be lost by a kill in between; and apart,
  // for until then it is not the wallet's.
  wallet::PendingTx about;
  about.accepts = true;
  about.assets = {name.asset};
  if (received.manifest) FREEHOLD_TRY(holdings.carry(about, *received.manifest));
  if (received.key) FREEHOLD_TRY(holdings.carry(about, *received.key));
  contracts::assets::Accept call{name.asset, most, asset.record.history};
  auto tx = holdings.send(std::move(about), {wallet::make_action(call)});
  if (!tx) {
    // What an earlier run sent may have come first.
    FREEHOLD_TRY(holdings.settle());
    FREEHOLD_TRY_ASSIGN(now, read_asset(session, name.asset));
    if (!owned_by(now, account.account)) return failure(tx.error());
    return already_yours(session, args, now, account, holdings);
  }
  session.console().say("accepted   " + to_hex(name.asset.view()) + ", for " +
                        amount_to_credits(price) + " credits; it is yours");
  show_outcome(session.console(), *tx);
  session.console().result(codec::to_json(*tx));
  return std::monostate{};
}

struct IdArgs {
  std::string id;
};

template <class Call>
Done end_offer(Session& session, const IdArgs& args, const char* word) {
  FREEHOLD_TRY_ASSIGN(name, parse_asset_name(args.id));
  FREEHOLD_TRY_ASSIGN(tx, session.run({wallet::make_action(Call{name.asset})}));
  session.console().say(std::string(word) + "  " + to_hex(name.asset.view()));
  show_outcome(session.console(), tx);
  session.console().result(codec::to_json(tx));
  return std::monostate{};
}

Done list_offers(Session& session, const NoArgs&) {
  FREEHOLD_TRY_ASSIGN(account, session.account());
  FREEHOLD_TRY_ASSIGN(remote, session.remote());
  std::string base = "/v1/accounts/" + codec::account_to_text(account.account);
  Json to_me = Json::array();
  Json by_me = Json::array();
  FREEHOLD_TRY(remote->each<api::AssetView>(base + "/offers", [&](const api::AssetView& asset) {
    if (!asset.offer) return true;
    session.console().say("to you    " + asset_line(asset) + ", for " +
                          amount_to_credits(asset.offer->offer.price) + " credits" +
                          (asset.offer->stands ? "" : "; it does not stand any more"));
    to_me.push(codec::to_json(asset));
    return true;
  }));
  FREEHOLD_TRY(remote->each<api::AssetView>(base + "/assets", [&](const api::AssetView& asset) {
    if (!asset.offer) return true;
    session.console().say("by you    " + asset_line(asset) + ", to " +
                          codec::account_to_text(asset.offer->offer.to) + " for " +
                          amount_to_credits(asset.offer->offer.price) + " credits" +
                          (asset.offer->stands ? "" : "; it does not stand any more"));
    by_me.push(codec::to_json(asset));
    return true;
  }));
  Json out = Json::object();
  out.set("to_me", to_me);
  out.set("by_me", by_me);
  session.console().result(out);
  return std::monostate{};
}

}  // namespace

void add_transfer_commands(CLI::App& app, Cli& cli) {
  CLI::App* group = app.add_subcommand(
      "transfer", "Hand assets on: an offer and its acceptance, the asset against credits");
  group->require_subcommand(1);
  unsigned reads = kUsesWallet | kUsesNode | kUsesJson;
  unsigned writes = reads | kUsesFee;
  auto id = [](CLI::App& command, IdArgs& args) {
    command.add_option("id", args.id, "The asset's id")->required();
  };
  add_command<OfferArgs>(
      *group, cli, "offer", "Offer an asset to one account, for a price or for nothing", writes,
      [](CLI::App& command, OfferArgs& args) {
        command.add_option("id", args.id, "The asset's id")->required();
        command.add_option("--to", args.to, "The recipient's address")
            ->type_name("ADDRESS")->required();
        command.add_option("--price", args.price, "Credits; 0 where none is given")
            ->type_name("CREDITS");
        command.add_option("--blocks", args.blocks,
                           "Blocks for which the offer stands; 1000000 where none is given");
        command.add_option("--handover", args.handover,
                           "Where to write what the recipient of a collection or of a private "
                           "certificate needs")->type_name("FILE");
      },
      offer)
      ->footer(page(R"(
The asset stays yours until the recipient accepts; then asset and credits change hands together.
An offer ends when it is cancelled, declined or expired, when the asset changes, or when your keys
change. A new offer of the same asset replaces it. Public: the asset, both addresses, the price.
A collection or a private certificate is worth nothing without its manifest or key: they are
written to a handover file, sealed for the recipient, that you send by any way you like.

Examples:
  freehold transfer offer ID --to fh1...
  freehold transfer offer ID --to fh1... --price 12.5 --handover for-them.json)"));
  add_command<AcceptArgs>(
      *group, cli, "accept", "Take an asset that is offered to this account, and pay for it",
      writes,
      [](CLI::App& command, AcceptArgs& args) {
        command.add_option("id", args.id, "The asset's id")->required();
        command.add_option("--most", args.most, "The most you pay, in credits")
            ->type_name("CREDITS");
        command.add_option("--handover", args.handover, "The seller's handover file")
            ->type_name("FILE");
        command.add_option("--file", args.file, "The file a private certificate is of")
            ->type_name("FILE");
      },
      accept)
      ->footer(page(R"(
Pays the price and takes the asset, both or neither. If the asset changed since you looked, nothing
happens. A private certificate is checked against the file, and a collection against its
manifest, before anything is paid. Whoever had a private certificate knew its key, and still does.

Examples:
  freehold transfer accept ID
  freehold transfer accept ID --most 12.5
  freehold transfer accept ID --handover for-me.json
  freehold transfer accept ID --file contract.pdf)"));
  add_command<IdArgs>(*group, cli, "decline", "Say no to an offer", writes, id,
                      [](Session& session, const IdArgs& args) {
                        return end_offer<contracts::assets::Decline>(session, args, "declined");
                      })
      ->footer(page(R"(
The offer ends; the asset stays with its owner.

Example:
  freehold transfer decline ID)"));
  add_command<IdArgs>(*group, cli, "cancel", "Take an offer back", writes, id,
                      [](Session& session, const IdArgs& args) {
                        return end_offer<contracts::assets::Cancel>(session, args, "cancelled");
                      })
      ->footer(page(R"(
The offer ends, unless it was accepted in an earlier block.

Example:
  freehold transfer cancel ID)"));
  add_command<NoArgs>(
      *group, cli, "list", "Offers to this account and by it", reads, [](CLI::App&, NoArgs&) {},
      list_offers)
      ->footer(page(R"(
Those to you can be accepted or declined, those by you cancelled. One that "does not stand any more"
was made before the asset or the owner's keys changed.

Example:
  freehold transfer list)"));
}

}  // namespace freehold::cmd
