import { resolve } from "node:path";
import type { Permit } from "../../../consent/decide.ts";
import type { Volume, Workload } from "../../../domain/workload/workload.ts";
import { createNetwork } from "../../../sources/engine/networks/networks.ts";
import type { ContainerSpec, Mount } from "../../../domain/workload/container-spec.ts";
import type { Container, Run } from "../../../sources/engine/types.ts";
import { filledVolume } from "../../../sources/engine/volumes/volumes.ts";
import { startCompanion, type Networks } from "./companions.ts";

export interface Surroundings extends AsyncDisposable {
  /** How the container of the trial is put into them. */
  readonly spec: Pick<ContainerSpec, "networks" | "mounts">;
  /** The safety limit that a companion reached, in words. */
  limit(): Promise<string | undefined>;
}

/**
 * What a trial needs beside its container, made again for it: networks, volumes with content, and companions, each ready before
 * the next is started. Throws `never-ready` for a companion, `unreadable` for content.
 */
export async function openSurroundings(
  run: Run,
  image: string,
  workload: Workload,
  permit: Permit,
): Promise<Surroundings> {
  await using stack = new AsyncDisposableStack();
  const networks: Networks = new Map();
  const { companions = [] } = workload;
  const joined = (names: readonly string[] | undefined, aliases: readonly string[]) =>
    (names ?? [defaultNetwork]).flatMap((name) => {
      const known = networks.get(name);
      return known === undefined ? [] : [{ name: known, aliases }];
    });
  for (const name of networkNames(workload)) networks.set(name, stack.use(await createNetwork(run, permit)).name);
  const mounts = await mountsOf(run, image, workload.volumes, { stack, permit });
  const started: { readonly name: string; readonly container: Container }[] = [];
  for (const companion of companions) {
    const own = await mountsOf(run, companion.image, companion.volumes, { stack, permit });
    const aliases = [companion.name, ...companion.aliases];
    const place = { mounts: own, networks: joined(companion.networks, aliases) };
    started.push({ name: companion.name, container: stack.use(await startCompanion(run, companion, place, permit)) });
  }
  const moved = stack.move();
  return {
    spec: {
      mounts,
      ...(networks.size === 0 ? {} : { networks: joined(workload.networks, workload.aliases ?? []) }),
    },
    async limit() {
      for (const { name, container } of started) {
        const limit = await container.limit();
        if (limit !== undefined) return `companion ${name}: ${limit}`;
      }
      return undefined;
    },
    [Symbol.asyncDispose]: () => moved.disposeAsync(),
  };
}

const defaultNetwork = "default";

/** None without companions: the engine's own bridge does. Companions of a container without network are alone. */
function networkNames({ grants, networks, companions = [] }: Workload): string[] {
  if (companions.length === 0 && networks === undefined) return [];
  const own = (grants?.network ?? "private") === "private" ? (networks ?? [defaultNetwork]) : [];
  return [...new Set([...own, ...companions.flatMap((companion) => companion.networks ?? [defaultNetwork])])];
}

/** Volumes with content or an owner; plain ones are made with the container. */
async function mountsOf(
  run: Run,
  image: string,
  volumes: readonly Volume[],
  { stack, permit }: { readonly stack: AsyncDisposableStack; readonly permit: Permit },
): Promise<Mount[]> {
  const mounts: Mount[] = [];
  for (const { path, from, owner, readOnly = false } of volumes) {
    if (from === undefined && owner === undefined) continue;
    const source = from === undefined ? undefined : resolve(from);
    // The same path on another machine would be something else: there it is copied.
    if (source !== undefined && readOnly && run.engine.info.sameKernel) {
      mounts.push({ type: "bind", source, path, readOnly });
      continue;
    }
    const [uid, gid] = (owner ?? "").split(":").map(Number);
    const content = {
      ...(source === undefined ? {} : { from: source }),
      ...(owner === undefined || uid === undefined || gid === undefined ? {} : { uid, gid }),
    };
    const filled = await filledVolume(run, image, content, permit);
    mounts.push({ type: "volume", source: stack.use(filled).name, path, noCopy: true, ...(readOnly && { readOnly }) });
  }
  return mounts;
}
