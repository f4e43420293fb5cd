import { ownValue, putOwn } from "../../domain/own-value.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { referencedNames } from "../../text/variable-references.ts";
import { isNamedSecret } from "./named-secret.ts";
import { scan } from "./scan.ts";
import { settingsInWords } from "./settings-in-words.ts";

type Spoken = Pick<Workload, "entrypoint" | "command" | "variables"> & { readonly ready?: Workload["ready"] };

const maxWords = 10_000;

/**
 * A container whose words name passwords and tokens, `--password hunter2`, as `${PASSWORD}`: the value goes to its variables, where no result holds it. What
 * `secrets/in-container-command` reports is what is found here. `otherVariables` are variables whose names are taken for their values.
 */
export function withWordsByName<Container extends Spoken>(
  container: Container,
  otherVariables: Readonly<Record<string, string>> = {},
): Container {
  const { entrypoint, command, ready, variables = {} } = container;
  const check = ready?.kind === "exec" ? ready.command : [];
  const all = [...(entrypoint ?? []), ...(command ?? []), ...check];
  const secrets = [[...(entrypoint ?? []), ...(command ?? [])], check].flatMap(secretsIn);
  if (secrets.length === 0) return container;
  const usedNames = referencedNames(all);
  const valuesByName: Record<string, string> = { ...variables };
  const nameOf = (name: string, value: string): string => {
    const plain = name
      .replaceAll(/\W/g, "_")
      .replace(/^(?=\d|$)/, "_")
      .toUpperCase();
    for (let number = 1; ; number++) {
      const candidate = number === 1 ? plain : `${plain}_${number}`;
      const other = ownValue(valuesByName, candidate) ?? ownValue(otherVariables, candidate);
      if (other !== value && (other !== undefined || usedNames.has(candidate))) continue;
      putOwn(valuesByName, candidate, value);
      return candidate;
    }
  };
  const references = secrets.map(({ name, value }) => ({ value, reference: `\${${nameOf(name, value)}}` }));
  const hide = (words: readonly string[]): string[] => words.map((word) => withReferences(word, references));
  return {
    ...container,
    variables: valuesByName,
    ...(entrypoint && { entrypoint: hide(entrypoint) }),
    ...(command && { command: hide(command) }),
    ...(ready?.kind === "exec" && { ready: { ...ready, command: hide(ready.command) } }),
  };
}

interface NamedValue {
  readonly value: string;
  readonly reference: string;
}

/** In one pass: a reference may hold the letters of another value. */
function withReferences(word: string, references: readonly NamedValue[]): string {
  let shown = "";
  let at = 0;
  for (;;) {
    const [next] = references
      .map((one) => ({ ...one, start: word.indexOf(one.value, at) }))
      .filter(({ start }) => start !== -1)
      .toSorted((a, b) => a.start - b.start);
    if (next === undefined) return shown + word.slice(at);
    shown += word.slice(at, next.start) + next.reference;
    at = next.start + next.value.length;
  }
}

/** By what an option or a program says of a word, or by its form; the longest first. */
function secretsIn(words: readonly string[]): { readonly name: string; readonly value: string }[] {
  const some = words.slice(0, maxWords);
  const parts = some.flatMap((word) => (/\s/.test(word) ? word.split(/\s+/) : []));
  const valuesByName = [...settingsInWords(some), ...settingsInWords(parts)].filter(({ name, value }) =>
    isNamedSecret(name, value),
  );
  const formed = some.flatMap((word) => {
    const bytes = Buffer.from(word);
    return scan(bytes, undefined).map(({ at, end }) => ({ name: "secret", value: bytes.toString("utf8", at, end) }));
  });
  return [...valuesByName, ...formed]
    .filter(({ value }) => value.length >= minLength && !/[$`\s]/.test(value))
    .toSorted((a, b) => b.value.length - a.value.length);
}

/** A shorter one is in other words by chance. */
const minLength = 4;
