/** A name or version as data may have one: undefined when it is no text, empty, or so long that it is not one. */
export function wordOf(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const word = value.trim();
  return word === "" || word.length > 512 ? undefined : word;
}

/** Distinct words in the order of their first appearance; undefined when there are none. */
export function distinct(words: Iterable<string | undefined>): readonly string[] | undefined {
  const distinctWords = new Set<string>();
  for (const word of words) if (word !== undefined && word !== "") distinctWords.add(word);
  return distinctWords.size === 0 ? undefined : [...distinctWords];
}

/** Splits `scope/name` at its first slash, for the purls of managers whose names have a vendor in front. */
export function splitScope(name: string): { readonly namespace?: string; readonly purlName?: string } {
  const slash = name.indexOf("/");
  return slash <= 0 ? {} : { namespace: name.slice(0, slash), purlName: name.slice(slash + 1) };
}

/** The same package at the same version once; the first one is kept. */
export function withoutRepeats<T extends { readonly name: string; readonly version: string }>(
  packages: Iterable<T>,
): readonly T[] {
  const byKey = new Map<string, T>();
  for (const candidate of packages) {
    const key = `${candidate.name}\n${candidate.version}`;
    if (!byKey.has(key)) byKey.set(key, candidate);
  }
  return [...byKey.values()];
}
