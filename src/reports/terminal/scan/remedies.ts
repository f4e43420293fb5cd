import type { Remedy } from "../../../domain/advisory/remedy.ts";
import type { Report } from "../../../domain/report/report.ts";
import { shownRemedies, remedyEffect } from "../../content/vulnerability-rows.ts";
import { countText } from "../../content/units.ts";
import { fit, hang, headline, type Page } from "../page.ts";

const maxVulnerabilities = 8;

/** Remediation steps, the most effective first; then vulnerabilities without a fix. */
export function remedySection(report: Report, withNegligible: boolean, page: Page): string[] {
  const visibleRemedies = shownRemedies(report, withNegligible);
  const steps = visibleRemedies.filter(({ kind }) => kind !== "none");
  const withoutFix = visibleRemedies.filter((remedy) => !steps.includes(remedy));
  return [
    ...(steps.length === 0 ? [] : headline(page, "What to do", countText(steps.length, "step"))),
    ...steps.flatMap((step, index) => ["", ...stepLines(step, `${index + 1}. `, page)]),
    ...(withoutFix.length === 0 ? [] : headline(page, "No fix available")),
    ...withoutFix.flatMap((one) => ["", ...stepLines(one, "○ ", page)]),
  ];
}

function stepLines(remedy: Remedy, mark: string, page: Page): string[] {
  const { title, command, notes, packages } = remedy;
  const indent = " ".repeat(mark.length);
  const room = page.width - indent.length;
  const fixes = remedy.kind !== "none";
  return [
    ...hang(page, mark, title, "bold", "bold"),
    ...hang(
      page,
      indent,
      `${fixes ? "removes " : ""}${remedyEffect(remedy)}`,
      remedy.exploited > 0 ? "red" : undefined,
    ),
    // For copying, so it stays on one line.
    ...(command === undefined ? [] : [`${indent}${page.paint("green", `$ ${command.replaceAll("\n", " ")}`)}`]),
    ...packages.slice(0, maxVulnerabilities).map(({ name, installed, to, reason }) => {
      const goes = to === undefined ? (reason === undefined ? "" : `: ${reason}`) : ` → ${to}`;
      return `${indent}${page.paint("dim", fit(`${name} ${installed}${goes}`, room))}`;
    }),
    ...(packages.length > maxVulnerabilities
      ? [`${indent}${page.paint("dim", `and ${countText(packages.length - maxVulnerabilities, "more package")}`)}`]
      : []),
    ...notes.flatMap((note) => hang(page, `${indent}│ `, note, "dim", "dim")),
  ];
}
