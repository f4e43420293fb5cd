import type { Audit } from "../../domain/report/audit.ts";
import type { Finding } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import { isRunConfiguration } from "../../domain/finding/run-configuration.ts";
import {
  composeText,
  containerSummary,
  findingGroups,
  holdersText,
  imageSummary,
  proofText,
  someNames,
} from "../content/audit-groups.ts";
import { placeText } from "../content/place.ts";
import { missingSettings } from "../content/summary/run-configuration.ts";
import { countText } from "../content/units.ts";
import { displayWidth } from "./display-width.ts";
import { marks } from "./marks.ts";
import { fit, hang, hangItems, headline, padEnd, type Page } from "./page.ts";

/** The containers, then each finding once with its containers, and the engine separately. */
export function auditSections(report: Report, audit: Audit, page: Page): string[] {
  const { findings } = report;
  const engine = findings.filter(({ target }) => target === "engine");
  const { name, version, endpoint } = audit.engine;
  return [
    ...headline(page, "Containers", countText(audit.containers.length, "container")),
    ...containerLines(report, audit, page),
    ...imageLines(report, audit, page),
    ...groupLines(report, page),
    ...headline(page, "Engine", `${name} ${version}`),
    ...hang(page, "", `${endpoint}; what is wrong here holds for each of its containers`, "dim"),
    ...(engine.length === 0
      ? hang(page, "", "No findings.")
      : engine.flatMap((one) => ["", ...groupOf({ finding: one, names: [] }, page)])),
  ];
}

function containerLines({ findings }: Report, { containers }: Audit, page: Page): string[] {
  const columns = containers.map((container) => [
    container.name,
    container.image,
    container.status,
    proofText(container),
    containerSummary(container, findings),
  ]);
  const widths = [0, 1, 2, 3].map((at) =>
    Math.min(32, Math.max(0, ...columns.map((row) => displayWidth(row[at] ?? "")))),
  );
  const rows = columns.map((row) =>
    fit(
      row.map((cell, at) => (at < 4 ? padEnd(fit(cell, widths[at] ?? 0), widths[at] ?? 0) : cell)).join("  "),
      page.width,
    ),
  );
  const composeLines = containers.flatMap((container) => {
    const text = composeText(container);
    return text === undefined ? [] : [`${container.name} is ${text}`];
  });
  return [...rows, ...composeLines.slice(0, mostMade).flatMap((text) => hang(page, "  ", text, "dim"))];
}

/** Only if images were scanned: an empty list would look like clean images. */
function imageLines({ advisories }: Report, { images }: Audit, page: Page): string[] {
  if (images === undefined) return [];
  const columns = images.map((one) => [one.name, imageSummary(one), someNames(one.containers, 4)]);
  const widths = [0, 1].map((at) => Math.min(44, Math.max(0, ...columns.map((row) => displayWidth(row[at] ?? "")))));
  const rows = columns.map((row) =>
    fit(
      row.map((cell, at) => (at < 2 ? padEnd(fit(cell, widths[at] ?? 0), widths[at] ?? 0) : cell)).join("  "),
      page.width,
    ),
  );
  const names = (advisories?.sources ?? []).map(({ name }) => name);
  return [
    ...headline(page, "Images", advisories?.date === undefined ? "" : `advisories of ${advisories.date}`),
    ...rows,
    ...(names.length === 0
      ? []
      : hang(
          page,
          "",
          `By ${names.join(", ")}. \`hullproof scan IMAGE\` lists each, with what fixes it and pending updates.`,
          "dim",
        )),
  ];
}

/** Maximum number of lines about container origins; the JSON report has all. */
const mostMade = 10;

/** As `check` prints it: one block for what is left to the engine, one line of notes, then warnings, the most severe last. */
function groupLines({ findings }: Report, page: Page): string[] {
  const ofContainers = findings.filter(({ target }) => target !== "engine");
  if (ofContainers.length === 0) return [];
  const singles = ofContainers.filter((one) => !isRunConfiguration(one));
  const notes = Map.groupBy(
    singles.filter(({ severity }) => severity === "info"),
    ({ rule }) => rule,
  );
  const noteItems = [...notes].map(([rule, all]) => `${rule} ${all.length}`);
  const groups = findingGroups(singles.filter(({ severity }) => severity !== "info")).toReversed();
  return [
    ...headline(page, "Findings", "each in full: --format json"),
    ...defaultLines(ofContainers.filter(isRunConfiguration), page),
    ...(noteItems.length === 0 ? [] : ["", ...hangItems(page, marks.info[0], noteItems, marks.info[1])]),
    ...groups.flatMap((group) => ["", ...groupOf(group, page)]),
  ];
}

function defaultLines(block: readonly Finding[], page: Page): string[] {
  if (block.length === 0) return [];
  const count = new Set(block.map(({ target }) => target)).size;
  const text = `${countText(count, "container")} run${count === 1 ? "s" : ""} with the engine's defaults`;
  return [
    "",
    ...hang(page, marks.info[0], text, "bold", marks.info[1]),
    ...hangItems(page, "  Not set: ", missingSettings(block)),
    `  ${page.paint("cyan", "→ hullproof learn IMAGE")}  ${page.paint("dim", "finds and proves what each needs")}`,
  ];
}

function groupOf({ finding, names }: ReturnType<typeof findingGroups>[number], page: Page): string[] {
  const [mark, colour] = marks[finding.severity];
  const about = [finding.rule, placeText(finding.location), ...(names.length === 0 ? [] : [holdersText(names)])];
  return [...hang(page, mark, finding.message, "bold", colour), ...hang(page, "  ", about.join(" · "), "dim")];
}
