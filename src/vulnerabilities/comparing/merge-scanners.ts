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

/** Each scanner's answer compared with ours alone, whatever the others say. What several of them add is one vulnerability, with each among its sources. */
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
    const known = nameIndex(added);
    const same = new Map<Vulnerability, Vulnerability[]>();
    const news = vulnerabilities.slice(ours.length).filter((vulnerability) => {
      const first = known(vulnerability).find(
        (one) => sameVersion(one, vulnerability) && sameVulnerability(one, vulnerability),
      );
      if (first !== undefined) same.set(first, [...(same.get(first) ?? []), vulnerability]);
      return first === undefined;
    });
    added = [...added.map((one) => withSources(one, same.get(one) ?? [])), ...news];
  }
  return { vulnerabilities: [...merged, ...added], comparisons: merges.map(({ comparison }) => comparison) };
}

function withSources(vulnerability: Vulnerability, others: readonly Vulnerability[]): Vulnerability {
  const sources = [...new Set([...vulnerability.sources, ...others.flatMap((one) => one.sources)])].sort();
  return { ...vulnerability, sources };
}
