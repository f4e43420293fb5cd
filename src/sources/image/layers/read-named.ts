import type { FileRef } from "../../../domain/image/file-ref.ts";
import { readLayerBytes } from "../bytes/index.ts";
import type { Image } from "../image-source.ts";
import type { TarVisitor } from "../tar/tar.ts";

/** Reads one of the files, like a visitor of all entries; `key` is `LAYER:INDEX`. */
type TakeNamed = (key: string, ...entry: Parameters<TarVisitor>) => ReturnType<TarVisitor>;

/** Reads the given files. Only layers with one of them are read. Throws `Failure` (`bad-image`, `unreadable`, `interrupted`). */
export async function readNamed(
  { layers }: Image,
  files: readonly FileRef[],
  take: TakeNamed,
  signal?: AbortSignal,
): Promise<void> {
  const filesByLayer = Map.groupBy(files, ({ layer }) => layer);
  for (const { index, bytes } of layers) {
    const indexes = new Set(filesByLayer.get(index)?.map((file) => file.index));
    if (indexes.size === 0) continue;
    await readLayerBytes(
      bytes,
      (entry, body) => (indexes.has(entry.index) ? take(`${index}:${entry.index}`, entry, body) : undefined),
      signal,
    );
  }
}
