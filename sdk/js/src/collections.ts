/** Collections: one certificate of many files (docs/spec/wallet.md, Manifests), and showing proofs to somebody. */
import { hmac } from "@noble/hashes/hmac";
import { bool, bytes, decode, encode, hash, list, option, struct, u64, u8, account, type Of } from "./bcs.js";
import { concat, equalBytes, utf8 } from "./bytes.js";
import { commitment, leafHash, nodeHash, sha256 } from "./hash.js";
import { digestToPresent, type Opening, type ProofFile } from "./proof_file.js";
import { assetId, CollectionLeaf, type ItemContent } from "./records.js";
import { publicKeyOf, SCHEME_SECP256K1, sign } from "./signature.js";

/** A tree of RFC 9162 over leaf hashes, for its root and for the paths of its leaves. */
export class MerkleTree {
  private readonly levels: Uint8Array[][];

  constructor(leaves: readonly Uint8Array[]) {
    this.levels = [[...leaves]];
    for (let level = this.levels[0]!; level.length > 1; this.levels.push(level)) {
      const below = level;
      level = [];
      for (let i = 0; i < below.length; i += 2) {
        const right = below[i + 1];
        level.push(right === undefined ? below[i]! : nodeHash(below[i]!, right));
      }
    }
  }

  get root(): Uint8Array {
    return this.levels.at(-1)![0] ?? sha256(new Uint8Array());
  }

  /** Of the leaf at a place, lowest sibling first. */
  path(index: number): Uint8Array[] {
    const out: Uint8Array[] = [];
    for (const level of this.levels.slice(0, -1)) {
      const sibling = level[index ^ 1];
      if (sibling !== undefined) out.push(sibling);
      index >>= 1;
    }
    return out;
  }
}

export const ManifestItem = struct({ hash, k: option(hash), size: u64, paths: list(bytes) });
export const Manifest = struct({
  version: u8,
  collection: hash,
  certifier: account,
  secret: hash,
  root: hash,
  hidden: bool,
  folder: bytes,
  items: list(ManifestItem),
});
export type Manifest = Of<typeof Manifest>;

const CHECKSUM = 32;

/** What a manifest's file holds: its BCS and the SHA-256 of that. */
export function encodeManifest(manifest: Manifest): Uint8Array {
  const body = encode(Manifest, manifest);
  return concat(body, sha256(body));
}

export type ManifestError = "truncated" | "checksum" | "version" | "unreadable";
export function decodeManifest(
  data: Uint8Array,
): { ok: true; manifest: Manifest } | { ok: false; error: ManifestError } {
  if (data.length <= CHECKSUM) return { ok: false, error: "truncated" };
  const body = data.subarray(0, -CHECKSUM);
  if (!equalBytes(sha256(body), data.subarray(-CHECKSUM))) return { ok: false, error: "checksum" };
  if (body[0] !== 1) return { ok: false, error: "version" };
  const manifest = decode(Manifest, body);
  const good = manifest?.items.length !== 0 && manifest?.items.every((item) => (item.k !== null) === manifest.hidden);
  return manifest === undefined || !good ? { ok: false, error: "unreadable" } : { ok: true, manifest };
}

export function itemSalt(secret: Uint8Array, index: number): Uint8Array {
  return hmac(sha256, secret, encode(u64, BigInt(index))).slice(0, 16);
}

/** The item as the collection's leaf holds it. */
export function itemContent(manifest: Pick<Manifest, "certifier" | "items">, index: number): ItemContent {
  const { hash, k } = manifest.items[index]!;
  if (k === null) return { kind: "public", hash };
  return { kind: "private", commitment: commitment(k, manifest.certifier, hash) };
}

export const collectionLeaf = (leaf: CollectionLeaf): Uint8Array => leafHash(encode(CollectionLeaf, leaf));

/** The tree of a collection's leaves. */
export function collectionTree(manifest: Pick<Manifest, "certifier" | "items" | "secret">): MerkleTree {
  return new MerkleTree(
    manifest.items.map((_, i) =>
      collectionLeaf({ salt: itemSalt(manifest.secret, i), content: itemContent(manifest, i) }),
    ),
  );
}

/**
 * A manifest of files, named by their SHA-256 (equal files are one item). `secret` and each `k` of private items are
 * 32 random bytes; with a `k` on every item the collection is private.
 */
export function makeManifest(given: {
  certifier: Uint8Array;
  secret: Uint8Array;
  items: { hash: Uint8Array; k?: Uint8Array; size?: bigint; paths?: string[] }[];
  folder?: string;
}): Manifest {
  const items = given.items.map((item) => ({
    hash: item.hash,
    k: item.k ?? null,
    size: item.size ?? 0n,
    paths: (item.paths ?? []).map(utf8),
  }));
  const hidden = items.length > 0 && items.every((item) => item.k !== null);
  if (!hidden && items.some((item) => item.k !== null)) throw new TypeError("items are all private or all public");
  const { certifier, secret } = given;
  const { root } = collectionTree({ certifier, secret, items });
  const collection = assetId(certifier, { kind: "collection", root, count: BigInt(items.length) });
  return { version: 1, collection, certifier, secret, root, hidden, folder: utf8(given.folder ?? ""), items };
}

/** What only the owner's manifest knows of an item: what a node is asked a proof with. */
export function itemProofRequest(manifest: Manifest, index: number) {
  return {
    collection: manifest.collection,
    content: itemContent(manifest, index),
    index: BigInt(index),
    salt: itemSalt(manifest.secret, index),
    path: collectionTree(manifest).path(index),
  };
}

/** The proof with what tells which file a private certificate or item is of. */
export function withOpening(proof: ProofFile, opening: Opening): ProofFile {
  const { evidence } = proof;
  if (evidence.kind !== "asset" && evidence.kind !== "item") throw new TypeError("nothing to open in this proof");
  return { ...proof, evidence: { ...evidence, opening } };
}

/** The proof shown by its owner, an account of one key, to `audience` in answer to `challenge`, until `notAfter`. */
export function presentProof(
  proof: ProofFile,
  to: { audience?: string; challenge: string; notAfter: bigint },
  owner: { id: Uint8Array; secretKey: Uint8Array },
): ProofFile {
  const shown = {
    account: owner.id,
    audience: utf8(to.audience ?? ""),
    challenge: utf8(to.challenge),
    not_after: to.notAfter,
  };
  const signature = sign(owner.secretKey, digestToPresent(proof, shown));
  const auths = [{ scheme: SCHEME_SECP256K1, key: publicKeyOf(owner.secretKey), signature }];
  return { ...proof, presentation: { ...shown, auths } };
}
