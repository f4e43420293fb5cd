import type { Report } from "../../domain/report/report.ts";
import { baselineLines, baselineSummary } from "../content/baseline-texts.ts";
import { hang, headline, type Page } from "./page.ts";

const marks = {
  fixed: ["✔ fixed     ", "green"],
  unused: ["○ unused    ", "dim"],
  expired: ["▲ expired   ", "yellow"],
  "not compared": ["○ ", "dim"],
} as const;

/** Maximum number of fixed findings; the JSON report has all. */
const mostLines = 20;

const notShown = "What is known is not shown here; --format json, sarif and html have it.";

/** The findings of the baseline, compared with the current ones. */
export function baselineSection(report: Report, page: Page, maxShown = mostLines): string[] {
  const summary = baselineSummary(report);
  if (summary === undefined) return [];
  const lines = baselineLines(report);
  const hiddenCount = lines.length - maxShown;
  const unused = lines.some(({ word }) => word === "unused");
  return [
    ...headline(page, "Baseline"),
    ...hang(page, "", summary),
    ...(report.baseline?.same === 0 ? [] : hang(page, "", notShown, "dim")),
    ...lines.slice(0, maxShown).flatMap(({ word, text }) => {
      const [mark, colour] = marks[word];
      return hang(page, mark, text, undefined, colour);
    }),
    ...(hiddenCount > 0 ? hang(page, "○ ", `and ${hiddenCount} more; \`--format json\` lists them`, "dim") : []),
    ...(unused
      ? hang(page, "→ ", "`hullproof baseline` writes the list again without unused entries", "dim", "dim")
      : []),
  ];
}
