import type { Report } from "../../../domain/report/report.ts";
import { openAudit, type AuditOptions } from "./open-audit.ts";
import type { Context } from "../../context.ts";

/**
 * `hullproof audit [CONTAINER...]`: evaluates containers against the rules and their proven profiles. Read-only: every call of the engine's API
 * is a GET that docs/guide/audit.md lists. Throws `engine-unreachable`, `bad-usage`, `no-such-image` for an unknown container.
 */
export async function audit(options: AuditOptions, context: Context): Promise<Report> {
  context.progress({ stage: "audit", message: "asking the engine for its containers" });
  const opened = await openAudit(options, context);
  const report = await opened.report();
  const count = report.audit?.containers.length ?? 0;
  context.progress({ stage: "audit", message: `looked at ${count} containers`, done: true });
  return report;
}
