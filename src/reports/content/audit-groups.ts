import type { Finding } from "../../domain/finding/finding.ts";
import type { AuditedContainer, AuditedImage } from "../../domain/report/audit.ts";
import { severities } from "../../domain/finding/finding.ts";
import { countText } from "./units.ts";
import { tally, tallyText } from "./practice-sections.ts";

/** One finding with all its containers. */
export interface FindingGroup {
  readonly finding: Finding;
  /** Container names, `image NAME` for images; in report order. */
  readonly names: readonly string[];
}

/** Containers share findings, so each finding appears once with its containers. Most severe first, then by the number of containers. */
export function findingGroups(findings: readonly Finding[]): FindingGroup[] {
  const groups = Map.groupBy(findings, ({ rule, severity, message }) => [severity, rule, message].join("\0"));
  return [...groups.values()]
    .flatMap((equalFindings): FindingGroup[] => {
      const [finding] = equalFindings;
      const names = [
        ...new Set(equalFindings.map(({ target }) => target.replace(/^container:/, "").replace(/^image:/, "image "))),
      ];
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
  return drift.length === 0 ? "as proven" : countText(drift.length, "drift");
}

export function containerSummary(container: AuditedContainer, findings: readonly Finding[]): string {
  return tallyText(tally(findings.filter(({ target }) => target === container.target)));
}

/** `2 critical, 5 high, 12 more; 9 with a fix`, `no known vulnerabilities` */
export function imageSummary({ packages, vulnerabilities }: AuditedImage): string {
  const { critical, high, all, fixed } = vulnerabilities;
  if (packages === 0) return "no packages were found in it";
  if (all === 0) return "no known vulnerabilities";
  const otherCount = all - critical - high;
  const grave = [critical > 0 ? `${critical} critical` : "", high > 0 ? `${high} high` : ""].filter(
    (one) => one !== "",
  );
  const words = [
    ...grave,
    ...(otherCount > 0 ? [`${otherCount} ${grave.length > 0 ? "more" : "vulnerabilities"}`] : []),
  ];
  return `${words.join(", ")}; ${fixed === 0 ? "none" : fixed} with a fix`;
}

/** The Compose files that define a container, where it is to be fixed. */
export function composeText({ project, service, files = [] }: AuditedContainer): string | undefined {
  if (project === undefined || service === undefined) return undefined;
  return `service ${service} of the Compose project ${project}${files.length === 0 ? "" : `: ${files.join(", ")}`}`;
}

/** `web`, `image web:1.4`, `3 containers: a, b, c` */
export function holdersText(names: readonly string[]): string {
  if (names.length === 1) return someNames(names);
  const images = names.flatMap((name) => (name.startsWith("image ") ? name.slice("image ".length) : []));
  return images.length === names.length
    ? `${images.length} images: ${someNames(images)}`
    : `${names.length} containers: ${someNames(names)}`;
}

/** The first few names, so that they fit on one line. */
export function someNames(names: readonly string[], maxNames = 8): string {
  return names.length > maxNames
    ? `${names.slice(0, maxNames).join(", ")} and ${names.length - maxNames} more`
    : names.join(", ");
}
