import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";

/** A resolved IMAGE of the command line. `name` is without the prefix. */
export interface ImageTarget {
  readonly kind: "docker-archive" | "oci" | "registry" | "daemon" | "container" | "rootfs";
  readonly name: string;
}

const prefixes = ["docker-archive", "oci", "registry", "daemon", "container", "rootfs"] as const;

/**
 * Resolves by prefix; else a file is an archive, a folder with an `oci-layout` a layout, another folder a root file system, and any
 * other text an image of the engine. Throws `Failure` (`bad-usage`, `no-such-file`).
 */
export async function imageTarget(text: string, cwd: string): Promise<ImageTarget> {
  const colon = text.indexOf(":");
  const prefix = prefixes.find((name) => name === text.slice(0, colon));
  if (prefix !== undefined) {
    const name = text.slice(colon + 1);
    if (name === "") throw new Failure("bad-usage", `${text} names nothing`, { hint: `Write ${prefix}:NAME.` });
    return { kind: prefix, name };
  }
  const targetStat = await stat(resolve(cwd, text)).catch(() => undefined);
  if (targetStat?.isFile() === true) return { kind: "docker-archive", name: text };
  if (targetStat?.isDirectory() === true) {
    const layout = await stat(resolve(cwd, join(text, "oci-layout"))).catch(() => undefined);
    return { kind: layout?.isFile() === true ? "oci" : "rootfs", name: text };
  }
  if (/^[./~]/.test(text)) {
    throw new Failure("no-such-file", `${text} does not exist`, {
      hint: "Check the path; it is taken from the current folder. For an image of the engine write daemon:NAME.",
    });
  }
  return { kind: "daemon", name: text };
}
