/** An `env_file` of `format: raw`, as `docker run --env-file` reads it: no quotes, nothing expanded, a bare name takes its value from outside. */
export function rawEnvFile(text: string, lookup: (name: string) => string | undefined): Record<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/u)) {
    const start = line.trimStart();
    if (start === "" || start.startsWith("#")) continue;
    const cut = start.indexOf("=");
    const name = cut === -1 ? start.trim() : start.slice(0, cut);
    const value = cut === -1 ? lookup(name) : start.slice(cut + 1);
    if (name !== "" && value !== undefined) found.set(name, value);
  }
  return Object.fromEntries(found);
}
