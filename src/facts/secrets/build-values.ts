import { secretsIn } from "../../secrets/env-by-name.ts";
import type { KnownValue } from "../../secrets/known-value.ts";
import { unquoted } from "../../text/unquoted.ts";
import type { DockerfileFact, Instruction } from "../dockerfile/dockerfile.ts";
import { imageValues } from "./known-values.ts";
import { isNamedSecret } from "./named-secret.ts";
import { settingsInWords } from "./settings-in-words.ts";

/** What a build may print and no result may hold: its arguments, and secrets of the Dockerfile's ENV, ARG and commands. */
export function buildValues(
  { instructions }: Pick<DockerfileFact, "instructions">,
  args: Readonly<Record<string, string>>,
): KnownValue[] {
  return [...secretsIn(args), ...instructions.flatMap(valuesOf)];
}

function valuesOf({ keyword, words, commands = [] }: Instruction): KnownValue[] {
  if (keyword === "ENV" || keyword === "ARG") return imageValues(settingsOf(words.map(({ text }) => text)));
  return commands
    .flatMap((command) => settingsInWords(command.words.map(({ text }) => text)))
    .filter(({ name, value }) => isNamedSecret(name, value));
}

/** `ENV NAME some value` sets one variable. */
function settingsOf(words: readonly string[]): string[] {
  const [first = "", ...rest] = words;
  if (rest.length > 0 && !first.includes("=")) return [`${first}=${rest.join(" ")}`];
  return words.map((text) => {
    const at = text.indexOf("=");
    return at === -1 ? text : `${unquoted(text.slice(0, at))}=${unquoted(text.slice(at + 1))}`;
  });
}
