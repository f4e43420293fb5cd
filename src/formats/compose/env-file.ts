/** `NAME=VALUE` lines of an `.env` file: comments, `export`, and quotes around a value are known; expansion is not. */
export function envFile(text: string): Record<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/u)) {
    const [, name, written = ""] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=(.*)$/su.exec(line) ?? [];
    if (name === undefined) continue;
    const raw = written.trimStart();
    const quoted = quotedValue(raw);
    const comment = raw.search(/\s#/u);
    const plain = (comment === -1 ? raw : raw.slice(0, comment)).trimEnd();
    found.set(name, quoted === undefined ? plain : raw.startsWith('"') ? quoted.replaceAll("\\n", "\n") : quoted);
  }
  return Object.fromEntries(found);
}

/** What stands between quotes that nothing but a comment follows. */
function quotedValue(raw: string): string | undefined {
  const quote = raw.charAt(0);
  if (quote !== '"' && quote !== "'") return undefined;
  for (let end = raw.lastIndexOf(quote); end > 0; end = raw.lastIndexOf(quote, end - 1)) {
    const blanks = /\s*/uy;
    blanks.lastIndex = end + 1;
    blanks.exec(raw);
    if (blanks.lastIndex >= raw.length || raw.charAt(blanks.lastIndex) === "#") return raw.slice(1, end);
  }
  return undefined;
}
