import type { Applicability, Edit, Fix } from "../domain/fix.ts";
import { byPosition } from "./apply.ts";

export interface FixCandidate {
  readonly rule: string;
  readonly fix: Fix;
}

export interface FixPlan<Candidate extends FixCandidate = FixCandidate> {
  readonly applied: readonly Candidate[];
  readonly dropped: readonly (Candidate & { readonly reason: string })[];
  /** Sorted by position, none overlapping another, each once. */
  readonly edits: readonly Edit[];
}

/**
 * Chooses which fixes can be made together. Candidates come in order of importance: of two that touch the same text the
 * first wins, and the other is dropped whole. The same edit asked for by two fixes is made once.
 */
export function planFixes<Candidate extends FixCandidate>(
  text: string,
  candidates: readonly Candidate[],
  allowed: readonly Applicability[],
): FixPlan<Candidate> {
  const taken: { readonly edit: Edit; readonly rule: string }[] = [];
  const applied: Candidate[] = [];
  const dropped: (Candidate & { readonly reason: string })[] = [];
  for (const candidate of candidates) {
    const { edits, applicability } = candidate.fix;
    const reason = allowed.includes(applicability)
      ? obstacle(text, edits, taken)
      : `${applicability} fixes were not asked for`;
    if (reason !== undefined) {
      dropped.push({ ...candidate, reason });
      continue;
    }
    applied.push(candidate);
    for (const edit of edits)
      if (!taken.some((other) => isSame(edit, other.edit))) taken.push({ edit, rule: candidate.rule });
  }
  return { applied, dropped, edits: taken.map(({ edit }) => edit).toSorted(byPosition) };
}

function obstacle(
  text: string,
  edits: Fix["edits"],
  taken: readonly { edit: Edit; rule: string }[],
): string | undefined {
  if (edits.some(({ span }) => span.start < 0 || span.end < span.start || span.end > text.length)) {
    return "an edit lies outside the text";
  }
  if (edits.some((one, index) => edits.slice(index + 1).some((other) => collide(one, other))))
    return "its own edits overlap";
  const other = taken.find(({ edit }) => edits.some((own) => !isSame(own, edit) && collide(own, edit)));
  return other === undefined ? undefined : `overlaps a fix of ${other.rule}`;
}

function isSame(one: Edit, other: Edit): boolean {
  return one.span.start === other.span.start && one.span.end === other.span.end && one.text === other.text;
}

/** Two insertions at one place have no order of their own, so they collide; touching ends do not. */
function collide({ span: one }: Edit, { span: other }: Edit): boolean {
  if (one.start === other.start) return true;
  return one.start < other.end && other.start < one.end;
}
