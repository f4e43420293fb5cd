import { randomBytes } from "node:crypto";
import { lstat, rm } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { Progress } from "../../../domain/progress.ts";
import type { ContainerSummary } from "../../engine/containers/inspect-container.ts";
import { containerChanges, inspectContainer } from "../../engine/containers/inspect-container.ts";
import type { EngineSession } from "../../engine/types.ts";
import { exportChanges } from "./container-export.ts";
import type { EngineImage } from "./engine-image.ts";
import { openEngineImage } from "./engine-image.ts";
import type { ImageLayer } from "../image-source.ts";
import { findStorage } from "../storage/storage.ts";

/**
 * A container, running or not, as its image with one more layer: its own writes. `config` is the container's
 * configuration; `digest` is its image's. Read-only: never starts, stops, pauses or changes it. Excludes mounted
 * volumes, tmpfs, and the files that the engine adds to every container (`/etc/hosts`, `/.dockerenv`). Concurrent
 * writes of a running container may be incomplete. Dispose it after reading. Throws `Failure` (`no-such-image` for a
 * missing container or image, and those of the engine's calls).
 */
export async function openContainer(session: EngineSession, ref: string, progress?: Progress): Promise<EngineImage> {
  const container = await inspectContainer(session.engine, ref, session.signal);
  const image = await openEngineImage(session, container.imageId, progress);
  try {
    const index = image.layers.length;
    const { layer, remove } = await changesLayer(session, container, index);
    return {
      ...image,
      name: container.name,
      config: { ...image.config, ...container.config },
      layers: [...image.layers, layer],
      [Symbol.asyncDispose]: async () => {
        await remove();
        await image[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await image[Symbol.asyncDispose]();
    throw error;
  }
}

async function changesLayer(
  session: EngineSession,
  container: ContainerSummary,
  index: number,
): Promise<{ readonly layer: ImageLayer; readonly remove: () => Promise<void> }> {
  const changes = await containerChanges(session.engine, container.id, session.signal);
  const origin = `changes in container ${container.name}`;
  const common = { index, diffId: "", createdBy: origin, verified: false };
  const folder = await readableUpperDir(session, container);
  if (folder !== undefined) {
    const deleted = changes.filter(({ kind }) => kind === "deleted").map(({ path }) => path);
    const layer: ImageLayer = { ...common, bytes: { kind: "folder", folder, deleted, where: origin }, xattrs: false };
    return { layer, remove: async () => {} };
  }
  const path = join(session.folder, `changes-${randomBytes(6).toString("hex")}.tar`);
  const remove = session.defer(path, () => rm(path, { force: true }));
  try {
    const end = await exportChanges(session, container.id, changes, path);
    return { layer: { ...common, bytes: { kind: "file", path, start: 0, end, where: origin } }, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * Unlike an image's files these have no digest: only an engine whose containers are processes of this machine proves
 * that the folder is the engine's, and not another one with the same path.
 */
async function readableUpperDir(session: EngineSession, { upperDir }: ContainerSummary): Promise<string | undefined> {
  if (upperDir === undefined || !isAbsolute(upperDir) || !session.engine.info.sameKernel) return undefined;
  const storage = await findStorage(session.engine, session.signal);
  if (!("kind" in storage) || storage.kind !== "overlay2") return undefined;
  if (!upperDir.startsWith(`${join(storage.root, "overlay2")}/`)) return undefined;
  const stats = await lstat(upperDir).catch(() => undefined);
  return stats?.isDirectory() === true ? upperDir : undefined;
}
