import { createHash } from "node:crypto";
import type { AdvisoryShard, ShardName, VulnerabilityFacts } from "../../domain/advisory/advisory.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import type { JudgedPackage, PackageMatch, StoredPackage } from "../../domain/fleet/judgement.ts";
import type { PackageInfo } from "../../domain/image/image-info.ts";
import { matchPackages } from "../../vulnerabilities/matching/match-packages.ts";
import { parseMatchingInput } from "./parts.ts";

/** The advisories of one moment. */
export interface Advisories {
  open(name: ShardName): AdvisoryShard | undefined;
  vulnerabilityFacts(): VulnerabilityFacts;
}

/**
 * Judges distinct packages, and returns those whose result differs from the stored one. Each is matched as if it were alone at its path: what
 * crosses packages of an image is for the image's own page. Throws `Failure` (`bad-advisories`).
 */
export function judgePackages(packages: readonly StoredPackage[], advisories: Advisories): readonly JudgedPackage[] {
  const facts = advisories.vulnerabilityFacts();
  const inputs = packages.map((stored) => ({ stored, ...parseMatchingInput(stored.content) }));
  return [...Map.groupBy(inputs, ({ os }) => JSON.stringify(os)).values()].flatMap((sameSystem) => {
    // Paths are made of numbers, by which results find their package.
    const infos = sameSystem.map(({ info, path }, index): PackageInfo => ({
      ...info,
      layer: 0,
      path: `${index}/${path}`,
    }));
    const os = sameSystem[0]?.os ?? {};
    const { vulnerabilities, unjudged } = matchPackages(infos, os, (name) => advisories.open(name));
    const matches = Map.groupBy(vulnerabilities, ({ path }) => path);
    const gaps = new Map(unjudged.map(({ package: { path }, reason }) => [path, reason]));
    return sameSystem.flatMap(({ stored }, index): JudgedPackage[] => {
      const path = infos[index]?.path ?? "";
      const found = matches.get(path) ?? [];
      const gap = gaps.get(path);
      const result = hashOf([gap, found.map(comparable)]);
      if (result === stored.result) return [];
      return [{ id: stored.id, result, ...(gap !== undefined && { gap }), vulnerabilities: worstOfEach(found, facts) }];
    });
  });
}

/** All that is stored of a match, so that equal hashes mean that nothing has to be written. KEV and EPSS change daily, and are renewed apart. */
function comparable({ id, aliases, status, fixedIn, severity, suppressed, summary, published }: Vulnerability) {
  return [id, aliases, status, fixedIn, severity, suppressed !== undefined, summary, published];
}

/** A package has a vulnerability once, whatever names lead to it. */
function worstOfEach(vulnerabilities: readonly Vulnerability[], facts: VulnerabilityFacts): PackageMatch[] {
  const matches = new Map<string, PackageMatch>();
  for (const { id, aliases, summary, published, severity, status, fixedIn, suppressed } of vulnerabilities) {
    if (matches.has(id)) continue;
    const names = [id, ...aliases];
    const { exploited, epss } = predictionOf(names, facts);
    matches.set(id, {
      name: id,
      names,
      ...(summary !== undefined && { summary: summary.slice(0, 500) }),
      ...(published !== undefined && { published }),
      exploited,
      ...(epss !== undefined && { epss }),
      severity,
      status,
      ...(fixedIn !== undefined && { fixed_in: fixedIn.slice(0, 300) }),
      suppressed: suppressed !== undefined,
    });
  }
  return [...matches.values()];
}

/** KEV and EPSS of a vulnerability, by any of its names. */
export function predictionOf(
  names: readonly string[],
  facts: VulnerabilityFacts,
): { readonly exploited: boolean; readonly epss?: number } {
  const cves = names.filter((name) => name.startsWith("CVE-"));
  const epss = cves.map((cve) => facts.epss(cve)?.score).find((score) => score !== undefined);
  return { exploited: cves.some((cve) => facts.kev(cve) !== undefined), ...(epss !== undefined && { epss }) };
}

function hashOf(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
