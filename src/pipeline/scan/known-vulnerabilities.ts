import { relative } from "node:path";
import type { LifeCycle } from "../../domain/advisory/advisory.ts";
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

/** What advisories and changelogs of pending updates say of an image, for whoever asks many other things as well. */
export interface KnownVulnerabilities {
  readonly vulnerabilities: readonly Vulnerability[];
  /** For the rules, or why no advisories could be asked. */
  readonly fact: VulnerabilitiesFact | { readonly missing: string };
  readonly lifeCycles: readonly LifeCycle[];
}

/** Never throws for a store that is absent or damaged: who asks by the way goes on, and says that it was not asked. */
export async function knownFlaws(
  image: ImageInfo,
  updates: Updates,
  config: Config,
  { advisoriesFolder: folder, today, cwd }: Pick<Context, "advisoriesFolder" | "today" | "cwd">,
): Promise<KnownVulnerabilities> {
  const asked = await askAdvisories(image, { folder, named: false, asOf: undefined, today }).catch((error: unknown) => {
    if (error instanceof Failure) return { missing: error.message };
    throw error;
  });
  const { flaws } = bothSides(image, updates, asked);
  const { vulnerabilities } = withIgnores(flaws, config, { today, cwd });
  if ("missing" in asked) return { vulnerabilities, fact: { missing: asked.missing }, lifeCycles: [] };
  const fact = vulnerabilitiesFact(vulnerabilities, image.packages, asked.info.gaps, asked.support);
  return { vulnerabilities, fact, lifeCycles: asked.lifeCycles };
}

/** The advisories' vulnerabilities and the changelogs', compared with each other where both were asked. */
export function bothSides(
  image: Pick<ImageInfo, "packages">,
  asked: Updates,
  advisories: AskedAdvisories | { readonly missing: string },
): { readonly flaws: readonly Vulnerability[]; readonly crossCheck?: CrossCheck } {
  const changelogs =
    "updates" in asked
      ? changelogVulnerabilities(asked.updates, image).map((vulnerability) => setAsideHeaders(vulnerability))
      : [];
  if ("missing" in advisories) return { flaws: changelogs };
  if (!("updates" in asked)) return { flaws: advisories.vulnerabilities };
  const { updates } = asked;
  const { packages } = image;
  const checked = crossCheck({
    advisories: advisories.vulnerabilities,
    changelogs,
    updates,
    packages,
    said: advisories.said,
  });
  return { flaws: checked.vulnerabilities, crossCheck: checked.crossCheck };
}

export function withIgnores(
  flaws: readonly Vulnerability[],
  { file, vulnerabilities: { ignore }, enforced }: Config,
  { today, cwd }: Pick<Context, "today" | "cwd">,
): Ignored {
  if (ignore.length > 0 && enforced?.rules.some((rule) => rule === "*" || rule.startsWith("vulnerabilities/")) === true)
    return { vulnerabilities: flaws, notes: ["vulnerabilities.ignore of hullproof.yaml does not count (--enforce)"] };
  return applyIgnores(flaws, ignore, { today, file: file === undefined ? "hullproof.yaml" : relative(cwd, file) });
}
