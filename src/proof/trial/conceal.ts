import { maskOf, secretsOf } from "../../text/env-by-name.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { decodePercent } from "../../text/decode-percent.ts";

/** Hides known values in what a container said, wherever it says them. */
export interface Concealer {
  readonly text: (text: string) => string;
  /** Every text in it, keys included; the same value when there is nothing to hide. */
  readonly all: <T>(value: T) => T;
}

/** Shorter ones stand in every text by chance. */
const shortest = 4;
/** From here on a value is looked for inside of words, and in other alphabets. */
const long = 8;

/**
 * For the values of a workload that may be secrets. In their place stands `[NAME masked]`, in every trial alike, so that trials can still be compared.
 * Known in base64, percent and JSON escapes as well; line by line where they have several; and by their beginning where a text was cut.
 */
export function concealer(workload: Workload): Concealer {
  const forms = secretsOf(workload)
    .filter(({ value }) => value.length >= shortest)
    .flatMap(({ name, value }) => formsOf(value).map((form) => ({ form, name })))
    .sort((a, b) => b.form.length - a.form.length);
  if (forms.length === 0) return { text: (text) => text, all: (value) => value };

  const text = (said: string): string => {
    let shown = said;
    for (const { form, name } of forms) {
      if (shown.includes(form)) shown = replaced(shown, form, maskOf(name));
      const cut = form.length >= long ? cutAtEnd(shown, form) : 0;
      if (cut > 0) shown = shown.slice(0, -cut) + maskOf(name);
    }
    return shown;
  };
  const all = <T>(value: T): T => {
    if (typeof value === "string") return text(value) as T;
    if (Array.isArray(value)) return value.map((item: unknown) => all(item)) as T;
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [text(key), all<unknown>(item)])) as T;
  };
  return { text, all };
}

function formsOf(value: string): string[] {
  const lines = value.split(/\r?\n/).filter((line) => line.trim().length >= long);
  const login = /^[a-z][\w+.-]*:\/\/[^\s/?#:]*:([^\s/?#]+)@/i.exec(value)?.[1];
  const parts = [value, value.trim(), ...lines, ...(login === undefined ? [] : [login, decodePercent(login)])];
  const forms = parts.flatMap((part) => (part.length < long ? [part] : [part, ...encoded(part)]));
  return [...new Set(forms)].filter((form) => form.length >= shortest);
}

function encoded(text: string): string[] {
  const base64 = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    // Letters that hold bits of what stands before or behind are not ours alone.
    const from = before === 0 ? 0 : before + 1;
    const whole = Math.floor((bytes.length * 8) / 6);
    const core = bytes.toString("base64").slice(from, whole);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const escaped = JSON.stringify(text).slice(1, -1);
  return [...base64, escaped, percent(text), Buffer.from(text).toString("hex")];
}

function percent(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : text;
}

/** A short value is one only where it is a word of its own. In one pass: a container says it as often as it likes. */
function replaced(text: string, form: string, mask: string): string {
  if (form.length >= long) return text.replaceAll(form, mask);
  let shown = "";
  let from = 0;
  let last: string | undefined;
  for (let at = text.indexOf(form); at !== -1; at = text.indexOf(form, from)) {
    const end = at + form.length;
    // Right behind another one, what is shown of that counts.
    const before = at === from ? last : text[at - 1];
    const after = text.startsWith(form, end) ? undefined : text[end];
    const said = isOfWord(before) || isOfWord(after) ? form : mask;
    shown += text.slice(from, at) + said;
    from = end;
    last = said.at(-1);
  }
  return shown + text.slice(from);
}

const isOfWord = (character = ""): boolean => /^\w$/.test(character);

/** How much of the text's end is the beginning of `form`, when that is enough to give it away. */
function cutAtEnd(text: string, form: string): number {
  const most = Math.min(form.length - 1, text.length);
  for (let length = most; length >= Math.max(4, form.length / 4); length--)
    if (text.endsWith(form.slice(0, length))) return length;
  return 0;
}
