import type { LayerBytes } from "../image-source.ts";
import type { TarVisitor } from "../tar/tar.ts";
import { readFileBytes } from "./file.ts";

/**
 * Walks a layer's entries in order, for every kind of layer bytes. Throws `Failure` (`bad-image`, `unreadable`,
 * `interrupted`; of a registry also `registry`).
 */
export async function readLayerBytes(bytes: LayerBytes, visit: TarVisitor, signal?: AbortSignal): Promise<void> {
  switch (bytes.kind) {
    case "file":
      return readFileBytes(bytes, visit, signal);
    case "overlay":
      return (await import("./overlay.ts")).readOverlayBytes(bytes, visit, signal);
    case "folder":
      return (await import("./folder.ts")).readFolderBytes(bytes, visit, signal);
    case "memory":
      return (await import("./memory.ts")).readMemoryBytes(bytes, visit, signal);
    case "registry":
      return (await import("./registry.ts")).readRegistryBytes(bytes, visit, signal);
  }
}
