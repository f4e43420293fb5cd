/** A block of Bru, a language of blocks: `headers { ... }`. */
export interface BraceBlock {
  readonly name: string;
  /** Its lines, without their first indentation. */
  readonly text: string;
}

/** A block ends with a `}` at the start of a line: what is inside is indented (docs.usebruno.com, "Bru language design"). */
export function braceBlocks(text: string): BraceBlock[] {
  const blocks: BraceBlock[] = [];
  let name: string | undefined;
  let lines: string[] = [];
  for (const raw of text.split(/\r?\n/u)) {
    const line = raw.trimEnd();
    if (name === undefined) {
      name = /^([\w:-]{1,40})[ \t]{0,5}\{$/u.exec(line)?.[1];
      lines = [];
    } else if (line === "}") {
      blocks.push({ name, text: lines.join("\n") });
      name = undefined;
    } else lines.push(line.replace(/^ {2}|^\t/u, ""));
  }
  return blocks;
}

/** `name: value` lines; `~` disables one. */
export function pairsOf(text: string): [string, string][] {
  return text.split("\n").flatMap((raw): [string, string][] => {
    const line = raw.trim();
    const at = line.indexOf(":");
    return at < 1 || line.startsWith("~") ? [] : [[line.slice(0, at).trim(), line.slice(at + 1).trim()]];
  });
}
