import { lstat, readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { answerOf } from "../client/answer-of.ts";
import { findCgroups, removeCgroup } from "../image-build/build-cgroup.ts";
import { findChains, removeChain } from "../networks/firewall/chain.ts";
import { markText, ownMark, parseMark, type OwnerMark } from "../../programs/owner-mark.ts";
import { bootId, registered } from "../../leftovers/run-registry.ts";
import { refusedStatus } from "../client/http.ts";
import { imageRepository, isRunId, mark, ownership, runName, runOfTag } from "./labels.ts";
import { parseOwner } from "./owner.ts";
import type { Owner } from "./own-owner.ts";
import { containerListShape, imageListShape, networkListShape, volumeListShape } from "../client/shapes.ts";
import type { Engine } from "../types.ts";
import { compareText } from "../../../text/compare-text.ts";

/** A removable object of a run. Listed in the order in which removal works. */
export interface OrphanedResource {
  readonly kind:
    | "container"
    | "volume"
    | "network"
    | "firewall chain"
    | "cgroup"
    | "image"
    | "trace instance"
    | "folder";
  readonly name: string;
  readonly run: string;
  readonly owner?: Owner;
  /** Its owner is unknown, and its state shows that its run has ended. */
  readonly isAbandoned?: true;
  remove(): Promise<void>;
}

export const ownerFile = "owner.json";
const tracefsRoots = ["/sys/kernel/tracing/instances", "/sys/kernel/debug/tracing/instances"];
const removeTimeoutMs = 60_000;
/** Time to remove a hundred thousand files of a container from a slow disk. */
const removeContainerTimeoutMs = 300_000;

/**
 * Everything with hullproof's mark, of every run or of one, on the engine and on this machine. Listing firewall
 * chains starts four programs: only if a run's folder or record still exists, which is removed last, or as `filtered`
 * says.
 */
export async function findOrphanedResources(
  engine: Engine,
  run?: string,
  filtered?: boolean,
): Promise<OrphanedResource[]> {
  const runFolders = await folders();
  const leftovers = [
    ...(await onEngine(engine, run)),
    ...((filtered ?? runFolders.length > 0) ? await chains() : []),
    ...(await findCgroups()).map((one) => ({ kind: "cgroup" as const, ...one, remove: () => removeCgroup(one.name) })),
    ...(await traceInstances()),
    ...runFolders,
  ];
  return run === undefined ? leftovers : leftovers.filter((leftover) => leftover.run === run);
}

async function onEngine(engine: Engine, run: string | undefined): Promise<OrphanedResource[]> {
  const filters = JSON.stringify({ label: [run === undefined ? mark.run : `${mark.run}=${run}`] });
  const list = (path: string, query: Record<string, string | boolean>) => engine.call({ method: "GET", path, query });
  const leftovers: OrphanedResource[] = [];

  for (const item of answerOf(containerListShape, await list("/containers/json", { all: true, filters }))) {
    const name = item.Names[0]?.replace(/^\//, "") ?? item.Id;
    const ours = ownership(item.Labels);
    // Containers inherit labels of images, so a foreign container of our image has them too: the name decides.
    if (ours && name.startsWith(`${ours.run}-`)) {
      leftovers.push({ kind: "container", name, ...ours, remove: () => removeContainer(engine, item.Id) });
    }
  }
  for (const item of answerOf(volumeListShape, await list("/volumes", { filters })).Volumes) {
    const ours = ownership(item.Labels);
    if (ours)
      leftovers.push({ kind: "volume", name: item.Name, ...ours, remove: () => removeVolume(engine, item.Name) });
  }
  for (const item of answerOf(networkListShape, await list("/networks", { filters }))) {
    const ours = ownership(item.Labels);
    const remove = () =>
      engine.call<void>({ method: "DELETE", path: `/networks/${item.Id}`, accept: [404], timeoutMs: removeTimeoutMs });
    if (ours) leftovers.push({ kind: "network", name: item.Name, ...ours, remove });
  }
  const reference = JSON.stringify({ reference: [`${imageRepository}/${run ?? "hp-*"}`] });
  for (const item of answerOf(imageListShape, await list("/images/json", { filters: reference }))) {
    const labelled = ownership(item.Labels);
    for (const tag of item.RepoTags) {
      const of = runOfTag(tag);
      if (of === undefined) continue;
      // The label is valid for this tag only if the same run created both.
      const owner = labelled?.run === of ? labelled.owner : undefined;
      leftovers.push({
        kind: "image",
        name: tag,
        run: of,
        ...(owner ? { owner } : {}),
        remove: () => removeImageTag(engine, tag),
      });
    }
  }
  return leftovers;
}

async function chains(): Promise<OrphanedResource[]> {
  return (await findChains()).map(({ run, owner, isEmpty }) => ({
    kind: "firewall chain",
    name: run,
    run,
    ...(owner ? { owner } : {}),
    ...(isEmpty && { isAbandoned: true as const }),
    remove: () => removeChain(run),
  }));
}

async function traceInstances(): Promise<OrphanedResource[]> {
  const leftovers: OrphanedResource[] = [];
  for (const root of tracefsRoots) {
    for (const { name, run, owner } of await namedAfterRuns(root)) {
      if (leftovers.some((other) => other.name === name)) continue;
      const remove = () => removeTraceInstance(join(root, name));
      leftovers.push({ kind: "trace instance", name, run, ...(owner && { owner }), remove });
    }
  }
  return leftovers;
}

async function folders(): Promise<OrphanedResource[]> {
  const leftovers: OrphanedResource[] = [];
  const temporaryFolders = (await namedAfterRuns(tmpdir())).map(({ name, run }) => ({
    path: join(tmpdir(), name),
    run,
  }));
  const recordedFolders = registered().flatMap(({ file, folder, owner, bootId: boot }) => {
    const run = runInName(basename(folder))?.run;
    return run === undefined ? [] : [{ path: folder, run, file, owner: ownerOfMark(owner, boot) }];
  });
  for (const { path, run, file, owner } of recordedFolders) {
    // The record also covers the other objects of its run, even if the folder is gone with its TMPDIR.
    const stats = await lstat(path).catch(() => undefined);
    const ours = stats?.isDirectory() === true && stats.uid === (process.getuid?.() ?? stats.uid);
    const remove = async () => {
      if (ours) await rm(path, { recursive: true, force: true });
      await rm(file, { force: true });
    };
    leftovers.push({ kind: "folder", name: path, run, owner, remove });
  }
  for (const { path, run } of temporaryFolders) {
    if (leftovers.some(({ name }) => name === path)) continue;
    // Any user may write to the temporary folder: links and folders of others are not ours.
    const stats = await lstat(path).catch(() => undefined);
    if (!stats?.isDirectory() || (process.getuid !== undefined && stats.uid !== process.getuid())) continue;
    const owner = parseOwner(await readFile(join(path, ownerFile), "utf8").catch(() => undefined));
    leftovers.push({
      kind: "folder",
      name: path,
      run,
      ...(owner ? { owner } : {}),
      remove: () => rm(path, { recursive: true, force: true }),
    });
  }
  return leftovers;
}

interface NamedRun {
  readonly run: string;
  readonly owner?: Owner;
}

async function namedAfterRuns(root: string): Promise<(NamedRun & { readonly name: string })[]> {
  const names = await readdir(root).catch(() => []);
  return names
    .toSorted((a, b) => compareText(a, b))
    .flatMap((name) => {
      const namedRun = runInName(name);
      return namedRun === undefined ? [] : [{ name, ...namedRun }];
    });
}

/** Suffix of a trace instance. A run with several instances adds a suffix to each. */
export function instanceName(run: string): string {
  return `${runName(run)}-${markText(ownMark())}`;
}

/** `hullproof-hp-0123456789ab-1234-5678-4026531836.calls`: the run, and its owner if the name contains it. */
function runInName(name: string): NamedRun | undefined {
  const [, run, mark] = /^hullproof-(hp-[0-9a-f]{12})(?:-(\d+-\d+-\d+))?(?:\.[a-z]+(?:-\d+)?)?$/.exec(name) ?? [];
  if (!isRunId(run)) return undefined;
  const owner = parseMark(mark ?? "");
  return { run, ...(owner && { owner: ownerOfMark(owner, bootId()) }) };
}

function ownerOfMark({ pid, start, pids }: OwnerMark, boot: string): Owner {
  return { host: hostname(), boot, pids: `pid:[${pids}]`, pid, start };
}

/** Includes its anonymous volumes; silent if it is already gone. Waits for a removal in progress. */
export async function removeContainer(engine: Engine, id: string): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await engine.call({
        method: "DELETE",
        path: `/containers/${encodeURIComponent(id)}`,
        query: { force: true, v: true },
        accept: [404],
        timeoutMs: removeContainerTimeoutMs,
      });
      return;
    } catch (error) {
      // 409: a removal is already in progress; 500: the task ended during the removal. Both are transient.
      if (![409, 500].includes(refusedStatus(error) ?? 0) || attempt === 20) throw error;
      await sleep(250);
    }
  }
}

export async function removeVolume(engine: Engine, name: string): Promise<void> {
  await engine.call({
    method: "DELETE",
    path: `/volumes/${encodeURIComponent(name)}`,
    accept: [404],
    timeoutMs: removeTimeoutMs,
  });
}

/** Removes the tag; the engine deletes the image itself only with its last name. */
export async function removeImageTag(engine: Engine, tag: string): Promise<void> {
  await engine.call({ method: "DELETE", path: `/images/${tag}`, accept: [404], timeoutMs: removeTimeoutMs });
}

/** An instance with enabled events can be busy, so they are disabled first (Documentation/trace/ftrace.rst, "Instances"). */
async function removeTraceInstance(path: string): Promise<void> {
  await writeFile(join(path, "tracing_on"), "0").catch(() => {});
  await writeFile(join(path, "events", "enable"), "0").catch(() => {});
  await rmdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
