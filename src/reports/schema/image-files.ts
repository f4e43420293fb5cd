import { z } from "zod";
import { bytes, count, list, maybe, position, text } from "../../schema/shapes.ts";

const orNone = z.int().min(-1);

export const imageFiles = z
  .object({
    image: text.describe("Name of the image."),
    layers: list(z.object({ createdBy: text, line: maybe(position) })),
    names: list(text).describe(
      "A path is a row: its base name and the row of its folder, which comes before it. Row 0 is the root.",
    ),
    parents: list(count).describe("of each path the place of its folder in `names`, which stands before it"),
    paths: list(count).describe("Of each file: the row of its path, the layer that holds it, its bytes."),
    layer: list(count).describe("that holds it"),
    bytes: list(bytes),
    hiddenBy: list(orNone).describe("Layer that overwrote or deleted it; -1: the final file system shows it."),
    owned: list(orNone).describe("Index in `owners` of the package that brought it; -1: none is known."),
    owners: list(text).describe("Purls, sorted."),
    used: maybe(list(orNone)).describe(
      "Whether the workload opened it: 1 yes, 0 no, -1 not known. Absent: no one looked.",
    ),
    counts: maybe(list(count)).describe("Number of files of an item. Absent: one each."),
  })
  .meta({
    id: "ImageFiles",
    description:
      "Every file of every layer, in columns, for a map of an image. In images with very many files the small ones are summed up by folder, so that it stays bounded: `counts` then gives the number of files of an item.",
  });
