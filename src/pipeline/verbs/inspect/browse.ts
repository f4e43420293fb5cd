import { resolve } from "node:path";
import type { BrowseTree } from "../../../domain/image/browse-tree.ts";
import type { FileRef } from "../../../domain/image/file-ref.ts";
import type { ImageInfo } from "../../../domain/image/image-info.ts";
import { Failure } from "../../../domain/failure.ts";
import { browseImage, browseLayer, contentOf } from "../../../facts/inspection/browse-tree.ts";
import { pourFile } from "../../../sources/image/layers/pour-file.ts";
import { writeNew } from "../../../sources/files/write-new.ts";
import type { Context } from "../../context.ts";
import { readFacts } from "../../image/read-facts.ts";
import { openTarget, readDockerfile, type InspectRequest } from "./inspect.ts";

/** An open image for browsing. Layers count from 0; undefined means the final file system. */
export interface Browsable extends AsyncDisposable {
  readonly name: string;
  readonly info: ImageInfo;
  /** Computed on first use. */
  readonly tree: (layer: number | undefined) => BrowseTree;
  /** The first `maxBytes` bytes of a file. Throws `Failure` (`bad-image`, `unreadable`, `interrupted`). */
  read(
    layer: number | undefined,
    path: string,
    maxBytes: number,
  ): Promise<{ readonly bytes: Uint8Array; readonly size: number }>;
  /** Copies a file to a new path, and returns its size. Throws `Failure`, including `cannot-write`. */
  save(layer: number | undefined, path: string, to: string): Promise<number>;
}

/** `hullproof inspect IMAGE --tree` at a terminal. */
export async function openBrowsable(
  name: string,
  { platform, dockerfile }: Pick<InspectRequest, "platform" | "dockerfile">,
  context: Context,
): Promise<Browsable> {
  const { cacheFolder, signal, cwd } = context;
  const opened = new AsyncDisposableStack();
  try {
    const { image, name: displayName } = await openTarget(name, { platform }, context, opened);
    const from = dockerfile === undefined ? {} : { dockerfile: await readDockerfile(dockerfile, cwd) };
    const { info, tree } = await readFacts(image, from, { cacheFolder, signal });
    const trees = new Map<number | undefined, BrowseTree>();
    const fileOf = (layer: number | undefined, path: string): FileRef => {
      const ref = contentOf(tree, layer, path);
      if (ref !== undefined) return ref;
      throw new Failure("unreadable", `${path} holds no content here`, {
        hint:
          layer === undefined
            ? "What was deleted is in the layer that brought it."
            : "The layer that brought it has it.",
      });
    };
    const pour = async (ref: FileRef, path: string, take: (bytes: Uint8Array) => void): Promise<number> => {
      let size = 0;
      const end = await pourFile(image, ref, (bytes) => ((size += bytes.length), take(bytes)), signal);
      if (end === "whole") return size;
      throw new Failure(
        "unreadable",
        `${path} ${end === "sparse" ? "is stored without its holes" : "is not where it was"}`,
        {
          hint: "docker cp copies it from a container.",
        },
      );
    };
    return {
      name: displayName,
      info,
      tree(layer) {
        const browsed = trees.get(layer) ?? (layer === undefined ? browseImage(tree) : browseLayer(tree, layer));
        trees.set(layer, browsed);
        return browsed;
      },
      async read(layer, path, maxBytes) {
        const pieces: Uint8Array[] = [];
        let remaining = maxBytes;
        const size = await pour(fileOf(layer, path), path, (bytes) => {
          if (remaining > 0) pieces.push(Uint8Array.from(bytes.subarray(0, remaining)));
          remaining -= bytes.length;
        });
        return { bytes: Buffer.concat(pieces), size };
      },
      async save(layer, path, to) {
        const ref = fileOf(layer, path);
        const place = { path: resolve(cwd, to), shown: to, within: cwd };
        return writeNew(place, (write) => pour(ref, path, write));
      },
      [Symbol.asyncDispose]: () => opened.disposeAsync(),
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}
