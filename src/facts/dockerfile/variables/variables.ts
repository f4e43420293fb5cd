import type { BasesFact } from "../bases.ts";
import type { DockerfileFact, Instruction } from "../dockerfile.ts";
import { expansionBudget } from "../../../text/expansion-limit.ts";
import { baseEnv } from "./base-env.ts";
import { expandText, isPlain, type Expansion } from "./expand.ts";
import { GlobalScope } from "./global-scope.ts";
import { StageScope } from "./stage-scope.ts";
import { mayUse, usesOf, type Scopes, type VariableUse } from "./uses.ts";
import type { Lookup } from "./value.ts";

export interface VariablesFact {
  /** In the order of the text; none of ONBUILD, which are expanded in the build of another image. */
  readonly uses: readonly VariableUse[];
  /** `text` of the instruction after expansion as Docker does it; undefined when a value is known only to the build. */
  expand(instruction: Instruction, text: string): string | undefined;
  /**
   * As `expand`, but for a build without `--build-arg`: unset variables are empty. Undefined for values that
   * differ from build to build, and for names that an unknown base image may set.
   */
  expandDefaults(instruction: Instruction, text: string): string | undefined;
  /** Value of an ARG or ENV at the instruction; undefined when it has none or only the build knows it. */
  valueOf(instruction: Instruction, name: string): string | undefined;
}

/**
 * Scopes as BuildKit has them (frontend/dockerfile/dockerfile2llb/convert.go): global ARGs for FROM, and for a stage that
 * declares them again; a stage starts with what its base image or the stage it is built FROM has.
 */
export function variablesFact(dockerfile: DockerfileFact, bases: BasesFact): VariablesFact {
  let cachedScopes: Scopes | undefined;
  let cachedUses: readonly VariableUse[] | undefined;
  const scopes = () => (cachedScopes ??= scopesOf(dockerfile, bases));
  const options = { escape: dockerfile.escape };
  // Many rules expand one text: the budget counts only the characters that variables add.
  const spend = expansionBudget("the variables of the instructions");
  const grown = (text: string, { text: result }: Expansion): string | undefined => {
    spend(Math.max(0, (result?.length ?? 0) - text.length));
    return result;
  };
  const lookupAt = (instruction: Instruction): Lookup => {
    const stage = stageOf(dockerfile, instruction);
    if (stage === undefined) return scopes().globals.lookup;
    const stageScope = scopes().stages[stage];
    return (name) => stageScope?.valueAt(name, instruction.span.start);
  };
  return {
    get uses() {
      return (cachedUses ??=
        dockerfile.text.includes("$") && dockerfile.instructions.some(mayUse)
          ? usesOf(dockerfile, scopes(), (instruction) => stageOf(dockerfile, instruction))
          : []);
    },
    expand: (instruction, text) =>
      isPlain(text) ? text : grown(text, expandText(text, lookupAt(instruction), options)),
    expandDefaults(instruction, text) {
      if (isPlain(text)) return text;
      const stage = stageOf(dockerfile, instruction);
      const stageScope = stage === undefined ? undefined : scopes().stages[stage];
      const lookup = lookupAt(instruction);
      return grown(text, expandText(text, stageScope?.plain(lookup) ?? lookup, { ...options, unsetIsEmpty: true }));
    },
    valueOf: (instruction, name) => lookupAt(instruction)(name)?.text,
  };
}

/** Undefined for FROM and for instructions before the first one. */
function stageOf({ stages }: DockerfileFact, { span, keyword, onbuild }: Instruction): number | undefined {
  if (keyword === "FROM" && !onbuild) return undefined;
  let low = 0;
  let high = stages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stages[middle]?.from.span.start ?? 0) <= span.start) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : low - 1;
}

function scopesOf(dockerfile: DockerfileFact, bases: BasesFact): Scopes {
  const spend = expansionBudget("the values of ARG and ENV");
  const globals = new GlobalScope(dockerfile, spend);
  for (const instruction of dockerfile.instructions) {
    if (instruction.keyword !== "ARG") break;
    globals.declare(instruction);
  }
  const stages: StageScope[] = [];
  const byName = new Map<string, number>();
  for (const { base, name, from, instructions } of dockerfile.stages) {
    const parentIndex = base.kind === "stage" ? byName.get(base.text.toLowerCase()) : undefined;
    const parent = parentIndex === undefined ? undefined : stages[parentIndex];
    const env = parent?.base ?? baseEnv(base, bases);
    const scope = new StageScope({ source: dockerfile, globals: globals.lookup, base: env, parent, spend });
    const triggers = parentIndex === undefined ? undefined : dockerfile.stages[parentIndex]?.instructions;
    for (const trigger of triggers ?? [])
      if (trigger.onbuild && declares(trigger)) scope.declare(trigger, from.span.end);
    for (const instruction of instructions)
      if (!instruction.onbuild && declares(instruction)) scope.declare(instruction);
    if (name !== undefined) byName.set(name.toLowerCase(), stages.length);
    stages.push(scope);
  }
  return { globals, stages };
}

function declares({ keyword }: Instruction): boolean {
  return keyword === "ARG" || keyword === "ENV";
}
