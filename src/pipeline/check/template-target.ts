import type { TargetKind } from "../../domain/report/report.ts";
import type { Checked } from "./checked.ts";
import { judgesOf } from "./failed-target.ts";

/** A text that only becomes what it is named after when it is rendered: no rule judges it, and no syntax of it is wrong. `named`: a person asked for this very file. */
export function templateTarget(
  id: string,
  kind: "dockerfile" | "compose",
  named: boolean,
  reason = `it is a template of a ${kind === "compose" ? "Compose file" : "Dockerfile"}: check what it is rendered to`,
): Checked {
  const results = judgesOf(kind).map((rule) => ({ rule, target: id, verdict: "skipped" as const, reason }));
  return {
    target: { id, kind: kind satisfies TargetKind, name: id },
    run: { results, findings: [], fixes: [] },
    ...(named ? { unread: [{ path: id, reason }] } : { notChecked: [`${id}: ${reason}`] }),
  };
}
