import type { Evidence, Severity } from "../../domain/finding/finding.ts";
import type { Flaw } from "../../vulnerabilities/vulnerabilities-fact.ts";

/**
 * How much a vulnerability weighs. With a fix, critical and high are errors: someone only has to take it in. Without one, no one can do much today,
 * and the finding is there to be seen. What no one has judged counts as medium. Undefined: negligible, as the vendor says.
 */
export function weight({ severity, status }: Flaw): Severity | undefined {
  if (severity === "negligible") return undefined;
  const grave = severity === "critical" || severity === "high";
  if (status === "fixed") return grave ? "error" : severity === "low" ? "info" : "warning";
  return grave ? "warning" : "info";
}

export function flawEvidence({ id, purl, installed, fixedIn, evidence }: Flaw): Evidence {
  return { kind: "advisory", id, purl, installed, ...(fixedIn !== undefined && { fixedIn }), quote: evidence };
}

const words = ["critical", "high", "medium", "unknown", "low"] as const;

/** `2 critical, 1 high`: vulnerabilities by id, each once. */
export function severityWords(flaws: readonly Flaw[]): string {
  const first = new Map(flaws.toReversed().map((flaw) => [flaw.id, flaw.severity]));
  const all = [...first.values()];
  return words
    .map((word) => [word, all.filter((one) => one === word).length] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => (word === "unknown" ? `${count} not judged` : `${count} ${word}`))
    .join(", ");
}
