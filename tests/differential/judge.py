#!/usr/bin/env python3
"""docs/spec/examples/verify.py as a judge of many cases: reads and writes the lines of line.h."""
import json
import os
import sys

here = os.path.dirname(os.path.realpath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(here, "../../docs/spec/examples"))
import verify  # noqa: E402


def number(text):
    return None if text is None else int(text)


def anchor_of(line):
    (kind, value), = line["options"]["anchor"].items()
    if kind != "genesis":
        return verify.Record(kind=kind, hash=verify.HASH.read(value["hash"]), time=number(value.get("pinned")))
    genesis = verify.GENESIS.read(verify.strict_json(verify.from_base64url(line["genesis"])))
    chain = verify.tagged(b"genesis", verify.GENESIS.encode(genesis))
    return verify.Record(kind=kind, chain=chain, hash=verify.set_hash(genesis.validators), time=genesis.time)


def outcome(line):
    options = line["options"]
    given = verify.Record(
        anchor=anchor_of(line), at=number(options["at"]), max_age=number(options["max_age_ms"]),
        anchor_max_age=number(options["anchor_max_age_ms"]),
        file=None if options["file"] is None else verify.HASH.read(options["file"]),
        challenge=options["challenge"], audience=options["audience"])
    try:
        proof = verify.read_proof(verify.from_base64url(line["proof"]))
        verdict = verify.verify(proof, given)
    except verify.Refused as why:
        return {"refused": {"error": str(why)}}
    told = verify.as_json(proof, verdict)
    body = None
    if proof.statement.choice == "transaction":
        body = verify.TX_BODY.show(verify.decode(verify.TX_BODY, proof.evidence.body))
    return {"accepted": {"verdict": {
        "chain": verify.HASH.show(proof.header.chain), "statement": told["statement"],
        "header_hash": verify.HASH.show(verify.header_hash(proof.header)),
        "height": told["height"], "time": told["time"], "header_age_ms": told["header_age_ms"],
        "anchor_age_ms": told["anchor_age_ms"], "owner": told["owner"], "asset": told["asset"],
        "owner_policy": verify.Option(verify.POLICY_RECORD).show(verdict.owner_policy),
        "content": verify.Option(verify.HASH).show(verdict.content), "transaction": body,
        "result": told["result"], "file_matched": told["file_matched"], "presented": told["presented"],
        "notices": told["notices"]}}}


for text in sys.stdin.buffer:
    print(json.dumps({"outcome": outcome(json.loads(text)), "where": ""}))
