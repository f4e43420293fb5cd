/** One line of sshd_config(5) that matters here. */
export type SshdLine =
  | {
      readonly set: "permitrootlogin" | "passwordauthentication" | "permitemptypasswords" | "port";
      readonly value: string;
      readonly line: number;
      readonly match?: string;
    }
  /** Patterns are made absolute: they are relative to /etc/ssh. */
  | { readonly include: readonly string[]; readonly line: number; readonly match?: string };

const settingNames = new Set(["permitrootlogin", "passwordauthentication", "permitemptypasswords", "port"]);
const mostLines = 20_000;
const mostKept = 1_000;

/**
 * Settings and Includes in the order of the file; the keyword in any case, `=` allowed between it and its value, values in
 * quotes or without (sshd_config(5)). What follows a `Match` line holds under its criteria; `Match all` holds for everyone.
 * Throws `Error` when the file has more than any real one.
 */
export function parseSshdConfig(text: string): SshdLine[] {
  const parsedLines: SshdLine[] = [];
  let match: string | undefined;
  const lines = text.split("\n");
  if (lines.length > mostLines) throw new Error(`it has more than ${mostLines} lines`);
  for (const [index, raw] of lines.entries()) {
    const [, keyword = "", argumentText = ""] =
      /^([A-Za-z0-9]+)(?:\s*=|\s+)(.*)$/s.exec(raw.trim())?.map((part) => part.trimStart()) ?? [];
    const name = keyword.toLowerCase();
    const line = index + 1;
    if (name === "match") {
      const criteria = argumentText.slice(0, 200);
      match = /^all$/i.test(criteria) ? undefined : criteria;
      continue;
    }
    const isSetting = settingNames.has(name);
    if (!isSetting && name !== "include") continue;
    const values = wordsOf(argumentText);
    const [value] = values;
    if (value === undefined) continue;
    if (parsedLines.length >= mostKept) throw new Error(`it has more than ${mostKept} settings of interest`);
    const place = { line, ...(match !== undefined && { match }) };
    if (isSetting) parsedLines.push({ set: name as "port", value: value.toLowerCase().slice(0, 200), ...place });
    else
      parsedLines.push({ include: values.map((path) => (path.startsWith("/") ? path : `/etc/ssh/${path}`)), ...place });
  }
  return parsedLines;
}

/** Words, quotes taken off, up to a comment. */
function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const [, quoted, plain] of text.matchAll(/"([^"]*)"|([^\s"#][^\s"]*)|#/g)) {
    const word = quoted ?? plain;
    if (word === undefined) break;
    words.push(word);
  }
  return words;
}
