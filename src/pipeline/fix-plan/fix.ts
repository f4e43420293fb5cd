import type { Applicability, Edit } from "../../domain/finding/fix.ts";
import type { RuleId } from "../../domain/finding/practice.ts";
import { linesOf } from "../../text/locate.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { originOf } from "../../fixes/origin.ts";
import { planFixes } from "../../fixes/plan.ts";
import type { FixCandidate } from "../../rules/run/run-rules.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { misreadFixes } from "./misread-fixes.ts";
import { parseProblem } from "./parse-problem.ts";

/** A fix at one location of the original. */
export interface PlacedFix {
  readonly rule: RuleId;
  readonly title: string;
  readonly applicability: Applicability;
  /** Rule and location in the original: independent of other fixes and of the round. */
  readonly key: string;
  /** Its line in the original. */
  readonly line: number;
}

export interface AppliedFix extends PlacedFix {
  readonly delta: readonly string[];
  /** First and last line in the original for each of its edits. */
  readonly lines: readonly (readonly [first: number, last: number])[];
  /** The text that it was made for: the original after earlier rounds, without the other fixes of its round. */
  readonly made: { readonly text: string; readonly edits: readonly Edit[] };
}

export interface FixedText {
  readonly text: string;
  readonly applied: readonly AppliedFix[];
  readonly dropped: readonly (PlacedFix & { readonly reason: string })[];
  /** Remaining fixes, and why they were not applied. */
  readonly remaining: readonly (PlacedFix & { readonly reason: string })[];
}

/**
 * Plans and applies fixes until none remains: a fix may enable another (a joined RUN gets its cleanup).
 * A fix that breaks the Dockerfile's syntax is dropped, and the others are planned again.
 */
export function fixText(
  original: string,
  options: {
    /** A Dockerfile must still parse after each round; a document has no grammar. */
    readonly kind: "dockerfile" | "document";
    readonly allowed: readonly Applicability[];
    /** Selects the fixes to apply. */
    readonly accept?: (fix: PlacedFix) => boolean;
    readonly check: (text: string) => TargetResult;
  },
): FixedText {
  const broken = options.kind === "dockerfile" ? parseProblem : () => undefined;
  const refused = new Set<string>();
  const applied: AppliedFix[] = [];
  const dropped: FixedText["dropped"][number][] = [];
  let unapplied: FixedText["remaining"] = [];
  let text = original;
  let toOriginal = (offset: number): number => offset;
  // Two rules that undo each other would return to an earlier text.
  const knownTexts = new Set([original]);
  const maxRounds = maxRoundsFor(original);
  const drops = maxDropped(original);
  for (let round = 0; dropped.length < drops;) {
    const place = createPlacer(original, text, toOriginal);
    const offered = options
      .check(text)
      .run.fixes.map((candidate) => ({ ...candidate, placed: place(candidate) }))
      .filter(({ placed }) => !refused.has(placed.key) && (options.accept?.(placed) ?? true));
    const misread = options.kind === "dockerfile" ? misreadFixes(text, offered) : new Set();
    for (const { placed } of offered.filter((candidate) => misread.has(candidate))) {
      refused.add(placed.key);
      dropped.push({ ...placed, reason: "the builder would read something else" });
    }
    const candidates = offered.filter((candidate) => !misread.has(candidate));
    const plan = planFixes(text, candidates, options.allowed);
    unapplied = plan.dropped.map(({ placed, reason }) => ({ ...placed, reason }));
    if (plan.edits.length === 0) break;
    if (round === maxRounds) {
      unapplied = [
        ...unapplied,
        ...plan.applied.map(({ placed }) => ({ ...placed, reason: "left for another call of `fix`" })),
      ];
      break;
    }
    const next = applyEdits(text, plan.edits);
    const problem = knownTexts.has(next) ? "it changes nothing, or undoes another fix" : broken(text, next);
    if (problem === undefined) {
      for (const { placed, fix } of plan.applied) {
        const lines = fix.edits.map(({ span: { start, end } }) =>
          linesOf(original, toOriginal(start), end > start ? toOriginal(end - 1) + 1 : toOriginal(start)),
        );
        applied.push({ ...placed, delta: fix.delta ?? [], lines, made: { text, edits: fix.edits } });
      }
      const [previousMap, back] = [toOriginal, originOf(plan.edits)];
      toOriginal = (offset) => previousMap(back(offset));
      text = next;
      knownTexts.add(next);
      round++;
      continue;
    }
    const culprit = culpritOf(plan.applied, (first) => {
      const { edits } = planFixes(text, first, options.allowed);
      return broken(text, applyEdits(text, edits)) !== undefined;
    });
    if (culprit === undefined) break;
    refused.add(culprit.placed.key);
    const reason = knownTexts.has(next) ? problem : `the text would no longer parse: ${problem}`;
    dropped.push({ ...culprit.placed, reason });
  }
  return { text, applied, dropped, remaining: unapplied };
}

/** The first fix that breaks the text together with those before it; the first one where none does. Binary search, since each step parses the whole text. */
function culpritOf<Fix>(applied: readonly Fix[], breaks: (first: readonly Fix[]) => boolean): Fix | undefined {
  if (!breaks(applied)) return applied[0];
  let [low, high] = [0, applied.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (breaks(applied.slice(0, middle))) high = middle;
    else low = middle;
  }
  return applied[high - 1];
}

/** Each dropped fix costs a check of the whole text. */
function maxDropped(text: string): number {
  return Math.max(4, Math.min(64, Math.floor(200_000 / Math.max(1, text.length))));
}

/**
 * A fix may enable another, and that a third: the limit depends on the size of the text. One of 2,000 characters has 200 rounds,
 * and each has at least twelve.
 */
function maxRoundsFor(text: string): number {
  return Math.max(12, Math.min(200, Math.floor(400_000 / Math.max(1, text.length))));
}

/** Maps each candidate for `text` to its location in the original. */
function createPlacer(original: string, text: string, toOriginal: (offset: number) => number) {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return ({ rule, finding, fix }: FixCandidate): PlacedFix => {
    const { location } = finding;
    const offset = "startLine" in location ? (starts[location.startLine - 1] ?? 0) + location.startColumn - 1 : 0;
    const at = toOriginal(offset);
    const [line] = linesOf(original, at, at);
    return { rule, title: fix.title, applicability: fix.applicability, key: `${rule}@${at}`, line };
  };
}
