import type { DockerfileFact, Instruction, Stage } from "../dockerfile/dockerfile.ts";

/** A COPY --from or RUN --mount=from= that reads files of a stage. */
interface StageUse {
  readonly by: string;
  readonly sources: readonly string[];
}

export interface StageLinks {
  /** By index of a stage: the stage that it is built FROM. */
  readonly parents: readonly (number | undefined)[];
  readonly children: readonly (readonly number[])[];
  /** Lists of those that may mean the stage, by its number, its name, or a name that only the build knows; shared between stages. */
  usesOf(stage: Stage): readonly (readonly StageUse[])[];
}

/** Names as BuildKit resolves them: without regard to case, the last stage of that name before, or a number. */
export function stageLinks({ stages }: DockerfileFact): StageLinks {
  const stageIndexes = new Map<string, number>();
  const parents: (number | undefined)[] = [];
  const children: number[][] = stages.map(() => []);
  // By name or number in small letters; a name that is given twice may mean either stage, one with `$` any.
  const uses = new Map<string, StageUse[]>();
  for (const { index, base, name, instructions } of stages) {
    const parent = base.kind === "stage" ? stageIndexes.get(base.text.toLowerCase()) : undefined;
    parents.push(parent);
    if (parent !== undefined) children[parent]?.push(index);
    for (const instruction of instructions) {
      for (const { from, ...use } of usesIn(instruction)) {
        const key = from.includes("$") ? "$" : from.toLowerCase();
        const usesOfStage = uses.get(key);
        if (usesOfStage === undefined) uses.set(key, [use]);
        else usesOfStage.push(use);
      }
    }
    if (name !== undefined) stageIndexes.set(name.toLowerCase(), index);
  }
  const usesOf = ({ index, name }: Stage) =>
    [uses.get(String(index)), uses.get(name?.toLowerCase() ?? ""), uses.get("$")].filter((list) => list !== undefined);
  return { parents, children, usesOf };
}

function usesIn({ keyword, flags, words, json }: Instruction): (StageUse & { readonly from: string })[] {
  return flags.flatMap(({ name, value = "" }) => {
    if ((keyword === "COPY" || keyword === "ADD") && name === "from") {
      const sources = (json ?? words.map(({ text }) => text.replace(/^(["'])(.*)\1$/, "$2"))).slice(0, -1);
      return [{ from: value, by: `${keyword} --from=${value}`, sources }];
    }
    if (keyword !== "RUN" || name !== "mount") return [];
    const option = (keyPattern: RegExp): string | undefined =>
      value
        .split(",")
        .map((field) => field.trim())
        .map(
          (field) => [field.slice(0, field.indexOf("=")).toLowerCase(), field.slice(field.indexOf("=") + 1)] as const,
        )
        .find(([key]) => keyPattern.test(key))?.[1];
    const from = option(/^from$/);
    return from === undefined
      ? []
      : [{ from, by: `RUN --mount=from=${from}`, sources: [option(/^(?:source|src)$/) ?? "/"] }];
  });
}
