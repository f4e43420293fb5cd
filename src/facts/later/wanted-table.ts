import type { DockerfileFact, Instruction, Stage } from "../dockerfile/dockerfile.ts";
import { knownManager } from "../managers/known-manager.ts";
import type { PackageCall } from "../managers/package-call.ts";
import type { Leftover } from "./leftover.ts";
import { mayMeet, placeOf } from "./paths.ts";
import { useOf } from "./readers.ts";
import { runTimeUse, type Starts } from "./run-time.ts";
import type { StageLinks } from "./stage-links.ts";
import { doubtAt, foreignText, type StageTrust } from "./trust.ts";

/** What is learned once of a file, for all leftovers. */
export interface Known {
  readonly places: ReadonlyMap<Instruction, { readonly stage: number; readonly index: number }>;
  readonly calls: ReadonlyMap<Instruction, readonly PackageCall[]>;
  readonly links: StageLinks;
  readonly trusts: readonly StageTrust[];
  /** By index of a stage: what its container starts. */
  readonly starts: readonly Starts[];
}

/** For each stage, what wants the leftover in front of each of its instructions and at its end. From the last stage to the first. */
export function wantedTable({ stages, text }: DockerfileFact, known: Known, leftover: Leftover) {
  const table: (string | undefined)[][] = stages.map(() => []);
  const foreign = foreignText(text);
  const takerOf = takerFinder(leftover);
  const settings = leftover.managers
    .map((name) => knownManager(name)?.oldIndex)
    .find((one) => one?.when.test(text) === true);
  // A stage whose FROM has a variable may be built on any stage with a name.
  let byVariable: string | undefined;
  for (const stage of stages.toReversed()) {
    const { index: own, instructions } = stage;
    const trust = known.trusts[own];
    const column: (string | undefined)[] = Array.from({ length: instructions.length + 1 });
    column[instructions.length] =
      foreign ??
      wantedAtEnd(stage, known, { leftover, takerOf }, table) ??
      (stage.name === undefined ? undefined : byVariable);
    for (let at = instructions.length - 1; at >= 0; at--) {
      const instruction = instructions[at];
      if (instruction === undefined || trust === undefined) continue;
      const use = instruction.onbuild
        ? "leaves"
        : useOf(instruction, leftover, {
            folder: trust.folders[at],
            doubt: (programs) => doubtAt(trust, at, programs),
            calls: known.calls.get(instruction) ?? [],
          });
      // With settings of its own, an update may keep old lists and build on them.
      if (use === "renews" && settings !== undefined) {
        column[at] = settings.why;
        continue;
      }
      column[at] = use === "leaves" ? column[at + 1] : use === "renews" ? undefined : use.reads;
    }
    table[own] = column;
    if (stage.from.args.includes("$")) byVariable ??= column[0];
  }
  return table;
}

type Lists = ReturnType<StageLinks["takersOf"]>;

/** The first of the lists' members that takes what may hold the leftover; each list is searched once. */
function takerFinder({ paths }: Leftover): (lists: Lists) => string | undefined {
  const known = new Map<Lists[number], string | undefined>();
  const search = (list: Lists[number]): string | undefined => {
    if (known.has(list)) return known.get(list);
    const found = list.find(({ sources }) =>
      sources.some((source) => paths.some((path) => mayMeet(placeOf(source, !/[$*?[]/.test(source), "/"), path))),
    )?.by;
    known.set(list, found);
    return found;
  };
  return (lists) => {
    for (const list of lists) {
      const found = search(list);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function wantedAtEnd(
  stage: Stage,
  known: Known,
  { leftover, takerOf }: { readonly leftover: Leftover; readonly takerOf: ReturnType<typeof takerFinder> },
  table: readonly (readonly (string | undefined)[])[],
): string | undefined {
  const { index, instructions } = stage;
  if (instructions.some(({ onbuild }) => onbuild)) return "ONBUILD triggers run in a build that is not seen here";
  const taken = takerOf(known.links.takersOf(stage));
  if (taken !== undefined) return `${taken} takes files that may hold it`;
  for (const child of known.links.children[index] ?? []) {
    const wanted = table[child]?.[0];
    if (wanted !== undefined) return wanted;
  }
  // Any stage may be the one that is run: `docker build --target`.
  return runTimeUse(known.starts[index], leftover, known.trusts[index], known.calls);
}
