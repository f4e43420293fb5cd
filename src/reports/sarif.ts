import type { Finding, Severity } from "../domain/finding/finding.ts";
import type { Report } from "../domain/report/report.ts";
import type { Vulnerability } from "../domain/advisory/vulnerability.ts";
import type { TextLocation } from "../domain/finding/span.ts";
import { withoutSummaries } from "./content/scan-verdict.ts";
import { aboutText } from "./content/about-text.ts";
import { placeText } from "./content/place.ts";
import { unanswered, unreadTexts } from "./content/unanswered.ts";
import type { Format } from "./format.ts";
import { vulnerabilityResults, vulnerabilityRules } from "./sarif/vulnerability-results.ts";

export default {
  name: "sarif",
  title: "SARIF 2.1.0, for code scanning",
  suits: ["check", "scan", "harden", "audit"],
  syntax: "json",
  render: renderSarif,
} satisfies Format;

const levels = { error: "error", warning: "warning", info: "note" } as const satisfies Record<Severity, string>;

/**
 * One run in SARIF 2.1.0. Only findings that lie in a text get a `physicalLocation`; those of an image or a setting get a
 * `logicalLocation`. Rules that were skipped or failed are tool notifications.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 */
export function renderSarif(report: Report): string {
  const { tool, rules, targets } = report;
  const { findings } = withoutSummaries(report);
  const ids = [...new Set([...rules, ...findings].map(({ rule }) => rule))].sort();
  // Those of a `check` are reported by findings; a scan lists each by itself.
  const flaws = report.remedies === undefined ? [] : (report.vulnerabilities ?? []).filter(byPerson);
  const own = vulnerabilityRules(flaws);
  const places = new Map(own.map(({ id }, index) => [id, ids.length + index]));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: tool.name,
            semanticVersion: tool.version,
            fullDescription: { text: `Containers hardened, with proof. ${aboutText}` },
            rules: [...ids.map((id) => ruleOf(id, findings)), ...own],
          },
        },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful:
              (report.unread ?? []).length === 0 && !rules.some(({ verdict }) => verdict === "failed"),
            toolExecutionNotifications: notifications(report),
          },
        ],
        results: [
          ...findings.map((finding) => resultOf(finding, ids.indexOf(finding.rule))),
          ...vulnerabilityResults(flaws, targets[0]?.name ?? "", (id) => places.get(id) ?? -1),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

/** What a person set aside is a suppressed result; what a rule of ours set aside by the hundred (headers of a kernel) is not one. */
function byPerson({ suppressed }: Vulnerability): boolean {
  return suppressed?.by !== "vendor";
}

function ruleOf(id: string, findings: readonly Finding[]) {
  const own = findings.filter(({ rule }) => rule === id);
  const also = [...new Set(own.flatMap((finding) => finding.also))].sort();
  const [practice = "", name = id] = id.split("/");
  return {
    id,
    name: name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${practice}: ${name.replaceAll("-", " ")}` },
    properties: { tags: ["security", "containers", practice], ...(also.length === 0 ? {} : { also }) },
  };
}

function resultOf(finding: Finding, ruleIndex: number) {
  const { rule, severity, message, target, location, evidence, fix } = finding;
  return {
    ruleId: rule,
    ruleIndex,
    level: levels[severity],
    message: { text: message },
    locations: [
      "file" in location
        ? { physicalLocation: physical(location) }
        : { logicalLocations: [{ fullyQualifiedName: `${target}: ${placeText(location)}` }] },
    ],
    properties: { target, evidence, ...(fix === undefined ? {} : { fix }) },
  };
}

function physical({ file, startLine, startColumn, endLine, endColumn }: TextLocation) {
  return { artifactLocation: { uri: uriOf(file) }, region: { startLine, startColumn, endLine, endColumn } };
}

/** A relative path stays relative (RFC 3986, path-noscheme); an absolute one becomes a `file:` URI. */
function uriOf(path: string): string {
  // encodeURI throws on a lone surrogate, which a file name may hold.
  const encoded = path.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return path.startsWith("/") ? `file://${encoded}` : encoded;
}

function notifications(report: Report) {
  const rules = unanswered(report.rules).map(({ verdict, reason, rules: ids, targets }) => ({
    level: verdict === "failed" ? "error" : "note",
    message: { text: `${verdict}: ${reason} (${ids.join(", ")})` },
    properties: { rules: ids, targets },
  }));
  const parts = [...(report.harden?.notChecked ?? []), ...unreadTexts(report)].map((text) => ({
    level: "note",
    message: { text: `not checked: ${text}` },
  }));
  return [...rules, ...parts];
}
