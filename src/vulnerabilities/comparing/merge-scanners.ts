import type { ScannerComparison, ScannerReport } from "../../domain/report/scanner-report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { mergeScanner } from "./merge-scanner.ts";
import { nameIndex, sameVulnerability, sameVersion } from "./same-package.ts";
import type { Grounds } from "./why-only-theirs.ts";

export interface MergedScanners {
  readonly vulnerabilities: readonly Vulnerability[];
  /** One for each report, in its order. */
  readonly comparisons: readonly ScannerComparison[];
}

/**
 * Compares each scanner's findings separately with ours. Equal additions of several scanners are one vulnerability,
 * with all of them as sources.
 */
export function mergeScanners(
  ours: readonly Vulnerability[],
  reports: readonly ScannerReport[],
  grounds: Grounds,
): MergedScanners {
  const merges = reports.map((report) => mergeScanner(ours, report, grounds));
  const merged = ours.map((vulnerability, at) =>
    withSources(
      vulnerability,
      merges.map(({ vulnerabilities }) => vulnerabilities[at] ?? vulnerability),
    ),
  );
  let added: readonly Vulnerability[] = [];
  for (const { vulnerabilities } of merges) {
    const findAdded = nameIndex(added);
    const duplicates = new Map<Vulnerability, Vulnerability[]>();
    const news = vulnerabilities.slice(ours.length).filter((vulnerability) => {
      const first = findAdded(vulnerability).find(
        (one) => sameVersion(one, vulnerability) && sameVulnerability(one, vulnerability),
      );
      if (first !== undefined) duplicates.set(first, [...(duplicates.get(first) ?? []), vulnerability]);
      return first === undefined;
    });
    added = [...added.map((one) => withSources(one, duplicates.get(one) ?? [])), ...news];
  }
  return { vulnerabilities: [...merged, ...added], comparisons: merges.map(({ comparison }) => comparison) };
}

function withSources(vulnerability: Vulnerability, duplicates: readonly Vulnerability[]): Vulnerability {
  const sources = [
    ...new Set([...vulnerability.sources, ...duplicates.flatMap((duplicate) => duplicate.sources)]),
  ].sort();
  return { ...vulnerability, sources };
}
