import { isImageName } from "../../domain/image/image-name.ts";
import type { ImageTarget } from "./image-target.ts";

/** What lies in a file or a folder is called as it calls itself; a path is no name of an image, and may look like one. */
export function referenceOf({ kind, name }: ImageTarget, own: string): string | undefined {
  if (kind === "daemon" || kind === "registry") return isImageName(name) ? name : undefined;
  if (kind !== "docker-archive" && kind !== "oci") return undefined;
  return own !== name && isImageName(own) ? own : undefined;
}
