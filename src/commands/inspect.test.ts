import { describe, expect, it } from "vitest";
import { viewWish, type ViewFlags } from "./inspect.ts";

const wish = (flags: Partial<ViewFlags>) => viewWish({ format: "terminal", top: 20, ...flags });

describe("viewWish", () => {
  it.each([
    [{}, undefined],
    [{ layer: 0 }, { kind: "layer", layer: 0, top: 20 }],
    [
      { tree: true, depth: 4, top: 3, format: "json" },
      { kind: "tree", depth: 4, top: 3 },
    ],
    [{ tree: true }, { kind: "tree", depth: 2, top: 20 }],
    [{ diff: "app:1" }, { kind: "diff", other: "app:1", top: 20 }],
    [{ package: "bash" }, { kind: "package", wanted: "bash", top: 20 }],
  ] as const)("reads %j", (flags, wanted) => {
    expect(wish(flags)).toEqual(wanted);
  });

  it.each([
    [{ layer: 1, tree: true }, "--layer and --tree cannot be combined"],
    [{ diff: "a", package: "b" }, "--package and --diff cannot be combined"],
    [{ depth: 2 }, "--depth is about --tree"],
    [{ tree: true, format: "cyclonedx" }, "--format cyclonedx cannot show --tree"],
  ] as const)("refuses %j", (flags, message) => {
    expect(() => wish(flags)).toThrow(message);
  });
});
