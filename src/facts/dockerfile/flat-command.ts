import type { DockerfileFact, Instruction, ShellCommand, ShellWord } from "./dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";

/**
 * A command as linters read it that go by its first word: `sudo pip install x` is a call of sudo, and a script in `sh -c` is one
 * word.
 */
export interface FlatCommand {
  readonly name: string;
  readonly args: readonly ShellWord[];
}

/** Undefined where such a linter sees another program than we do. */
export function flatCommand(
  { text }: Pick<DockerfileFact, "text">,
  instruction: Instruction,
  command: ShellCommand,
): FlatCommand | undefined {
  const [first, ...args] = command.words;
  if (first === undefined || !first.literal) return undefined;
  const before = text.slice(command.span.start, first.span.start);
  if (!/^(?:\w+=(?:"[^"]*"|'[^']*'|[^\s"'])*\s+)*(?:(?:command|exec|builtin)\s+)?(?:\\\s+)*$/.test(before))
    return undefined;
  if (!command.topLevel && holdsScript(instruction)) return undefined;
  return { name: first.text, args };
}

/** Somewhere in the body stands a script of its own: `sh -c "..."`. */
const holdsScript = oncePer(({ args }: Instruction): boolean => callsScript(args));

/** `sh -c`, also behind other options. The options of one shell are passed over once, whatever they are called. */
function callsScript(text: string): boolean {
  const shell = /\b[a-z]*sh\s+/g;
  const option = /-(\w+)(\s*)/y;
  for (let found = shell.exec(text); found !== null; found = shell.exec(text)) {
    option.lastIndex = shell.lastIndex;
    for (let one = option.exec(text); one !== null; one = option.exec(text)) {
      if (one[1]?.endsWith("c") === true) return true;
      if (one[2] === "") break;
      shell.lastIndex = option.lastIndex;
    }
  }
  return false;
}

/** `--name` of `--name=value`, each letter of `-abc`. */
export function flagsOf({ text }: ShellWord): readonly string[] {
  if (text === "-" || text === "--" || !text.startsWith("-")) return [];
  return text.startsWith("--") ? [text.slice(2).replace(/=.*$/s, "")] : text.slice(1).split("");
}

/** Words that are no option, nor the word behind an option of `valued` that has no `=`. */
export function plainWords(args: readonly ShellWord[], valued: ReadonlySet<string>): readonly ShellWord[] {
  return args.filter((word, index) => {
    if (flagsOf(word).length > 0) return false;
    const before = args[index - 1];
    return before === undefined || before.text.includes("=") || !flagsOf(before).some((flag) => valued.has(flag));
  });
}
