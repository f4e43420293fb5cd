import type { AdvisoriesInfo } from "../../../domain/advisory/advisories-info.ts";
import type { ReleaseCycle } from "../../../domain/advisory/advisory.ts";
import type { MissingEvidence } from "../../../domain/image/base-choice.ts";
import type { Vulnerability } from "../../../domain/advisory/vulnerability.ts";
import { askAdvisories, type AdvisoriesRequest } from "../../vulnerabilities/ask-advisories.ts";
import type { BaseRecord } from "./records.ts";

/** Vulnerabilities of many images, each looked up once. */
export interface BaseVulnerabilities {
  of(one: BaseRecord): Promise<{ readonly found: readonly Vulnerability[] } | MissingEvidence>;
  lifeCycles(): readonly ReleaseCycle[];
  /** Advisory data of all lookups so far; undefined without advisories. */
  info(): AdvisoriesInfo | undefined;
}

export function openVulnerabilities({ folder, named, today }: Omit<AdvisoriesRequest, "asOf">): BaseVulnerabilities {
  const answers = new Map<string, Promise<{ readonly found: readonly Vulnerability[] } | MissingEvidence>>();
  const infos: AdvisoriesInfo[] = [];
  let cycles: readonly ReleaseCycle[] = [];
  const ask = async ({
    os,
    packages,
  }: BaseRecord): Promise<{ readonly found: readonly Vulnerability[] } | MissingEvidence> => {
    const answer = await askAdvisories({ os, packages }, { folder, named, asOf: undefined, today });
    if ("missing" in answer) return answer;
    infos.push(answer.info);
    cycles = answer.lifeCycles;
    // A distribution without advisories would look better than all others.
    const { sources, gaps } = answer.info;
    return sources.length === 0 && packages.length > 0
      ? { missing: gaps[0] ?? "no advisories know its packages" }
      : { found: answer.vulnerabilities };
  };
  return {
    of(base) {
      const pendingAnswer = answers.get(base.imageDigest) ?? ask(base);
      answers.set(base.imageDigest, pendingAnswer);
      return pendingAnswer;
    },
    lifeCycles: () => cycles,
    info: () => (infos.length === 0 ? undefined : mergeAdvisories(infos)),
  };
}

function mergeAdvisories(infos: readonly AdvisoriesInfo[]): AdvisoriesInfo {
  const sources = new Map<string, AdvisoriesInfo["sources"][number]>();
  for (const source of infos.flatMap((info) => info.sources)) {
    const joinedSource = sources.get(source.name);
    sources.set(source.name, {
      ...source,
      shards: [...new Set([...(joinedSource?.shards ?? []), ...source.shards])].sort(),
    });
  }
  const dates = infos.flatMap(({ date }) => date ?? []).sort();
  return {
    ...(dates[0] !== undefined && { date: dates[0] }),
    sources: [...sources.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
    gaps: [...new Set(infos.flatMap(({ gaps }) => gaps))].sort(),
  };
}
