import type { DataChange } from "../../domain/container-spec/data-change.ts";
import type { Applicability, Fix } from "../../domain/finding/fix.ts";
import type { SecretValue } from "../../facts/secrets/values/secret-value.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { originOf } from "../../fixes/origin.ts";
import { planFixes } from "../../fixes/plan.ts";
import type { FixCandidate } from "../../rules/run/run-rules.ts";
import { linesOf } from "../../text/locate.ts";
import type { Checked } from "../check/checked.ts";
import type { AppliedFix, FixedText, PlacedFix } from "./fix.ts";

export type Texts = ReadonlyMap<string, string>;

/** What became of each file that was read. */
export type FixedTexts = ReadonlyMap<string, FixedText>;

/** What fixes say that they change. */
export interface Meant {
  readonly changes: readonly DataChange[];
  /** Comments that go. */
  readonly comments: NonNullable<Fix["comments"]>;
}

export function meantBy(fixes: readonly Pick<FixCandidate, "fix">[]): Meant {
  return {
    changes: fixes.flatMap(({ fix }) => fix.data ?? []),
    comments: fixes.flatMap(({ fix }) => fix.comments ?? []),
  };
}

/** Texts that are judged together: the files of a project, a unit with its drop-ins, a manifest. */
export interface Fixable {
  /** Where a finding without a place of its own stands. */
  readonly path: string;
  readonly texts: Texts;
  judge(texts: Texts): Checked;
  /** Those that the texts don't show. */
  secrets?(): readonly SecretValue[];
  /** What is wrong with edited texts: they must say what they said with exactly what was meant, and mean it. Undefined when nothing is. */
  problem(before: Texts, after: Texts, meant: Meant): string | undefined;
}

export interface FixTextsOptions {
  readonly allowed: readonly Applicability[];
  readonly accept?: (fix: PlacedFix) => boolean;
  /** Rules whose fixes are wanted; all when absent. */
  readonly named?: ReadonlySet<string>;
}

/** Each costs a check of all the texts. */
const most = { rounds: 24, dropped: 32 };

/**
 * Fixes of several texts at once, until nothing more is found. After each round they must say what the fixes declare and nothing else beside what
 * they said; a fix after which they do not is dropped.
 */
export function fixTexts(fixable: Fixable, options: FixTextsOptions): FixedTexts {
  const { path, texts: original } = fixable;
  let current = original;
  const origins = new Map<string, (offset: number) => number>();
  const toOriginal = (file: string, offset: number): number => origins.get(file)?.(offset) ?? offset;
  const applied: (AppliedFix & { readonly files: ReadonlySet<string>; readonly file: string })[] = [];
  const dropped: (PlacedFix & { readonly file: string; readonly reason: string })[] = [];
  let left: typeof dropped = [];
  const refused = new Set<string>();
  let only: ReadonlySet<string> | undefined;
  for (let round = 0; round <= most.rounds && dropped.length < most.dropped;) {
    const before = current;
    const checked = judged(fixable.judge(before), options);
    const placed = (
      candidate: Pick<FixCandidate, "rule" | "finding"> & {
        readonly fix: Pick<FixCandidate["fix"], "title" | "applicability">;
      },
    ) => place(candidate, before, original, toOriginal, path);
    const candidates = checked.run.fixes
      .map((one) => ({ ...one, placed: placed(one) }))
      .filter(({ placed: { key } }) => !refused.has(key) && (only?.has(key) ?? true))
      .filter((one) => options.accept?.(one.placed) ?? true);
    const plan = planFixes(before, candidates, options.allowed);
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
      fixable.problem(before, edited(before, edits), meantBy(fixes));
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
            ? [linesOf(original.get(file) ?? "", toOriginal(file, span.start), toOriginal(file, span.end))]
            : [],
        ),
        made: { text: before.get(own.file) ?? "", edits: fix.edits.filter(({ file }) => file === own.file) },
      });
    for (const [file, edits] of Map.groupBy(plan.edits, (edit) => edit.file)) {
      const [earlier, back] = [origins.get(file) ?? ((offset: number) => offset), originOf(edits)];
      origins.set(file, (offset) => earlier(back(offset)));
    }
    current = edited(before, plan.edits);
    only = undefined;
    round++;
  }
  return new Map(
    [...original].map(([file, text]) => [
      file,
      {
        text: current.get(file) ?? text,
        applied: applied.filter((one) => one.files.has(file)),
        dropped: dropped.filter((one) => one.file === file),
        left: left.filter((one) => one.file === file),
      },
    ]),
  );
}

function judged(checked: Checked, { named }: FixTextsOptions): Checked {
  if (named === undefined) return checked;
  return { ...checked, run: { ...checked.run, fixes: checked.run.fixes.filter((one) => named.has(one.rule)) } };
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
