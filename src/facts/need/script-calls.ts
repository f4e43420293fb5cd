import { joinPieces } from "../../formats/shell/joined-text.ts";
import { parseShell } from "../../formats/shell/parse.ts";
import { lastPart } from "../../text/cut.ts";

/** What a script names: each word in the place of a program, in any branch, and files among the other words. */
export interface ScriptCalls {
  readonly programs: readonly string[];
  readonly files: readonly string[];
}

/** Programs whose operands name programs. */
const namesPrograms = new Set(["command", "exec", "find", "hash", "type", "which", "xargs"]);
const shells = new Set(["ash", "bash", "dash", "ksh", "sh"]);
/** Builtins of each of these shells (dash(1), bash(1), mksh(1), busybox): by this name alone a script never starts the program of coreutils. */
const builtins = new Set(["[", "echo", "false", "kill", "pwd", "test", "true"]);
const maxNames = 1_000;

export function isShell(path: string): boolean {
  return shells.has(lastPart(path));
}

/** Of a shell script that cannot be parsed every word counts: too many names keep too much, too few lose something. */
export function scriptCalls(text: string): ScriptCalls {
  const parsed = parseShell(joinPieces([{ text, at: 0 }]));
  const programs = new Set<string>();
  const files = new Set<string>();
  if ("problem" in parsed) {
    for (const [word] of text.matchAll(/[\w./+-]+/g)) (word.startsWith("/") ? files : programs).add(word);
  } else {
    for (const { name, words, wrappers = [] } of parsed.commands) {
      const isBuiltin = wrappers.length === 0 && builtins.has(name ?? "");
      for (const program of [...wrappers, ...(name === undefined || isBuiltin ? [] : [name])]) programs.add(program);
      const isNaming = namesPrograms.has(name ?? "");
      for (const { text: word } of words) {
        if (word.startsWith("/")) files.add(word);
        else if (isNaming) programs.add(word);
      }
    }
  }
  const named = (names: ReadonlySet<string>) => [...names].slice(0, maxNames).toSorted();
  return { programs: named(programs), files: named(files) };
}
