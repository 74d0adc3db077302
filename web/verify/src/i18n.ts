/** The language in use, and texts with something put into them. */
import { durationParts } from "./times.js";
import { DICTIONARIES, type Dictionary, type Key, type Language } from "./texts.js";

let language: Language = "en";

export const currentLanguage = (): Language => language;
export const dictionary = (): Dictionary => DICTIONARIES[language];
export function setLanguage(next: Language): void {
  language = next;
}

export type Values = Record<string, string | number | bigint>;

export function t(key: Key, values: Values = {}): string {
  return dictionary().texts[key].replace(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The same with elements in the places of some names. */
export function tNodes(key: Key, values: Record<string, Node | string>): Node[] {
  const parts = dictionary().texts[key].split(/\{([a-z]+)\}/g);
  return parts.map((part, i) => {
    if (i % 2 === 0) return document.createTextNode(part);
    const value = values[part] ?? "";
    return typeof value === "string" ? document.createTextNode(value) : value;
  });
}

/** `3 minutes`. */
export function duration(ms: bigint): string {
  const { count, unit } = durationParts(ms);
  return t(`unit_${unit}${count === 1n ? "" : "s"}`, { count });
}

export function size(bytes: number): string {
  if (bytes < 10_000) return t("bytes", { count: bytes });
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
