import { engineCapabilities } from "../../data/engine-capabilities.ts";
import type { Capability } from "../../domain/profile/capability.ts";
import type { EngineInfo } from "../../sources/engine/types.ts";
import type { Workload } from "../../domain/workload/workload.ts";

/**
 * Capabilities of the reference trials: the engine's default set, and those that the deployment adds. No trial has
 * more.
 */
export function grantedTo({
  session,
  workload,
}: {
  readonly workload: Pick<Workload, "grants">;
  readonly session: { readonly engine: { readonly info: Pick<EngineInfo, "name"> } };
}): readonly Capability[] {
  return [...new Set([...engineCapabilities(session.engine.info.name), ...(workload.grants?.capabilities ?? [])])];
}
