// The page in one file: script and style stand in it, and its security policy allows exactly these two.
// The same sources and packages give the same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "../../sdk/js/node_modules/esbuild/lib/main.js";

const [out] = process.argv.slice(2);
const here = fileURLToPath(new URL(".", import.meta.url));

async function bundle(options) {
  const { outputFiles } = await build({
    absWorkingDir: here,
    write: false,
    bundle: true,
    minify: true,
    target: ["es2022", "chrome103", "firefox113", "safari16.4"],
    platform: "browser",
    legalComments: "none",
    charset: "utf8",
    ...options,
  });
  return outputFiles[0].text.trim();
}

const script = await bundle({ entryPoints: ["src/main.ts"], format: "iife" });
const style = await bundle({ entryPoints: ["src/style.css"] });
// What would end the element early, or open a comment in it, would change what the browser runs.
if (/<\/script|<script|<!--/i.test(script)) throw new Error("the script holds markup that ends or opens elements");
if (/<\//.test(style)) throw new Error("the style holds markup");

const sha256 = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = [
  "default-src 'none'",
  `script-src ${sha256(script)}`,
  `style-src ${sha256(style)}`,
  "img-src data:",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");
const icon =
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32' fill='none' stroke='#1d4f44' stroke-width='2.4' stroke-linecap='round'>" +
  "<circle cx='16' cy='16' r='14' fill='#fffefa'/><path d='M11 24V8.5h11M11 16h8.5'/></svg>";
const places = { POLICY: policy, ICON: `data:image/svg+xml,${encodeURIComponent(icon)}`, STYLE: style, SCRIPT: script };

const page = readFileSync(new URL("src/index.html", import.meta.url), "utf8").replace(
  /@(POLICY|ICON|STYLE|SCRIPT)@/g,
  (_, name) => places[name],
);
mkdirSync(dirname(out), { recursive: true });
writeFileSync(out, page);

const verifier = await bundle({ entryPoints: ["../../sdk/js/src/verifier.ts"], format: "esm" });
const reader = await bundle({ entryPoints: ["src/scan.ts"], format: "esm" });
for (const [what, text] of Object.entries({ page, "of it the verifier": verifier, "of it the reader of codes": reader })) {
  const compressed = gzipSync(text, { level: 9 }).length;
  console.log(`${what}: ${Buffer.byteLength(text)} bytes, ${compressed} compressed`);
}
