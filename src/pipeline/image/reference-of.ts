import { isImageName } from "../../domain/image/image-name.ts";
import type { ImageTarget } from "./image-target.ts";

/** An image in a file or folder has its recorded name; a path is not an image name, and may look like one. */
export function referenceOf({ kind, name }: ImageTarget, recordedName: string): string | undefined {
  if (kind === "daemon" || kind === "registry") return isImageName(name) ? name : undefined;
  if (kind !== "docker-archive" && kind !== "oci") return undefined;
  return recordedName !== name && isImageName(recordedName) ? recordedName : undefined;
}
