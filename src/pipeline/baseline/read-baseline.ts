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
import { comparable, comparableVulnerability, type Comparable, type Earlier } from "./earlier.ts";

const text = z.string();
const location = z.union([
  z.object({ file: text }),
  z.object({ layer: z.number(), path: text }),
  z.object({ setting: text }),
]);

/** No more of a report than what is compared: that of another version may hold other things. */
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

/** The most findings that one entry may stand for, and all of them. */
const mostAlike = 10_000;
const mostAccepted = 250_000;

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
        count: z.int().min(1).max(mostAlike),
        reason: text.min(1),
        since: z.iso.date(),
        until: z.iso.date(),
      })
      .refine(({ file, place }) => (file === undefined) !== (place === undefined), "it needs `file` or `place`"),
  ),
});

const makeOne = "hullproof check --format json --output base.json";

/** A report of `check`, `scan` or another verb, or a list of accepted findings. Throws `Failure` (`no-such-file`, `unreadable`, `bad-usage`). */
export async function readBaseline(file: string, cwd: string): Promise<Earlier | AcceptedList> {
  const there = atNamed(file, cwd, (beneath, path) => beneath.find(path));
  if ("refused" in there && there.refused === "missing")
    throw new Failure("no-such-file", `There is no ${file} to compare with`, {
      hint: `A baseline is an earlier report: ${makeOne}. For that of a commit: git worktree add ../base COMMIT, and the same there.`,
    });
  const value = parse(file, await readText(file, cwd, { limit: limits.report }));
  const accepted = parseToFirstFault(acceptedShape, value);
  if (accepted.success) {
    const sum = accepted.data.findings.reduce((total, { count }) => total + count, 0);
    if (sum > mostAccepted)
      throw new Failure("too-complex", `--baseline ${file} accepts ${sum} findings, and ${mostAccepted} are the most`, {
        hint: "Ignore their rules in hullproof.yaml instead.",
      });
    const findings = accepted.data.findings.flatMap(ofEntry);
    return { file, kind: "accepted", targets: [], findings, list: findings, vulnerabilities: [] };
  }
  const read = parseToFirstFault(reportShape, value);
  if (!read.success) {
    const { path, message } = worse(accepted.error, read.error, value);
    const where = path.length === 0 ? "" : ` (${path.join(".")}: ${message})`;
    throw new Failure("bad-usage", `--baseline ${file} is no report of hullproof${where}`, {
      hint: `It takes a JSON report (${makeOne}), or what \`hullproof baseline\` writes.`,
    });
  }
  const { targets, findings, vulnerabilities = [], remedies } = read.data;
  const known = targets as Report["targets"];
  return {
    file,
    kind: "report",
    targets: known,
    findings: findings.map((one) => comparable(one as unknown as Finding, known)),
    // Those of a `check` are its findings.
    vulnerabilities: (remedies === undefined ? [] : vulnerabilities).flatMap((one) =>
      one.suppressed === undefined ? [comparableVulnerability(one as unknown as Vulnerability, known)] : [],
    ),
  };
}

function parse(file: string, json: string): unknown {
  return boundedJson(
    json,
    (problem) =>
      new Failure("bad-usage", `--baseline ${file} is no report of hullproof: ${problem}`, {
        hint: `It takes a JSON report (${makeOne}), or what \`hullproof baseline\` writes.`,
      }),
  );
}

/** What is wrong with the kind that it says it is. */
function worse(accepted: z.ZodError, report: z.ZodError, value: unknown) {
  const isList = typeof value === "object" && value !== null && "kind" in value;
  const [first] = (isList ? accepted : report).issues;
  return { path: first?.path ?? [], message: first?.message ?? "" };
}

export function ofEntry({ count, ...entry }: AcceptedEntryShape): AcceptedFinding[] {
  const { rule, severity, file, place, container, message, source, reason, since, until } = entry;
  const one: AcceptedFinding = {
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
  return Array.from({ length: count }, () => ({ ...one }));
}

/** What `hullproof baseline` wrote. */
export interface AcceptedList extends Earlier {
  readonly kind: "accepted";
  readonly list: readonly AcceptedFinding[];
}

export function isList(earlier: Earlier | AcceptedList): earlier is AcceptedList {
  return "list" in earlier;
}

/** One of the findings that an entry stands for. */
export interface AcceptedFinding extends Comparable {
  readonly accepted: { readonly reason: string; readonly until: string };
  readonly since: string;
}

type AcceptedEntryShape = z.infer<typeof acceptedShape>["findings"][number];
