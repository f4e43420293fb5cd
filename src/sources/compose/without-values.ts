/** Shorter ones are no secrets, and words of the message itself. */
const shortest = 3;
/** Parts of a value are looked for too: of a URL its password, of a list its items. */
const shortestPart = 5;

/** A message in which values, and parts of them, are masked. */
export function withoutValues(text: string, values: ReadonlySet<string>): string {
  const parts = [...values].flatMap((value) => [
    ...(value.length >= shortest ? [value] : []),
    ...value.split(/[\s:/@,;=&?"'|]+/).filter((part) => part.length >= shortestPart),
  ]);
  return [...new Set(parts)]
    .toSorted((a, b) => b.length - a.length)
    .reduce((masked, part) => masked.replaceAll(part, "[masked]"), text);
}
