import type { Report } from "../domain/report/report.ts";
import { contextOf, targetsOf } from "./library-context.ts";
import type { Options } from "./options.ts";

export interface CheckOptions extends Options {
  /** Rules, `PRACTICE/*` or `*` that nothing in a repository may suppress or weaken. */
  readonly enforce?: readonly string[];
  /** Whether comments in files may suppress findings. Default: true. */
  readonly inlineIgnores?: boolean;
  /** Also run rules that are off by default. */
  readonly all?: boolean;
  /** Kubernetes version to judge manifests for: `1.35`. */
  readonly kubernetes?: string;
  /** Podman version to judge Quadlet units for: `5.4`. */
  readonly podman?: string;
}

/**
 * Checks Dockerfiles, Compose files, manifests, Quadlet units, documents with `docker run` lines, archives of images
 * and folders with any of these, as `hullproof check` does. One of several targets that cannot be judged is `failed`
 * in the report; a single one rejects with its `Failure`.
 */
export async function check(targets: string | readonly string[], options: CheckOptions = {}): Promise<Report> {
  const context = contextOf(options);
  const names = targetsOf(targets);
  const { enforce, inlineIgnores = true, all = false } = options;
  const [pipeline, { refuseUnknownEnforced }] = await Promise.all([
    import("../pipeline/findings/check.ts"),
    import("../pipeline/settings/settings.ts"),
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
