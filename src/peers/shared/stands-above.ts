import type { DockerfileFact, Instruction, Stage } from "../../facts/dockerfile/dockerfile.ts";
import { inherited, stageTree } from "../../facts/dockerfile/stage-tree.ts";
import { oncePer } from "../../text/once-per.ts";

interface Standing {
  /** By stage: where its first one begins. */
  readonly first: readonly number[];
  readonly held: readonly boolean[];
}

const standing = oncePer<DockerfileFact, [], Map<string, Standing>>(() => new Map());

/** An instruction of this keyword stands above this one in its stage, or in a stage that it is built FROM. Triggers do not count. */
export function standsAbove(
  dockerfile: DockerfileFact,
  keyword: string,
  stage: Stage | undefined,
  { span }: Instruction,
): boolean {
  if (stage === undefined) return false;
  const cache = standing(dockerfile);
  const { first, held } = cache.get(keyword) ?? standingOf(dockerfile, keyword);
  cache.set(keyword, { first, held });
  const parent = stageTree(dockerfile).parents[stage.index];
  return (first[stage.index] ?? Infinity) < span.start || (parent !== undefined && held[parent] === true);
}

function standingOf(dockerfile: DockerfileFact, name: string): Standing {
  const first = dockerfile.stages.map(
    ({ instructions }) =>
      instructions.find(({ keyword, onbuild }) => keyword === name && !onbuild)?.span.start ?? Infinity,
  );
  return { first, held: inherited(dockerfile, ({ index }) => first[index] !== Infinity) };
}
