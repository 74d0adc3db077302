// A program that only holds keys.
#include <cstdio>

#include "codec/json_ids.h"
#include "wallet/transactions.h"
#include "wallet/wallet.h"

int main() {
  auto key = freehold::crypto::SecretKey::random();
  auto account = freehold::wallet::account_of_key(key.public_key(), std::nullopt, "main");
  std::puts(freehold::codec::account_to_text(account.account).c_str());
}
