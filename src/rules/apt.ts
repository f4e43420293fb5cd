import type { Instruction, Stage } from "../facts/dockerfile.ts";
import { callOf, isMounted, isRun, type Call, type Run } from "./runs.ts";

export const lists = "/var/lib/apt/lists";

/** apt-get(8), options that take the next word as their value. */
const valued = new Set(
  "-o --option -c --config-file -t --target-release --default-release -a --host-architecture -P --build-profiles".split(
    " ",
  ),
);
const needsLists = /^(install|upgrade|dist-upgrade|full-upgrade|build-dep|source|download|satisfy|reinstall)$/;
const cleans = /^(autoremove|auto-remove|autopurge|autoclean|auto-clean|clean|distclean)$/;
/** Programs, and words of scripts, that may read the package lists. */
const mayReadLists = /\bapt\b|\bapt-|aptitude|gdebi|tasksel|add-apt-repository|\.sh\b|\b(ba)?sh\s+[^-\s]/;

// Several rules ask for the same RUN, some for all that stand before each: an answer is worked out once.
const answers = new WeakMap<Run, readonly Call[]>();

export function aptCalls(run: Run): readonly Call[] {
  const known = answers.get(run) ?? run.commands.flatMap((command) => callOf(command, /^apt(-get)?$/, valued) ?? []);
  answers.set(run, known);
  return known;
}

export function isUpdate(call: Call): boolean {
  return call.action.text === "update";
}

export function isClean(call: Call): boolean {
  return cleans.test(call.action.text);
}

/** The call reads the package lists that `update` fetched. */
export function readsLists(call: Call): boolean {
  return needsLists.test(call.action.text) && !(call.operands.length > 0 && call.operands.every(isLocalPackage));
}

function isLocalPackage({ text }: { readonly text: string }): boolean {
  return /^(\.{0,2}\/|.*\.deb$)/.test(text);
}

export function removesLists(run: Run): boolean {
  return run.commands.some(({ name, words }) => {
    if (name === "rm") return words.some(({ text }) => text.startsWith(lists) || /^\/var\/lib\/apt\/?\*?$/.test(text));
    return (
      name === "find" &&
      words.some(({ text }) => text.startsWith(lists)) &&
      words.some(({ text }) => text === "-delete")
    );
  });
}

/** The RUN fetches package lists and its layer keeps them. */
export function leavesLists(run: Run): boolean {
  return aptCalls(run).some(isUpdate) && !removesLists(run) && !isMounted(run, lists);
}

/**
 * What comes after a point may need the package lists that are there: an apt call before its own update, or an
 * instruction we cannot see into. `clear` once every way on has ended or has fetched its own lists.
 */
export function listsWanted(rest: readonly Instruction[], children: readonly Stage[], all: readonly Stage[]): boolean {
  for (const instruction of rest) {
    if (instruction.onbuild) return true;
    if (instruction.keyword !== "RUN") continue;
    if (!isRun(instruction)) return true;
    const first = aptCalls(instruction).find((call) => isUpdate(call) || readsLists(call));
    if (first !== undefined) return !isUpdate(first);
    if (mayReadLists.test(instruction.args.replaceAll(lists, ""))) return true;
  }
  return children.some((stage) => listsWanted(stage.instructions, childrenOf(stage, all), all));
}

/** Stages that start FROM this one. */
export function childrenOf(parent: Stage, all: readonly Stage[]): readonly Stage[] {
  return all.filter(({ index, base }) => index > parent.index && base.kind === "stage" && isNamed(parent, base.text));
}

function isNamed(stage: Stage, text: string): boolean {
  return stage.name?.toLowerCase() === text.toLowerCase();
}
