import type { BaseCandidate } from "../../../domain/image/base-choice.ts";
import type { BaseTraits } from "../../../facts/base-choice/describe-base.ts";
import { distance, lifeOf, type RecordedBuild } from "../../../facts/base-choice/life.ts";
import { countVulnerabilities, pointParts, round } from "../../../facts/base-choice/points.ts";
import { endsOf } from "../../../facts/base-choice/ends-of.ts";
import { lifecycles } from "../../../data/release-cycles.ts";
import type { BaseVulnerabilities } from "./open-vulnerabilities.ts";
import type { ReadBase } from "./read-base.ts";
import type { BaseRecord } from "./records.ts";

/** Evaluates one candidate without the others. */
export async function judgeBase(
  base: ReadBase,
  traits: BaseTraits,
  builds: readonly BaseRecord[],
  {
    vulnerabilities,
    pending,
    today,
  }: {
    readonly vulnerabilities: BaseVulnerabilities;
    readonly pending: BaseCandidate["pending"];
    readonly today: string;
  },
): Promise<Omit<BaseCandidate, "alsoNamed" | "inUse" | "changes">> {
  const openNow = await vulnerabilities.of(base);
  const recordedBuilds: RecordedBuild[] = [];
  for (const build of builds) {
    const openInBuild = await vulnerabilities.of(build);
    // A build without advisories would look like one without vulnerabilities.
    if ("missing" in openInBuild) continue;
    const { name, imageDigest: digest, created } = build;
    recordedBuilds.push({
      name,
      digest,
      created: created.slice(0, 10),
      vulnerabilitiesAt: (date) =>
        countVulnerabilities(openInBuild.found.filter(({ published }) => published === undefined || published <= date)),
    });
  }
  const life = lifeOf(recordedBuilds, today);
  const { info, created } = base;
  const measured = {
    ...traits,
    lifeCycles: endsOf(base.os, traits.runtimes, { today, stored: vulnerabilities.lifeCycles(), table: lifecycles }),
    vulnerabilities: "missing" in openNow ? openNow : countVulnerabilities(openNow.found),
    pending,
    ...(created !== "" && { created, ageDays: Math.max(0, distance(created.slice(0, 10), today)) }),
    ...(info.compressedBytes !== undefined && { compressedBytes: info.compressedBytes }),
    ...(life && { life }),
  };
  const parts = pointParts(measured, { vulnerabilities: measured.vulnerabilities, life });
  return {
    name: base.name,
    digest: base.digest,
    platform: `${info.config.os}/${info.config.architecture}`,
    ...measured,
    points: round(parts.reduce((sum, { points }) => sum + points, 0)),
    parts,
  };
}
