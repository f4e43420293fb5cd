/** Marks of our own pages, each with a sign of one column in its place, so that columns stay. */
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

/** What a terminal shows that knows no more than ASCII: foreign letters by their number. Colours stay. */
export function asciiOf(text: string): string {
  return text.replaceAll(
    // oxlint-disable-next-line no-control-regex
    /[^\x00-\x7f]/gu,
    (character) => signs.get(character) ?? String.raw`\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Whether a terminal shows no more than ASCII (POSIX.1-2024 XBD 8.2; consoles of Windows beside Windows Terminal and editors). */
export function isAscii(env: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  if (platform === "win32") return !env["WT_SESSION"] && !env["TERM_PROGRAM"];
  const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "C";
  return !/utf-?8/i.test(locale);
}

function pairs(from: string, to: string): (readonly [string, string])[] {
  return from.split("").map((one) => [one, to] as const);
}
