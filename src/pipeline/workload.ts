import type { Config } from "../domain/config.ts";
import { Failure } from "../domain/failure.ts";
import type { Workload } from "../domain/workload.ts";
import { hostNeeds } from "../proof/host-needs.ts";
import { completeWorkload } from "../proof/image-workload.ts";
import type { Run } from "../sources/engine/types.ts";
import type { Context } from "./context.ts";
import { summaryOf } from "./prove.ts";

/**
 * The workload for an image of the engine: what was declared on the command line, then in `hullproof.yaml`; the image tells the rest.
 * Throws `not-allowed` where it would use this machine and nobody agreed to that.
 */
export async function workloadFor(run: Run, image: string, config: Config, context: Context): Promise<Workload> {
  const { compose: _, ...declared } = config.workload ?? {};
  await allow(declared, context);
  return completeWorkload(run, {
    image,
    imageSummary: await summaryOf(run, image),
    declared: { ...declared, ...context.workload },
    progress: context.progress,
  });
}

/** A file that came with a repository or a profile is no consent of the person at this machine; a flag is. */
export async function allow(workload: Partial<Workload>, { allowHost = false }: Context): Promise<void> {
  const needs = allowHost ? [] : await hostNeeds(workload);
  if (needs.length === 0) return;
  throw new Failure("not-allowed", `The workload uses this machine: it ${needs.join("; it ")}.`, {
    hint: "Read it, and when you trust it, call hullproof again with --allow-host.",
  });
}
