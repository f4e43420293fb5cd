import { expect, it } from "vitest";
import { manyFiles } from "../../test/reports/many-files.ts";
import { fileTree, type Grouping, type MapNode } from "./file-tree.ts";

const files = manyFiles(2_000, { used: true });
const tree = fileTree(files);
const sum = (nodes: readonly MapNode[], key: "bytes" | "wasted" | "unused" | "files") =>
  nodes.reduce((all, node) => all + node[key], 0);

it.each(["folder", "layer", "package"] as const)(
  "by %s every level adds up to the one above it",
  (grouping: Grouping) => {
    const walk = (node: MapNode): number => {
      const children = tree.childrenOf(node, grouping);
      if (node.kind === "file") {
        expect(children).toEqual([]);
        return node.files;
      }
      for (const key of ["bytes", "wasted", "unused", "files"] as const) expect(sum(children, key)).toBe(node[key]);
      expect(children.map(({ bytes }) => bytes)).toEqual(children.map(({ bytes }) => bytes).sort((a, b) => b - a));
      return children.reduce((all, child) => all + walk(child), 0);
    };
    expect(walk(tree.root())).toBe(2_000);
  },
);

it("finds paths in any case", () => {
  expect(tree.search("FOLDER-3/")).toHaveLength(100);
  expect(tree.search("/usr/part-0/folder-0/file-0.bin").map((item) => tree.pathOf(files.paths[item] ?? 0))).toEqual([
    "/usr/part-0/folder-0/file-0.bin",
  ]);
  expect(tree.search("nowhere")).toEqual([]);
});

it("labels a folder's summed files as smaller files at the folder's own row", () => {
  const rolled = fileTree({
    image: "a",
    layers: [{ createdBy: "x" }],
    names: ["", "usr", "big"],
    parents: [0, 0, 1],
    paths: [2, 1, 0],
    layer: [0, 0, 0],
    bytes: [10, 5, 1],
    hiddenBy: [-1, -1, -1],
    owned: [-1, -1, -1],
    owners: [],
    counts: [1, 7, 3],
  });
  const top = rolled.childrenOf(rolled.root(), "folder");
  expect(top.map(({ label, kind, bytes, files: count }) => [label, kind, bytes, count])).toEqual([
    ["usr", "folder", 15, 8],
    ["smaller files", "file", 1, 3],
  ]);
  const usr = rolled.childrenOf(top[0]!, "folder");
  expect(usr.map(({ label, kind, bytes }) => [label, kind, bytes])).toEqual([
    ["big", "file", 10],
    ["smaller files", "file", 5],
  ]);
});
