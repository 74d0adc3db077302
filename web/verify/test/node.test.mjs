// The page as a node serves it, beside the program: the same words of the same proof.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { asFile, check, give, launch, PAGE } from "./browser.mjs";

const program = process.env.FREEHOLD;

test("served at /verify", { skip: program === undefined ? "FREEHOLD names no program" : false, timeout: 120_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), "freehold-page-"));
  const env = { ...process.env, HOME: home, FREEHOLD_CONFIG: join(home, "config.toml") };
  const run = (...words) => execFileSync(program, words, { cwd: home, env, stdio: ["ignore", "pipe", "pipe"] }).toString();
  writeFileSync(join(home, "config.toml"), "");
  writeFileSync(join(home, "pw"), "secret\n", { mode: 0o600 });
  writeFileSync(join(home, "harbour.jpg"), "the harbour at dawn\n");
  run("wallet", "new", "--low-memory", "--wallet", "w", "--password-file", "pw", "--words-file", "words");
  run("node", "init", "--home", "chain", "--wallet", "w", "--chain", "example");
  const node = spawn(program, ["node", "run", "--home", "chain", "--listen", "127.0.0.1:0"], { cwd: home, env, stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((resolve) => node.once("exit", resolve));
  const chromium = await launch();
  try {
    const url = await new Promise((resolve, reject) => {
      let text = "";
      node.stdout.on("data", (more) => (text += more).includes("\n") && resolve(text.trim()));
      node.once("exit", () => reject(new Error("the node ended")));
    });
    const mine = ["--wallet", "w", "--password-file", "pw", "--node", url];
    const title = "Dawn <img src=x onerror=alert(1)>";
    run("certify", "harbour.jpg", "--title", title, ...mine);
    run("prove", "harbour.jpg", ...mine, "--challenge", "f2c9", "--audience", "Example Bank", "-o", "shown.proof.json");

    const answer = await fetch(`${url}/verify`);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), "text/html; charset=utf-8");
    const html = await answer.text();
    assert.equal(html, readFileSync(new URL(PAGE), "utf8"), "the program holds another page than the one that is tested");
    const [, own] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html);
    assert.equal(answer.headers.get("content-security-policy"), `${own}; frame-ancestors 'none'`);

    const page = await chromium.open(`${url}/verify`);
    assert.ok((await page.textContent("#served")).includes(new URL(url).host));
    await give(page, {
      proof: readFileSync(join(home, "shown.proof.json")),
      genesis: readFileSync(join(home, "chain/genesis.json")),
      file: readFileSync(join(home, "harbour.jpg")),
    });
    assert.match(await page.textContent("#genesis-state"), /^Chain example, begun .*, 1 validator$/);
    const at = String(Date.now() + 120_000);
    await page.evaluate(() => (document.querySelector("#more").open = true));
    await page.fill("#challenge", "f2c9");
    await page.fill("#audience", "Example Bank");
    await page.fill("#at", at);
    const shown = await check(page);
    assert.equal(shown.title, "Valid", shown.reason);
    const asked = ["verify", "shown.proof.json", "--genesis", "chain/genesis.json", "--file", "harbour.jpg", "--at", at, "--audience", "Example Bank"];
    assert.equal(`${shown.words}\n`, run(...asked, "--challenge", "f2c9"));
    assert.equal(await page.textContent("#asset-title"), title);
    assert.deepEqual([shown.steps.file, shown.steps.shown], ["passed", "passed"]);

    await page.fill("#challenge", "another");
    const refused = await check(page);
    assert.equal(refused.reason, "presentation_challenge");
    assert.throws(() => run(...asked, "--challenge", "another"), (error) => {
      const said = error.stderr.toString();
      assert.ok(error.status === 1 && said.trim().endsWith(refused.words), said);
      return true;
    });
    // The certificate that the program prints: its file, and a picture of its sheets.
    run("prove", "harbour.jpg", ...mine, "--print", "paper.html");
    const print = await chromium.open(pathToFileURL(join(home, "paper.html")).href);
    await print.setViewportSize({ width: 1600, height: 1000 });
    const picture = await print.screenshot({ fullPage: true, scale: "device" });
    await print.close();
    await page.fill("#challenge", "");
    await page.fill("#audience", "");
    for (const [name, bytes] of [["paper.html", readFileSync(join(home, "paper.html"))], ["sheets.png", picture]]) {
      await page.click("#proof-remove");
      await page.setInputFiles("#proof-file", asFile(name, bytes));
      await page.waitForFunction(() => /^Read from \d+ printed/.test(document.querySelector("#proof-state").textContent));
      assert.equal((await check(page)).title, "Valid", name);
    }
    assert.deepEqual(chromium.requests.filter((one) => !one.startsWith("file:") && !one.startsWith("data:")), [`${url}/verify`]);
    assert.deepEqual(chromium.complaints, []);
    // No page of another origin may put it in a frame.
    const framed = await chromium.browser.newPage();
    await framed.setContent(`<iframe src="${url}/verify"></iframe>`);
    await framed.waitForTimeout(500);
    const [, inside] = framed.frames();
    assert.equal(await inside.locator("#form").count(), 0);
    assert.match(inside.url(), /^chrome-error:/);
  } finally {
    await chromium.close();
    node.kill("SIGTERM");
    await ended;
    rmSync(home, { recursive: true, force: true });
  }
});
