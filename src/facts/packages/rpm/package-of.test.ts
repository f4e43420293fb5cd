import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TagValue } from "../../../../test/images/rpm/write-header.ts";
import { packageTags, writeHeader } from "../../../../test/images/rpm/write-header.ts";
import { ownedPaths } from "../owned-paths.ts";
import { readHeader } from "./header.ts";
import { manifestPackages } from "./manifest.ts";
import { packageOf, sourceOf } from "./package-of.ts";
import { dependencyNames } from "./rich-dependency.ts";

const read = (tags: Readonly<Record<number, TagValue>>) => packageOf(readHeader(writeHeader(tags)), ownedPaths());

describe("a package's header", () => {
  it("returns all fields of the package", () => {
    const tags = packageTags("bash", {
      1003: { bytes: 4, numbers: [2] },
      1047: ["bash", "bash(x86-64)", "/bin/sh", "/bin/sh"],
      1049: ["rpmlib(FileDigests)", "libc.so.6(GLIBC_2.38)(64bit)", "(filesystem >= 3 or setup)", "filesystem"],
      5096: "idm:DL1:8040020210610131213:5b5f2f7f",
    });
    expect(read(tags)).toEqual({
      name: "bash",
      version: "1.2-3.el9",
      qualifiers: {
        arch: "x86_64",
        epoch: "2",
        upstream: "bash-1.2-3.el9.src.rpm",
        rpmmod: "idm:DL1:8040020210610131213:5b5f2f7f",
      },
      source: { name: "bash", version: "1.2-3.el9" },
      licenses: ["GPL-3.0-or-later AND MIT"],
      dependsOn: ["libc.so.6(GLIBC_2.38)(64bit)", "filesystem", "setup"],
      provides: ["bash(x86-64)", "/bin/sh"],
      owns: [],
    });
  });
  it("keeps an epoch of 0", () => {
    expect(read(packageTags("a", { 1003: { bytes: 4, numbers: [0] } }))?.qualifiers).toHaveProperty("epoch", "0");
    expect(read(packageTags("a"))?.qualifiers).not.toHaveProperty("epoch");
  });
  it("owns files, without folders and replaced or excluded files", () => {
    const tags = packageTags(
      "a",
      {
        1029: { bytes: 1, numbers: [0, 0, 1, 2, 3, 4, 0] },
        1030: { bytes: 2, numbers: [0o100755, 0o040755, 0o100644, 0o100644, 0o100644, 0o100644, 0o120777] },
      },
      ["file", "folder", "replaced", "excluded", "shared", "wrong-colour", "link"],
    );
    expect(read(tags)?.owns).toEqual(["/usr/share/a/file", "/usr/share/a/shared", "/usr/share/a/link"]);
  });
  it("defaults the source to the package itself", () => {
    expect(read(packageTags("a", { 1044: "(none)" }))).toMatchObject({ source: { name: "a", version: "1.2-3.el9" } });
  });
  it("uses the later of two values of a tag", () => {
    const bytes = Buffer.from(writeHeader({ ...packageTags("a"), 5000: "later" }));
    bytes.writeUInt32BE(1000, 8 + 16 * (bytes.readUInt32BE(0) - 1));
    expect(packageOf(readHeader(bytes), ownedPaths())?.name).toBe("later");
  });
  it("skips rpm's keys", () => {
    expect(read(packageTags("gpg-pubkey"))).toBeUndefined();
  });
  it.each<[string, Readonly<Record<number, TagValue>>, string]>([
    ["no name", { 1001: "1" }, "no name"],
    ["no version", { 1000: "a" }, "no version"],
    ["a number for a name", { ...packageTags("a"), 1000: { bytes: 4, numbers: [1] } }, "holds no text"],
    ["a text for a number", packageTags("a", { 1003: "1" }), "holds no numbers"],
    ["a file without its folder", packageTags("a", { 1116: { bytes: 4, numbers: [1] } }, ["b"]), "without a folder"],
    ["files without folders", packageTags("a", { 1117: ["b"] }), "without a folder"],
    ["an endless path", packageTags("a", { 1118: ["/x".repeat(3000)] }, ["b"]), "longer than 4096"],
  ])("refuses %s", (_, tags, reason) => {
    expect(() => read(tags)).toThrow(reason);
  });
  it.each([
    ["too short for its counts", (bytes: Buffer) => bytes.subarray(0, 7), "shorter than its counts"],
    ["cut", (bytes: Buffer) => bytes.subarray(0, -1), "longer than the record"],
    ["more entries than bytes", (bytes: Buffer) => patched(bytes, 0, 0xffffffff), "longer than the record"],
    ["more strings than bytes", (bytes: Buffer) => patched(bytes, 8 + 12, 0xffffffff), "goes beyond its end"],
    ["a string beyond the end", (bytes: Buffer) => patched(bytes, 8 + 8, 0xffffffff), "goes beyond its end"],
  ])("refuses a header that is or has %s", (_, damage, reason) => {
    const bytes = damage(Buffer.from(writeHeader(packageTags("a"))));
    expect(() => packageOf(readHeader(bytes), ownedPaths())).toThrow(reason);
  });
});

function patched(bytes: Buffer, at: number, value: number): Buffer {
  bytes.writeUInt32BE(value, at);
  return bytes;
}

describe("names in requirements", () => {
  it.each([
    ["glibc", ["glibc"]],
    ["perl(File::Spec)", ["perl(File::Spec)"]],
    ["rpmlib(RichDependencies)", []],
    ["", []],
    ["(a or b)", ["a", "b"]],
    ["(a >= 1.2 and (b < 3 or c))", ["a", "b", "c"]],
    ["(gettext-base(x86-64) = 2.34 if redhat-rpm-config)", ["gettext-base(x86-64)"]],
    ["(a if b else c)", ["a", "c"]],
    ["(a unless (b and c) else (d or e))", ["a", "d", "e"]],
    ["((a with a < 2) or (b without c))", ["a", "b"]],
    ["((font(:lang=en) if (x or y)) and z)", ["font(:lang=en)", "z"]],
  ])("%s", (requirement, names) => {
    expect([...new Set(dependencyNames(requirement))]).toEqual(names);
  });
  it("terminates for any text", () => {
    const word = fc.constantFrom("(", ")", "((", "))", "a", "b(c)", "if", "else", "or", ">=", " ", "  ");
    fc.assert(fc.property(fc.array(word), (words) => Array.isArray(dependencyNames(`(${words.join(" ")}`))));
    expect(dependencyNames("(".repeat(1_000_000))).toEqual([]);
  });
});

describe("source packages", () => {
  it.each([
    ["bash-5.1.8-9.el9.src.rpm", { name: "bash", version: "5.1.8-9.el9" }],
    ["java-17-openjdk-17.0.1-2.nosrc.rpm", { name: "java-17-openjdk", version: "17.0.1-2" }],
    ["(none)", undefined],
    ["bash.src.rpm", undefined],
  ])("%s", (file, source) => {
    expect(sourceOf(file)).toEqual(source);
  });
});

describe("the list of images without a database", () => {
  it("reads name, version, architecture, epoch and source", () => {
    const line = "bash\t5.2-1.azl3\t1700000000\t1690000000\tA Vendor\t(none)\t100\tx86_64\t0\tbash-5.2-1.azl3.src.rpm";
    expect(manifestPackages(`${line}\n`)).toEqual([
      {
        name: "bash",
        version: "5.2-1.azl3",
        qualifiers: { arch: "x86_64", upstream: "bash-5.2-1.azl3.src.rpm" },
        source: { name: "bash", version: "5.2-1.azl3" },
      },
    ]);
  });
  it("refuses a line without tabs", () => {
    expect(() => manifestPackages("bash 5.2\n")).toThrow("no version");
  });
});
