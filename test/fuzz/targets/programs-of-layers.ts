import { deflateSync, gzipSync } from "node:zlib";
import cargo from "../../../src/facts/packages/ecosystems/cargo.ts";
import golang from "../../../src/facts/packages/ecosystems/golang.ts";
import maven from "../../../src/facts/packages/ecosystems/maven.ts";
import nativeImage from "../../../src/facts/packages/ecosystems/native-image.ts";
import nugetBundle from "../../../src/facts/packages/ecosystems/nuget-bundle.ts";
import phpExtension from "../../../src/facts/packages/ecosystems/php-extension.ts";
import pypiArchive from "../../../src/facts/packages/ecosystems/pypi-archive.ts";
import rpm from "../../../src/facts/packages/ecosystems/rpm.ts";
import runtimes from "../../../src/facts/packages/ecosystems/runtimes.ts";
import wheelLibraries from "../../../src/facts/packages/ecosystems/wheel-libraries.ts";
import { memoryBody } from "../../../src/sources/image/bodies/file-body.ts";
import { writeElf } from "../../formats/write-elf.ts";
import { writeBuildInfo } from "../../formats/write-go.ts";
import { writePhpExtension } from "../../formats/write-php.ts";
import { writeZip } from "../../formats/write-zip.ts";
import { writeHash } from "../../images/rpm/write-hash.ts";
import { packageTags, writeHeader } from "../../images/rpm/write-header.ts";
import { writeNdb } from "../../images/rpm/write-ndb.ts";
import { writeSqlite } from "../../images/rpm/write-sqlite.ts";
import type { FuzzTarget } from "../target.ts";

const headers = [1, 40].map((files) =>
  writeHeader(
    packageTags(
      "a",
      {},
      Array.from({ length: files }, (_, at) => `f${at}`),
    ),
  ),
);
const modules =
  "path\texample.com/a\nmod\texample.com/a\tv1.0.0\th1:x\ndep\tb.example/c\tv0.1.0\n=>\td\tv1\t\nbuild\t-ldflags=-X=a\n";
const audit = deflateSync(
  JSON.stringify({ packages: [{ name: "a", version: "1.0.0", source: "crates.io", dependencies: [0] }] }),
);
const jar = writeZip([
  {
    name: "META-INF/MANIFEST.MF",
    content: "Manifest-Version: 1.0\r\nImplementation-Title: a\r\n b\r\nImplementation-Version: 1\r\n\r\n",
  },
  { name: "META-INF/maven/g/a/pom.properties", content: "groupId=g\nartifactId=a\nversion=1\n" },
  {
    name: "META-INF/maven/g/a/pom.xml",
    content: "<project><parent><groupId>g</groupId></parent><artifactId>a</artifactId></project>",
  },
  { name: "BOOT-INF/lib/b-1.jar", content: writeZip([{ name: "x/Y.class", content: "x" }]), stored: true },
]);

/** Programs, archives in archives and package databases: bytes with offsets that lie. */
export default {
  name: "programs-of-layers",
  samples: [
    writeElf([{ name: ".go.buildinfo", content: writeBuildInfo("go1.22.1", modules), writable: true }]),
    writeElf([{ name: ".dep-v0", content: audit }], { wordSize: 4, bigEndian: true }),
    writeElf([
      { name: ".rodata", content: Buffer.from("x/cargo/registry/a-1.0.0/src/b.rs/rustc-1.85.0/library/core/a.rs") },
      { name: ".gcc_except_table", content: Buffer.alloc(4) },
      { name: ".tdata", content: Buffer.alloc(4) },
      { name: ".comment", content: Buffer.from("GCC: (GNU) 8.5.0\0rustc version 1.85.0 (4d91de4e4 2025-02-17)\0") },
      { name: ".note.package", content: Buffer.from('FDO\0{"type":"deb","name":"a","version":"1:1.0-1"}\0') },
    ]),
    writeElf([
      { name: ".rodata", content: Buffer.from("\0com.oracle.svm.core.VM=GraalVM CE 21.0.2+13.1\0") },
      { name: ".data", content: gzipSync('{"bomFormat":"CycloneDX"}'), writable: true },
      { name: ".svm_heap", content: Buffer.alloc(8), writable: true },
      { name: ".dynsym", content: Buffer.alloc(72, 1) },
      { name: ".dynstr", content: Buffer.from("\0sbom\0sbom_length\0") },
    ]),
    Buffer.concat([
      writeElf([
        {
          name: ".data",
          content: Buffer.from(
            "03000000000000008b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae",
            "hex",
          ),
        },
      ]),
      Buffer.alloc(20_000, 1),
    ]),
    writePhpExtension({ name: "a", version: "1.0", relocated: true }),
    jar,
    writeZip([{ name: "a-1.dist-info/METADATA", content: "Name: a\nVersion: 1\n" }], { long: true }),
    writeSqlite(headers, { pageSize: 512 }).database,
    writeNdb(headers),
    writeHash(headers),
  ],
  words: [
    "\x7fELF",
    "PK\x01\x02",
    "PK\x03\x04",
    "PK\x05\x06",
    "PK\x06\x07",
    "SQLite format 3\0",
    "RpmP",
    "\0\0\0\0",
    "\xff\xff\xff\xff",
    "\x80\0\0\0",
    "\xff Go buildinf:",
    "\0\0\0\x01",
    "\x7f\xff\xff\xff",
    ".rs",
    "\x1f\x8b\x08\0",
    "sbom\0",
  ],
  run(input) {
    const asked = [
      [golang, "/x/a.so"],
      [cargo, "/x/a.so"],
      [nativeImage, "/x/a.so"],
      [nugetBundle, "/x/a"],
      [wheelLibraries, "/x/site-packages/a.libs/libgfortran-12345678.so.5"],
      [wheelLibraries, "/x/site-packages/a.libs/libpng16-12345678.so.16"],
      [runtimes, "/x/libpython3.12.so.1.0"],
      [phpExtension, "/x/php/20240924/a.so"],
      [maven, "/x/a.jar"],
      [pypiArchive, "/x/a.whl"],
      [rpm, "/var/lib/rpm/rpmdb.sqlite"],
      [rpm, "/var/lib/rpm/Packages"],
      [rpm, "/usr/lib/sysimage/rpm/Packages.db"],
    ] as const;
    for (const [probe, path] of asked) {
      if (probe.recognises?.(input.subarray(0, 64)) === false) continue;
      try {
        probe.read({ path, size: input.length, mode: 0o755 }, memoryBody(input));
      } catch (error) {
        // A probe says that a file is damaged with a plain Error; what the language itself throws is a bug.
        if (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) throw error;
      }
    }
  },
} satisfies FuzzTarget;
