import type { AdvisorySeverity } from "../domain/advisory/advisory.ts";
import type { Report } from "../domain/report/report.ts";
import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import { advisoryLink } from "./content/advisory-link.ts";
import { escapeReport } from "./content/escape-report.ts";
import { unreadTexts } from "./content/unanswered.ts";
import type { Format, RenderOptions } from "./format.ts";

export default {
  name: "gitlab",
  title: "GitLab's container scanning report",
  suits: ["scan"],
  syntax: "json",
  render: renderGitlab,
} satisfies Format;

const severities = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  negligible: "Info",
  unknown: "Unknown",
} as const satisfies Record<AdvisorySeverity, string>;

/**
 * Version 15.1.4 of the container scanning report: GitLab 17.2 rejects newer ones, and nothing newer is needed; jobs
 * publish it as `artifacts: reports: container_scanning`. Suppressed vulnerabilities are omitted, since the report
 * cannot mark them. https://gitlab.com/gitlab-org/security-products/security-report-schemas
 */
export function renderGitlab(report: Report, options: Pick<RenderOptions, "createdAt"> = {}): string {
  const safe = escapeReport(report);
  const { tool, targets, vulnerabilities = [], image, remedies = [] } = safe;
  const about = { id: tool.name, name: tool.name, version: tool.version, vendor: { name: tool.name } };
  const time = momentOf(safe, options.createdAt);
  const target = targets[0]?.name ?? "";
  const system = image?.os.prettyName ?? image?.os.id ?? "unknown";
  const open = vulnerabilities.filter(({ suppressed }) => suppressed === undefined);
  const messages = unreadTexts(safe).map((value) => ({ level: "warn", value: `not checked: ${value}` }));
  const body = {
    version: "15.1.4",
    scan: {
      analyzer: about,
      scanner: about,
      type: "container_scanning",
      start_time: time,
      end_time: time,
      status: "success",
      ...(messages.length === 0 ? {} : { messages }),
    },
    vulnerabilities: [...new Map(open.map((vulnerability) => [idOf(vulnerability), vulnerability])).values()].map(
      (vulnerability) => ({
        id: idOf(vulnerability),
        name: nameOf(vulnerability),
        description: upTo(
          1_048_576,
          [vulnerability.summary ?? "", vulnerability.evidence, vulnerability.reason ?? ""]
            .filter((one) => one !== "")
            .join("\n"),
        ),
        severity: severities[vulnerability.severity],
        solution: upTo(
          7000,
          remedies.find(
            ({ vulnerabilities, packages }) =>
              vulnerabilities.includes(vulnerability.id) && packages.some(({ purl }) => purl === vulnerability.purl),
          )?.title ?? "",
        ),
        identifiers: [vulnerability.id, ...vulnerability.aliases].slice(0, mostIdentifiers).map(identifier),
        links: [vulnerability.id, ...vulnerability.aliases]
          .flatMap((id) => advisoryLink(id) ?? [])
          .map((url) => ({ url })),
        location: {
          dependency: { package: { name: vulnerability.name }, version: vulnerability.installed },
          operating_system: system,
          image: target,
        },
      }),
    ),
    remediations: [],
  };
  return `${JSON.stringify(body, undefined, 2)}\n`;
}

/** Limit of the schema. */
const mostIdentifiers = 20;

/** A stable id of the vulnerability in this version of a package. */
function idOf({ id, purl }: Vulnerability): string {
  return `${id} ${purl}`;
}

function nameOf({ id, name, summary = "" }: Vulnerability): string {
  return upTo(255, `${id} in ${name}${summary === "" ? "" : `: ${summary}`}`);
}

/** Truncates a text to the schema's limit: GitLab rejects a whole report with a longer one. */
function upTo(maxLength: number, text: string): string {
  return text.slice(0, maxLength).toWellFormed();
}

function identifier(id: string) {
  const type = /^(CVE|GHSA|OSV|RHSA|ELSA|USN)-/.exec(id)?.[1]?.toLowerCase() ?? "other";
  const url = advisoryLink(id);
  return { type, name: id, value: id, ...(url === undefined ? {} : { url }) };
}

/**
 * Both times are required, and a report contains none, so that equal inputs give equal bytes: `SOURCE_DATE_EPOCH`,
 * else the time when the image's sources were queried, else the date of the advisories.
 */
function momentOf({ image, advisories }: Report, createdAt: string | undefined): string {
  const candidates = [createdAt, image?.updates?.askedAt, advisories?.date && `${advisories.date}T00:00:00`];
  // The dates of a store are foreign text.
  const moment = candidates.find((one) => one !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(one));
  return (moment ?? "1970-01-01T00:00:00").slice(0, 19);
}
