import type { ScannerComparison, ScannerReport } from "../../domain/report/scanner-report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { mergeScanner } from "./merge-scanner.ts";
import { nameIndex, sameFlaw, sameVersion } from "./same-package.ts";
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
  const own = ours.map((flaw, at) =>
    withSources(
      flaw,
      merges.map(({ vulnerabilities }) => vulnerabilities[at] ?? flaw),
    ),
  );
  let added: readonly Vulnerability[] = [];
  for (const { vulnerabilities } of merges) {
    const known = nameIndex(added);
    const same = new Map<Vulnerability, Vulnerability[]>();
    const news = vulnerabilities.slice(ours.length).filter((flaw) => {
      const first = known(flaw).find((one) => sameVersion(one, flaw) && sameFlaw(one, flaw));
      if (first !== undefined) same.set(first, [...(same.get(first) ?? []), flaw]);
      return first === undefined;
    });
    added = [...added.map((one) => withSources(one, same.get(one) ?? [])), ...news];
  }
  return { vulnerabilities: [...own, ...added], comparisons: merges.map(({ comparison }) => comparison) };
}

function withSources(flaw: Vulnerability, others: readonly Vulnerability[]): Vulnerability {
  const sources = [...new Set([...flaw.sources, ...others.flatMap((one) => one.sources)])].sort();
  return { ...flaw, sources };
}
