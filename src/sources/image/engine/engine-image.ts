import type { Progress } from "../../../domain/progress.ts";
import type { EngineSession } from "../../engine/types.ts";
import { openDaemonImage } from "./daemon.ts";
import type { Image } from "../image-source.ts";
import { openStoredImage } from "../storage/storage.ts";

export interface EngineImage extends Image, AsyncDisposable {
  /** `storage`: read from the engine's storage. `export`: from an archive that the engine wrote. */
  readonly how: "storage" | "export";
}

/**
 * An image of the engine: from its storage if that is local and readable, else through an export. Both give the same
 * layers. Dispose it after reading. Throws `Failure` (`no-such-image`, `engine-died`, `bad-image`, `interrupted`).
 */
export async function openEngineImage(
  session: Pick<EngineSession, "engine" | "folder" | "signal" | "defer">,
  ref: string,
  progress?: Progress,
): Promise<EngineImage> {
  const stored = await openStoredImage(session.engine, ref, session.signal);
  if ("image" in stored) return { ...stored.image, how: "storage", [Symbol.asyncDispose]: async () => {} };
  const say = (text: string): void => progress?.({ stage: "inspect", message: text });
  say(`the engine exports ${ref} (${stored.reason})`);
  let reportedBytes = 0;
  const image = await openDaemonImage(session, ref, (bytes) => {
    if (bytes - reportedBytes < 50_000_000) return;
    reportedBytes = bytes;
    say(`the engine exports ${ref}: ${Math.round(bytes / 1e6)} MB`);
  });
  return { ...image, how: "export" };
}
