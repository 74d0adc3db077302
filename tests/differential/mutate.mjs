// Changes of proof files, drawn from a seed: of bits, of text, of JSON, of what is checked against.
import { headerHash, parseProof, toBase64url } from "../../sdk/js/dist/index.js";

/** Numbers that follow from a seed alone (xorshift128+ of 64 bits, seeded by splitmix64). */
export class Chance {
  constructor(seed) {
    let state = BigInt(seed);
    const next = () => {
      state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
      let z = state;
      z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
      z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
      return z ^ (z >> 31n);
    };
    [this.a, this.b] = [next(), next()];
  }
  below(end) {
    const s0 = this.b;
    let s1 = this.a;
    const sum = BigInt.asUintN(64, s0 + s1);
    this.a = s0;
    s1 ^= BigInt.asUintN(64, s1 << 23n);
    this.b = s1 ^ s0 ^ (s1 >> 18n) ^ (s0 >> 5n);
    return Number((sum >> 11n) % BigInt(end));
  }
  oneIn(count) {
    return this.below(count) === 0;
  }
  pick(list) {
    return list[this.below(list.length)];
  }
}

// What JSON.stringify would not write, put in afterwards.
const RAW = "\u0001raw:";
const raw = (text) => RAW + text;
const stringify = (value) =>
  JSON.stringify(value).replace(/"\\u0001raw:((?:[^"\\]|\\.)*)"/g, (_, text) => JSON.parse(`"${text}"`));

const STRANGE = [
  null, true, false, 0, 1, 2, 255, 256, 65535, 65536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1, "", "0", "1", "00", "-1", "+1", "1e3",
  "1.0", " 1", "18446744073709551615", "18446744073709551616", "A", "AA", "AB", "AAAA", "A".repeat(43), "A".repeat(42) + "B",
  "A".repeat(44), "=", "\u00e9", "\ud83d\ude00", "a\u0000b", "fh1" + "q".repeat(58), "__proto__", "constructor", [], {}, [0], [null], [[]],
  { asset: {} }, { public: {} }, { account: {} }, { toString: {} }, { constructor: { prototype: {} } },
  raw("-0"), raw("-1"), raw("1.0"), raw("1e3"), raw("1E400"), raw("01"), raw("9007199254740992"), raw("9007199254740993"),
  raw("1" + "0".repeat(400)), raw("NaN"), raw("Infinity"), raw("tru"), raw("'a'"), raw("{\"__proto__\":{\"valid\":true}}"),
  raw("{\"a\":1,\"a\":1}"), raw("{\"a\":1,\"\\u0061\":1}"), raw("\"\\ud800\""), raw("\"\\udc00\\ud800\""), raw("\"\\u0000\""),
  raw("[".repeat(20) + "]".repeat(20)), raw("[".repeat(5000)), raw("{\"a\":".repeat(20) + "1" + "}".repeat(20)), raw("[1,]"), raw(""),
];
const NAMES = ["more", "__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "", "Format", "format ", "valid"];

function places(value, path = [], out = []) {
  if (value === null || typeof value !== "object") return out;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    out.push([value, key]);
    places(value[key], path, out);
  }
  return out;
}

// An own property, even where it is called __proto__.
const set = (object, key, value) =>
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });

function changeBase64(chance, text) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const at = chance.below(text.length + 1);
  switch (chance.below(6)) {
    case 0:
      return text + "=";
    case 1:
      return text.slice(0, at) + text.slice(at + 1);
    case 2:
      return text.slice(0, at) + chance.pick([..."+/ =.\n\u00e9"]) + text.slice(at + 1);
    case 3:
      return text.toUpperCase();
    default:
      return text.slice(0, at) + chance.pick([...letters]) + text.slice(at + 1);
  }
}

function changeValue(chance, old) {
  if (typeof old === "string" && old !== "" && !chance.oneIn(3)) {
    if (/^[0-9]{1,20}$/.test(old)) {
      const step = chance.pick([-1n, 1n, 1000n, 60_000n, 1n << 63n]);
      return chance.oneIn(4) ? "0" + old : (BigInt(old) + step).toString();
    }
    return changeBase64(chance, old);
  }
  if (typeof old === "number" && !chance.oneIn(3)) return Math.max(0, old + chance.pick([-1, 1, 7, 256]));
  return chance.pick(STRANGE);
}

/** One change of the JSON, anywhere in it. */
function changeJson(chance, proof, others) {
  const all = places(proof);
  const [inside, key] = chance.pick(all);
  const old = inside[key];
  switch (chance.below(11)) {
    case 0:
      if (Array.isArray(inside)) inside.splice(key, 1);
      else delete inside[key];
      break;
    case 1:
      if (Array.isArray(inside)) inside.splice(key, 0, structuredClone(old));
      else set(inside, chance.pick(NAMES), structuredClone(old));
      break;
    case 2: {
      // With a neighbour, of the same struct or list.
      const keys = Object.keys(inside);
      const other = chance.pick(keys);
      [inside[key], inside[other]] = [inside[other], inside[key]];
      break;
    }
    case 3: {
      // With a value of the same name, here or in another proof.
      const same = places(chance.oneIn(2) ? proof : chance.pick(others)).filter(([, name]) => name === key);
      if (same.length > 0) {
        const [there, name] = chance.pick(same);
        set(inside, key, structuredClone(there[name]));
      }
      break;
    }
    case 4:
      if (!Array.isArray(inside)) {
        delete inside[key];
        set(inside, chance.pick(NAMES), old);
      } else inside.reverse();
      break;
    default:
      set(inside, key, changeValue(chance, old));
  }
  return proof;
}

/** A name twice in one object, the second as it is or with an escape. */
function doubleName(chance, text) {
  const names = [...text.matchAll(/"([a-z_]+)":/g)];
  const found = chance.pick(names);
  const name = chance.oneIn(2) ? found[1] : `\\u00${found[1].charCodeAt(0).toString(16)}${found[1].slice(1)}`;
  return text.slice(0, found.index) + `"${name}":${chance.pick(["1", "null", "{}"])},` + text.slice(found.index);
}

/** The same JSON in other characters: blanks, escapes. Or not quite. */
function changeForm(chance, text) {
  switch (chance.below(4)) {
    case 0:
      return text.replace(/[,:]/g, (mark) => mark + chance.pick(["", " ", "\t", "\r\n"]));
    case 1: {
      const found = chance.pick([...text.matchAll(/[A-Za-z0-9](?=[A-Za-z0-9_-]*")/g)]);
      const code = found[0].charCodeAt(0).toString(16).padStart(4, "0");
      return `${text.slice(0, found.index)}\\u${code}${text.slice(found.index + 1)}`;
    }
    case 2:
      return chance.pick(["\ufeff", "\u00a0", "\v", "//\n", "\0", "\u2028"]) + text;
    default:
      return text + chance.pick(["x", "{}", "\0", ",", "/**/", "\u3000", "]", "}"]);
  }
}

function changeBytes(chance, bytes) {
  const at = chance.below(bytes.length);
  switch (chance.below(5)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), Buffer.from([chance.below(256)]), bytes.subarray(at)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + chance.below(4))]);
    default: {
      const out = Buffer.from(bytes);
      out[at] ^= 1 << chance.below(8);
      return out;
    }
  }
}

function changeOptions(chance, options) {
  const out = structuredClone(options);
  switch (chance.below(6)) {
    case 0:
      out.at = chance.pick([null, "0", "1800000000000", "1799999990000", "1799999989999", "18446744073709551615"]);
      break;
    case 1:
      out.max_age_ms = chance.pick(["0", "1000", "60000", "18446744073709551615"]);
      break;
    case 2:
      out.anchor_max_age_ms = chance.pick(["0", "1000000", "18446744073709551615"]);
      break;
    case 3:
      out.challenge = chance.pick(["", "question", "question\u0000", "\u00e9", null]);
      break;
    case 4:
      out.audience = chance.pick(["", "bank", "Bank", null]);
      break;
    default:
      out.file = chance.pick([null, "A".repeat(43)]);
  }
  return out;
}

/** The anchor under which the sealed header of the text is trusted, so that what comes after is looked at. */
function anchorOf(text) {
  const read = parseProof(text);
  if (!read.ok) return undefined;
  return { header: { hash: toBase64url(headerHash(read.proof.history?.sealed ?? read.proof.header)) } };
}

/** A changed line, of the lines of the generator. */
export function mutated(chance, lines) {
  const line = chance.pick(lines);
  const text = Buffer.from(line.proof, "base64url");
  const others = [0, 1].map(() => JSON.parse(Buffer.from(chance.pick(lines).proof, "base64url").toString()));
  let options = line.options;
  let changed;
  const how = chance.below(12);
  if (how === 0) changed = changeBytes(chance, text);
  else if (how === 1) changed = Buffer.from(doubleName(chance, text.toString()));
  else if (how === 2) changed = Buffer.from(changeForm(chance, text.toString()));
  else if (how === 3) {
    changed = text;
    options = changeOptions(chance, options);
  } else {
    const proof = JSON.parse(text.toString());
    for (let times = chance.oneIn(3) ? 2 : 1; times > 0; --times) changeJson(chance, proof, others);
    changed = Buffer.from(stringify(proof));
  }
  const pinned = chance.oneIn(2) ? anchorOf(changed) : undefined;
  if (pinned !== undefined) options = { ...options, anchor: pinned };
  return { proof: toBase64url(changed), genesis: line.genesis, options };
}
