import type { Span } from "../../domain/finding/span.ts";
import { oncePer } from "../../text/once-per.ts";
import type { DockerfileFact, Instruction } from "./dockerfile.ts";

/** An exec form whose strings are the words of one command, and no script of a shell. */
export function isDirect({ json, execScript }: Instruction): boolean {
  return json !== undefined && execScript === undefined;
}

/** All that is said behind keyword and flags: the strings of an exec form with blanks between them, without quotes and escapes; else what is written. */
export function saidText({ json, args }: Instruction): string {
  return json?.join(" ") ?? args;
}

/** What a shell reads of it: the script of an exec form alone. */
export function shellText(instruction: Instruction): string {
  return instruction.execScript?.text ?? saidText(instruction);
}

/** Where that lies: between the quotes of a script. */
export function shellSpan({ execScript, argsSpan }: Instruction): Span {
  return execScript?.span ?? argsSpan;
}

/** A text that holds whatever the file says: its own, and the strings of its exec forms with blanks between them. */
export const saidIn = oncePer(({ text, instructions }: DockerfileFact): string =>
  [text, ...instructions.flatMap(({ json }) => (json === undefined ? [] : [json.join(" ")]))].join("\n"),
);
