import type { Scalar } from "yaml";

/**
 * Whether every reader takes the unquoted word for a text: of YAML 1.2, and of 1.1 as go-yaml has it, where `on`, `0x1f`, `1_000` and `12:30`
 * are not texts. A number with a unit (`64m`) is one.
 */
function isText(word: string): boolean {
  if (/^(?:|~|<<|=|null|true|false|yes|no|on|off|y|n|\.inf|\.nan)$/i.test(word)) return false;
  return !/^[-+.]?[0-9]/.test(word) || /^[0-9]+(?:\.[0-9]+)?(?:[kmgt]i?b?|b|ms|us|s|h)$/i.test(word);
}

/** Whether the word can stand unquoted, in a flow collection too. */
function isPlain(word: string): boolean {
  return /^[A-Za-z0-9_./][A-Za-z0-9_./@+=~%:-]*$/.test(word) && !word.endsWith(":") && !/^(?:---|\.\.\.)/.test(word);
}

export type Quoting = "plain" | "single" | "double";

/** How a scalar is written: `wanted` where it can hold the text, else what can. */
export function writeText(text: string, wanted: Quoting): string {
  if (wanted === "plain" && isText(text) && isPlain(text)) return text;
  // eslint-disable-next-line no-control-regex -- what only double quotes can say
  if (wanted === "single" && !/[\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff]/.test(text))
    return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

export function quotingOf({ type }: Scalar): Quoting {
  return type === "QUOTE_SINGLE" ? "single" : type === "QUOTE_DOUBLE" ? "double" : "plain";
}

/** What a scalar says, however it is quoted: two that read alike are equal, `1` and `"1"` are not. */
export function saying(text: string, plain: boolean): string {
  return plain && !isText(text) ? `plain ${text}` : `text ${text}`;
}
