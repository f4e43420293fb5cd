import { describe, expect, it } from "vitest";
import type { Member } from "../../../test/images/archive.ts";
import { readMembers } from "../../../test/images/read-members.ts";
import { mergeLayers } from "../tree/merge-layers.ts";
import { findWaste } from "../image/waste.ts";
import { imageFiles, type FilesOf } from "./image-files.ts";

async function filesOf(layers: Member[][], more: Partial<FilesOf> = {}, most?: number) {
  const { layers: read } = await readMembers(layers);
  const tree = mergeLayers(read);
  const about = read.map((_, index) => ({ createdBy: `layer ${index}`, ...(index === 0 && { line: 1 }) }));
  const files = imageFiles({ image: "app", layers: about, tree, ownerOf: () => undefined, ...more }, most);
  const pathOf = (row: number): string =>
    row === 0 ? "" : `${pathOf(files.parents[row] ?? 0)}/${files.names[row] ?? ""}`;
  const lines = files.paths.map(
    (row, item) => `${pathOf(row)} ${files.bytes[item]} of ${files.layer[item]} hidden by ${files.hiddenBy[item]}`,
  );
  return { files, lines, tree };
}

const layers: Member[][] = [
  [{ path: "a/" }, { path: "a/x", content: "12345" }, { path: "a/y", content: "1" }, { path: "b/c/z", content: "123" }],
  [{ path: "a/x", content: "12" }, { path: "b/.wh.c" }],
  [{ path: "e", type: "symlink", link: "a/x" }],
];

describe("imageFiles", () => {
  it("lists every file of every layer once, with its fate", async () => {
    const { files, lines } = await filesOf(layers);
    expect(lines.toSorted()).toEqual([
      "/a/x 2 of 1 hidden by -1",
      "/a/x 5 of 0 hidden by 1",
      "/a/y 1 of 0 hidden by -1",
      "/b/c/z 3 of 0 hidden by 1",
      "/e 0 of 2 hidden by -1",
    ]);
    expect(files.layers).toEqual([
      { createdBy: "layer 0", line: 1 },
      { createdBy: "layer 1" },
      { createdBy: "layer 2" },
    ]);
    expect(files.used).toBeUndefined();
    expect(files.counts).toBeUndefined();
    for (const [row, parent] of files.parents.entries()) expect(parent).toBeLessThanOrEqual(Math.max(0, row - 1));
  });

  it("agrees with the image's waste, including visible hard links", async () => {
    const linked: Member[][] = [
      [
        { path: "a", content: "123" },
        { path: "b", type: "hardlink", link: "a" },
        { path: "c", content: "1234" },
      ],
      [{ path: ".wh.a" }, { path: ".wh.c" }],
    ];
    for (const one of [layers, linked]) {
      const { files, tree } = await filesOf(one);
      const wasted = files.bytes.reduce((sum, bytes, item) => sum + ((files.hiddenBy[item] ?? -1) >= 0 ? bytes : 0), 0);
      expect(wasted).toBe(findWaste(tree).reduce((sum, { bytes }) => sum + bytes, 0));
    }
  });

  it("marks opened files, and unopened ones only for a complete observation", async () => {
    const opened = { method: "page-cache", opened: ["/a/x"], executed: [], reason: "" } as const;
    const whole = await filesOf(layers, { observed: { ...opened, complete: true } });
    expect(whole.lines.map((line, item) => `${line}: ${whole.files.used?.[item]}`).toSorted()).toEqual([
      "/a/x 2 of 1 hidden by -1: 1",
      "/a/x 5 of 0 hidden by 1: -1",
      "/a/y 1 of 0 hidden by -1: 0",
      "/b/c/z 3 of 0 hidden by 1: -1",
      "/e 0 of 2 hidden by -1: 0",
    ]);
    const { files } = await filesOf(layers, { observed: { ...opened, complete: false } });
    expect(files.used).not.toContain(0);
    const none = await filesOf(layers, { observed: { ...opened, method: "none", complete: false } });
    expect(none.files.used).toBeUndefined();
  });

  it("sums up very many small files by folder without losing bytes", async () => {
    const many: Member[] = Array.from({ length: 400 }, (_, at) => ({
      path: `a${at % 3}/b${at % 50}/f${at}`,
      content: "x".repeat(at),
    }));
    const flat: Member[] = Array.from({ length: 400 }, (_, at) => ({ path: `folder${at}/f`, content: "x".repeat(at) }));
    const deep: Member[] = Array.from({ length: 60 }, (_, at) => ({
      path: `${"d/".repeat(at)}f${at}`,
      content: "x".repeat(at),
    }));
    for (const members of [many, flat, deep]) {
      const { files } = await filesOf([members], {}, 40);
      expect(files.paths.length).toBeLessThanOrEqual(40);
      expect(files.counts?.reduce((sum, count) => sum + count, 0)).toBe(members.length);
      const bytes = members.reduce((sum, { content = "" }) => sum + content.length, 0);
      expect(files.bytes.reduce((sum, one) => sum + one, 0)).toBe(bytes);
    }
  });
});
