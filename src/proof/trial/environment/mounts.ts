import { resolve } from "node:path";
import type { Permit } from "../../../consent/decide.ts";
import type { Mount } from "../../../domain/container/create-request.ts";
import type { Volume } from "../../../domain/workload/workload.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import { confinedBySelinux } from "../../../sources/engine/containers/selinux.ts";
import { ownFile } from "../../../sources/engine/volumes/own-file.ts";
import { emptyVolume, filledVolume } from "../../../sources/engine/volumes/volumes.ts";
import { locate } from "../../../sources/files/locate.ts";

export interface Making {
  /** Owner of the created mounts. */
  readonly stack: AsyncDisposableStack;
  readonly permit: Permit;
}

type MountSource = Pick<Mount, "type" | "source" | "noCopy" | "relabel">;

/** Mounts that several containers of a trial share, by their key. */
export type SharedMounts = ReadonlyMap<string, MountSource>;

/**
 * Created before the first container that mounts one, since the last container may be started and removed in each life
 * of another.
 */
export async function sharedMounts(
  session: EngineSession,
  image: string,
  volumes: readonly Volume[],
  making: Making,
): Promise<SharedMounts> {
  const mountSources = new Map<string, MountSource>();
  for (const volume of volumes) {
    const { shared } = volume;
    if (shared === undefined || mountSources.has(shared)) continue;
    mountSources.set(
      shared,
      isPlain(volume) ? await plain(session, making) : await filled(session, image, volume, making),
    );
  }
  return mountSources;
}

/**
 * Mounts of one container: volumes with content or an owner, and shared ones. The engine creates plain ones with the
 * container.
 */
export async function mountsOf(
  session: EngineSession,
  image: string,
  volumes: readonly Volume[],
  { shared: mountSources, ...making }: Making & { readonly shared: SharedMounts },
): Promise<Mount[]> {
  const mounts: Mount[] = [];
  for (const volume of volumes) {
    const { path, from, shared, readOnly = false } = volume;
    const flags = readOnly ? { readOnly } : {};
    const mountSource = shared === undefined ? undefined : mountSources.get(shared);
    if (mountSource !== undefined) mounts.push({ ...mountSource, path, ...flags });
    // The same path on another machine is another file: there it is copied. SELinux denies containers access to host
    // files with another label, which only their owner may change: a copy has the container's label.
    else if (
      from !== undefined &&
      readOnly &&
      session.engine.info.sameKernel &&
      !confinedBySelinux(session.engine.info)
    )
      mounts.push({ type: "bind", source: resolve(from), path, readOnly });
    else if (!isPlain(volume)) mounts.push({ ...(await filled(session, image, volume, making)), path, ...flags });
  }
  return mounts;
}

function isPlain({ from, owner }: Volume): boolean {
  return from === undefined && owner === undefined;
}

async function plain(session: EngineSession, { stack }: Making): Promise<MountSource> {
  return { type: "volume", source: stack.use(await emptyVolume(session)).name };
}

/** A copy, so that each trial starts with the same content and the original stays unchanged. */
async function filled(
  session: EngineSession,
  image: string,
  { from, owner }: Volume,
  { stack, permit }: Making,
): Promise<MountSource> {
  const source = from === undefined ? undefined : resolve(from);
  const located = source === undefined || !session.engine.info.sameKernel ? undefined : await locate(source);
  if (source !== undefined && located?.kind === "file")
    return {
      type: "bind",
      source: stack.use(await ownFile(session, source, located, permit)).path,
      ...(confinedBySelinux(session.engine.info) && { relabel: true }),
    };
  const [uid, gid] = (owner ?? "").split(":").map(Number);
  const content = {
    ...(source === undefined ? {} : { from: source }),
    ...(owner === undefined || uid === undefined || gid === undefined ? {} : { uid, gid }),
  };
  const { name } = stack.use(await filledVolume(session, image, content, permit));
  return { type: "volume", source: name, noCopy: true };
}
