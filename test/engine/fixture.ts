import type { Engine } from "../../src/sources/engine/types.ts";

/** A program for a container that ends at once on SIGTERM with exit code 3, and never by itself. */
export const forever = ["sh", "-c", "trap 'exit 3' TERM; while :; do sleep 0.1; done"];

/** The same without the networks that wait for the next container of the run. */
export async function leftOf(engine: Engine, run: string): Promise<string[]> {
  return (await objectsOf(engine, run)).filter((name) => !name.startsWith(`${run}-own-`));
}

/** Names of all objects of the engine that belong to a run, by kind. */
export async function objectsOf(engine: Engine, run: string): Promise<string[]> {
  const filters = JSON.stringify({ label: [`hullproof.run=${run}`] });
  const list = <T>(path: string, query: Record<string, string | boolean>) =>
    engine.call<T>({ method: "GET", path, query });
  const containers = await list<{ Names: string[] }[]>("/containers/json", { all: true, filters });
  const volumes = await list<{ Volumes: { Name: string }[] | null }>("/volumes", { filters });
  const networks = await list<{ Name: string }[]>("/networks", { filters });
  const images = await list<{ RepoTags: string[] | null }[]>("/images/json", {});
  return [
    ...containers.flatMap((container) => container.Names),
    ...(volumes.Volumes ?? []).map((volume) => volume.Name),
    ...networks.map((network) => network.Name),
    ...images.flatMap((image) => image.RepoTags ?? []).filter((tag) => tag.includes(run)),
  ];
}
