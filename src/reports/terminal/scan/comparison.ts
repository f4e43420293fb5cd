import type { Report } from "../../../domain/report/report.ts";
import type { Disagreement } from "../../../domain/report/scanner-report.ts";
import { countText } from "../../content/units.ts";
import { displayWidth } from "../display-width.ts";
import { fit, hang, headline, padEnd, type Page } from "../page.ts";

const maxGroups = 10;

/** Disagreements between the advisories and other sources: changelogs of pending updates, other scanners. */
export function comparisonSections({ crossCheck, scanners = [], scannersFailed = [] }: Report, page: Page): string[] {
  return [
    ...(crossCheck === undefined
      ? []
      : [
          ...headline(page, "Advisories against changelogs", `${crossCheck.agreed} agree`),
          ...side("only the advisories", crossCheck.onlyAdvisories, page),
          ...side("only the changelogs", crossCheck.onlyChangelogs, page),
        ]),
    ...scanners.flatMap(({ scanner, version, agreed, onlyOurs, onlyTheirs, notes }) => [
      ...headline(page, `Compared with ${scanner} ${version}`.trim(), `${agreed} agree`),
      ...side("only hullproof", onlyOurs, page),
      ...side(`only ${scanner}`, onlyTheirs, page),
      ...notes.flatMap((note) => hang(page, "○ ", note, "dim")),
    ]),
    ...scannersFailed.flatMap(({ scanner, message, hint = "" }) => [
      ...headline(page, `Not compared with ${scanner}`, ""),
      ...hang(page, "○ ", message, undefined, "yellow"),
      ...(hint === "" ? [] : hang(page, "  ", hint, "dim")),
    ]),
  ];
}

/** Vulnerabilities of one package that the other side misses for the same reason form one group. */
function side(title: string, disagreements: readonly Disagreement[], page: Page): string[] {
  const groups = [
    ...Map.groupBy(disagreements, ({ name, installed, why }) => JSON.stringify([name, installed, why])).values(),
  ];
  return [
    ...hang(page, "", `${title}: ${countText(disagreements.length, "vulnerability", "vulnerabilities")}`),
    ...groups.slice(0, maxGroups).flatMap((group) => {
      const { name = "", installed = "", why = "" } = group[0] ?? {};
      return hang(page, "  ", `${group.map(({ id }) => id).join(", ")} in ${name} ${installed}: ${why}`, "dim");
    }),
    ...(groups.length > maxGroups
      ? hang(page, "  ", `and ${groups.length - maxGroups} more groups; the JSON report has them all`, "dim")
      : []),
  ];
}

/** The sources of the results, and their age. */
export function advisorySection({ advisories, image, remedies }: Report, page: Page): string[] {
  if (remedies === undefined) return [];
  const sources = advisories?.sources ?? [];
  const width = Math.min(20, Math.max(0, ...sources.map(({ name }) => displayWidth(name))));
  const updates = image?.updates;
  return [
    ...headline(page, "Advisory sources", advisories?.date === undefined ? "" : `data of ${advisories.date}`),
    ...(advisories === undefined ? hang(page, "○ ", "no advisories: none were there", undefined, "yellow") : []),
    ...(advisories?.asOf === undefined
      ? []
      : hang(page, "○ ", `as of ${advisories.asOf}: statements published later are left out`)),
    ...sources.flatMap(({ name, date, records, license, attribution, shards }) =>
      hang(
        page,
        `${padEnd(fit(name, width), width)}  `,
        `${date}, ${countText(records, "record")}, ${license}${attribution === undefined ? "" : `, ${attribution}`} (${shards.join(", ")})`,
        "dim",
      ),
    ),
    ...(updates === undefined
      ? []
      : hang(
          page,
          "",
          `${countText(updates.sources.length, "package source")} of the image asked at ${updates.askedAt}, by its own package manager`,
          "dim",
        )),
  ];
}
