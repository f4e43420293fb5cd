import { describe, expect, it } from "vitest";
import { debImage, type DebPackages } from "../../../test/images/deb-image.ts";
import type { Member } from "../../../test/images/archive.ts";
import { elf } from "../../../test/images/elf.ts";
import { packageNeeds } from "../need/package-needs.ts";
import { slimPlan } from "./slim-plan.ts";
import { staticLosses } from "./static-losses.ts";

const program = elf({ needed: ["libc.so.6"] });
/** Keeps what removes packages. */
const keep = ["dash", "coreutils", "dpkg"];

async function plan(
  packages: DebPackages,
  {
    unowned = [] as readonly Member[],
    opened = [] as readonly string[],
    drop = [] as readonly string[],
    complete = true,
    isDeclared = true,
  } = {},
) {
  const { image } = await debImage(packages, unowned);
  const observed = { method: "page-cache", opened, executed: [], complete, reason: "of another kernel" } as const;
  const needs = packageNeeds(image, { observed, started: [], keep, drop });
  const result = slimPlan(image, needs, { isDeclared, keep, drop });
  return "refused" in result ? result.refused : result.packages.map(({ name }) => name);
}

describe("slimPlan", () => {
  it("takes unused packages, the smallest first, and those of slim.drop", async () => {
    const packages = {
      large: { files: { "/usr/bin/large": elf({ texts: ["x".repeat(999)] }) } },
      small: {},
      app: { files: { "/usr/bin/app": program } },
    };
    expect(await plan(packages, { opened: ["/usr/bin/app"] })).toEqual(["small", "large"]);
    expect(await plan(packages, { opened: ["/usr/bin/app"], drop: ["app"] })).toEqual(["small", "app", "large"]);
  });

  it("names the architecture where two packages have one name", async () => {
    const packages = { libx: {}, "libx:i386": {}, "liby:i386": {} };
    expect(await plan(packages)).toEqual(expect.arrayContaining(["libx:amd64", "libx:i386", "liby:i386"]));
  });

  it("refuses without a complete trace of declared steps", async () => {
    expect(await plan({ a: {} }, { complete: false })).toBe(
      "the trace of the workload is incomplete: of another kernel",
    );
    expect(await plan({ a: {} }, { isDeclared: false })).toContain("no steps are declared");
  });

  it("refuses deleted file lists and a status file that was cut short", async () => {
    expect(await plan({ a: { noList: true } })).toContain("dpkg has no list of the files of a");
    const list = { path: "var/lib/dpkg/info/gone.list", content: "/usr/bin/gone\n" };
    expect(await plan({ a: {} }, { unowned: [list] })).toContain("file list of gone, and no record");
    expect(await plan({ a: { status: "install ok unpacked" } })).toBe("a is not wholly installed");
  });

  it("refuses other package managers by name", async () => {
    const apk = { path: "lib/apk/db/installed", content: "P:musl\nV:1.2\nA:x86_64\n\n" };
    expect(await plan({ a: {} }, { unowned: [apk] })).toContain("apk");
    const single = { path: "var/lib/dpkg/status.d/base", content: "Package: base\nVersion: 1\n" };
    expect(await plan({ a: {} }, { unowned: [single, { path: "var/lib/dpkg/status.d/" }] })).toContain("status.d");
  });

  it.each(["x; curl http", "--root=/x", "UPPER", "a$b"])("lets no package called %j into a command", async (name) => {
    expect(await plan({ [name]: {} })).toMatch(/which dpkg does not allow|no list|no record|every package/);
  });
});

describe("staticLosses", () => {
  async function losses(
    packages: DebPackages,
    gone: readonly string[],
    started: Parameters<typeof staticLosses>[2] = [],
    unowned: readonly Member[] = [],
  ) {
    const { image } = await debImage(packages, unowned);
    const purls = image.packages.filter(({ name }) => gone.includes(name)).map(({ purl }) => purl);
    return staticLosses(image, new Set(purls), started);
  }
  const libraries = "/usr/lib/x86_64-linux-gnu";

  it("refuses a library that a plug-in needs: LLVM of PostgreSQL's JIT", async () => {
    const packages = {
      libllvm19: { files: { [`${libraries}/libLLVM.so.19.1`]: elf() } },
      postgresql: { files: { "/usr/lib/postgresql/17/lib/llvmjit.so": elf({ needed: ["libLLVM.so.19.1"] }) } },
    };
    expect((await losses(packages, ["libllvm19"])).breaks).toEqual([
      "/usr/lib/postgresql/17/lib/llvmjit.so needs libLLVM.so.19.1",
    ]);
    expect((await losses(packages, ["libllvm19", "postgresql"])).breaks).toEqual([]);
  });

  it("refuses the program of an instruction and its interpreter", async () => {
    const packages = { python: { files: { "/usr/bin/python3": program } } };
    const app = { path: "app", content: "#!/usr/bin/python3\n", mode: 0o755 };
    expect((await losses(packages, ["python"], [{ what: "CMD", words: ["/app"] }], [app])).breaks).toEqual([
      "/app needs /usr/bin/python3",
    ]);
    expect((await losses(packages, ["python"], [{ what: "HEALTHCHECK", words: ["python3"] }])).breaks).toEqual([
      "HEALTHCHECK starts python3",
    ]);
  });

  it("lists what is lost without breaking", async () => {
    const packages = {
      tools: { files: { "/usr/bin/update": "#!/bin/sh\nperl x\n", "/usr/bin/more": elf({ texts: ["libz.so.1"] }) } },
      perl: { files: { "/usr/bin/perl": program } },
      zlib: { files: { [`${libraries}/libz.so.1`]: elf() } },
    };
    expect(await losses(packages, ["perl", "zlib"])).toEqual({
      breaks: [],
      lost: ["/usr/bin/more may load libz.so.1", "/usr/bin/update has no perl"],
    });
  });

  it("refuses a link of a package that would lead nowhere, and lists one of update-alternatives", async () => {
    const packages = {
      a: { files: { "/usr/bin/a -> b": "", "/usr/bin/pager -> /etc/alternatives/pager": "" } },
      b: { files: { "/usr/bin/b": program } },
    };
    const link = { path: "etc/alternatives/pager", type: "symlink" as const, link: "/usr/bin/b" };
    const { breaks, lost } = await losses(packages, ["b"], [], [link]);
    expect(breaks).toEqual(["/usr/bin/a leads to /usr/bin/b"]);
    expect(lost).toEqual(["/etc/alternatives/pager leads to /usr/bin/b", "/usr/bin/pager leads to /usr/bin/b"]);
  });
});
