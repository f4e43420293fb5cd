import { z } from "zod";
import { bytes, count, digest, list, maybe, text } from "../../schema/shapes.ts";

const sum = z.object({ paths: count, bytes }).meta({ id: "PathSum" });
const pathBytes = z.object({ path: text, bytes }).meta({ id: "PathBytes" });
const top = count.describe("how many items a list holds at most");

const layerView = z
  .object({
    kind: z.literal("layer"),
    layer: count,
    top,
    added: sum,
    changed: sum,
    deleted: sum.describe("bytes that a deletion hides; they stay in the layers below"),
    folders: list(z.object({ path: text, bytes, files: count })),
    files: list(z.object({ path: text, bytes, change: z.enum(["added", "changed"]) })),
    deletedPaths: list(pathBytes),
  })
  .meta({ id: "LayerView" });

const treeView = z
  .object({
    kind: z.literal("tree"),
    depth: count,
    top,
    rows: list(
      z.object({
        kind: z.enum(["folder", "file", "rest"]),
        path: text,
        depth: count,
        bytes,
        paths: count.describe("files below a folder, 1 for a file, folders and files that a rest stands for"),
      }),
    ).describe("a folder before its children, the largest child first; a rest is what else its folder holds"),
  })
  .meta({ id: "TreeView" });

const side = z
  .object({
    name: text,
    digest,
    sizeBytes: bytes,
    compressedBytes: maybe(bytes),
    wastedBytes: bytes,
    layers: count,
    packages: count,
  })
  .meta({ id: "DiffSide" });
const layers = list(z.object({ index: count, createdBy: text, bytes }));
const packageChanges = list(
  z.object({ type: text, name: text, before: list(text), after: list(text) }).meta({ id: "PackageChange" }),
);

const imageDiff = z
  .object({
    kind: z.literal("diff"),
    top,
    from: side,
    to: side,
    layers: z.object({ shared: count, from: layers, to: layers }),
    config: list(z.object({ setting: text, before: maybe(text), after: maybe(text) })),
    packages: z.object({ same: count, added: packageChanges, removed: packageChanges, changed: packageChanges }),
    files: z.object({
      added: sum,
      removed: sum,
      changed: sum,
      same: count,
      notCompared: count.describe("equal in everything compared, but their contents were not"),
      largest: list(
        z.object({
          path: text,
          change: z.enum(["added", "removed", "changed"]),
          what: list(z.enum(["type", "content", "link", "mode", "owner"])),
          before: maybe(bytes),
          after: maybe(bytes),
        }),
      ),
      folders: list(z.object({ path: text, paths: count, before: bytes, after: bytes })),
    }),
  })
  .meta({ id: "ImageDiff" });

const packageView = z
  .object({
    kind: z.literal("package"),
    wanted: text,
    top,
    matches: list(
      z.object({
        purl: text,
        name: text,
        version: text,
        source: maybe(z.object({ name: text, version: text })),
        licenses: maybe(list(text)),
        declared: maybe(z.literal(true)),
        layer: count,
        path: text,
        dependsOn: maybe(list(text)),
        neededBy: maybe(list(text)),
        files: maybe(z.object({ paths: count, bytes, largest: list(pathBytes) })),
      }),
    ),
  })
  .meta({ id: "PackageView" });

/** One view of an image: `inspect --layer`, `--tree`, `--diff`, `--package`. */
export const inspection = z.discriminatedUnion("kind", [layerView, treeView, imageDiff, packageView]);
