import { describe, expect, it } from "vitest";
import type { Member } from "../../../test/images/archive.ts";
import { imageOf } from "../../../test/images/read-members.ts";
import { compareTwo, viewOf, type NamedImage } from "./view.ts";
import { readFacts } from "./read-facts.ts";

const named = async (name: string, ...layers: Member[][]): Promise<NamedImage> => ({
  ...(await readFacts(imageOf(layers))),
  name,
});
const status = (version: string): Member => ({
  path: "var/lib/dpkg/status",
  content: `Package: tool\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`,
});

describe("compareTwo", () => {
  it("reads files of equal size, and distinguishes equal from different content in other layers", async () => {
    const from = await named("a", [
      { path: "same", content: "12345" },
      { path: "changed", content: "12345" },
      { path: "y", type: "hardlink", link: "same" },
      status("1.0"),
    ]);
    const to = await named(
      "b",
      [{ path: "y", content: "12345" }, { path: "changed", content: "54321" }, status("1.1")],
      [{ path: "same", content: "12345" }],
    );
    const { files, packages, from: side } = await compareTwo(from, to, 5);
    expect(files).toMatchObject({
      same: 2,
      notCompared: 0,
      changed: { paths: 2 },
      largest: [
        { path: "/var/lib/dpkg/status", what: ["content"] },
        { path: "/changed", what: ["content"] },
      ],
    });
    expect(packages.changed).toEqual([{ type: "deb", name: "tool", before: ["1.0"], after: ["1.1"] }]);
    expect(side).toMatchObject({ name: "a", layers: 1, packages: 1 });
  });
});

describe("viewOf", () => {
  it("lists existing layers and packages for an unknown one", async () => {
    const image = await named("a", [status("1.0")]);
    expect(viewOf({ kind: "layer", layer: 0, top: 5 }, image)).toMatchObject({ added: { paths: 1 } });
    expect(viewOf({ kind: "package", wanted: "tool", top: 5 }, image)).toMatchObject({
      matches: [{ version: "1.0" }],
    });
    expect(() => viewOf({ kind: "layer", layer: 1, top: 5 }, image)).toThrow("a has no layer 1");
    expect(() => viewOf({ kind: "package", wanted: "too", top: 5 }, image)).toThrow(
      expect.objectContaining({ hint: "Did you mean tool?" }),
    );
  });
});
