/** Signs of our own pages and their one-column replacements, so that columns stay aligned. */
const signs: ReadonlyMap<string, string> = new Map([
  ...pairs("─━", "-"),
  ...pairs("│┃", "|"),
  ...pairs("╭╰├└┌┐┘┤┬┴┼", "+"),
  ...pairs("✔", "+"),
  ...pairs("✖×", "x"),
  ...pairs("▲", "!"),
  ...pairs("●·•", "*"),
  ...pairs("○", "o"),
  ...pairs("→", ">"),
  ...pairs("←", "<"),
  ...pairs("⋮", ":"),
  ...pairs("…", "~"),
  ...pairs("−–—", "-"),
  ...pairs("‘’", "'"),
  ...pairs("“”", '"'),
  ...pairs("\u00a0\u202f", " "),
]);

/** Text for an ASCII-only terminal: foreign letters become their code points. Colors stay. */
export function asciiOf(text: string): string {
  return text.replaceAll(
    // oxlint-disable-next-line no-control-regex
    /[^\x00-\x7f]/gu,
    (character) => signs.get(character) ?? String.raw`\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Whether a terminal shows only ASCII (POSIX.1-2024 XBD 8.2; Windows consoles other than Windows Terminal and editors). */
export function isAscii(env: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  if (platform === "win32") return !env["WT_SESSION"] && !env["TERM_PROGRAM"];
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "C";
  return !/utf-?8/i.test(locale);
}

function pairs(from: string, to: string): (readonly [string, string])[] {
  return from.split("").map((one) => [one, to] as const);
}
