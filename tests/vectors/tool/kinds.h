// Every kind of value that has canonical bytes and a JSON view, by its name in the vectors.
#pragma once

#include "contracts/accounts/calls.h"
#include "contracts/assets/calls.h"
#include "vectors/tool/format.h"

// The name of each is its type's; Content, Owner and the like are the choices of those names.
#define FREEHOLD_VECTOR_KINDS(X)                                                                   \
  X(bool, bool) X(uint8_t, u8) X(uint16_t, u16) X(uint32_t, u32) X(uint64_t, u64)                  \
  X(std::string, string) X(Bytes, bytes) X(std::vector<uint16_t>, u16_list)                        \
  X(std::optional<uint32_t>, u32_option) X(Hash256, Hash256) X(AccountId, AccountId)               \
  X(proof::PolicyEntry, PolicyEntry) X(proof::Policy, Policy) X(proof::Guardians, Guardians)       \
  X(proof::PendingPolicy, PendingPolicy) X(proof::PendingGuardians, PendingGuardians)              \
  X(proof::RecoveryCompletion, RecoveryCompletion) X(proof::Recovery, Recovery)                    \
  X(proof::Freeze, Freeze) X(proof::PolicyRecord, PolicyRecord) X(proof::LaneState, LaneState)     \
  X(proof::KeySpend, KeySpend) X(proof::AccountRecord, AccountRecord)                              \
  X(proof::KeyRecord, KeyRecord) X(proof::RoleRecord, RoleRecord)                                  \
  X(proof::SupplyRecord, SupplyRecord) X(proof::ScheduledValue, ScheduledValue)                    \
  X(proof::ParameterRecord, ParameterRecord) X(proof::Member, Member)                              \
  X(proof::MembersRecord, MembersRecord) X(proof::PublicContent, PublicContent)                    \
  X(proof::PrivateContent, PrivateContent) X(proof::CollectionContent, CollectionContent)          \
  X(proof::Content, Content) X(proof::ItemContent, ItemContent)                                    \
  X(proof::CollectionLeaf, CollectionLeaf) X(proof::AccountOwner, AccountOwner)                    \
  X(proof::SplitOwner, SplitOwner) X(proof::Owner, Owner) X(proof::Origin, Origin)                 \
  X(proof::Dispute, Dispute) X(proof::Retirement, Retirement) X(proof::AssetRecord, AssetRecord)   \
  X(proof::Event, Event) X(proof::ContentRecord, ContentRecord) X(proof::WrappedKey, WrappedKey)   \
  X(proof::OfferRecord, OfferRecord) X(proof::GenesisParameter, GenesisParameter)                  \
  X(proof::GenesisAccount, GenesisAccount) X(proof::GenesisRole, GenesisRole)                      \
  X(proof::Genesis, Genesis) X(proof::Header, Header) X(proof::Validator, Validator)               \
  X(proof::ValidatorSet, ValidatorSet) X(proof::SealSignature, SealSignature)                      \
  X(proof::Seal, Seal) X(proof::OtherLeaf, OtherLeaf) X(proof::SparsePath, SparsePath)             \
  X(proof::StateEntry, StateEntry) X(proof::Actor, Actor) X(proof::Action, Action)                 \
  X(proof::TxBody, TxBody) X(proof::Auth, Auth) X(proof::SignedTx, SignedTx)                       \
  X(proof::TxResult, TxResult) X(proof::TxLeaf, TxLeaf) X(proof::AssetStatement, AssetStatement)   \
  X(proof::ItemStatement, ItemStatement) X(proof::AbsenceStatement, AbsenceStatement)              \
  X(proof::TransactionStatement, TransactionStatement) X(proof::Statement, Statement)              \
  X(proof::Opening, Opening) X(proof::AssetEvidence, AssetEvidence)                                \
  X(proof::ItemEvidence, ItemEvidence) X(proof::AbsenceEvidence, AbsenceEvidence)                  \
  X(proof::TransactionEvidence, TransactionEvidence) X(proof::Evidence, Evidence)                  \
  X(proof::HeaderHistory, HeaderHistory) X(proof::ValidatorChange, ValidatorChange)                \
  X(proof::PresentationAuth, PresentationAuth) X(proof::Presentation, Presentation)                \
  X(proof::ProofFile, ProofFile) X(contracts::accounts::KeyProof, KeyProof)                        \
  X(contracts::accounts::Open, Open) X(contracts::accounts::Pay, Pay)                              \
  X(contracts::accounts::Admit, Admit) X(contracts::accounts::Call, AccountsCall)                  \
  X(contracts::assets::Certify, Certify) X(contracts::assets::Extract, Extract)                    \
  X(contracts::assets::Offer, Offer) X(contracts::assets::Accept, Accept)                          \
  X(contracts::assets::Decline, Decline) X(contracts::assets::Cancel, Cancel)                      \
  X(contracts::assets::Transfer, Transfer) X(contracts::assets::Retire, Retire)                    \
  X(contracts::assets::Call, AssetsCall)

namespace freehold::vectors {

struct Kind {
  std::string_view name;
  Result<Json, codec::BcsError> (*read_bytes)(ByteView bytes);
  Result<Bytes, codec::JsonError> (*read_json)(const Json& json);
};

template <class T>
Result<Json, codec::BcsError> read_bytes_as(ByteView bytes) {
  FREEHOLD_TRY_ASSIGN(value, codec::bcs_decode<T>(bytes));
  return codec::to_json(value);
}
template <class T>
Result<Bytes, codec::JsonError> read_json_as(const Json& json) {
  FREEHOLD_TRY_ASSIGN(value, codec::from_json<T>(json));
  return codec::bcs_encode(value);
}

inline const std::vector<Kind>& kinds() {
#define FREEHOLD_KIND_(type, name) Kind{#name, read_bytes_as<type>, read_json_as<type>},
  static const std::vector<Kind> all = {FREEHOLD_VECTOR_KINDS(FREEHOLD_KIND_)};
#undef FREEHOLD_KIND_
  return all;
}
inline const Kind* kind_named(std::string_view name) {
  for (const Kind& kind : kinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

}  // namespace freehold::vectors
