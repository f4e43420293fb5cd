import { mkdtempSync, watch } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../src/sources/engine/types.ts";

export interface OwnRuns extends AsyncDisposable {
  /** For the processes whose runs are meant: a temporary folder of their own. */
  readonly env: { readonly TMPDIR: string };
  /** Ids of the runs that were opened in it so far. */
  runs(): Promise<readonly string[]>;
  /** Whatever of them is there: objects of the engine, trace instances, cgroups, files in the temporary folder, processes. Empty when all is well. */
  left(engine: Engine): Promise<string[]>;
  /** The temporary folder is gone from now on, as that of a CI's job is. */
  lose(): Promise<void>;
}

/**
 * Tells what certain processes leave, while other runs on the same machine come and go: each run makes its folder first, in a temporary folder
 * that no one else has, and so tells its id. Does not ask the product's own search for leftovers, which is under test.
 */
export function ownRuns(): OwnRuns {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-test-"));
  const seen = new Set<string>();
  const marks = new Map<string, () => void>();
  const watcher = watch(folder, (_, name) => {
    const run = /^hullproof-(hp-[0-9a-f]{12})$/.exec(name ?? "")?.[1];
    if (run !== undefined) seen.add(run);
    marks.get(name ?? "")?.();
  });
  let asked = 0;
  let lost = false;
  const runs = async () => {
    if (lost) return [...seen];
    // The kernel tells of files in the order in which they were made: once this one is heard of, all before it were.
    const mark = `asked-${++asked}`;
    const heard = new Promise<void>((resolve) => marks.set(mark, resolve));
    await writeFile(join(folder, mark), "");
    await heard;
    await rm(join(folder, mark));
    return [...seen];
  };
  return {
    env: { TMPDIR: folder },
    runs,
    async left(engine) {
      const ids = await runs();
      const files = lost ? [] : (await readdir(folder)).map((name) => `file ${name}`);
      return [...(await ofEngine(engine, ids)), ...(await ofKernel(ids)), ...files, ...(await processesWith(folder))];
    },
    async lose() {
      await runs();
      lost = true;
      watcher.close();
      await rm(folder, { recursive: true, force: true });
    },
    async [Symbol.asyncDispose]() {
      watcher.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function ofEngine(engine: Engine, runs: readonly string[]): Promise<string[]> {
  const filters = JSON.stringify({ label: ["hullproof.run"] });
  const list = <T>(path: string, query: Record<string, string | boolean>) =>
    engine.call<T>({ method: "GET", path, query });
  const containers = await list<{ Names: string[] }[]>("/containers/json", { all: true, filters });
  const volumes = await list<{ Volumes: { Name: string }[] | null }>("/volumes", { filters });
  const networks = await list<{ Name: string }[]>("/networks", { filters });
  const images = await list<{ RepoTags: string[] | null }[]>("/images/json", {});
  const names = [
    ...containers.flatMap(({ Names }) => Names.map((name) => `container ${name}`)),
    ...(volumes.Volumes ?? []).map(({ Name }) => `volume ${Name}`),
    ...networks.map(({ Name }) => `network ${Name}`),
    ...images.flatMap(({ RepoTags }) => RepoTags ?? []).map((tag) => `image ${tag}`),
  ];
  return names.filter((name) => runs.some((run) => name.includes(run))).toSorted();
}

async function ofKernel(runs: readonly string[]): Promise<string[]> {
  const traces = await readdir("/sys/kernel/tracing/instances").catch(() => []);
  const hierarchies = await readdir("/sys/fs/cgroup").catch(() => []);
  const cgroups = await Promise.all(
    ["", ...hierarchies].map((name) => readdir(join("/sys/fs/cgroup", name)).catch(() => [])),
  );
  const names = [...traces.map((name) => `trace instance ${name}`), ...cgroups.flat().map((name) => `cgroup ${name}`)];
  return names.filter((name) => runs.some((run) => name.includes(run))).toSorted();
}

/** Processes that were started with this folder as their temporary one, or name it: builds, helpers, readers of traces. */
export async function processesWith(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir("/proc").catch(() => [])) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const words = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    const environment = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
    if (words.includes(folder) || environment.includes(folder))
      found.push(`process ${pid}: ${words.replaceAll("\0", " ").slice(0, 120)}`);
  }
  return found;
}
