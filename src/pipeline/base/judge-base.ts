import type { BaseCandidate } from "../../domain/image/base-choice.ts";
import type { BaseTraits } from "../../facts/base-choice/describe-base.ts";
import { distance, lifeOf, type RecordedBuild } from "../../facts/base-choice/life.ts";
import { countVulnerabilities, pointParts, round } from "../../facts/base-choice/points.ts";
import { endsOf } from "../../facts/base-choice/ends-of.ts";
import { lifecycles } from "../../data/lifecycles.ts";
import type { BaseVulnerabilities } from "./open-vulnerabilities.ts";
import type { ReadBase } from "./read-base.ts";
import type { BaseRecord } from "./records.ts";

/** Everything about one candidate that needs no other one. */
export async function judgeBase(
  one: ReadBase,
  traits: BaseTraits,
  builds: readonly BaseRecord[],
  {
    flaws,
    pending,
    today,
  }: { readonly flaws: BaseVulnerabilities; readonly pending: BaseCandidate["pending"]; readonly today: string },
): Promise<Omit<BaseCandidate, "alsoNamed" | "inUse" | "changes">> {
  const found = await flaws.of(one);
  const recorded: RecordedBuild[] = [];
  for (const build of builds) {
    const known = await flaws.of(build);
    // What no one could judge would look like a build without vulnerabilities.
    if ("missing" in known) continue;
    const { name, imageDigest: digest, created } = build;
    recorded.push({
      name,
      digest,
      created: created.slice(0, 10),
      vulnerabilitiesAt: (date) =>
        countVulnerabilities(known.found.filter(({ published }) => published === undefined || published <= date)),
    });
  }
  const life = lifeOf(recorded, today);
  const { info, created } = one;
  const measured = {
    ...traits,
    lifeCycles: endsOf(one.os, traits.runtimes, { today, stored: flaws.lifeCycles(), table: lifecycles }),
    flaws: "missing" in found ? found : countVulnerabilities(found.found),
    pending,
    ...(created !== "" && { created, ageDays: Math.max(0, distance(created.slice(0, 10), today)) }),
    ...(info.compressedBytes !== undefined && { compressedBytes: info.compressedBytes }),
    ...(life && { life }),
  };
  const parts = pointParts(measured, { flaws: measured.flaws, life });
  return {
    name: one.name,
    digest: one.digest,
    platform: `${info.config.os}/${info.config.architecture}`,
    ...measured,
    points: round(parts.reduce((sum, { points }) => sum + points, 0)),
    parts,
  };
}
