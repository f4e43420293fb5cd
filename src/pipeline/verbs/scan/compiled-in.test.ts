// Libraries compiled into programs or bundled in language archives, from files to the report.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeElf } from "../../../../test/formats/write-elf.ts";
import type { Report } from "../../../domain/report/report.ts";
import { scanRoot } from "../../../../test/scan-root.ts";

let cwd = "";
let report: Report;
const put = async (path: string, content: string | Uint8Array, mode = 0o644): Promise<void> => {
  await mkdir(dirname(join(cwd, path)), { recursive: true });
  await writeFile(join(cwd, path), content, { mode });
};
const rust = (path: string, text: string, comment = "") =>
  put(
    path,
    writeElf([
      { name: ".text", content: Buffer.alloc(20_000) },
      { name: ".rodata", content: Buffer.from(`x${text}y`, "latin1") },
      { name: ".gcc_except_table", content: Buffer.alloc(8) },
      { name: ".tdata", content: Buffer.alloc(8) },
      { name: ".comment", content: Buffer.from(comment, "latin1") },
    ]),
    0o755,
  );
const rustsec = (id: string, name: string, patched: string, collection = "crates") => ({
  advisory: { id, package: name, collection, date: "2024-01-01", aliases: [`CVE-${id.slice(-6)}`] },
  versions: { patched: [`>= ${patched}`] },
  markdown: `# ${name}\n`,
});

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hullproof-test-compiled-"));
  const records = [
    rustsec("RUSTSEC-2024-0001", "h2", "0.4.6"),
    rustsec("RUSTSEC-2024-0002", "time", "0.2.23"),
    rustsec("RUSTSEC-2024-0003", "std", "1.77.2", "rust"),
    rustsec("RUSTSEC-2024-0004", "cargo", "1.99.0", "rust"),
  ];
  await put("feeds/rustsec.jsonl", records.map((one) => JSON.stringify(one)).join("\n"));
  const electron = {
    id: "GHSA-aaaa-bbbb-cccc",
    aliases: ["CVE-2024-9"],
    affected: [
      {
        package: { ecosystem: "npm", name: "electron" },
        ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed: "33.2.1" }] }],
      },
    ],
    modified: "2026-01-01T00:00:00Z",
  };
  await put("feeds/npm.jsonl", JSON.stringify(electron));
  await put("root/opt/electron/version", "33.2.0");
  await put("root/etc/os-release", "ID=debian\nVERSION_ID=12\n");
  const registry = "/home/r/.cargo/registry/src/index.crates.io-6f17d22bba15001f";
  await rust(
    "root/usr/local/bin/tool",
    `${registry}/h2-0.4.5/src/a.rs${registry}/time-0.3.36/src/b.rs`,
    "rustc version 1.75.0 (82e1608df 2023-12-21)",
  );
  // Its package's own advisories apply.
  await rust("root/usr/bin/rg", `${registry}/h2-0.4.5/src/a.rs`);
  await put(
    "root/var/lib/dpkg/status",
    "Package: ripgrep\nStatus: install ok installed\nArchitecture: amd64\nVersion: 14.1.1-1\n\n",
  );
  await put("root/var/lib/dpkg/info/ripgrep.list", "/.\n/usr\n/usr/bin\n/usr/bin/rg\n");
  const site = "root/usr/local/lib/python3.13/site-packages";
  const library = (text: string) => writeElf([{ name: ".rodata", content: Buffer.from(`x\0${text}\0y`, "latin1") }]);
  await put(`${site}/x.libs/libwebp-5f0275c0.so.7.1.10`, library(""));
  await put(`${site}/x.libs/libpng16-00127801.so.16.50.0`, library("libpng version 1.6.50"));
  await put(`${site}/x.libs/libgfortran-040039e1.so.5.0.0`, library(""));
  await put(
    `${site}/x-1.0.dist-info/sboms/auditwheel.cdx.json`,
    JSON.stringify({
      bomFormat: "CycloneDX",
      specVersion: "1.4",
      version: 1,
      components: [
        {
          type: "library",
          name: "libgfortran",
          version: "8.5.0-22.el8",
          purl: "pkg:rpm/almalinux/libgfortran@8.5.0-22.el8",
        },
      ],
    }),
  );
  const image = (more: string) =>
    writeElf([
      { name: ".text", content: Buffer.alloc(70_000) },
      { name: ".rodata", content: Buffer.from("\0com.oracle.svm.core.VM=Oracle GraalVM 21.0.2+13.1\0") },
      { name: ".data", content: more === "" ? Buffer.alloc(8) : gzipSync(more) },
      { name: ".svm_heap", content: Buffer.alloc(8) },
    ]);
  const netty = {
    type: "library",
    group: "io.netty",
    name: "netty-codec",
    version: "4.1.100.Final",
    purl: "pkg:maven/io.netty/netty-codec@4.1.100.Final",
  };
  const sbom = JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.5", version: 1, components: [netty] });
  await put("root/app/server", image(sbom), 0o755);
  await put("root/app/other", image(""), 0o755);
  await put("root/app/broken", image('{"bomFormat":'), 0o755);
  await put("root/app/jre/release", 'JAVA_VERSION="17.0.9"\nMODULES="java.base java.logging"\n');
  report = await scanRoot(cwd);
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

describe("a Rust program without a crate list", () => {
  it("is evaluated by the crates in its messages, and by its standard library", () => {
    const own = report.vulnerabilities?.filter(({ path }) => path === "/usr/local/bin/tool") ?? [];
    expect(own.map(({ id, purl, fixedIn }) => [id, purl, fixedIn])).toEqual([
      ["CVE-4-0001", "pkg:cargo/h2@0.4.5", "0.4.6"],
      ["CVE-4-0003", "pkg:generic/rust-std@1.75.0", "1.77.2"],
    ]);
    expect(report.vulnerabilities?.map(({ path }) => path)).not.toContain("/usr/bin/rg");
  });

  it("is reported as possibly incomplete", () => {
    expect(report.notChecked).toContain(
      "crates of a Rust program without a list of them that no message of it names (/usr/local/bin/tool): what else went into it is not known",
    );
  });
});

describe("libraries of a wheel", () => {
  it("are named by their files, and once where the wheel's SBOM lists them", () => {
    const own = report.image?.packages.filter(({ path }) => path.includes("/x")) ?? [];
    expect(own.map(({ purl, path }) => [purl, path.slice(path.lastIndexOf("/") + 1)])).toEqual([
      ["pkg:generic/libpng@1.6.50", "libpng16-00127801.so.16.50.0"],
      ["pkg:generic/libwebp", "libwebp-5f0275c0.so.7.1.10"],
      ["pkg:rpm/almalinux/libgfortran@8.5.0-22.el8", "auditwheel.cdx.json"],
    ]);
  });

  it("are listed as not checked without a feed", () => {
    expect(report.notChecked).toEqual(
      expect.arrayContaining([
        "vulnerabilities of 1 library (libwebp): its version is not known",
        "vulnerabilities of 1 library (libpng 1.6.50): no feed has advisories for them when no package manager brought them",
      ]),
    );
  });
});

describe("a native image", () => {
  it("is named with its virtual machine, and its SBOM's packages join the inventory", () => {
    const own = report.image?.packages.filter(({ path }) => path === "/app/server") ?? [];
    expect(own.map(({ purl, declared }) => [purl, declared])).toEqual([
      ["pkg:generic/graalvm@21.0.2", undefined],
      ["pkg:generic/openjdk@21.0.2", undefined],
      ["pkg:maven/io.netty/netty-codec@4.1.100.Final", true],
    ]);
    expect(report.image?.sboms?.find(({ path }) => path === "/app/server")).toMatchObject({
      packages: 1,
      contradictions: [],
    });
  });

  it("is listed as not checked without a readable SBOM", () => {
    expect(report.notChecked).toContain(
      "libraries that were compiled into each of 2 native images of Java (/app/broken, /app/other), which has no SBOM: GraalVM embeds one with --enable-sbom",
    );
    expect(report.image?.unread).toMatchObject([{ path: "/app/broken" }]);
  });
});

it("names a Java runtime of jlink at any path, with its modules", () => {
  const jre = report.image?.packages.find(({ path }) => path === "/app/jre/release");
  expect([jre?.purl, jre?.identity?.evidence]).toEqual([
    "pkg:generic/openjdk@17.0.9",
    ["it has 2 modules: java.base java.logging"],
  ]);
});

it("evaluates Electron without its npm package by that package's advisories", () => {
  const own = report.vulnerabilities?.filter(({ path }) => path === "/opt/electron/version") ?? [];
  expect(own.map(({ id, purl, fixedIn }) => [id, purl, fixedIn])).toEqual([
    ["CVE-2024-9", "pkg:generic/electron@33.2.0", "33.2.1"],
  ]);
});
