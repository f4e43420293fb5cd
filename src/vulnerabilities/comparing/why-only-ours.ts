import type { ScannerReport } from "../../domain/report/scanner-report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { namedOf, nameIndex, sameVulnerability, sameVersion } from "./same-package.ts";
import type { Grounds } from "./why-only-theirs.ts";

/** Why a vulnerability of ours is not in another scanner's report: a sentence without its full stop. */
export function whyOnlyOurs(
  { scanner, vulnerabilities, packages = [], database }: ScannerReport,
  { date }: Pick<Grounds, "date">,
): (vulnerability: Vulnerability) => string {
  const seenAs = nameIndex(packages.map((packageInfo) => ({ ...packageInfo, installed: packageInfo.version })));
  const built = database?.built?.slice(0, 10);
  const ofName = nameIndex(vulnerabilities.map((vulnerability) => ({ ...namedOf(vulnerability), one: vulnerability })));

  return (vulnerability) => {
    const sameVulnerabilities = ofName(vulnerability)
      .map(({ one }) => one)
      .filter((one) => sameVulnerability(one.vulnerability, vulnerability));
    const setAside = sameVulnerabilities.find(
      (one) => one.filtered !== undefined && sameVersion(one.vulnerability, vulnerability),
    );
    if (setAside !== undefined) return `${scanner} found it and set it aside: ${setAside.filtered}`;
    const [firstReported] = sameVulnerabilities;
    if (firstReported !== undefined) return `${scanner} reports it for ${firstReported.vulnerability.installed}`;
    // An empty list does not mean that it saw no packages.
    if (packages.length > 0) {
      const scannerPackages = seenAs(vulnerability);
      if (scannerPackages.length === 0) return `${scanner} does not see the package`;
      if (!scannerPackages.some((packageInfo) => sameVersion(packageInfo, vulnerability)))
        return `${scanner} sees ${scannerPackages[0]?.version}`;
    }
    if (vulnerability.sources.every((source) => source === "changelog"))
      return `only the changelog of the pending update names it, which ${scanner} does not read`;
    if (built !== undefined && vulnerability.published !== undefined && vulnerability.published > built)
      return `it was published on ${vulnerability.published}, the database of ${scanner} is of ${built}`;
    if (vulnerability.suppressed !== undefined) return `it is set aside here: ${vulnerability.suppressed.reason}`;
    if (vulnerability.severity === "negligible")
      return `it is negligible here (${vulnerability.severitySource}), which ${scanner} may leave out`;
    if (vulnerability.status === "unknown")
      return "it cannot be determined whether this version has it, which other scanners take for no";
    if (built !== undefined && date !== undefined && built < date)
      return `the database of ${scanner} is of ${built}, ours of ${date}`;
    return `nothing in the report of ${scanner} tells; our source is ${vulnerability.sources.join(", ")}`;
  };
}
