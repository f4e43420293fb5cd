import { z } from "zod";
import type { Run } from "../types.ts";

/** `GET /system/df?type=build-cache` of the Docker Engine API. */
const shape = z.object({
  BuildCache: z
    .array(z.object({ ID: z.string(), Type: z.string().nullish(), Description: z.string().nullish() }))
    .nullish(),
});

/**
 * Removes the cache mounts that this run's builds filled: nothing will ever ask for their names again. BuildKit names the mount's id in
 * the description of its record, and the id begins with the run's.
 */
export async function removeCacheMounts({ engine, id: run }: Run): Promise<void> {
  const answer = await engine.call({
    method: "GET",
    path: "/system/df",
    query: { type: "build-cache" },
    timeoutMs: 60_000,
  });
  for (const { ID: id, Type: type, Description: told } of shape.parse(answer).BuildCache ?? []) {
    if (type !== "exec.cachemount" || told?.includes(run) !== true) continue;
    const filters = JSON.stringify({ id: [id] });
    await engine.call({ method: "POST", path: "/build/prune", query: { all: true, filters }, timeoutMs: 60_000 });
  }
}
