import type { Scalar } from "yaml";

/**
 * Whether every reader parses the unquoted word as a text: YAML 1.2, and 1.1 as go-yaml reads it, where `on`, `0x1f`, `1_000` and `12:30`
 * are not texts. A number with a unit (`64m`) is one.
 */
function isText(word: string): boolean {
  if (/^(?:|~|<<|=|null|true|false|yes|no|on|off|y|n|\.inf|\.nan)$/i.test(word)) return false;
  return !/^[-+.]?[0-9]/.test(word) || /^[0-9]+(?:\.[0-9]+)?(?:[kmgt]i?b?|b|ms|us|s|h)$/i.test(word);
}

/** Whether the word can be unquoted, in a flow collection too. */
function isPlain(word: string): boolean {
  return /^[A-Za-z0-9_./][A-Za-z0-9_./@+=~%:-]*$/.test(word) && !word.endsWith(":") && !/^(?:---|\.\.\.)/.test(word);
}

export type Quoting = "plain" | "single" | "double";

/** Writes a scalar: with `quoting` where it can hold the text, else in double quotes. */
export function writeText(text: string, quoting: Quoting): string {
  if (quoting === "plain" && isText(text) && isPlain(text)) return text;
  // eslint-disable-next-line no-control-regex -- only double quotes can express these
  if (quoting === "single" && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(text))
    return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

export function quotingOf({ type }: Scalar): Quoting {
  return type === "QUOTE_SINGLE" ? "single" : type === "QUOTE_DOUBLE" ? "double" : "plain";
}

/** The value of a scalar in any quotes: two with one reading are equal, `1` and `"1"` are not. */
export function saying(text: string, plain: boolean): string {
  return plain && !isText(text) ? `plain ${text}` : `text ${text}`;
}
