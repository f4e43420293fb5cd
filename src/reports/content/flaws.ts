import type { AdvisorySeverity } from "../../domain/advisory/advisory.ts";
import type { Remedy } from "../../domain/advisory/remedy.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { counted } from "./units.ts";

/** One vulnerability in the packages that have it in the same way: of one version, with one fix. */
export interface FlawRow {
  readonly id: string;
  readonly severity: AdvisorySeverity;
  readonly severitySource: string;
  /** Binary packages of one source are one row. */
  readonly names: readonly string[];
  readonly installed: string;
  /** The fixed version, or why there is none: `deferred: Minor issue`. */
  readonly fix: { readonly version: string } | { readonly none: string };
  /** What ranks it: `exploited`, `EPSS 94 %`, `in use`. */
  readonly marks: readonly string[];
  readonly title: string;
  readonly place: string;
  readonly suppressed?: Vulnerability["suppressed"];
}

/** In the order of the report, which is by urgency. */
export function flawRows(all: readonly Vulnerability[]): FlawRow[] {
  const groups = Map.groupBy(all, (flaw) =>
    JSON.stringify([
      flaw.id,
      flaw.installed,
      flaw.fixedIn,
      flaw.status,
      flaw.severity,
      flaw.layer,
      flaw.path,
      flaw.inUse,
      flaw.suppressed?.where,
      /^pkg:(?:deb|apk|rpm)\//.test(flaw.purl) ? "" : flaw.name,
    ]),
  );
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { id, severity, severitySource, installed, summary, layer, path, suppressed } = first;
    return [
      {
        id,
        severity,
        severitySource,
        names: [...new Set(own.map(({ name }) => name))].sort(),
        installed,
        fix: fixOf(first),
        marks: marksOf(first),
        title: summary ?? "",
        place: `layer ${layer}: ${path}`,
        ...(suppressed && { suppressed }),
      },
    ];
  });
}

function fixOf({ fixedIn, status, reason }: Vulnerability): FlawRow["fix"] {
  if (status === "fixed" && fixedIn !== undefined) return { version: fixedIn };
  const word = {
    fixed: "no fix",
    affected: "no fix",
    deferred: "deferred",
    "will-not-fix": "will not be fixed",
    unknown: "cannot be determined",
  }[status];
  return { none: reason === undefined ? word : `${word}: ${reason}` };
}

function marksOf({ kev, epss, inUse, vex, score, inferred }: Vulnerability): string[] {
  return [
    ...(kev === undefined ? [] : [kev.ransomware ? "exploited, by ransomware too" : "exploited"]),
    ...(score === undefined ? [] : [`CVSS ${score.toFixed(1)}`]),
    ...(epss === undefined ? [] : [`EPSS ${percent(epss.score)}`]),
    ...(inUse === true ? ["in use"] : inUse === false ? ["not in use"] : []),
    ...(inferred === undefined
      ? []
      : [
          inferred.kind === "inferred"
            ? `name inferred: ${inferred.names.join(" or ")}`
            : `possibly ${inferred.names.join(" or ")}`,
        ]),
    ...(vex === undefined ? [] : [vex.status === "affected" ? "confirmed" : "under investigation"]),
  ];
}

function percent(share: number): string {
  return share < 0.01 ? "below 1 %" : `${Math.round(share * 100)} %`;
}

/** What is shown, what is only counted since its vendor calls it negligible, and what someone set aside. */
export function sortedFlaws({ vulnerabilities = [] }: Report, all: boolean) {
  const open = vulnerabilities.filter(({ suppressed }) => suppressed === undefined);
  const shown = open.filter(({ severity }) => all || severity !== "negligible");
  return {
    shown: flawRows(shown),
    hidden: new Set(open.filter((one) => !shown.includes(one)).map(({ id }) => id)).size,
    suppressed: flawRows(vulnerabilities.filter(({ suppressed }) => suppressed !== undefined)),
  };
}

const words = ["critical", "high", "medium", "unknown", "low", "negligible"] as const;

/** `2 critical, 3 high, 1 not judged` */
export function tallyWords(severities: Remedy["severities"]): string {
  return words
    .filter((word) => severities[word] > 0)
    .map((word) => (word === "unknown" ? `${severities[word]} not judged` : `${severities[word]} ${word}`))
    .join(", ");
}

/** `8 flaws: 2 critical, 6 high; 1 of them exploited` */
export function worth({ flaws, severities, exploited }: Remedy): string {
  const used = exploited === 0 ? "" : `; ${exploited} of them exploited`;
  return `${counted(flaws.length, "vulnerability", "vulnerabilities")}: ${tallyWords(severities)}${used}`;
}

/** Vulnerabilities by id over a whole report, each at its worst: `2 critical, 3 high`. */
export function totals(all: readonly Vulnerability[]): Remedy["severities"] {
  const total = { critical: 0, high: 0, medium: 0, low: 0, negligible: 0, unknown: 0 };
  for (const own of Map.groupBy(all, ({ id }) => id).values())
    total[words.find((word) => own.some(({ severity }) => severity === word)) ?? "unknown"]++;
  return total;
}

/** A line for each decision: what a vendor's rule set aside by the hundred is counted, what a person decided is named. */
export function asideLines(suppressed: readonly FlawRow[]): { readonly what: string; readonly why: string }[] {
  const groups = Map.groupBy(suppressed, ({ id, names, suppressed: why }) =>
    JSON.stringify([why, names, why?.by === "vendor" ? "" : id]),
  );
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    if (first?.suppressed === undefined) return [];
    const { id, names, suppressed: why } = first;
    const what = `${own.length === 1 ? id : counted(own.length, "vulnerability", "vulnerabilities")} ${own.length === 1 ? "in" : "of"} ${names.join(", ")}`;
    return [{ what, why: why.by === "vendor" ? why.reason : `${why.reason} (${why.where})` }];
  });
}

/** Steps that are worth showing: those of nothing but negligible vulnerabilities only with `all`. */
export function shownRemedies({ remedies = [] }: Report, all: boolean): readonly Remedy[] {
  return remedies.filter(({ severities, flaws }) => all || severities.negligible < flaws.length);
}
