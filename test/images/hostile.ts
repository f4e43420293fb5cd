import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { Failure } from "../../src/domain/failure.ts";
import type { ImageInfo } from "../../src/domain/image/image-info.ts";
import { readFacts } from "../../src/pipeline/image/read-facts.ts";
import { openArchive } from "../../src/sources/image/archive/archive.ts";
import type { Image } from "../../src/sources/image/image-source.ts";
import type { Member } from "./archive.ts";

/** Part of every name that is written nowhere, or something is wrong. */
export const bait = "hullproof-must-not-exist";

export interface Ground {
  /** For what a test makes itself. */
  readonly folder: string;
  /** Facts, or a `Failure` that says what to do. Anything else that is thrown fails the test. */
  outcome(open: () => Promise<Image>): Promise<ImageInfo | Failure>;
  /** The same of a docker archive. */
  ofBytes(bytes: Uint8Array): Promise<ImageInfo | Failure>;
}

/**
 * Where archives from strangers who mean harm are read, through everything that takes part: members, layers, all probes, the merged
 * tree, the facts. After each test nothing may be left in the folder for temporary files, and nothing of theirs be where a path that
 * climbs would arrive.
 */
export function hostileGround(): Ground {
  let [folder, before]: [string, string | undefined] = ["", undefined];
  const temporary = () => join(folder, "temporary");
  beforeAll(async () => {
    before = process.env["TMPDIR"];
    folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
    await mkdir(temporary());
    process.env["TMPDIR"] = temporary();
  });
  afterAll(async () => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    expect(await readdir(temporary())).toEqual([]);
    for (const place of ["/", "/etc", "/tmp", process.cwd(), folder, join(folder, "..")]) {
      expect((await readdir(place)).filter((name) => name.includes(bait))).toEqual([]);
    }
  });

  async function outcome(open: () => Promise<Image>): Promise<ImageInfo | Failure> {
    try {
      return (await readFacts(await open(), { secrets: true, duplicates: true })).info;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      expect(error.message.length).toBeGreaterThan(10);
      expect(error.hint).not.toBe("");
      return error;
    }
  }

  return {
    get folder() {
      return folder;
    },
    outcome,
    async ofBytes(bytes) {
      const file = join(folder, `${crypto.randomUUID()}.tar`);
      await writeFile(file, bytes);
      return outcome(() => openArchive(file)).finally(() => rm(file));
    },
  };
}

export function factsOf(result: ImageInfo | Failure): ImageInfo {
  if (result instanceof Failure) throw result;
  return result;
}

const status = `Package: libc6\nStatus: install ok installed\nVersion: 2.41-1\nArchitecture: amd64\nDescription: x\n\n`;
/** An image with something for many a probe. */
export const ordinary: readonly (readonly Member[])[] = [
  [
    { path: "etc/" },
    { path: "etc/os-release", content: "ID=debian\nVERSION_ID=13\n" },
    { path: "etc/passwd", content: "root:x:0:0::/root:/bin/sh\napp::1000:1000::/:/bin/sh\n" },
    { path: "var/lib/dpkg/status", content: status },
    { path: "var/lib/dpkg/info/libc6:amd64.list", content: "/usr/lib/libc.so\n" },
    { path: "usr/lib/libc.so", content: `\x7fELF${"x".repeat(3_000)}`, mode: 0o4755 },
    { path: "usr/lib/same", type: "hardlink", link: "usr/lib/libc.so" },
    {
      path: "usr/bin/ping",
      content: "p",
      xattrs: { "security.capability": Buffer.from("AQAAAgAgAAAAAAAAAAAAAAAAAAA=", "base64") },
    },
  ],
  [
    { path: "app/node_modules/a/package.json", content: '{"name":"a","version":"1.0.0"}' },
    { path: "app/x-1.dist-info/METADATA", content: "Name: x\nVersion: 1\n" },
    { path: "usr/bin/.wh.ping" },
    { path: "etc/.wh..wh..opq" },
    { path: `${"long/".repeat(40)}file`, content: "x" },
  ],
];
