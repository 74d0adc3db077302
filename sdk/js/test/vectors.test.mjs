// The vectors of tests/vectors: all files, all cases.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as freehold from "../dist/index.js";
import { BcsError, Reader } from "../dist/bcs.js";
import { checkStateEntry } from "../dist/sparse.js";
import { JsonError, parseJson } from "../dist/json.js";
import { sealDigest, statementHash, presentationDigest } from "../dist/proof_file.js";
import { SPACE, stateKey } from "../dist/records.js";
import { b64, decode, encode, hex, read, readAs, toBase64url, toHex, typeOf, vectors, VECTORS } from "./support.mjs";

const { structs } = freehold;

test("every file of vectors is read here", () => {
  const files = readdirSync(VECTORS).filter((name) => name.endsWith(".json")).sort();
  assert.deepEqual(files, [
    "encodings.json",
    "genesis.json",
    "hashes.json",
    "json_profile.json",
    "keys.json",
    "policies.json",
    // Codes of printed certificates: the page reads them (web/verify/test).
    "print.json",
    "transactions.json",
    "trees.json",
  ]);
});

test("encodings: bytes and JSON views, both ways", () => {
  const { encodings } = vectors("encodings.json");
  assert.ok(encodings.length > 300);
  for (const { kind, name, bytes, json } of encodings) {
    const type = typeOf(kind);
    const value = decode(type, hex(bytes));
    assert.notEqual(value, undefined, `${kind}, ${name}: decoding`);
    assert.deepEqual(type.show(value), json, `${kind}, ${name}`);
    assert.equal(toHex(encode(type, read(type, json))), bytes, `${kind}, ${name}: encoding`);
  }
});

test("encodings: bytes that are no value are refused by name", () => {
  const { refused } = vectors("encodings.json");
  assert.ok(refused.length > 20);
  for (const { kind, name, bytes, error } of refused) {
    const why = () => {
      const reader = new Reader(hex(bytes));
      typeOf(kind).decode(reader);
      if (reader.left > 0) throw new BcsError("trailing");
    };
    assert.throws(why, (thrown) => thrown instanceof BcsError && thrown.message === error, `${kind}, ${name}`);
    assert.equal(decode(typeOf(kind), hex(bytes)), undefined, `${kind}, ${name}`);
  }
});

test("hashes", () => {
  const all = vectors("hashes.json");
  const done = new Set();
  const each = (name, check) => {
    assert.ok(all[name].length > 0, name);
    all[name].forEach((one, i) => check(one, `${name}[${i}]`));
    done.add(name);
  };
  const same = (bytes, text, what) => assert.equal(toHex(bytes), text, what);
  each("tags", ({ tag, data, digest }, what) => {
    assert.ok(tag.startsWith("freehold/"));
    same(freehold.tagged(tag.slice("freehold/".length), hex(data)), digest, what);
  });
  each("sha256", ({ data, digest }, what) => same(freehold.sha256(hex(data)), digest, what));
  each("policies", ({ policy, policy_hash, account, address }, what) => {
    const value = readAs("Policy", policy);
    same(freehold.policyHash(value), policy_hash, what);
    same(freehold.accountId(value), account, what);
    assert.equal(freehold.accountToText(freehold.accountId(value)), address);
  });
  each("named_accounts", ({ name, account, address }, what) => {
    same(freehold.namedAccount(name), account, what);
    assert.equal(freehold.accountToText(hex(account)), address);
  });
  each("keys", ({ scheme, key, digest }, what) => {
    same(freehold.tagged("key", Uint8Array.of(scheme), hex(key)), digest, what);
    if (scheme === 0) same(freehold.keyHash(hex(key)), digest, what);
  });
  each("genesis", ({ genesis, chain }, what) => same(freehold.chainId(readAs("Genesis", genesis)), chain, what));
  each("headers", ({ header, hash, seal_digest }, what) => {
    same(freehold.headerHash(readAs("Header", header)), hash, what);
    same(sealDigest(hex(hash)), seal_digest, what);
  });
  each("validator_sets", ({ set, hash }, what) =>
    same(freehold.validatorSetHash(readAs("ValidatorSet", set)), hash, what),
  );
  each("witnesses", ({ data, digest }, what) => same(freehold.witnessHash(hex(data)), digest, what));
  each("certificates", ({ certifier, content, id }, what) =>
    same(freehold.assetId(readAs("AccountId", certifier), readAs("Content", content)), id, what),
  );
  each("items", ({ collection, content, id }, what) =>
    same(freehold.itemId(b64(collection), readAs("ItemContent", content)), id, what),
  );
  each("commitments", (one, what) =>
    same(freehold.commitment(hex(one.k), readAs("AccountId", one.certifier), b64(one.hash)), one.commitment, what),
  );
  each("history", ({ previous, event, history }, what) =>
    same(freehold.historyAfter(b64(previous), readAs("Event", event)), history, what),
  );
  each("statements", ({ chain, statement, hash }, what) =>
    same(statementHash(b64(chain), readAs("Statement", statement)), hash, what),
  );
  each("presentations", ({ chain, statement, header, presentation, digest }, what) => {
    const about = { chain: b64(chain), statement: b64(statement), header: b64(header) };
    same(presentationDigest(about, readAs("Presentation", presentation)), digest, what);
  });
  each("key_possessions", ({ chain, account, policy, digest }, what) =>
    same(freehold.possessionDigest(b64(chain), readAs("AccountId", account), b64(policy)), digest, what),
  );
  const spaces = {
    AccountRecord: SPACE.account,
    PolicyRecord: SPACE.policy,
    KeyRecord: SPACE.key,
    ParameterRecord: SPACE.parameter,
    RoleRecord: SPACE.role,
    SupplyRecord: SPACE.supply,
    ValidatorSet: SPACE.validators,
    MembersRecord: SPACE.members,
    AssetRecord: SPACE.asset,
    ContentRecord: SPACE.content,
    OfferRecord: SPACE.offer,
  };
  each("state_keys", ({ record, id, key, path }, what) => {
    assert.ok(record in spaces, record);
    same(stateKey(spaces[record], hex(id)), key, what);
    same(freehold.sha256(hex(key)), path, what);
  });
  each("leaves", ({ kind, leaf, hash }, what) =>
    same(freehold.leafHash(encode(typeOf(kind), readAs(kind, leaf))), hash, what),
  );
  each("addresses", ({ text, account, error }, what) => {
    const read = freehold.accountFromTyped(text);
    assert.equal(read === undefined ? null : toHex(read), account, what);
    assert.equal(error === null, read !== undefined, what);
  });
  each("did_keys", ({ public_key, did }, what) => assert.equal(freehold.didKey(hex(public_key)), did, what));
  each("base64url", ({ text, bytes }, what) => {
    const read = freehold.fromBase64url(text);
    assert.equal(read === undefined ? null : toHex(read), bytes, what);
    if (bytes !== null) assert.equal(toBase64url(hex(bytes)), text, what);
  });
  assert.deepEqual([...done].sort(), Object.keys(all).sort());
});

test("keys: words, seeds, accounts, signatures, messages", () => {
  const all = vectors("keys.json");
  assert.deepEqual(Object.keys(all).sort(), ["checked_signatures", "messages", "refused_words", "signatures", "words"]);
  assert.equal(new Set(all.words.map((one) => one.language)).size, 10);
  for (const one of all.words) {
    const read = freehold.readWords(one.words);
    assert.ok(read.ok, one.language);
    assert.deepEqual([read.language, toHex(read.entropy)], [one.language, one.entropy]);
    const seed = freehold.seedOfWords(read.words, one.passphrase);
    assert.equal(toHex(seed), one.seed);
    for (const wanted of one.accounts) {
      const account = freehold.accountOfSeed(seed, wanted.index);
      assert.equal(toHex(account.secretKey), wanted.secret_key);
      assert.equal(toHex(account.publicKey), wanted.public_key);
      assert.deepEqual(structs.Policy.show(account.policy), wanted.policy);
      assert.equal(toHex(account.id), wanted.account);
      assert.deepEqual([account.address, account.did], [wanted.address, wanted.did]);
    }
  }
  for (const { name, words, error } of all.refused_words) {
    const read = freehold.readWords(words);
    assert.equal(read.ok ? null : read.error, error, name);
  }
  for (const one of all.signatures) {
    assert.equal(toHex(freehold.publicKeyOf(hex(one.secret_key))), one.public_key);
    assert.equal(toHex(freehold.sign(hex(one.secret_key), hex(one.digest))), one.signature);
    assert.ok(freehold.signatureValid(hex(one.public_key), hex(one.digest), hex(one.signature)));
  }
  assert.ok(all.checked_signatures.some((one) => one.valid));
  for (const one of all.checked_signatures) {
    const valid = freehold.signatureValid(hex(one.public_key), hex(one.digest), hex(one.signature));
    assert.equal(valid, one.valid, one.name);
  }
  for (const one of all.messages) {
    assert.equal(toHex(freehold.signMessage(one.text, hex(one.secret_key))), one.signature);
    const digest = freehold.messageDigest(one.text);
    assert.ok(freehold.signatureValid(hex(one.public_key), digest, hex(one.signature)));
  }
});

// The call in readable form, through the functions that build actions.
function build({ actor, contract, call }, position, actors) {
  const [kind] = Object.keys(call);
  const place = actors.indexOf(actor);
  const at = typeof actor === "number" ? actor : place;
  const decoded = readAs(contract === "accounts" ? "AccountsCall" : "AssetsCall", call);
  const title = decoded.title === undefined ? undefined : new TextDecoder().decode(decoded.title);
  switch (kind) {
    case "open":
      return freehold.open(decoded.policy, decoded.key_proofs, at);
    case "admit":
      return freehold.admit(decoded.account, at);
    case "decline":
    case "cancel":
    case "retire":
      return freehold[kind](decoded.asset, at);
    case "certify":
    case "extract":
      return freehold[kind]({ ...decoded, title }, at);
    default:
      return freehold[kind](decoded, at);
  }
}

test("transactions: every action built, every signature made, to the byte", () => {
  const { transactions } = vectors("transactions.json");
  const kinds = new Set();
  for (const one of transactions) {
    const body = readAs("TxBody", one.body);
    const actors = body.actors.map((actor) => freehold.accountToText(actor.account));
    body.actions = one.actions.map((action, i) => build(action, i, actors));
    one.actions.forEach((action, i) => {
      kinds.add(Object.keys(action.call)[0]);
      const back = freehold.decodeAction(body.actions[i]);
      const type = back.contract === "accounts" ? structs.AccountsCall : structs.AssetsCall;
      assert.deepEqual({ contract: back.contract, call: type.show(back.call) }, { contract: action.contract, call: action.call });
    });
    assert.equal(toHex(encode(structs.TxBody, body)), one.body_bytes, one.name);
    assert.equal(toHex(freehold.transactionId(body)), one.tx_id, one.name);
    for (const signers of [one.signers, [...one.signers].reverse()]) {
      const witnesses = one.witnesses.map((witness) => (typeof witness === "string" ? hex(witness) : witness));
      let tx = freehold.unsigned(body, witnesses);
      for (const { signer, secret_key } of signers) tx = freehold.addSignature(tx, signer, hex(secret_key));
      assert.equal(toHex(freehold.encodeTransaction(tx)), one.signed_bytes, one.name);
      assert.deepEqual(structs.SignedTx.show(tx), one.signed_tx, one.name);
      const file = freehold.transactionFromFile(freehold.transactionToFile(tx));
      assert.equal(toHex(freehold.encodeTransaction(file.tx)), one.signed_bytes);
    }
  }
  assert.deepEqual([...kinds].sort(), [
    "accept", "admit", "cancel", "certify", "decline", "extract", "offer", "open", "pay", "retire", "transfer",
  ]);
});

test("policies", () => {
  const all = vectors("policies.json");
  assert.deepEqual(Object.keys(all).sort(), ["checked", "covers", "in_force"]);
  for (const one of all.in_force) {
    const record = readAs("PolicyRecord", one.record);
    assert.equal(toHex(encode(structs.PolicyRecord, record)), one.record_bytes);
    for (const moment of one.moments) {
      const at = BigInt(moment.at);
      const what = `${one.name}, at ${at}`;
      assert.deepEqual(structs.Policy.show(freehold.policyInForce(record, at)), moment.policy, what);
      assert.equal(freehold.epochInForce(record, at).toString(), moment.epoch, what);
      assert.equal(freehold.isFrozen(record, at), moment.frozen, what);
      assert.deepEqual(structs.PolicyRecord.show(freehold.settled(record, at)), moment.settled, what);
    }
    assert.equal(toHex(encode(structs.PolicyRecord, record)), one.record_bytes, "the record was changed");
  }
  for (const { name, policy, error } of all.checked) {
    assert.equal(freehold.checkPolicy(readAs("Policy", policy)) ?? null, error, name);
  }
  for (const { name, policy, signers, scope, covered } of all.covers) {
    assert.equal(freehold.covers(readAs("Policy", policy), signers, scope), covered, name);
  }
});

const bitOf = (bytes, at) => (bytes[at >> 3] >> (7 - (at & 7))) & 1;

// The state tree by its definition.
function sparseRoot(entries, level = 0) {
  if (entries.length === 0) return new Uint8Array(32);
  if (entries.length === 1) {
    const [{ path, value }] = entries;
    return freehold.sha256(Uint8Array.from([0, ...path, ...freehold.sha256(value)]));
  }
  const [left, right] = [0, 1].map((side) => entries.filter(({ path }) => bitOf(path, level) === side));
  return freehold.sha256(Uint8Array.from([1, ...sparseRoot(left, level + 1), ...sparseRoot(right, level + 1)]));
}

test("trees", () => {
  const all = vectors("trees.json");
  assert.deepEqual(Object.keys(all).sort(), ["inclusion", "merkle", "sparse", "sparse_trees"]);
  for (const { leaves, root, paths } of all.merkle) {
    const hashes = leaves.map((leaf) => freehold.leafHash(hex(leaf)));
    const tree = new freehold.MerkleTree(hashes);
    assert.equal(toHex(tree.root), root);
    paths.forEach((path, i) => {
      assert.deepEqual(tree.path(i).map(toHex), path);
      const place = { index: BigInt(i), size: BigInt(leaves.length) };
      assert.ok(freehold.inTree(hashes[i], place, path.map(hex), hex(root)));
    });
  }
  for (const one of all.inclusion) {
    const place = { index: BigInt(one.index), size: BigInt(one.size) };
    const there = freehold.inTree(hex(one.leaf_hash), place, one.path.map(hex), hex(one.root));
    assert.equal(there, one.included, one.name);
  }
  for (const { entries, root } of all.sparse_trees) {
    const leaves = entries.map(({ key, value }) => ({ path: freehold.sha256(hex(key)), value: hex(value) }));
    assert.equal(toHex(sparseRoot(leaves)), root);
  }
  for (const { name, key, entry, root, error } of all.sparse) {
    const bad = checkStateEntry(hex(key), readAs("StateEntry", entry), hex(root));
    assert.equal(bad ?? null, error, name);
  }
});

test("the JSON profile", () => {
  const { texts } = vectors("json_profile.json");
  let limited = 0;
  for (const { name, limits, kind, text, bytes, error } of texts) {
    // A text is also read as a string, where it can be one.
    for (const input of bytes === null ? [new TextEncoder().encode(text), text] : [hex(bytes)]) {
      let code = null;
      try {
        const fixed = limits === null ? { bytesMax: 4 << 20, depthMax: 16 } : { bytesMax: limits.bytes_max, depthMax: limits.depth_max };
        const json = parseJson(input, fixed);
        if (kind !== null) typeOf(kind).read(json);
      } catch (thrown) {
        assert.ok(thrown instanceof JsonError, name);
        code = thrown.code;
      }
      if (error === "string_too_long") {
        // The proof format has no limit of strings beside that of the whole text.
        ++limited;
        assert.equal(code, null, name);
      } else {
        assert.equal(code, error, name);
      }
    }
  }
  assert.ok(limited < 10);
});

test("genesis documents", () => {
  for (const { name, text, chain, error } of vectors("genesis.json").documents) {
    let code = null;
    try {
      assert.equal(toHex(freehold.genesisAnchor(text).chain), chain, name);
    } catch (thrown) {
      assert.ok(thrown instanceof freehold.GenesisError, name);
      code = thrown.code;
    }
    assert.equal(code, error, name);
  }
});

function anchorOf(given) {
  const [[kind, value]] = Object.entries(given);
  if (kind === "genesis") return freehold.genesisAnchor(readFileSync(`${VECTORS}proofs/${value.file}`));
  if (kind === "header") return { kind, hash: b64(value.hash) };
  return value.pinned === null
    ? { kind, hash: b64(value.hash) }
    : { kind, hash: b64(value.hash), pinned: BigInt(value.pinned) };
}

const number = (text) => (text === null ? undefined : BigInt(text));

export function optionsOf(given) {
  return {
    anchor: anchorOf(given.anchor),
    at: number(given.at),
    maxAge: number(given.max_age_ms),
    anchorMaxAge: number(given.anchor_max_age_ms),
    file: given.file === null ? undefined : b64(given.file),
    challenge: given.challenge ?? undefined,
    audience: given.audience ?? undefined,
  };
}

function told(verdict) {
  const age = (ms) => (ms === null ? null : ms.toString());
  const show = (type, value) => (value === null ? null : type.show(value));
  return {
    chain: toBase64url(verdict.chain),
    statement: structs.Statement.show(verdict.statement),
    header_hash: toBase64url(verdict.headerHash),
    height: verdict.header.height.toString(),
    time: verdict.header.time.toString(),
    header_age_ms: age(verdict.headerAge),
    anchor_age_ms: age(verdict.anchorAge),
    owner: show(structs.Owner, verdict.asset?.owner ?? null),
    asset: show(structs.AssetRecord, verdict.asset),
    owner_policy: show(structs.PolicyRecord, verdict.ownerPolicy),
    content: verdict.content === null ? null : toBase64url(verdict.content),
    transaction: show(structs.TxBody, verdict.transaction),
    result: show(structs.TxResult, verdict.result),
    file_matched: verdict.fileMatched,
    presented: verdict.presented,
    notices: verdict.notices,
  };
}

test("proofs: every verdict and every refusal", () => {
  const { cases } = vectors("proofs/cases.json");
  const reasons = new Set();
  const notices = new Set();
  const files = new Set(["cases.json"]);
  for (const one of cases) {
    files.add(one.proof);
    if (one.options.anchor.genesis) files.add(one.options.anchor.genesis.file);
    const text = Buffer.concat([readFileSync(`${VECTORS}proofs/${one.proof}`), Buffer.alloc(one.padding, " ")]);
    const result = freehold.verifyProof(text, optionsOf(one.options));
    const got = result.ok
      ? { accepted: { verdict: told(result.verdict) } }
      : { refused: { error: result.refusal.reason } };
    assert.deepEqual(got, one.expect, `${one.name}: ${one.about}`);
    if (result.ok) {
      result.verdict.notices.forEach((notice) => notices.add(notice));
      assert.equal(freehold.describeVerdict(result.verdict)[0], "VALID");
    } else {
      reasons.add(result.refusal.reason);
      assert.match(freehold.describeRefusal(result.refusal), /^NOT VALID: /);
    }
  }
  assert.deepEqual(freehold.REASONS.filter((reason) => !reasons.has(reason)), []);
  assert.deepEqual(freehold.NOTICES.filter((notice) => !notices.has(notice)), []);
  assert.deepEqual(readdirSync(`${VECTORS}proofs`).filter((name) => !files.has(name)), []);
});
