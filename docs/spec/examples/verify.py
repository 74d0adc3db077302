#!/usr/bin/env python3
"""A small verifier of Freehold proof files. It needs no more than docs/spec/proof-format.md, encoding.md and
policies.md say.

Python 3.8 or newer, its standard library, and `cryptography` (Debian: python3-cryptography) for secp256k1. It takes
the options of `freehold verify`, ends with the same status and gives the same reasons. It is an example and a test
of the documentation: it reads from top to bottom, and prefers plain to fast.
"""
import argparse
import base64
import datetime
import hashlib
import hmac
import json
import sys
import time
from types import SimpleNamespace as Record

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils


class Refused(Exception):
    """Why a proof is not valid: one of the names of proof-format.md."""


class Misused(Exception):
    """The program was called wrongly."""


class Bad(Exception):
    """Something does not have the form it should have."""


def need(good, reason):
    if not good:
        raise Refused(reason)


# --- hashes and signatures -----------------------------------------------------------------------------------


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def tagged(tag, *parts):
    mark = sha(b"freehold/" + tag)
    return sha(mark, mark, *parts)


CURVE = ec.SECP256K1()
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
DIGEST = ec.ECDSA(utils.Prehashed(hashes.SHA256()))


def key_valid(key):
    if len(key) != 33:
        return False
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, key)
        return True
    except ValueError:
        return False


def signature_valid(key, digest, signature):
    if not key_valid(key) or len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < ORDER and 0 < s <= ORDER // 2):
        return False
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, key)
        point.verify(utils.encode_dss_signature(r, s), digest, DIGEST)
        return True
    except InvalidSignature:
        return False


# --- texts of bytes ------------------------------------------------------------------------------------------


def from_base64url(text):
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise Bad()
    if to_base64url(data) != text:  # unused bits, padding, + and /
        raise Bad()
    return data


def to_base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def checksum(groups):
    state = 1
    for group in groups:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ group
        for i, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            state ^= generator if top >> i & 1 else 0
    return state


PREFIX = [ord(c) >> 5 for c in "fh"] + [0] + [ord(c) & 31 for c in "fh"]
BECH32M = 0x2BC830A3


def to_address(account):
    bits = int.from_bytes(account, "big") << 4
    groups = [bits >> 5 * (51 - i) & 31 for i in range(52)]
    check = checksum(PREFIX + groups + [0] * 6) ^ BECH32M
    groups += [check >> 5 * (5 - i) & 31 for i in range(6)]
    return "fh1" + "".join(BECH32[group] for group in groups)


def from_address(text):
    if len(text) != 61 or not text.startswith("fh1") or any(c not in BECH32 for c in text[3:]):
        raise Bad()
    groups = [BECH32.index(c) for c in text[3:]]
    if checksum(PREFIX + groups) != BECH32M:
        raise Bad()
    bits = 0
    for group in groups[:52]:
        bits = bits << 5 | group
    if bits & 15:
        raise Bad()
    return (bits >> 4).to_bytes(32, "big")


# --- types: how each is read from JSON, written to JSON, encoded and decoded ---------------------------------


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        if size > len(self.data) - self.at:
            raise Bad()
        self.at += size
        return self.data[self.at - size:self.at]

    def uleb(self):
        value = 0
        for shift in range(0, 35, 7):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if (byte == 0 and shift) or value >= 1 << 32:
                    raise Bad()
                return value
        raise Bad()

    def size(self):
        size = self.uleb()
        if size >= 1 << 31 or size > len(self.data) - self.at:
            raise Bad()
        return size


def uleb(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


class Uint:
    def __init__(self, size):
        self.size = size

    def read(self, value):
        if self.size == 8:  # u64: decimal digits in a string
            if type(value) is not str or not value.isascii() or not value.isdigit() or str(int(value[:21])) != value:
                raise Bad()
            value = int(value)
        if type(value) is not int or value >> 8 * self.size:
            raise Bad()
        return value

    def show(self, value):
        return str(value) if self.size == 8 else value

    def encode(self, value):
        return value.to_bytes(self.size, "little")

    def decode(self, reader):
        return int.from_bytes(reader.take(self.size), "little")


class Bool:
    def show(self, value):
        return value

    def decode(self, reader):
        byte = reader.take(1)[0]
        if byte > 1:
            raise Bad()
        return byte == 1


class Blob:
    """Bytes; of a fixed size where one is given."""

    def __init__(self, size=None):
        self.fixed = size

    def read(self, value):
        if type(value) is not str:
            raise Bad()
        data = self.of_text(value)
        if self.fixed is not None and len(data) != self.fixed:
            raise Bad()
        return data

    of_text = staticmethod(from_base64url)
    show = staticmethod(to_base64url)

    def encode(self, value):
        return value if self.fixed is not None else uleb(len(value)) + value

    def decode(self, reader):
        return reader.take(reader.size() if self.fixed is None else self.fixed)


class Account(Blob):
    of_text = staticmethod(from_address)
    show = staticmethod(to_address)


class Text(Blob):
    """Kept as bytes, which need not be UTF-8 in a record."""

    def read(self, value):
        if type(value) is not str:
            raise Bad()
        return value.encode()

    def show(self, value):
        return value.decode("utf-8", "replace")


class Enum(Uint):
    def __init__(self, size, names):
        self.size, self.names = size, names

    def read(self, value):
        if type(value) is not str or value not in self.names:
            raise Bad()
        return self.names[value]


class List:
    def __init__(self, item):
        self.item = item

    def read(self, value):
        if type(value) is not list:
            raise Bad()
        return [self.item.read(one) for one in value]

    def show(self, value):
        return [self.item.show(one) for one in value]

    def encode(self, value):
        return uleb(len(value)) + b"".join(self.item.encode(one) for one in value)

    def decode(self, reader):
        return [self.item.decode(reader) for _ in range(reader.size())]


class Option:
    def __init__(self, item):
        self.item = item

    def read(self, value):
        return None if value is None else self.item.read(value)

    def show(self, value):
        return None if value is None else self.item.show(value)

    def encode(self, value):
        return b"\0" if value is None else b"\1" + self.item.encode(value)

    def decode(self, reader):
        return self.item.decode(reader) if Bool().decode(reader) else None


class Struct:
    def __init__(self, **fields):
        self.fields = fields

    def read(self, value):
        if type(value) is not dict or set(value) != set(self.fields):
            raise Bad()
        return Record(**{name: kind.read(value[name]) for name, kind in self.fields.items()})

    def show(self, value):
        return {name: kind.show(getattr(value, name)) for name, kind in self.fields.items()}

    def encode(self, value):
        return b"".join(kind.encode(getattr(value, name)) for name, kind in self.fields.items())

    def decode(self, reader):
        return Record(**{name: kind.decode(reader) for name, kind in self.fields.items()})


class Choice:
    """A record with `choice`, the name, beside the fields of that struct."""

    def __init__(self, **kinds):
        self.kinds = kinds

    def read(self, value):
        if type(value) is not dict or len(value) != 1 or next(iter(value)) not in self.kinds:
            raise Bad()
        (name, inner), = value.items()
        return Record(choice=name, **vars(self.kinds[name].read(inner)))

    def show(self, value):
        return {value.choice: self.kinds[value.choice].show(value)}

    def encode(self, value):
        return uleb(list(self.kinds).index(value.choice)) + self.kinds[value.choice].encode(value)

    def decode(self, reader):
        number = reader.uleb()
        if number >= len(self.kinds):
            raise Bad()
        name = list(self.kinds)[number]
        return Record(choice=name, **vars(self.kinds[name].decode(reader)))


def decode(kind, data):
    reader = Reader(data)
    value = kind.decode(reader)
    if reader.at != len(data):
        raise Bad()
    return value


U8, U16, U32, U64 = Uint(1), Uint(2), Uint(4), Uint(8)
BYTES, TEXT, HASH, ACCOUNT = Blob(), Text(), Blob(32), Account(32)

# --- records, from encoding.md -------------------------------------------------------------------------------

PUBLIC, PRIVATE = Struct(hash=HASH), Struct(commitment=HASH)
ITEM_CONTENT = Choice(public=PUBLIC, private=PRIVATE)
CONTENT = Choice(public=PUBLIC, private=PRIVATE, collection=Struct(root=HASH, count=U64))
OWNER = Choice(account=Struct(account=ACCOUNT), split=Struct(split=HASH))
ASSET_RECORD = Struct(
    version=U8, content=CONTENT, title=TEXT, derived_from=Option(HASH),
    origin=Option(Struct(collection=HASH, events=U64)), owner=OWNER, certifier=ACCOUNT, certified_height=U64,
    certified_time=U64, owner_since_height=U64, owner_since_time=U64, history=HASH, events=U64,
    dispute=Option(Struct(opener=ACCOUNT, by_regulator=Bool(), opened=U64, deadline=U64, bond=U64)),
    contested=Bool(), retired=Option(Struct(height=U64, time=U64)))
POLICY = Struct(version=U8, threshold=U32, entries=List(Struct(
    scheme=U8, key=BYTES, weight=U16, scopes=U32, daily_limit=Option(U64))))
GUARDIANS = Struct(accounts=List(ACCOUNT), needed=U8)
POLICY_RECORD = Struct(
    version=U8, epoch=U64, policy=POLICY, guardians=GUARDIANS,
    pending_policy=Option(Struct(policy=POLICY, announced=U64, effective=U64)),
    pending_guardians=Option(Struct(guardians=GUARDIANS, announced=U64, effective=U64)),
    recovery=Option(Struct(policy=POLICY, opened=U64, approvals=List(ACCOUNT),
                           completion=Option(Struct(completed=U64, effective=U64)))),
    freeze=Option(Struct(by=ACCOUNT, until=U64, again_from=U64)))
TX_BODY = Struct(
    version=U8, chain=HASH, valid_until=U64, payer=ACCOUNT, max_fee=U64,
    actors=List(Struct(account=ACCOUNT, lane=U8, sequence=U64)),
    actions=List(Struct(actor=U8, contract=U8, call=BYTES)), witness_hashes=List(HASH), memo=BYTES)
TX_RESULT = Struct(code=U32, action=U16, fee=U64)
VALIDATORS = Struct(version=U8, validators=List(Struct(
    seal_key=Blob(33), engine_key=BYTES, power=U64, beacon_commitment=HASH)))
ROLES = Enum(1, {"registrar": 1, "issuer": 2, "regulator": 3, "admitted": 255})
GENESIS = Struct(
    version=U8, name=TEXT, time=U64, parameters=List(Struct(name=TEXT, value=U64)),
    accounts=List(Struct(policy=POLICY, balance=U64)), members=List(ACCOUNT),
    roles=List(Struct(role=ROLES, account=ACCOUNT)), validators=VALIDATORS)

# --- the proof file, from proof-format.md --------------------------------------------------------------------

HEADER = Struct(
    version=U8, chain=HASH, height=U64, time=U64, tx_count=U32, previous=HASH, tx_root=HASH, state_root=HASH,
    history_root=HASH, validators=HASH, next_validators=HASH)
SEAL = Struct(height=U64, header=HASH, signatures=List(Struct(validator=U16, signature=Blob(64))))
ENTRY = Struct(value=Option(BYTES), path=Struct(
    depth=U16, filled=BYTES, siblings=List(HASH), other=Option(Struct(key_hash=HASH, value_hash=HASH))))
OPENING = Option(Struct(k=HASH, hash=HASH))
STATEMENT = Choice(
    asset=Struct(asset=HASH), item=Struct(collection=HASH, content=ITEM_CONTENT), absence=Struct(content=HASH),
    transaction=Struct(tx=HASH))
EVIDENCE = Choice(
    asset=Struct(asset=ENTRY, owner_policy=Option(ENTRY), opening=OPENING),
    item=Struct(collection=ENTRY, extracted=ENTRY, owner_policy=Option(ENTRY), index=U64, salt=Blob(16),
                path=List(HASH), opening=OPENING),
    absence=Struct(content=ENTRY),
    transaction=Struct(body=BYTES, result=TX_RESULT, index=U32, path=List(HASH)))
PROOF = Struct(
    format=TEXT, statement=STATEMENT, evidence=EVIDENCE, header=HEADER,
    history=Option(Struct(sealed=HEADER, path=List(HASH))), seal=Option(SEAL), validators=VALIDATORS,
    changes=List(Struct(header=HEADER, seal=SEAL, next=VALIDATORS)),
    presentation=Option(Struct(account=ACCOUNT, audience=TEXT, challenge=TEXT, not_after=U64,
                               auths=List(Struct(scheme=U8, key=BYTES, signature=BYTES)))))


def strict_json(data):
    """The JSON profile."""

    def number(text):
        if len(text) > 16 or text[0] == "-" or int(text) >= 1 << 53:
            raise Bad()
        return int(text)

    def refuse(_):
        raise Bad()

    def members(pairs):
        if len(dict(pairs)) != len(pairs):
            raise Bad()
        return dict(pairs)

    def check(value, depth):
        if type(value) is str:
            value.encode()  # fails for half a surrogate
        elif type(value) in (list, dict):
            if depth == 16:
                raise Bad()
            for one in value:
                check(one, depth + 1)
                if type(value) is dict:
                    check(value[one], depth + 1)

    if data.startswith(b"\xef\xbb\xbf"):
        raise Bad()
    try:
        value = json.loads(data.decode(), parse_int=number, parse_float=refuse, parse_constant=refuse,
                           object_pairs_hook=members)
        check(value, 0)
    except (ValueError, RecursionError):
        raise Bad()
    return value


def read_proof(data):
    need(len(data) <= 4 << 20, "too_large")
    try:
        value = strict_json(data)
    except Bad:
        raise Refused("not_json")
    if type(value) is dict and type(value.get("format")) is str:
        need(value["format"] == "freehold-proof/1", "unknown_format")
    try:
        return PROOF.read(value)
    except Bad:
        raise Refused("bad_shape")


# --- trees ---------------------------------------------------------------------------------------------------


def in_tree(data, index, size, path, root):
    """RFC 9162: whether the leaf with this data is at `index`."""
    if index >= size:
        return False
    node, last = sha(b"\0", data), size - 1
    for sibling in path:
        if last == 0:
            return False
        if index & 1 or index == last:
            node = sha(b"\1", sibling, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = sha(b"\1", node, sibling)
        index, last = index >> 1, last >> 1
    return last == 0 and node == root


def bit(data, place):
    return data[place // 8] >> (7 - place % 8) & 1


def in_state(key, entry, root):
    """Whether the entry is what the state of this root says about `key`."""
    path, place = entry.path, sha(key)
    depth, empty = path.depth, bytes(32)
    if depth > 256 or len(path.filled) != (depth + 7) // 8:
        return False
    filled = [level for level in range(len(path.filled) * 8) if bit(path.filled, level)]
    if any(level >= depth for level in filled) or len(filled) != len(path.siblings) or empty in path.siblings:
        return False
    if depth and depth - 1 not in filled:
        return False
    node = empty
    if entry.value is not None:
        if not 0 < len(entry.value) <= 65536 or path.other:
            return False
        node = sha(b"\0", place, sha(entry.value))
    elif path.other:
        there = path.other.key_hash
        if there == place or any(bit(there, level) != bit(place, level) for level in range(depth)):
            return False
        node = sha(b"\0", there, path.other.value_hash)
    siblings = list(path.siblings)
    for level in reversed(range(depth)):
        sibling = siblings.pop() if level in filled else empty
        node = sha(b"\1", sibling, node) if bit(place, level) else sha(b"\1", node, sibling)
    return node == root


# --- genesis documents ---------------------------------------------------------------------------------------


def ascending(values):
    return all(a < b for a, b in zip(values, values[1:]))


def policy_well_formed(policy):
    good = policy.version == 1 and 1 <= len(policy.entries) <= 32 and policy.threshold > 0
    for entry in policy.entries:
        good = good and entry.scheme == 0 and key_valid(entry.key) and entry.weight > 0 and 0 < entry.scopes < 512
    good = good and len({entry.key for entry in policy.entries}) == len(policy.entries)
    return good and sum(entry.weight for entry in policy.entries if entry.scopes & 1) >= policy.threshold


def genesis_well_formed(genesis):
    keys = [entry.key for account in genesis.accounts for entry in account.policy.entries]
    return (genesis.version == 1 and 1 <= len(genesis.name) <= 64
            and all(c in b"abcdefghijklmnopqrstuvwxyz0123456789-._" for c in genesis.name)
            and ascending([parameter.name for parameter in genesis.parameters])
            and all(policy_well_formed(account.policy) for account in genesis.accounts)
            and sum(account.balance for account in genesis.accounts) < 1 << 64
            and len(set(keys)) == len(keys) and ascending(genesis.members)
            and ascending([(one.role, one.account) for one in genesis.roles])
            and all(one.role != 255 for one in genesis.roles) and set_well_formed(genesis.validators))


# --- trust ---------------------------------------------------------------------------------------------------


def header_hash(header):
    return tagged(b"header", HEADER.encode(header))


def set_hash(validators):
    return tagged(b"validator-set", VALIDATORS.encode(validators))


def set_well_formed(group):
    return (group.version == 1 and 1 <= len(group.validators) <= 256
            and all(key_valid(one.seal_key) and one.power > 0 and len(one.engine_key) <= 64
                    for one in group.validators)
            and ascending([one.seal_key for one in group.validators])
            and sum(one.power for one in group.validators) <= 1 << 60)


def check_seal(seal, header, group):
    digest = header_hash(header)
    need(seal.height == header.height and seal.header == digest, "seal_wrong_header")
    before = -1
    for one in seal.signatures:
        need(one.validator < len(group.validators), "seal_unknown_validator")
        need(one.validator > before, "seal_not_ascending")
        before = one.validator
    power = 0
    for one in seal.signatures:
        validator = group.validators[one.validator]
        need(signature_valid(validator.seal_key, tagged(b"seal", digest), one.signature), "seal_bad_signature")
        power += validator.power
    need(power * 3 > 2 * sum(one.power for one in group.validators), "seal_not_enough_power")


def check_trust(proof, anchor):
    sealed = proof.history.sealed if proof.history else proof.header
    chain = anchor.chain if anchor.kind == "genesis" else proof.header.chain
    headers = [proof.header] + ([sealed] if proof.history else []) + [change.header for change in proof.changes]
    for header in headers:
        need(header.version == 1, "header_version")
        need(header.chain == chain, "other_chain")
    if anchor.kind != "header" or header_hash(sealed) != anchor.hash:
        check_sets(proof, anchor, sealed)
    if proof.history:
        good = in_tree(header_hash(proof.header), proof.header.height, sealed.height, proof.history.path,
                       sealed.history_root)
        need(good, "history_mismatch")


def check_sets(proof, anchor, sealed):
    changes = list(proof.changes)
    if anchor.kind == "header":
        while changes and header_hash(changes[0].header) != anchor.hash:
            changes.pop(0)
        need(changes, "header_not_trusted")
        first = changes.pop(0)
        need(set_well_formed(first.next), "bad_validator_set")
        need(first.header.next_validators == set_hash(first.next), "bad_change")
        group = first.next
    else:
        group = proof.validators
        need(set_well_formed(group), "bad_validator_set")
        need(set_hash(group) == anchor.hash, "untrusted_validators")
    for change in changes:
        need(set_well_formed(change.next), "bad_validator_set")
        need(change.header.validators == set_hash(group), "bad_change")
        need(change.header.next_validators == set_hash(change.next), "bad_change")
        try:
            check_seal(change.seal, change.header, group)
        except Refused:
            raise Refused("bad_change")
        group = change.next
    need(ascending([change.header.height for change in proof.changes] + [sealed.height]), "bad_change")
    need(sealed.validators == set_hash(group), "untrusted_validators")
    need(proof.seal, "header_not_trusted")
    check_seal(proof.seal, sealed, group)


def check_time(proof, options, verdict):
    at, then = options.at, proof.header.time
    if at is None:
        need(options.max_age is None, "too_old")
        need(options.anchor_max_age is None, "anchor_too_old")
        verdict.notices.append("no_time")
        return
    need(then <= at + 10000, "future_header")
    verdict.header_age = max(0, at - then)
    need(options.max_age is None or verdict.header_age <= options.max_age, "too_old")
    anchored = options.anchor.time
    if options.anchor.kind == "header":
        anchored = (proof.history.sealed if proof.history else proof.header).time
        for change in proof.changes:
            if header_hash(change.header) == options.anchor.hash:
                anchored = change.header.time
    verdict.anchor_age = None if anchored is None else max(0, at - anchored)
    if options.anchor_max_age is not None:
        need(verdict.anchor_age is not None and verdict.anchor_age <= options.anchor_max_age, "anchor_too_old")


# --- policies, from policies.md ------------------------------------------------------------------------------


def matured(record, at):
    until, recovered = at, False
    if record.recovery and record.recovery.completion:
        until = min(at, record.recovery.completion.completed)
        recovered = record.recovery.completion.effective <= at
    return Record(
        policy=bool(record.pending_policy) and record.pending_policy.effective <= until,
        guardians=bool(record.pending_guardians) and record.pending_guardians.effective <= until,
        recovery=recovered)


def policy_in_force(record, at):
    done = matured(record, at)
    if done.recovery:
        return record.recovery.policy
    return record.pending_policy.policy if done.policy else record.policy


def is_frozen(record, at):
    waiting = record.recovery and record.recovery.completion and at < record.recovery.completion.effective
    return bool(waiting or (record.freeze and at < record.freeze.until))


def covers(policy, signers):
    return sum(policy.entries[i].weight for i in signers if policy.entries[i].scopes & 1) >= policy.threshold


# --- the statement -------------------------------------------------------------------------------------------


class Statement:
    def __init__(self, proof, verdict):
        self.proof, self.verdict, self.root = proof, verdict, proof.header.state_root

    def note(self, notice):
        self.verdict.notices.append(notice)

    def record(self, kind, entry):
        try:
            record = decode(kind, entry.value)
        except Bad:
            raise Refused("record_unreadable")
        need(record.version == 1, "record_unreadable")
        return record

    def asset_record(self, asset, entry):
        need(in_state(b"\x20" + asset, entry, self.root), "state_mismatch")
        need(entry.value is not None, "record_missing")
        record = self.record(ASSET_RECORD, entry)
        content = CONTENT.encode(record.content)
        if record.origin:
            need(record.content.choice != "collection", "record_other")
            there = tagged(b"item", record.origin.collection, content)
        elif record.content.choice == "collection":
            there = tagged(b"collection", record.certifier, record.content.root)
        else:
            there = tagged(b"certificate", record.certifier, content)
        need(there == asset, "record_other")
        return record

    def owner(self, record, entry):
        need((record.owner.choice == "account") == (entry is not None), "owner_policy_missing")
        if entry is None:
            return self.note("owned_by_split")
        self.verdict.owner = record.owner.account
        need(in_state(b"\x02" + record.owner.account, entry, self.root), "state_mismatch")
        if entry.value is None:
            return self.note("owner_unopened")
        policy, now = self.record(POLICY_RECORD, entry), self.proof.header.time
        self.verdict.owner_policy = policy
        done = matured(policy, now)
        if is_frozen(policy, now):
            self.note("owner_frozen")
        if policy.pending_policy and not (done.policy or done.recovery):
            self.note("owner_policy_pending")
        if policy.pending_guardians and not (done.guardians or done.recovery):
            self.note("owner_guardians_pending")
        if policy.recovery and not done.recovery:
            self.note("owner_recovery")

    def content(self, content, certifier, opening):
        if content.choice != "private":
            need(opening is None, "opening_mismatch")
            self.verdict.content = content.hash if content.choice == "public" else None
        elif opening is None:
            self.note("private_unopened")
        else:
            there = hmac.digest(opening.k, certifier + opening.hash, "sha256")
            need(there == content.commitment, "opening_mismatch")
            self.verdict.content = opening.hash

    def finish(self, record):
        self.verdict.asset = record
        if record.retired:
            self.note("retired")
        if record.dispute and record.dispute.deadline > self.proof.header.time:
            self.note("disputed")
        if record.contested:
            self.note("contested")

    def asset(self, stated, shown):
        record = self.asset_record(stated.asset, shown.asset)
        self.owner(record, shown.owner_policy)
        self.content(record.content, record.certifier, shown.opening)
        self.finish(record)

    def item(self, stated, shown):
        record = self.asset_record(stated.collection, shown.collection)
        self.owner(record, shown.owner_policy)
        need(record.content.choice == "collection", "not_a_collection")
        content = ITEM_CONTENT.encode(stated.content)
        need(in_tree(shown.salt + content, shown.index, record.content.count, shown.path, record.content.root),
             "item_mismatch")
        item = tagged(b"item", stated.collection, content)
        need(in_state(b"\x20" + item, shown.extracted, self.root), "state_mismatch")
        need(shown.extracted.value is None, "extracted")
        self.content(stated.content, record.certifier, shown.opening)
        self.finish(record)

    def absence(self, stated, shown):
        need(in_state(b"\x21" + stated.content, shown.content, self.root), "state_mismatch")
        need(shown.content.value is None, "present")
        self.verdict.content = stated.content

    def transaction(self, stated, shown):
        header = self.proof.header
        body = self.record(TX_BODY, Record(value=shown.body))
        need(tagged(b"tx", shown.body) == stated.tx, "record_other")
        need(body.chain == header.chain, "other_chain")
        leaf = stated.tx + TX_RESULT.encode(shown.result)
        need(in_tree(leaf, shown.index, header.tx_count, shown.path, header.tx_root), "transaction_mismatch")
        if shown.result.code:
            self.note("transaction_failed")
        self.verdict.result = shown.result


# --- the presentation ----------------------------------------------------------------------------------------


def check_presentation(proof, options, verdict):
    shown, asked = proof.presentation, options.challenge is not None or options.audience is not None
    if not shown:
        return need(not asked, "presentation_missing")
    need(shown.account == verdict.owner, "presentation_other_account")
    if asked:
        need(shown.audience == (options.audience or "").encode(), "presentation_audience")
        need(shown.challenge == (options.challenge or "").encode(), "presentation_challenge")
    need(options.at is not None, "presentation_no_time")
    need(options.at <= shown.not_after, "presentation_expired")
    need(verdict.owner_policy, "presentation_policy")
    need(not is_frozen(verdict.owner_policy, proof.header.time), "presentation_frozen")
    policy = policy_in_force(verdict.owner_policy, proof.header.time)
    chain = proof.header.chain
    statement = tagged(b"statement", chain, STATEMENT.encode(proof.statement))
    digest = tagged(b"presentation", chain, statement, header_hash(proof.header), shown.account,
                    TEXT.encode(shown.audience), TEXT.encode(shown.challenge), U64.encode(shown.not_after))
    keys = [(entry.scheme, entry.key) for entry in policy.entries]
    before, signers = None, []
    for auth in shown.auths:
        key = (auth.scheme, auth.key)
        need(before is None or before < key, "presentation_signature")
        good = auth.scheme == 0 and signature_valid(auth.key, digest, auth.signature)
        need(good, "presentation_signature")
        need(key in keys, "presentation_policy")
        signers.append(keys.index(key))
        before = key
    need(covers(policy, signers), "presentation_policy")
    for one in signers:
        need(not covers(policy, [other for other in signers if other != one]), "presentation_policy")
    verdict.presented = asked
    if not asked:
        verdict.notices.append("presentation_unasked")


# --- the whole -----------------------------------------------------------------------------------------------


def check_limits(proof):
    need(proof.statement.choice == proof.evidence.choice, "evidence_kind")
    path = getattr(proof.evidence, "path", [])
    shown = proof.presentation
    need(len(proof.changes) <= 4096, "limits")
    need(not proof.history or len(proof.history.path) <= 64, "limits")
    need(len(path) <= 64 and len(getattr(proof.evidence, "body", b"")) <= 1 << 20, "limits")
    need(not shown or max(len(shown.audience), len(shown.challenge)) <= 256, "limits")
    need(not shown or len(shown.auths) <= 32, "limits")


def verify(proof, options):
    verdict = Record(header_age=None, anchor_age=None, owner=None, owner_policy=None, asset=None, content=None,
                     result=None, file_matched=False, presented=False, notices=[])
    check_limits(proof)
    check_trust(proof, options.anchor)
    check_time(proof, options, verdict)
    getattr(Statement(proof, verdict), proof.statement.choice)(proof.statement, proof.evidence)
    if options.file is not None:
        need(verdict.content is not None, "file_not_comparable")
        need(verdict.content == options.file, "file_mismatch")
        verdict.file_matched = True
    check_presentation(proof, options, verdict)
    return verdict


# --- the program ---------------------------------------------------------------------------------------------


def hash_of(text, what):
    try:
        return bytes.fromhex(text) if len(text) == 64 and text.isalnum() else HASH.read(text)
    except (Bad, ValueError):
        raise Misused("bad_id")


def read_file(path, limit):
    try:
        with (sys.stdin.buffer if path == "-" else open(path, "rb")) as file:
            return file.read(limit)
    except FileNotFoundError:
        raise Refused("not_found")
    except OSError:
        raise Refused("io")


def read_genesis(path):
    try:
        data = read_file(path, (16 << 20) + 1)
        genesis = GENESIS.read(strict_json(data))
        if len(data) > 16 << 20 or not genesis_well_formed(genesis):
            raise Bad()
    except Bad:
        raise Refused("bad_genesis")
    chain = tagged(b"genesis", GENESIS.encode(genesis))
    return Record(kind="genesis", chain=chain, hash=set_hash(genesis.validators), time=genesis.time)


def anchor_of(args):
    if args.trust:
        kind, _, text = args.trust.partition(":")
        if kind not in ("validators", "header"):
            raise Misused("bad_trust")
        return Record(kind=kind, hash=hash_of(text, kind), time=None)
    if not args.genesis:
        raise Misused("no_anchor")
    return read_genesis(args.genesis)


def time_of(text):
    if text is None:
        return time.time_ns() // 1000000
    if text.isascii() and text.isdigit():
        return int(text)
    for form in ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d"):
        try:
            moment = datetime.datetime.strptime(text, form).replace(tzinfo=datetime.timezone.utc)
            return int(moment.timestamp()) * 1000
        except ValueError:
            pass
    raise Misused("bad_time")


def duration_of(text):
    if text is None:
        return None
    unit = {"s": 1000, "m": 60000, "h": 3600000, "d": 86400000}.get(text[-1:])
    if not unit or not text[:-1].isascii() or not text[:-1].isdigit():
        raise Misused("bad_duration")
    return int(text[:-1]) * unit


def file_hash(path):
    if path is None:
        return None
    total = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            for chunk in iter(lambda: file.read(1 << 20), b""):
                total.update(chunk)
    except OSError:
        raise Refused("unreadable_file")
    return total.digest()


def as_json(proof, verdict):
    def age(ms):
        return None if ms is None else str(ms)

    asset = verdict.asset
    return {
        "valid": True, "statement": STATEMENT.show(proof.statement), "chain": proof.header.chain.hex(),
        "height": str(proof.header.height), "time": str(proof.header.time),
        "header": header_hash(proof.header).hex(), "header_age_ms": age(verdict.header_age),
        "anchor_age_ms": age(verdict.anchor_age), "owner": OWNER.show(asset.owner) if asset else None,
        "content": verdict.content.hex() if verdict.content else None,
        "asset": ASSET_RECORD.show(asset) if asset else None,
        "result": TX_RESULT.show(verdict.result) if verdict.result else None,
        "file_matched": verdict.file_matched, "presented": verdict.presented, "notices": verdict.notices}


def run(args):
    # Who has handed an asset on could sign an old proof for a new challenge.
    shown = args.challenge is not None or args.audience is not None
    options = Record(anchor=anchor_of(args), at=time_of(args.at),
                     max_age=duration_of(args.max_age or ("2h" if shown else args.max_age)),
                     anchor_max_age=duration_of(args.anchor_max_age), file=file_hash(args.file),
                     challenge=args.challenge, audience=args.audience)
    proof = read_proof(read_file(args.proof, (4 << 20) + 1))
    return as_json(proof, verify(proof, options))


def options_of(words):
    parser = argparse.ArgumentParser(description="Check a Freehold proof file offline.")
    parser.add_argument("proof", help="the proof file; - for standard input")
    parser.add_argument("--file", help="the file that the proof should be about")
    parser.add_argument("--genesis", help="the chain's genesis document")
    parser.add_argument("--trust", help="validators:HASH or header:HASH")
    parser.add_argument("--challenge", help="the text you gave")
    parser.add_argument("--audience", help="whom it has to be shown to")
    parser.add_argument("--at", help="the time to check for; now where none is given")
    parser.add_argument("--max-age", help="the oldest the proof may be: 90d, 12h, 30m, 45s")
    parser.add_argument("--anchor-max-age", help="the oldest that what you trust may be")
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    return parser.parse_args(words)


def main():
    args = options_of(None)
    try:
        verdict = run(args)
    except (Refused, Misused) as why:
        if args.json:
            print(json.dumps({"error": str(why)}))
        print(f"verify.py: not valid [{why}]", file=sys.stderr)
        return 1 if isinstance(why, Refused) else 2
    print(json.dumps(verdict, indent=2, ensure_ascii=False) if args.json else "VALID")
    for notice in [] if args.json else verdict["notices"]:
        print(f"  NOTE: {notice}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
