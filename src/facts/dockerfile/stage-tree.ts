import type { DockerfileFact, Stage } from "./dockerfile.ts";
import { sourceNames } from "./source-names.ts";
import { oncePer } from "../../text/once-per.ts";
import { fitsWildcard } from "../../text/wildcard.ts";

export interface StageTree {
  /** By index of a stage: the stage that it is built FROM, if it is in this file. A parent comes before its children. */
  readonly parents: readonly (number | undefined)[];
  /** Stages that become images: the last one, and those that no later stage is based on or copies from, with any values of variables. */
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

/** For each stage, whether `predicate` holds for it or for a stage that it is built FROM. */
export function inherited(dockerfile: DockerfileFact, predicate: (stage: Stage) => boolean): readonly boolean[] {
  const { parents } = stageTree(dockerfile);
  const heldByStage: boolean[] = [];
  for (const stage of dockerfile.stages) {
    const parent = parents[stage.index];
    heldByStage.push((parent !== undefined && heldByStage[parent] === true) || predicate(stage));
  }
  return heldByStage;
}

function grow(dockerfile: DockerfileFact): StageTree {
  const { stages } = dockerfile;
  const indexByName = new Map<string, number>();
  const used = new Set<number>();
  const parents: (number | undefined)[] = [];
  const indexOf = (name: string) => indexByName.get(name.toLowerCase());
  for (const stage of stages) {
    const { index, name, base, instructions } = stage;
    const parent = base.kind === "stage" ? indexOf(base.text) : undefined;
    parents.push(parent);
    if (parent !== undefined) used.add(parent);
    for (const earlierStage of chosenBy(stage, indexByName)) used.add(earlierStage);
    for (const instruction of instructions) {
      for (const { name: from } of sourceNames(dockerfile, instruction))
        used.add(indexOf(from) ?? (/^\d+$/.test(from) ? Number(from) : -1));
    }
    if (name !== undefined) indexByName.set(name.toLowerCase(), index);
  }
  const byName = Map.groupBy(stages, ({ name }) => name?.toLowerCase() ?? "");
  byName.delete("");
  return { parents, byName, ends: stages.filter(({ index, final }) => final || !used.has(index)) };
}

/** Earlier stages that a variable in FROM can resolve to: `${SOURCE}-install`. A variable alone may name any of them where its default names one. */
function chosenBy({ base, from }: Stage, indexByName: ReadonlyMap<string, number>): readonly number[] {
  const fromText = from.words[0]?.text ?? "";
  if (!fromText.includes("$")) return [];
  const pattern = fromText.replace(/\$\{[^{}]*\}|\$\w+/g, "*");
  if (/^\*+$/.test(pattern) && base.kind !== "stage") return [];
  return [...indexByName].flatMap(([name, index]) => (fitsWildcard(pattern, name) ? [index] : []));
}
