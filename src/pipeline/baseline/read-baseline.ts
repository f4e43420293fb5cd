import { z } from "zod";
import { Failure } from "../../domain/failure.ts";
import { severities, type Finding } from "../../domain/finding/finding.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { boundedJson } from "../../formats/json/bounded-json.ts";
import { parseToFirstFault } from "../../sources/bounded/first-fault.ts";
import { limits } from "../../sources/files/limits.ts";
import { atNamed } from "../../sources/files/read-named.ts";
import { readText } from "../host/read-text.ts";
import { comparable, comparableVulnerability, type Comparable, type EarlierReport } from "./earlier-report.ts";

const text = z.string();
const location = z.union([
  z.object({ file: text }),
  z.object({ layer: z.number(), path: text }),
  z.object({ setting: text }),
]);

/** Parses only the compared parts of a report: another version may have other fields. */
const reportShape = z.object({
  schemaVersion: z.literal(1),
  targets: z.array(z.object({ id: text, kind: text, name: text })),
  findings: z.array(
    z.object({
      rule: text,
      severity: z.enum(severities),
      message: text,
      target: text,
      location,
      container: text.optional(),
      evidence: z.array(z.object({ kind: text, text: text.optional() })),
    }),
  ),
  vulnerabilities: z
    .array(
      z.object({
        id: text,
        aliases: z.array(text),
        purl: text,
        name: text,
        installed: text,
        severity: text,
        path: text,
        suppressed: z.object({}).optional(),
      }),
    )
    .optional(),
  remedies: z.array(z.unknown()).optional(),
});

/** Maximum findings of one entry, and of all entries. */
const maxPerEntry = 10_000;
const maxAccepted = 250_000;

export const acceptedShape = z.object({
  schemaVersion: z.literal(1),
  kind: z.literal("accepted-findings"),
  findings: z.array(
    z
      .object({
        rule: text,
        severity: z.enum(severities),
        file: text.optional(),
        place: text.optional(),
        container: text.optional(),
        message: text,
        source: text.optional(),
        count: z.int().min(1).max(maxPerEntry),
        reason: text.min(1),
        since: z.iso.date(),
        until: z.iso.date(),
      })
      .refine(({ file, place }) => (file === undefined) !== (place === undefined), "it needs `file` or `place`"),
  ),
});

const reportCommand = "hullproof check --format json --output base.json";

/** A report of `check`, `scan` or another verb, or a list of accepted findings. Throws `Failure` (`no-such-file`, `unreadable`, `bad-usage`). */
export async function readBaseline(file: string, cwd: string): Promise<EarlierReport | AcceptedList> {
  const reached = atNamed(file, cwd, (folder, path) => folder.find(path));
  if ("refused" in reached && reached.refused === "missing")
    throw new Failure("no-such-file", `There is no ${file} to compare with`, {
      hint: `A baseline is an earlier report: ${reportCommand}. For that of a commit: git worktree add ../base COMMIT, and the same there.`,
    });
  const value = parse(file, await readText(file, cwd, { limit: limits.report }));
  const accepted = parseToFirstFault(acceptedShape, value);
  if (accepted.success) {
    const sum = accepted.data.findings.reduce((total, { count }) => total + count, 0);
    if (sum > maxAccepted)
      throw new Failure("too-complex", `--baseline ${file} accepts ${sum} findings, and ${maxAccepted} are the most`, {
        hint: "Ignore their rules in hullproof.yaml instead.",
      });
    const findings = accepted.data.findings.flatMap(ofEntry);
    return { file, kind: "accepted", targets: [], findings, list: findings, vulnerabilities: [] };
  }
  const read = parseToFirstFault(reportShape, value);
  if (!read.success) {
    const { path, message } = firstIssue(accepted.error, read.error, value);
    const fieldText = path.length === 0 ? "" : ` (${path.join(".")}: ${message})`;
    throw new Failure("bad-usage", `--baseline ${file} is no report of hullproof${fieldText}`, {
      hint: `It takes a JSON report (${reportCommand}), or what \`hullproof baseline\` writes.`,
    });
  }
  const { targets, findings, vulnerabilities = [], remedies } = read.data;
  const reportTargets = targets as Report["targets"];
  return {
    file,
    kind: "report",
    targets: reportTargets,
    findings: findings.map((finding) => comparable(finding as unknown as Finding, reportTargets)),
    // The findings of a `check` include them.
    vulnerabilities: (remedies === undefined ? [] : vulnerabilities).flatMap((vulnerability) =>
      vulnerability.suppressed === undefined
        ? [comparableVulnerability(vulnerability as unknown as Vulnerability, reportTargets)]
        : [],
    ),
  };
}

function parse(file: string, json: string): unknown {
  return boundedJson(
    json,
    (problem) =>
      new Failure("bad-usage", `--baseline ${file} is no report of hullproof: ${problem}`, {
        hint: `It takes a JSON report (${reportCommand}), or what \`hullproof baseline\` writes.`,
      }),
  );
}

/** The first issue of the kind that the file claims to be. */
function firstIssue(accepted: z.ZodError, report: z.ZodError, value: unknown) {
  const isList = typeof value === "object" && value !== null && "kind" in value;
  const [first] = (isList ? accepted : report).issues;
  return { path: first?.path ?? [], message: first?.message ?? "" };
}

export function ofEntry({ count, ...entry }: AcceptedEntryShape): AcceptedFinding[] {
  const { rule, severity, file, place, container, message, source, reason, since, until } = entry;
  const finding: AcceptedFinding = {
    rule,
    severity,
    place: file ?? place ?? "",
    ...(container !== undefined && { container }),
    message,
    accepted: { reason, until },
    inText: file !== undefined,
    ...(source !== undefined && { source }),
    since,
  };
  return Array.from({ length: count }, () => ({ ...finding }));
}

/** A list that `hullproof baseline` wrote. */
export interface AcceptedList extends EarlierReport {
  readonly kind: "accepted";
  readonly list: readonly AcceptedFinding[];
}

export function isList(earlier: EarlierReport | AcceptedList): earlier is AcceptedList {
  return "list" in earlier;
}

/** One finding of an entry. */
export interface AcceptedFinding extends Comparable {
  readonly accepted: { readonly reason: string; readonly until: string };
  readonly since: string;
}

type AcceptedEntryShape = z.infer<typeof acceptedShape>["findings"][number];
