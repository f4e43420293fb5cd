import type { Report } from "../domain/report/report.ts";
import { contextOf, targetsOf } from "./library-context.ts";
import type { Options } from "./options.ts";

export interface CheckOptions extends Options {
  /** Rules, `PRACTICE/*` or `*` that nothing in a repository silences or softens. */
  readonly enforce?: readonly string[];
  /** Comments in files silence nothing when false. Default: true. */
  readonly inlineIgnores?: boolean;
  /** Rules that speak only on request are asked as well. */
  readonly all?: boolean;
  /** Version of Kubernetes that manifests are judged for: `1.35`. */
  readonly kubernetes?: string;
  /** Version of Podman that Quadlet units are judged for: `5.4`. */
  readonly podman?: string;
}

/**
 * Finds what is wrong in Dockerfiles, Compose files, manifests, Quadlet units, documents with `docker run` lines, archives of images and folders with any of
 * these, as `hullproof check` does. A target that can't be judged beside others is `failed` in the report; one that stands alone rejects with its `Failure`.
 */
export async function check(targets: string | readonly string[], options: CheckOptions = {}): Promise<Report> {
  const context = contextOf(options);
  const names = targetsOf(targets);
  const { enforce, inlineIgnores = true, all = false } = options;
  const [pipeline, { refuseUnknownEnforced }] = await Promise.all([
    import("../pipeline/check/check.ts"),
    import("../pipeline/check/settings.ts"),
  ]);
  await refuseUnknownEnforced(enforce);
  return pipeline.check(names, {
    ...context,
    allRules: all,
    profiles: [],
    ...pipeline.checkedVersions(options),
    ...((enforce !== undefined || !inlineIgnores) && { enforced: { rules: enforce ?? [], inlineIgnores } }),
  });
}
