import type { DeclaredEdits, Texts } from "../../dialects/text-dialect.ts";
import type { Applicability } from "../../domain/finding/fix.ts";
import type { SecretValue } from "../../facts/secrets/values/secret-value.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { originOf } from "../../fixes/origin.ts";
import { planFixes } from "../../fixes/plan.ts";
import type { FixCandidate } from "../../rules/run/run-rules.ts";
import { linesOf } from "../../text/locate.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import type { AppliedFix, FixedText, PlacedFix } from "./fix.ts";

/** Fixes by file. */
export type FixedTexts = ReadonlyMap<string, FixedText>;

export function declaredEditsOf(fixes: readonly Pick<FixCandidate, "fix">[]): DeclaredEdits {
  return {
    changes: fixes.flatMap(({ fix }) => fix.data ?? []),
    comments: fixes.flatMap(({ fix }) => fix.comments ?? []),
  };
}

/** Texts that are evaluated together: the files of a project, a unit with its drop-ins, a manifest. */
export interface Fixable {
  /** File of findings without a location. */
  readonly path: string;
  readonly texts: Texts;
  judge(texts: Texts): TargetResult;
  /** Secrets that the texts do not contain. */
  secrets?(): readonly SecretValue[];
  /** The problem of edited texts: they must have exactly the declared edits, and mean them. Undefined without one. */
  problem(before: Texts, after: Texts, meant: DeclaredEdits): string | undefined;
}

export interface FixTextsOptions {
  readonly allowed: readonly Applicability[];
  readonly accept?: (fix: PlacedFix) => boolean;
  /** Selected rules; all when absent. */
  readonly named?: ReadonlySet<string>;
}

/** Each round checks all texts again. */
const limits = { rounds: 24, dropped: 32 };

/**
 * Fixes several texts together until no fix remains. After each round the texts may differ only in the declared edits;
 * a fix that violates this is dropped.
 */
export function fixTexts(fixable: Fixable, options: FixTextsOptions): FixedTexts {
  const { path, texts: original } = fixable;
  let current = original;
  const origins = new Map<string, (offset: number) => number>();
  const toOriginal = (file: string, offset: number): number => origins.get(file)?.(offset) ?? offset;
  const applied: (AppliedFix & { readonly files: ReadonlySet<string>; readonly file: string })[] = [];
  const dropped: (PlacedFix & { readonly file: string; readonly reason: string })[] = [];
  let unapplied: typeof dropped = [];
  const refused = new Set<string>();
  let only: ReadonlySet<string> | undefined;
  for (let round = 0; round <= limits.rounds && dropped.length < limits.dropped;) {
    const roundTexts = current;
    const checked = keepSelectedRules(fixable.judge(roundTexts), options);
    const placeFix = (
      candidate: Pick<FixCandidate, "rule" | "finding"> & {
        readonly fix: Pick<FixCandidate["fix"], "title" | "applicability">;
      },
    ) => place(candidate, roundTexts, original, toOriginal, path);
    const candidates = checked.run.fixes
      .map((candidate) => ({ ...candidate, placed: placeFix(candidate) }))
      .filter(({ placed: { key } }) => !refused.has(key) && (only?.has(key) ?? true))
      .filter((candidate) => options.accept?.(candidate.placed) ?? true);
    const plan = planFixes(roundTexts, candidates, options.allowed);
    unapplied = [
      ...plan.dropped.map((fix) => ({ ...fix.placed, reason: fix.reason })),
      ...checked.run.findings.flatMap(({ notFixed, ...finding }) =>
        notFixed === undefined || options.named?.has(finding.rule) === false
          ? []
          : [{ ...placeFix({ rule: finding.rule, finding, fix: notFixed }), reason: notFixed.reason }],
      ),
    ];
    if (plan.edits.length === 0) break;
    if (round === limits.rounds) {
      unapplied.push(...plan.applied.map((fix) => ({ ...fix.placed, reason: "left for another call of `fix`" })));
      break;
    }
    const problemOf = (fixes: readonly FixCandidate[], edits: typeof plan.edits): string | undefined =>
      fixable.problem(roundTexts, applyFileEdits(roundTexts, edits), declaredEditsOf(fixes));
    const problem = problemOf(plan.applied, plan.edits);
    if (problem !== undefined) {
      const culprits =
        plan.applied.length === 1
          ? plan.applied
          : plan.applied.filter((fix) => problemOf([fix], fix.fix.edits) !== undefined);
      // Each fix is right by itself: for two edits of one list, the second waits for the next round.
      if (culprits.length === 0)
        only = new Set(plan.applied.slice(0, plan.applied.length >> 1).map((fix) => fix.placed.key));
      for (const culprit of culprits) {
        refused.add(culprit.placed.key);
        dropped.push({ ...culprit.placed, reason: problemOf([culprit], culprit.fix.edits) ?? problem });
      }
      continue;
    }
    for (const { placed: placedFix, fix } of plan.applied)
      applied.push({
        ...placedFix,
        delta: fix.delta ?? [],
        files: new Set(fix.edits.map(({ file }) => file)),
        lines: fix.edits.flatMap(({ file, span }) =>
          file === placedFix.file
            ? [linesOf(original.get(file) ?? "", toOriginal(file, span.start), toOriginal(file, span.end))]
            : [],
        ),
        made: {
          text: roundTexts.get(placedFix.file) ?? "",
          edits: fix.edits.filter(({ file }) => file === placedFix.file),
        },
      });
    for (const [file, edits] of Map.groupBy(plan.edits, (edit) => edit.file)) {
      const [earlier, back] = [origins.get(file) ?? ((offset: number) => offset), originOf(edits)];
      origins.set(file, (offset) => earlier(back(offset)));
    }
    current = applyFileEdits(roundTexts, plan.edits);
    only = undefined;
    round++;
  }
  return new Map(
    [...original].map(([file, text]) => [
      file,
      {
        text: current.get(file) ?? text,
        applied: applied.filter((fix) => fix.files.has(file)),
        dropped: dropped.filter((fix) => fix.file === file),
        remaining: unapplied.filter((fix) => fix.file === file),
      },
    ]),
  );
}

function keepSelectedRules(checked: TargetResult, { named }: FixTextsOptions): TargetResult {
  if (named === undefined) return checked;
  return { ...checked, run: { ...checked.run, fixes: checked.run.fixes.filter((fix) => named.has(fix.rule)) } };
}

function applyFileEdits(texts: Texts, edits: ReturnType<typeof planFixes>["edits"]): Texts {
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
