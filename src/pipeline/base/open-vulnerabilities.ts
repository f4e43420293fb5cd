import type { AdvisoriesInfo } from "../../domain/advisory/advisories-info.ts";
import type { LifeCycle } from "../../domain/advisory/advisory.ts";
import type { MissingEvidence } from "../../domain/image/base-choice.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { askAdvisories, type AdvisoriesRequest } from "../scan/ask-advisories.ts";
import type { BaseRecord } from "./records.ts";

/** What advisories say of many images, each asked once. */
export interface BaseVulnerabilities {
  of(one: BaseRecord): Promise<{ readonly found: readonly Vulnerability[] } | MissingEvidence>;
  lifeCycles(): readonly LifeCycle[];
  /** Of all that was asked so far; undefined when there are no advisories. */
  info(): AdvisoriesInfo | undefined;
}

export function openVulnerabilities({ folder, named, today }: Omit<AdvisoriesRequest, "asOf">): BaseVulnerabilities {
  const answers = new Map<string, Promise<{ readonly found: readonly Vulnerability[] } | MissingEvidence>>();
  const infos: AdvisoriesInfo[] = [];
  let cycles: readonly LifeCycle[] = [];
  const ask = async ({
    os,
    packages,
  }: BaseRecord): Promise<{ readonly found: readonly Vulnerability[] } | MissingEvidence> => {
    const answer = await askAdvisories({ os, packages }, { folder, named, asOf: undefined, today });
    if ("missing" in answer) return answer;
    infos.push(answer.info);
    cycles = answer.lifeCycles;
    // A base whose distribution no one has advisories for would look better than all others.
    const { sources, gaps } = answer.info;
    return sources.length === 0 && packages.length > 0
      ? { missing: gaps[0] ?? "no advisories know its packages" }
      : { found: answer.vulnerabilities };
  };
  return {
    of(one) {
      const known = answers.get(one.imageDigest) ?? ask(one);
      answers.set(one.imageDigest, known);
      return known;
    },
    lifeCycles: () => cycles,
    info: () => (infos.length === 0 ? undefined : joined(infos)),
  };
}

function joined(infos: readonly AdvisoriesInfo[]): AdvisoriesInfo {
  const sources = new Map<string, AdvisoriesInfo["sources"][number]>();
  for (const source of infos.flatMap((info) => info.sources)) {
    const known = sources.get(source.name);
    sources.set(source.name, { ...source, shards: [...new Set([...(known?.shards ?? []), ...source.shards])].sort() });
  }
  const dates = infos.flatMap(({ date }) => date ?? []).sort();
  return {
    ...(dates[0] !== undefined && { date: dates[0] }),
    sources: [...sources.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    gaps: [...new Set(infos.flatMap(({ gaps }) => gaps))].sort(),
  };
}
