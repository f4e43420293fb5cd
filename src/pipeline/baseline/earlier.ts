import type { Accepted } from "../../domain/finding/state.ts";
import type { Finding } from "../../domain/finding/finding.ts";
import type { PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { placeOfTarget, steadyPlace } from "../../reports/content/finding-place.ts";
import { upToMark } from "../../text/cut.ts";
import { withoutVersion } from "../../text/without-version.ts";

/** A finding as it is compared: what outlives a move, another tag and another layer. */
export interface Comparable extends PastFinding {
  /** In a text, where what they say distinguishes several findings of a rule. */
  readonly inText: boolean;
  /** The text that it was found in, on one line. */
  readonly source?: string;
  /** Id in the report, which says whether it was looked at. */
  readonly target?: string;
}

/** A vulnerability by any of its names, in a package and a path of an image. */
export interface ComparableVulnerability extends PastFinding {
  readonly names: readonly string[];
}

/** What findings are compared with. */
export interface Earlier {
  readonly file: string;
  readonly kind: "report" | "accepted" | "commit";
  readonly targets: Report["targets"];
  readonly findings: readonly Comparable[];
  readonly vulnerabilities: readonly ComparableVulnerability[];
}

type Told = Pick<Finding, "rule" | "severity" | "message" | "target" | "location" | "container"> & {
  readonly evidence: readonly { readonly kind: string; readonly text?: string | undefined }[];
};

export function comparable(finding: Told, targets: Report["targets"], accepted?: Accepted): Comparable {
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
  const own = target === undefined ? "image" : placeOfTarget(target);
  const where = `${own} ${upToMark(purl, "@", "/")} ${withoutVersion(path, installed)}`;
  return {
    rule: id,
    severity,
    place: where,
    message: `${id} in ${name} ${installed}`,
    names: [id, ...aliases].map((one) => `${one} ${where}`),
  };
}

/** Indentation and line ends are no other text. */
function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim().slice(0, mostSource).toWellFormed();
}

/** Characters: enough to tell instructions apart. */
const mostSource = 400;

/** From the closest to the widest: what two findings share that are the same one. */
export function keysOf({ rule, place, container = "", message, source = "", inText }: Comparable): readonly string[] {
  const own = [rule, place, container];
  if (!inText) return [[...own, message], own].map((parts) => JSON.stringify(parts));
  return [
    [...own, message, source],
    [...own, message],
    // The text is the same, and what is said of it counts something that has changed.
    ...(source === "" ? [] : [[...own, "", source]]),
  ].map((parts) => JSON.stringify(parts));
}
