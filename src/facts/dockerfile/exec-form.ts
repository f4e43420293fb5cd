import type { Span } from "../../domain/finding/span.ts";
import { oncePer } from "../../text/once-per.ts";
import type { DockerfileFact, Instruction } from "./dockerfile.ts";

/** An exec form whose strings are the words of one command, and no script of a shell. */
export function isDirect({ json, execScript }: Instruction): boolean {
  return json !== undefined && execScript === undefined;
}

/** What is said behind keyword and flags: the script of an exec form or its strings with blanks between them, without quotes and escapes; else what is written. */
export function readText({ execScript, json, args }: Instruction): string {
  return execScript?.text ?? json?.join(" ") ?? args;
}

/** Where that lies: between the quotes of a script. */
export function readSpan({ execScript, argsSpan }: Instruction): Span {
  return execScript?.span ?? argsSpan;
}

/** A text that holds whatever the file says: its own, and the strings of its exec forms with blanks between them. */
export const saidIn = oncePer(({ text, instructions }: DockerfileFact): string =>
  [text, ...instructions.flatMap(({ json }) => (json === undefined ? [] : [json.join(" ")]))].join("\n"),
);
