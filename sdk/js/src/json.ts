/**
 * The JSON profile of docs/spec/proof-format.md, read strictly. JSON.parse would take a name that stands twice,
 * round numbers beyond 2^53 and treat `__proto__` as it pleases; here an object is a Map.
 */
import { textOfUtf8 } from "./bytes.js";

export type Json = null | boolean | number | string | Json[] | Map<string, Json>;

export type JsonErrorCode =
  | "too_large"
  | "not_utf8"
  | "syntax"
  | "duplicate_key"
  | "too_deep"
  | "bad_number"
  | "wrong_type"
  | "missing_field"
  | "unknown_field"
  | "bad_value";

/** What is wrong, and where: a path such as `actors[2].lane`, empty at the top. */
export class JsonError extends Error {
  constructor(
    readonly code: JsonErrorCode,
    readonly path = "",
  ) {
    super(path === "" ? code : `${code} at ${path}`);
  }

  within(step: string | number): JsonError {
    const head = typeof step === "number" ? `[${step}]` : pathName(step);
    const dot = this.path !== "" && !this.path.startsWith("[") ? "." : "";
    return new JsonError(this.code, head + dot + this.path);
  }
}

// A name that the input chose is cut after 64 bytes, between characters.
function pathName(name: string): string {
  let size = 0;
  let out = "";
  for (const character of name) {
    const point = character.codePointAt(0)!;
    size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    if (size > 64) break;
    out += character;
  }
  return out;
}

export interface JsonLimits {
  /** Of the text, in bytes of UTF-8. */
  bytesMax: number;
  /** Arrays and objects in each other; `[]` alone has depth 1. */
  depthMax: number;
}

/** Reads a text, given as bytes or as a string; throws JsonError. */
export function parseJson(input: Uint8Array | string, limits: JsonLimits): Json {
  const text = typeof input === "string" ? checkedString(input, limits) : checkedBytes(input, limits);
  if (text.startsWith("\ufeff")) throw new JsonError("not_utf8");
  if (text.includes("\0")) throw new JsonError("syntax");
  return new Parser(text, limits.depthMax).whole();
}

function checkedBytes(bytes: Uint8Array, limits: JsonLimits): string {
  if (bytes.length > limits.bytesMax) throw new JsonError("too_large");
  const text = textOfUtf8(bytes);
  if (text === undefined) throw new JsonError("not_utf8");
  return text;
}

function checkedString(text: string, limits: JsonLimits): string {
  if (text.length > limits.bytesMax || new TextEncoder().encode(text).length > limits.bytesMax) {
    throw new JsonError("too_large");
  }
  if (!wellFormed(text)) throw new JsonError("not_utf8");
  return text;
}

/** Whether each surrogate has its other half. */
export function wellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}

const ESCAPES: Record<string, string> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};
const BLANK = /[ \t\n\r]*/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const INTEGER = /^(?:0|[1-9][0-9]*)$/;
const HEX4 = /^[0-9a-fA-F]{4}$/;

class Parser {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly depthMax: number,
  ) {}

  whole(): Json {
    const value = this.value(1);
    this.blanks();
    if (this.at !== this.text.length) throw this.unexpected();
    return value;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private blanks(): void {
    if (this.text.charCodeAt(this.at) <= 0x20) this.match(BLANK); // most often there is none
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    ++this.at;
    return true;
  }

  // Something stands where a name, a colon, a comma, a bracket or the end should be. What looks like a part of a number
  // is called a bad number, as in `01` and `1-2`.
  private unexpected(): JsonError {
    const here = this.text[this.at];
    if (here === "-" || (isDigit(this.text[this.at - 1]) && isDigit(here))) return new JsonError("bad_number");
    if (isDigit(here) && /[.eE+-]$/.test(this.match(/[0-9]+(?:[.eE+-][0-9.eE+-]*)?/y))) return new JsonError("bad_number");
    if (here === '"') this.string(); // which may be refused for itself
    return new JsonError("syntax");
  }

  private value(depth: number): Json {
    this.blanks();
    switch (this.text[this.at]) {
      case "{":
        return this.object(depth);
      case "[":
        return this.array(depth);
      case '"':
        return this.string();
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      case "n":
        return this.word("null", null);
      default:
        return this.number();
    }
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) throw new JsonError("syntax");
    this.at += word.length;
    return value;
  }

  private number(): number {
    const alone = this.text.charCodeAt(this.at) - 0x30;
    const next = this.text.charCodeAt(this.at + 1);
    if (alone >= 0 && alone <= 9 && (next === 0x2c || next === 0x5d || next === 0x7d)) {
      ++this.at;
      return alone; // one digit before a comma or bracket
    }
    const digits = this.match(NUMBER);
    if (digits === "") throw new JsonError(this.text[this.at] === "-" ? "bad_number" : "syntax");
    if (!INTEGER.test(digits) || /[.eE]/.test(this.text[this.at] ?? "")) throw new JsonError("bad_number");
    const value = Number(digits);
    if (digits.length > 16 || value > Number.MAX_SAFE_INTEGER) throw new JsonError("bad_number");
    return value;
  }

  private string(): string {
    ++this.at;
    let out = this.match(PLAIN);
    for (;;) {
      if (this.take('"')) return out;
      if (!this.take("\\")) throw new JsonError("syntax"); // the end, or a control character
      out += this.escape() + this.match(PLAIN);
    }
  }

  private escape(): string {
    const letter = this.text[this.at++] ?? "";
    if (letter !== "u") {
      const plain = ESCAPES[letter];
      if (plain === undefined) throw new JsonError("syntax");
      return plain;
    }
    const unit = this.unit();
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit);
    if (unit >= 0xdc00 || !this.take("\\") || !this.take("u")) throw new JsonError("not_utf8");
    const low = this.unit();
    if (low < 0xdc00 || low > 0xdfff) throw new JsonError("not_utf8");
    return String.fromCharCode(unit, low);
  }

  private unit(): number {
    const digits = this.text.slice(this.at, this.at + 4);
    if (!HEX4.test(digits)) throw new JsonError("syntax");
    this.at += 4;
    return parseInt(digits, 16);
  }

  private array(depth: number): Json[] {
    if (depth > this.depthMax) throw new JsonError("too_deep");
    ++this.at;
    const out: Json[] = [];
    this.blanks();
    if (this.take("]")) return out;
    for (;;) {
      try {
        out.push(this.value(depth + 1));
      } catch (error) {
        throw within(error, out.length);
      }
      this.blanks();
      if (this.take("]")) return out;
      if (this.take(",")) continue;
      try {
        throw this.unexpected();
      } catch (error) {
        throw within(error, out.length);
      }
    }
  }

  private object(depth: number): Map<string, Json> {
    if (depth > this.depthMax) throw new JsonError("too_deep");
    ++this.at;
    const out = new Map<string, Json>();
    let twice: string | undefined;
    this.blanks();
    if (this.take("}")) return out;
    for (;;) {
      this.blanks();
      if (this.text[this.at] !== '"') throw this.unexpected();
      const name = this.string();
      let value: Json;
      try {
        this.blanks();
        if (!this.take(":")) throw this.unexpected();
        value = this.value(depth + 1);
      } catch (error) {
        throw within(error, name);
      }
      if (out.has(name) && (twice === undefined || compareNames(name, twice) < 0)) twice = name;
      out.set(name, value);
      this.blanks();
      if (this.take("}")) break;
      if (!this.take(",")) throw this.unexpected();
    }
    if (twice !== undefined) throw within(new JsonError("duplicate_key"), twice);
    return out;
  }
}

function within(error: unknown, step: string | number): unknown {
  return error instanceof JsonError ? error.within(step) : error;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

// By code points, which is the order of UTF-8.
function compareNames(a: string, b: string): number {
  const both = Math.min(a.length, b.length);
  let i = 0;
  while (i < both && a.charCodeAt(i) === b.charCodeAt(i)) ++i;
  // Halves of a pair never stand alone here: where two differ, so do the characters they begin or end.
  return i < both ? a.codePointAt(i)! - b.codePointAt(i)! : a.length - b.length;
}
