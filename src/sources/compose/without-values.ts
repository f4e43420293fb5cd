/** Minimum length of a masked value: shorter ones are not secrets, and occur in the message itself. */
const shortest = 3;
/** Parts of a value are masked too: the password of a URL, the items of a list. */
const shortestPart = 5;
/** Maximum length of a reason; an env file may have a hundred thousand values. */
const longest = 2000;

const separators = /([\s:/@,;=&?"'|]+)/;

/** A reason with masked values, and masked parts of them. */
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

/** The same for one of many notes, which name files and variables: masks whole words only. */
export function withoutWords(note: string, values: ReadonlySet<string>): string {
  return note
    .split(/([\s:/.]+)/)
    .map((word) => (word.length >= shortest && values.has(word) ? "[masked]" : word))
    .join("");
}
