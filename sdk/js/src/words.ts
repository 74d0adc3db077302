/** Words (BIP-39, ten languages), the seed, and the keys and accounts that follow (docs/spec/wallet.md). */
import { HDKey } from "@scure/bip32";
import { generateMnemonic, mnemonicToEntropy, mnemonicToSeedSync } from "@scure/bip39";
import { wordlist as czech } from "@scure/bip39/wordlists/czech";
import { wordlist as english } from "@scure/bip39/wordlists/english";
import { wordlist as french } from "@scure/bip39/wordlists/french";
import { wordlist as italian } from "@scure/bip39/wordlists/italian";
import { wordlist as japanese } from "@scure/bip39/wordlists/japanese";
import { wordlist as korean } from "@scure/bip39/wordlists/korean";
import { wordlist as portuguese } from "@scure/bip39/wordlists/portuguese";
import { wordlist as chineseSimplified } from "@scure/bip39/wordlists/simplified-chinese";
import { wordlist as spanish } from "@scure/bip39/wordlists/spanish";
import { wordlist as chineseTraditional } from "@scure/bip39/wordlists/traditional-chinese";
import { accountToText, didKey } from "./address.js";
import { tagged } from "./hash.js";
import { wellFormed } from "./json.js";
import { accountId, singleKeyPolicy } from "./policy.js";
import type { Policy } from "./records.js";
import { SCHEME_SECP256K1 } from "./signature.js";

const LISTS = {
  english,
  chinese_simplified: chineseSimplified,
  chinese_traditional: chineseTraditional,
  czech,
  french,
  italian,
  japanese,
  korean,
  portuguese,
  spanish,
} as const;
export type Language = keyof typeof LISTS;
export const LANGUAGES = Object.keys(LISTS) as Language[];

export type WordsError = "not_utf8" | "word_count" | "unknown_word" | "mixed_languages" | "checksum";
export type WordsResult =
  | { ok: true; words: string; language: Language; entropy: Uint8Array }
  /** `word`: the place of an unknown word, from 1. */
  | { ok: false; error: WordsError; word?: number };

const prepared = new Map<Language, { list: string[]; known: Set<string> }>();
function listOf(language: Language) {
  let found = prepared.get(language);
  if (found === undefined) {
    const list = LISTS[language].map((word) => word.normalize("NFKD"));
    found = { list, known: new Set(list) };
    prepared.set(language, found);
  }
  return found;
}

/** Reads words in whichever language they are. Nothing is mended: case and spelling count. */
export function readWords(text: string): WordsResult {
  if (!wellFormed(text)) return { ok: false, error: "not_utf8" };
  const words = text.normalize("NFKD").split(/[ \t\r\n]+/).filter((word) => word !== "");
  if (![12, 15, 18, 21, 24].includes(words.length)) return { ok: false, error: "word_count" };
  const unknown = words.findIndex((word) => !LANGUAGES.some((language) => listOf(language).known.has(word)));
  if (unknown >= 0) return { ok: false, error: "unknown_word", word: unknown + 1 };
  const fitting = LANGUAGES.filter((language) => words.every((word) => listOf(language).known.has(word)));
  if (fitting.length === 0) return { ok: false, error: "mixed_languages" };
  const plain = words.join(" ");
  for (const language of fitting) {
    try {
      return { ok: true, words: plain, language, entropy: mnemonicToEntropy(plain, listOf(language).list) };
    } catch {
      continue; // the checksum of this list is wrong
    }
  }
  return { ok: false, error: "checksum" };
}

/** 24 new words. Keep them secret, and on paper: they are the accounts. */
export const newWords = (language: Language = "english"): string => generateMnemonic(listOf(language).list, 256);

/** The seed of 64 bytes, of words that readWords accepted. */
export const seedOfWords = (words: string, passphrase = ""): Uint8Array => mnemonicToSeedSync(words, passphrase);

/** A key, and the account whose first policy is that key alone. */
export interface Account {
  index: number;
  secretKey: Uint8Array;
  publicKey: Uint8Array;
  policy: Policy;
  /** The account id, 32 bytes. */
  id: Uint8Array;
  /** The same as text, `fh1...`. */
  address: string;
  did: string;
}

/** Account number `index` of a seed: the key at m/44'/9004'/index'/0/0. */
export function accountOfSeed(seed: Uint8Array, index = 0): Account {
  const { privateKey, publicKey } = HDKey.fromMasterSeed(seed).derive(`m/44'/9004'/${index}'/0/0`);
  const policy = singleKeyPolicy(publicKey!);
  const id = accountId(policy);
  return {
    index,
    secretKey: privateKey!,
    publicKey: publicKey!,
    policy,
    id,
    address: accountToText(id),
    did: didKey(publicKey!),
  };
}

/** Account number `index` of words; throws where they are none. */
export function accountOfWords(words: string, index = 0, passphrase = ""): Account {
  const read = readWords(words);
  if (!read.ok) throw new TypeError(`not the words of a wallet: ${read.error}`);
  return accountOfSeed(seedOfWords(read.words, passphrase), index);
}

/** By which a node finds the account of a key. */
export const keyHash = (publicKey: Uint8Array): Uint8Array =>
  tagged("key", Uint8Array.of(SCHEME_SECP256K1), publicKey);
/** An account without keys, such as `treasury`. */
export const namedAccount = (name: string): Uint8Array => tagged("named-account", new TextEncoder().encode(name));
