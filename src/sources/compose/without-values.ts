/** Shorter ones are no secrets, and words of the message itself. */
const shortest = 3;
/** Parts of a value are looked for too: of a URL its password, of a list its items. */
const shortestPart = 5;
/** No reason is longer; an env file may have a hundred thousand values. */
const longest = 2000;

const separators = /([\s:/@,;=&?"'|]+)/;

/** A reason in which values, and parts of them, are masked. */
export function withoutValues(reason: string, values: ReadonlySet<string>): string {
  const text = reason.length > longest ? `${reason.slice(0, longest)}...` : reason;
  const secretParts = [...values].flatMap((value) =>
    [
      ...(value.length >= shortest ? [value] : []),
      ...value.split(separators).filter((part) => part.length >= shortestPart),
    ].filter((part) => text.includes(part)),
  );
  return [...new Set(secretParts)]
    .toSorted((a, b) => b.length - a.length)
    .reduce((masked, part) => masked.replaceAll(part, "[masked]"), text);
}

/** The same for one of many notes, which name files and variables: only whole words are looked for. */
export function withoutWords(note: string, values: ReadonlySet<string>): string {
  return note
    .split(/([\s:/.]+)/)
    .map((word) => (word.length >= shortest && values.has(word) ? "[masked]" : word))
    .join("");
}
