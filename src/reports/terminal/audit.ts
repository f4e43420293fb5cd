import type { Audit } from "../../domain/report/audit.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Severity } from "../../domain/finding/finding.ts";
import {
  composeText,
  containerSummary,
  findingGroups,
  holdersText,
  imageSummary,
  proofText,
  someNames,
} from "../content/audit-groups.ts";
import { evidenceText, placeText } from "../content/place.ts";
import { countText } from "../content/units.ts";
import { displayWidth } from "./display-width.ts";
import { barred, fit, hang, headline, padEnd, type Page } from "./page.ts";

const marks = {
  error: ["✖ error    ", "red"],
  warning: ["▲ warning  ", "yellow"],
  info: ["● note     ", "cyan"],
} as const satisfies Record<Severity, readonly [string, string]>;

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

function groupLines({ findings }: Report, page: Page): string[] {
  const groups = findingGroups(findings.filter(({ target }) => target !== "engine"));
  if (groups.length === 0) return [];
  return [
    ...headline(page, "Findings", `${groups.length} distinct`),
    ...groups.flatMap((group) => ["", ...groupOf(group, page)]),
  ];
}

function groupOf({ finding, names }: ReturnType<typeof findingGroups>[number], page: Page): string[] {
  const [mark, colour] = marks[finding.severity];
  const indent = " ".repeat(mark.length);
  const also = finding.also.length === 0 ? "" : ` · also ${finding.also.join(", ")}`;
  const holderLines = names.length === 0 ? [] : hang(page, indent, holdersText(names), "cyan");
  return [
    ...hang(page, mark, finding.message, "bold", colour),
    ...hang(page, indent, `${placeText(finding.location)} · ${finding.rule}${also}`, "dim"),
    ...holderLines,
    // Values differ between containers.
    ...(names.length > 1
      ? []
      : finding.evidence.flatMap((item) => {
          const { says, quote = "" } = evidenceText(item);
          return barred(page, `${indent}│ `, quote === "" ? says : `${says}: ${fit(quote.trim(), 240)}`, "dim");
        })),
  ];
}
