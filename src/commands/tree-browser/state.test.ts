import { describe, expect, it } from "vitest";
import { readMembers } from "../../../test/images/read-members.ts";
import type { BrowseTree } from "../../domain/image/browse-tree.ts";
import type { Member } from "../../../test/images/archive.ts";
import { browseImage, browseLayer, contentOf } from "../../facts/inspection/browse-tree.ts";
import { mergeLayers } from "../../facts/tree/merge-layers.ts";
import { displayWidth } from "../../reports/terminal/display-width.ts";
import { draw, type BrowsedImage } from "./draw.ts";
import { savedName } from "./saved-name.ts";
import { firstState, step, type State } from "./state.ts";

async function imageOf(...layers: Member[][]): Promise<BrowsedImage & { readonly tree: BrowsedImage["tree"] }> {
  const read = await readMembers(layers);
  const tree = mergeLayers(read.layers);
  const all = browseImage(tree);
  const each = layers.map((_, index) => browseLayer(tree, index));
  const info = {
    sizeBytes: 1,
    waste: { bytes: 0, paths: [], efficiency: 1 },
    layers: layers.map((_, index) => ({
      index,
      diffId: "sha256:0",
      createdBy: "COPY . /",
      bytes: 1,
      files: 1,
      added: 1,
      changed: 0,
      deleted: 0,
      wastedBytes: 0,
      digest: "verified" as const,
    })),
  };
  return { name: "image", layers: layers.length, info, tree: (layer) => (layer === undefined ? all : each[layer]!) };
}

function press(state: State, image: BrowsedImage, ...keys: string[]): State {
  return keys.reduce((now, key) => step(now, { kind: "key", key }, image).state, state);
}
const typed = (text: string) => text.split("");
const pen = { colour: false, ascii: false };

describe("browseImage and browseLayer", () => {
  const layers: Member[][] = [
    [
      { path: "a/one", content: "12345" },
      { path: "a/two", content: "123" },
      { path: "b/x", content: "1234567" },
      { path: "hard", content: "12" },
    ],
    [
      { path: "a/one", content: "12" },
      { path: "b/.wh.x" },
      { path: "c/new", content: "1" },
      { path: "hard2", type: "hardlink", link: "hard" },
      { path: "empty", content: "" },
    ],
  ];
  it("shows size, waste and removed bytes", async () => {
    const { tree } = await imageOf(...layers);
    const facts = (layer: number | undefined) => {
      const one = tree(layer);
      return Object.fromEntries(
        Array.from({ length: one.count }, (_, row) => {
          const { bytes, wasted, gone, mark } = one.at(row);
          return [one.path(row), [bytes, wasted, gone, mark]];
        }),
      );
    };
    expect(facts(undefined)).toMatchObject({
      "/": [8, 12, 0, undefined],
      "/a": [5, 5, 0, undefined],
      "/a/one": [2, 5, 0, undefined],
      "/b/x": [0, 7, 0, "deleted"],
    });
    expect(facts(0)).toMatchObject({
      "/": [17, 12, 0, undefined],
      "/a/one": [5, 5, 0, "added"],
      "/b/x": [7, 7, 0, "added"],
    });
    expect(facts(1)).toMatchObject({
      "/": [3, 0, 7, undefined],
      "/a/one": [2, 0, 0, "changed"],
      "/b/x": [0, 0, 7, "deleted"],
      "/c/new": [1, 0, 0, "added"],
      "/empty": [0, 0, 0, "added"],
    });
  });

  it("finds content in the selected layer, and follows links only in the final file system", async () => {
    const read = await readMembers([
      [
        { path: "f", content: "old" },
        { path: "l", type: "symlink", link: "f" },
      ],
      [{ path: "f", content: "newer" }, { path: "d/" }, { path: "loop", type: "symlink", link: "loop" }],
    ]);
    const tree = mergeLayers(read.layers);
    expect(contentOf(tree, undefined, "/f")).toEqual({ layer: 1, index: 0 });
    expect(contentOf(tree, 0, "/f")).toEqual({ layer: 0, index: 0 });
    expect(contentOf(tree, undefined, "/l")).toEqual({ layer: 1, index: 0 });
    for (const [layer, path] of [
      [0, "/l"],
      [1, "/d"],
      [undefined, "/loop"],
      [0, "/none"],
      [7, "/f"],
    ] as const)
      expect(contentOf(tree, layer, path)).toBeUndefined();
  });
});

describe("the tree browser", () => {
  it("opens, closes, moves and stays within bounds", async () => {
    const image = await imageOf([
      { path: "a/b/c", content: "1" },
      { path: "z", content: "22" },
    ]);
    const path = (state: State) => image.tree(state.layer).path(state.cursor);
    let state = press(firstState, image, "up", "up", "home", "left");
    expect(path(state)).toBe("/");
    state = press(state, image, "down");
    expect(path(state)).toBe("/z");
    state = press(state, image, "down", "right", "right", "right", "right");
    expect(path(state)).toBe("/a/b/c");
    state = press(state, image, "left");
    expect(path(state)).toBe("/a/b");
    state = press(state, image, "left", "left", "left", "left", "left");
    expect(path(state)).toBe("/");
    expect(step(press(state, image, "end"), { kind: "key", key: "enter" }, image).wish).toBeUndefined();
    expect(step(press(state, image, "down"), { kind: "key", key: "enter" }, image).wish).toEqual({
      kind: "read",
      path: "/z",
    });
    expect(step(state, { kind: "end" }, image).wish).toEqual({ kind: "quit" });
  });

  it("searches forwards, backwards and around, in names and in paths", async () => {
    const image = await imageOf([
      { path: "a/Name1", content: "333" },
      { path: "b/name2", content: "22" },
      { path: "c/other", content: "1" },
    ]);
    const path = (state: State) => image.tree(state.layer).path(state.cursor);
    const found = press(firstState, image, "/", ...typed("NAME"), "enter");
    expect(path(found)).toBe("/a/Name1");
    expect(path(press(found, image, "n"))).toBe("/b/name2");
    expect(path(press(found, image, "n", "n"))).toBe("/a/Name1");
    expect(path(press(found, image, "N"))).toBe("/b/name2");
    expect(path(press(firstState, image, "/", ...typed("c/ot"), "enter", "n"))).toBe("/c/other");
    const none = press(found, image, "/", ...typed("nowhere"), "enter");
    expect([path(none), none.message]).toEqual(["/a/Name1", "No path here has nowhere in it."]);
    expect(press(firstState, image, "n").message).toContain("/ asks for a word");
    expect(press(firstState, image, "/", "x", "backspace", "enter").prompt).toBeUndefined();
  });

  it("shows the key to leave at every width, and all keys at a usual one", async () => {
    const image = await imageOf([{ path: "a", content: "1" }]);
    const keysAt = (columns: number) => draw({ ...firstState, columns, rows: 24 }, image, pen).at(-1) ?? "";
    for (const columns of [40, 60, 80, 120]) expect(keysAt(columns)).toContain("q quit");
    for (const key of ["v view", "s save", "/ search", "Tab layers", "n N next", "arrows"])
      expect(keysAt(80)).toContain(key);
    expect(keysAt(120)).toContain("Right opens");
  });

  it("keeps every row within the terminal", async () => {
    const image = await imageOf([
      { path: `${"漢".repeat(60)}/${"x".repeat(200)}`, content: "1" },
      { path: "\u001b[2J\n::error::x\u202e", content: "a\u001b[2J" },
      ...Array.from({ length: 50 }, (_, at) => ({ path: `many/${at}`, content: "1" })),
    ]);
    for (const columns of [2, 39, 40, 41, 80, 300])
      for (const rows of [1, 9, 10, 24, 200]) {
        const sized = step(firstState, { kind: "size", columns, rows }, image).state;
        for (const state of [
          sized,
          press(sized, image, "/", "4", "9"),
          press(sized, image, "/", ...typed("49"), "enter"),
          press(sized, image, "tab", "end"),
        ])
          for (const ascii of [true, false]) {
            const drawn = draw(state, image, { colour: false, ascii });
            expect(drawn.length).toBeLessThanOrEqual(Math.max(1, rows));
            for (const line of drawn) expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(columns, 1));
            // oxlint-disable-next-line no-control-regex
            expect(drawn.join("")).not.toMatch(ascii ? /[^\x20-\x7e]/ : /[\u0000-\u001f\u007f-\u009f\u202e]/);
          }
      }
  });

  it("handles 150,000 paths quickly", async () => {
    // Row 0 is the root, 1 to 300 are its folders, each with 500 files.
    const [folders, each] = [300, 500];
    const tree: BrowseTree = {
      count: 1 + folders * (each + 1),
      name: (row) => `name-${row}`,
      path: (row) => (row === 0 ? "/" : `/name-${row}`),
      parent: (row) => (row <= folders ? 0 : Math.floor((row - folders - 1) / each) + 1),
      children: (row) =>
        row === 0
          ? Array.from({ length: folders }, (_, at) => at + 1)
          : row <= folders
            ? Array.from({ length: each }, (_, at) => folders + 1 + (row - 1) * each + at)
            : [],
      at: (row) => ({ kind: row <= folders ? "folder" : "file", bytes: 1, wasted: 0, gone: 0, files: 1 }),
    };
    const image: BrowsedImage = { ...(await imageOf([{ path: "a", content: "1" }])), tree: () => tree };
    const everything = new Set(Array.from({ length: folders + 1 }, (_, row) => row));
    let now = press({ ...firstState, open: everything }, image, "/", ...typed(`name-${tree.count - 1}`), "enter");
    expect(now.cursor).toBe(tree.count - 1);
    // Counts only the CPU time of this process, whatever else runs on the machine.
    const begin = process.cpuUsage();
    for (let at = 0; at < 100; at++) {
      now = press(now, image, at % 2 === 0 ? "up" : "page-up");
      draw(now, image, pen);
    }
    const { user, system } = process.cpuUsage(begin);
    // A pressed key repeats every 30 ms.
    expect((user + system) / 1000 / 100).toBeLessThan(30);
  });
});

it.each([
  ["passwd", "passwd"],
  ["..", "file"],
  [".", "file"],
  ["", "file"],
  [".bashrc", ".bashrc"],
  ["-rf", "file-rf"],
  ["a b;c", "a_b_c"],
  ["\u001b[2J", "__2J"],
  ["..\\x", ".._x"],
  ["x".repeat(300), "x".repeat(120)],
])("proposes a name for %j: %j", (name, offered) => {
  expect(savedName(name)).toBe(offered);
});
