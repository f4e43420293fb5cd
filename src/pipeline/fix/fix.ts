import type { Applicability, Edit } from "../../domain/finding/fix.ts";
import type { RuleId } from "../../domain/finding/practice.ts";
import { linesOf } from "../../text/locate.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { originOf } from "../../fixes/origin.ts";
import { planFixes } from "../../fixes/plan.ts";
import type { FixCandidate } from "../../rules/run/run-rules.ts";
import type { Checked } from "../check/checked.ts";
import { misreadFixes } from "./misread-fixes.ts";
import { parseProblem } from "./parse-problem.ts";

/** One fix at one place of the original. */
export interface PlacedFix {
  readonly rule: RuleId;
  readonly title: string;
  readonly applicability: Applicability;
  /** Rule and place in the original: the same whichever other fixes are made, or in which round. */
  readonly key: string;
  /** Line of the original that it is about. */
  readonly line: number;
}

export interface AppliedFix extends PlacedFix {
  readonly delta: readonly string[];
  /** First and last line of the original of each of its edits. */
  readonly lines: readonly (readonly [first: number, last: number])[];
  /** The text it was made in: the original after the rounds before, and without the other fixes of its own round. */
  readonly made: { readonly text: string; readonly edits: readonly Edit[] };
}

export interface FixedText {
  readonly text: string;
  readonly applied: readonly AppliedFix[];
  readonly dropped: readonly (PlacedFix & { readonly reason: string })[];
  /** What could still be done to the text, and why it was not. */
  readonly left: readonly (PlacedFix & { readonly reason: string })[];
}

/**
 * Plans and applies fixes until nothing more is found: a fix can make room for another (a joined RUN gets its cleanup).
 * A fix after which a Dockerfile does not parse is dropped, and the rest is planned again.
 */
export function fixText(
  original: string,
  options: {
    /** A Dockerfile must still parse after each round; a document has no grammar of its own. */
    readonly kind: "dockerfile" | "document";
    readonly allowed: readonly Applicability[];
    /** Leave out what it says no to. */
    readonly accept?: (fix: PlacedFix) => boolean;
    readonly check: (text: string) => Checked;
  },
): FixedText {
  const broken = options.kind === "dockerfile" ? parseProblem : () => undefined;
  const refused = new Set<string>();
  const applied: AppliedFix[] = [];
  const dropped: FixedText["dropped"][number][] = [];
  let left: FixedText["left"] = [];
  let text = original;
  let toOriginal = (offset: number): number => offset;
  // Two rules that undo each other would come back to a text that was there before.
  const seen = new Set([original]);
  const most = mostRounds(original);
  const drops = mostDropped(original);
  for (let round = 0; dropped.length < drops;) {
    const place = placer(original, text, toOriginal);
    const offered = options
      .check(text)
      .run.fixes.map((one) => ({ ...one, placed: place(one) }))
      .filter(({ placed }) => !refused.has(placed.key) && (options.accept?.(placed) ?? true));
    const misread = options.kind === "dockerfile" ? misreadFixes(text, offered) : new Set();
    for (const { placed } of offered.filter((one) => misread.has(one))) {
      refused.add(placed.key);
      dropped.push({ ...placed, reason: "the builder would read something else" });
    }
    const candidates = offered.filter((one) => !misread.has(one));
    const plan = planFixes(text, candidates, options.allowed);
    left = plan.dropped.map(({ placed, reason }) => ({ ...placed, reason }));
    if (plan.edits.length === 0) break;
    if (round === most) {
      left = [...left, ...plan.applied.map(({ placed }) => ({ ...placed, reason: "left for another call of `fix`" }))];
      break;
    }
    const next = applyEdits(text, plan.edits);
    const problem = seen.has(next) ? "it changes nothing, or undoes another fix" : broken(text, next);
    if (problem === undefined) {
      for (const { placed, fix } of plan.applied) {
        const lines = fix.edits.map(({ span: { start, end } }) =>
          linesOf(original, toOriginal(start), end > start ? toOriginal(end - 1) + 1 : toOriginal(start)),
        );
        applied.push({ ...placed, delta: fix.delta ?? [], lines, made: { text, edits: fix.edits } });
      }
      const [before, back] = [toOriginal, originOf(plan.edits)];
      toOriginal = (offset) => before(back(offset));
      text = next;
      seen.add(next);
      round++;
      continue;
    }
    const culprit = culpritOf(plan.applied, (first) => {
      const { edits } = planFixes(text, first, options.allowed);
      return broken(text, applyEdits(text, edits)) !== undefined;
    });
    if (culprit === undefined) break;
    refused.add(culprit.placed.key);
    const reason = seen.has(next) ? problem : `the text would no longer parse: ${problem}`;
    dropped.push({ ...culprit.placed, reason });
  }
  return { text, applied, dropped, left };
}

/** The fix with which those up to it break the text; the first where they never do. Halved, since each question costs a reading of the whole text. */
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

/** Each costs a check of the whole text. */
function mostDropped(text: string): number {
  return Math.max(4, Math.min(64, Math.floor(200_000 / Math.max(1, text.length))));
}

/**
 * A fix can make room for one more, and that for another: as many rounds as a text of this size may cost. One of 2,000 characters has 200,
 * and each has at least twelve.
 */
function mostRounds(text: string): number {
  return Math.max(12, Math.min(200, Math.floor(400_000 / Math.max(1, text.length))));
}

/** Gives each candidate of `text` its place in the original. */
function placer(original: string, text: string, toOriginal: (offset: number) => number) {
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
