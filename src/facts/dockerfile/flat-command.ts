import type { DockerfileFact, ShellCommand, ShellWord } from "./dockerfile.ts";

/**
 * A command as linters read it that go by its first word: `sudo pip install x` is a call of sudo, and a script in `sh -c` is one
 * word.
 */
export interface FlatCommand {
  readonly name: string;
  readonly args: readonly ShellWord[];
}

/** Undefined where such a linter sees another program than we do. Shell builtins and busybox are seen through by ShellCheck (ASTLib.hs, read in 2026). */
export function flatCommand(
  { text }: Pick<DockerfileFact, "text">,
  { words: [first, ...args], span, inScript }: ShellCommand,
): FlatCommand | undefined {
  if (first === undefined || !first.literal || inScript === true) return undefined;
  const commandPrefix = text.slice(span.start, first.span.start);
  return /^(?:\w+=(?:"[^"]*"|'[^']*'|[^\s"'])*\s+)*(?:(?:busybox|command|exec|builtin)\s+)?(?:\\\s+)*$/.test(
    commandPrefix,
  )
    ? { name: first.text, args }
    : undefined;
}

/** `--name` of `--name=value`, each letter of `-abc`. */
export function flagsOf({ text }: ShellWord): readonly string[] {
  if (text === "-" || text === "--" || !text.startsWith("-")) return [];
  return text.startsWith("--") ? [text.slice(2).replace(/=.*$/s, "")] : text.slice(1).split("");
}

/** Words that are neither an option nor the value of an option of `valued` without `=`. */
export function plainWords(args: readonly ShellWord[], valued: ReadonlySet<string>): readonly ShellWord[] {
  return args.filter((word, index) => {
    if (flagsOf(word).length > 0) return false;
    const previousWord = args[index - 1];
    return (
      previousWord === undefined ||
      previousWord.text.includes("=") ||
      !flagsOf(previousWord).some((flag) => valued.has(flag))
    );
  });
}
