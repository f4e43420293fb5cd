import type { DockerfileFact, Instruction, Stage } from "../dockerfile.ts";
import type { PackageCall, PackageCallsFact } from "../package-calls.ts";
import type { LaterFact, Leftover } from "./leftover.ts";
import { mayMeet, placeOf } from "./paths.ts";
import { useOf } from "./readers.ts";
import { runTimeUse } from "./run-time.ts";
import { foreignText, doubtAt, stageTrusts, type StageTrust } from "./trust.ts";
import { ownMeaning } from "./commands.ts";
import { stageLinks, type StageLinks } from "./stage-links.ts";

export type { LaterFact, Leftover } from "./leftover.ts";

/** Worked out at the first question; every question after it is a look-up. */
export function laterFact(dockerfile: DockerfileFact, packageCalls: PackageCallsFact): LaterFact {
  let made: Known | undefined;
  const known = (): Known => (made ??= learn(dockerfile, packageCalls));
  const tables = new Map<Leftover["name"], readonly (readonly (string | undefined)[])[]>();
  return {
    foreign: foreignText(dockerfile.text),
    wanted(from, leftover) {
      const place = known().places.get(from);
      if (place === undefined) return "it stands in no stage";
      const key = `${leftover.name} ${leftover.paths.join(" ")}`;
      let table = tables.get(key);
      if (table === undefined) tables.set(key, (table = wantedTable(dockerfile, known(), leftover)));
      return table[place.stage]?.[place.index + 1];
    },
    doubts(at, { programs, paths = [], asRoot = false }) {
      const place = known().places.get(at);
      const trust = place && known().trusts[place.stage];
      if (place === undefined || trust === undefined) return "it stands in no stage";
      return (
        doubtAt(trust, place.index, programs) ??
        (asRoot ? trust.users[place.index] : undefined) ??
        (at.keyword === "RUN" ? (ownMeaning(at) ?? mountOver(at, paths) ?? elsewhere(at)) : undefined)
      );
    },
    baseOf(at) {
      const place = known().places.get(at);
      return place && known().trusts[place.stage]?.base;
    },
  };
}

interface Known {
  readonly places: ReadonlyMap<Instruction, { readonly stage: number; readonly index: number }>;
  readonly calls: ReadonlyMap<Instruction, readonly PackageCall[]>;
  readonly links: StageLinks;
  readonly trusts: readonly StageTrust[];
}

function learn(dockerfile: DockerfileFact, packageCalls: PackageCallsFact): Known {
  const calls = Map.groupBy(packageCalls, (call) => call.instruction);
  const links = stageLinks(dockerfile);
  const places = new Map<Instruction, { stage: number; index: number }>();
  for (const { index: stage, instructions } of dockerfile.stages)
    for (const [index, instruction] of instructions.entries()) places.set(instruction, { stage, index });
  return { places, calls, links, trusts: stageTrusts(dockerfile, links.parents, calls) };
}

/** A mount over or below what is to be deleted: deleting stops at it, and the RUN fails. */
function mountOver({ flags }: Instruction, paths: readonly string[]): string | undefined {
  for (const { name, value = "" } of flags) {
    if (name !== "mount") continue;
    const target = /(?:^|,)\s*(?:target|dst|destination)=([^,]*)/i.exec(value)?.[1];
    if (target === undefined) continue;
    const place = placeOf(target, !target.includes("$"), undefined);
    if (paths.some((path) => mayMeet(place, path))) return `a mount lies at \`${target}\``;
  }
  return undefined;
}

/** Flags under which a step is no plain one. */
function elsewhere({ flags }: Instruction): string | undefined {
  const odd = flags.find(({ name }) => name !== "mount" && name !== "network");
  return odd && `RUN --${odd.name} may change what it can do`;
}

/** For each stage, what wants the leftover in front of each of its instructions and at its end. From the last stage to the first. */
function wantedTable({ stages, text }: DockerfileFact, known: Known, leftover: Leftover) {
  const table: (string | undefined)[][] = stages.map(() => []);
  const foreign = foreignText(text);
  const takerOf = takerFinder(leftover);
  for (const stage of stages.toReversed()) {
    const { index: own, instructions } = stage;
    const trust = known.trusts[own];
    const column: (string | undefined)[] = Array.from({ length: instructions.length + 1 });
    column[instructions.length] = foreign ?? wantedAtEnd(stage, known, { leftover, takerOf }, table);
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
      column[at] = use === "leaves" ? column[at + 1] : use === "renews" ? undefined : use.reads;
    }
    table[own] = column;
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
  const { index, instructions, final } = stage;
  if (instructions.some(({ onbuild }) => onbuild)) return "ONBUILD triggers run in a build that is not seen here";
  const taken = takerOf(known.links.takersOf(stage));
  if (taken !== undefined) return `${taken} takes files that may hold it`;
  for (const child of known.links.children[index] ?? []) {
    const wanted = table[child]?.[0];
    if (wanted !== undefined) return wanted;
  }
  const sets = instructions.some(({ keyword }) => /^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(keyword));
  if (!final && !sets) return undefined;
  return runTimeUse(known.links.chains(index), leftover, known.trusts[index], known.calls);
}
