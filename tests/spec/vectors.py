#!/usr/bin/env python3
"""Whether docs/spec/examples/verify.py agrees with the vectors of tests/vectors: proofs with their verdicts and
refusals, texts of the JSON profile, policies. usage: vectors.py [FOLDER]"""
import json
import os
import sys

here = os.path.dirname(os.path.realpath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(here, "../../docs/spec/examples"))
import verify  # noqa: E402

folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(here, "../vectors")
problems, checked = [], 0


def load(name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return json.load(file)


def number(text):
    return None if text is None else int(text)


def anchor_of(given):
    (kind, value), = given.items()
    if kind == "genesis":
        return verify.read_genesis(os.path.join(folder, "proofs", value["file"]))
    return verify.Record(kind=kind, hash=verify.HASH.read(value["hash"]), time=number(value.get("pinned")))


def outcome(case):
    options = dict(case["options"])
    given = verify.Record(
        anchor=anchor_of(options["anchor"]), at=number(options["at"]), max_age=number(options["max_age_ms"]),
        anchor_max_age=number(options["anchor_max_age_ms"]),
        file=None if options["file"] is None else verify.HASH.read(options["file"]),
        challenge=options["challenge"], audience=options["audience"])
    with open(os.path.join(folder, "proofs", case["proof"]), "rb") as file:
        text = file.read() + b" " * case["padding"]
    try:
        proof = verify.read_proof(text)
        verdict = verify.verify(proof, given)
    except verify.Refused as why:
        return {"refused": {"error": str(why)}}
    told = verify.as_json(proof, verdict)
    return {"accepted": {"verdict": {
        "chain": verify.HASH.show(proof.header.chain), "statement": told["statement"],
        "header_hash": verify.HASH.show(verify.header_hash(proof.header)),
        "height": told["height"], "time": told["time"], "header_age_ms": told["header_age_ms"],
        "anchor_age_ms": told["anchor_age_ms"], "owner": told["owner"], "asset": told["asset"],
        "owner_policy": verify.Option(verify.POLICY_RECORD).show(verdict.owner_policy),
        "content": verify.Option(verify.HASH).show(verdict.content), "result": told["result"],
        "file_matched": told["file_matched"], "presented": told["presented"], "notices": told["notices"]}}}


def compare(what, got, wanted):
    global checked
    checked += 1
    if got != wanted:
        problems.append(f"{what}: verify.py says {got}, the vector {wanted}")


reasons = set()
for case in load("proofs/cases.json")["cases"]:
    wanted = case["expect"]
    if "accepted" in wanted:
        wanted["accepted"]["verdict"].pop("transaction")  # its body, which verify.py does not show
    reasons.add(wanted.get("refused", {}).get("error"))
    compare(case["name"], outcome(case), wanted)

SHAPES = ("wrong_type", "missing_field", "unknown_field", "bad_value")
for one in load("json_profile.json")["texts"]:
    if one["limits"] or one["kind"] or one["error"] in SHAPES:
        continue
    text = bytes.fromhex(one["bytes"]) if one["bytes"] else one["text"].encode()
    try:
        verify.strict_json(text)
        error = False
    except verify.Bad:
        error = True
    if one["error"] != "too_large":
        compare(f"json: {one['name']}", error, one["error"] is not None)

policies = load("policies.json")
for one in policies["in_force"]:
    record = verify.POLICY_RECORD.read(one["record"])
    compare(one["name"], verify.POLICY_RECORD.encode(record).hex(), one["record_bytes"])
    for moment in one["moments"]:
        at = int(moment["at"])
        in_force = verify.POLICY.show(verify.policy_in_force(record, at))
        compare(f"{one['name']} at {at}", (in_force, verify.is_frozen(record, at)),
                (moment["policy"], moment["frozen"]))
for one in policies["checked"]:
    good = verify.policy_well_formed(verify.POLICY.read(one["policy"]))
    compare(f"policy: {one['name']}", good, one["error"] is None)

for problem in problems:
    print(problem)
print(f"vectors: {checked} checked, {len(reasons) - 1} reasons, {len(problems)} problems")
sys.exit(1 if problems or len(reasons) < 40 else 0)
