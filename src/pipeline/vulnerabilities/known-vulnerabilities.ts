import { relative } from "node:path";
import type { ReleaseCycle } from "../../domain/advisory/advisory.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { CrossCheck } from "../../domain/report/cross-check.ts";
import { Failure } from "../../domain/failure.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { Vulnerability } from "../../domain/advisory/vulnerability.ts";
import { changelogVulnerabilities } from "../../facts/image/updates.ts";
import { applyIgnores, type Ignored } from "../../vulnerabilities/apply-ignores.ts";
import { crossCheck } from "../../vulnerabilities/comparing/cross-check.ts";
import { setAsideHeaders } from "../../vulnerabilities/kernel-headers.ts";
import { vulnerabilitiesFact, type VulnerabilitiesFact } from "../../vulnerabilities/vulnerabilities-fact.ts";
import type { Context } from "../context.ts";
import type { Updates } from "./updates.ts";
import { askAdvisories, type AskedAdvisories } from "./ask-advisories.ts";

/** Vulnerabilities of an image from advisories and changelogs of pending updates, for callers with other tasks. */
export interface KnownVulnerabilities {
  readonly vulnerabilities: readonly Vulnerability[];
  /** The fact for rules, or why there are no advisories. */
  readonly fact: VulnerabilitiesFact | { readonly missing: string };
  readonly lifeCycles: readonly ReleaseCycle[];
}

/** Never throws for an absent or damaged store: a caller with other tasks continues, and reports the reason. */
export async function findVulnerabilities(
  image: ImageInfo,
  updates: Updates,
  config: Config,
  { advisoriesFolder: folder, today, cwd }: Pick<Context, "advisoriesFolder" | "today" | "cwd">,
): Promise<KnownVulnerabilities> {
  const advisories = await askAdvisories(image, { folder, named: false, asOf: undefined, today }).catch(
    (error: unknown) => {
      if (error instanceof Failure) return { missing: error.message };
      throw error;
    },
  );
  const merged = mergeVulnerabilities(image, updates, advisories);
  const { vulnerabilities } = applySuppressions(merged.vulnerabilities, config, { today, cwd });
  if ("missing" in advisories) return { vulnerabilities, fact: { missing: advisories.missing }, lifeCycles: [] };
  const fact = vulnerabilitiesFact(vulnerabilities, image.packages, advisories.info.gaps, advisories.support);
  return { vulnerabilities, fact, lifeCycles: advisories.lifeCycles };
}

/** Vulnerabilities from advisories and from changelogs, cross-checked where both exist. */
export function mergeVulnerabilities(
  image: Pick<ImageInfo, "packages">,
  updateAnswer: Updates,
  advisories: AskedAdvisories | { readonly missing: string },
): { readonly vulnerabilities: readonly Vulnerability[]; readonly crossCheck?: CrossCheck } {
  const changelogs =
    "updates" in updateAnswer
      ? changelogVulnerabilities(updateAnswer.updates, image).map((vulnerability) => setAsideHeaders(vulnerability))
      : [];
  if ("missing" in advisories) return { vulnerabilities: changelogs };
  if (!("updates" in updateAnswer)) return { vulnerabilities: advisories.vulnerabilities };
  const { updates } = updateAnswer;
  const { packages } = image;
  const checked = crossCheck({
    advisories: advisories.vulnerabilities,
    changelogs,
    updates,
    packages,
    said: advisories.said,
  });
  return { vulnerabilities: checked.vulnerabilities, crossCheck: checked.crossCheck };
}

export function applySuppressions(
  vulnerabilities: readonly Vulnerability[],
  { file, vulnerabilities: { ignore }, enforced }: Config,
  { today, cwd }: Pick<Context, "today" | "cwd">,
): Ignored {
  if (ignore.length > 0 && enforced?.rules.some((rule) => rule === "*" || rule.startsWith("vulnerabilities/")) === true)
    return { vulnerabilities, notes: ["vulnerabilities.ignore of hullproof.yaml does not count (--enforce)"] };
  return applyIgnores(vulnerabilities, ignore, {
    today,
    file: file === undefined ? "hullproof.yaml" : relative(cwd, file),
  });
}
