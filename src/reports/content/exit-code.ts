import { fails, type FailOn } from "../../domain/finding/fail-on.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Proof } from "../../domain/workload/trial.ts";

/**
 * The proof that decides verdict and exit code: the last one, of the whole. Earlier proofs cover parts of it or the
 * original alone. Undefined if nothing was to be proven.
 */
export function decisiveProof({
  harden,
  proof,
  project,
}: Pick<Report, "harden" | "proof" | "project">): Proof | undefined {
  return project?.verify ?? harden?.verify ?? proof?.proofs.at(-1);
}

/**
 * The exit code of the verb that made `report`. 2: a rule broke, or something could not be read, which is never the
 * same as clean. A report with a proof follows that, and `harden` also its findings.
 */
export function exitCodeOf(report: Report, failOn: FailOn = "never"): 0 | 1 | 2 {
  const { exit, harden, proof, project, rules, findings, unread = [] } = report;
  if (exit !== undefined) return exit.code;
  if (harden !== undefined || proof !== undefined || project !== undefined)
    return decisiveProof(report)?.verdict === "holds" ? 0 : 1;
  if (unread.length > 0 || rules.some(({ verdict }) => verdict === "failed")) return 2;
  return findings.some(({ severity, state }) => state !== "same" && fails(severity, failOn)) ? 1 : 0;
}
