/** `NAME=VALUE` lines of an `.env` file: comments, `export`, and quotes around a value are known; expansion is not. */
export function envFile(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of text.split(/\r?\n/u)) {
    const [, name, raw = ""] = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)$/u.exec(line) ?? [];
    if (name === undefined) continue;
    const [, quote, quoted] = /^(["'])(.*)\1\s*(?:#.*)?$/u.exec(raw) ?? [];
    const plain = raw.replace(/\s+#.*$/u, "").trimEnd();
    found[name] = quoted === undefined ? plain : quote === '"' ? quoted.replaceAll("\\n", "\n") : quoted;
  }
  return found;
}
