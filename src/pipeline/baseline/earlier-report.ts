import type { Accepted } from "../../domain/finding/state.ts";
import type { Finding } from "../../domain/finding/finding.ts";
import type { PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { placeOfTarget, steadyPlace } from "../../reports/content/finding-place.ts";
import { upToMark } from "../../text/cut.ts";
import { withoutVersion } from "../../text/without-version.ts";

/** The comparable part of a finding: it survives a move, another tag and another layer. */
export interface Comparable extends PastFinding {
  /** Whether it is in a text, where message and source distinguish several findings of a rule. */
  readonly inText: boolean;
  /** Source text of the finding, on one line. */
  readonly source?: string;
  /** Target id in the report, which lists the rules that ran on it. */
  readonly target?: string;
}

/** A vulnerability by any of its ids, in a package and a path of an image. */
export interface ComparableVulnerability extends PastFinding {
  readonly names: readonly string[];
}

/** The baseline of a comparison. */
export interface EarlierReport {
  readonly file: string;
  readonly kind: "report" | "accepted" | "commit";
  readonly targets: Report["targets"];
  readonly findings: readonly Comparable[];
  readonly vulnerabilities: readonly ComparableVulnerability[];
}

type ComparableFinding = Pick<Finding, "rule" | "severity" | "message" | "target" | "location" | "container"> & {
  readonly evidence: readonly { readonly kind: string; readonly text?: string | undefined }[];
};

export function comparable(finding: ComparableFinding, targets: Report["targets"], accepted?: Accepted): Comparable {
  const { rule, severity, message, target, location, container, evidence } = finding;
  const source = evidence.find(({ kind }) => kind === "source")?.text;
  return {
    rule,
    severity,
    place: steadyPlace({ location, target }, targets),
    ...(container !== undefined && { container }),
    message,
    ...(accepted && { accepted }),
    inText: "file" in location,
    ...(source !== undefined && { source: onOneLine(source) }),
    target,
  };
}

export function comparableVulnerability(
  { id, aliases, purl, path, installed, name, severity }: Vulnerability,
  [target]: Report["targets"],
): ComparableVulnerability {
  const targetPlace = target === undefined ? "image" : placeOfTarget(target);
  const place = `${targetPlace} ${upToMark(purl, "@", "/")} ${withoutVersion(path, installed)}`;
  return {
    rule: id,
    severity,
    place: place,
    message: `${id} in ${name} ${installed}`,
    names: [id, ...aliases].map((vulnerabilityId) => `${vulnerabilityId} ${place}`),
  };
}

/** Ignores changes of indentation and line ends. */
function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, maxSourceLength).toWellFormed();
}

/** Characters: enough to distinguish instructions. */
const maxSourceLength = 400;

/** Keys from the narrowest to the widest; equal findings share one. */
export function keysOf({ rule, place, container = "", message, source = "", inText }: Comparable): readonly string[] {
  const identity = [rule, place, container];
  if (!inText) return [[...identity, message], identity].map((parts) => JSON.stringify(parts));
  return [
    [...identity, message, source],
    [...identity, message],
    // The source is the same, and a number in the message has changed.
    ...(source === "" ? [] : [[...identity, "", source]]),
  ].map((parts) => JSON.stringify(parts));
}
