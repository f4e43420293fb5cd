import { constants } from "node:fs";
import { access, readFile } from "node:fs/promises";
import type { z } from "zod";
import type { containerShape } from "../client/shapes.ts";
import { lowerDirs, type OverlayLayers } from "../images/overlay-layers.ts";
import type { EngineInfo } from "../types.ts";
import { engineRoot } from "./engine-root.ts";
import { rootOverlay } from "./root-overlay.ts";

/** Where the files of a container lie, as paths that can be opened from here. */
export interface ContainerPlace {
  /** Of its root file system; undefined where that is no overlay, or can't be read here. */
  readonly overlay: OverlayLayers | undefined;
  /** A path of the engine's host, as this process opens it. */
  readonly local: (path: string) => string;
}

export const nowhere: ContainerPlace = { overlay: undefined, local: (path) => path };

/**
 * The kernel's mount table of the running container, read through the root of its engine, which may have mounts of its own; else what the engine says of
 * its storage, which the containerd image store leaves out. Only where the engine's files are this machine's: the same path elsewhere would
 * be someone else's.
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
