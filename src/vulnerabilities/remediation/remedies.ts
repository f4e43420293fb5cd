import type { Surroundings } from "./surroundings.ts";
import type { Remedy } from "../../domain/advisory/remedy.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { remedyText, type RemedyText } from "./remedy-text.ts";
import { byUrgency, byWorth, tallyVulnerabilities } from "../severity-order.ts";
import { compareText } from "../../text/compare-text.ts";
import { purlType } from "./purl-type.ts";
import { stepOf, type RemediationStep } from "./step-of.ts";

/**
 * Steps that fix the vulnerabilities, the most effective first, and those without a fix last. Suppressed
 * vulnerabilities need none.
 */
export function remedies(vulnerabilityList: readonly Vulnerability[], surroundings: Surroundings): Remedy[] {
  const open = vulnerabilityList.filter(({ suppressed }) => suppressed === undefined).sort(byUrgency);
  const groups = Map.groupBy(open, (vulnerability) => stepOf(vulnerability, surroundings.base).key);
  const keyedRemedies = [...groups].map(([key, group]) => ({ key, remedy: remedyOf(group, surroundings) }));
  return keyedRemedies
    .sort((a, b) => lastness(a.remedy) - lastness(b.remedy) || byWorth(a.remedy, b.remedy) || compareText(a.key, b.key))
    .map(({ remedy }) => remedy);
}

function lastness({ kind }: Remedy): number {
  return kind === "none" ? 1 : 0;
}

function remedyOf(vulnerabilities: readonly Vulnerability[], surroundings: Surroundings): Remedy {
  const [first] = vulnerabilities;
  if (first === undefined) throw new Error("a step without vulnerabilities");
  const step: RemediationStep = stepOf(first, surroundings.base);
  const packages = packagesOf(vulnerabilities, surroundings);
  const text: RemedyText = remedyText(step, vulnerabilities, packages, surroundings);
  const ids = [...new Set(vulnerabilities.map(({ id }) => id))];
  return {
    kind: step.kind,
    ...text,
    files: step.kind === "dependency" ? [...new Set(vulnerabilities.map(({ path }) => path))].sort() : [],
    packages,
    vulnerabilities: ids,
    severities: tallyVulnerabilities(vulnerabilities),
    exploited: new Set(vulnerabilities.flatMap(({ id, kev }) => (kev === undefined ? [] : [id]))).size,
  };
}

function packagesOf(vulnerabilities: readonly Vulnerability[], { newest }: Surroundings): Remedy["packages"] {
  const groups = Map.groupBy(vulnerabilities, ({ name, installed }) => JSON.stringify([name, installed]));
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { name, purl, installed } = first;
      const fixes = group.flatMap(({ fixedIn }) => fixedIn ?? []);
      const to = fixes.length === 0 ? undefined : newest(purlType(purl), [...new Set(fixes)], name);
      const reasons = [...new Set(group.flatMap(({ reason }) => reason ?? []))].sort();
      return [
        {
          name,
          purl,
          installed,
          ...(to !== undefined && { to }),
          ...(to === undefined && reasons.length > 0 && { reason: reasons.join("; ") }),
        },
      ];
    })
    .sort((a, b) => compareText(a.name, b.name) || compareText(a.installed, b.installed));
}
