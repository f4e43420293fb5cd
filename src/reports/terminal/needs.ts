import type { Report } from "../../domain/report/report.ts";
import { needChain, needClassTexts, needGroups, needLimits, needText } from "../content/need-text.ts";
import { bytesText, countText } from "../content/units.ts";
import { fit, hang, headline, padEnd, padStart, type Page } from "./page.ts";

/** The class of each package with its first evidence; for one package its whole chain. */
export function needSection({ needs, inspection }: Report, page: Page): string[] {
  if (needs === undefined) return [];
  if (inspection?.kind === "package") {
    const wanted = new Set(inspection.matches.map(({ purl }) => purl));
    return needs.packages
      .filter(({ purl }) => wanted.has(purl))
      .flatMap((need) => [
        ...headline(page, "Why it stays", need.class),
        ...needChain(needs, need).flatMap((line) => hang(page, "· ", line)),
      ]);
  }
  if (inspection !== undefined) return [];
  return [
    ...headline(page, "Needs", countText(needs.packages.length, "package")),
    ...needGroups(needs).flatMap(({ needClass, members, bytes }) => [
      ...hang(
        page,
        `${padStart(bytesText(bytes), 10)}  `,
        `${needClass} (${members.length}): ${needClassTexts[needClass]}`,
        "bold",
      ),
      ...members.map(({ name, bytes: own = 0, evidence: [first] }) =>
        fit(
          `${padStart(bytesText(own), 10)}    ${padEnd(name, 24)} ${first === undefined ? "" : needText(first)}`.trimEnd(),
          page.width,
        ),
      ),
    ]),
    ...hang(page, "  ", needLimits(needs), "dim"),
  ];
}
