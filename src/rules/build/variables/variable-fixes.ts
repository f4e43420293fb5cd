import type { DockerfileFact } from "../../../facts/dockerfile/dockerfile.ts";
import type { VariableUse } from "../../../facts/dockerfile/variables/uses.ts";
import type { Fix } from "../../../domain/finding/fix.ts";

/** The name that was probably meant, in place of the one that nothing defines. What it changes only its author knows. */
export function renameFix({ file, text }: DockerfileFact, { name, span, suggestion }: VariableUse): Fix | undefined {
  const start = span.start + (text[span.start + 1] === "{" ? 2 : 1);
  if (suggestion === undefined || !text.startsWith(name, start)) return undefined;
  return {
    title: `write $${suggestion}`,
    applicability: "suggested",
    edits: [{ file, span: { start, end: start + name.length }, text: suggestion }],
  };
}

/** The first use of each undefined name in each instruction. */
export function* undefinedUses(uses: readonly VariableUse[]): Generator<VariableUse> {
  let instruction: VariableUse["instruction"] | undefined;
  const told = new Set<string>();
  for (const use of uses) {
    if (use.instruction !== instruction) told.clear();
    instruction = use.instruction;
    if (use.defined || told.has(use.name)) continue;
    told.add(use.name);
    yield use;
  }
}
