import type { FixOutcome, Report } from "../../domain/report/report.ts";
import { practiceSections } from "../content/practice-sections.ts";
import { keptText } from "../content/kept-text.ts";
import { fixOutcomeText } from "../content/fix-outcome-text.ts";
import { countText } from "../content/units.ts";
import { fit, hang, headline, padEnd, type Page } from "./page.ts";

type Harden = NonNullable<Report["harden"]>;

const outcomes = {
  applied: ["✔ applied    ", "green"],
  dropped: ["✖ dropped    ", "red"],
  "not-tried": ["○ not tried  ", "yellow"],
} as const satisfies Record<FixOutcome["outcome"], readonly [string, string]>;

/** The outcome of each fix. */
export function fixSection({ fixes }: Harden, page: Page): string[] {
  if (fixes.length === 0) return [];
  const applied = fixes.filter(({ outcome }) => outcome === "applied").length;
  return [
    ...headline(page, "Fixes", `${applied} of ${fixes.length} applied`),
    ...fixes.flatMap((fix) => {
      const { outcome, title, rule, line } = fix;
      const [mark, colour] = outcomes[outcome];
      const place = line > 0 ? `line ${line} · ` : "";
      return [
        ...hang(page, mark, title, undefined, colour),
        ...hang(page, " ".repeat(mark.length), `${place}${rule} · ${fixOutcomeText(fix)}`, "dim"),
      ];
    }),
  ];
}

/** The builds, their sources, and the differences between equal builds. */
export function buildSection({ mirrors, builds, noise, undeclared, image }: Harden, page: Page): string[] {
  if (mirrors.length + builds.length + undeclared.length === 0) return [];
  const widest = Math.max(16, ...builds.map(({ name }) => name.length));
  return [
    ...headline(page, "Builds"),
    ...builds.map(({ name, seconds, digest }) =>
      fit(`${seconds.toFixed(1).padStart(6)} s  ${padEnd(name, widest)}  ${digest.slice(0, 19)}`, page.width),
    ),
    ...mirrors.flatMap(({ image, mirror, reason }) => [
      ...hang(page, "! ", `${mirror} stood in for ${image}`, undefined, "yellow"),
      ...hang(page, "  ", reason, "dim"),
    ]),
    ...(image === undefined ? [] : hang(page, image.problem === undefined ? "· " : "! ", keptText(image), "dim")),
    ...(undeclared.length === 0
      ? []
      : hang(
          page,
          "✖ ",
          `The fixes changed ${countText(undeclared.length, "path")} that they did not declare: ${someOf(undeclared)}`,
          undefined,
          "red",
        )),
    ...(noise.length === 0
      ? []
      : hang(
          page,
          "· ",
          `${countText(noise.length, "path")} differ between two builds of the original: ${someOf(noise)}`,
          "dim",
          "dim",
        )),
  ];
}

/** The report's files list all of them. */
function someOf(paths: readonly string[]): string {
  return paths.length <= 5 ? paths.join(", ") : `${paths.slice(0, 4).join(", ")} and ${paths.length - 4} more`;
}

/** Counts of findings: the report's files have the details. */
export function findingSummary(report: Report, page: Page): string[] {
  if (report.rules.length + report.findings.length === 0) return [];
  return [
    ...headline(page, "Findings", `in ${countText(report.targets.length, "target")}`),
    ...practiceSections(report).map(({ title, summary, findings }) => {
      const summaryColor = findings.some(({ severity }) => severity === "error")
        ? "red"
        : findings.length > 0
          ? "yellow"
          : "dim";
      return `${padEnd(title, 28)}${page.paint(summaryColor, summary)}`;
    }),
  ];
}
