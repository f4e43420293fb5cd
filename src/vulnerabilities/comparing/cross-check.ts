import type { CrossCheck } from "../../domain/report/cross-check.ts";
import type { ImageInfo, UpdatesInfo } from "../../domain/image/image-info.ts";
import type { Disagreement } from "../../domain/report/scanner-report.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { compareDeb } from "../../versions/deb.ts";
import { compareText } from "../../text/compare-text.ts";
import { sourceFinder } from "../source-of.ts";
import { purlType } from "../remediation/purl-type.ts";

export interface CrossChecked {
  /** Vulnerabilities of both, with both as sources if both have them. */
  readonly vulnerabilities: readonly Vulnerability[];
  readonly crossCheck: CrossCheck;
}

interface Sides {
  readonly advisories: readonly Vulnerability[];
  readonly changelogs: readonly Vulnerability[];
  readonly updates: UpdatesInfo;
  readonly packages: ImageInfo["packages"];
  /**
   * The advisories' verdict on a vulnerability in a source package that they did not report; a sentence without its
   * full stop.
   */
  readonly said: (source: string, id: string) => string | undefined;
}

/**
 * Compares the advisories with the changelogs of pending updates. Both count: a vulnerability of only one side stays in
 * the list, with the reason of the other side as far as the data show it. Vulnerabilities without a fix cannot be in
 * the changelog of an update and are not compared.
 */
export function crossCheck({ advisories, changelogs, updates, packages, said }: Sides): CrossChecked {
  const sourceOf = sourceFinder(packages);
  const byKey = new Map(
    changelogs.map((vulnerability) => [keyOf(vulnerability.purl, vulnerability.id), vulnerability]),
  );
  const matches = new Set<Vulnerability>();
  const agreed = new Set<string>();
  const merged = advisories.map((vulnerability): Vulnerability => {
    const statements = [vulnerability.id, ...vulnerability.aliases].flatMap(
      (id) => byKey.get(keyOf(vulnerability.purl, id)) ?? [],
    )[0];
    if (statements === undefined) return vulnerability;
    matches.add(statements);
    agreed.add(keyOf(sourceOf(vulnerability).name, vulnerability.id));
    return {
      ...vulnerability,
      sources: [...new Set([...vulnerability.sources, ...statements.sources])].sort(),
      evidence: `${vulnerability.evidence}; ${statements.evidence}`,
    };
  });
  const lone = changelogs.filter((vulnerability) => !matches.has(vulnerability));
  const offered = new Map(updates.pending.map((update) => [update.source, update.candidate]));
  const unread = new Map(updates.unread.map(({ name, reason }) => [name, reason]));
  const compared = merged.filter(
    ({ purl, status, fixedIn, sources }) =>
      purlType(purl) === "deb" && status === "fixed" && fixedIn !== undefined && !sources.includes("changelog"),
  );
  return {
    vulnerabilities: [...merged, ...lone],
    crossCheck: {
      agreed: agreed.size,
      onlyAdvisories: differences(compared, sourceOf, ({ fixedIn = "" }, source) => {
        const candidate = offered.get(source);
        if (candidate === undefined) return `fixed in ${fixedIn}, and the image's own sources offer no newer version`;
        if (compareDeb(candidate, fixedIn) < 0)
          return `fixed in ${fixedIn}, and the image's own sources offer ${candidate} only`;
        const reason = unread.get(source);
        return reason === undefined
          ? `the changelog of ${candidate} does not name it`
          : `the changelog of ${candidate} could not be read to its end: ${reason}`;
      }),
      onlyChangelogs: differences(
        lone,
        sourceOf,
        ({ id }, source) => said(source, id) ?? `the advisories say nothing of it for ${source}`,
      ),
    },
  };
}

function differences(
  vulnerabilities: readonly Vulnerability[],
  sourceOf: ReturnType<typeof sourceFinder>,
  reasonFor: (vulnerability: Vulnerability, source: string) => string,
): Disagreement[] {
  const disagreements = new Map<string, Disagreement>();
  for (const vulnerability of vulnerabilities) {
    const { name, version } = sourceOf(vulnerability);
    const key = keyOf(name, vulnerability.id);
    if (!disagreements.has(key))
      disagreements.set(key, {
        id: vulnerability.id,
        name,
        installed: version,
        purl: vulnerability.purl,
        why: reasonFor(vulnerability, name),
      });
  }
  return [...disagreements.values()].sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
}

function keyOf(one: string, other: string): string {
  return `${one}\n${other}`;
}
