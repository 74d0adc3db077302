// The page as people meet it: languages, keyboard, screen readers, narrow screens; and as those who would harm it do.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { asFile, check, give, launch, PAGE, vector } from "./browser.mjs";
import { load } from "./support.mjs";

const { structs, decode, encode, parseProof, proofToText, headerHash, sha256, nodeHash, toHex } = await load(`
  export { structs, parseProof, proofToText, headerHash, toHex } from "../../sdk/js/src/index.js";
  export { decode, encode } from "../../sdk/js/src/bcs.js";
  export { sha256, nodeHash } from "../../sdk/js/src/hash.js";
`);
const GOOD = vector("proofs/text.proof.json").toString();
const GENESIS = vector("proofs/four-validators.genesis.json");
const AT = "1700000060000";

let chromium;
before(async () => (chromium = await launch()));
after(() => chromium.close());

/** A page with a genesis document and a time; what `complaints` and `requests` hold is compared at its end. */
async function withPage(action, { at = AT, genesis = GENESIS, clean = true } = {}) {
  const page = await chromium.open();
  await page.evaluate(() => (document.querySelector("#more").open = true));
  if (genesis !== null) await give(page, { genesis });
  await page.fill("#at", at);
  await action(page);
  if (clean) assert.deepEqual(chromium.complaints, []);
  chromium.complaints.length = 0;
  assert.deepEqual([...new Set(chromium.requests)].filter((url) => url !== PAGE), []);
  await page.close();
}

const reasonOf = async (page, proof) => {
  await give(page, { proof });
  const { title, reason } = await check(page);
  return title === "Valid" ? "valid" : reason;
};

test("hostile proof files are refused by their reason, in bounded time", { timeout: 300_000 }, async () => {
  const names = Array.from({ length: 150_000 }, (_, i) => `"name${i}":0`).join(",");
  const mib4 = 4 << 20;
  const { proof } = parseProof(GOOD);
  const change = { header: proof.header, seal: { ...proof.seal, signatures: [] }, next: proof.validators };
  const files = [
    [GOOD, "valid"],
    ["", "not_json"],
    [Buffer.from([0xff, 0xfe, 0x7b]), "not_json"],
    ["\ufeff" + GOOD, "not_json"],
    [GOOD + "\0", "not_json"],
    ["[".repeat(mib4), "not_json"],
    ['{"a":'.repeat(mib4 / 5), "not_json"],
    ["[" + "0,".repeat(mib4 / 2 - 2) + "0]", "bad_shape"],
    [`{${names}}`, "bad_shape"],
    [`{${names},"name7":0}`, "not_json"],
    ["x".repeat(5_000_000), "too_large"],
    [GOOD + " ".repeat(5_000_000), "too_large"],
    [proofToText({ ...proof, changes: Array.from({ length: 1600 }, () => change) }), "bad_change"],
    ["null", "bad_shape"],
    ["[]", "bad_shape"],
    ['"freehold-proof/1"', "bad_shape"],
    [GOOD.replace("freehold-proof/1", "<script>alert(1)</script>"), "unknown_format"],
    [GOOD.replace('"statement":{', '"statement":{"<img src=x onerror=alert(1)>":1,'), "bad_shape"],
    [GOOD.replace('"height":"5"', '"height":"15"'), "seal_wrong_header"],
  ];
  for (const name of ["__proto__", "constructor", "prototype", "toString", "valueOf", "then", "hidden"]) {
    files.push([`{"${name}":{"valid":true,"polluted":true},${GOOD.slice(1)}`, "bad_shape"]);
    files.push([GOOD.replace('"statement":{', `"statement":{"${name}":{"polluted":true},`), "bad_shape"]);
  }
  for (const value of ["9007199254740992", "1e3", "1E400", "-0", "1.0", "0x10", "01", "NaN", "1" + "0".repeat(500)]) {
    files.push([GOOD.replace('"tx_count":0', `"tx_count":${value}`), "not_json"]);
  }
  for (const value of ["9007199254740991", "4294967296", '"0"', "null", "true", "[]", "{}"]) {
    files.push([GOOD.replace('"tx_count":0', `"tx_count":${value}`), "bad_shape"]);
  }
  await withPage(async (page) => {
    for (const [text, reason] of files) {
      const begin = performance.now();
      assert.equal(await reasonOf(page, text), reason, text.slice(0, 80).toString());
      assert.ok(performance.now() - begin < 15_000, text.slice(0, 80).toString());
    }
    assert.equal(await page.evaluate(() => ({}).polluted ?? ({}).valid), undefined);
    assert.equal(await page.evaluate(() => document.querySelectorAll("img, iframe, main script, object, a").length), 0);
  });
});

test("every character of a proof that is changed makes it refused", { timeout: 300_000 }, async () => {
  await withPage(async (page) => {
    for (let at = 7; at < GOOD.length - 2; at += 97) {
      const changed = Buffer.from(GOOD);
      changed[at] ^= 1;
      assert.notEqual(await reasonOf(page, changed), "valid", `character ${at}`);
    }
  });
});

/** A proof of an asset with this title, and the hash of its header, to be pinned. */
function titled(title) {
  const { proof } = parseProof(GOOD);
  const record = decode(structs.AssetRecord, proof.evidence.asset.value);
  record.title = Buffer.from(title);
  record.owner = { kind: "split", split: new Uint8Array(32) };
  proof.evidence.owner_policy = null;
  const { asset } = proof.evidence;
  asset.value = encode(structs.AssetRecord, record);
  const place = sha256(Uint8Array.from([0x20, ...proof.statement.asset]));
  const bit = (bytes, at) => (bytes[at >> 3] >> (7 - (at & 7))) & 1;
  let node = sha256(Uint8Array.from([0, ...place, ...sha256(asset.value)]));
  let next = asset.path.siblings.length;
  for (let level = asset.path.depth - 1; level >= 0; --level) {
    const sibling = bit(asset.path.filled, level) ? asset.path.siblings[--next] : new Uint8Array(32);
    node = bit(place, level) ? nodeHash(sibling, node) : nodeHash(node, sibling);
  }
  proof.header.state_root = node;
  return { text: proofToText(proof), header: toHex(headerHash(proof.header)) };
}

test("a title is text: no markup, no control characters, no hold on the direction around it", async () => {
  const titles = [
    ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
    ["</dd></dl><h2>Valid</h2><script>alert(1)</script>", "</dd></dl><h2>Valid</h2><script>alert(1)</script>"],
    ["a\u001b[31m\nVALID\u007f", "a\\x1b[31m\\x0aVALID\\x7f"],
    [Buffer.from([0x61, 0xff, 0x0a]), "a\\xff\\x0a"],
    ["\u202egnp.eliF \u2066", "\\xe2\\x80\\xaegnp.eliF \\xe2\\x81\\xa6"],
    ["\u05d1\u05d9\u05ea 1 \u5bb6", "\u05d1\u05d9\u05ea 1 \u5bb6"],
    ["{title} {owner} $& `x`", "{title} {owner} $& `x`"],
    ["x".repeat(256), "x".repeat(256)],
  ];
  await withPage(async (page) => {
    await page.check("#anchor-is-header");
    await page.setViewportSize({ width: 360, height: 700 });
    for (const [title, shown] of titles) {
      const { text, header } = titled(title);
      await page.fill("#hash", header);
      assert.equal(await reasonOf(page, text), "valid");
      const seen = await page.evaluate(() => {
        const one = document.querySelector("#asset-title > bdi");
        const { unicodeBidi } = getComputedStyle(one);
        return { text: one.textContent, children: one.children.length, dir: one.dir, unicodeBidi };
      });
      assert.deepEqual(seen, { text: shown, children: 0, dir: "auto", unicodeBidi: "isolate" });
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
      assert.deepEqual((await check(page)).notices, ["owned_by_split"]);
    }
  }, { genesis: null });
});

test("names of files are text", async () => {
  await withPage(async (page) => {
    const name = "<img src=x onerror=alert(1)>\u202e.json";
    const shown = name.replace("\u202e", "\\xe2\\x80\\xae");
    await page.setInputFiles("#proof-file", asFile(name, GOOD));
    await page.waitForSelector("#proof-remove:not([hidden])");
    assert.ok((await page.textContent("#proof-state")).startsWith(shown));
    await page.setInputFiles("#genesis-file", asFile(name, '{"version":1,"<b>":2}'));
    await page.waitForSelector("#genesis-problem:not([hidden])");
    assert.ok((await page.textContent("#genesis-problem")).startsWith(`${shown} is no genesis document: not_json`));
    assert.equal(await page.locator("main img, main b").count(), 0);
  });
});

test("without something to trust nothing is judged, and fields that are wrong say so", async () => {
  await withPage(async (page) => {
    const complaint = async (id, text) => {
      await page.click("#check");
      await page.waitForFunction((words) => document.querySelector("#told").textContent.includes(words), text);
      assert.equal(await page.evaluate(() => document.activeElement.id), id);
      assert.equal(await page.getAttribute(`#${id}`, "aria-invalid"), "true");
      assert.ok(await page.isHidden("#result"));
    };
    await complaint("proof-file", "Choose a proof first");
    await give(page, { proof: GOOD });
    await complaint("genesis-file", "without something you trust");
    await page.setInputFiles("#genesis-file", asFile("g.json", "{}"));
    await page.waitForSelector("#genesis-problem:not([hidden])");
    await complaint("genesis-file", "without something you trust");
    await page.check("#anchor-is-header");
    await page.fill("#hash", "ab");
    await complaint("hash", "no hash");
    await page.check("#anchor-is-validators");
    await page.fill("#hash", "a".repeat(64));
    await page.fill("#pinned", "yesterday");
    await complaint("pinned", "A time looks like");
    await page.fill("#pinned", "");
    await page.evaluate(() => (document.querySelector("#more").open = false));
    await page.evaluate(() => (document.querySelector("#at").value = "soon"));
    await complaint("at", "A time looks like");
    assert.ok(await page.evaluate(() => document.querySelector("#more").open));
    await page.fill("#at", AT);
    await page.fill("#max-age", "3 weeks");
    await complaint("max-age", "An age looks like");
    await page.fill("#max-age", "");
    assert.equal((await check(page)).reason, "untrusted_validators");
  }, { genesis: null });
});

test("a verdict goes when what it was made from changes", async () => {
  await withPage(async (page) => {
    assert.equal(await reasonOf(page, GOOD), "valid");
    for (const change of [
      () => page.fill("#challenge", "x"),
      () => page.fill("#max-age", "1d"),
      () => page.check("#anchor-is-header"),
      () => give(page, { file: "another" }),
      () => give(page, { proof: GOOD }),
      () => page.click("#proof-remove"),
    ]) {
      await page.check("#anchor-is-genesis");
      await page.click("#check");
      await page.waitForSelector("#result:not([hidden])");
      await change();
      assert.ok(await page.isHidden("#result"), String(change));
      assert.equal(await page.textContent("#result-body"), "");
    }
  });
});

test("a file is read and compared", async () => {
  await withPage(async (page) => {
    const big = Buffer.alloc(3_000_000, "freehold");
    await give(page, { proof: GOOD, file: big });
    assert.equal(await page.textContent("#file-hash"), `SHA-256 ${toHex(sha256(big))}`);
    assert.equal((await check(page)).reason, "file_mismatch");
    await page.click("#file-remove");
    assert.equal((await check(page)).title, "Valid");
  });
});

test("files are dropped on their places, and beside them nothing happens", async () => {
  await withPage(async (page) => {
    const drop = (selector, name, text) =>
      page.evaluate(([where, called, content]) => {
        const data = new DataTransfer();
        data.items.add(new File([content], called));
        const target = document.querySelector(where);
        for (const type of ["dragover", "drop"]) {
          const event = new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true });
          target.dispatchEvent(event);
          if (!event.defaultPrevented) throw new Error(`${type} would leave the page`);
        }
      }, [selector, name, text]);
    await drop("h1", "deed.proof.json", GOOD);
    assert.equal(await page.textContent("#proof-state"), "No proof yet.");
    await drop("#proof-title", "deed.proof.json", GOOD);
    await page.waitForSelector("#proof-remove:not([hidden])");
    await drop("#anchor-title", "genesis.json", GENESIS.toString());
    await page.waitForSelector("#genesis-chain:not([hidden])");
    assert.equal((await check(page)).title, "Valid");
    await drop("#file-title", "x", "another");
    await page.waitForSelector("#file-hash:not([hidden])");
    assert.equal((await check(page)).reason, "file_mismatch");
  }, { genesis: null });
});

test("the policy holds: no request, no markup, no other script", async () => {
  let asked = 0;
  const server = createServer((_, answer) => (++asked, answer.end("x")));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const url = `http://127.0.0.1:${server.address().port}/`;
  await withPage(async (page) => {
    const outcomes = await page.evaluate(async (there) => {
      const outcome = async (action) => {
        try {
          return String(await action());
        } catch (error) {
          return error.name;
        }
      };
      const loads = (one, name, value) =>
        new Promise((resolve, reject) => {
          one.onload = () => resolve("loaded");
          one.onerror = () => reject(new TypeError("blocked"));
          one[name] = value;
          document.body.append(one);
          setTimeout(() => reject(new TypeError("nothing came")), 500);
        });
      const make = (tag, more = {}) => Object.assign(document.createElement(tag), more);
      const form = make("form", { action: there, method: "post", target: "_blank" });
      document.body.append(form);
      return {
        fetch: await outcome(() => fetch(there).then(() => "fetched")),
        image: await outcome(() => loads(make("img"), "src", there)),
        style: await outcome(() => loads(make("link", { rel: "stylesheet" }), "href", there)),
        video: await outcome(() => loads(make("video"), "src", there)),
        script: await outcome(() => loads(make("script"), "src", there)),
        socket: await outcome(() => loads(new WebSocket(there.replace("http", "ws")), "onmessage", null)),
        worker: await outcome(() => new Worker(there)),
        html: await outcome(() => (make("p").innerHTML = "<b>x</b>")),
        frame: await outcome(() => (make("iframe").srcdoc = "x")),
        eval: await outcome(() => (0, eval)("1")),
        code: await outcome(() => ((document.body.append(make("script", { innerText: "window.planted = 1" })), window.planted) ?? "")),
        beacon: await outcome(() => (navigator.sendBeacon(there), "")),
        form: await outcome(() => (form.submit(), "")),
      };
    }, url);
    await page.waitForTimeout(300);
    for (const [what, outcome] of Object.entries(outcomes)) {
      assert.match(outcome, /^(TypeError|EvalError|SecurityError|SyntaxError|)$/, `${what}: ${outcome}`);
    }
    assert.equal(page.context().pages().filter((one) => one.url().startsWith("http")).length, 0);
    assert.equal(asked, 0);
    // The server is there: a page without the policy reaches it.
    const other = await chromium.browser.newPage();
    await other.goto(url);
    assert.ok(asked > 0);
    await other.close();
    chromium.requests.length = 0;
  }, { clean: false, genesis: null });
  server.closeAllConnections();
  server.close();
});

test("Chinese and English, by the browser's language and by the switch", async () => {
  const chinese = await launch({ locale: "zh-CN" });
  try {
    const page = await chinese.open();
    assert.equal(await page.textContent("h1"), "核验证明");
    assert.equal(await page.getAttribute("html", "lang"), "zh-Hans");
    assert.equal(await page.title(), "Freehold：核验证明");
    await give(page, { proof: vector("proofs/notices-in-order.proof.json"), genesis: GENESIS });
    await page.evaluate(() => (document.querySelector("#at").value = "1700000060000"));
    const shown = await check(page);
    assert.equal(shown.title, "有效");
    assert.equal(shown.notices.length, 8);
    // The words of the program stay as the program says them; all else is Chinese.
    const rest = await page.evaluate(() => {
      const out = [];
      const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      for (let node; (node = walk.nextNode()) !== null; ) {
        const { parentElement } = node;
        if (parentElement.closest("#words, #words-title, .hash, .foreign, time, bdi")) continue;
        if (/[a-z]{4,} [a-z]{2,} /i.test(node.textContent)) out.push(node.textContent);
      }
      return out;
    });
    assert.deepEqual(rest, []);
    await page.click('[data-language="en"]');
    assert.equal(await page.textContent("h1"), "Check a proof");
    assert.equal(await page.textContent("#result-title"), "Valid");
    assert.match(await page.textContent("#result-body"), /account is frozen/);
    assert.equal(await page.getAttribute("html", "lang"), "en");
    assert.equal(await page.getAttribute('[data-language="en"]', "aria-pressed"), "true");
    await page.click('[data-language="zh"]');
    assert.equal(await page.textContent("#result-title"), "有效");
    assert.match(await page.textContent("#genesis-state"), /始于/);
    assert.deepEqual(chinese.complaints, []);
  } finally {
    await chinese.close();
  }
});

test("by keyboard alone", async () => {
  await withPage(async (page) => {
    await page.evaluate(() => (document.querySelector("#more").open = false));
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.dataset?.language || document.activeElement.tagName);
    const order = [];
    // Listened to from the beginning: the browser is told once to hand its choosers over.
    page.on("filechooser", (chooser) => void chooser.setFiles(order.at(-1) === "proof-file" ? asFile("p.json", GOOD) : asFile("g.json", GENESIS)));
    await page.click(".mark"); // Tab goes on from here
    for (let i = 0; i < 20; ++i) {
      await page.keyboard.press("Tab");
      const now = await focused();
      order.push(now);
      const ring = await page.evaluate(() => {
        const one = document.activeElement;
        const shown = one.type === "file" ? one.parentElement : one;
        return getComputedStyle(shown).outlineStyle;
      });
      assert.notEqual(ring, "none", `${now} shows no focus`);
      if (now === "proof-file" || now === "genesis-file") {
        await page.keyboard.press("Space");
        await page.waitForSelector(now === "proof-file" ? "#proof-remove:not([hidden])" : "#genesis-remove:not([hidden])");
      }
      if (now === "check") break;
    }
    assert.deepEqual(order, [
      "en", "zh", "proof-file", "camera-open", "paste-open", "proof-remove", "anchor-is-genesis", "genesis-file",
      "genesis-remove", "own-file", "SUMMARY", "check",
    ]);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#result:not([hidden])");
    assert.equal(await focused(), "result-title");
    assert.equal(await page.textContent("#result-title"), "Not valid");
    assert.equal(await page.textContent("#reason"), "future_header");
    await page.focus("#anchor-is-genesis");
    await page.keyboard.press("ArrowDown");
    assert.ok(await page.isVisible("#hash") && (await page.isVisible("#pinned")));
    await page.keyboard.press("ArrowDown");
    assert.ok((await page.isVisible("#hash")) && !(await page.isVisible("#pinned")));
    await page.focus("#paste-open");
    await page.keyboard.press("Enter");
    assert.equal(await focused(), "paste-text");
    assert.equal(await page.getAttribute("#paste-open", "aria-expanded"), "true");
  }, { genesis: null, at: "2001-01-01" });
});

async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  return nodes
    .filter((node) => !node.ignored)
    .map((node) => ({ role: node.role?.value ?? "", name: node.name?.value ?? "", properties: Object.fromEntries((node.properties ?? []).map((one) => [one.name, one.value.value])) }));
}

test("what a screen reader is told", async () => {
  await withPage(async (page) => {
    const before = await tree(page);
    const roles = before.map(({ role }) => role);
    for (const role of ["banner", "main", "contentinfo", "complementary", "form"]) {
      assert.equal(roles.filter((one) => one === role).length, 1, role);
    }
    const named = new Set(["button", "textbox", "radio", "radiogroup", "form", "region", "complementary", "heading", "DisclosureTriangle", "listbox", "checkbox"]);
    for (const { role, name } of before) if (named.has(role)) assert.notEqual(name.trim(), "", `a ${role} has no name`);
    const has = (nodes, role, name) => assert.ok(nodes.some((one) => one.role === role && one.name === name), `${role} ${name}`);
    has(before, "heading", "Check a proof");
    has(before, "button", "Choose the proof");
    has(before, "button", "Choose the genesis document");
    has(before, "button", "Choose the file");
    has(before, "radio", "the chain’s genesis document");
    has(before, "textbox", "Challenge");
    has(before, "button", "Check");
    has(before, "group", "It is");
    assert.ok(before.some(({ role, properties }) => role === "status" && properties.live === "polite"));

    assert.equal(await reasonOf(page, vector("proofs/disputed.proof.json")), "valid");
    const valid = await tree(page);
    has(valid, "region", "Valid");
    has(valid, "heading", "Know this before you rely on it");
    has(valid, "heading", "What was checked");
    assert.ok(valid.some(({ role, name }) => role === "StaticText" && name === "The asset is in dispute."));
    assert.ok(valid.some(({ role, name }) => role === "StaticText" && name === "passed"));
    assert.equal(await page.textContent("#told"), "Valid. Notices: 1.");
    assert.equal(await page.getAttribute("#told", "aria-live"), "polite");
    const levels = await page.$$eval("h1, h2, h3", (all) => all.filter((one) => one.offsetParent !== null || one.className === "unseen").map((one) => Number(one.tagName[1])));
    levels.forEach((level, i) => assert.ok(i === 0 ? level === 1 : level <= levels[i - 1] + 1, `heading ${i} skips a level`));

    assert.equal(await reasonOf(page, vector("proofs/seal-bad-signature.proof.json")), "seal_bad_signature");
    has(await tree(page), "region", "Not valid");
    assert.equal(await page.textContent("#told"), "Not valid: A signature of the seal does not fit.");
  });
});

/** Texts whose contrast with what is behind them is too low. */
const faint = (page) =>
  page.evaluate(() => {
    const parse = (color) => color.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) => {
      const [x, y, z] = [r, g, b].map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * x + 0.7152 * y + 0.0722 * z;
    };
    const behind = (element) => {
      for (let one = element; one !== null; one = one.parentElement) {
        const color = parse(getComputedStyle(one).backgroundColor);
        if (color.length === 3 || color[3] === 1) return color;
      }
      return [255, 255, 255];
    };
    const out = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walk.nextNode()) !== null; ) {
      const one = node.parentElement;
      if (node.textContent.trim() === "" || !one.checkVisibility() || one.closest("script, style, noscript, .unseen")) continue;
      const [a, b] = [light(parse(getComputedStyle(one).color)), light(behind(one))].sort((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < 4.5) out.push(`${ratio.toFixed(2)} ${node.textContent.slice(0, 40)}`);
    }
    return out;
  });

test("narrow and wide, light and dark, in both languages: nothing runs out, nothing is faint, nothing moves", { timeout: 120_000 }, async () => {
  await withPage(async (page) => {
    for (const [proof, title] of [["notices-in-order", "Valid"], ["seal-bad-signature", "Not valid"], ["transaction", "Valid"]]) {
      const { options } = JSON.parse(vector("proofs/cases.json")).cases.find((one) => one.proof === `${proof}.proof.json` && one.options.at !== null) ?? { options: { at: AT, anchor: { genesis: { file: "four-validators.genesis.json" } } } };
      if (options.anchor.genesis) await give(page, { genesis: vector(`proofs/${options.anchor.genesis.file}`) });
      await page.fill("#at", options.at);
      await give(page, { proof: vector(`proofs/${proof}.proof.json`) });
      assert.equal((await check(page)).title, title, proof);
      for (const language of ["zh", "en"]) {
        await page.click(`[data-language="${language}"]`);
        for (const colorScheme of ["dark", "light"]) {
          await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
          for (const width of [320, 360, 768, 1280]) {
            await page.setViewportSize({ width, height: 800 });
            assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width, `${proof} ${language} ${width}`);
            const small = await page.$$eval("button, summary, input, label.radio", (all) =>
              all.filter((one) => one.checkVisibility() && one.type !== "radio" && one.getBoundingClientRect().height < 24).map((one) => one.id || one.textContent));
            assert.deepEqual(small, [], `${width}`);
          }
          assert.deepEqual(await faint(page), [], `${proof} ${colorScheme}`);
          assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("#result")).animationName), "none");
        }
      }
    }
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("#result")).animationName), "appear");
  });
});

test("the words of the program are copied", async () => {
  await withPage(async (page) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    assert.equal(await reasonOf(page, GOOD), "valid");
    await page.click("#words ~ .row button");
    await page.waitForFunction(() => document.querySelector("#words ~ .row [role=status]").textContent !== "");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.textContent("#words"));
  });
});
