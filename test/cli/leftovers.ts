import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Engine } from "../../src/sources/engine/types.ts";

/** Everything of any hullproof run that is on the engine or in the temp folder, to compare before and after. */
export async function everythingOfRuns(engine: Engine): Promise<string[]> {
  const filters = JSON.stringify({ label: ["hullproof.run"] });
  const containers = await engine.call<{ Names: string[] }[]>({
    method: "GET",
    path: "/containers/json",
    query: { all: true, filters },
  });
  const volumes = await engine.call<{ Volumes: { Name: string }[] | null }>({
    method: "GET",
    path: "/volumes",
    query: { filters },
  });
  const images = await engine.call<{ RepoTags: string[] | null }[]>({ method: "GET", path: "/images/json" });
  const traces = await readdir("/sys/kernel/tracing/instances").catch(() => []);
  const folders = await readdir(tmpdir());
  return [
    ...containers.flatMap(({ Names }) => Names),
    ...(volumes.Volumes ?? []).map(({ Name }) => Name),
    ...images.flatMap(({ RepoTags }) => RepoTags ?? []).filter((tag) => tag.startsWith("hullproof.local/")),
    ...traces.filter((name) => name.startsWith("hullproof-hp-")),
    ...folders.filter((name) => name.startsWith("hullproof-hp-")),
  ].sort();
}

/** What runs that began since `before` have left; another hullproof that was at work already goes on as it likes. */
export async function newSince(before: readonly string[], engine: Engine): Promise<string[]> {
  const runs = new Set(before.flatMap((name) => /hp-[0-9a-f]{12}/.exec(name) ?? []));
  return (await everythingOfRuns(engine)).filter((name) => !runs.has(/hp-[0-9a-f]{12}/.exec(name)?.[0] ?? ""));
}
