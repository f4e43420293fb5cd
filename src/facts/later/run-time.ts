import type { DockerfileFact, Instruction } from "../dockerfile/dockerfile.ts";
import type { PackageCall } from "../managers/package-call.ts";
import type { Leftover } from "./leftover.ts";
import { useOfRun } from "./readers.ts";
import { doubtAt, type StageTrust } from "./trust.ts";
import { saidText } from "../dockerfile/exec-form.ts";

/** What a container of a stage starts, as far as this file sets it. */
export interface Starts {
  readonly entrypoint?: Instruction;
  readonly cmd?: Instruction;
  readonly healthcheck?: Instruction;
}

/** Of all stages; a stage that is built FROM another has what that one has. */
export function stageStarts({ stages }: DockerfileFact, parents: readonly (number | undefined)[]): readonly Starts[] {
  const all: Starts[] = [];
  for (const { index, instructions } of stages) {
    let starts: Starts = all[parents[index] ?? -1] ?? {};
    for (const one of instructions) {
      if (one.onbuild) continue;
      if (one.keyword === "ENTRYPOINT") starts = { ...starts, entrypoint: one };
      if (one.keyword === "CMD") starts = { ...starts, cmd: one };
      if (one.keyword === "HEALTHCHECK") starts = { ...starts, healthcheck: one };
    }
    all.push(starts);
  }
  return all;
}

/** Why the container may want the leftover when it runs: what ENTRYPOINT, CMD and HEALTHCHECK start, of this stage and those below. */
export function runTimeUse(
  starts: Starts | undefined,
  leftover: Leftover,
  trust: StageTrust | undefined,
  calls: ReadonlyMap<Instruction, readonly PackageCall[]>,
): string | undefined {
  if (trust === undefined || starts === undefined) return "its stage is not known";
  const { entrypoint, cmd, healthcheck } = starts;
  const place = {
    folder: trust.folders.at(-1),
    doubt: (programs: readonly string[]) => doubtAt(trust, Infinity, programs),
    atRunTime: true,
  };
  // What the base starts is not known where the base is not.
  if (leftover.kind === "index" && trust.base === undefined && (entrypoint === undefined || cmd === undefined))
    return "what the base image starts is not known";
  for (const one of [entrypoint, cmd, healthcheck]) {
    if (one === undefined || one.args.trim() === "" || /^NONE$/i.test(one.args)) continue;
    if (leftover.paths.some((path) => saidText(one).includes(path))) return `${one.keyword} names the folder`;
    // Behind an ENTRYPOINT in exec form, CMD are its arguments.
    if (one.keyword === "CMD" && entrypoint?.json !== undefined && one.json !== undefined) continue;
    const use = useOfRun(one, leftover, { ...place, calls: calls.get(one) ?? [] });
    if (typeof use === "object") return `${one.keyword}: ${use.reads}`;
  }
  return undefined;
}
