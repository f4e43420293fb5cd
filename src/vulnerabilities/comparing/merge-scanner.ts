import type {
  Disagreement,
  ScannerComparison,
  ScannerFinding,
  ScannerReport,
} from "../../domain/report/scanner-report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { asNamed, nameIndex, namedOf, sameVulnerability, sameVersion, type PackageIdentifier } from "./same-package.ts";
import { whyOnlyOurs } from "./why-only-ours.ts";
import { whyOnlyTheirs, type Grounds, type Reason } from "./why-only-theirs.ts";
import { compareText } from "../../text/compare-text.ts";

export interface MergedScanner {
  /** Our findings, with the scanner among the sources of shared ones, and those that only the scanner reports. */
  readonly vulnerabilities: readonly Vulnerability[];
  readonly comparison: ScannerComparison;
}

/** How many differing fixes are named. */
const maxNamed = 5;

/**
 * Another scanner's findings compared with ours: agreed, only ours, only theirs, with reasons as far as the data show
 * them. Findings of only the scanner join the list, suppressed if our data contain the vendor's statement that the
 * package is not affected.
 */
export function mergeScanner(ours: readonly Vulnerability[], report: ScannerReport, grounds: Grounds): MergedScanner {
  const source = `${report.scanner} ${report.version}`;
  const reported = report.vulnerabilities.filter(({ filtered }) => filtered === undefined);
  const ofName = nameIndex(reported.map((one) => ({ ...namedOf(one), one })));
  const matched = new Map<ScannerFinding, Vulnerability>();
  const agreed = new Set<Vulnerability>();
  const merged = ours.map((vulnerability) => {
    const sameFindings = ofName(vulnerability)
      .map(({ one }) => one)
      .filter(
        (one) => sameVersion(one.vulnerability, vulnerability) && sameVulnerability(one.vulnerability, vulnerability),
      );
    for (const finding of sameFindings) matched.set(finding, vulnerability);
    if (sameFindings.length === 0) return vulnerability;
    agreed.add(vulnerability);
    return { ...vulnerability, sources: [...new Set([...vulnerability.sources, source])].sort() };
  });

  const reasonOf = whyOnlyOurs(report, grounds);
  const onlyOurs = ours
    .filter((vulnerability) => !agreed.has(vulnerability))
    .map((vulnerability) => disagreement(vulnerability, reasonOf(vulnerability)));
  const packages = nameIndex(grounds.packages.map((found) => ({ ...asNamed(found), found })));
  const unmatched = reported
    .filter((one) => !matched.has(one))
    .map((scannerFinding) => ({
      one: scannerFinding,
      reason: whyOnlyTheirs(
        scannerFinding,
        packages(namedOf(scannerFinding)).map(({ found }) => found),
        grounds,
      ),
    }));
  return {
    vulnerabilities: [...merged, ...distinct(unmatched.map(({ one, reason }) => adopted(one, source, reason)))],
    comparison: {
      scanner: report.scanner,
      version: report.version,
      ...(report.database === undefined ? {} : { database: report.database }),
      agreed: agreed.size,
      onlyOurs: sorted(onlyOurs),
      onlyTheirs: sorted(unmatched.map(({ one, reason }) => disagreement(one.vulnerability, reason.why))),
      notes: [...report.notes, ...differingFixes(matched, report.scanner)],
    },
  };
}

/** A finding of theirs as one of ours, at the place where we have the package. */
function adopted(
  { vulnerability, type }: ScannerFinding,
  source: string,
  { why, denied, here }: Reason,
): Vulnerability {
  const { name, installed, purl, evidence } = vulnerability;
  return {
    ...vulnerability,
    purl: here?.purl ?? purl ?? `pkg:${type}/${encodeURIComponent(name)}@${encodeURIComponent(installed)}`,
    ...(here === undefined ? {} : { name: here.name, layer: here.layer, path: here.path }),
    sources: [source],
    ...(denied ? { suppressed: { by: "vendor" as const, reason: why, where: "advisories" } } : {}),
    evidence: `${source}: ${evidence}`,
  };
}

/** A scanner may name one vulnerability in one package twice, under an advisory and under its CVE. */
function distinct(vulnerabilityList: readonly Vulnerability[]): readonly Vulnerability[] {
  return [...new Map(vulnerabilityList.map((one) => [`${one.id}\n${one.purl}\n${one.path}`, one])).values()];
}

function disagreement(
  { id, name, installed, purl }: PackageIdentifier & { readonly id: string },
  reason: string,
): Disagreement {
  return { id, name, installed, ...(purl === undefined ? {} : { purl }), why: reason };
}

function sorted(disagreements: readonly Disagreement[]): readonly Disagreement[] {
  const distinctOnes = [...new Map(disagreements.map((one) => [JSON.stringify(one), one])).values()];
  return distinctOnes.sort(
    (a, b) => compareText(a.name, b.name) || compareText(a.id, b.id) || compareText(a.purl ?? "", b.purl ?? ""),
  );
}

function differingFixes(matched: ReadonlyMap<ScannerFinding, Vulnerability>, scanner: string): readonly string[] {
  const texts = new Set<string>();
  for (const [{ vulnerability: theirs }, ours] of matched) {
    // Trivy lists the fix of each release line: `1.2.3, 2.0.1`.
    const fixes = theirs.fixedIn?.split(/,\s*/) ?? [];
    if (ours.fixedIn === undefined || fixes.length === 0 || fixes.includes(ours.fixedIn)) continue;
    texts.add(`${ours.id} in ${ours.name} (${ours.fixedIn} here, ${theirs.fixedIn} there)`);
  }
  if (texts.size === 0) return [];
  const sortedTexts = [...texts].sort();
  const moreText = sortedTexts.length > maxNamed ? ` and ${sortedTexts.length - maxNamed} more` : "";
  return [`${scanner} names another fixed version for ${sortedTexts.slice(0, maxNamed).join(", ")}${moreText}.`];
}
