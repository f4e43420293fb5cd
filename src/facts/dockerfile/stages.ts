import type { ParsedDockerfile } from "../../domain/dockerfile/parsed-dockerfile.ts";
import { baseReference } from "./base-reference.ts";
import type { DockerfileFact, Instruction, Stage } from "./dockerfile.ts";
import { sourceNames, type SourceName } from "./source-names.ts";
import { GlobalScope } from "./variables/global-scope.ts";

/** Stages of a Dockerfile, what each is built from, and which of them the last one needs. */
export function dockerfileFact(parsed: ParsedDockerfile): DockerfileFact {
  const drafts: Draft[] = [];
  const indexByName = new Map<string, number>();
  const globals = new GlobalScope(parsed);
  for (const instruction of parsed.instructions) {
    if (instruction.keyword !== "FROM" || instruction.onbuild) {
      const draft = drafts.at(-1);
      if (draft === undefined) globals.declare(instruction);
      else {
        draft.instructions.push(instruction);
        if (!instruction.onbuild)
          draft.needs.push(...earlierSources(sourceNames(parsed, instruction), indexByName, drafts.length - 1));
      }
      continue;
    }
    const base = baseReference(instruction, globals.lookup, indexByName, parsed.escape);
    globals.spend(base.name?.length ?? 0);
    const name = instruction.words[2]?.text;
    const parent = base.kind === "stage" ? indexByName.get(base.text.toLowerCase()) : undefined;
    drafts.push({ base, from: instruction, name, instructions: [], needs: parent === undefined ? [] : [parent] });
    if (name !== undefined) indexByName.set(name.toLowerCase(), drafts.length - 1);
  }
  const reached = reach(drafts);
  const { file, text, escape, eol, windows, instructions } = parsed;
  const stages = drafts.map(({ base, from, name, instructions: stageInstructions }, index): Stage => ({
    index,
    ...(name === undefined ? {} : { name }),
    base,
    from,
    instructions: stageInstructions,
    reachesTarget: reached.has(index),
    final: index === drafts.length - 1,
  }));
  return { file, text, escape, eol, windows, instructions, stages };
}

interface Draft {
  readonly base: Stage["base"];
  readonly from: Instruction;
  readonly name: string | undefined;
  readonly instructions: Instruction[];
  /** Indexes of earlier stages. */
  readonly needs: number[];
}

/** Earlier stages that COPY --from and RUN --mount=from= read. */
function earlierSources(
  names: readonly SourceName[],
  indexByName: ReadonlyMap<string, number>,
  stageIndex: number,
): number[] {
  return names.flatMap(({ name }) => {
    const index = indexByName.get(name.toLowerCase()) ?? (/^\d+$/.test(name) ? Number(name) : -1);
    return index >= 0 && index < stageIndex ? [index] : [];
  });
}

function reach(drafts: readonly Draft[]): Set<number> {
  const reached = new Set<number>([drafts.length - 1]);
  // Needs point backwards only, so one walk from the end meets every stage after all that need it.
  for (let index = drafts.length - 1; index >= 0; index--) {
    if (reached.has(index)) for (const need of drafts[index]?.needs ?? []) reached.add(need);
  }
  return reached;
}
