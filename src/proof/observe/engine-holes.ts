import { engineHoles } from "../../data/engine-holes.ts";
import type { EngineHoles } from "../../domain/workload/engine-vulnerability.ts";
import { findHoles } from "../../facts/engine-holes/find-holes.ts";
import { partOrigins } from "../../sources/engine/origins/part-origins.ts";
import type { EngineInfo } from "../../sources/engine/types.ts";

/** Known or possible vulnerabilities of this engine that void a profile's guarantees. Read-only. */
export async function holesOf(info: Pick<EngineInfo, "components" | "sameKernel" | "endpoint">): Promise<EngineHoles> {
  const { components } = info;
  const relevantHoles = engineHoles.filter(({ part }) => components.some((component) => component.part === part));
  const read = relevantHoles
    .map((hole) => hole.read)
    .toSorted()
    .at(-1);
  const matchingHoles = findHoles(relevantHoles, components, await partOrigins(info, components));
  return { found: matchingHoles, known: relevantHoles.length, ...(read !== undefined && { read }) };
}
