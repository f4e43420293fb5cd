import {
  interpreters,
  programFolders,
  programGroups,
  tellingVariable,
  type ProgramGroup,
} from "../../data/known-programs.ts";
import type { Instruction, ShellCommand } from "../dockerfile/dockerfile.ts";
import { isDirect, shellText } from "../dockerfile/exec-form.ts";
import { mayMeet, placeOf } from "./paths.ts";
import { oncePer } from "../../text/once-per.ts";

const groupOf: ReadonlyMap<string, ProgramGroup> = new Map(
  programGroups.flatMap((group) => group.names.map((name) => [name, group] as const)),
);

/** The program as the system's folders have it: no path, or one of theirs. */
export function isSystemWord({ text }: { readonly text: string }): boolean {
  return !text.includes("/") || /^(?:\/usr)?\/s?bin\/[^/]+$/.test(text);
}

/** What starts it is a file of the image's own: `/tini`. */
export function ownLauncher({ wrappers = [] }: ShellCommand): boolean {
  return wrappers.some((name) => name.includes("/"));
}

/** What is known of the program that a command runs; undefined when nothing is. */
export function groupFor(command: ShellCommand): ProgramGroup | undefined {
  const { name, words } = command;
  const [first, ...rest] = words;
  if (name === undefined || first === undefined || !isSystemWord(first) || ownLauncher(command)) return undefined;
  const group = groupOf.get(name);
  if (group === undefined) return undefined;
  const text = rest.map((word) => word.text).join(" ");
  if (group.unless?.test(text) === true) return undefined;
  // An expansion may hold an option that runs something.
  if (group.unless !== undefined && rest.some(({ text: word, literal }) => !literal && /^[$`]/.test(word))) {
    if (!/^(?:curl|wget|rm|rmdir|useradd|usermod|groupadd|chpasswd)$/.test(name)) return undefined;
  }
  // Operands come from a pipe.
  if (command.wrappers?.includes("xargs") === true && (group.reads === true || group.writes === true)) return undefined;
  return group;
}

/** `python --version`: it runs nothing. */
export function onlyTells({ name, words }: ShellCommand): boolean {
  return (
    name !== undefined &&
    interpreters.has(name) &&
    words[0] !== undefined &&
    isSystemWord(words[0]) &&
    words.length === 2 &&
    /^(?:--version|-V|-v|-version|version|--help)$/.test(words[1]?.text ?? "")
  );
}

/** A shell without a script: what it does is what someone types. */
export function isBareShell({ name, words }: ShellCommand): boolean {
  return (
    name !== undefined && /^(?:ba|da|a)?sh$/.test(name) && words.slice(1).every(({ text }) => /^-[il]+$/.test(text))
  );
}

/** Words that may make a name mean something else in the script that they stand in. */
const redefines = new Set([
  "alias",
  "unalias",
  "hash",
  "enable",
  "eval",
  ".",
  "source",
  "trap",
  "shopt",
  "command_not_found_handle",
]);

/** The system's shell, with nothing in front of it but a program that only looks for it. */
function stands(json: readonly string[] = [], [program = ""]: readonly string[]): boolean {
  const [first = "", second] = json;
  if (!isSystemWord({ text: program })) return false;
  return first === program || (/^(?:\/(?:usr\/)?bin\/)?(?:env|busybox)$/.test(first) && second === program);
}

/** A shell without options that make it read a profile, or a file that they name. */
function startsBare([, ...options]: readonly string[]): boolean {
  return options.every((word) =>
    /^[-+][abehmuvxcCo]+$|^(?:pipefail|errexit|nounset|xtrace|--norc|--noprofile|--posix)$/.test(word),
  );
}

/** Why a name in this body may mean something else than the program: a function, an alias, another PATH; undefined when none can. */
export const ownMeaning = oncePer((instruction: Instruction): string | undefined => {
  const { heredocs, json, shell = [], execScript, commands } = instruction;
  if (commands === undefined) return json?.length === 0 ? undefined : "its commands can't be read";
  if (execScript !== undefined && !(stands(json, shell) && startsBare(shell)))
    return "its shell may be another user's, or read files of its own first";
  // Strings that no shell reads mean what they are.
  const args = isDirect(instruction) ? "" : shellText(instruction);
  // What is written in a heredoc, or in backticks within backticks, is not seen whole.
  if (heredocs.length > 0) return "it has a heredoc";
  if (/\\`/.test(args)) return "it has backticks within backticks";
  if (tellingVariable.test(args)) return "it sets PATH or what programs are loaded with";
  if (/(?:^|[\s;&|({])(?:function\s+[\w.:-]+|[\w.:-]+[ \t]*\([ \t]*\))/.test(args)) return "it defines a function";
  for (const { name = "", words, assignments = [] } of commands) {
    if (redefines.has(name)) return `\`${name}\` may change what a name means`;
    if (assignments.some((one) => tellingVariable.test(`${one.name}=`)))
      return "it sets PATH or what programs are loaded with";
    if (
      /^(?:export|declare|typeset|local|readonly)$/.test(name) &&
      words.some(({ text }) => tellingVariable.test(text))
    )
      return "it sets PATH or what programs are loaded with";
    if (
      name === "set" &&
      words.some(({ text, literal }) => !literal || /^[-+][a-zA-Z]*[fnvkpr]|noglob|noexec|restricted/.test(text))
    )
      return "`set` changes how its words are read";
  }
  return undefined;
});

/** A mount over or below what is to be deleted: deleting stops at it, and the RUN fails. */
export function mountOver({ flags }: Instruction, paths: readonly string[]): string | undefined {
  for (const { name, value = "" } of flags) {
    if (name !== "mount") continue;
    const target = /(?:^|,)\s*(?:target|dst|destination)=([^,]*)/i.exec(value)?.[1];
    if (target === undefined) continue;
    const place = placeOf(target, !target.includes("$"), undefined);
    if (paths.some((path) => mayMeet(place, path))) return `a mount lies at \`${target}\``;
  }
  return undefined;
}

/** A mount that brings other programs for this one RUN. */
export function programsMounted(instruction: Instruction): string | undefined {
  return mountOver(instruction, programPlaces);
}

const programPlaces = [...programFolders, "/etc/ld.so.preload"];
