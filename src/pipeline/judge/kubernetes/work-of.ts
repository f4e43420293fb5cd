import type { Context } from "../../context.ts";
import { profilesNear } from "../../profiles/profiles-near.ts";
import type { ManifestWork } from "../../rule-runs/isolated-work.ts";

/** A manifest with all input of its evaluation. */
export async function manifestWork(
  read: Pick<ManifestWork, "path" | "text" | "config" | "within">,
  context: Context,
): Promise<ManifestWork> {
  const { cwd, today, allRules, kubernetes } = context;
  return {
    kind: "kubernetes",
    ...read,
    profiles: await profilesNear(read.path, context),
    cwd,
    today,
    ...(allRules !== undefined && { allRules }),
    ...(kubernetes !== undefined && { kubernetes }),
  };
}
