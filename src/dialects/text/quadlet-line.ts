import { keySince } from "../../data/quadlet/key-since.ts";
import { atLeast } from "../versions/target-version.ts";
import { replaceUnsafe } from "./visible.ts";

/**
 * A setting of `[Container]`: by its key if this version of Podman has it, else by the equivalent flag of `podman run`.
 * An unknown key invalidates the whole unit.
 */
export function quadletLine(version: string, key: string, flag: string, value: string): string {
  return writtenLine(version, key, flag, doubled(value));
}

/** The same with specifiers and variables of systemd in the value. */
export function writtenLine(version: string, key: string, flag: string, value: string): string {
  return hasKey(version, key) && isPlain(value) ? `${key}=${value}` : `PodmanArgs=${quotedWord(`--${flag}=${value}`)}`;
}

export function hasKey(version: string, key: string): boolean {
  const since = keySince("Container", key);
  return since !== undefined && atLeast(version, since);
}

/**
 * A word of `Exec=`, `Environment=` or `PodmanArgs=`, in quotes with C escapes if needed. An empty word is impossible:
 * it would end the list.
 */
export function execWord(text: string): string {
  return quotedWord(doubled(text));
}

/** In quotes if needed; specifiers and variables are expanded by systemd. */
export function quotedWord(word: string): string {
  if (/^[A-Za-z0-9_@%+=:,./$[\]{}-]+$/.test(word)) return word;
  const escaped = replaceUnsafe(word.replaceAll(/["\\]/g, String.raw`\$&`), (character) => {
    const code = character.codePointAt(0) ?? 0;
    // A lone surrogate is not a character, and has no escape.
    if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
    return code > 0xffff
      ? String.raw`\U${code.toString(16).padStart(8, "0")}`
      : String.raw`\u${code.toString(16).padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}

/** systemd parses the generated command line again: `%` starts a specifier there, and `$` a variable. */
export function doubled(text: string): string {
  return text.replaceAll("%", "%%").replaceAll("$", "$$$$");
}

/**
 * Values that are literal after `Key=`: no quotes or blanks at the ends, no line continuation, no invisible characters.
 */
function isPlain(text: string): boolean {
  return text !== "" && text.trim() === text && !/^"|["\\]$/.test(text) && replaceUnsafe(text, () => "") === text;
}
