// Printed certificates: frames as text against the vectors, as pictures, and before the camera.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { asFile, check, give, launch, PAGE, vector, VECTORS } from "./browser.mjs";
import { bundled, code, framesOf, png, sheet } from "./support.mjs";

const PROOF = vector("proofs/sealed-by-all.proof.json");
const GENESIS = vector("proofs/four-validators.genesis.json");
const AT = "1700000060000";
const FRAMES = framesOf(PROOF, 410);

let chromium;
before(async () => (chromium = await launch()));
after(() => chromium.close());

async function withPage(action) {
  const page = await chromium.open();
  await page.evaluate(() => (document.querySelector("#more").open = true));
  await give(page, { genesis: GENESIS });
  await page.fill("#at", AT);
  await action(page);
  assert.deepEqual(chromium.complaints, []);
  assert.deepEqual(chromium.requests.filter((url) => url !== PAGE), []);
  await page.close();
}

async function paste(page, text) {
  if (await page.isHidden("#paste")) await page.click("#paste-open");
  await page.fill("#paste-text", text);
  await page.click("#paste-use");
  await page.waitForSelector("#paste", { state: "hidden" });
}

const read = async (page, count) => {
  await page.waitForFunction((n) => document.querySelector("#proof-state").textContent.startsWith(`Read from ${n} printed`), count);
  const shown = await check(page);
  assert.equal(shown.title, "Valid", shown.reason);
};

/** Reads a text in the browser, with the page's own module. */
async function reader() {
  const page = await chromium.browser.newPage();
  await page.evaluate(await bundled('export { fileOfFrames, hasFrames } from "./src/frames.js";', "iife") + "; window.tested = tested;");
  const readText = (text) =>
    page.evaluate(async (given) => {
      try {
        const bytes = await tested.fileOfFrames(given);
        let binary = "";
        for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
        return { content: btoa(binary) };
      } catch (error) {
        return { error: error.reason ?? String(error) };
      }
    }, text);
  return { page, readText };
}

test("the example of the specification, and what must be refused", async () => {
  const { page, readText } = await reader();
  const example = ["FREEHOLD1/1/2/MN5ARKWVMGHQBOMS/AECQB6X7", "FREEHOLD1/2/2/MN5ARKWVMGHQBOMS/NBSWY3DP"];
  const hello = { content: Buffer.from("hello").toString("base64") };
  assert.deepEqual(await readText(example.join("\n")), hello);
  assert.deepEqual(await readText(`QR-Code:${example[1]}\r\n"${example[0]}", ${example[1]}`), hello);
  const bomb = framesOf(Buffer.alloc(17 << 20), 2600);
  const many = framesOf(Buffer.alloc(4 << 20), 2600);
  for (const [text, error] of [
    ["", "no_frames"],
    ["FREEHOLD FREEHOLD/1 freehold1/", "no_frames"],
    ["x".repeat((1 << 20) + 1), "too_long"],
    ["FREEHOLD1/\nFREEHOLD2/", "frame_version"],
    [example[0], "frames_missing"],
    [`${example[0]}A`, "frame_malformed"],
    [`${example[0]}${example[1]}`, "frame_malformed"],
    [example.join("\n").replace("MN5A", "MN5B"), "frames_mixed"],
    [[...example, example[0].replace("X7", "X6")].join(" "), "frames_differ"],
    [[example[0], example[1].replace("3DP", "3DA")].join(" "), "frames_digest"],
    [framesOf("", 99, Buffer.from([7])).join(""), "not_deflated"],
    [framesOf("", 99, Buffer.from("010500faff68656c6c6f00", "hex")).join(""), "not_deflated"],
    [framesOf("", 99, Buffer.from("010500faff6865", "hex")).join(""), "not_deflated"],
    [bomb.join("\n"), "too_long"],
    // What goes wrong behind the limit does not matter any more.
    [framesOf("", 2600, deflateRawSync(Buffer.alloc(17 << 20)).subarray(0, -9)).join("\n"), "too_long"],
  ]) {
    assert.deepEqual(await readText(text), { error }, text.slice(0, 60));
  }
  const whole = await readText(many.join("\n"));
  assert.equal(Buffer.from(whole.content, "base64").length, 4 << 20);
  await page.close();
});

const specified = existsSync(new URL("../../../docs/spec/print.md", import.meta.url));
const file = `${VECTORS}print.json`;
test("the vectors of print", { skip: specified ? false : "docs/spec/print.md is not there" }, async () => {
  const { page, readText } = await reader();
  const { written, read: texts } = JSON.parse(readFileSync(file));
  assert.ok(texts.length > 50);
  for (const { name, frames, packed, piece_bytes: bytes } of written) {
    if (name === "the example of print.md") assert.deepEqual(framesOf("", bytes, Buffer.from(packed, "hex")), frames);
  }
  for (const { name, text, padding, content, error } of texts) {
    const got = await readText(text + " ".repeat(padding));
    if (error !== null) {
      assert.deepEqual(got, { error }, name);
      continue;
    }
    const bytes = Buffer.from(got.content ?? assert.fail(`${name}: ${got.error}`), "base64");
    assert.equal(bytes.length, content.bytes, name);
    assert.equal(createHash("sha256").update(bytes).digest("hex"), content.sha256, name);
  }
  await page.close();
});

test("pasted frames, one after the other and all at once; a pasted proof", async () => {
  await withPage(async (page) => {
    assert.ok(FRAMES.length >= 3);
    await paste(page, FRAMES[1]);
    assert.equal(
      await page.textContent("#proof-state"),
      `Read 1 of ${FRAMES.length} codes. Missing: ${FRAMES.map((_, i) => i + 1).filter((n) => n !== 2).join(", ")}.`,
    );
    await page.click("#check");
    assert.match(await page.textContent("#told"), /Choose a proof first/);
    for (const frame of FRAMES.slice().reverse()) await paste(page, frame);
    await read(page, FRAMES.length);
    await page.click("#codes-reset");
    assert.equal(await page.textContent("#proof-state"), "No proof yet.");
    await paste(page, FRAMES.join("\n"));
    await read(page, FRAMES.length);
    // One more, of another certificate.
    await paste(page, framesOf("other", 99)[0]);
    assert.match(await page.textContent("#proof-problem"), /^The codes belong to different certificates/);
    assert.ok(await page.isHidden("#result"));
    await page.click("#codes-reset");
    await paste(page, PROOF.toString());
    assert.equal((await check(page)).title, "Valid");
    await paste(page, "<b>nothing</b>");
    assert.equal((await check(page)).reason, "not_json");
    // A proof in whose texts a frame stands is a proof.
    await paste(page, PROOF.toString().replace("freehold-proof/1", FRAMES[0]));
    assert.equal((await check(page)).reason, "unknown_format");
  });
});

test("pictures of codes: several on a sheet, turned, and in several files", { timeout: 120_000 }, async () => {
  await withPage(async (page) => {
    const choose = (...pictures) =>
      page.setInputFiles("#proof-file", pictures.map(({ width, height, at }, i) => asFile(`scan${i}.png`, png(width, height, at), "image/png")));
    const codes = FRAMES.map(code);
    await choose(sheet(codes, 5));
    await read(page, FRAMES.length);
    await page.click("#codes-reset");
    await choose(sheet(codes, 4, 3));
    await read(page, FRAMES.length);
    await page.click("#codes-reset");
    await choose(...codes.map((one, i) => sheet([one], 4, 90 * i)));
    await read(page, FRAMES.length);
    await page.click("#codes-reset");
    await choose({ width: 300, height: 300, at: (x, y) => (x * y) % 256 });
    await page.waitForSelector("#proof-problem:not([hidden])");
    assert.match(await page.textContent("#proof-problem"), /^No code of a printed certificate was found in scan0\.png/);
    await choose(sheet([code("HTTPS://EXAMPLE.ORG/")], 6));
    await page.waitForTimeout(500);
    assert.match(await page.textContent("#proof-problem"), /^No code of a printed certificate was found/);
    await page.setInputFiles("#proof-file", asFile("cut.png", png(50, 50, () => 0).subarray(0, 60), "image/png"));
    await page.waitForFunction(() => document.querySelector("#proof-problem").textContent === "The picture could not be read.");
  });
});

/** Frames of a film: grey, as YUV4MPEG2, one code after the other. */
function film(codes, scale) {
  const [width, height] = [720, 720];
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F5:1 Ip A1:1 C420jpeg\n`)];
  for (const one of codes) {
    const { at, width: w, height: h } = sheet([one], scale);
    const plane = Buffer.alloc((width * height * 3) / 2, 128);
    for (let y = 0; y < height; ++y) {
      for (let x = 0; x < width; ++x) plane[y * width + x] = at(x + ((w - width) >> 1), y + ((h - height) >> 1));
    }
    for (let i = 0; i < 3; ++i) parts.push(Buffer.from("FRAME\n"), plane);
  }
  return Buffer.concat(parts);
}

test("the camera", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "freehold-film-"));
  writeFileSync(join(folder, "film.y4m"), film(FRAMES.map(code), 7));
  const filmed = await launch({
    args: ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${join(folder, "film.y4m")}`],
    permissions: ["camera"],
  });
  try {
    const page = await filmed.open();
    await give(page, { genesis: GENESIS });
    await page.evaluate((at) => (document.querySelector("#at").value = at), AT);
    await page.click("#camera-open");
    assert.equal(await page.evaluate(() => document.activeElement.id), "camera-close");
    await page.waitForFunction(() => document.querySelector("#proof-state").textContent.startsWith("Read from"), undefined, { timeout: 60_000 });
    // It ends by itself, and lets the camera go.
    assert.ok(await page.isHidden("#camera"));
    assert.equal(await page.evaluate(() => document.querySelector("#camera-video").srcObject), null);
    assert.equal(await page.evaluate(() => document.activeElement.id), "camera-open");
    assert.equal((await check(page)).title, "Valid");
    await page.click("#proof-remove");
    await page.click("#camera-open");
    await page.keyboard.press("Escape");
    assert.ok(await page.isHidden("#camera"));
    assert.deepEqual(filmed.complaints, []);
    assert.deepEqual(filmed.requests, [PAGE]);
  } finally {
    await filmed.close();
    rmSync(folder, { recursive: true });
  }
});

test("no camera: it is said", async () => {
  await withPage(async (page) => {
    await page.click("#camera-open");
    await page.waitForSelector("#proof-problem:not([hidden])");
    assert.equal(await page.textContent("#proof-problem"), "The browser gave no camera to this page.");
    assert.ok(await page.isHidden("#camera"));
  });
});
