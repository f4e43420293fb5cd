import { notProven, type FileFix, type FixEffect, type FixedFile } from "../../domain/report/fix-report.ts";
import type { Applicability } from "../../domain/finding/fix.ts";
import type { FixOutcome } from "../../domain/report/report.ts";
import { maskerOf } from "../../facts/secrets/values/masker-of.ts";
import type { SecretValue } from "../../facts/secrets/values/secret-value.ts";
import { applyEdits } from "../../fixes/apply.ts";
import { unifiedDiff } from "../../fixes/diff.ts";
import { effectText } from "../../reports/content/effect-text.ts";
import { rules } from "../../rules/index.ts";
import type { Offer } from "../fix-plan/asker.ts";
import type { AppliedFix, FixedText, PlacedFix } from "../fix-plan/fix.ts";
import type { ProvenFixes } from "./fix-proven.ts";

type KeyedOutcome = FixOutcome & Pick<PlacedFix, "key">;
type Effects = ReadonlyMap<string, FixEffect>;

/** The result for one file; `laterOutcomes` are those of fixes outside the plan. */
export function fixedFile(
  file: string,
  text: string,
  { fixed, outcomes, effects = new Map(), proof }: Pick<ProvenFixes, "fixed"> & Partial<ProvenFixes>,
  laterOutcomes: readonly KeyedOutcome[] = [],
  secrets: readonly SecretValue[] = [],
): FixedFile {
  const changed = fixed.text !== text;
  const allOutcomes = outcomes ?? outcomesOf(fixed);
  const doubts = new Set(allOutcomes.flatMap(({ key, notProven: doubt }) => (doubt === undefined ? [] : [key])));
  const classOf = ({ applicability, key }: AppliedFix): string => {
    if (doubts.has(key)) return "not proven";
    return applicability === "proven" && proof === undefined ? notProven : applicability;
  };
  const diff = unifiedDiff(file, text, fixed.text, (first, last) =>
    hunkNotes(fixed.applied, effects, classOf, first, last),
  );
  const mask = maskerOf([text, fixed.text], secrets);
  const maskedDiff = changed ? mask(diff) : diff;
  const keys = new Set(allOutcomes.map(({ key }) => key));
  return {
    file,
    changed,
    written: false,
    diff,
    ...(maskedDiff !== diff && { maskedDiff }),
    fixes: [
      ...allOutcomes,
      ...laterOutcomes.filter(({ key }) => !keys.has(key)),
      ...notTried(fixed).filter(
        ({ key }) => !keys.has(key) && !laterOutcomes.some((laterOutcome) => laterOutcome.key === key),
      ),
    ].map(({ key, reason, ...rest }): FileFix => {
      const fix = { ...rest, reason: mask(reason) };
      const effect = fix.outcome === "applied" ? effects.get(key) : undefined;
      return effect === undefined ? fix : { ...fix, effect };
    }),
    ...(proof && { proof }),
    ...(changed && { text: fixed.text }),
  };
}

/** For a plan without proof. */
export function outcomesOf({ applied, dropped }: FixedText): readonly KeyedOutcome[] {
  return [
    ...applied.map((fix) => toOutcome(fix, "applied", reasons[fix.applicability])),
    ...dropped.map((fix) => toOutcome(fix, "dropped", fix.reason)),
  ];
}

const reasons: Readonly<Record<Applicability, string>> = {
  safe: "holds by construction",
  proven: notProven,
  suggested: "asked for",
};

function notTried({ remaining }: FixedText): readonly KeyedOutcome[] {
  return remaining.map((fix) => toOutcome(fix, "not-tried", fix.reason));
}

function toOutcome(fix: PlacedFix, state: FixOutcome["outcome"], reason: string): KeyedOutcome {
  const { rule, title, applicability, line, key } = fix;
  return { rule, title, applicability, line, outcome: state, reason, key };
}

/** The fixes that edit one of the original's lines first to last, each rule once, with their effects. */
function hunkNotes(
  applied: readonly AppliedFix[],
  effects: Effects,
  classOf: (fix: AppliedFix) => string,
  first: number,
  last: number,
): string {
  const hunkFixes = applied.filter(({ lines }) => lines.some(([from, to]) => from <= last + 1 && to >= first));
  return [...Map.groupBy(hunkFixes, ({ rule }) => rule)]
    .map(([rule, [fix]]) => {
      const effect = fix && effects.get(fix.key);
      const places = applied.filter((appliedFix) => appliedFix.rule === rule).length;
      const name = `${rule} (${fix && classOf(fix)}${effect !== undefined && places > 1 ? `, ${places} places` : ""})`;
      if (effect === undefined) return name;
      const otherRules = effect.rules.filter((ruleId) => ruleId !== rule);
      return `${name}: ${effectText(effect)}${otherRules.length > 0 ? ` with ${otherRules.join(" and ")}` : ""}`;
    })
    .join("; ");
}

/** In file order; at one line in order of application. */
export function offersOf(
  file: string,
  { applied, text }: FixedText,
  { effects = new Map(), proof }: Partial<Pick<ProvenFixes, "effects" | "proof">> = {},
  secrets: readonly SecretValue[] = [],
): Offer[] {
  const mask = maskerOf([text, ...new Set(applied.map(({ made }) => made.text))], secrets);
  const byLine = applied.toSorted((a, b) => a.line - b.line);
  return byLine.map(({ rule, title, applicability, line, key, made }) => {
    const effect = effects.get(key);
    return {
      file,
      rule,
      title,
      applicability,
      line,
      key,
      why: rules.find(({ id }) => id === rule)?.why ?? "",
      diff: mask(unifiedDiff(file, made.text, applyEdits(made.text, made.edits))),
      ...(effect && { effect }),
      ...(applicability === "proven" && proof === undefined && { unbuilt: true }),
    };
  });
}
