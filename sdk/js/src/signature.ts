/** Scheme 0: ECDSA over secp256k1, compact, low s only, deterministic nonces (RFC 6979). */
import { secp256k1 } from "@noble/curves/secp256k1";

export const SCHEME_SECP256K1 = 0;

/** Whether the bytes are the compressed encoding of a point of the curve. */
export function publicKeyValid(key: Uint8Array): boolean {
  if (key.length !== 33) return false;
  try {
    secp256k1.ProjectivePoint.fromHex(key);
    return true;
  } catch {
    return false;
  }
}

/** Never throws: whatever is not a signature of that digest by that key is false. */
export function signatureValid(key: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== 33 || signature.length !== 64) return false;
  try {
    return secp256k1.verify(signature, digest, key, { lowS: true, prehash: false, format: "compact" });
  } catch {
    return false;
  }
}

export function sign(secretKey: Uint8Array, digest: Uint8Array): Uint8Array {
  return secp256k1.sign(digest, secretKey, { lowS: true, prehash: false, extraEntropy: false }).toCompactRawBytes();
}

export const publicKeyOf = (secretKey: Uint8Array): Uint8Array => secp256k1.getPublicKey(secretKey, true);
