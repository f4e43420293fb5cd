import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { layerView } from "./layer-view.ts";
import { treeOrder, type FinalPath, type LayerPath } from "./paths.ts";
import { largestFirst, topList } from "./top-list.ts";
import { treeView } from "./tree-view.ts";

const file = (path: string, size: number): FinalPath => ({
  path,
  type: "file",
  mode: 0o644,
  uid: 0,
  gid: 0,
  size,
  layer: 0,
});
const sorted = <T extends { readonly path: string }>(paths: readonly T[]) =>
  paths.toSorted((a, b) => treeOrder(a.path, b.path));
const added = (path: string, size: number): LayerPath => ({ path, type: "file", size, change: "added" });

describe("treeOrder", () => {
  it("orders a folder's content before its next sibling", () => {
    expect(["/a-b", "/a/c", "/a", "/a/b/d", "/b", "/a.b"].sort(treeOrder)).toEqual([
      "/a",
      "/a/b/d",
      "/a/c",
      "/a-b",
      "/a.b",
      "/b",
    ]);
  });

  it("orders names like a walk through sorted folders", () => {
    const part = fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom("a", "b", "-", ".", "0", "é") });
    const path = fc.array(part, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(path, path, (a, b) => {
        const at = a.findIndex((name, index) => name !== b[index]);
        const [left, right] = [a[at] ?? "", b[at] ?? ""];
        const expected = at === -1 ? a.length - b.length : left < right ? -1 : 1;
        expect(Math.sign(treeOrder(`/${a.join("/")}`, `/${b.join("/")}`))).toBe(Math.sign(expected));
      }),
    );
  });
});

describe("topList", () => {
  it("returns the first n sorted items for any input order", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), fc.nat(8), (numbers, size) => {
        const top = topList<number>(size, (a, b) => b - a);
        for (const number of numbers) top.add(number);
        expect(top.items()).toEqual(numbers.toSorted((a, b) => b - a).slice(0, size));
      }),
    );
  });
});

describe("layerView", () => {
  it("sums all paths and lists the largest", () => {
    const view = layerView(
      3,
      sorted<LayerPath>([
        added("/usr/lib/x/big.so", 900),
        added("/usr/lib/x/small.so", 50),
        added("/usr/bin/tool", 500),
        { path: "/etc/conf", type: "file", size: 10, change: "changed" },
        { path: "/usr/lib", type: "dir", size: 0, change: "added" },
        { path: "/var/cache", type: "dir", size: 4000, change: "deleted" },
        { path: "/bin", type: "symlink", size: 0, change: "added" },
      ]),
      2,
    );
    expect(view).toEqual({
      kind: "layer",
      layer: 3,
      top: 2,
      added: { paths: 4, bytes: 1450 },
      changed: { paths: 1, bytes: 10 },
      deleted: { paths: 1, bytes: 4000 },
      // `/usr/lib` is `/usr/lib/x` and nothing else.
      folders: [
        { path: "/usr", bytes: 1450, files: 3 },
        { path: "/usr/lib/x", bytes: 950, files: 2 },
      ],
      files: [
        { path: "/usr/lib/x/big.so", bytes: 900, change: "added" },
        { path: "/usr/bin/tool", bytes: 500, change: "added" },
      ],
      deletedPaths: [{ path: "/var/cache", bytes: 4000 }],
    });
  });

  it("rejects paths out of walk order", () => {
    expect(() => layerView(0, [added("/a/x", 1), added("/a-b", 1), added("/a/y", 1)], 5)).toThrow("came after");
  });

  it("reads 300,000 paths in the memory of its lists", () => {
    function* many(): Generator<LayerPath> {
      for (let at = 1_000_000; at < 1_300_000; at++) yield added(`/d${Math.floor(at / 1000)}/f${at}`, at % 977);
    }
    const view = layerView(0, many(), 3);
    expect(view.added.paths).toBe(300_000);
    expect(view.files.map(({ bytes }) => bytes)).toEqual([976, 976, 976]);
  });
});

describe("treeView", () => {
  const paths = sorted([
    file("/usr/lib/a/deep/er", 100),
    file("/usr/lib/b", 40),
    file("/usr/lib/c", 30),
    file("/usr/lib-x/y", 7),
    file("/etc/passwd", 1),
    file("/top", 2),
  ]);

  it("shows folders down to a depth, the largest first, and sums up the others", () => {
    const { rows } = treeView(paths, 3, 2);
    expect(
      rows.map(({ kind, depth, path, bytes, paths: count }) => `${depth} ${kind} ${path} ${bytes} ${count}`),
    ).toEqual([
      "0 folder / 180 6",
      "1 folder /usr 177 4",
      "2 folder /usr/lib 170 3",
      "3 folder /usr/lib/a 100 1",
      "3 file /usr/lib/b 40 1",
      "3 rest /usr/lib 30 1",
      "2 folder /usr/lib-x 7 1",
      "3 file /usr/lib-x/y 7 1",
      "1 file /top 2 1",
      "1 rest / 1 1",
    ]);
  });

  it("sums up to the root for any limits", () => {
    const names = fc.array(fc.constantFrom("a", "b", "a-b", "c"), { minLength: 1, maxLength: 5 });
    const any = fc.uniqueArray(fc.record({ names, size: fc.nat(100) }), {
      selector: ({ names: all }) => all.join("/"),
    });
    fc.assert(
      fc.property(any, fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 }), (list, depth, top) => {
        const all = sorted(list.map(({ names: parts, size }) => file(`/${parts.join("/")}/f`, size)));
        const { rows } = treeView(all, depth, top);
        expect(rows[0]?.bytes).toBe(all.reduce((sum, { size }) => sum + size, 0));
        const first = rows.filter((row) => row.depth === 1);
        expect(first.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(rows[0]?.bytes);
        expect(first.filter(({ kind }) => kind !== "rest").length).toBeLessThanOrEqual(top);
      }),
    );
  });

  it("returns only the root for an empty file system", () => {
    expect(treeView([], 2, 5).rows).toEqual([{ kind: "folder", path: "/", depth: 0, bytes: 0, paths: 0 }]);
  });
});

describe("largestFirst", () => {
  it("orders equal sizes by path", () => {
    expect(
      [
        { path: "b", bytes: 1 },
        { path: "a", bytes: 1 },
      ].sort(largestFirst)[0]?.path,
    ).toBe("a");
  });
});
