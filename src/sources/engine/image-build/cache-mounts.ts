import { z } from "zod";
import type { EngineSession } from "../types.ts";

const records = z
  .array(z.object({ ID: z.string(), Type: z.string().nullish(), Description: z.string().nullish() }))
  .nullish();
/** `GET /system/df?type=build-cache` of the Docker Engine API: since 1.52 in `BuildCacheUsage` with verbose. */
const shape = z.object({ BuildCache: records, BuildCacheUsage: z.object({ Items: records }).nullish() });

/**
 * Removes the cache mounts of this run's builds, whose names are never used again. BuildKit's record has the mount's
 * id in its description, and the id starts with the run's.
 */
export async function removeCacheMounts({ engine, id: run }: EngineSession): Promise<void> {
  const answer = await engine.call({
    method: "GET",
    path: "/system/df",
    query: { type: "build-cache", verbose: 1 },
    timeoutMs: 60_000,
  });
  const { BuildCache: legacyItems, BuildCacheUsage: usage } = shape.parse(answer);
  for (const { ID: id, Type: type, Description: description } of usage?.Items ?? legacyItems ?? []) {
    if (type !== "exec.cachemount" || description?.includes(run) !== true) continue;
    const filters = JSON.stringify({ id: [id] });
    await engine.call({ method: "POST", path: "/build/prune", query: { all: true, filters }, timeoutMs: 60_000 });
  }
}
