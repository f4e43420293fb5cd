import type { Applicability } from "../../../domain/finding/fix.ts";
import { applyEdits } from "../../../fixes/apply.ts";
import { originOf } from "../../../fixes/origin.ts";
import { planFixes } from "../../../fixes/plan.ts";
import type { FixCandidate } from "../../../rules/run/run-rules.ts";
import { locate } from "../../../text/locate.ts";
import type { Checked } from "../../check/checked.ts";
import { checkCompose } from "../../check/compose/check-compose.ts";
import type { ComposeWork } from "../../check/compose/compose-work.ts";
import { readCompose, type ReadCompose } from "../../check/compose/read-compose.ts";
import type { AppliedFix, FixedText, PlacedFix } from "../fix.ts";
import { projectProblem, withTexts, type Texts } from "./project-problem.ts";

/** What became of each file that was read. */
export type FixedProject = ReadonlyMap<string, FixedText>;

interface Options {
  readonly allowed: readonly Applicability[];
  readonly accept?: (fix: PlacedFix) => boolean;
  /** Rules whose fixes are wanted; all when absent. */
  readonly named?: ReadonlySet<string>;
}

/** Each costs a check of the whole project. */
const most = { rounds: 24, dropped: 32 };

/**
 * Fixes of Compose files that are one project, in all of its files at once, until nothing more is found. After each round the merged model must
 * differ in what the fixes declare and in nothing else; a fix after which it does not is dropped. `work` knows every file that is named.
 */
export function fixCompose(work: ComposeWork, options: Options): FixedProject {
  const original = readOf(work);
  let current = original;
  const origins = new Map<string, (offset: number) => number>();
  const toOriginal = (file: string, offset: number): number => origins.get(file)?.(offset) ?? offset;
  const applied: (AppliedFix & { readonly files: ReadonlySet<string>; readonly file: string })[] = [];
  const dropped: (PlacedFix & { readonly file: string; readonly reason: string })[] = [];
  let left: typeof dropped = [];
  const refused = new Set<string>();
  let only: ReadonlySet<string> | undefined;
  for (let round = 0; round <= most.rounds && dropped.length < most.dropped;) {
    const state = withTexts(work, current.texts);
    const checked = judged(state, options);
    const placed = (
      candidate: Pick<FixCandidate, "rule" | "finding"> & {
        readonly fix: Pick<FixCandidate["fix"], "title" | "applicability">;
      },
    ) => place(candidate, current.texts, original.texts, toOriginal, work.path);
    const candidates = checked.run.fixes
      .map((one) => ({ ...one, placed: placed(one) }))
      .filter(({ placed: { key } }) => !refused.has(key) && (only?.has(key) ?? true))
      .filter((one) => options.accept?.(one.placed) ?? true);
    const plan = planFixes(current.texts, candidates, options.allowed);
    left = [
      ...plan.dropped.map((one) => ({ ...one.placed, reason: one.reason })),
      ...checked.run.findings.flatMap(({ notFixed, ...finding }) =>
        notFixed === undefined || options.named?.has(finding.rule) === false
          ? []
          : [{ ...placed({ rule: finding.rule, finding, fix: notFixed }), reason: notFixed.reason }],
      ),
    ];
    if (plan.edits.length === 0) break;
    if (round === most.rounds) {
      left.push(...plan.applied.map((one) => ({ ...one.placed, reason: "left for another call of `fix`" })));
      break;
    }
    const problemOf = (fixes: readonly FixCandidate[], edits: typeof plan.edits): string | undefined =>
      projectProblem(
        state,
        current,
        edited(current.texts, edits),
        fixes.flatMap(({ fix }) => fix.data ?? []),
      );
    const problem = problemOf(plan.applied, plan.edits);
    if (problem !== undefined) {
      const culprits =
        plan.applied.length === 1
          ? plan.applied
          : plan.applied.filter((one) => problemOf([one], one.fix.edits) !== undefined);
      // Each is right by itself: what two make of one list is left to the next round.
      if (culprits.length === 0)
        only = new Set(plan.applied.slice(0, plan.applied.length >> 1).map((one) => one.placed.key));
      for (const one of culprits) {
        refused.add(one.placed.key);
        dropped.push({ ...one.placed, reason: problemOf([one], one.fix.edits) ?? problem });
      }
      continue;
    }
    for (const { placed: own, fix } of plan.applied)
      applied.push({
        ...own,
        delta: fix.delta ?? [],
        files: new Set(fix.edits.map(({ file }) => file)),
        lines: fix.edits.flatMap(({ file, span }) =>
          file === own.file
            ? [linesOf(original.texts.get(file) ?? "", toOriginal(file, span.start), toOriginal(file, span.end))]
            : [],
        ),
        made: { text: current.texts.get(own.file) ?? "", edits: fix.edits.filter(({ file }) => file === own.file) },
      });
    for (const [file, edits] of Map.groupBy(plan.edits, (edit) => edit.file)) {
      const [before, back] = [origins.get(file) ?? ((offset: number) => offset), originOf(edits)];
      origins.set(file, (offset) => before(back(offset)));
    }
    current = readOf(withTexts(state, edited(current.texts, plan.edits)));
    only = undefined;
    round++;
  }
  return new Map(
    [...original.texts].map(([file, text]) => [
      file,
      {
        text: current.texts.get(file) ?? text,
        applied: applied.filter((one) => one.files.has(file)),
        dropped: dropped.filter((one) => one.file === file),
        left: left.filter((one) => one.file === file),
      },
    ]),
  );
}

function judged(work: ComposeWork, { named }: Options): Checked {
  const checked = checkCompose(work);
  if ("needs" in checked) throw new Error(`${checked.needs} was not read`);
  if (named === undefined) return checked;
  return { ...checked, run: { ...checked.run, fixes: checked.run.fixes.filter((one) => named.has(one.rule)) } };
}

function readOf(work: ComposeWork): ReadCompose {
  const read = readCompose(work);
  if ("needs" in read) throw new Error(`${read.needs} was not read`);
  return read;
}

function edited(texts: Texts, edits: ReturnType<typeof planFixes>["edits"]): Texts {
  const byFile = Map.groupBy(edits, ({ file }) => file);
  return new Map([...texts].map(([file, text]) => [file, applyEdits(text, byFile.get(file) ?? [])]));
}

function place(
  {
    rule,
    finding,
    fix,
  }: Pick<FixCandidate, "rule" | "finding"> & { readonly fix: Pick<FixCandidate["fix"], "title" | "applicability"> },
  texts: Texts,
  originals: Texts,
  toOriginal: (file: string, offset: number) => number,
  base: string,
): PlacedFix & { readonly file: string } {
  const { location } = finding;
  const file = "startLine" in location ? location.file : base;
  const text = texts.get(file) ?? "";
  const offset = "startLine" in location ? offsetOf(text, location.startLine, location.startColumn) : 0;
  const at = toOriginal(file, offset);
  const [line] = linesOf(originals.get(file) ?? "", at, at);
  return {
    rule,
    title: fix.title,
    applicability: fix.applicability,
    key: `${rule}@${file}:${at}:${fix.title}`,
    line,
    file,
  };
}

function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

function linesOf(text: string, start: number, end: number): readonly [number, number] {
  const last = end > start ? end - 1 : end;
  return [locate("", text, { start, end: start }).startLine, locate("", text, { start: last, end: last }).startLine];
}
