import { ownValue, putOwn } from "../../domain/own-value.ts";

type Variables = Readonly<Record<string, string>>;

/** A secret value, and `${NAME}` that stands for it. */
export interface ValueReference {
  readonly value: string;
  readonly reference: string;
}

/**
 * Gives values a name each, beside those of `variables`. `otherVariables` have names that are taken for their values, and `usedNames` stand as references
 * in the texts already and mean something else there.
 */
export function referenceMaker(variables: Variables, otherVariables: Variables, usedNames: ReadonlySet<string>) {
  const valuesByName: Record<string, string> = { ...variables };
  const referenceTo = (name: string, value: string): string => {
    const plain = name
      .replaceAll(/\W/g, "_")
      .replace(/^(?=\d|$)/, "_")
      .toUpperCase();
    for (let number = 1; ; number++) {
      const candidate = number === 1 ? plain : `${plain}_${number}`;
      const other = ownValue(valuesByName, candidate) ?? ownValue(otherVariables, candidate);
      if (other !== value && (other !== undefined || usedNames.has(candidate))) continue;
      putOwn(valuesByName, candidate, value);
      return `\${${candidate}}`;
    }
  };
  return { referenceTo, valuesByName: valuesByName as Variables };
}

/** In one pass: a reference may hold the letters of another value. */
export function withReferences(text: string, references: readonly ValueReference[]): string {
  let written = "";
  let at = 0;
  for (;;) {
    const [next] = references
      .map((one) => ({ ...one, start: text.indexOf(one.value, at) }))
      .filter(({ start }) => start !== -1)
      .toSorted((a, b) => a.start - b.start);
    if (next === undefined) return written + text.slice(at);
    written += text.slice(at, next.start) + next.reference;
    at = next.start + next.value.length;
  }
}
