import { describe, expect, it } from "vitest";
import { lookOf, type LookFlags } from "./inspect.ts";

const look = (flags: Partial<LookFlags>) => lookOf({ format: "terminal", tree: false, ...flags });

describe("lookOf", () => {
  it.each([
    [{}, undefined],
    [{ layer: 0 }, { kind: "layer", layer: 0, top: 20 }],
    [{ tree: true }, { kind: "tree", depth: 2, top: 10 }],
    [
      { tree: true, depth: 4, top: 3, format: "json" },
      { kind: "tree", depth: 4, top: 3 },
    ],
    [{ diff: "app:1" }, { kind: "diff", other: "app:1", top: 20 }],
    [{ package: "bash" }, { kind: "package", wanted: "bash", top: 20 }],
  ] as const)("reads %j", (flags, wanted) => {
    expect(look(flags)).toEqual(wanted);
  });

  it.each([
    [{ layer: 1, tree: true }, "--layer and --tree do not go together"],
    [{ diff: "a", package: "b" }, "--diff and --package do not go together"],
    [{ depth: 2 }, "--depth is for --tree"],
    [{ top: 2 }, "--top is for a closer look"],
    [{ layer: -1 }, "--layer is -1"],
    [{ layer: 1.5 }, "--layer is 1.5"],
    [{ tree: true, depth: 0 }, "--depth is 0"],
    [{ tree: true, top: Number.NaN }, "--top is NaN"],
    [{ tree: true, format: "cyclonedx" }, "--format cyclonedx shows the whole image, not --tree"],
  ] as const)("refuses %j", (flags, message) => {
    expect(() => look(flags)).toThrow(message);
  });
});
