#!/usr/bin/env python3
"""Whether docs/spec/examples/verify.py, which follows the documentation, judges as `freehold verify` does.

usage: compare.py FREEHOLD FOLDER [VECTORS]    FOLDER holds *.proof.json, genesis.json, and `cases`: a line for each
run, the proof's name and the options, separated by tabs. VECTORS is tests/vectors/proofs. Each case is run as it is;
then each proof is changed in seeded ways and both programs are asked again. Prints what differs and ends with 1.
"""
import copy
import importlib.util
import json
import os
import random
import subprocess
import sys

freehold, folder = os.path.realpath(sys.argv[1]), sys.argv[2]
VECTORS = os.path.realpath(sys.argv[3]) if len(sys.argv) > 3 else None
here = os.path.dirname(os.path.realpath(__file__))
spec = importlib.util.spec_from_file_location("verify", os.path.join(here, "../../docs/spec/examples/verify.py"))
verify = importlib.util.module_from_spec(spec)
sys.dont_write_bytecode = True
spec.loader.exec_module(verify)
os.chdir(folder)

CHANGES = int(os.environ.get("FREEHOLD_DOCS_CHANGES", "60"))
SEED = int(os.environ.get("FREEHOLD_DOCS_SEED", "1"))
differences = runs = 0
reasons = {}


def theirs(path, options):
    """(status, reason or the verdict) of the program."""
    done = subprocess.run([freehold, "verify", path, "--json", *options], capture_output=True, text=True)
    out = json.loads(done.stdout) if done.stdout else {}
    return done.returncode, out.get("error", out)


def ours(path, options):
    parser_args = verify.options_of([path, "--json", *options])
    try:
        return 0, verify.run(parser_args)
    except verify.Refused as why:
        return 1, str(why)
    except verify.Misused as why:
        return 2, str(why)


def compare(path, options, what):
    global differences, runs
    runs += 1
    a, b = theirs(path, options), ours(path, options)
    reason = a[1] if isinstance(a[1], str) else "valid"
    reasons[reason] = reasons.get(reason, 0) + 1
    if a != b:
        differences += 1
        print(f"{what}: {' '.join(options)}\n  freehold  {a}\n  verify.py {b}")


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], path + (key,))


STRANGE = [None, True, 0, 1, 2**16, 2**53 - 1, "", "0", "01", "-1", "18446744073709551615", "18446744073709551616",
           "A", "AAAA", "A" * 43, "A" * 42 + "B", [], {}, [0], {"asset": {}}, "é", "fh1" + "q" * 58]


def by_name(proofs):
    """What stands under each name in some proofs, to be put into others."""
    out = {}
    for proof in proofs:
        for path in places(proof):
            value = proof
            for key in path:
                value = value[key]
            if path and isinstance(path[-1], str):
                out.setdefault(path[-1], []).append(value)
    return out


def changed(proof, chance, pool):
    """The proof with one place changed: most often into something of the same form."""
    out = copy.deepcopy(proof)
    path = chance.choice([path for path in places(proof) if path])
    inside = out
    for key in path[:-1]:
        inside = inside[key]
    key, old = path[-1], inside[path[-1]]
    how = chance.randrange(12)
    if how == 0:
        del inside[key]
    elif how == 1:
        inside[key] = chance.choice(STRANGE)
    elif how == 2 and isinstance(inside, dict):
        inside["more"] = old
    elif how == 2:
        inside.append(old)
    elif how < 7 and key in pool:
        inside[key] = copy.deepcopy(chance.choice(pool[key]))
    elif isinstance(old, str) and old.isdigit():
        inside[key] = str(int(old) + chance.choice([-1, 1, 1000]))
    elif isinstance(old, str) and old:
        at = chance.randrange(len(old))
        inside[key] = old[:at] + chance.choice("AQgwEIMY") + old[at + 1:]
    elif isinstance(old, int) and not isinstance(old, bool):
        inside[key] = old + chance.choice([-1, 1, 256])
    elif isinstance(old, list) and old:
        chance.choice([old.pop, old.reverse, lambda: old.append(old[0])])()
    else:
        inside[key] = chance.choice(STRANGE)
    return path, out


TEXTS = [b"", b" ", b"null", b"5", b"-1", b"1.0", b"[]", b"{}", b"\xef\xbb\xbf{}", b"{\"format\": 1}",
         b"{\"format\": \"freehold-proof/2\", \"x\": -0}", b"{\"format\": \"freehold-proof/2\"}", b"{} {}", b"{}\x00",
         b"{\"a\": 1, \"\\u0061\": 2}", b"[" * 16 + b"]" * 16, b"[" * 17 + b"]" * 17, b"[" * 100000, b"[01]", b"[1e3]",
         b"[9007199254740991]", b"[9007199254740992]", b"[1" + b"0" * 400 + b"]", b"[NaN]", b"[-0]",
         b"[\"\\ud800\"]", b"[\"\\ud83d\\ude00\"]", b"[\"\\udc00\\ud800\"]", b"[\"\xff\"]", b"[\"\xed\xa0\x80\"]",
         b"[\"\xc0\x80\"]", b"[\"\t\"]", b"[\"\\u0000\"]", b"[1,]", b"{\"a\":1,}", b"/**/[]", b"'a'",
         b"{\"\\ud800\": 1}", b"\x0b[]", b"\xc2\xa0[]", b"[tru]", b"[\"\\x41\"]", b"[1 2]",
         b"{\"format\": \"freehold-proof/2\", \"format\": \"freehold-proof/1\"}", b" " * (4 << 20) + b"[]",
         b" " * ((4 << 20) - 2) + b"[]"]


def vectors_of(vectors):
    """The cases that a command line can say: (proof's path, options)."""
    out = []
    for case in json.load(open(os.path.join(vectors, "cases.json"), encoding="utf-8"))["cases"]:
        given = case["options"]
        (kind, anchor), = given["anchor"].items()
        if given["at"] is None or case["padding"]:
            continue
        options = ["--at", given["at"]]
        options += (["--genesis", os.path.join(vectors, anchor["file"])] if kind == "genesis"
                    else ["--trust", f"{kind}:{anchor['hash']}"])
        for name in ("challenge", "audience"):
            options += [] if given[name] is None else ["--" + name, given[name]]
        out.append((os.path.join(vectors, case["proof"]), options))
    return out


def compare_vectors(vectors, chance):
    cases, proofs = vectors_of(vectors), {}
    for path, options in cases:
        compare(path, options, path)
        try:
            proofs[path] = json.load(open(path, encoding="utf-8"))
        except ValueError:
            pass
    pool = by_name(proofs.values())
    for path, options in cases:
        for i in range(CHANGES // 12 if isinstance(proofs.get(path), dict) and proofs[path] else 0):
            place, other = changed(proofs[path], chance, pool)
            with open("changed.json", "w") as file:
                json.dump(other, file)
            compare("changed.json", options, f"{path}, seed {SEED}, change {i} at {place}")


def main():
    cases = [line.rstrip("\n").split("\t") for line in open("cases")]
    for name, *options in cases:
        compare(name, options, name)
    chance = random.Random(SEED)
    proofs = {name: json.load(open(name)) for name in sorted(os.listdir(".")) if name.endswith(".proof.json")}
    pool = by_name(proofs.values())
    for name, proof in proofs.items():
        options = next(options for at, *options in cases if at == name and "--genesis" in options)
        for i in range(CHANGES):
            path, other = changed(proof, chance, pool)
            with open("changed.json", "w") as file:
                json.dump(other, file)
            compare("changed.json", options, f"{name}, seed {SEED}, change {i} at {path}")
    if VECTORS:
        compare_vectors(VECTORS, chance)
    for text in TEXTS:
        with open("changed.json", "wb") as file:
            file.write(text)
        compare("changed.json", ["--genesis", "genesis.json"], f"the text {text[:40]}")
    print(f"{runs} runs, {differences} judged differently; reasons: "
          + ", ".join(f"{name} {count}" for name, count in sorted(reasons.items())))
    return 1 if differences or len(reasons) < 15 else 0


if __name__ == "__main__":
    sys.exit(main())
