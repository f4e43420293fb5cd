import { z } from "zod";
import { bytes, count, list, maybe, position, text } from "../../schema/shapes.ts";

const orNone = z.int().min(-1);

export const imageFiles = z
  .object({
    image: text,
    layers: list(z.object({ createdBy: text, line: maybe(position) })),
    names: list(text).describe("base name of each path; the first is the root"),
    parents: list(count).describe("of each path the place of its folder in `names`, which stands before it"),
    paths: list(count).describe("of each file the place of its path in `names`"),
    layer: list(count).describe("that holds it"),
    bytes: list(bytes),
    hiddenBy: list(orNone).describe("layer that overwrote or deleted it; -1: the final file system shows it"),
    owned: list(orNone).describe("place in `owners` of the package that brought it; -1: none is known"),
    owners: list(text).describe("purls"),
    used: maybe(list(orNone)).describe(
      "whether the workload opened it: 1 yes, 0 no, -1 not known; absent: no one looked",
    ),
    counts: maybe(list(count)).describe(
      "how many files an item stands for: above 250,000 files the small ones are added up by folder; absent: one each",
    ),
  })
  .meta({
    id: "ImageFiles",
    description: "every file of every layer in columns: `inspect --files`, for the map of the HTML report",
  });
