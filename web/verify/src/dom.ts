/** Making elements. Text goes in as text and nothing else: there is no way here to put in markup. */
import { printable, toHex } from "../../../sdk/js/src/verifier.js";

type Child = Node | string;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const out = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) out.setAttribute(name, value);
  out.append(...children);
  return out;
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found as T;
}

/** Text that somebody else chose: its control characters made visible, its direction kept to itself. */
export const foreign = (text: string | Uint8Array): HTMLElement =>
  el("bdi", { dir: "auto", class: "foreign" }, printable(text));

export const hash = (bytes: Uint8Array | string): HTMLElement =>
  el("span", { class: "hash", dir: "ltr", translate: "no" }, typeof bytes === "string" ? bytes : toHex(bytes));

/** The ends of a hash or address, for a sentence; the whole stands elsewhere. */
export function short(text: string): HTMLElement {
  return el("span", { class: "hash", dir: "ltr", translate: "no" }, `${text.slice(0, 10)}…${text.slice(-6)}`);
}
