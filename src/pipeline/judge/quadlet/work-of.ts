import type { Context } from "../../context.ts";
import { profilesNear } from "../../profiles/profiles-near.ts";
import { dropInsOf } from "./drop-ins-of.ts";
import type { QuadletWork } from "../../rule-runs/quadlet-work.ts";

/** A unit with its drop-ins. */
export async function quadletWork(
  read: Pick<QuadletWork, "path" | "text" | "config">,
  context: Context,
): Promise<QuadletWork> {
  const { cwd, today, allRules, podman } = context;
  return {
    kind: "quadlet",
    ...read,
    ...(await dropInsOf(read.path, cwd)),
    profiles: await profilesNear(read.path, context),
    cwd,
    today,
    ...(allRules !== undefined && { allRules }),
    ...(podman !== undefined && { podman }),
  };
}
