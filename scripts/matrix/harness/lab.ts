import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { runProgram } from "../../run-program.ts";
import { endProcessesOf, mark } from "./processes.ts";

/** What the engines of one call share, and what ends all of it. */
export interface Lab extends AsyncDisposable {
  /** Everything that is made lies here; its path is the mark by which processes are found. */
  readonly folder: string;
  /** Roots, images and profiles that later calls use again. */
  readonly cache: string;
  /** The repository. */
  readonly root: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly signal: AbortSignal;
  say(text: string): void;
  /** Done at the end, the last one first. */
  defer(end: () => Promise<unknown>): void;
  /** Ends what was deferred so far; the folder stays for the next engine. */
  endEngine(): Promise<void>;
}

const prefix = "hullproof-matrix-";

/** Roots and images are cached in HULLPROOF_MATRIX_CACHE, else in the user's cache folder. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const { HULLPROOF_MATRIX_CACHE: named, XDG_CACHE_HOME: cache } = env;
  return named || join(cache || join(homedir(), ".cache"), "hullproof-matrix");
}

/** After what killed calls left was removed. Dispose of it in every case. */
export async function openLab(root: string, signal: AbortSignal, say: (text: string) => void): Promise<Lab> {
  await sweep(say);
  const folder = join(tmpdir(), `${prefix}${randomBytes(4).toString("hex")}`);
  await mkdir(folder, { mode: 0o755 });
  await writeFile(join(folder, "owner"), await ownerText(process.pid));
  const cache = cacheFolder();
  await mkdir(cache, { recursive: true });
  const deferred: (() => Promise<unknown>)[] = [];
  const endEngine = async () => {
    for (let end = deferred.pop(); end !== undefined; end = deferred.pop())
      await end().catch((error: unknown) => say(`clean-up: ${error instanceof Error ? error.message : String(error)}`));
    await endProcessesOf(folder);
  };
  return {
    folder,
    cache,
    root,
    env: { ...process.env, NO_COLOR: "1", [mark]: folder },
    signal,
    say,
    defer: (end) => void deferred.push(end),
    endEngine,
    async [Symbol.asyncDispose]() {
      await endEngine();
      await removeFolder(folder);
    },
  };
}

/** Of calls that were killed: their processes, then their folders. */
async function sweep(say: (text: string) => void): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const owner = await readFile(join(folder, "owner"), "utf8").catch(() => "");
    const pid = Number(owner.split(" ")[0]);
    if (owner === "" ? await isYoung(folder) : owner === (await ownerText(pid))) continue;
    say(`removing what a killed matrix left: ${folder}`);
    await endProcessesOf(folder);
    await removeContainers(name);
    await removeFolder(folder);
  }
}

/** On the machine's own engine, those that carry its name; others end with their engines. */
async function removeContainers(name: string): Promise<void> {
  const script = `docker ps --all --quiet --filter name="^$0" | xargs --no-run-if-empty docker rm --force --volumes
docker network ls --quiet --filter name="^$0" | xargs --no-run-if-empty docker network rm
docker image rm "$0:built"`;
  await runProgram("sh", ["-c", script, name]).catch(() => undefined);
}

/** One without an owner may be between two system calls of its maker. */
async function isYoung(folder: string): Promise<boolean> {
  const stats = await stat(folder).catch(() => undefined);
  return stats !== undefined && Date.now() - stats.mtimeMs < 60_000;
}

/** Mounts end with the mount namespaces of the engines, so what is here are files. */
async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
}

/** Process id and its start time: ids are given again. Empty when there is no such process. */
async function ownerText(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  const start = text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  return start === undefined ? "" : `${pid} ${start}`;
}
