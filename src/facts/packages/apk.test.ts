import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { probeBytes } from "../../../test/images/probe-bytes.ts";
import apk from "./ecosystems/apk.ts";

/** As apk-tools writes it. */
const installed = `C:Q1TJt1ql7dmUd9MMlHcn7GnNDM79w=
P:.build-deps
V:20260101.010203
A:noarch
L:
D:tool-libs

C:Q1Q+RsAkcbM0IinNyoweC8asCxOz4=
P:tool
V:1.2-r3
A:x86_64
S:525
I:5
T:P:not a field
L:MIT AND GPL-2.0-only
o:tool-src
D:cmd:sh-thing !tool-old tool-libs>=1 so:libtool.so.1 py3~3.12 /bin/sh tool-data=1.2-r3
p:cmd:tool=1.2-r3 virtual-tool=5
i:docs tool=1.2-r3
r:tool-old
q:100
f:S
F:etc
M:0:0:1777
R:tool.conf
a:0:0:600
Z:Q1o6XnFfDMV0pzw/m+u2vCTzL/1bY=
F:usr
F:usr/bin
R:tool

P:root-file
V:2.0_rc1-r0
F:
R:toplevel
`;
const path = "/lib/apk/db/installed";

describe("apk's database", () => {
  it("returns packages with names, licenses, dependencies and files", () => {
    expect(probeBytes(apk, path, installed)?.packages).toEqual([
      {
        name: ".build-deps",
        version: "20260101.010203",
        qualifiers: { arch: "noarch" },
        source: { name: ".build-deps", version: "20260101.010203" },
        dependsOn: ["tool-libs"],
        provides: [],
        owns: [],
      },
      {
        name: "tool",
        version: "1.2-r3",
        qualifiers: { arch: "x86_64" },
        source: { name: "tool-src", version: "1.2-r3" },
        licenses: ["MIT AND GPL-2.0-only"],
        dependsOn: ["cmd:sh-thing", "tool-libs", "so:libtool.so.1", "py3", "/bin/sh", "tool-data"],
        provides: ["cmd:tool", "virtual-tool"],
        owns: ["/etc/tool.conf", "/usr/bin/tool"],
      },
      {
        name: "root-file",
        version: "2.0_rc1-r0",
        source: { name: "root-file", version: "2.0_rc1-r0" },
        dependsOn: [],
        provides: [],
        owns: ["/toplevel"],
      },
    ]);
  });
  it("reads the database below /lib and /usr/lib only", () => {
    expect(probeBytes(apk, "/usr/lib/apk/db/installed", installed)?.packages).toHaveLength(3);
    expect(probeBytes(apk, "/srv/lib/apk/db/installed", installed)).toBeUndefined();
  });
  it("accepts an empty database", () => {
    expect(probeBytes(apk, path, "\n")).toEqual({ packages: [] });
  });
  it.each([
    ["a line of no field", "P:a\nV:1\nsomething\n", "neither a field"],
    ["a package without a version", "P:a\n\n", "lacks its name or its version"],
    ["a version without a package", "V:1\n\n", "lacks its name or its version"],
    ["a file before any folder", "P:a\nV:1\nR:b\n", "no folder"],
    ["no package at all", "T:text\n\n", "names a package"],
    ["bytes of another kind", "\x7fELF\x01\x02", "neither a field"],
  ])("refuses %s", (_, text, reason) => {
    expect(() => probeBytes(apk, path, text)).toThrow(reason);
  });
  it("returns packages or a reason for flipped bytes and cuts", () => {
    const whole = Buffer.from(installed);
    const flips = fc.array(fc.record({ at: fc.nat(whole.length - 1), byte: fc.nat(255) }), { maxLength: 10 });
    fc.assert(
      fc.property(flips, fc.nat(whole.length), (changes, cut) => {
        const bytes = Buffer.from(whole);
        for (const { at, byte } of changes) bytes[at] = byte;
        try {
          for (const { name, version } of probeBytes(apk, path, bytes.subarray(0, cut))?.packages ?? [])
            expect(name !== "" && version !== "").toBe(true);
        } catch (error) {
          expect((error as Error).constructor).toBe(Error);
        }
      }),
    );
  });
});
