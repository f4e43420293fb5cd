/** Options for reading a raw env file. */
export interface RawEnvOptions {
  readonly lookup: (name: string) => string | undefined;
  /** Creates the error for a line that docker compose refuses. */
  readonly refuse: (line: number, problem: string) => Error;
}

/** An `env_file` of `format: raw`, as `docker run --env-file` reads it: no quotes, nothing expanded, a bare name takes its value from outside. */
export function rawEnvFile(text: string, { lookup, refuse }: RawEnvOptions): Record<string, string> {
  const variables = new Map<string, string>();
  for (const [at, line] of text.split(/\r?\n/u).entries()) {
    const start = line.trimStart();
    if (start === "" || start.startsWith("#")) continue;
    const cut = start.indexOf("=");
    const name = cut === -1 ? start.trim() : start.slice(0, cut);
    if (name === "") throw refuse(at + 1, "no variable name on line");
    if (/\s/u.test(name)) throw refuse(at + 1, `variable '${name}' contains whitespaces`);
    const value = cut === -1 ? lookup(name) : start.slice(cut + 1);
    if (value !== undefined) variables.set(name, value);
  }
  return Object.fromEntries(variables);
}
