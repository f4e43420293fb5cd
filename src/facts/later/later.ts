import type { DockerfileFact, Instruction, ShellCommand } from "../dockerfile/dockerfile.ts";
import type { PackageCallsFact } from "../managers/package-call.ts";
import type { LaterFact, Leftover } from "./leftover.ts";
import { lastReader } from "./readers.ts";
import { stageStarts } from "./run-time.ts";
import { foreignText, doubtAt, stageTrusts } from "./trust.ts";
import { wantedTable, type Known } from "./wanted-table.ts";
import { mountOver, ownMeaning, programsMounted } from "./commands.ts";
import { stageLinks } from "./stage-links.ts";

export type { LaterFact, Leftover } from "./leftover.ts";

/** Worked out at the first question; every question after it is a look-up. */
export function laterFact(dockerfile: DockerfileFact, packageCalls: PackageCallsFact): LaterFact {
  let made: Known | undefined;
  const known = (): Known => (made ??= learn(dockerfile, packageCalls));
  const inRuns = new Map<string, Map<Instruction, ReturnType<typeof readerWithin>>>();
  const tables = new Map<Leftover["name"], readonly (readonly (string | undefined)[])[]>();
  return {
    foreign: foreignText(dockerfile.text),
    wanted(from, leftover, within) {
      const place = known().places.get(from);
      if (place === undefined) return "it stands in no stage";
      const key = `${leftover.name} ${leftover.paths.join(" ")}`;
      let table = tables.get(key);
      if (table === undefined) tables.set(key, (table = wantedTable(dockerfile, known(), leftover)));
      if (within !== undefined) {
        let readers = inRuns.get(key);
        if (readers === undefined) inRuns.set(key, (readers = new Map()));
        if (!readers.has(from)) readers.set(from, readerWithin(from, leftover, within.changed, known()));
        const reader = readers.get(from);
        if (reader !== undefined && reader.start > within.command.span.start) return reader.why;
      }
      return table[place.stage]?.[place.index + 1];
    },
    doubts(at, { programs, paths = [], asRoot = false }) {
      const place = known().places.get(at);
      const trust = place && known().trusts[place.stage];
      if (place === undefined || trust === undefined) return "it stands in no stage";
      return (
        doubtAt(trust, place.index, programs) ??
        (asRoot ? trust.users[place.index] : undefined) ??
        (at.keyword === "RUN"
          ? (ownMeaning(at) ?? programsMounted(at) ?? mountOver(at, paths) ?? elsewhere(at))
          : undefined)
      );
    },
    baseOf(at) {
      const place = known().places.get(at);
      return place && known().trusts[place.stage]?.base;
    },
  };
}

function learn(dockerfile: DockerfileFact, packageCalls: PackageCallsFact): Known {
  const calls = Map.groupBy(packageCalls, (call) => call.instruction);
  const links = stageLinks(dockerfile);
  const places = new Map<Instruction, { stage: number; index: number }>();
  for (const { index: stage, instructions } of dockerfile.stages)
    for (const [index, instruction] of instructions.entries()) places.set(instruction, { stage, index });
  return {
    places,
    calls,
    links,
    trusts: stageTrusts(dockerfile, links.parents, calls),
    starts: stageStarts(dockerfile, links.parents),
  };
}

/** What of the RUN itself may want what an earlier command of it leaves; `changed` is the same for all questions about a RUN. */
function readerWithin(run: Instruction, leftover: Leftover, changed: readonly ShellCommand[], known: Known) {
  const place = known.places.get(run);
  const trust = known.trusts[place?.stage ?? -1];
  if (place === undefined || trust === undefined) return undefined;
  const at = {
    folder: trust.folders[place.index],
    doubt: (programs: readonly string[]) => doubtAt(trust, place.index, programs),
    calls: known.calls.get(run) ?? [],
  };
  return lastReader(run, leftover, at, new Set(changed.map(({ span }) => span.start)));
}

/** Flags under which a step is no plain one. */
function elsewhere({ flags }: Instruction): string | undefined {
  const odd = flags.find(({ name }) => name !== "mount" && name !== "network");
  return odd && `RUN --${odd.name} may change what it can do`;
}
