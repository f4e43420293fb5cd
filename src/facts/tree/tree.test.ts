import { describe, expect, it } from "vitest";
import { readMembers } from "../../../test/images/read-members.ts";
import { mergeLayers } from "./merge-layers.ts";
import { findRow, rowOf } from "./tree.ts";

describe("findRow", () => {
  it("follows relative, absolute and chained links, and stops at a cycle", async () => {
    const { layers } = await readMembers([
      [
        { path: "usr/lib/os-release", content: "x" },
        { path: "etc/os-release", type: "symlink", link: "../usr/lib/os-release" },
        { path: "abs", type: "symlink", link: "/etc/os-release" },
        { path: "lib", type: "symlink", link: "usr/lib" },
        { path: "loop", type: "symlink", link: "loop" },
        { path: "up", type: "symlink", link: "../../../lib" },
      ],
    ]);
    const tree = mergeLayers(layers);
    for (const path of ["/etc/os-release", "/abs", "/lib/os-release", "/up/os-release", "/usr/./lib/os-release"]) {
      expect(findRow(tree, path)).toBe(rowOf(tree, "/usr/lib/os-release"));
    }
    expect(findRow(tree, "/loop")).toBe(-1);
    expect(findRow(tree, "/none/x")).toBe(-1);
    expect(findRow(tree, "/")).toBe(0);
  });
});
