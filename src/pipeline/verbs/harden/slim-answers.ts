import type { SlimResult } from "../../../domain/report/slim-result.ts";
import type { ImageInfo } from "../../../domain/image/image-info.ts";
import type { Config } from "../../../domain/settings/config.ts";
import type { AskedBuild } from "../../image-build/ask-build.ts";
import type { Context } from "../../context.ts";
import { findVulnerabilities } from "../../vulnerabilities/known-vulnerabilities.ts";

/** What the package sources answered about an image, for the same one without some packages: it may have no package manager to ask with. */
export async function askedWithout(
  full: AskedBuild,
  info: ImageInfo,
  config: Config,
  context: Context,
): Promise<AskedBuild> {
  const { updates } = full;
  const purls = new Set(info.packages.map(({ purl }) => purl));
  const remaining =
    "missing" in updates
      ? updates
      : {
          ...updates,
          updates: { ...updates.updates, pending: updates.updates.pending.filter(({ purl }) => purls.has(purl)) },
        };
  return { ...full, updates: remaining, vulnerabilities: await findVulnerabilities(info, remaining, config, context) };
}

/** Ids of vulnerabilities that left with their code, and of packages that only lost their record. */
export function withVulnerabilities(result: SlimResult, full: AskedBuild, slim: AskedBuild): SlimResult {
  if (result.status !== "removed" || "missing" in full.vulnerabilities.fact || "missing" in slim.vulnerabilities.fact)
    return result;
  const ids = ({ vulnerabilities }: AskedBuild) => new Set(vulnerabilities.vulnerabilities.map(({ id }) => id));
  const remaining = ids(slim);
  const hiddenPurls = new Set(result.hiddenPackages);
  const hidden = new Set(
    full.vulnerabilities.vulnerabilities.filter(({ purl }) => hiddenPurls.has(purl)).map(({ id }) => id),
  );
  const removed = [...ids(full)].filter((id) => !remaining.has(id) && !hidden.has(id));
  return { ...result, vulnerabilities: { removed: removed.toSorted(), hidden: [...hidden].toSorted() } };
}
