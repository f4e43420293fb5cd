import type { DockerfileFact, Instruction, ShellCommand, Stage } from "../../dockerfile/dockerfile.ts";
import type { PackageCall, PackageCallsFact } from "../package-call.ts";
import { oncePer } from "../../../text/once-per.ts";
import { saidText } from "../../dockerfile/exec-form.ts";
import { isMounted, isRun, type Run } from "../../dockerfile/runs.ts";

export const lists = "/var/lib/apt/lists";

const manager = /^(apt|apt-get|aptitude)$/;
/** Programs, and words of scripts, that may read the package lists. */
const mayReadLists = /\bapt\b|\bapt-|aptitude|gdebi|tasksel|add-apt-repository|\.sh\b|\b(ba)?sh\s+[^-\s]/;

// Several rules need the calls of one RUN, some also all earlier ones: the calls are sorted once a file.
const byRun = oncePer((calls: PackageCallsFact): ReadonlyMap<Instruction, readonly PackageCall[]> =>
  Map.groupBy(calls.filter(isApt), (call) => call.instruction),
);
const none: readonly PackageCall[] = [];

/** Calls of apt, apt-get and aptitude in a RUN. */
export function aptCalls(calls: PackageCallsFact, run: Instruction): readonly PackageCall[] {
  return calls.length === 0 ? none : (byRun(calls).get(run) ?? none);
}

export function isApt(call: PackageCall): boolean {
  return manager.test(call.manager);
}

export function isUpdate({ action }: PackageCall): boolean {
  return action === "update";
}

export function isClean({ action }: PackageCall): boolean {
  return action === "clean" || action === "autoremove";
}

/** The call reads the package lists that `update` fetched. */
export function readsLists({ action, verb, operands }: PackageCall): boolean {
  const reads = /^(install|upgrade|dist-upgrade)$/.test(action) || /^(source|download)$/.test(verb?.text ?? "");
  return reads && !(operands.length > 0 && operands.every(({ kind }) => kind === "path"));
}

/** `rm -rf /var/lib/apt/lists/*` and its like; `apt-get distclean` does it too. */
export function deletesLists({ name, words }: ShellCommand): boolean {
  if (name === "rm") return words.some(({ text }) => text.startsWith(lists) || /^\/var\/lib\/apt\/?\*?$/.test(text));
  if (name === "apt" || name === "apt-get") return words.some(({ text }) => /^dist-?clean$/.test(text));
  return (
    name === "find" && words.some(({ text }) => text.startsWith(lists)) && words.some(({ text }) => text === "-delete")
  );
}

export function removesLists(run: Run): boolean {
  return run.commands.some(deletesLists);
}

/** The RUN fetches package lists and its layer keeps them. */
export function leavesLists(calls: PackageCallsFact, run: Instruction): boolean {
  const update = aptCalls(calls, run).findLast(isUpdate);
  if (update === undefined || isMounted(run, lists)) return false;
  return !(run.commands ?? []).some(
    (command) => deletesLists(command) && command.span.start > update.command.span.start,
  );
}

/** Each RUN that fetches package lists and leaves them in its layer, with its stage. */
export function* runsThatKeepLists(
  dockerfile: DockerfileFact,
  calls: PackageCallsFact,
): Generator<{ instruction: Instruction; stage: Stage }> {
  let last: Instruction | undefined;
  for (const { instruction, stage } of calls) {
    const callStage = dockerfile.stages[stage];
    if (instruction === last || callStage === undefined) continue;
    last = instruction;
    if (leavesLists(calls, instruction)) yield { instruction, stage: callStage };
  }
}

/** A script that the RUN ends with, whose name says that it cleans up: whether it deletes the lists is not known. */
export function cleanUpScript(calls: PackageCallsFact, run: Instruction): string | undefined {
  const update = aptCalls(calls, run).findLast(isUpdate);
  return run.commands?.find(
    ({ name = "", span }) =>
      /\/[\w.-]{0,40}clean[\w.-]{0,40}$/.test(name) && span.start > (update?.command.span.start ?? 0),
  )?.name;
}

/**
 * Later instructions may need the present package lists: an apt call before its own update, or an
 * instruction that cannot be analyzed. Not needed once every path has ended or has fetched its own lists.
 */
export function listsWanted(
  calls: PackageCallsFact,
  stage: Stage,
  from: Instruction,
  stages: readonly Stage[],
): boolean {
  return wantedBehind(stage, from, stages, (instruction) => {
    if (instruction.onbuild) return true;
    const { keyword } = instruction;
    const text = saidText(instruction);
    // A container that installs something when it starts.
    if (keyword === "CMD" || keyword === "ENTRYPOINT") return /\bapt(itude|-get|-cache)?\b/.test(text) || undefined;
    if (keyword !== "RUN") return undefined;
    if (!isRun(instruction)) return true;
    const first = aptCalls(calls, instruction).find((call) => isUpdate(call) || readsLists(call));
    if (first !== undefined) return !isUpdate(first);
    return mayReadLists.test(text.replaceAll(lists, "")) || undefined;
  });
}

/**
 * Walks the instructions after `from` in its stage and, if none decides, in the stages that start from it. `look`
 * returns true when the instruction needs the lists of `from`, false when no later one can.
 */
export function wantedBehind(
  stage: Stage,
  from: Instruction,
  stages: readonly Stage[],
  look: (instruction: Instruction) => boolean | undefined,
): boolean {
  const open: { readonly stage: Stage; readonly at: number }[] = [{ stage, at: stage.instructions.indexOf(from) + 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { instructions } = next.stage;
    let settled = false;
    for (let { at } = next; at < instructions.length && !settled; at++) {
      const instruction = instructions[at];
      const answer = instruction && look(instruction);
      if (answer === true) return true;
      settled = answer === false;
    }
    if (!settled) open.push(...childrenOf(next.stage, stages).map((child) => ({ stage: child, at: 0 })));
  }
  return false;
}

const byBase = oncePer((stages: readonly Stage[]): ReadonlyMap<string, readonly Stage[]> =>
  Map.groupBy(
    stages.filter(({ base }) => base.kind === "stage"),
    ({ base }) => base.text.toLowerCase(),
  ),
);

/** Stages that start FROM this one. */
function childrenOf(parent: Stage, stages: readonly Stage[]): readonly Stage[] {
  if (parent.name === undefined) return [];
  return (byBase(stages).get(parent.name.toLowerCase()) ?? []).filter(({ index }) => index > parent.index);
}
