// C0, DEL, C1, zero-width and bidirectional controls, line and paragraph separators, tags, lone surrogates: what can
// move a cursor, reorder a line or hide in it. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
const unsafe =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/**
 * The text on one line, with every control character written out (`\n`, `\x1b`, `\u{202e}`), so that what a container
 * said can neither leave its comment nor steer a terminal. Cut to `max` UTF-16 units with an ellipsis.
 */
export function visible(text: string, max = Number.POSITIVE_INFINITY): string {
  const cut = text.length > max;
  // Never between the halves of a surrogate pair.
  const kept = cut ? text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "") : text;
  const shown = kept.replace(unsafe, escape);
  return cut ? `${shown}…` : shown;
}

function escape(character: string): string {
  if (character === "\n") return String.raw`\n`;
  if (character === "\r") return String.raw`\r`;
  if (character === "\t") return String.raw`\t`;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? String.raw`\x` + code.toString(16).padStart(2, "0") : String.raw`\u{${code.toString(16)}}`;
}
