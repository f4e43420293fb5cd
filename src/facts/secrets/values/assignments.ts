import { isSecretSetting } from "./secret-setting.ts";
import { literalParts } from "./literal-parts.ts";
import type { SecretValue } from "./secret-value.ts";

const longestName = 80;
const longestValue = 1_024;
const nameLetter = /[\w.-]/;
/** End a value that is not in quotes, unless they are a part of it. */
const ends: ReadonlySet<string> = new Set(",;&|)}]>\"'`\\");

/** Values beside names that say secret, in any language: `NAME=value`, `name: value`, `"name": "value"`, `name => 'value'`, `Authorization: Bearer value`. */
export function secretAssignments(text: string): readonly SecretValue[] {
  const secrets: SecretValue[] = [];
  /** Of `name: DB_PASSWORD` before `value: x`, or before another key that is meant. */
  let named = "";
  let behindName = false;
  for (let at = nextSign(text, 0); at !== -1; at = nextSign(text, at + 1)) {
    const name = nameBefore(text, at);
    if (name === "") continue;
    const settingName = !mayBeNamed(name) && (behindName || /^value$/i.test(name)) ? named : name;
    behindName = /^name$/i.test(name);
    if (behindName) named = valuesAt(text, at + 1)[0] ?? "";
    // `${NAME:?what is missing}`
    const inReference = text.slice(at - name.length - 2, at - name.length) === "${";
    if (inReference && /[?+]/.test(text.charAt(at + 1))) continue;
    if (/authorization$/i.test(settingName)) secrets.push(...credentials(text, at + 1));
    else if (mayBeNamed(settingName))
      for (const value of valuesAt(text, inReference ? at + 2 : at + 1))
        for (const part of literalParts(value))
          if (isSecretSetting(settingName, part)) secrets.push({ value: part, behind: name });
  }
  return secrets;
}

function mayBeNamed(name: string): boolean {
  return /pass|pword|pwd|pw|secret|token|key|cred|auth|pin|psk|psw|usr|user|private/i.test(name);
}

function nextSign(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === equals || code === colon) return at;
  }
  return -1;
}

const [equals, colon] = [0x3d, 0x3a];

function nameBefore(text: string, sign: number): string {
  let end = sign;
  for (let blanks = 0; blanks < 4 && /[ \t"'\]:?]/.test(text.charAt(end - 1)); blanks++) end--;
  let start = end;
  while (start > 0 && end - start < longestName && nameLetter.test(text.charAt(start - 1))) start--;
  return text.slice(start, end).replace(/^[-.\d]{1,80}/, "");
}

/** As the longest and the shortest that it may be: up to a blank, and up to a sign that may end it. Of one in quotes what they hold. */
function valuesAt(text: string, from: number): readonly string[] {
  let start = from;
  if (/[>=:]/.test(text.charAt(start))) start++;
  for (let blanks = 0; blanks < 8 && /[ \t]/.test(text.charAt(start)); blanks++) start++;
  const escaped = text.charAt(start) === "\\" && /["']/.test(text.charAt(start + 1));
  if (escaped) start++;
  const quote = text.charAt(start);
  if ((quote === "{" || quote === "[") && text.charAt(start + 1) !== "{") return partsOfCollection(text, start + 1);
  if (quote === '"' || quote === "'" || quote === "`") {
    const end = closing(text, start + 1, quote, escaped);
    const inner = text.slice(start + 1, end);
    // `"a"b` goes on behind the quote.
    const whole = text.slice(start, blankFrom(text, end));
    return whole.length > inner.length + 2 ? [inner, whole] : [inner];
  }
  const end = blankFrom(text, start);
  const whole = text.slice(start, end);
  let cut = 0;
  while (cut < whole.length && !ends.has(whole.charAt(cut))) cut++;
  return [...new Set([withoutEnds(whole), whole.slice(0, cut)])].filter((value) => value !== "");
}

/** Of `{ a: x, b: y }` and `[x, y]` all that it holds. */
function partsOfCollection(text: string, from: number): readonly string[] {
  const rest = text.slice(from, from + longestValue);
  const end = rest.search(/[}\]\r\n]/);
  return rest
    .slice(0, end === -1 ? undefined : end)
    .split(/[\s,:"'{[]+/)
    .filter((part) => part !== "");
}

function closing(text: string, from: number, quote: string, escaped: boolean): number {
  const last = Math.min(text.length, from + longestValue);
  for (let at = from; at < last; at++) {
    if (text.charAt(at) === "\\" && !escaped) at++;
    else if (text.charAt(at) === quote) return escaped && text.charAt(at - 1) === "\\" ? at - 1 : at;
  }
  return last;
}

function blankFrom(text: string, from: number): number {
  const last = Math.min(text.length, from + longestValue);
  let at = from;
  while (at < last && text.charCodeAt(at) > 0x20) at++;
  return at;
}

function withoutEnds(value: string): string {
  let end = value.length;
  while (end > 0 && ends.has(value.charAt(end - 1))) end--;
  return value.slice(0, end);
}

/** Behind the scheme of an Authorization header, or all of it. */
function credentials(text: string, from: number): readonly SecretValue[] {
  const [first = "", second = ""] = text
    .slice(from, from + longestValue)
    .trimStart()
    .replace(/^["'\\]{1,4}/, "")
    .split(/\s{1,4}/, 2)
    .map(withoutEnds);
  const value = /^(?:bearer|basic|token|digest|apikey)$/i.test(first) ? second : first;
  return literalParts(value)
    .filter((part) => part.length >= 4)
    .map((part) => ({ value: part, behind: first === value ? "Authorization" : first }));
}
