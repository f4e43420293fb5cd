import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import type { z } from "zod";
import type { containerShape } from "../client/shapes.ts";
import { lowerDirs, type OverlayLayers } from "../images/overlay-layers.ts";
import type { EngineInfo } from "../types.ts";
import { engineRoot } from "./engine-root.ts";
import { rootOverlay } from "./root-overlay.ts";

/** Paths of a container's files that this process can open. */
export interface ContainerPlace {
  /** Its root file system; undefined if it is not an overlay, or not readable here. */
  readonly overlay: OverlayLayers | undefined;
  /** Maps a path of the engine's host to a path for this process. */
  readonly local: (path: string) => string;
}

export const nowhere: ContainerPlace = { overlay: undefined, local: (path) => path };

/**
 * The kernel's mount table of the running container, read through the root of its engine, which may have its own
 * mounts; else the storage reported by the engine, which the containerd image store omits. Only if the engine's files
 * are on this machine: the same path elsewhere would be another file.
 */
export async function containerPlace(
  { sameKernel }: Pick<EngineInfo, "sameKernel">,
  { State: { Pid: pid }, GraphDriver: driver }: z.infer<typeof containerShape>,
): Promise<ContainerPlace> {
  if (!sameKernel) return nowhere;
  const { UpperDir: reportedUpper, LowerDir: lower } = driver?.Data ?? {};
  const reportedOverlay = reportedUpper === undefined ? undefined : { upper: reportedUpper, lower: lowerDirs(lower) };
  const root = pid > 0 ? await engineRoot(pid) : "";
  const table = pid > 0 ? await readFile(`/proc/${pid}/mountinfo`, "utf8").catch(() => "") : "";
  const local = (path: string) => `${root}${path}`;
  const overlay = rootOverlay(table, reportedUpper) ?? reportedOverlay;
  const localOverlay = overlay && { upper: local(overlay.upper), lower: overlay.lower.map(local) };
  const readable =
    localOverlay !== undefined &&
    (await access(localOverlay.upper, constants.R_OK | constants.X_OK).then(
      () => true,
      () => false,
    ));
  return { overlay: readable ? localOverlay : undefined, local };
}
