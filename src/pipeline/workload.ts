import { resolve } from "node:path";
import type { Config } from "../domain/config.ts";
import { Failure } from "../domain/failure.ts";
import type { DeclaredWorkload, Workload } from "../domain/workload.ts";
import { hostNeeds } from "../proof/host-needs.ts";
import { completeWorkload, type WorkloadRequest } from "../proof/image-workload.ts";
import type { Run } from "../sources/engine/types.ts";
import type { Context } from "./context.ts";
import { declaredByFlags } from "./declared-by-flags.ts";
import { summaryOf } from "./prove.ts";

/**
 * The workload for an image of the engine: what was declared on the command line, then in `hullproof.yaml`; the image tells the rest.
 * Throws `not-allowed` where it would use this machine and nobody agreed to that.
 */
export async function workloadFor(
  run: Run,
  image: string,
  config: Config,
  context: Context,
  options: Pick<WorkloadRequest, "mustWork"> = {},
): Promise<Workload> {
  const imageSummary = await summaryOf(run, image);
  const { compose: named, ...typed } = declaredByFlags(
    context.workloadFlags ?? {},
    imageSummary.exposedPorts[0],
    context.env ?? {},
  );
  const { compose, ...written } = config.workload ?? {};
  await allow(written, context);
  const declared = merge(merge(await composed(named ?? compose, context), written), typed);
  return completeWorkload(run, { image, imageSummary, declared, progress: context.progress, ...options });
}

/** What `over` says wins; variables, grants and volumes of other paths are added. */
function merge(under: Partial<Workload>, over: Partial<Workload>): Partial<Workload> {
  const paths = new Set(over.volumes?.map(({ path }) => path));
  const volumes = [...(under.volumes ?? []).filter(({ path }) => !paths.has(path)), ...(over.volumes ?? [])];
  return {
    ...under,
    ...over,
    ...(under.env && { env: { ...under.env, ...over.env } }),
    ...(under.grants && { grants: { ...under.grants, ...over.grants } }),
    ...(volumes.length > 0 && { volumes }),
  };
}

/** What a Compose file says of the container and of those beside it; what it says in vain is told. */
async function composed(asked: DeclaredWorkload["compose"], context: Context): Promise<Partial<Workload>> {
  if (asked === undefined) return {};
  // A file of a repository names the variables that it would hand to its containers.
  const { readComposeWorkload } = await import("../sources/compose/read-compose-workload.ts");
  const { workload, notes } = await readComposeWorkload(
    resolve(context.cwd, asked.file),
    asked.service,
    context.allowHost === true ? (context.env ?? {}) : {},
  );
  for (const note of notes) context.progress({ stage: "compose", message: note, done: true });
  await allow(workload, context);
  return workload;
}

/** A file that came with a repository or a profile is no consent of the person at this machine; a flag is. */
export async function allow(workload: Partial<Workload>, { allowHost = false }: Context): Promise<void> {
  const needs = allowHost ? [] : await hostNeeds(workload);
  if (needs.length === 0) return;
  throw new Failure("not-allowed", `The workload uses this machine: it ${needs.join("; it ")}.`, {
    hint: "Read it, and when you trust it, call hullproof again with --allow-host.",
  });
}
