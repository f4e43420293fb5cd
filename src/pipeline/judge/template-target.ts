import type { TextDialectName } from "../../domain/container/text-dialects.ts";
import type { TargetKind } from "../../domain/report/report.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { rulesForKind } from "./failed-target.ts";

/** The result for an unrendered template: no rule applies, and its syntax is not an error. `isExplicit`: the user named this file. */
export function templateTarget(
  id: string,
  kind: "dockerfile" | "compose" | TextDialectName,
  isExplicit: boolean,
  reason = `it is a template of a ${kind === "compose" ? "Compose file" : "Dockerfile"}: check what it is rendered to`,
): TargetResult {
  const results = rulesForKind(kind).map((rule) => ({ rule, target: id, verdict: "skipped" as const, reason }));
  return {
    target: { id, kind: kind satisfies TargetKind, name: id },
    run: { results, findings: [], fixes: [] },
    ...(isExplicit ? { unread: [{ path: id, reason }] } : { notChecked: [`${id}: ${reason}`] }),
  };
}
