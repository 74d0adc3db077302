/** Every struct of docs/spec, by its name there. */
export * from "./calls.js";
export { decode, encode, type Type } from "./bcs.js";
export { Manifest, ManifestItem } from "./collections.js";
export * from "./proof_file.js";
export * from "./records.js";
