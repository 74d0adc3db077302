// The bundles for browsers: one file each, an ES module without imports.
import { build } from "esbuild";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

for (const [entry, file] of [
  ["dist/verifier.js", "dist/freehold-verifier.min.js"],
  ["dist/index.js", "dist/freehold.min.js"],
]) {
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    legalComments: "none",
  });
  const bytes = readFileSync(file);
  console.log(`${file}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} compressed`);
}
