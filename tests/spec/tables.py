#!/usr/bin/env python3
"""Whether the tables of docs/spec say what the code says: structs with their fields, order and types, choices,
tags, state keys, reasons and notices. usage: tables.py   Prints what differs and ends with 1."""
import glob
import os
import re
import sys

os.chdir(os.path.join(os.path.dirname(os.path.realpath(__file__)), "../.."))
bad = []


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def code(path):
    """Without comments, white space being single blanks."""
    return re.sub(r"\s+", " ", re.sub(r"//[^\n]*", "", read(path)))


def same(what, documented, coded):
    if documented != coded:
        bad.append(f"{what}: the page says {documented}, the code {coded}")


HEADERS = ["proof/policy.h", "proof/records.h", "proof/header.h", "proof/genesis.h", "proof/transaction.h",
           "proof/sparse.h", "proof/proof_file.h", "chain/block.h", "contracts/accounts/calls.h",
           "contracts/assets/calls.h", "wallet/manifest.h", "wallet/pending.h", "wallet/handover.h", "wallet/keystore.h",
           "wallet/handover.cpp", "wallet/transactions.cpp", "api/views.h", "api/events.cpp"]
PAGES = {page: read(page) for page in sorted(glob.glob("docs/spec/**/*.md", recursive=True))}
ALL = "\n".join(PAGES.values())

PLAIN = {"uint8_t": "u8", "uint16_t": "u16", "uint32_t": "u32", "uint64_t": "u64", "bool": "bool", "Bytes": "bytes",
         "std::string": "text", "Height": "height", "Time": "time", "Amount": "amount", "AccountId": "account",
         "Salt": "bytes of 16", "Json": "JSON", "crypto::PublicKey": "bytes of 33", "crypto::Signature": "bytes of 64"}
PLAIN.update({name: "hash" for name in re.findall(r"FREEHOLD_BYTES32\((\w+)\)", code("common/types.h"))
              if name not in ("Name", "AccountId")})
ARRAYS = {"crypto::kArgon2SaltBytes": "16", "crypto::kAeadNonceBytes": "12"}


def type_of(text):
    for wrapper, name in (("std::optional<", "option of "), ("std::vector<", "list of "), ("Page<", "page of ")):
        if text.startswith(wrapper):
            return name + type_of(text[len(wrapper):-1])
    array = re.fullmatch(r"std::array<uint8_t, ([\w:]+)>", text)
    if array:
        return f"{ARRAYS.get(array.group(1), array.group(1))} numbers"
    text = text.removeprefix("proof::").removeprefix("codec::")
    return PLAIN.get(text, text)


coded, choices, names = {}, {}, {}
for header in HEADERS:
    text = code(header)
    for name, body, fields in re.findall(r"struct (\w+) \{((?:(?!struct ).)*?)FREEHOLD_DESCRIBE\(([^)]*)\)", text):
        types = {}
        for kind, field in re.findall(r"([\w:<>]+(?:, [\w:<>]+)*) (\w+)(?: = [^;]+|\{[^;]*\})?;", body):
            types[field] = type_of(kind)
        if name in coded:
            bad.append(f"two structs are named {name}")
        coded[name] = [(field, types.get(field)) for field in fields.split(", ")]
        label = re.search(r'kName = "(\w+)"', body)
        names[name] = label.group(1) if label else None
    for name, kinds in re.findall(r"using (\w+) = std::variant<([^>]*)>;", text):
        choices.setdefault(name, []).append(re.split(r", ", kinds.strip()))

documented = {}
for page, text in PAGES.items():
    struct = None
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells[:3] == ["struct", "field", "type"]:
            struct = ""
        elif not cells:
            struct = None
        elif struct is not None and not cells[0].startswith("---"):
            struct = cells[0] or struct
            documented.setdefault(struct, []).append((cells[1].strip("`"), cells[2]))
for name in sorted(set(coded) | set(documented)):
    same(f"struct {name}", documented.get(name), coded.get(name))

for name, lists in choices.items():
    pages = [re.sub(r"\s+", " ", found) for found in re.findall(rf"Choice \*{name}\*: ([^.]*)\.", ALL)]
    wanted = [", ".join(f"{i} `{names[kind]}` {kind}" for i, kind in enumerate(kinds)) for kinds in lists]
    same(f"choice {name}", sorted(pages), sorted(wanted))

tags = re.findall(r'"freehold/([a-z-]+)"', code("crypto/tags.h"))
table = ALL[ALL.index("| tag | over | gives |"):]
same("tags", sorted(re.findall(r"`freehold/([a-z-]+)`", re.sub(r"\|[^|\n]*\|[^|\n]*\|\n", "|\n",
                                                            table[:table.index("\n\n")]))), sorted(tags))

spaces = re.search(r"enum class Space : uint8_t \{(.*?)\}", code("proof/records.h")).group(1)
numbers = re.findall(r"0x[0-9a-f]+", spaces)
table = ALL[ALL.index("| first byte | then | record |"):]
same("state keys", re.findall(r"\n\| (0x[0-9a-f]+) ", table[:table.index("\n\n")]), numbers)

scopes = re.findall(r"kScope(\w+) = 1u << (\d+)", code("proof/policy.h"))
same("scopes", re.findall(r"(\d+) `(\w+)`", re.search(r"\nScopes: ([^.]*)\.", ALL).group(1)),
     [(str(1 << int(shift)), name.lower()) for name, shift in scopes])


def named(text, table):
    body = text[text.index(table):]
    return re.findall(r'\{"(\w+)", "((?:[^"\\]|\\.)*)"', body[:body.index("static_assert")])


texts = code("proof/verify_text.cpp")
page = PAGES["docs/spec/proof-format.md"]
reasons = page[page.index("## Reasons"):page.index("## The verdict")]
same("reasons", re.findall(r"\| (\d+) \| `(\w+)` \| (.*) \|", reasons),
     [(str(i), *pair) for i, pair in enumerate(named(texts, "kErrors[]"), 1)])
notices = page[page.index("## The verdict"):page.index("## The program")]
same("notices", re.findall(r"\| (\d+) \| `(\w+)` \|", notices),
     [(str(i), name) for i, (name, _) in enumerate(named(texts, "kNotices[]"), 1)])

# Every enum that has names, with its numbers, and its sentences where the code has them.
errors = PAGES["docs/spec/errors.md"]
NUMBERED = {"kTag": {"contracts/accounts": 1, "contracts/assets": 2}}
enums = 0
for header in sorted(glob.glob("*/*.h") + glob.glob("*/*/*.h")):
    if header.startswith("build"):
        continue
    folder, text = os.path.dirname(header), code(header)
    bodies = " ".join(code(path) for path in sorted(glob.glob(f"{folder}/**/*.cpp", recursive=True)))
    for name, body in re.findall(r"enum class (\w+) : \w+ \{([^}]*)\}", text):
        if f"char* to_string({name} " not in text:
            continue
        number, rows = 0, []
        for place, member in enumerate(filter(None, map(str.strip, body.split(",")))):
            key, _, value = member.partition(" = ")
            if value:
                tag = NUMBERED["kTag"].get(folder, 0)
                number = int(value) if value.isdigit() else 1000 * tag + int(value.rpartition("+ ")[2])
            word = re.search(rf"case {name}::{key}: return \"(\w+)\"", bodies)
            said = re.search(rf"case {name}::{key}: return \"([A-Z](?:[^\"]|\" \")* (?:[^\"]|\" \")*)\"", bodies)
            table = {"ProofError": "kErrors[]", "Notice": "kNotices[]"}.get(name)
            word, said = named(texts, table)[place] if table else (
                word and word.group(1), said and said.group(1).replace('" "', ""))
            rows.append((str(number), word, said))
            number += 1
        enums += 1
        found = [section for section in errors.split("\n## ") if f"(`{name}`)" in section.splitlines()[0]]
        pages = [re.findall(r"\| (\d+) \| `(\w+)` \| (.*) \|", section) for section in found]
        if not any([row[:2] for row in page] == [row[:2] for row in rows] for page in pages):
            bad.append(f"errors.md: no table that says of {name} ({header}): {rows}")
        elif not any(all(not said or (at, word, said) in page for at, word, said in rows) for page in pages):
            bad.append(f"errors.md: other sentences of {name} than the code's: {rows}")

written = set(re.findall(r"`(?:json_)?(\w+)`", errors))
literal = re.compile(r"(?:misuse|refuse|not_found|bad_request|damaged|problem_response)\((?:[^;\"]*, )?\"([a-z]\w*)\"|"
                     r"Problem\{\d+, \"(\w+)\"|\{405, \"(\w+)\"|refuse\(\d+, \"(\w+)\"")
for path in sorted(glob.glob("cmd/*.cpp") + glob.glob("api/*.cpp") + glob.glob("api/*.h")
                   + glob.glob("api/endpoints/*.cpp") + ["http/session_impl.h"]):
    for found in literal.findall(code(path)):
        for word in filter(None, found):
            if word not in written and not path.endswith("_test.cpp"):
                bad.append(f"errors.md: {word} of {path} is missing")

for one in bad:
    print(one)
print(f"{enums} enums, {len(coded)} structs, {sum(map(len, choices.values()))} choices, {len(tags)} tags, "
      f"{len(bad)} differences")
sys.exit(1 if bad or len(coded) < 60 or enums < 30 else 0)
