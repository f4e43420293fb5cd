import type { DockerfileFact, Stage } from "./dockerfile.ts";
import { sourceNames } from "./source-names.ts";
import { oncePer } from "../../text/once-per.ts";
import { fitsWildcard } from "../../text/wildcard.ts";

export interface StageTree {
  /** By index of a stage: the stage that it is built FROM, if it is one of this file. A parent stands before its children. */
  readonly parents: readonly (number | undefined)[];
  /** Stages that become images of their own: the last one, and those that no later stage starts from or takes files of, whatever its variables are. */
  readonly ends: readonly Stage[];
  /** By name in small letters, as BuildKit compares them; more than one where a name is given twice. */
  readonly byName: ReadonlyMap<string, readonly Stage[]>;
}

export const stageTree = oncePer(grow);

/** The stage that this one is built FROM. */
export function parentOf(dockerfile: DockerfileFact, { index }: Pick<Stage, "index">): Stage | undefined {
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

function grow(dockerfile: DockerfileFact): StageTree {
  const { stages } = dockerfile;
  const named = new Map<string, number>();
  const used = new Set<number>();
  const parents: (number | undefined)[] = [];
  const indexOf = (name: string) => named.get(name.toLowerCase());
  for (const stage of stages) {
    const { index, name, base, instructions } = stage;
    const parent = base.kind === "stage" ? indexOf(base.text) : undefined;
    parents.push(parent);
    if (parent !== undefined) used.add(parent);
    for (const other of chosenBy(stage, named)) used.add(other);
    for (const instruction of instructions) {
      for (const { name: from } of sourceNames(dockerfile, instruction))
        used.add(indexOf(from) ?? (/^\d+$/.test(from) ? Number(from) : -1));
    }
    if (name !== undefined) named.set(name.toLowerCase(), index);
  }
  const byName = Map.groupBy(stages, ({ name }) => name?.toLowerCase() ?? "");
  byName.delete("");
  return { parents, byName, ends: stages.filter(({ index, final }) => final || !used.has(index)) };
}

/** Earlier stages that a build can put in the place of a variable in FROM: `${SOURCE}-install`. A variable alone may name any of them where its default does. */
function chosenBy({ base, from }: Stage, named: ReadonlyMap<string, number>): readonly number[] {
  const written = from.words[0]?.text ?? "";
  if (!written.includes("$")) return [];
  const pattern = written.replace(/\$\{[^{}]*\}|\$\w+/g, "*");
  if (/^\*+$/.test(pattern) && base.kind !== "stage") return [];
  return [...named].flatMap(([name, index]) => (fitsWildcard(pattern, name) ? [index] : []));
}
