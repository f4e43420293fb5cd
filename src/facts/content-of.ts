import type { ImageRead } from "../sources/image/read-image.ts";
import type { TarEntry } from "../sources/image/tar.ts";

/** The entry that carries a file's bytes: a hard link's is another entry of the same layer. */
export function carrierOf(read: ImageRead, layer: number, entry: TarEntry): TarEntry | undefined {
  let carrier: TarEntry | undefined = entry;
  for (let hops = 0; carrier?.type === "hardlink"; hops++) {
    if (hops > 40) return undefined;
    carrier = entriesByPath(read, layer).get(carrier.link ?? "");
  }
  return carrier?.type === "file" ? carrier : undefined;
}

/** Bytes of a file that was asked for while reading. */
export function contentOf(read: ImageRead, layer: number, entry: TarEntry): Uint8Array | undefined {
  const carrier = carrierOf(read, layer, entry);
  return carrier === undefined ? undefined : read.layers[layer]?.contents.get(carrier.path);
}

// Only layers with hard links pay for the index.
const indexes = new WeakMap<object, ReadonlyMap<string, TarEntry>>();

function entriesByPath(read: ImageRead, layer: number): ReadonlyMap<string, TarEntry> {
  const entries = read.layers[layer]?.entries ?? [];
  const known = indexes.get(entries);
  if (known !== undefined) return known;
  const made = new Map(entries.map((entry) => [entry.path, entry]));
  indexes.set(entries, made);
  return made;
}
