import { badSbom } from "../bad-sbom.ts";

export interface Tag {
  readonly tag: string;
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}

/** Bytes of the longest value that is kept; license texts are longer, and not needed here. */
const longest = 64 * 1024;

/** `Tag: value` line by line; `<text>` opens a value of several lines. Throws `Failure` (`bad-sbom`) where one never ends. */
export function* tagsOf(bytes: Buffer, name: string): Generator<Tag> {
  let line = 0;
  for (let start = 0; start < bytes.length;) {
    line++;
    let end = bytes.indexOf(0x0a, start);
    if (end === -1) end = bytes.length;
    const text = bytes.toString("utf8", start, Math.min(end, start + longest)).trim();
    const match = /^([A-Za-z][A-Za-z0-9]*):\s*(.*)$/s.exec(text);
    const at = line;
    if (match?.[1] === undefined) {
      // A comment, an empty line; anything else has no meaning in the format.
      start = end + 1;
      continue;
    }
    let value = match[2] ?? "";
    if (value.startsWith("<text>")) {
      const opened = bytes.indexOf("<text>", start) + 6;
      const closed = bytes.indexOf("</text>", opened);
      if (closed === -1) throw badSbom(name, "a <text> in it never ends", `line ${at}`);
      value = bytes.toString("utf8", opened, Math.min(closed, opened + longest)).trim();
      for (let next = bytes.indexOf(0x0a, opened); next !== -1 && next < closed; next = bytes.indexOf(0x0a, next + 1))
        line++;
      end = bytes.indexOf(0x0a, closed);
      if (end === -1) end = bytes.length;
    }
    yield { tag: match[1], value, line: at };
    start = end + 1;
  }
}
