/**
 * Whether any instruction follows the global ARGs. A Dockerfile with only ARG lines makes the BuildKit of Docker 26.1
 * panic and crashes the whole engine with every container, so it must never be sent. Reads only the part before the
 * first other instruction: comments, blank lines, continuations and the `escape` directive (Dockerfile reference,
 * "Parser directives").
 */
export function hasStage(dockerfile: string): boolean {
  const lines = dockerfile.replace(/^\uFEFF/, "").split(/\r?\n/);
  let escape = "\\";
  for (const line of lines) {
    const [, name, value] = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=(.+)$/s.exec(line) ?? [];
    if (name === undefined) break;
    if (name.toLowerCase() === "escape") escape = value?.trim() || escape;
  }
  let continued = false;
  for (const line of lines) {
    const text = line.trim();
    // Both are skipped inside a continued instruction too.
    if (text === "" || text.startsWith("#")) continue;
    if (!continued && !/^ARG(\s|$)/i.test(text)) return true;
    continued = text.endsWith(escape);
  }
  return false;
}
