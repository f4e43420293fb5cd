import { notProven, type FixedFile, type FixReport } from "../domain/report/fix-report.ts";
import { shellQuote } from "../dialects/text/shell-quote.ts";
import { aboutText } from "./content/about-text.ts";
import { effectText } from "./content/effect-text.ts";
import { tame } from "./content/tame.ts";
import { countText } from "./content/units.ts";

/** The outcome of each fix, with a closing line. `write`: whether files were to be written. */
export function renderFixSummary(report: FixReport, { write }: { readonly write: boolean }): string {
  const { files, byHand = [] } = tame(report);
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
  return `${[...files.flatMap(linesOf), ...handLines(byHand), ...about, ...unproven, end].join("\n")}\n`;
}

/** A repository of charts has hundreds of templates. */
const mostByHand = 10;

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
  const proven = fixes.filter(
    ({ outcome, applicability, reason }) =>
      outcome === "not-tried" && applicability === "proven" && reason.startsWith("proven fixes were not asked for"),
  ).length;
  return [
    ...(error === undefined ? [] : [`${file}: not fixed: ${error}`]),
    ...lines,
    ...(proof === undefined
      ? []
      : [`${file}: ${builds(proof.builds.length)}${countText(proof.trials, "run")} (${proof.behaviour})`]),
    ...(proof?.mirrors ?? []).map(({ image, mirror }) => `${file}: ${mirror} stood in for ${image}`),
    ...(proven === 0
      ? []
      : [
          `${file}: ${countText(proven, "more fix", "more fixes")} after a build that compares: hullproof fix --proven ${shellQuote(file)}`,
        ]),
    ...suggestionsOf(file, fixes),
  ];
}

/** A Compose project is only started. */
function builds(count: number): string {
  return count === 0 ? "" : `${countText(count, "build")}, `;
}

/** The plan's prefix for a class that was not requested. */
const notAsked = "suggested fixes were not asked for";

/** The command for suggested fixes, which are applied only on request. */
function suggestionsOf(file: string, fixes: FixedFile["fixes"]): string[] {
  const untried = fixes.filter((fix) => fix.outcome === "not-tried" && fix.applicability === "suggested");
  const open = untried.filter(({ reason }) => reason.startsWith(notAsked));
  const byHand = untried
    .filter(({ reason }) => !reason.startsWith(notAsked))
    .map(({ line, rule, title, reason }) => `${file}:${line}: ${rule}: ${title}: not fixed: ${reason}`);
  const rules = [...new Set(open.map(({ rule }) => rule))].sort();
  if (rules.length === 0) return byHand;
  const flags = rules.map((rule) => ` --rule ${rule}`).join("");
  return [
    ...byHand,
    `${file}: ${countText(open.length, "suggestion")}, to be looked at first: hullproof fix --suggested${flags} ${shellQuote(file)}`,
  ];
}
