import { notProven, type FixedFile, type FixReport } from "../domain/report/fix-report.ts";
import { shellQuote } from "../dialects/text/shell-quote.ts";
import { aboutText } from "./content/about-text.ts";
import { effectText } from "./content/effect-text.ts";
import { escapeReport } from "./content/escape-report.ts";
import { countText } from "./content/units.ts";

interface SummaryOptions {
  /** Whether files were to be written. */
  readonly write: boolean;
  /** Files and folders of the call, for the commands that go on with all of them. */
  readonly targets: readonly string[];
}

/** The outcome of each fix, the commands for fixes that were not asked for, and a closing line. */
export function renderFixSummary(report: FixReport, { write, targets }: SummaryOptions): string {
  const { files, byHand = [] } = escapeReport(report);
  const changed = files.filter((one) => one.changed);
  const writtenFiles = changed.filter((one) => one.written);
  const failed = files.filter(({ error }) => error !== undefined).length;
  const end =
    changed.length === 0
      ? failed > 0
        ? `${countText(failed, "file")} could not be fixed.`
        : "Nothing was fixed."
      : write || writtenFiles.length > 0
        ? `${countText(writtenFiles.length, "file")} fixed.`
        : `${countText(changed.length, "file")} would be fixed; --write does it.`;
  const unbuilt = files.flatMap(unbuiltOf).length;
  const unproven =
    unbuilt === 0 ? [] : [`${countText(unbuilt, "fix", "fixes")} ${notProven}; --proven builds and compares.`];
  const about = files.some(({ proof }) => proof !== undefined) ? [aboutText] : [];
  return `${[...files.flatMap(linesOf), ...untriedLines(files, targets), ...handLines(byHand), ...about, ...unproven, end].join("\n")}\n`;
}

/** A repository of charts has hundreds of templates. */
const mostByHand = 3;

function handLines(byHand: NonNullable<FixReport["byHand"]>): string[] {
  const hiddenCount = byHand.length - mostByHand;
  return [
    ...byHand.slice(0, mostByHand).map(({ file, reason }) => `${file}: not fixed: ${reason}`),
    ...(hiddenCount > 0
      ? [`${countText(hiddenCount, "file")} more of charts and kustomizations: not fixed, for the same reasons`]
      : []),
  ];
}

/** Applied fixes of class proven without a build. */
export function unbuiltOf({ fixes, proof }: FixedFile): FixedFile["fixes"] {
  if (proof !== undefined) return [];
  return fixes.filter(({ outcome, applicability }) => outcome === "applied" && applicability === "proven");
}

function linesOf(fixedFile: FixedFile): string[] {
  const { file, error, fixes, proof } = fixedFile;
  const unbuilt = new Set(unbuiltOf(fixedFile));
  const describedEffects = new Set<string>();
  const lines = fixes
    .filter(({ outcome }) => outcome !== "not-tried")
    .toSorted((a, b) => a.line - b.line)
    .map((fix) => {
      const heading = `${file}:${fix.line}: ${fix.rule}: ${fix.title}`;
      if (fix.outcome === "dropped") return `${heading}: not applied: ${fix.reason.replaceAll("\n", "\n    ")}`;
      if (unbuilt.has(fix)) return `${heading}: ${notProven}`;
      if (fix.notProven !== undefined) return `${heading}: not proven: ${fix.notProven}`;
      const measured = fix.effect?.rules.join();
      if (fix.effect === undefined || measured === undefined || describedEffects.has(measured)) return heading;
      describedEffects.add(measured);
      return `${heading}: ${effectText(fix.effect)}`;
    });
  return [
    ...(error === undefined ? [] : [`${file}: not fixed: ${error}`]),
    ...lines,
    ...(proof === undefined
      ? []
      : [`${file}: ${builds(proof.builds.length)}${countText(proof.trials, "run")} (${proof.behavior})`]),
    ...(proof?.mirrors ?? []).map(({ image, mirror }) => `${file}: ${mirror} stood in for ${image}`),
  ];
}

/** A Compose project is only started. */
function builds(count: number): string {
  return count === 0 ? "" : `${countText(count, "build")}, `;
}

/** Each file has its own commands up to so many; more of them share one. */
const fewFiles = 5;
/** Suggestions that no edit makes, with their reasons. */
const mostReasons = 5;

/** Fixes that were not asked for, with the command that makes them. */
function untriedLines(files: readonly FixedFile[], targets: readonly string[]): string[] {
  const untried = files.map(untriedOf);
  const [proven, suggested] = [untried.filter((one) => one.proven > 0), untried.filter((one) => one.rules.length > 0)];
  const reasons = untried.flatMap((one) => one.reasons);
  const hiddenCount = reasons.length - mostReasons;
  return [
    ...reasons.slice(0, mostReasons),
    ...(hiddenCount > 0
      ? [`${countText(hiddenCount, "suggestion")} more that no edit makes: --format json has the reasons`]
      : []),
    ...provenLines(proven),
    ...suggestionLines(suggested, targets),
  ];
}

/** One call proves one build: many files are named by the one with the most fixes. */
function provenLines(files: readonly UntriedFixes[]): string[] {
  const line = (where: string, count: number, how: string, { file }: UntriedFixes) =>
    `${where}${countText(count, "more fix", "more fixes")}${how} after a build that compares: hullproof fix --proven ${shellQuote(file)}`;
  if (files.length <= fewFiles) return files.map((one) => line(`${one.file}: `, one.proven, "", one));
  const [most] = files.toSorted((a, b) => b.proven - a.proven);
  const how = ` in ${files.length} files, one call for each file,`;
  return most === undefined ? [] : [line("", sum(files.map((file) => file.proven)), how, most)];
}

interface UntriedFixes {
  readonly file: string;
  readonly proven: number;
  readonly suggestions: number;
  /** Of the suggestions. */
  readonly rules: readonly string[];
  /** Lines about suggestions that no edit makes. */
  readonly reasons: readonly string[];
}

/** A line for each file, or one for all. */
function suggestionLines(files: readonly UntriedFixes[], targets: readonly string[]): string[] {
  const line = (where: string, some: readonly UntriedFixes[], of: string, paths: readonly string[]) => {
    const flags = [...new Set(some.flatMap(({ rules }) => rules))].toSorted().map((rule) => ` --rule ${rule}`);
    const count = countText(sum(some.map((file) => file.suggestions)), "suggestion");
    return `${where}${count}${of}, to be looked at first: hullproof fix --suggested${flags.join("")} ${paths.map(shellQuote).join(" ")}`;
  };
  if (files.length <= fewFiles) return files.map((one) => line(`${one.file}: `, [one], "", [one.file]));
  return [line("", files, ` in ${files.length} files`, targets)];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

/** The plan's prefixes for classes that were not requested. */
const [provenNotAsked, suggestedNotAsked] = ["proven fixes were not asked for", "suggested fixes were not asked for"];

function untriedOf({ file, fixes }: FixedFile): UntriedFixes {
  const untried = fixes.filter(({ outcome }) => outcome === "not-tried");
  const suggested = untried.filter(({ applicability }) => applicability === "suggested");
  const open = suggested.filter(({ reason }) => reason.startsWith(suggestedNotAsked));
  return {
    file,
    proven: untried.filter((fix) => fix.applicability === "proven" && fix.reason.startsWith(provenNotAsked)).length,
    suggestions: open.length,
    rules: [...new Set(open.map(({ rule }) => rule))],
    reasons: suggested
      .filter((fix) => !open.includes(fix))
      .map(({ line, rule, title, reason }) => `${file}:${line}: ${rule}: ${title}: not fixed: ${reason}`),
  };
}
