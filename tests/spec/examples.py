#!/usr/bin/env python3
"""Whether the worked examples of docs/spec are what the program makes, and what the pages say it makes.

usage: examples.py FREEHOLD FOLDER     A value is the program's; one that Python works out from the pages, with the
types of docs/spec/examples/verify.py, has to be the same."""
import base64
import json
import os
import subprocess
import sys

here = os.path.dirname(os.path.realpath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(here, "../../docs/spec/examples"))
import verify  # noqa: E402

freehold, folder = os.path.realpath(sys.argv[1]), sys.argv[2]
pages = {name: open(os.path.join(here, "../../docs/spec", name), encoding="utf-8").read()
         for name in ("encoding.md", "wallet.md")}
os.chdir(folder)
open("empty.toml", "w").close()
os.environ["FREEHOLD_CONFIG"] = os.path.realpath("empty.toml")
WORDS = "abandon " * 23 + "art"
with open("example.words", "w") as file:
    file.write(WORDS)
with open("example.pw", "w") as file:
    file.write("secret")
WALLET = ["--wallet", "example", "--password-file", "example.pw"]


def run(*args):
    done = subprocess.run([freehold, *args], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"freehold {' '.join(args)} gave {done.returncode}: {done.stderr}")
    return done.stdout


problems = []


def same(what, value, other):
    if value != other:
        problems.append(f"{what}: the program makes {value}, the pages say {other}")


def shown(page, what, value):
    if f"| {what} | `{value}` |" not in pages[page]:
        problems.append(f"{page}: no row '| {what} | `{value}` |'")


wallet = json.loads(run("wallet", "restore", "--low-memory", *WALLET, "--words-file", "example.words", "--json"))
account = wallet["accounts"][0]
key = bytes.fromhex(account["public_key"])
entry = verify.Record(scheme=0, key=key, weight=1, scopes=1, daily_limit=None)
policy = verify.POLICY.encode(verify.Record(version=1, threshold=1, entries=[entry]))
own = verify.tagged(b"account", policy)
same("address", account["address"], verify.to_address(own))
DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
number, did = int.from_bytes(b"\xe7\x01" + key, "big"), ""
while number:
    number, rest = divmod(number, 58)
    did = DIGITS[rest] + did
same("did:key", account["did"], "did:key:z" + did)
shown("wallet.md", "public key", key.hex())
shown("wallet.md", "key hash", verify.tagged(b"key", b"\0", key).hex())
shown("wallet.md", "bcs(Policy)", policy.hex())
shown("wallet.md", "account", own.hex())
shown("wallet.md", "address", account["address"])
shown("wallet.md", "did:key", account["did"])

treasury = verify.tagged(b"named-account", b"treasury")
shown("encoding.md", "account `treasury`", treasury.hex())
shown("encoding.md", "its address", verify.to_address(treasury))
content = verify.CONTENT.encode(verify.Record(choice="public", hash=verify.sha(b"abc")))
shown("encoding.md", "bcs(Content) of a public file holding `abc`", content.hex())
shown("encoding.md", "its asset id", verify.tagged(b"certificate", own, content).hex())

call = json.dumps({"to": verify.to_address(treasury), "amount": "1000000"})
run("tx", "build", "accounts.pay", call, "--chain", "11" * 32, "--sequence", "0", "--valid-until", "100", *WALLET,
    "-o", "example.tx")
run("tx", "sign", "example.tx", *WALLET)
text = json.load(open("example.tx"))["transaction"]
signed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
pay = verify.uleb(1) + treasury + verify.U64.encode(1000000)
body = verify.TX_BODY.encode(verify.Record(
    version=1, chain=b"\x11" * 32, valid_until=100, payer=own, max_fee=0,
    actors=[verify.Record(account=own, lane=0, sequence=0)],
    actions=[verify.Record(actor=0, contract=1, call=pay)], witness_hashes=[], memo=b""))
identity = verify.tagged(b"tx", body)
auths = verify.List(verify.Struct(signer=verify.U8, scheme=verify.U8, key=verify.BYTES, signature=verify.BYTES))
signature = signed[-65:-1]
one = verify.Record(signer=0, scheme=0, key=key, signature=signature)
same("bcs(SignedTx)", signed.hex(), (body + auths.encode([one]) + b"\0").hex())
same("signature", verify.signature_valid(key, identity, signature), True)
shown("encoding.md", "bcs(Call)", pay.hex())
shown("encoding.md", "bcs(TxBody)", body.hex())
shown("encoding.md", "transaction id", identity.hex())
shown("encoding.md", "signature", signature.hex())
shown("encoding.md", "bcs(SignedTx)", signed.hex())

for problem in problems:
    print(problem)
print(f"examples: {len(problems)} problems")
sys.exit(1 if problems else 0)
