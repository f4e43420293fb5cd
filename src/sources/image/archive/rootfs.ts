import { stat } from "node:fs/promises";
import { Failure } from "../../../domain/failure.ts";
import type { Image } from "../image-source.ts";
import type { ImageConfig } from "../../../domain/image/image-config.ts";

/** A root file system has no run configuration. */
const noConfig: ImageConfig = {
  architecture: "",
  os: "",
  created: "",
  user: "",
  env: [],
  cmd: [],
  entrypoint: [],
  workingDir: "",
  exposedPorts: [],
  volumes: [],
  stopSignal: "",
  labels: {},
  history: [],
  diffIds: [],
};

/**
 * A root file system folder, as an image of one layer without a configuration. It has no id: `digest` and `diffId`
 * are empty, since its content may change at any time. It is read in place; nothing is copied. Throws `Failure`
 * (`no-such-file`, `unreadable`).
 */
export async function openRootfs(path: string): Promise<Image> {
  const stats = await stat(path).catch((error: unknown) => {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new Failure(isMissing ? "no-such-file" : "unreadable", `Cannot open ${path}: ${String(error)}`, {
      hint: isMissing ? "Check the path." : "Check that you may read the folder.",
      cause: error,
    });
  });
  if (!stats.isDirectory()) {
    throw new Failure("unreadable", `${path} is not a folder.`, {
      hint: "Name the folder that holds `etc` and `usr` of a root file system.",
    });
  }
  return {
    name: path,
    digest: "",
    config: noConfig,
    layers: [
      {
        index: 0,
        diffId: "",
        createdBy: "",
        bytes: { kind: "folder", folder: path, where: path },
        verified: false,
        xattrs: false,
      },
    ],
  };
}
