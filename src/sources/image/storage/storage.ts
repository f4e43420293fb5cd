import { isAbsolute } from "node:path";
import { z } from "zod";
import { answerOf } from "../../engine/client/answer-of.ts";
import { inspectImage } from "../../engine/images/images.ts";
import type { Engine } from "../../engine/types.ts";
import { openContainerdImage } from "./containerd-store.ts";
import { openOverlayImage } from "./overlay-store.ts";
import type { Stored } from "./stored.ts";

/** Storage location of an engine, from `GET /info`. */
export type Storage =
  | { readonly kind: "overlay2"; readonly root: string }
  | { readonly kind: "containerd"; readonly root: string };

const infoShape = z.object({
  Driver: z.string(),
  /** Pairs: `["Native Overlay Diff", "true"]`. */
  DriverStatus: z.array(z.array(z.string())).nullish(),
  DockerRootDir: z.string(),
});

/**
 * An image from the engine's own storage on this machine: as fast as reading files, without a copy. Everything is
 * found and verified by digest, so that a mismatch, such as another engine's folder under the same path, gives a
 * reason and never a wrong image. The image must exist until it was read. Throws `Failure` of the engine's calls.
 */
export async function openStoredImage(engine: Engine, ref: string, signal?: AbortSignal): Promise<Stored> {
  const storage = await findStorage(engine, signal);
  if ("reason" in storage) return storage;
  const summary = await inspectImage(engine, ref, signal);
  if (summary === undefined) return { reason: `the engine has no image ${ref}` };
  const { id, diffIds } = summary;
  if (![id, ...diffIds].every((digest) => /^sha256:[0-9a-f]{64}$/.test(digest))) {
    return { reason: "its digests are not SHA-256" };
  }
  const target = { name: ref, id, diffIds };
  return storage.kind === "overlay2"
    ? openOverlayImage(storage.root, target)
    : openContainerdImage(storage.root, target);
}

/** Throws `Failure` of the engine's call. */
export async function findStorage(
  engine: Engine,
  signal?: AbortSignal,
): Promise<Storage | { readonly reason: string }> {
  if (process.platform !== "linux") return { reason: "the engine runs in a virtual machine here" };
  if (process.getuid?.() !== 0) return { reason: "only root may read the engine's storage" };
  if (!engine.info.endpoint.startsWith("unix://")) return { reason: "the engine is on another machine" };
  const info = answerOf(infoShape, await engine.call({ method: "GET", path: "/info", signal }));
  const status = new Map((info.DriverStatus ?? []).map(([key, value]) => [key, value]));
  const root = info.DockerRootDir;
  if (!isAbsolute(root)) return { reason: "the engine does not tell where its storage is" };
  if (status.get("driver-type") === "io.containerd.snapshotter.v1") return { kind: "containerd", root };
  if (info.Driver !== "overlay2") return { reason: `the engine's storage driver is ${info.Driver}` };
  // With either of these a layer's folder may show a file without its content, or lack renamed files (overlayfs.rst).
  if (status.get("Using metacopy") === "true" || status.get("Native Overlay Diff") === "false") {
    return { reason: "the kernel's overlay file system keeps parts of files in other layers" };
  }
  return { kind: "overlay2", root };
}
