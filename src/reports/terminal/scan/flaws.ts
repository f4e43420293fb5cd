import type { AdvisorySeverity } from "../../../domain/advisory/advisory.ts";
import type { Report } from "../../../domain/report/report.ts";
import { asideLines, sortedFlaws, type FlawRow } from "../../content/flaws.ts";
import { counted } from "../../content/units.ts";
import { fit, hang, headline, type Page } from "../page.ts";

const marks = {
  critical: ["✖ critical   ", "red"],
  high: ["✖ high       ", "red"],
  medium: ["▲ medium     ", "yellow"],
  unknown: ["? unknown    ", "yellow"],
  low: ["● low        ", "cyan"],
  negligible: ["○ negligible ", "dim"],
} as const satisfies Record<AdvisorySeverity, readonly [string, string]>;

/** The long list, the worst first, and what someone set aside. */
export function flawSection(report: Report, all: boolean, page: Page): string[] {
  const { shown, hidden, suppressed } = sortedFlaws(report, all);
  const note =
    hidden === 0
      ? ""
      : `${counted(hidden, "negligible one")} only counted, --all lists ${hidden === 1 ? "it" : "them"}`;
  return [
    ...(shown.length + hidden === 0
      ? []
      : headline(page, "Vulnerabilities", String(new Set(shown.map(({ id }) => id)).size))),
    ...alike(shown).flatMap((rows) => flawLines(rows, page)),
    ...(note === "" ? [] : hang(page, "○ ", note, "dim")),
    ...(suppressed.length === 0
      ? []
      : [
          ...headline(page, "Set aside", String(suppressed.length)),
          ...asideLines(suppressed).flatMap(({ what, why }) => hang(page, "○ ", `${what}: ${why}`, "dim")),
        ]),
  ];
}

/** Vulnerabilities of which nothing is reported but their ids stand together: a changelog names twenty of them in one update. */
function alike(rows: readonly FlawRow[]): FlawRow[][] {
  const groups = Map.groupBy(rows, ({ id, ...rest }) => JSON.stringify(rest.title === "" ? rest : [id, rest]));
  return [...groups.values()];
}

function flawLines(rows: readonly FlawRow[], page: Page): string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { id, severity, severitySource, names, installed, fix, marks: more, title, place } = first;
  const [mark, colour] = marks[severity];
  const indent = " ".repeat(mark.length);
  const called = names.length > 3 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
  const mend = "version" in fix ? `→ ${fix.version}` : `(${fix.none})`;
  const about = [...more, severitySource === "none" ? "not rated" : `says ${severitySource}`, place];
  const what = rows.length === 1 ? id : counted(rows.length, "vulnerability", "vulnerabilities");
  return [
    ...hang(page, mark, `${what}  ${called} ${installed} ${mend}`, undefined, colour),
    ...(rows.length === 1 ? [] : hang(page, indent, rows.map((row) => row.id).join(", "))),
    ...(title === "" ? [] : [indent + fit(title, page.width - indent.length)]),
    ...hang(page, indent, about.join(" · "), "dim"),
  ];
}
