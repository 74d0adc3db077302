/**
 * Types that know their four forms: JSON read strictly, JSON shown, BCS written, BCS read strictly
 * (docs/spec/encoding.md). Writing uses the writer of @mysten/bcs; reading is done here, since a reader that takes
 * padded lengths, other booleans or bytes left over would accept what a node refuses.
 */
import { BcsWriter } from "@mysten/bcs";
import { accountFromText, accountToText } from "./address.js";
import { fromBase64url, textOfUtf8, toBase64url, u64FromDecimal, utf8 } from "./bytes.js";
import { JsonError, wellFormed, type Json } from "./json.js";

/** What JSON.stringify is given. */
export type JsonView = null | boolean | number | string | JsonView[] | { [name: string]: JsonView };

export interface Type<T> {
  /** From JSON; throws JsonError. */
  read(json: Json): T;
  show(value: T): JsonView;
  write(writer: BcsWriter, value: T): void;
  /** From BCS; throws BcsError. */
  decode(reader: Reader): T;
}
export type Of<T> = T extends Type<infer V> ? V : never;

export class BcsError extends Error {}

export function encode<T>(type: Type<T>, value: T): Uint8Array {
  const writer = new BcsWriter();
  type.write(writer, value);
  return writer.toBytes();
}

/** The value, or undefined where the bytes are not its one encoding. */
export function decode<T>(type: Type<T>, bytes: Uint8Array): T | undefined {
  const reader = new Reader(bytes);
  try {
    const value = type.decode(reader);
    return reader.left === 0 ? value : undefined;
  } catch (error) {
    if (error instanceof BcsError) return undefined;
    throw error;
  }
}

const LENGTH_MAX = 2 ** 31 - 1;

export class Reader {
  private at = 0;

  private readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    // Of a Buffer, slice() would give a view instead of a copy.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  take(size: number): Uint8Array {
    if (size > this.left) throw new BcsError("truncated");
    this.at += size;
    return this.bytes.slice(this.at - size, this.at);
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  uleb(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte >= 0x80) continue;
      if (byte === 0 && shift !== 0) throw new BcsError("uleb_padded");
      if (value > 0xffffffff) break;
      return value;
    }
    throw new BcsError("uleb_too_large");
  }

  /** A length; each item takes at least a byte. */
  length(): number {
    const size = this.uleb();
    if (size > LENGTH_MAX || size > this.left) throw new BcsError("length_too_large");
    return size;
  }
}

function fail(code: "wrong_type" | "bad_value"): never {
  throw new JsonError(code);
}

function textOf(json: Json): string {
  return typeof json === "string" ? json : fail("wrong_type");
}

function inStep<T>(step: string | number, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof JsonError ? error.within(step) : error;
  }
}

function uint(size: 1 | 2 | 4): Type<number> {
  const max = 2 ** (8 * size) - 1;
  return {
    read: (json) => (typeof json !== "number" ? fail("wrong_type") : json > max ? fail("bad_value") : json),
    show: (value) => value,
    write(writer, value) {
      if (!Number.isInteger(value) || value < 0 || value > max) throw new RangeError(`not a u${8 * size}`);
      if (size === 1) writer.write8(value);
      else if (size === 2) writer.write16(value);
      else writer.write32(value);
    },
    decode: (reader) => reader.take(size).reduceRight((value, byte) => value * 256 + byte, 0),
  };
}
export const u8 = uint(1);
export const u16 = uint(2);
export const u32 = uint(4);

/** A u64, a height, a time or an amount: a bigint here, decimal digits in JSON. */
export const u64: Type<bigint> = {
  read: (json) => u64FromDecimal(textOf(json)) ?? fail("bad_value"),
  show: (value) => value.toString(),
  write(writer, value) {
    if (typeof value !== "bigint" || value < 0n || value >= 1n << 64n) throw new RangeError("not a u64");
    writer.write64(value);
  },
  decode: (reader) => reader.take(8).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n),
};

export const bool: Type<boolean> = {
  read: (json) => (typeof json === "boolean" ? json : fail("wrong_type")),
  show: (value) => value,
  write: (writer, value) => void writer.write8(value ? 1 : 0),
  decode(reader) {
    const byte = reader.byte();
    if (byte > 1) throw new BcsError("bad_bool");
    return byte === 1;
  },
};

const sized = {
  write(writer: BcsWriter, value: Uint8Array) {
    writer.writeULEB(value.length);
    writer.writeBytes(value);
  },
  decode: (reader: Reader) => reader.take(reader.length()),
};

/** Bytes of any number; base64url in JSON. */
export const bytes: Type<Uint8Array> = {
  read: (json) => fromBase64url(textOf(json)) ?? fail("bad_value"),
  show: toBase64url,
  ...sized,
};

/** A text kept as its bytes: a record's need not be UTF-8. */
export const text: Type<Uint8Array> = {
  read: (json) => {
    const value = textOf(json);
    return wellFormed(value) ? utf8(value) : fail("bad_value");
  },
  show: (value) => textOfUtf8(value) ?? new TextDecoder().decode(value),
  ...sized,
};

function fixed(size: number, from: (text: string) => Uint8Array | undefined, to: (bytes: Uint8Array) => string) {
  const type: Type<Uint8Array> = {
    read(json) {
      const value = from(textOf(json));
      return value?.length === size ? value : fail("bad_value");
    },
    show: to,
    write(writer, value) {
      if (value.length !== size) throw new RangeError(`not ${size} bytes`);
      writer.writeBytes(value);
    },
    decode: (reader) => reader.take(size),
  };
  return type;
}
/** Bytes of a fixed number. */
export const bytesOf = (size: number): Type<Uint8Array> => fixed(size, fromBase64url, toBase64url);
export const hash = bytesOf(32);
export const account = fixed(32, accountFromText, accountToText);

/** An enum whose names stand in JSON. A number without a name is decoded, and refused by the rules of its struct. */
export function enumOf(size: 1 | 2, names: Readonly<Record<string, number>>): Type<number> {
  const numbers = new Map(Object.entries(names));
  const texts = new Map([...numbers].map(([name, number]) => [number, name]));
  return {
    ...uint(size),
    read: (json) => numbers.get(textOf(json)) ?? fail("bad_value"),
    show: (value) => texts.get(value) ?? "unknown",
  };
}

export function list<T>(item: Type<T>): Type<T[]> {
  return {
    read: (json) =>
      Array.isArray(json) ? json.map((one, i) => inStep(i, () => item.read(one))) : fail("wrong_type"),
    show: (value) => value.map((one) => item.show(one)),
    write(writer, value) {
      writer.writeULEB(value.length);
      for (const one of value) item.write(writer, one);
    },
    decode: (reader) => Array.from({ length: reader.length() }, () => item.decode(reader)),
  };
}

export function option<T>(item: Type<T>): Type<T | null> {
  return {
    read: (json) => (json === null ? null : item.read(json)),
    show: (value) => (value === null ? null : item.show(value)),
    write(writer, value) {
      writer.write8(value === null ? 0 : 1);
      if (value !== null) item.write(writer, value);
    },
    decode: (reader) => (bool.decode(reader) ? item.decode(reader) : null),
  };
}

type Fields = Record<string, Type<any>>;
type Struct<F extends Fields> = { -readonly [K in keyof F]: Of<F[K]> };

export function struct<const F extends Fields>(fields: F): Type<Struct<F>> {
  const entries = Object.entries(fields);
  return {
    read(json) {
      if (!(json instanceof Map)) return fail("wrong_type");
      const out: Record<string, unknown> = {};
      for (const [name, type] of entries) {
        const value = json.get(name);
        if (value === undefined) throw new JsonError("missing_field", name);
        out[name] = inStep(name, () => type.read(value));
      }
      if (json.size !== entries.length) {
        for (const name of json.keys()) {
          if (!Object.hasOwn(fields, name)) throw new JsonError("unknown_field").within(name);
        }
      }
      return out as Struct<F>;
    },
    show: (value) => Object.fromEntries(entries.map(([name, type]) => [name, type.show(value[name])])),
    write(writer, value) {
      for (const [name, type] of entries) type.write(writer, value[name]);
    },
    decode(reader) {
      const out: Record<string, unknown> = {};
      for (const [name, type] of entries) out[name] = type.decode(reader);
      return out as Struct<F>;
    },
  };
}

type Choice<C extends Record<string, Type<any>>> = {
  [K in keyof C & string]: { kind: K } & Of<C[K]>;
}[keyof C & string];

/** One of several structs, in the order of their numbers: the struct with its name in `kind`. */
export function choice<const C extends Record<string, Type<any>>>(choices: C): Type<Choice<C>> {
  const names = Object.keys(choices);
  return {
    read(json) {
      if (!(json instanceof Map)) return fail("wrong_type");
      if (json.size !== 1) return fail("bad_value");
      const [name, value] = [...json][0]!;
      if (!Object.hasOwn(choices, name)) throw new JsonError("unknown_field").within(name);
      return { kind: name, ...inStep(name, () => choices[name]!.read(value)) };
    },
    show: (value) => ({ [value.kind]: choices[value.kind]!.show(value) }),
    write(writer, value) {
      writer.writeULEB(names.indexOf(value.kind));
      choices[value.kind]!.write(writer, value);
    },
    decode(reader) {
      const name = names[reader.uleb()];
      if (name === undefined) throw new BcsError("unknown_variant");
      return { kind: name, ...choices[name]!.decode(reader) };
    },
  };
}
