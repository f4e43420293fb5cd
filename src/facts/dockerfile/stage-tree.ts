import type { DockerfileFact, Instruction, Stage } from "./dockerfile.ts";
import { oncePer } from "../../text/once-per.ts";

export interface StageTree {
  /** By index of a stage: the stage that it is built FROM, if it is one of this file. A parent stands before its children. */
  readonly parents: readonly (number | undefined)[];
  /** Stages that become images of their own: the last one, and those that no later stage starts from or takes files of. */
  readonly ends: readonly Stage[];
  /** By name in small letters, as BuildKit compares them; more than one where a name is given twice. */
  readonly byName: ReadonlyMap<string, readonly Stage[]>;
}

export const stageTree = oncePer(grow);

/** The stage that this one is built FROM. */
export function parentOf(dockerfile: DockerfileFact, { index }: Stage): Stage | undefined {
  const parent = stageTree(dockerfile).parents[index];
  return parent === undefined ? undefined : dockerfile.stages[parent];
}

/** For each stage, whether it or a stage that it is built FROM holds what `own` looks for. */
export function inherited(dockerfile: DockerfileFact, own: (stage: Stage) => boolean): readonly boolean[] {
  const { parents } = stageTree(dockerfile);
  const held: boolean[] = [];
  for (const stage of dockerfile.stages) {
    const parent = parents[stage.index];
    held.push((parent !== undefined && held[parent] === true) || own(stage));
  }
  return held;
}

function grow({ stages }: DockerfileFact): StageTree {
  const named = new Map<string, number>();
  const used = new Set<number>();
  const parents: (number | undefined)[] = [];
  const indexOf = (name: string) => named.get(name.toLowerCase());
  for (const { index, name, base, instructions } of stages) {
    const parent = base.kind === "stage" ? indexOf(base.text) : undefined;
    parents.push(parent);
    if (parent !== undefined) used.add(parent);
    for (const instruction of instructions) {
      for (const from of sourcesOf(instruction)) used.add(indexOf(from) ?? (/^\d+$/.test(from) ? Number(from) : -1));
    }
    if (name !== undefined) named.set(name.toLowerCase(), index);
  }
  const byName = Map.groupBy(stages, ({ name }) => name?.toLowerCase() ?? "");
  byName.delete("");
  return { parents, byName, ends: stages.filter(({ index, final }) => final || !used.has(index)) };
}

/** Names in `--from=NAME` of COPY and `--mount=...,from=NAME` of RUN. */
function sourcesOf({ keyword, flags }: Instruction): readonly string[] {
  if (flags.length === 0 || (keyword !== "COPY" && keyword !== "RUN")) return [];
  return flags.flatMap(({ name, value = "" }) => {
    if (keyword === "COPY" && name === "from") return [value];
    if (keyword !== "RUN" || name !== "mount") return [];
    return value.split(",").flatMap((option) => /^from=(.*)$/i.exec(option.trim())?.[1] ?? []);
  });
}
