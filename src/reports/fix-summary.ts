import { notProven, type FixedFile, type FixReport } from "../domain/report/fix-report.ts";
import { shellQuote } from "../emit/text/shell-quote.ts";
import { aboutText } from "./content/about-text.ts";
import { effectText } from "./content/effect-text.ts";
import { tame } from "./content/tame.ts";
import { counted } from "./content/units.ts";

/** What became of each fix, for a person, with a closing line. `write`: the files were to be written. */
export function renderFixSummary(report: FixReport, { write }: { readonly write: boolean }): string {
  const { files, byHand = [] } = tame(report);
  const changed = files.filter((one) => one.changed);
  const written = changed.filter((one) => one.written);
  const failed = files.filter(({ error }) => error !== undefined).length;
  const end =
    changed.length === 0
      ? failed > 0
        ? `${counted(failed, "file")} could not be fixed.`
        : "Nothing was fixed."
      : write || written.length > 0
        ? `${counted(written.length, "file")} fixed.`
        : `${counted(changed.length, "file")} would be fixed; --write does it.`;
  const unbuilt = files.flatMap(unbuiltOf).length;
  const unproven =
    unbuilt === 0 ? [] : [`${counted(unbuilt, "fix", "fixes")} ${notProven}; --proven builds and compares.`];
  const about = files.some(({ proof }) => proof !== undefined) ? [aboutText] : [];
  return `${[...files.flatMap(linesOf), ...handLines(byHand), ...about, ...unproven, end].join("\n")}\n`;
}

/** A repository of charts has hundreds of templates. */
const mostByHand = 10;

function handLines(byHand: NonNullable<FixReport["byHand"]>): string[] {
  const more = byHand.length - mostByHand;
  return [
    ...byHand.slice(0, mostByHand).map(({ file, reason }) => `${file}: not fixed: ${reason}`),
    ...(more > 0
      ? [`${counted(more, "file")} more of charts and kustomizations: not fixed, for the same reasons`]
      : []),
  ];
}

/** Applied fixes of class proven that no build stands behind. */
export function unbuiltOf({ fixes, proof }: FixedFile): FixedFile["fixes"] {
  if (proof !== undefined) return [];
  return fixes.filter(({ outcome, applicability }) => outcome === "applied" && applicability === "proven");
}

function linesOf(one: FixedFile): string[] {
  const { file, error, fixes, proof } = one;
  const unbuilt = new Set(unbuiltOf(one));
  const told = new Set<string>();
  const lines = fixes
    .filter(({ outcome }) => outcome !== "not-tried")
    .toSorted((a, b) => a.line - b.line)
    .map((fix) => {
      const what = `${file}:${fix.line}: ${fix.rule}: ${fix.title}`;
      if (fix.outcome === "dropped") return `${what}: not applied: ${fix.reason.replaceAll("\n", "\n    ")}`;
      if (unbuilt.has(fix)) return `${what}: ${notProven}`;
      if (fix.notProven !== undefined) return `${what}: not proven: ${fix.notProven}`;
      const measured = fix.effect?.rules.join();
      if (fix.effect === undefined || measured === undefined || told.has(measured)) return what;
      told.add(measured);
      return `${what}: ${effectText(fix.effect)}`;
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
      : [`${file}: ${builds(proof.builds.length)}${counted(proof.trials, "run")} (${proof.behaviour})`]),
    ...(proof?.mirrors ?? []).map(({ image, mirror }) => `${file}: ${mirror} stood in for ${image}`),
    ...(proven === 0
      ? []
      : [
          `${file}: ${counted(proven, "more fix", "more fixes")} after a build that compares: hullproof fix --proven ${shellQuote(file)}`,
        ]),
    ...suggestionsOf(file, fixes),
  ];
}

/** A Compose project is only started. */
function builds(count: number): string {
  return count === 0 ? "" : `${counted(count, "build")}, `;
}

/** As the plan says of a class that was left out. */
const notAsked = "suggested fixes were not asked for";

/** The command that makes them, since no one applies a suggestion without having chosen it. */
function suggestionsOf(file: string, fixes: FixedFile["fixes"]): string[] {
  const left = fixes.filter((fix) => fix.outcome === "not-tried" && fix.applicability === "suggested");
  const open = left.filter(({ reason }) => reason.startsWith(notAsked));
  const byHand = left
    .filter(({ reason }) => !reason.startsWith(notAsked))
    .map(({ line, rule, title, reason }) => `${file}:${line}: ${rule}: ${title}: not fixed: ${reason}`);
  const rules = [...new Set(open.map(({ rule }) => rule))].sort();
  if (rules.length === 0) return byHand;
  const flags = rules.map((rule) => ` --rule ${rule}`).join("");
  return [
    ...byHand,
    `${file}: ${counted(open.length, "suggestion")}, to be looked at first: hullproof fix --suggested${flags} ${shellQuote(file)}`,
  ];
}
