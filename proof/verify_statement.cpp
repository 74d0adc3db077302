#include "codec/bcs.h"
#include "crypto/hash.h"
#include "proof/merkle.h"
#include "proof/verify_impl.h"

namespace freehold::proof::detail {
namespace {

class StatementCheck {
 public:
  StatementCheck(const ProofFile& proof, Verdict& verdict, Found& found)
      : header_(proof.header), verdict_(verdict), found_(found) {}

  Checked operator()(const AssetStatement& stated, const AssetEvidence& shown) {
    FREEHOLD_TRY_ASSIGN(record, read_asset(stated.asset, shown.asset, "evidence.asset.asset"));
    FREEHOLD_TRY(check_owner(record, shown.owner_policy, "evidence.asset.owner_policy"));
    if (const auto* content = std::get_if<PublicContent>(&record.content)) {
      FREEHOLD_TRY(check_content(ItemContent(*content), record.certifier, shown.opening));
    } else if (const auto* hidden = std::get_if<PrivateContent>(&record.content)) {
      FREEHOLD_TRY(check_content(ItemContent(*hidden), record.certifier, shown.opening));
    } else if (shown.opening) {
      return refuse(ProofError::kOpeningMismatch);
    }
    note_asset(record);
    verdict_.asset = std::move(record);
    return std::monostate{};
  }

  Checked operator()(const ItemStatement& stated, const ItemEvidence& shown) {
    FREEHOLD_TRY_ASSIGN(
        record, read_asset(stated.collection, shown.collection, "evidence.item.collection"));
    FREEHOLD_TRY(check_owner(record, shown.owner_policy, "evidence.item.owner_policy"));
    const auto* collection = std::get_if<CollectionContent>(&record.content);
    if (collection == nullptr) return refuse(ProofError::kNotACollection);
    Bytes leaf = codec::bcs_encode(CollectionLeaf{shown.salt, stated.content});
    if (!merkle_verify(crypto::leaf_hash(leaf), shown.index, collection->count, shown.path,
                       collection->root)) {
      return refuse(ProofError::kItemMismatch);
    }
    Bytes key = asset_key(item_id(stated.collection, stated.content));
    FREEHOLD_TRY(check_entry(key, shown.extracted, "evidence.item.extracted"));
    if (shown.extracted.value) return refuse(ProofError::kExtracted);
    FREEHOLD_TRY(check_content(stated.content, record.certifier, shown.opening));
    note_asset(record);
    verdict_.asset = std::move(record);
    return std::monostate{};
  }

  Checked operator()(const AbsenceStatement& stated, const AbsenceEvidence& shown) {
    FREEHOLD_TRY(
        check_entry(content_key(stated.content), shown.content, "evidence.absence.content"));
    if (shown.content.value) return refuse(ProofError::kPresent);
    verdict_.content = stated.content;
    found_.comparable = true;
    return std::monostate{};
  }

  Checked operator()(const TransactionStatement& stated, const TransactionEvidence& shown) {
    auto body = codec::bcs_decode<TxBody>(shown.body);
    if (!body || body->version != 1) {
      return refuse(ProofError::kRecordUnreadable, "evidence.transaction.body");
    }
    if (tx_id_of_bytes(shown.body) != stated.tx) return refuse(ProofError::kRecordOther);
    if (body->chain != header_.chain)
      return refuse(ProofError::kOtherChain, "evidence.transaction.body");
    Bytes leaf = codec::bcs_encode(TxLeaf{stated.tx, shown.result});
    if (!merkle_verify(crypto::leaf_hash(leaf), shown.index, header_.tx_count, shown.path,
                       header_.tx_root)) {
      return refuse(ProofError::kTransactionMismatch);
    }
    if (shown.result.code != 0) note(Notice::kTransactionFailed);
    verdict_.transaction = std::move(*body);
    verdict_.result = shown.result;
    return std::monostate{};
  }

  template <class S, class E>
  Checked operator()(const S&, const E&) {
    return refuse(ProofError::kEvidenceKind);
  }

 private:
  void note(Notice notice) { verdict_.notices.push_back(notice); }

  Checked check_entry(ByteView key, const StateEntry& entry, const std::string& where) const {
    auto good = verify_entry(key, entry, header_.state_root);
    if (!good) return refuse(ProofError::kStateMismatch, where + ": " + to_string(good.error()));
    return std::monostate{};
  }

  // The record of an asset, whose id follows from what it says.
  Result<AssetRecord, ProofRefusal> read_asset(const AssetId& id, const StateEntry& entry,
                                               const std::string& where) const {
    FREEHOLD_TRY(check_entry(asset_key(id), entry, where));
    if (!entry.value) return refuse(ProofError::kRecordMissing, where);
    auto record = codec::bcs_decode<AssetRecord>(*entry.value);
    if (!record || record->version != kRecordVersion) {
      return refuse(ProofError::kRecordUnreadable, where);
    }
    if (id_of(*record) != id) return refuse(ProofError::kRecordOther, where);
    return std::move(*record);
  }

  static std::optional<AssetId> id_of(const AssetRecord& record) {
    if (!record.origin) return asset_id(record.certifier, record.content);
    if (const auto* content = std::get_if<PublicContent>(&record.content)) {
      return item_id(record.origin->collection, *content);
    }
    if (const auto* content = std::get_if<PrivateContent>(&record.content)) {
      return item_id(record.origin->collection, *content);
    }
    return std::nullopt;
  }

  Checked check_owner(const AssetRecord& record, const std::optional<StateEntry>& policy,
                      const std::string& where) {
    const auto* owner = std::get_if<AccountOwner>(&record.owner);
    if ((owner != nullptr) != policy.has_value())
      return refuse(ProofError::kOwnerPolicyMissing, where);
    if (owner == nullptr) {
      note(Notice::kOwnedBySplit);
      return std::monostate{};
    }
    FREEHOLD_TRY(check_entry(policy_key(owner->account), *policy, where));
    found_.owner = owner->account;
    if (!policy->value) {
      note(Notice::kOwnerUnopened);
      return std::monostate{};
    }
    auto read = codec::bcs_decode<PolicyRecord>(*policy->value);
    if (!read || read->version != kRecordVersion)
      return refuse(ProofError::kRecordUnreadable, where);
    note_policy(*read);
    verdict_.owner_policy = std::move(*read);
    return std::monostate{};
  }

  void note_policy(const PolicyRecord& record) {
    Time now = header_.time;
    if (is_frozen(record, now)) note(Notice::kOwnerFrozen);
    PolicyRecord current = settled(record, now);
    if (current.pending_policy) note(Notice::kOwnerPolicyPending);
    if (current.pending_guardians) note(Notice::kOwnerGuardiansPending);
    if (current.recovery) note(Notice::kOwnerRecovery);
  }

  void note_asset(const AssetRecord& record) {
    if (record.retired) note(Notice::kRetired);
    if (is_disputed(record, header_.time)) note(Notice::kDisputed);
    if (record.contested) note(Notice::kContested);
  }

  Checked check_content(const ItemContent& content, const AccountId& certifier,
                        const std::optional<Opening>& opening) {
    if (const auto* open = std::get_if<PublicContent>(&content)) {
      if (opening) return refuse(ProofError::kOpeningMismatch);
      verdict_.content = open->hash;
    } else {
      if (!opening) {
        note(Notice::kPrivateUnopened);
        return std::monostate{};
      }
      Commitment expected = commitment(opening->k.view(), certifier, opening->hash);
      if (expected != std::get<PrivateContent>(content).commitment) {
        return refuse(ProofError::kOpeningMismatch);
      }
      verdict_.content = opening->hash;
    }
    found_.comparable = true;
    return std::monostate{};
  }

  const Header& header_;
  Verdict& verdict_;
  Found& found_;
};

}  // namespace

Checked check_statement(const ProofFile& proof, Verdict& verdict, Found& found) {
  return std::visit(StatementCheck(proof, verdict, found), proof.statement, proof.evidence);
}

}  // namespace freehold::proof::detail
