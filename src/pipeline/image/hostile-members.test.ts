// fast-check prints seed and path of a failure; `fc.assert(..., { seed, path })` repeats it.
import { tmpdir } from "node:os";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dockerSave, type Member } from "../../../test/images/archive.ts";
import { bait, factsOf, hostileGround, ordinary } from "../../../test/images/hostile.ts";

const ground = hostileGround();

describe("hostile members", () => {
  const evil: Record<string, readonly Member[]> = {
    "paths that climb": [
      { path: `../../../../../../${bait}`, content: "x" },
      { path: `/../${bait}`, content: "x" },
      { path: `a/../../../../../../../../tmp/${bait}`, content: "x" },
      { path: `${process.cwd()}/${bait}`, content: "x" },
      { path: "..", type: "dir" },
      { path: "../etc/passwd", content: "evil::0:0::/:/bin/sh\n" },
    ],
    "links that leave or go round": [
      { path: "etc", type: "symlink", link: "/" },
      { path: "etc/passwd", content: "root::0:0::/:/bin/sh\n" },
      { path: "loop", type: "symlink", link: "loop" },
      { path: "a", type: "symlink", link: "b" },
      { path: "b", type: "symlink", link: "a" },
      { path: "tmp", type: "symlink", link: tmpdir() },
      { path: `tmp/${bait}`, content: "x" },
      { path: "etc/os-release", type: "symlink", link: "../../../../../../etc/os-release" },
      { path: "usr/lib/os-release", type: "symlink", link: "../../etc/os-release" },
      { path: "long", type: "symlink", link: "/x".repeat(3_000) },
    ],
    "hard links in a ring, to themselves, to folders, to nothing": [
      { path: "one", type: "hardlink", link: "two" },
      { path: "two", type: "hardlink", link: "three" },
      { path: "three", type: "hardlink", link: "one" },
      { path: "self", type: "hardlink", link: "self" },
      { path: "folder/" },
      { path: "tofolder", type: "hardlink", link: "folder" },
      { path: "etc/passwd", type: "hardlink", link: "/etc/shadow" },
      { path: "x/package.json", type: "hardlink", link: "../../../../etc/passwd" },
      ...Array.from({ length: 100 }, (_, at): Member => ({
        path: `chain${at}`,
        type: "hardlink",
        link: `chain${at + 1}`,
      })),
    ],
    "devices and pipes under names that are read": [
      { path: "etc/passwd", type: "char" },
      { path: "etc/os-release", type: "fifo" },
      { path: "var/lib/dpkg/status", type: "char" },
      { path: "app/package.json", type: "fifo" },
      { path: "lib/apk/db/installed/", type: "dir" },
    ],
    "one name again and again, now a file, now a folder": Array.from({ length: 2_000 }, (_, at): Member[] => [
      at % 2 === 0 ? { path: "etc/passwd/", type: "dir" } : { path: "etc/passwd", content: "root:x:0:0::/:/bin/sh\n" },
      { path: `etc/passwd/${at % 7}`, content: "x" },
    ]).flat(),
    "whiteouts of everything, in every form": [
      { path: ".wh..wh..opq" },
      { path: ".wh." },
      { path: ".wh..", content: "x" },
      { path: ".wh...", content: "x" },
      { path: "a/.wh../b", content: "x" },
      { path: ".wh.etc/", type: "dir" },
      { path: ".wh.etc/passwd", content: "x" },
      { path: "", content: "x" },
      { path: ".", content: "x" },
      { path: "/", content: "x" },
    ],
    "names that are no text": [
      { path: "a\u0000b", content: "x" },
      { path: "\u202egnp.exe", content: "x" },
      { path: "\u001b[2J\u001b]0;x\u0007", content: "x" },
      { path: "a\nb", content: "x" },
      { path: "__proto__/package.json", content: '{"name":"__proto__","version":"1"}' },
      {
        path: "node_modules/constructor/package.json",
        content: '{"name":"constructor","version":"1","__proto__":{"x":1}}',
      },
    ],
  };

  it.each(Object.keys(evil))("%s", async (name) => {
    const members = evil[name] ?? [];
    for (const layers of [[members], [...ordinary, members], [members, ...ordinary], [members, members]]) {
      const info = factsOf(await ground.ofBytes(dockerSave({ layers })));
      expect(info.layers).toHaveLength(layers.length);
    }
  });

  it("ignores a passwd outside of the root or behind a link to it", async () => {
    const climbing = factsOf(await ground.ofBytes(dockerSave({ layers: [evil["paths that climb"] ?? []] })));
    expect(climbing.accounts).toBeUndefined();
    const devices = factsOf(
      await ground.ofBytes(dockerSave({ layers: [evil["devices and pipes under names that are read"] ?? []] })),
    );
    expect(devices.accounts).toBeUndefined();
    expect(devices.packages).toEqual([]);
    expect(devices.devices.map(({ path }) => path)).toEqual(["/etc/passwd", "/var/lib/dpkg/status"]);
  });

  it("accepts any members under well-known names", async () => {
    const part = fc.constantFrom(
      "etc",
      "passwd",
      "..",
      ".",
      "",
      "a",
      ".wh.a",
      ".wh..wh..opq",
      "node_modules",
      "package.json",
      "os-release",
    );
    const path = fc
      .array(part, { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join("/").replace(/\/+$/, "") || "x");
    const member: fc.Arbitrary<Member> = fc.record({
      path,
      type: fc.constantFrom("file", "dir", "symlink", "hardlink", "char", "fifo"),
      content: fc.oneof(fc.string({ maxLength: 60 }), fc.constant("root::0:0::/:/bin/sh\n"), fc.json()),
      link: path,
      mode: fc.nat({ max: 0o7777 }),
    });
    const layer = fc.array(member, { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.array(layer, { minLength: 1, maxLength: 4 }), async (layers) => {
        const info = factsOf(await ground.ofBytes(dockerSave({ layers })));
        const files = info.layers.reduce((sum, one) => sum + one.bytes, 0);
        expect(info.sizeBytes).toBe(files);
        expect(info.waste.bytes).toBeLessThanOrEqual(files);
        expect(info.waste.efficiency).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 300 },
    );
  });
});
