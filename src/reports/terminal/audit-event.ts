import type { Report } from "../../domain/report/report.ts";
import type { Severity } from "../../domain/finding/finding.ts";
import { findingGroups } from "../content/audit-groups.ts";
import { tally, tallyText } from "../content/practice-sections.ts";
import { escapeReport } from "../content/escape-report.ts";
import { hang, pageOf } from "./page.ts";

const marks = { error: "✖", warning: "▲", info: "●" } as const satisfies Record<Severity, string>;

/** One event of a watch, with the current findings of its container. With a final newline. */
export function auditEventText(
  event: { readonly action: string; readonly name: string },
  report: Report | undefined,
  { at, width }: { readonly at: string; readonly width: number },
): string {
  const page = pageOf({ colour: false, width });
  const safe = escapeReport({ event, report });
  const containerFindings = (safe.report?.findings ?? []).filter(({ target }) => target !== "engine");
  const [container] = safe.report?.audit?.containers ?? [];
  const statusText =
    safe.report === undefined
      ? "gone"
      : `${container?.status ?? ""}, ${tallyText(tally(containerFindings))}${container?.profile === undefined ? ", no profile" : ""}`;
  const head = `${at}  ${safe.event.name}  ${safe.event.action}: ${statusText}`;
  const lines = findingGroups(containerFindings).flatMap(({ finding }) =>
    hang(page, `  ${marks[finding.severity]} `, `${finding.message} (${finding.rule})`),
  );
  return `${[head, ...lines].join("\n")}\n`;
}
