/** The page: what is chosen, when it is checked. Nothing here asks the network for anything. */
import {
  chainId,
  durationFromText,
  GenesisError,
  hashFromText,
  parseGenesis,
  parseProof,
  printable,
  PROOF_BYTES_MAX,
  sha256OfBlob,
  timeFromText,
  timeText,
  toHex,
  validatorSetHash,
  verifyProof,
  type Anchor,
  type VerifyOptions,
} from "../../../sdk/js/src/verifier.js";
import { byId, foreign } from "./dom.js";
import { FrameError, fileOfFrames, framesRead, hasFrames } from "./frames.js";
import { currentLanguage, dictionary, setLanguage, size, t, tNodes } from "./i18n.js";
import { Camera, cameraPossible, ImageError, isImage, scanImage } from "./scan.js";
import { fromBrowser, type Key, type Language } from "./texts.js";
import { showOutcome, type Outcome } from "./verdict.js";

const GENESIS_BYTES_MAX = 16 << 20;
const CODES_MAX = 200;

/** Says something in the language in use; kept, so that it can be said again in the other. */
type Saying = () => (Node | string)[];

interface Chosen {
  proof: { text: Uint8Array | string; bytes: number } | undefined;
  codes: string[];
  genesis: { anchor: Anchor; name: string } | undefined;
  file: { hash: Promise<Uint8Array | undefined> } | undefined;
}
const chosen: Chosen = { proof: undefined, codes: [], genesis: undefined, file: undefined };
let outcome: Outcome | undefined;
let camera: Camera | undefined;
// What is read from a file that was replaced meanwhile is dropped.
const turns = { proofFiles: 0, proof: 0, genesis: 0, file: 0 };

const proofInput = byId<HTMLInputElement>("proof-file");
const genesisInput = byId<HTMLInputElement>("genesis-file");
const ownInput = byId<HTMLInputElement>("own-file");
const field = (id: string) => byId<HTMLInputElement>(id);

// --- what is said on the form

const sayings = new Map<string, Saying>();

function say(id: string, saying: Saying | undefined): void {
  const element = byId(id);
  if (saying === undefined) sayings.delete(id);
  else sayings.set(id, saying);
  element.replaceChildren(...(saying?.() ?? []));
  if (!id.endsWith("-problem")) return;
  element.hidden = saying === undefined;
  const inputs = document.querySelectorAll(`[aria-describedby~="${id}"]`);
  inputs.forEach((input) => (saying === undefined ? input.removeAttribute("aria-invalid") : input.setAttribute("aria-invalid", "true")));
}

const plain =
  (key: Key, values: () => Record<string, Node | string> = () => ({})): Saying =>
  () =>
    tNodes(key, values());

function showTexts(): void {
  document.documentElement.lang = currentLanguage() === "zh" ? "zh-Hans" : "en";
  document.title = t("page_title");
  document.querySelectorAll<HTMLElement>("[data-text]").forEach((element) => {
    element.textContent = t(element.dataset["text"] as Key);
  });
  document.querySelectorAll<HTMLElement>("[data-label]").forEach((element) => {
    element.setAttribute("aria-label", t(element.dataset["label"] as Key));
  });
  document.querySelectorAll<HTMLElement>("[data-language]").forEach((element) => {
    element.setAttribute("aria-pressed", String(element.dataset["language"] === currentLanguage()));
  });
  sayings.forEach((saying, id) => byId(id).replaceChildren(...saying()));
  if (outcome !== undefined) showOutcome(outcome);
}

/** A verdict belongs to what it was made from: when that changes, it goes. */
function forgetOutcome(): void {
  outcome = undefined;
  byId("result").hidden = true;
  byId("result-body").replaceChildren();
  byId("told").textContent = "";
}

// --- the proof

function setProof(text: Uint8Array | string, saying: (bytes: number) => Saying): void {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text).length : text.length;
  chosen.proof = { text, bytes };
  say("proof-state", saying(bytes));
  say("proof-problem", undefined);
  byId("proof-remove").hidden = false;
}

function forgetProof(): void {
  ++turns.proofFiles;
  ++turns.proof;
  chosen.proof = undefined;
  chosen.codes = [];
  proofInput.value = "";
  say("proof-state", plain("proof_none"));
  say("proof-problem", undefined);
  byId("proof-remove").hidden = true;
  byId("codes-reset").hidden = true;
  forgetOutcome();
}

async function takeProofFiles(files: File[]): Promise<void> {
  forgetOutcome();
  const turn = ++turns.proofFiles;
  for (const file of files) {
    const name = () => foreign(file.name);
    try {
      const head = new Uint8Array(await file.slice(0, 16).arrayBuffer());
      if (isImage(head)) {
        const texts = (await scanImage(file)).filter(hasFrames);
        if (turn !== turns.proofFiles) return;
        if (texts.length === 0) say("proof-problem", plain("no_code_in_image", () => ({ name: name() })));
        else await takeCodes(texts);
        continue;
      }
      // One byte more than a proof may have, so that the verifier sees that it is too large.
      const bytes = new Uint8Array(await file.slice(0, PROOF_BYTES_MAX + 1).arrayBuffer());
      if (turn !== turns.proofFiles) return;
      await takeText(bytes, new TextDecoder().decode(bytes), () => name(), file.size);
    } catch (error) {
      if (turn !== turns.proofFiles) return;
      if (error instanceof ImageError) say("proof-problem", () => [dictionary().paper[error.problem]]);
      else say("proof-problem", plain("file_unreadable", () => ({ name: name() })));
    }
  }
}

/** A text is a proof file, unless it is not JSON and has frames of a printed certificate in it. */
async function takeText(given: Uint8Array | string, text: string, name: () => Node | string, all?: number): Promise<void> {
  if (!/^[ \t\r\n]*[{[]/.test(text) && hasFrames(text)) return takeCodes([text]);
  ++turns.proof;
  chosen.codes = [];
  byId("codes-reset").hidden = true;
  setProof(given, (bytes) => plain("proof_some", () => ({ name: name(), size: size(all ?? bytes) })));
}

async function takeCodes(texts: string[]): Promise<void> {
  const news = texts.filter((text) => !chosen.codes.includes(text));
  if (news.length === 0) return;
  forgetOutcome();
  chosen.codes.push(...news.slice(0, CODES_MAX - chosen.codes.length));
  byId("codes-reset").hidden = false;
  const turn = ++turns.proof;
  const text = chosen.codes.join("\n");
  try {
    const content = await fileOfFrames(text);
    if (turn !== turns.proof) return;
    const { count } = framesRead(text);
    setProof(content, (bytes) => plain("proof_codes", () => ({ count: String(count), size: size(bytes) })));
    closeCamera();
  } catch (error) {
    if (!(error instanceof FrameError)) throw error;
    if (turn !== turns.proof) return;
    chosen.proof = undefined;
    if (error.reason === "frames_missing") {
      const { numbers, count } = framesRead(text);
      const missing = Array.from({ length: count }, (_, i) => i + 1).filter((number) => !numbers.includes(number));
      const values = { have: String(numbers.length), count: String(count), missing: missing.join(", ") };
      say("proof-state", plain("codes_progress", () => values));
      say("proof-problem", undefined);
      return;
    }
    say("proof-state", plain("proof_none"));
    say("proof-problem", () => {
      const sentence = `${dictionary().paper[error.reason]} `;
      return error.where === "" ? [sentence] : [sentence, "(", foreign(error.where), ")"];
    });
  }
}

async function openCamera(): Promise<void> {
  if (!cameraPossible()) return say("proof-problem", plain("camera_impossible"));
  closeCamera();
  byId("camera").hidden = false;
  byId("camera-close").focus();
  const opened = new Camera(byId<HTMLVideoElement>("camera-video"), (text) => {
    if (hasFrames(text)) void takeCodes([text]);
  });
  camera = opened;
  try {
    await opened.start();
  } catch {
    if (camera !== opened) return;
    closeCamera();
    say("proof-problem", plain("camera_refused"));
  }
}

function closeCamera(): void {
  if (camera === undefined) return;
  const inside = byId("camera").contains(document.activeElement);
  camera.stop();
  camera = undefined;
  byId("camera").hidden = true;
  if (inside) byId("camera-open").focus();
}

function togglePaste(open: boolean): void {
  byId("paste").hidden = !open;
  byId("paste-open").setAttribute("aria-expanded", String(open));
  byId(open ? "paste-text" : "paste-open").focus();
}

// --- what is trusted

function forgetGenesis(): void {
  ++turns.genesis;
  chosen.genesis = undefined;
  genesisInput.value = "";
  say("genesis-state", plain("genesis_none"));
  say("genesis-problem", undefined);
  byId("genesis-chain").hidden = true;
  byId("genesis-remove").hidden = true;
  forgetOutcome();
}

async function takeGenesis(file: File): Promise<void> {
  forgetGenesis();
  field("anchor-is-genesis").checked = true;
  showAnchorKind();
  const turn = turns.genesis;
  const name = () => foreign(file.name);
  if (file.size > GENESIS_BYTES_MAX) return say("genesis-problem", plain("genesis_large", () => ({ name: name() })));
  try {
    const genesis = parseGenesis(new Uint8Array(await file.arrayBuffer()));
    if (turn !== turns.genesis) return;
    const chain = chainId(genesis);
    const { time, validators } = genesis;
    const anchor: Anchor = { kind: "genesis", chain, validators: validatorSetHash(validators), time };
    chosen.genesis = { anchor, name: printable(genesis.name) };
    const { length: count } = validators.validators;
    say(
      "genesis-state",
      plain("genesis_some", () => ({
        name: foreign(genesis.name),
        time: timeText(time),
        validators: count === 1 ? t("validators_one") : t("validators_many", { count }),
      })),
    );
    byId("genesis-id").textContent = toHex(chain);
    byId("genesis-chain").hidden = false;
    byId("genesis-remove").hidden = false;
  } catch (error) {
    if (turn !== turns.genesis) return;
    const why = error instanceof GenesisError ? error.message : undefined;
    if (why === undefined) say("genesis-problem", plain("file_unreadable", () => ({ name: name() })));
    else say("genesis-problem", plain("genesis_bad", () => ({ name: name(), why: foreign(why) })));
  }
}

const anchorKind = (): string => document.querySelector<HTMLInputElement>("input[name=anchor]:checked")?.value ?? "genesis";

function showAnchorKind(): void {
  byId("anchor-genesis").hidden = anchorKind() !== "genesis";
  byId("anchor-hash").hidden = anchorKind() === "genesis";
  byId("anchor-pinned").hidden = anchorKind() !== "validators";
}

// --- the file

function forgetFile(): void {
  ++turns.file;
  chosen.file = undefined;
  ownInput.value = "";
  say("file-state", plain("file_none"));
  say("file-problem", undefined);
  byId("file-hash").hidden = true;
  byId("file-remove").hidden = true;
  forgetOutcome();
}

function takeFile(file: File): void {
  forgetFile();
  const turn = turns.file;
  const name = () => foreign(file.name);
  byId("file-remove").hidden = false;
  let percent = 0;
  const reading = plain("file_hashing", () => ({ name: name(), percent: String(percent) }));
  say("file-state", reading);
  const progress = (done: number, all: number) => {
    if (turn !== turns.file) throw new Error("another file was chosen");
    const now = Math.floor((done / all) * 10) * 10;
    if (now === percent) return;
    percent = now;
    say("file-state", reading);
  };
  const hash = sha256OfBlob(file, progress).then(
    (digest) => {
      if (turn !== turns.file) return undefined;
      say("file-state", plain("file_some", () => ({ name: name(), size: size(file.size) })));
      byId("file-hash").textContent = `SHA-256 ${toHex(digest)}`;
      byId("file-hash").hidden = false;
      return digest;
    },
    () => {
      if (turn !== turns.file) return undefined;
      say("file-state", undefined);
      say("file-problem", plain("file_unreadable", () => ({ name: name() })));
      return undefined;
    },
  );
  chosen.file = { hash };
}

// --- the check

/** The first thing that is wrong with the form is said beside its field, which gets the focus. */
function complain(problem: string, focus: string, key: Key): undefined {
  say(problem, plain(key));
  if (byId("more").contains(byId(focus))) byId<HTMLDetailsElement>("more").open = true;
  byId(focus).focus();
  byId("told").textContent = t("told_error", { why: t(key) });
}

function anchorOf(): Anchor | undefined {
  const kind = anchorKind();
  if (kind === "genesis") return chosen.genesis?.anchor ?? complain("genesis-problem", "genesis-file", "need_genesis");
  // A text such as freehold verify takes behind --trust is fine as well.
  const typed = field("hash").value.trim().replace(new RegExp(`^${kind}:`), "");
  const hash = hashFromText(typed);
  if (hash === undefined) return complain("hash-problem", "hash", "need_hash");
  if (kind === "header") return { kind, hash };
  const when = field("pinned").value.trim();
  if (when === "") return { kind: "validators", hash };
  const pinned = timeFromText(when);
  return pinned === undefined ? complain("pinned-problem", "pinned", "need_time") : { kind: "validators", hash, pinned };
}

/** undefined: a field is not as it should be, and that was said. */
async function optionsOf(): Promise<VerifyOptions | undefined> {
  // What takes time comes first: the rest is read as it stands when it is judged.
  const file = await chosen.file?.hash;
  const anchor = anchorOf();
  if (anchor === undefined) return undefined;
  const typed = (id: string) => field(id).value.trim();
  const at = typed("at") === "" ? BigInt(Date.now()) : timeFromText(typed("at"));
  if (at === undefined) return complain("at-problem", "at", "need_time");
  const ages: (bigint | undefined)[] = [];
  for (const id of ["max-age", "anchor-max-age"]) {
    const age = typed(id) === "" ? undefined : durationFromText(typed(id));
    if (typed(id) !== "" && age === undefined) return complain(`${id}-problem`, id, "need_age");
    ages.push(age);
  }
  if (chosen.file !== undefined && file === undefined) {
    byId("own-file").focus();
    return undefined;
  }
  // Texts to compare letter by letter: they are taken as they stand.
  const [challenge, audience] = ["challenge", "audience"].map((id) => field(id).value || undefined);
  // Who has handed an asset on can still sign an old proof for a new challenge: as in the program, 2h are the most
  // where none is given.
  const asked = challenge !== undefined || audience !== undefined;
  const maxAge = ages[0] ?? (asked ? durationFromText("2h") : undefined);
  return { anchor, at, maxAge, anchorMaxAge: ages[1], file, challenge, audience };
}

let checking = false;

async function check(): Promise<void> {
  if (checking) return;
  checking = true;
  const button = byId<HTMLButtonElement>("check");
  button.setAttribute("aria-disabled", "true");
  button.textContent = t("checking");
  try {
    forgetOutcome();
    document.querySelectorAll('[id$="-problem"]').forEach(({ id }) => say(id, undefined));
    if (chosen.proof === undefined) {
      complain("proof-problem", "proof-file", "need_proof");
      return;
    }
    const { proof, genesis } = chosen;
    const options = await optionsOf();
    if (options === undefined || chosen.proof !== proof) return;
    const begin = performance.now();
    const result = verifyProof(proof.text, options);
    const ms = performance.now() - begin;
    const parsed = parseProof(proof.text);
    const chainName = options.anchor.kind === "genesis" ? (genesis?.name ?? "") : "";
    outcome = { bytes: proof.bytes, proof: parsed.ok ? parsed.proof : undefined, options, result, ms, chainName };
    byId("told").textContent = showOutcome(outcome);
    byId("result-title").focus();
  } finally {
    checking = false;
    button.removeAttribute("aria-disabled");
    button.textContent = t("check");
  }
}

// --- what people do

const takers: Record<string, (files: File[]) => void> = {
  proof: (files) => void takeProofFiles(files),
  genesis: ([file]) => void (file && takeGenesis(file)),
  file: ([file]) => void (file && takeFile(file)),
};

function listen(): void {
  const onClick = (id: string, action: () => void) => byId(id).addEventListener("click", action);
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    void check();
  });
  for (const [input, kind] of [[proofInput, "proof"], [genesisInput, "genesis"], [ownInput, "file"]] as const) {
    input.addEventListener("change", () => {
      const files = [...(input.files ?? [])];
      if (files.length > 0) takers[kind]!(files);
    });
  }
  onClick("proof-remove", () => (forgetProof(), proofInput.focus()));
  onClick("codes-reset", () => (forgetProof(), proofInput.focus()));
  onClick("genesis-remove", () => (forgetGenesis(), genesisInput.focus()));
  onClick("file-remove", () => (forgetFile(), ownInput.focus()));
  onClick("camera-open", () => void openCamera());
  onClick("camera-close", closeCamera);
  onClick("paste-open", () => togglePaste(byId("paste").hidden));
  onClick("paste-use", () => {
    const text = byId<HTMLTextAreaElement>("paste-text").value;
    forgetOutcome();
    ++turns.proofFiles;
    void takeText(text, text, () => t("paste_name")).then(() => togglePaste(false));
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeCamera();
  });
  addEventListener("pagehide", closeCamera);
  document.querySelectorAll("input[name=anchor]").forEach((radio) => {
    radio.addEventListener("change", () => {
      showAnchorKind();
      forgetOutcome();
    });
  });
  for (const id of ["hash", "pinned", "challenge", "audience", "at", "max-age", "anchor-max-age"]) {
    byId(id).addEventListener("input", () => {
      say(`${id}-problem`, undefined);
      forgetOutcome();
    });
  }
  document.querySelectorAll<HTMLElement>("[data-language]").forEach((button) => {
    button.addEventListener("click", () => {
      setLanguage(button.dataset["language"] as Language);
      showTexts();
    });
  });
  listenToDrops();
}

function listenToDrops(): void {
  const area = (event: DragEvent) => (event.target as Element | null)?.closest?.<HTMLElement>("[data-drop]") ?? null;
  const mark = (over: HTMLElement | null) =>
    document.querySelectorAll("[data-drop]").forEach((one) => one.classList.toggle("over", one === over));
  // Beside the areas nothing is taken, and the browser does not leave the page for the file either.
  addEventListener("dragover", (event) => {
    event.preventDefault();
    const over = area(event);
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = over === null ? "none" : "copy";
    mark(over);
  });
  addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) mark(null);
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    mark(null);
    const kind = area(event)?.dataset["drop"];
    const files = [...(event.dataTransfer?.files ?? [])];
    if (kind !== undefined && files.length > 0) takers[kind]!(files);
  });
}

setLanguage(fromBrowser(navigator.languages));
listen();
say("proof-state", plain("proof_none"));
say("genesis-state", plain("genesis_none"));
say("file-state", plain("file_none"));
if (location.protocol !== "file:") {
  say("served", plain("served_note", () => ({ host: foreign(location.host) })));
  byId("served").hidden = false;
}
showTexts();
showAnchorKind();
