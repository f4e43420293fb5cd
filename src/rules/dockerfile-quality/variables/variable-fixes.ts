import type { DockerfileFact } from "../../../facts/dockerfile/dockerfile.ts";
import type { VariableUse } from "../../../facts/dockerfile/variables/uses.ts";
import type { Fix } from "../../../domain/finding/fix.ts";

/** The probably intended name instead of the undefined one. Only the author knows its effect. */
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
  const reportedNames = new Set<string>();
  for (const use of uses) {
    if (use.instruction !== instruction) reportedNames.clear();
    instruction = use.instruction;
    if (use.defined || reportedNames.has(use.name)) continue;
    reportedNames.add(use.name);
    yield use;
  }
}
