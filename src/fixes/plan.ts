import type { Applicability, Edit, Fix } from "../domain/finding/fix.ts";
import { compareText } from "../text/compare-text.ts";
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
 * Selects compatible fixes. Candidates come in order of importance: of two that touch the same text the first wins, and
 * the other is dropped whole. An edit that two fixes share is applied once. With several texts, edits name theirs.
 */
export function planFixes<Candidate extends FixCandidate>(
  text: string | ReadonlyMap<string, string>,
  candidates: readonly Candidate[],
  allowed: readonly Applicability[],
): FixPlan<Candidate> {
  const files = new Map<string, AcceptedEdits>();
  const takenIn = (file: string): AcceptedEdits => {
    const name = typeof text === "string" ? "" : file;
    const fileEdits = files.get(name) ?? new AcceptedEdits();
    files.set(name, fileEdits);
    return fileEdits;
  };
  const textOf = (file: string): string => (typeof text === "string" ? text : (text.get(file) ?? ""));
  const applied: Candidate[] = [];
  const dropped: (Candidate & { readonly reason: string })[] = [];
  for (const candidate of candidates) {
    const { edits, applicability, doubt } = candidate.fix;
    const reason = allowed.includes(applicability)
      ? obstacle(textOf, edits, takenIn)
      : `${applicability} fixes were not asked for${doubt === undefined ? "" : `; not safe: ${doubt}`}`;
    if (reason !== undefined) {
      dropped.push({ ...candidate, reason });
      continue;
    }
    applied.push(candidate);
    for (const [file, own] of Map.groupBy(edits, (edit) => edit.file)) takenIn(file).add(own, candidate.rule);
  }
  return { applied, dropped, edits: [...files.values()].flatMap(({ sorted }) => sorted.map(({ edit }) => edit)) };
}

interface TakenEdit {
  readonly edit: Edit;
  readonly rule: string;
  /** Order of acceptance. */
  readonly order: number;
}

/** Disjoint edits, by position: a file may need thousands, and each is compared only with its neighbors. */
class AcceptedEdits {
  sorted: TakenEdit[] = [];
  #order = 0;

  add(edits: readonly Edit[], rule: string): void {
    const fresh = edits.flatMap((edit): TakenEdit[] => {
      const neighbor = this.sorted[this.#place(edit.span.start)];
      return neighbor !== undefined && isSame(edit, neighbor.edit) ? [] : [{ edit, rule, order: this.#order++ }];
    });
    const [only] = fresh;
    if (fresh.length === 1 && only !== undefined) this.sorted.splice(this.#behind(only.edit), 0, only);
    else this.sorted = [...this.sorted, ...fresh].sort((one, other) => byPosition(one.edit, other.edit));
  }

  /** After insertions at the same place. */
  #behind({ span }: Edit): number {
    let at = this.#place(span.start);
    while (this.sorted[at]?.edit.span.start === span.start && this.sorted[at]?.edit.span.end === span.start) at++;
    return at;
  }

  /** The first accepted edit, among the nearest, that an edit touches. */
  inTheWayOf(edit: Edit): TakenEdit | undefined {
    let first: TakenEdit | undefined;
    const from = Math.max(this.#place(edit.span.start) - 1, 0);
    for (let at = from; at < Math.min(from + 64, this.sorted.length); at++) {
      const accepted = this.sorted[at];
      if (accepted === undefined || accepted.edit.span.start > Math.max(edit.span.start, edit.span.end)) break;
      if (isSame(edit, accepted.edit) || !collide(edit, accepted.edit)) continue;
      if (first === undefined || accepted.order < first.order) first = accepted;
    }
    return first;
  }

  /** Index of the first that does not begin before `start`. */
  #place(start: number): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.sorted[middle]?.edit.span.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function obstacle(
  textOf: (file: string) => string,
  edits: Fix["edits"],
  takenIn: (file: string) => AcceptedEdits,
): string | undefined {
  if (edits.some(({ file, span }) => span.start < 0 || span.end < span.start || span.end > textOf(file).length)) {
    return "an edit lies outside the text";
  }
  const sortedEdits = edits.toSorted((a, b) => compareText(a.file, b.file) || byPosition(a, b));
  if (
    sortedEdits.some(
      (edit, index) => sortedEdits[index + 1]?.file === edit.file && collide(edit, sortedEdits[index + 1] ?? edit),
    )
  )
    return "its own edits overlap";
  let first: TakenEdit | undefined;
  for (const edit of edits) {
    const obstructingEdit = takenIn(edit.file).inTheWayOf(edit);
    if (obstructingEdit !== undefined && (first === undefined || obstructingEdit.order < first.order))
      first = obstructingEdit;
  }
  return first === undefined ? undefined : `overlaps a fix of ${first.rule}`;
}

function isSame(one: Edit, other: Edit): boolean {
  return one.span.start === other.span.start && one.span.end === other.span.end && one.text === other.text;
}

/**
 * Two insertions at one place have no defined order, so they collide unless they declare that they need none; touching
 * ends do not.
 */
function collide({ span: one, slot }: Edit, { span: other, slot: otherSlot }: Edit): boolean {
  const inserted = one.start === one.end && other.start === other.end;
  if (inserted && slot !== undefined && otherSlot !== undefined) return one.start === other.start && slot === otherSlot;
  if (one.start === other.start) return true;
  return one.start < other.end && other.start < one.end;
}
