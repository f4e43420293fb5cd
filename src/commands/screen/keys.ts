/** Terminal sequences of keys that are not characters: CSI and SS3 of xterm and the Linux console (console_codes(4)). */
const sequences: ReadonlyMap<string, string> = new Map([
  ["[A", "up"],
  ["[B", "down"],
  ["[C", "right"],
  ["[D", "left"],
  ["OA", "up"],
  ["OB", "down"],
  ["OC", "right"],
  ["OD", "left"],
  ["[H", "home"],
  ["[F", "end"],
  ["OH", "home"],
  ["OF", "end"],
  ["[1~", "home"],
  ["[4~", "end"],
  ["[7~", "home"],
  ["[8~", "end"],
  ["[5~", "page-up"],
  ["[6~", "page-down"],
  ["[3~", "delete"],
  ["[Z", "tab"],
]);

const controls: ReadonlyMap<string, string> = new Map([
  ["\r", "enter"],
  ["\n", "enter"],
  ["\t", "tab"],
  ["\u007f", "backspace"],
  ["\b", "backspace"],
  ["\u0003", "interrupt"],
  ["\u0004", "end-of-input"],
  ["\u0015", "clear"],
]);

/** Maximum length of an incomplete sequence; no key sends a longer one. */
const longest = 32;

/** The keys in terminal input, and the start of an incomplete sequence. Unknown sequences are ignored. */
export function keysIn(text: string): { readonly keys: readonly string[]; readonly rest: string } {
  const keys: string[] = [];
  for (let at = 0; at < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (character !== "\u001b") {
      at += character.length;
      const key = controls.get(character) ?? (character >= " " ? character : undefined);
      if (key !== undefined) keys.push(key);
      continue;
    }
    const end = sequenceEnd(text, at + 1);
    if (end === undefined) return text.length - at > longest ? { keys, rest: "" } : { keys, rest: text.slice(at) };
    const sequence = text.slice(at + 1, end);
    const key = sequence === "" ? "escape" : sequences.get(sequence);
    if (key !== undefined) keys.push(key);
    at = end;
  }
  return { keys, rest: "" };
}

/** The end of a sequence after an escape character; undefined if it is incomplete. An escape character alone is a key. */
function sequenceEnd(text: string, from: number): number | undefined {
  const first = text[from];
  if (first === "O") return text[from + 1] === undefined ? undefined : from + 2;
  if (first !== "[") return from;
  // ECMA-48 section 5.4: parameters and intermediates, then one final byte.
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x40 && code <= 0x7e) return at + 1;
    if (code < 0x20 || code > 0x7e) return at;
  }
  return undefined;
}
