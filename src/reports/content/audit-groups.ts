import type { Finding } from "../../domain/finding/finding.ts";
import type { AuditedContainer } from "../../domain/report/audit.ts";
import { severities } from "../../domain/finding/finding.ts";
import { counted } from "./units.ts";
import { tally, tallyText } from "./chapters.ts";

/** The same said of several containers. */
export interface FindingGroup {
  readonly finding: Finding;
  /** Names of the containers, sorted as they came. */
  readonly names: readonly string[];
}

/** A hundred containers share their faults: each stands here once, with who has it. Most severe first, then by how many have it. */
export function findingGroups(findings: readonly Finding[]): FindingGroup[] {
  const groups = Map.groupBy(findings, ({ rule, severity, message }) => [severity, rule, message].join("\0"));
  return [...groups.values()]
    .flatMap((all): FindingGroup[] => {
      const [finding] = all;
      const names = [...new Set(all.map(({ target }) => target.replace(/^container:/, "")))];
      return finding === undefined ? [] : [{ finding, names }];
    })
    .sort(
      (a, b) =>
        severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity) ||
        b.names.length - a.names.length,
    );
}

/** `proven, 2 drifts`, `no profile` */
export function proofText({ profile, drift }: AuditedContainer): string {
  if (profile === undefined) return "no profile";
  return drift.length === 0 ? "as proven" : counted(drift.length, "drift");
}

export function containerSummary(container: AuditedContainer, findings: readonly Finding[]): string {
  return tallyText(tally(findings.filter(({ target }) => target === container.target)));
}

/** Which of Compose's files a container was made from: to be corrected there. */
export function composeText({ project, service, files = [] }: AuditedContainer): string | undefined {
  if (project === undefined || service === undefined) return undefined;
  return `service ${service} of the Compose project ${project}${files.length === 0 ? "" : `: ${files.join(", ")}`}`;
}

/** The first few of many, so that a line stays one. */
export function someNames(names: readonly string[], most = 8): string {
  return names.length > most ? `${names.slice(0, most).join(", ")} and ${names.length - most} more` : names.join(", ");
}
