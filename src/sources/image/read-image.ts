import type { Image, ImageConfig } from "./image.ts";
import type { TarEntry, TarSink } from "./tar.ts";

export interface LayerRead {
  readonly index: number;
  readonly diffId: string;
  readonly createdBy: string;
  /** In the order of the layer, whiteouts included. */
  readonly entries: readonly TarEntry[];
  /** Path -> bytes of the files that were asked for. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** Everything that facts are made of, read in one pass. */
export interface ImageRead {
  readonly name: string;
  readonly digest: string;
  readonly config: ImageConfig;
  readonly layers: readonly LayerRead[];
  /** Files that were asked for and not kept, with the reason. */
  readonly unread: readonly { readonly path: string; readonly layer: number; readonly reason: string }[];
}

/** Above any dpkg status file seen (a desktop's has 5 MB). */
const maxFileBytes = 32 * 1_048_576;
const maxImageBytes = 512 * 1_048_576;

/**
 * Walk every layer once: all entries, and the contents of the files that `interested` names by their absolute path.
 * Throws `Failure` (`bad-image`, `unreadable`, `interrupted`).
 */
export async function readImage(
  image: Image,
  interested: (path: string) => boolean,
  signal?: AbortSignal,
): Promise<ImageRead> {
  const layers: LayerRead[] = [];
  const unread: { path: string; layer: number; reason: string }[] = [];
  let kept = 0;
  for (const layer of image.layers) {
    const entries: TarEntry[] = [];
    const contents = new Map<string, Uint8Array>();
    await layer.read((entry) => {
      entries.push(entry);
      if (entry.type !== "file" || !interested(entry.path)) return undefined;
      const reason =
        entry.stored !== entry.size
          ? "it is stored as a sparse file"
          : entry.size > maxFileBytes
            ? `it has ${entry.size} bytes, more than ${maxFileBytes}`
            : kept + entry.size > maxImageBytes
              ? `more than ${maxImageBytes} bytes of such files`
              : undefined;
      if (reason !== undefined) {
        unread.push({ path: entry.path, layer: layer.index, reason });
        return undefined;
      }
      kept += entry.size;
      return keep(entry, contents);
    }, signal);
    layers.push({ index: layer.index, diffId: layer.diffId, createdBy: layer.createdBy, entries, contents });
  }
  return { name: image.name, digest: image.digest, config: image.config, layers, unread };
}

/** Grows with what really comes, so that a size that lies costs nothing. */
function keep(entry: TarEntry, contents: Map<string, Uint8Array>): TarSink {
  const chunks: Uint8Array[] = [];
  return {
    chunk: (bytes) => chunks.push(Uint8Array.from(bytes)),
    end: () => contents.set(entry.path, Buffer.concat(chunks)),
  };
}
