import type { Edit, Fix } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction } from "../../facts/dockerfile/dockerfile.ts";
import { execEdit } from "../../edits/exec-edit.ts";
import { jsonForm } from "../../formats/dockerfile/json-form.ts";
import { joinedText } from "../../facts/dockerfile/joined-text.ts";
import { oncePer } from "../../text/once-per.ts";

/**
 * A fix as it can be made in this file; undefined where it can't.
 * What an ONBUILD trigger does is seen only in the build of another image, which no proof of this one runs: never edited.
 * What a RUN in exec form says is JSON: an edit must leave it that.
 */
export function fitted(fix: Fix, dockerfile: DockerfileFact | undefined): Fix | undefined {
  if (dockerfile === undefined) return fix;
  const special = touched(specialOnes(dockerfile), fix.edits);
  if (special.length === 0) return fix;
  if (special.some(({ onbuild }) => onbuild)) return undefined;
  const made = new Map<Edit, Edit>();
  for (const instruction of special) {
    const inside = fix.edits.filter((edit) => touches(edit, instruction));
    if (inside.some((edit) => replacesAll(edit, instruction))) continue;
    const own = inside.map((edit) => execEdit(edit, instruction, dockerfile.escape));
    if (own.every((edit) => edit !== undefined)) {
      for (const [index, edit] of inside.entries()) made.set(edit, own[index] ?? edit);
      continue;
    }
    // A deletion of whole strings with their commas leaves JSON behind.
    if (instruction.execScript !== undefined || !isExecForm(dockerfile, instruction, inside)) return undefined;
  }
  const [first, ...rest] = fix.edits.map((edit) => made.get(edit) ?? edit);
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

/** They lie one behind the other: thousands of findings in as many of them cost a search each. */
function touched(all: readonly Instruction[], edits: Fix["edits"]): readonly Instruction[] {
  const found = new Set<Instruction>();
  for (const edit of edits) {
    let low = 0;
    let high = all.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const one = all[middle];
      if (one !== undefined && spanOf(one).end <= edit.span.start) low = middle + 1;
      else high = middle;
    }
    for (let one = all[low]; one !== undefined && spanOf(one).start < edit.span.end; one = all[++low]) found.add(one);
  }
  return [...found];
}

const commands = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK", "RUN"]);

const specialOnes = oncePer(({ instructions }: DockerfileFact): readonly Instruction[] =>
  instructions.filter(({ onbuild, keyword, json }) => onbuild || (json !== undefined && commands.has(keyword))),
);

function isExecForm({ text, escape }: DockerfileFact, { argsSpan }: Instruction, edits: readonly Edit[]): boolean {
  const { start, end } = argsSpan;
  let after = text.slice(start, end);
  for (const { span, text: own } of edits.toSorted((a, b) => b.span.start - a.span.start))
    after = after.slice(0, span.start - start) + own + after.slice(span.end - start);
  const line = joinedText({ text: after, escape }, { start: 0, end: after.length });
  return jsonForm(line.slice(line.indexOf("[")))?.strings !== undefined;
}
