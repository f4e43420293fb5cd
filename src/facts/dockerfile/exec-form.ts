import type { Instruction, ShellCommand, ShellWord } from "./dockerfile.ts";
import { programOf } from "../../formats/shell/see-through.ts";
import { oncePer } from "../../text/once-per.ts";

/** The strings of an exec form, each at its place with its quotes: exactly the words that the kernel is given. Undefined for a shell form. */
export function execWords({ json, words, argsSpan }: Instruction): readonly ShellWord[] | undefined {
  return json?.map((text, index) => ({ text, span: words[index]?.span ?? argsSpan, literal: true }));
}

/**
 * Commands of a shell form or heredoc, or the one of an exec form, which is read like the same command in shell form; undefined where they can't be
 * determined. Of wrappers a plain `sudo` is seen through: options and assignments would have to be judged as well.
 */
export const commandsOf = oncePer((instruction: Instruction): readonly ShellCommand[] | undefined => {
  if (instruction.commands !== undefined) return instruction.commands;
  const all = execWords(instruction) ?? [];
  const behindSudo = programOf(all[0]) === "sudo" && /^[^-=][^=]*$/.test(all[1]?.text ?? "");
  const words = behindSudo ? all.slice(1) : all;
  const name = programOf(words[0]);
  if (name === undefined) return undefined;
  const wrapped = behindSudo ? { wrappers: ["sudo"] } : {};
  return [{ span: instruction.argsSpan, name, words, after: "start", topLevel: true, ...wrapped }];
});
