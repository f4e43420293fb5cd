import type { AdvisorySeverity } from "../../domain/advisory/advisory.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { advisoryLink } from "../content/advisory-link.ts";
import { flawRows, type FlawRow } from "../content/flaws.ts";
import { upToMark } from "../../text/cut.ts";
import { byKey } from "../../text/by-key.ts";

const levels = {
  critical: "error",
  high: "error",
  medium: "warning",
  unknown: "warning",
  low: "note",
  negligible: "note",
} as const satisfies Record<AdvisorySeverity, string>;

/** The middle of each band of CVSS, for vulnerabilities that have only a word: code scanning sorts by this number. */
const scores = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  unknown: "5.5",
  low: "2.0",
  negligible: "0.1",
} as const satisfies Record<AdvisorySeverity, string>;

/** A rule for each vulnerability, as code scanning expects it. `security-severity` is what it sorts and blocks by. */
export function flawRules(all: readonly Vulnerability[]) {
  const groups = [...Map.groupBy(all, ({ id }) => id)].sort(byKey);
  return groups.flatMap(([id, own]) => {
    const [first] = own;
    if (first === undefined) return [];
    const link = advisoryLink(id);
    const { severity, score, aliases, summary } = first;
    return [
      {
        id,
        name: "KnownVulnerability",
        shortDescription: {
          text: summary === undefined || summary === "" ? `${id} in ${first.name}` : `${id}: ${summary}`,
        },
        ...(link === undefined ? {} : { helpUri: link }),
        help: { text: `${first.evidence}${link === undefined ? "" : `\n${link}`}` },
        properties: {
          tags: ["security", "vulnerability", severity],
          "security-severity": score === undefined ? scores[severity] : score.toFixed(1),
          ...(aliases.length === 0 ? {} : { also: aliases }),
        },
      },
    ];
  });
}

/** A result for each vulnerability in each set of packages of one version. Its fingerprint outlives a new version and a new tag of the image. */
export function flawResults(all: readonly Vulnerability[], target: string, indexOf: (id: string) => number) {
  return flawRows(all).map((row) => {
    const { id, severity, installed, names, place, suppressed, marks, severitySource } = row;
    const first = all.find((one) => one.id === id && one.installed === installed && names.includes(one.name));
    const path = (first?.path ?? "").split("!/")[0]?.replace(/^\/+/, "") ?? "";
    return {
      ruleId: id,
      ruleIndex: indexOf(id),
      level: levels[severity],
      message: { text: messageOf(row) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: path.toWellFormed().split("/").map(encodeURIComponent).join("/") || "image" },
            region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
          },
          logicalLocations: [{ fullyQualifiedName: `${target}: ${place}` }],
        },
      ],
      partialFingerprints: { "hullproofFlaw/v1": `${id} ${upToMark(first?.purl ?? "", "@", "/")} ${path}` },
      ...(suppressed === undefined
        ? {}
        : { suppressions: [{ kind: "external", justification: `${suppressed.reason} (${suppressed.where})` }] }),
      properties: { target, marks, severitySource },
    };
  });
}

function messageOf({ id, names, installed, fix, title, marks }: FlawRow): string {
  const mend = "version" in fix ? `fixed in ${fix.version}` : fix.none;
  const more = marks.length === 0 ? "" : ` (${marks.join(", ")})`;
  return `${id} in ${names.join(", ")} ${installed}, ${mend}${more}${title === "" ? "" : `: ${title}`}`;
}
