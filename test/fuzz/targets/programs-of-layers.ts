import { deflateSync } from "node:zlib";
import cargo from "../../../src/facts/packages/ecosystems/cargo.ts";
import golang from "../../../src/facts/packages/ecosystems/golang.ts";
import maven from "../../../src/facts/packages/ecosystems/maven.ts";
import phpExtension from "../../../src/facts/packages/ecosystems/php-extension.ts";
import pypiArchive from "../../../src/facts/packages/ecosystems/pypi-archive.ts";
import rpm from "../../../src/facts/packages/ecosystems/rpm.ts";
import runtimes from "../../../src/facts/packages/ecosystems/runtimes.ts";
import { memoryBody } from "../../../src/sources/image/file-body.ts";
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
  ],
  run(input) {
    const asked = [
      [golang, "/x/a.so"],
      [cargo, "/x/a.so"],
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
