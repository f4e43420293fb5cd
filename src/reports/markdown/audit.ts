import type { Report } from "../../domain/report/report.ts";
import { containerSummary, findingGroups, imageSummary, proofText, someNames } from "../content/audit-groups.ts";
import { code, prose, table } from "../content/markdown-text.ts";

const words = { error: "error", warning: "warning", info: "note" } as const;

/** Containers as a table, then each finding once with its containers; the engine separately. */
export function auditBlocks({ audit, findings }: Report): string[] {
  if (audit === undefined) return [];
  const rows = audit.containers.map((container) => [
    code(container.name),
    code(container.image),
    prose(container.status),
    prose(proofText(container)),
    prose(containerSummary(container, findings)),
  ]);
  const { images = [] } = audit;
  const groups = findingGroups(findings).map(({ finding, names }) => [
    words[finding.severity],
    prose(finding.message),
    code(finding.rule),
    prose(`${names.length}: ${someNames(names)}`),
  ]);
  return [
    `## Containers of ${prose(`${audit.engine.name} ${audit.engine.version}`)}`,
    ...(rows.length === 0
      ? ["No container is running."]
      : [table(["container", "image", "state", "profile", "findings"], rows)]),
    ...(images.length === 0
      ? []
      : [
          "## Images",
          table(
            ["image", "vulnerabilities", "containers"],
            images.map((one) => [code(one.name), prose(imageSummary(one)), prose(someNames(one.containers))]),
          ),
        ]),
    ...(groups.length === 0 ? [] : ["## Findings", table(["", "what", "rule", "where"], groups)]),
  ];
}
