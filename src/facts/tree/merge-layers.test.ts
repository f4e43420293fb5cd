import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Member } from "../../../test/images/archive.ts";
import { readMembers } from "../../../test/images/read-members.ts";
import { mergeLayers } from "./merge-layers.ts";
import { walkTree } from "./tree.ts";
import { findWaste } from "../image/waste.ts";

async function merge(...layers: Member[][]) {
  const tree = mergeLayers((await readMembers(layers)).layers);
  return { tree, paths: [...walkTree(tree)].map(({ path, layer }) => `${path} ${layer}`), waste: findWaste(tree) };
}

describe("mergeLayers", () => {
  it("overwrites files and updates folders by later layers", async () => {
    const { paths, waste } = await merge(
      [{ path: "a/" }, { path: "a/x", content: "12345" }, { path: "a/y", content: "1" }],
      [{ path: "a/" }, { path: "a/x", content: "123" }],
    );
    expect(paths).toEqual(["/a 1", "/a/x 1", "/a/y 0"]);
    expect(waste).toEqual([{ path: "/a/x", bytes: 5, layer: 0, by: 1, how: "overwritten" }]);
  });

  it("deletes the path of a whiteout, with a folder's content as one", async () => {
    const { paths, waste } = await merge(
      [{ path: "a/" }, { path: "a/x", content: "12" }, { path: "ab", content: "1" }],
      [{ path: "a/b/y", content: "123" }],
      [{ path: ".wh.a" }],
    );
    expect(paths).toEqual(["/ab 0"]);
    expect(waste).toEqual([
      { path: "/a", bytes: 3, layer: 1, by: 2, how: "deleted" },
      { path: "/a", bytes: 2, layer: 0, by: 2, how: "deleted" },
    ]);
  });

  it("applies a whiteout to lower layers only, wherever it is in the archive", async () => {
    const again: Member[] = [
      { path: "d/new", content: "n" },
      { path: "d/.wh..wh..opq" },
      { path: "d/old", content: "o" },
    ];
    const { paths, waste } = await merge(
      [{ path: "d/" }, { path: "d/old", content: "1234" }, { path: "d/gone", content: "5" }],
      again,
    );
    expect(paths).toEqual(["/d 0", "/d/new 1", "/d/old 1"]);
    expect(waste.map(({ path, bytes }) => [path, bytes])).toEqual([
      ["/d/old", 4],
      ["/d/gone", 1],
    ]);
  });

  it("ignores whiteouts of nothing and the other marks of aufs", async () => {
    const { paths, waste } = await merge(
      [{ path: "a", content: "1" }],
      [
        { path: ".wh.b" },
        { path: "x/.wh.y" },
        { path: "a/.wh.y" },
        { path: ".wh..wh.plnk/" },
        { path: ".wh..wh.aufs" },
      ],
    );
    expect(paths).toEqual(["/a 0"]);
    expect(waste).toEqual([]);
  });

  it("matches whiteouts and folders by their exact names", async () => {
    const { paths } = await merge(
      [{ path: "b" }, { path: "x", content: "1" }],
      // Side by side the bytes of two names read `.wh.x`, and `é` has the bytes of two other letters.
      [
        { path: "a.", content: "1" },
        { path: "wh.x", content: "1" },
        { path: "a.wh.x", content: "1" },
      ],
      [{ path: "é/" }, { path: "Ã©/y", content: "1" }],
    );
    expect(paths).toEqual(["/a. 1", "/a.wh.x 1", "/b 0", "/wh.x 1", "/x 0", "/Ã©/y 2", "/é 2"]);
  });

  it("replaces a folder by a file and a file by a folder", async () => {
    const { paths, waste } = await merge(
      [
        { path: "a/x", content: "12" },
        { path: "b", content: "123" },
        { path: "c", content: "1234" },
      ],
      [{ path: "a", content: "f" }, { path: "b/" }, { path: "c/below", content: "1" }],
    );
    expect(paths).toEqual(["/a 1", "/b 1", "/c/below 1"]);
    expect(waste.map(({ path, bytes, how }) => [path, bytes, how])).toEqual([
      ["/c", 4, "overwritten"],
      ["/b", 3, "overwritten"],
      ["/a", 2, "deleted"],
    ]);
  });

  it("excludes bytes visible under another name from waste", async () => {
    const { waste } = await merge(
      [
        { path: "a", content: "123" },
        { path: "b", type: "hardlink", link: "a" },
      ],
      [{ path: ".wh.a" }],
    );
    expect(waste).toEqual([]);
  });

  it("keeps paths with .. unresolved", async () => {
    const { paths } = await merge([
      { path: "../../etc/passwd", content: "evil" },
      { path: "etc/passwd", content: "good" },
    ]);
    expect(paths).toEqual(["/../../etc/passwd 0", "/etc/passwd 0"]);
  });

  it("supports folders as deep as a name allows", async () => {
    const deep = "d/".repeat(4_000);
    const { paths, waste } = await merge([{ path: `${deep}f`, content: "1" }], [{ path: ".wh.d" }]);
    expect(paths).toEqual([]);
    expect(waste).toMatchObject([{ path: "/d", bytes: 1 }]);
  });

  it("merges any layers like unpacking them in order", async () => {
    const name = fc.constantFrom("a", "b", "c", "a/a", "a/b", "b/a", "b/a/c", "c/a");
    const layer = fc.uniqueArray(fc.tuple(name, fc.constantFrom("file", "gone", "opaque")), {
      maxLength: 5,
      selector: ([path]) => path,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(layer, { maxLength: 4 }), async (layers) => {
        // The model: a set of files; deletions of a layer first, then its files, which end what is above or below them.
        const model = new Map<string, number>();
        const drop = (gone: (path: string) => boolean) => {
          for (const path of model.keys()) if (gone(path)) model.delete(path);
        };
        const members = layers.map((changes) =>
          changes.map(([path, kind]): Member => {
            const at = path.lastIndexOf("/") + 1;
            if (kind === "opaque") return { path: `${path}/.wh..wh..opq` };
            return kind === "gone" ? { path: `${path.slice(0, at)}.wh.${path.slice(at)}` } : { path, content: "x" };
          }),
        );
        for (const [index, changes] of layers.entries()) {
          for (const [path, kind] of changes) {
            if (kind === "gone") drop((other) => other === path || other.startsWith(`${path}/`));
            if (kind === "opaque") drop((other) => other.startsWith(`${path}/`));
          }
          for (const [path, kind] of changes) {
            if (kind !== "file") continue;
            drop((other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`));
            model.set(path, index);
          }
        }
        const tree = mergeLayers((await readMembers(members)).layers);
        const files = [...walkTree(tree)].map(({ path, layer: index }) => `${path} ${index}`);
        expect(files.toSorted()).toEqual([...model].map(([path, index]) => `/${path} ${index}`).toSorted());
        // Every byte is either shown or lost, once; of two files of one layer in each other's way, the later stays.
        const lost = tree.lost.node.length;
        const written = members.flat().filter(({ content }) => content !== undefined).length;
        expect(lost + files.length).toBeLessThanOrEqual(written);
      }),
      { numRuns: 300 },
    );
  });
});
