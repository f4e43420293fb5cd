import { unquoted } from "../../../text/unquoted.ts";

/** Lines without their ends (LF or CRLF), one after the other: the list of all of them would be as large as the file again. */
export function* linesOf(text: string): Generator<string, void> {
  let start = 0;
  while (start < text.length) {
    const lineFeed = text.indexOf("\n", start);
    const end = lineFeed === -1 ? text.length : lineFeed;
    yield text.charCodeAt(end - 1) === 0x0d && end > start ? text.slice(start, end - 1) : text.slice(start, end);
    start = end + 1;
  }
}

/** Spaces in front of the first other character. */
export function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 0x20) indent++;
  return indent;
}

/** `key: value` at its first colon that ends a key; a quoted key may hold colons. Undefined when there is none. */
export function keyAndValue(line: string): readonly [key: string, value: string] | undefined {
  const text = line.trim();
  const first = text[0];
  const quoted = first === '"' || first === "'" ? text.indexOf(first, 1) : -1;
  for (let colon = text.indexOf(":", Math.max(quoted, 0)); colon !== -1; colon = text.indexOf(":", colon + 1)) {
    if (colon + 1 < text.length && text[colon + 1] !== " ") continue;
    return [unquoted(text.slice(0, colon)), unquoted(text.slice(colon + 1).trim())];
  }
  return undefined;
}
