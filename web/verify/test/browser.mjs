// Debian's Chromium without a screen, and the page in it. Every request that a page makes is noted.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const VECTORS = fileURLToPath(new URL("../../../tests/vectors/", import.meta.url));
export const PAGE = pathToFileURL(process.env.PAGE ?? fileURLToPath(new URL("../dist/index.html", import.meta.url))).href;
export const vector = (name) => readFileSync(VECTORS + name);

export async function launch(options = {}) {
  const { args = [], ...context } = options;
  const folder = mkdtempSync(join(tmpdir(), "freehold-chromium-"));
  const browser = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      ...args,
    ],
    locale: "en-US",
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    ...context,
  });
  const requests = [];
  const complaints = [];
  browser.on("request", (request) => requests.push(request.url()));
  browser.on("page", (page) => {
    page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
  });
  return {
    browser,
    requests,
    complaints,
    async open(url = PAGE) {
      const page = await browser.newPage();
      await page.goto(url);
      return page;
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let given = 0;
export const asFile = (name, buffer, mimeType = "application/octet-stream") => ({ name, mimeType, buffer: Buffer.from(buffer) });

const says = (page, selector, text) =>
  page.waitForFunction(([at, words]) => document.querySelector(at).textContent.includes(words), [selector, text]);

/** Chooses what is given, each under a name of its own, and waits until the page has read it. */
export async function give(page, { proof, genesis, file, name = "proof" }) {
  if (proof !== undefined) {
    const own = `${name}-${++given}.json`;
    await page.setInputFiles("#proof-file", asFile(own, proof));
    await says(page, "#proof-state", own);
  }
  if (genesis !== undefined) {
    await page.check("#anchor-is-genesis");
    await page.setInputFiles("#genesis-file", asFile("genesis.json", genesis));
    await page.waitForSelector("#genesis-chain:not([hidden])");
  }
  if (file !== undefined) {
    await page.setInputFiles("#own-file", asFile("own.bin", file));
    await page.waitForSelector("#file-hash:not([hidden])");
  }
}

/** Checks, and tells what the page shows. */
export async function check(page) {
  await page.click("#check");
  await page.waitForSelector("#result:not([hidden])");
  return page.evaluate(() => {
    const all = (selector) => [...document.querySelectorAll(selector)];
    const text = (selector) => document.querySelector(selector)?.textContent ?? null;
    return {
      title: text("#result-title"),
      reason: text("#reason"),
      why: text("#why"),
      says: text("#says"),
      words: text("#words"),
      told: text("#told"),
      notices: all("[data-notice]").map((one) => one.dataset.notice),
      steps: Object.fromEntries(all("[data-step]").map((one) => [one.dataset.step, one.className])),
      focused: document.activeElement?.id,
    };
  });
}
