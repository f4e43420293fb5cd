import type { LayerBytes } from "../image.ts";
import type { TarVisitor } from "../tar.ts";

export async function readFolderBytes(
  bytes: Extract<LayerBytes, { kind: "folder" }>,
  visit: TarVisitor,
  signal?: AbortSignal,
): Promise<void> {
  throw new Error(`${bytes.where}: ${visit.length} ${signal?.aborted}`);
}
