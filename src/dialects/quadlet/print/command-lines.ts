import type { PrintedSpec } from "../../print/printed-spec.ts";
import { doubled, quotedWord, writtenLine } from "../../text/quadlet-line.ts";
import { writtenWord } from "../../text/word-references.ts";

/** Without words, an entrypoint removes the image's. More than one word, or an empty one, are JSON. */
export function commandLines(spec: PrintedSpec, version: string): string[] {
  const { entrypoint, command = [] } = spec;
  const write = { text: doubled, supplied: (name: string) => `\${${name}}` };
  const specifierText = (word: string) => writtenWord(word, spec, write);
  const exec = (words: readonly string[]) =>
    words.length === 0 ? [] : [`Exec=${words.map((word) => quotedWord(specifierText(word))).join(" ")}`];
  const empty = command.indexOf("");
  if (entrypoint === undefined) return exec(empty === -1 ? command : command.slice(0, empty));
  // Exec= cannot contain an empty word.
  const whole = empty === -1 ? entrypoint : [...entrypoint, ...command];
  const commandLine = empty === -1 ? exec(command) : [];
  const [program = ""] = whole;
  if (whole.length === 0) return ["PodmanArgs=--entrypoint=", ...commandLine];
  const isOne = whole.length === 1 && program !== "" && !program.startsWith("[");
  const words = isOne ? specifierText(program) : JSON.stringify(whole.map(specifierText));
  return [writtenLine(version, "Entrypoint", "entrypoint", words), ...commandLine];
}
