import type { Span } from "../../domain/finding/span.ts";
import { oncePer } from "../../text/once-per.ts";
import type { DockerfileFact, Instruction } from "./dockerfile.ts";

/** An exec form whose strings are the words of one command, and no script of a shell. */
export function isDirect({ json, execScript }: Instruction): boolean {
  return json !== undefined && execScript === undefined;
}

/** The text after keyword and flags: the strings of an exec form joined by blanks, without quotes and escapes; else the source text. */
export function saidText({ json, args }: Instruction): string {
  return json?.join(" ") ?? args;
}

/** The text that a shell reads: only the script of an exec form. */
export function shellText(instruction: Instruction): string {
  return instruction.execScript?.text ?? saidText(instruction);
}

/** Its span: between the quotes of a script. */
export function shellSpan({ execScript, argsSpan }: Instruction): Span {
  return execScript?.span ?? argsSpan;
}

/** A text that holds whatever the file says: its own, and the strings of its exec forms with blanks between them. */
export const saidIn = oncePer(({ text, instructions }: DockerfileFact): string =>
  [text, ...instructions.flatMap(({ json }) => (json === undefined ? [] : [json.join(" ")]))].join("\n"),
);
