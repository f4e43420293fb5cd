import { engineHoles } from "../../data/engine-holes.ts";
import type { EngineHoles } from "../../domain/workload/engine-hole.ts";
import { findHoles } from "../../facts/engine-holes/find-holes.ts";
import { partOrigins } from "../../sources/engine/origins/part-origins.ts";
import type { EngineInfo } from "../../sources/engine/types.ts";

/** Vulnerabilities that this engine has, or may have, and that void what a profile promises. Only looks. */
export async function holesOf(info: Pick<EngineInfo, "components" | "sameKernel" | "endpoint">): Promise<EngineHoles> {
  const { components } = info;
  const known = engineHoles.filter(({ part }) => components.some((one) => one.part === part));
  const read = known
    .map((hole) => hole.read)
    .toSorted()
    .at(-1);
  const found = findHoles(known, components, await partOrigins(info, components));
  return { found, known: known.length, ...(read !== undefined && { read }) };
}
