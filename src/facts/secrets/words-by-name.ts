import type { Workload } from "../../domain/workload/workload.ts";
import { referencedNames } from "../../secrets/variable-references.ts";
import { isNamedSecret } from "./named-secret.ts";
import { referenceMaker, withReferences } from "./value-references.ts";
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
  const secrets = [[...(entrypoint ?? []), ...(command ?? [])], check].flatMap(secretsInWords);
  if (secrets.length === 0) return container;
  const { referenceTo, valuesByName } = referenceMaker(variables, otherVariables, referencedNames(all));
  const references = secrets.map(({ name, value }) => ({ value, reference: referenceTo(name, value) }));
  const hide = (words: readonly string[]): string[] => words.map((word) => withReferences(word, references));
  return {
    ...container,
    variables: valuesByName,
    ...(entrypoint && { entrypoint: hide(entrypoint) }),
    ...(command && { command: hide(command) }),
    ...(ready?.kind === "exec" && { ready: { ...ready, command: hide(ready.command) } }),
  };
}

/** By what an option or a program says of a word, or by its form; the longest first. */
export function secretsInWords(words: readonly string[]): { readonly name: string; readonly value: string }[] {
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
