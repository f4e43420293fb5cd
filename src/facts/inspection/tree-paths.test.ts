import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Member } from "../../../test/images/archive.ts";
import { readMembers } from "../../../test/images/read-members.ts";
import { mergeLayers } from "../tree/merge-layers.ts";
import { layerView } from "./layer-view.ts";
import { finalPaths, layerPaths } from "./tree-paths.ts";
import { treeView } from "./tree-view.ts";

const layersOf = async (...layers: Member[][]) => (await readMembers(layers)).layers;

describe("layerPaths", () => {
  it("reports new, replaced and deleted paths", async () => {
    const layers = await layersOf(
      [
        { path: "d/" },
        { path: "d/old", content: "12345" },
        { path: "d/sub/x", content: "123" },
        { path: "d/sub/y", content: "1" },
        { path: "e/again", content: "1" },
        { path: "e/gone", content: "12" },
        { path: "f", content: "1" },
      ],
      [
        { path: "d/old", content: "1" },
        { path: "d/new", content: "12" },
        { path: "d/.wh.sub" },
        { path: "d/.wh.nothing" },
        { path: "e/.wh..wh..opq" },
        { path: "e/again", content: "1" },
      ],
    );
    expect([...layerPaths(layers, 1)].map(({ path, change, size }) => `${change} ${path} ${size}`)).toEqual([
      "added /d/new 2",
      "changed /d/old 1",
      "added /e/again 1",
      "deleted /d/sub 4",
      "deleted /e/gone 2",
      "deleted /e/again 1",
    ]);
    expect([...layerPaths(layers, 5)]).toEqual([]);
  });

  it("agrees with the layer table for any layers", async () => {
    const name = fc.constantFrom("a", "b", "a-b", "c", "wh");
    const file = fc
      .array(name, { minLength: 1, maxLength: 4 })
      .map((parts): Member => ({ path: parts.join("/"), content: "x" }));
    const gone = fc
      .tuple(fc.array(name, { maxLength: 3 }), fc.constantFrom(".wh.a", ".wh.b", ".wh.a-b", ".wh..wh..opq"))
      .map(([parts, mark]): Member => ({ path: [...parts, mark].join("/"), content: "" }));
    // No path stands twice in a layer, and none below a file of the same layer: who writes layers walks a file system.
    const layer = fc
      .array(fc.oneof({ weight: 3, arbitrary: file }, { weight: 1, arbitrary: gone }), { maxLength: 8 })
      .map((members) =>
        members.filter(
          ({ path }, at) =>
            !members.some((other, index) => index < at && other.path === path) &&
            !members.some((other) => path.startsWith(`${other.path}/`)),
        ),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(layer, { minLength: 1, maxLength: 4 }), async (members) => {
        const layers = await layersOf(...members);
        const { changes } = mergeLayers(layers);
        for (const [index, { added, changed, deleted }] of changes.entries()) {
          const view = layerView(index, layerPaths(layers, index), 3);
          expect([view.added.paths, view.changed.paths, view.deleted.paths]).toEqual([added, changed, deleted]);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe("finalPaths", () => {
  it("lists paths in tree order, with hard links of 0 bytes", async () => {
    const tree = mergeLayers(
      await layersOf([
        { path: "a-b", content: "1" },
        { path: "a/x", content: "12345" },
        { path: "a/y", type: "hardlink", link: "a/x" },
        { path: "l", type: "symlink", link: "a/x" },
      ]),
    );
    const paths = [...finalPaths(tree)];
    expect(paths.map(({ path, type, size, contentSize }) => [path, type, size, contentSize])).toEqual([
      ["/a/x", "file", 5, 5],
      ["/a/y", "file", 0, 5],
      ["/a-b", "file", 1, 1],
      ["/l", "symlink", 0, undefined],
    ]);
    expect(paths[0]?.content).toBe(paths[1]?.content);
    expect(treeView(paths, 2, 5).rows[0]).toMatchObject({ bytes: 6, paths: 4 });
  });
});
