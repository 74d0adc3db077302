/** The verdict as elements. */
import {
  accountToText,
  describeRefusal,
  describeVerdict,
  timeText,
  toHex,
  type Owner,
  type Refusal,
  type Verdict,
} from "../../../sdk/js/src/verifier.js";
import { byId, el, foreign, hash, short } from "./dom.js";
import { dictionary, duration, t, tNodes } from "./i18n.js";
import { stepsOf, type Checked } from "./steps.js";

export interface Outcome extends Checked {
  /** The name of the genesis document's chain; empty for a pinned hash. */
  chainName: string;
  ms: number;
}

/** Fills the verdict's section; the line for screen readers is returned. */
export function showOutcome(outcome: Outcome): string {
  const { result } = outcome;
  const title = byId("result-title");
  const section = byId("result");
  const notices = result.ok ? result.verdict.notices : [];
  section.className = !result.ok ? "bad" : notices.length > 0 ? "good noted" : "good";
  title.textContent = t(result.ok ? "valid" : "not_valid");
  byId("result-body").replaceChildren(
    ...(result.ok ? verdictBody(outcome, result.verdict) : refusalBody(result.refusal)),
    steps(outcome),
    words(result.ok ? describeVerdict(result.verdict) : [`${describeRefusal(result.refusal)} [${result.refusal.reason}]`]),
    el("p", { class: "quiet took" }, t("took", { ms: outcome.ms.toFixed(outcome.ms < 10 ? 1 : 0) })),
  );
  section.hidden = false;
  if (result.ok) return t("told_valid", { count: notices.length });
  return t("told_invalid", { why: dictionary().reasons[result.refusal.reason] });
}

function refusalBody(refusal: Refusal): Node[] {
  const facts = el("dl", { class: "facts" }, ...row("reason_label", el("code", { id: "reason" }, refusal.reason)));
  if (refusal.where !== "") facts.append(...row("where_label", foreign(refusal.where)));
  return [
    el("p", { class: "says", id: "why" }, dictionary().reasons[refusal.reason]),
    el("p", { class: "quiet" }, t("not_valid_lead")),
    facts,
  ];
}

function verdictBody(outcome: Outcome, verdict: Verdict): Node[] {
  const out: Node[] = [
    el("p", { class: "quiet" }, t(verdict.notices.length > 0 ? "valid_with_notices" : "valid_lead")),
  ];
  if (verdict.notices.length > 0) {
    const list = verdict.notices.map((name) => el("li", { "data-notice": name }, dictionary().notices[name]));
    out.push(el("div", { class: "notices" }, el("h3", {}, t("notices_title")), el("ul", {}, ...list)));
  }
  out.push(el("p", { class: "says", id: "says" }, ...says(verdict)), facts(outcome, verdict));
  return out;
}

const fileNode = (verdict: Verdict): Node =>
  verdict.content === null
    ? document.createTextNode(t("file_unnamed"))
    : el("span", {}, ...tNodes("file_named", { hash: short(toHex(verdict.content)) }));

function ownerNode(owner: Owner | undefined): Node {
  if (owner?.kind === "account") return short(accountToText(owner.account));
  return document.createTextNode(t("owner_split"));
}

function says(verdict: Verdict): Node[] {
  const { statement, asset } = verdict;
  const owner = ownerNode(asset?.owner);
  switch (statement.kind) {
    case "asset": {
      const content = asset?.content;
      const what =
        content?.kind === "collection"
          ? t("what_collection", { count: content.count })
          : el("span", {}, ...tNodes("what_certificate", { file: fileNode(verdict) }));
      return tNodes("says_asset", { owner, asset: short(toHex(statement.asset)), what });
    }
    case "item":
      return tNodes("says_item", { owner, asset: short(toHex(statement.collection)), file: fileNode(verdict) });
    case "absence":
      return tNodes("says_absence", { file: fileNode(verdict) });
    case "transaction": {
      const done = verdict.result?.code === 0;
      return tNodes(done ? "says_done" : "says_failed", { tx: short(toHex(statement.tx)) });
    }
  }
}

type Name = Parameters<typeof t>[0];

function row(name: Name, ...values: (Node | string)[]): Node[] {
  return [el("dt", {}, t(name)), el("dd", {}, ...values)];
}
const note = (text: string): HTMLElement => el("span", { class: "note" }, text);
const moment = (ms: bigint): HTMLElement => el("time", { dir: "ltr" }, timeText(ms));

function facts(outcome: Outcome, verdict: Verdict): HTMLElement {
  const { header, headerAge } = verdict;
  const list = el("dl", { class: "facts" });
  if (verdict.asset !== null) list.append(...assetFacts(verdict));
  if (verdict.transaction !== null) list.append(...transactionFacts(verdict));
  if (verdict.content !== null) {
    list.append(
      ...row(
        "fact_file",
        hash(verdict.content),
        verdict.fileMatched
          ? el("span", { class: "note match" }, t("fact_file_match"))
          : note(t("fact_file_compare")),
      ),
    );
  }
  if (verdict.presented) list.append(...row("fact_shown", t("fact_shown_yes")));
  const ago = headerAge === null ? "" : ` · ${t("fact_ago", { age: duration(headerAge) })}`;
  list.append(
    ...row("fact_as_of", moment(header.time), note(t("fact_height", { height: header.height }) + ago)),
    ...row("fact_anchor", ...anchor(outcome, verdict)),
    ...row("fact_chain", hash(verdict.chain)),
  );
  return list;
}

function anchor({ options, chainName }: Outcome, verdict: Verdict): (Node | string)[] {
  const { kind } = options.anchor;
  const what = kind === "genesis" ? tNodes("fact_anchor_genesis", { name: foreign(chainName) }) : [t(`fact_anchor_${kind}`)];
  const age = verdict.anchorAge;
  return [...what, note(age === null ? t("fact_anchor_age_unknown") : t("fact_anchor_age", { age: duration(age) }))];
}

function assetFacts(verdict: Verdict): Node[] {
  const asset = verdict.asset!;
  const { owner, certifier, title } = asset;
  const out: Node[] = [];
  if (title.length > 0) {
    out.push(...row("fact_title", el("span", { class: "title", id: "asset-title" }, foreign(title)), note(t("fact_title_note"))));
  }
  const ownerText = owner.kind === "account" ? accountToText(owner.account) : "";
  out.push(
    ...(owner.kind === "account"
      ? row("fact_owner", hash(ownerText))
      : row("fact_owner", t("fact_owner_split"), hash(owner.split))),
    ...row("fact_since", moment(asset.owner_since_time), note(t("fact_height", { height: asset.owner_since_height }))),
    ...row("fact_certified", moment(asset.certified_time), note(t("fact_height", { height: asset.certified_height }))),
  );
  const certifierText = accountToText(certifier);
  out.push(
    ...(certifierText === ownerText ? row("fact_certifier", t("fact_same")) : row("fact_certifier", hash(certifierText))),
  );
  const { statement } = verdict;
  if (statement.kind === "asset") out.push(...row("fact_asset", hash(statement.asset)));
  if (statement.kind === "item") out.push(...row("fact_collection", hash(statement.collection)));
  return out;
}

function transactionFacts(verdict: Verdict): Node[] {
  const body = verdict.transaction!;
  const { code, action } = verdict.result!;
  const out: Node[] = [];
  if (verdict.statement.kind === "transaction") out.push(...row("fact_tx", hash(verdict.statement.tx)));
  out.push(...row("fact_result", code === 0 ? t("fact_done") : t("fact_failed", { code, action })));
  out.push(...row("fact_actors", ...body.actors.map(({ account }) => hash(accountToText(account)))));
  out.push(...row("fact_fee", hash(accountToText(body.payer))));
  return out;
}

function steps(checked: Checked): HTMLElement {
  const items = stepsOf(checked).map(({ name, state, detail }) =>
    el(
      "li",
      { class: state, "data-step": name },
      el("span", { class: "step" }, t(`step_${name}`), el("span", { class: "was" }, t(`state_${state}`))),
      ...(detail === "" ? [] : [el("span", { class: "detail" }, detail)]),
    ),
  );
  return el("section", { "aria-labelledby": "steps-title" }, el("h3", { id: "steps-title" }, t("steps_title")), el("ol", { class: "steps" }, ...items));
}

function words(lines: string[]): HTMLElement {
  const text = el("pre", { id: "words", lang: "en", dir: "ltr", translate: "no", tabindex: "0", "aria-labelledby": "words-title" }, lines.join("\n"));
  const copy = el("button", { type: "button", class: "small" }, t("words_copy"));
  const said = el("span", { class: "quiet", role: "status" });
  copy.addEventListener("click", () => {
    void copyText(text).then((done) => {
      said.textContent = t(done ? "words_copied" : "words_selected");
    });
  });
  return el("section", { "aria-labelledby": "words-title" }, el("h3", { id: "words-title" }, t("words_title")), text, el("div", { class: "row" }, copy, said));
}

async function copyText(from: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(from.textContent ?? "");
    return true;
  } catch {
    getSelection()?.selectAllChildren(from); // pages without https may not write to the clipboard
    return false;
  }
}
