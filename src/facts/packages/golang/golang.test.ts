import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elfBase, firstPartAt, writeElf } from "../../../../test/formats/write-elf.ts";
import { framed, writeBuildInfo, writePointedBuildInfo } from "../../../../test/formats/write-go.ts";
import { memoryBody } from "../../../sources/image/bodies/file-body.ts";
import golang from "../ecosystems/golang.ts";
import { mainVersion } from "./main-version.ts";
import { parseModules } from "./modules.ts";

const modules = [
  "path\texample.com/Owner/tool/v2/cmd/tool",
  "mod\texample.com/Owner/tool/v2\t(devel)\t",
  "dep\tgithub.com/spf13/cobra\tv1.8.0\th1:abc=",
  "dep\tk8s.io/api\tv0.0.0",
  "=>\t./staging/src/k8s.io/api\t(devel)\t",
  "dep\tgithub.com/docker/docker\tv20.10.7+incompatible\th1:x=",
  "=>\tgithub.com/fork/docker\tv20.10.8+incompatible\th1:y=",
  "dep\tgo.uber.org/zap\tv1.27.0\th1:z=",
  `build\t-ldflags="-s -w -X 'main.version=3.4.5'"`,
  "build\tvcs.revision=349d1721988a499679650716cd97bfc85487f143",
  "",
].join("\n");

const read = (bytes: Uint8Array) =>
  golang.read({ path: "/usr/bin/tool", size: bytes.length, mode: 0o755 }, memoryBody(bytes))?.packages;
const named = (bytes: Uint8Array) => read(bytes)?.map(({ name, version }) => `${name} ${version}`);
const program = (info: Uint8Array) => writeElf([{ name: ".go.buildinfo", content: info, writable: true }]);

const all = [
  "example.com/Owner/tool/v2 v3.4.5",
  "stdlib 1.22.3",
  "github.com/spf13/cobra v1.8.0",
  "k8s.io/api v0.0.0",
  "github.com/fork/docker v20.10.8+incompatible",
  "go.uber.org/zap v1.27.0",
];

describe("a program", () => {
  it("lists modules and follows replacements except folders", () => {
    expect(named(program(writeBuildInfo("go1.22.3", modules)))).toEqual(all);
  });

  it("splits a module's path into namespace and name; the main module depends on all others", () => {
    const [main, stdlib, cobra, , , zap] = read(program(writeBuildInfo("go1.22.3", modules))) ?? [];
    expect(main?.dependsOn).toEqual(all.slice(1).map((one) => one.split(" ")[0]));
    expect(main).toMatchObject({ namespace: "example.com/Owner/tool", purlName: "v2" });
    expect(stdlib).toEqual({ name: "stdlib", version: "1.22.3" });
    expect(cobra).toMatchObject({ namespace: "github.com/spf13", purlName: "cobra" });
    expect(zap).toMatchObject({ namespace: "go.uber.org", purlName: "zap" });
  });

  it.each([4, 8] as const)(
    "reads a program from before 1.18 with pointers of %i bytes in either byte order",
    (wordSize) => {
      for (const bigEndian of [false, true]) {
        const address = elfBase + firstPartAt(1, wordSize);
        const info = writePointedBuildInfo("go1.17.13", modules, address, wordSize, bigEndian);
        const file = writeElf([{ name: ".go.buildinfo", content: info }], { wordSize, bigEndian });
        expect(named(file)).toEqual(all.map((one) => one.replace("1.22.3", "1.17.13")));
      }
    },
  );

  it.each([4, 8] as const)(
    "of before 1.18 and built without modules, whose empty list lies in .bss: %i bytes a word",
    (wordSize) => {
      for (const bigEndian of [false, true]) {
        const address = elfBase + firstPartAt(1, wordSize);
        const info = writePointedBuildInfo("go1.15.9", "", address, wordSize, bigEndian);
        const far = address + info.length + 64;
        if (bigEndian) info.writeUInt32BE(far, 16 + 2 * wordSize - 4);
        else info.writeUInt32LE(far, 16 + wordSize);
        const part = { name: ".go.buildinfo", content: info, writable: true };
        const shape = { wordSize, bigEndian };
        expect(named(writeElf([{ ...part, zeros: 96 }], shape))).toEqual(["stdlib 1.15.9"]);
        // Its last bytes lie outside of what is mapped.
        expect(() => named(writeElf([{ ...part, zeros: 70 }], shape))).toThrow("points outside of the file");
        expect(() => named(writeElf([part], shape))).toThrow("points outside of the file");
      }
    },
  );

  it("searches a program without a section table past false matches", () => {
    const look = Buffer.concat([Buffer.from(`\xff Go${" buildinf:"}`, "latin1"), Buffer.alloc(18, 0xff)]);
    const content = Buffer.concat([
      Buffer.alloc(2_000_000 - (2_000_000 % 16)),
      look,
      writeBuildInfo("go1.22.3", modules),
    ]);
    const parts = [
      { name: ".rodata", content: Buffer.from("nothing") },
      { name: ".data", content, writable: true },
    ];
    expect(named(writeElf(parts, { sections: false }))).toEqual(all);
  });

  it("returns nothing for packed programs and those not built by Go", () => {
    expect(named(writeElf([{ name: ".data", content: Buffer.alloc(64), writable: true }]))).toBeUndefined();
    expect(named(writeElf([{ name: "UPX!", content: Buffer.alloc(640, 7) }], { sections: false }))).toBeUndefined();
  });

  it("returns the standard library alone for a program built without modules", () => {
    expect(named(program(writeBuildInfo("go1.24.4", "")))).toEqual(["stdlib 1.24.4"]);
  });

  it.each([
    ["go1.22.3 X:boringcrypto", "1.22.3"],
    ["go1.21rc2", "1.21rc2"],
    ["go1.26.8-X:jsonv2", "1.26.8"],
    ["go1.27rc1-X:nodwarf5,jsonv2", "1.27rc1"],
    ["go1.26.8 X:jsonv2", "1.26.8"],
    ["devel go1.27-3f4164f508 Tue Aug 6 15:01:00 2026 +0000 X:jsonv2", "1.27-3f4164f508"],
    ["devel go1.24-3f4164f508 Tue Aug 6 15:01:00 2024 +0000", "1.24-3f4164f508"],
    ["go1.22.3-1 (vendor)", "1.22.3-1"],
  ])("built by %s", (version, stdlib) => {
    expect(named(program(writeBuildInfo(version, "")))).toEqual([`stdlib ${stdlib}`]);
  });

  it("reports damaged information", () => {
    const info = writeBuildInfo("go1.22.3", modules);
    expect(() => named(program(info.subarray(0, 20)))).toThrow("holds something else");
    expect(() => named(program(Buffer.alloc(64)))).toThrow("holds something else");
    const long = Buffer.from(info);
    long.fill(0xff, 32, 40);
    expect(() => named(program(long))).toThrow("longer than it can be");
    const pointed = writePointedBuildInfo("go1.17", modules, 0x7fff_0000, 8, false);
    expect(() => named(program(pointed))).toThrow("points outside of the file");
    pointed[14] = 3;
    expect(() => named(program(pointed))).toThrow("of no known size");
  });

  it("returns a result or an Error with a reason for any changed bytes", () => {
    const file = program(writeBuildInfo("go1.22.3", modules));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { maxLength: 8 }), (patches) => {
        const changed = Buffer.from(file);
        for (const [at, byte] of patches) changed[at] = byte;
        try {
          named(changed);
        } catch (error) {
          expect(String(error)).toMatch(/^Error: its (section of )?Go build information/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("version of the main module", () => {
  const revision = "build\tvcs.revision=349d1721988a499679650716cd97bfc85487f143";
  it.each<[string, string, readonly string[]]>([
    ["what Go stamped", "v1.2.3+dirty", ["mod\tx.org/t\tv1.2.3+dirty\t", revision]],
    ["a linker flag", "v1.2.3", ["mod\tx.org/t\t(devel)", 'build\t-ldflags="-X main.version=v1.2.3"']],
    [
      "main's before a package's",
      "v2.0.0",
      ["mod\tx.org/t\t(devel)", 'build\t-ldflags="-X x.org/t/pkg.Version=1.0.0 -X main.Version=2.0.0"'],
    ],
    [
      "never another module's",
      "(devel)",
      ["mod\tx.org/t\t(devel)", 'build\t-ldflags="-X k8s.io/c/version.gitVersion=v0.1.2"'],
    ],
    [
      "no word that is not a version",
      "(devel)",
      ["mod\tx.org/t\t(devel)", 'build\t-ldflags="-X main.version=nightly"'],
    ],
    [
      "the commit",
      "v0.0.0-20251122150918-349d1721988a+dirty",
      ["mod\tx.org/t\t(devel)", revision, "build\tvcs.time=2025-11-22T15:09:18Z", "build\tvcs.modified=true"],
    ],
    ["nothing known", "(devel)", ["mod\tx.org/t\t(devel)", revision]],
  ])("%s", (_title, version, lines) => {
    expect(mainVersion(parseModules(lines.join("\n")))).toBe(version);
  });

  it("reads the text of any program", () => {
    fc.assert(
      fc.property(fc.string(), (text) => void mainVersion(parseModules(`mod\tx\t\n${text}\nbuild\t-ldflags=${text}`))),
    );
    expect(framed("").length).toBe(32);
  });
});
