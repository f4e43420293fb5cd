import type { Span } from "../../../domain/finding/span.ts";
import type { DockerfileFact, Instruction } from "../dockerfile.ts";
import { expandText, type NameUse } from "./expand.ts";
import { expandedParts, type ExpandedPart } from "./expanded-parts.ts";
import { GlobalScope } from "./global-scope.ts";
import { pairsOf } from "./pairs-of.ts";
import type { StageScope } from "./stage-scope.ts";
import { closest } from "./suggest.ts";
import type { Lookup } from "./value.ts";

/** One `$NAME` or `${NAME...}` in a place that Docker itself expands (not in a RUN, whose shell does it). */
export interface VariableUse {
  readonly name: string;
  readonly span: Span;
  readonly instruction: Instruction;
  /** Index of the stage; undefined before the first FROM and in FROM itself, where only global ARGs count. */
  readonly stage?: number;
  /** `${A:-x}`, `${A:+x}`: the use has a fallback for an unset variable. */
  readonly guarded: boolean;
  readonly defined: boolean;
  /** A defined name one or two edits away, if any. */
  readonly suggestion?: string;
  /** No one looked at the base image, and it is not one whose variables are known: it may define the name. */
  readonly baseUnknown: boolean;
}

export interface Scopes {
  readonly globals: GlobalScope;
  readonly stages: readonly StageScope[];
}

/** Suggestions that are worked out for one file: a hostile one has thousands of undefined names. */
const mostSuggestions = 200;

/** Every use in the order of the text. `stageOf` is undefined for FROM and for instructions before the first one. */
export function usesOf(
  dockerfile: DockerfileFact,
  { globals, stages }: Scopes,
  stageOf: (instruction: Instruction) => number | undefined,
): VariableUse[] {
  const uses: VariableUse[] = [];
  let suggestions = 0;
  const collect = (
    part: ExpandedPart,
    useContext: Pick<VariableUse, "instruction" | "stage" | "baseUnknown">,
    lookup: Lookup,
    names: () => readonly string[],
  ) => {
    const options = { escape: part.quotes ? dockerfile.escape : ("\\" as const), quotes: part.quotes };
    for (const use of expandText(part.text, lookup, options).uses) {
      const { name, guarded } = use;
      const defined = lookup(name) !== undefined;
      const suggestion = defined || ++suggestions > mostSuggestions ? undefined : closest(name, names());
      const suggestionField = suggestion === undefined ? {} : { suggestion };
      uses.push({ ...useContext, name, span: placeOf(part, use), guarded, defined, ...suggestionField });
    }
  };
  const globalScope = new GlobalScope(dockerfile);
  for (const instruction of dockerfile.instructions) {
    const { keyword, onbuild } = instruction;
    if (onbuild) continue;
    const stage = stageOf(instruction);
    if (stage === undefined && keyword === "ARG") {
      for (const pair of pairsOf(dockerfile, instruction)) {
        const { value, valueSpan } = pair;
        if (value?.includes("$") === true && valueSpan !== undefined) {
          const part = { text: value, span: valueSpan, quotes: true };
          collect(part, { instruction, baseUnknown: false }, globalScope.lookup, () => globalScope.names());
        }
        globalScope.declarePair(pair);
      }
      continue;
    }
    if (!mayUse(instruction)) continue;
    const stageScope = stage === undefined ? undefined : stages[stage];
    for (const part of expandedParts(dockerfile, instruction)) {
      if (!part.text.includes("$")) continue;
      if (stageScope === undefined || stage === undefined) {
        collect(part, { instruction, baseUnknown: false }, globals.lookup, () => globals.names());
        continue;
      }
      // An ARG's value sees the ARGs left of it; everything else sees the values before the instruction.
      const offset = keyword === "ARG" ? part.span.start : instruction.span.start;
      const useContext = { instruction, stage, baseUnknown: !stageScope.base.complete };
      collect(
        part,
        useContext,
        (name) => stageScope.valueAt(name, offset),
        () => [...stageScope.names(offset), ...stageScope.base.names],
      );
    }
  }
  return uses;
}

/** Docker does not expand the text after their flags. */
const leftToShell = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"]);

/** Something in the instruction that Docker expands, if it has any `$`. */
export function mayUse({ keyword, onbuild, args, heredocs, flags }: Instruction): boolean {
  if (onbuild) return false;
  if (!leftToShell.has(keyword) && (args.includes("$") || heredocs.length > 0)) return true;
  return flags.some(({ value }) => value?.includes("$"));
}

/** A part with a continuation inside has no countable places. */
function placeOf({ text, span }: ExpandedPart, { start, end }: NameUse): Span {
  if (span.end - span.start !== text.length) return span;
  return { start: span.start + start, end: span.start + end };
}
