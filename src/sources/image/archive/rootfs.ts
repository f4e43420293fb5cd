import { stat } from "node:fs/promises";
import { Failure } from "../../../domain/failure.ts";
import type { Image } from "../image-source.ts";
import type { ImageConfig } from "../../../domain/image/image-config.ts";

/** What a root file system says of how it is run: nothing. */
export const noConfig: ImageConfig = {
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
 * A folder that is a root file system, as an image of one layer without a configuration. It has no id: `digest` and `diffId` are
 * empty, since a digest of what anyone may change meanwhile would name nothing. It is read where it stands; nothing is copied.
 * Throws `Failure` (`no-such-file`, `unreadable`).
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
