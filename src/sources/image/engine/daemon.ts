import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { saveImage } from "../../engine/images/images.ts";
import type { EngineSession } from "../../engine/types.ts";
import { openArchive } from "../archive/archive.ts";
import type { Image } from "../image-source.ts";

/**
 * An image of the engine, saved into the run's folder; disposing it removes the file. Works with every storage driver
 * and with remote engines. Throws `Failure` (`no-such-image`, `engine-died`, `bad-image`, `interrupted`).
 */
export async function openDaemonImage(
  session: Pick<EngineSession, "engine" | "folder" | "signal" | "defer">,
  ref: string,
  onBytes?: (bytes: number) => void,
): Promise<Image & AsyncDisposable> {
  const file = join(session.folder, `image-${randomBytes(6).toString("hex")}.tar`);
  const remove = session.defer(file, () => rm(file, { force: true }));
  try {
    await saveImage(session.engine, ref, file, session.signal, onBytes);
    const image = await openArchive(file, { name: ref, signal: session.signal });
    return { ...image, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
