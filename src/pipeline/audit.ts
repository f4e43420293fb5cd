import type { Report } from "../domain/report/report.ts";
import { openAudit, type AuditOptions } from "./audit/open-audit.ts";
import type { Context } from "./context.ts";

/**
 * `hullproof audit [CONTAINER...]`: what runs, by the rules and beside the profiles that it was proven with. It only looks: every call of the engine's API
 * that it makes is a GET that docs/guide/audit.md lists. Throws `engine-unreachable`, `bad-usage`, `no-such-image` for a container that is not there.
 */
export async function audit(options: AuditOptions, context: Context): Promise<Report> {
  context.progress({ stage: "audit", message: "asking the engine for its containers" });
  const opened = await openAudit(options, context);
  const report = await opened.report();
  const count = report.audit?.containers.length ?? 0;
  context.progress({ stage: "audit", message: `looked at ${count} containers`, done: true });
  return report;
}
