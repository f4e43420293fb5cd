import type { Vulnerability } from "../../src/domain/advisory/vulnerability.ts";
import { vulnerability } from "./sample-scan.ts";

const severities = ["critical", "high", "medium", "low"] as const;
/** Of 25 packages, the same for the same number. */
export const manyVulnerabilities = (count: number): Vulnerability[] =>
  Array.from({ length: count }, (_, at) => {
    const name = `package-${String(at % 25).padStart(2, "0")}`;
    return vulnerability({
      id: `CVE-2024-${10_000 + at}`,
      name,
      purl: `pkg:deb/debian/${name}@1.0?arch=amd64`,
      installed: "1.0",
      severity: severities[at % 4] ?? "low",
      summary: `Weakness number ${at}`,
      inUse: at % 3 === 0,
      epss: { score: (at % 100) / 100, percentile: 0.5 },
      ...(at % 5 === 0 ? { status: "deferred", reason: "minor issue" } : { fixedIn: `1.${at % 7}` }),
      ...(at % 50 === 0 && { kev: { added: "2024-02-01", due: "2024-02-22", ransomware: false } }),
    });
  }).map((one) => {
    if (one.status === "fixed") return one;
    const { fixedIn: _, ...open } = one;
    return open;
  });
