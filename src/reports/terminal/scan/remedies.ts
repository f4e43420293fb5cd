import type { Remedy } from "../../../domain/advisory/remedy.ts";
import type { Report } from "../../../domain/report/report.ts";
import { shownRemedies, worth } from "../../content/vulnerability-rows.ts";
import { counted } from "../../content/units.ts";
import { fit, hang, headline, type Page } from "../page.ts";

const most = 8;

/** What to do, the step that is worth most first; then what nothing can be done about. */
export function remedySection(report: Report, all: boolean, page: Page): string[] {
  const shown = shownRemedies(report, all);
  const steps = shown.filter(({ kind }) => kind !== "none");
  const rest = shown.filter((remedy) => !steps.includes(remedy));
  return [
    ...(steps.length === 0 ? [] : headline(page, "What to do", counted(steps.length, "step"))),
    ...steps.flatMap((step, index) => ["", ...stepLines(step, `${index + 1}. `, page)]),
    ...(rest.length === 0 ? [] : headline(page, "No fix available")),
    ...rest.flatMap((one) => ["", ...stepLines(one, "○ ", page)]),
  ];
}

function stepLines(remedy: Remedy, mark: string, page: Page): string[] {
  const { title, command, notes, packages } = remedy;
  const indent = " ".repeat(mark.length);
  const room = page.width - indent.length;
  const fixes = remedy.kind !== "none";
  return [
    ...hang(page, mark, title, "bold", "bold"),
    ...hang(page, indent, `${fixes ? "removes " : ""}${worth(remedy)}`, remedy.exploited > 0 ? "red" : undefined),
    // To be copied, so it stays one line.
    ...(command === undefined ? [] : [`${indent}${page.paint("green", `$ ${command.replaceAll("\n", " ")}`)}`]),
    ...packages.slice(0, most).map(({ name, installed, to, reason }) => {
      const goes = to === undefined ? (reason === undefined ? "" : `: ${reason}`) : ` → ${to}`;
      return `${indent}${page.paint("dim", fit(`${name} ${installed}${goes}`, room))}`;
    }),
    ...(packages.length > most
      ? [`${indent}${page.paint("dim", `and ${counted(packages.length - most, "more package")}`)}`]
      : []),
    ...notes.flatMap((note) => hang(page, `${indent}│ `, note, "dim", "dim")),
  ];
}
