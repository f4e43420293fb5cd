import type { Edit, Fix } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { execEdit } from "../../edits/exec-edit.ts";
import { jsonForm } from "../../formats/dockerfile/json-form.ts";
import { joinedText } from "../../facts/dockerfile/joined-text.ts";
import { oncePer } from "../../text/once-per.ts";

/**
 * A fix as far as possible in this file; undefined otherwise. An ONBUILD trigger only runs in the build of another
 * image, which no proof of this one covers: never edited. A RUN in exec form contains JSON: an edit must keep it valid.
 */
export function fitted(fix: Fix, dockerfile: DockerfileFact | undefined): Fix | undefined {
  if (dockerfile === undefined) return fix;
  const special = touched(specialOnes(dockerfile), fix.edits);
  if (special.length === 0) return fix;
  if (special.some(({ onbuild }) => onbuild)) return undefined;
  const adaptedEdits = new Map<Edit, Edit>();
  for (const instruction of special) {
    const inside = fix.edits.filter((edit) => touches(edit, instruction));
    if (inside.some((edit) => replacesAll(edit, instruction))) continue;
    const execEdits = inside.map((edit) => execEdit(edit, instruction, dockerfile.escape));
    if (execEdits.every((edit) => edit !== undefined)) {
      for (const [index, edit] of inside.entries()) adaptedEdits.set(edit, execEdits[index] ?? edit);
      continue;
    }
    // A deletion of whole strings with their commas leaves JSON behind.
    if (instruction.execScript !== undefined || !isExecForm(dockerfile, instruction, inside)) return undefined;
  }
  const [first, ...rest] = fix.edits.map((edit) => adaptedEdits.get(edit) ?? edit);
  return first && { ...fix, edits: [first, ...rest] };
}

function touches({ span }: Edit, instruction: Instruction): boolean {
  const { start, end } = spanOf(instruction);
  return span.start < end && start < span.end;
}

function replacesAll({ span }: Edit, { argsSpan }: Instruction): boolean {
  return span.start <= argsSpan.start && argsSpan.end <= span.end;
}

function spanOf({ onbuild, span, argsSpan }: Instruction): Edit["span"] {
  return onbuild ? span : argsSpan;
}

/** Sorted by position: thousands of findings in as many of them would need a search each. */
function touched(sorted: readonly Instruction[], edits: Fix["edits"]): readonly Instruction[] {
  const touchedInstructions = new Set<Instruction>();
  for (const edit of edits) {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const instruction = sorted[middle];
      if (instruction !== undefined && spanOf(instruction).end <= edit.span.start) low = middle + 1;
      else high = middle;
    }
    for (let next = sorted[low]; next !== undefined && spanOf(next).start < edit.span.end; next = sorted[++low])
      touchedInstructions.add(next);
  }
  return [...touchedInstructions];
}

const commands = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"]);

const specialOnes = oncePer(({ instructions }: DockerfileFact): readonly Instruction[] =>
  instructions.filter(({ onbuild, keyword, json }) => onbuild || (json !== undefined && commands.has(keyword))),
);

function isExecForm({ text, escape }: DockerfileFact, { argsSpan }: Instruction, edits: readonly Edit[]): boolean {
  const { start, end } = argsSpan;
  let editedArgs = text.slice(start, end);
  for (const { span, text: newText } of edits.toSorted((a, b) => b.span.start - a.span.start))
    editedArgs = editedArgs.slice(0, span.start - start) + newText + editedArgs.slice(span.end - start);
  const line = joinedText({ text: editedArgs, escape }, { start: 0, end: editedArgs.length });
  return jsonForm(line.slice(line.indexOf("[")))?.strings !== undefined;
}
