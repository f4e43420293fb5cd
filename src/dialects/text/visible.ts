// C0, DEL, C1, lone surrogates, bidirectional controls, line and paragraph separators, tags, and invisible characters
// (Default_Ignorable_Code_Point of UAX #44: zero-width, fillers, variation selectors of ideographs): they can move a
// cursor, reorder a line or hide in it. Not the selectors of emoji.
// https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
const unsafe = /(?![\ufe00-\ufe0f])[\p{Cc}\p{Cs}\p{DI}\u2028\u2029\ufff9-\ufffb]/gu;

/**
 * The text on one line, with escaped control characters (`\n`, `\x1b`, `\u{202e}`), so that a container's output can
 * neither leave its comment nor steer a terminal. Cut to `max` UTF-16 units with an ellipsis.
 */
export function visible(text: string, max = Number.POSITIVE_INFINITY): string {
  const cut = text.length > max;
  // Never between the halves of a surrogate pair.
  const shortText = cut ? text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "") : text;
  const visibleText = shortText.replace(unsafe, escapeCharacter);
  return cut ? `${visibleText}…` : visibleText;
}

/** Replaces each character of `text` that can steer, reorder or hide with the result of `write`. */
export function replaceUnsafe(text: string, write: (character: string) => string): string {
  return text.replace(unsafe, write);
}

/** `\n`, `\x1b`, `\u{202e}` */
export function escapeCharacter(character: string): string {
  if (character === "\n") return String.raw`\n`;
  if (character === "\r") return String.raw`\r`;
  if (character === "\t") return String.raw`\t`;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? String.raw`\x` + code.toString(16).padStart(2, "0") : String.raw`\u{${code.toString(16)}}`;
}
