import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Member } from "../../../../test/images/archive.ts";
import { headerBlock, tarOf } from "../../../../test/images/archive.ts";
import { tarSplitOf } from "../../../../test/images/tar-split.ts";
import { Failure } from "../../../domain/failure.ts";
import { readOverlayBytes } from "../bytes/overlay.ts";
import type { TarEntry } from "../tar/tar.ts";

let folder: string;
let diff: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  diff = join(folder, "diff");
  await mkdir(diff);
});
afterEach(() => rm(folder, { recursive: true }));

type Read = TarEntry & { readonly content?: string };

async function read(record: Buffer, by: "sink" | "body" | "nothing" = "body", signal?: AbortSignal): Promise<Read[]> {
  const tarSplit = join(folder, "tar-split.json.gz");
  await writeFile(tarSplit, record);
  const entries: Read[] = [];
  await readOverlayBytes(
    { kind: "overlay", tarSplit, folder: diff, where: "layer 0" },
    (entry, body) => {
      const read: Read = { ...entry };
      const at = entries.push(read) - 1;
      if (by === "nothing" || entry.type !== "file") return undefined;
      const chunks: Buffer[] = [];
      const end = (): void => void (entries[at] = { ...read, content: Buffer.concat(chunks).toString("latin1") });
      if (by === "sink") return { chunk: (bytes) => chunks.push(Buffer.from(bytes)), end };
      try {
        chunks.push(Buffer.from(body?.read(0, body.size) ?? "no body"));
      } catch (error) {
        chunks.push(Buffer.from(`unread: ${(error as Error).message}`));
      }
      end();
      return undefined;
    },
    signal,
  );
  return entries;
}

const recordOf = (members: readonly Member[]): Buffer => gzipSync(tarSplitOf(tarOf(members)));
const contents = (entries: readonly Read[]) => entries.map(({ path, content }) => [path, content]);

async function store(files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(diff, path, ".."), { recursive: true });
    await writeFile(join(diff, path), content);
  }
}

describe("readOverlayBytes", () => {
  it("combines headers of the record with contents of the folder, for any sizes", async () => {
    const name = fc.stringMatching(/^[a-z0-9é世]{1,30}$/u).map((text) => text.normalize("NFC"));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(name, fc.oneof(fc.nat({ max: 1_600 }), fc.nat({ max: 200_000 }))), {
          selector: ([text]) => text,
          maxLength: 6,
        }),
        // Headers in pieces, and whole as written by the engine.
        fc.constantFrom(100, 300, 511, 100_000),
        async (files, rawAtMost) => {
          await rm(diff, { recursive: true });
          const members = files.map(([text, size], at) => ({ path: `d/${text}`, content: String(at).repeat(size) }));
          await mkdir(diff);
          await store(Object.fromEntries(members.map(({ path, content }) => [path, content])));
          const tar = tarOf(members);
          const record = gzipSync(tarSplitOf(tar, { rawAtMost }));
          const expected = members.map(({ path, content }) => [`/${path}`, content]);
          expect(contents(await read(record, "body"))).toEqual(expected);
          const streamed = await read(record, "sink");
          expect(contents(streamed)).toEqual(expected);
          for (const { offset, stored, content } of streamed) {
            expect(tar.toString("latin1", offset, offset + stored)).toBe(content);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("skips empty segments", async () => {
    await store({ a: "x" });
    const record = tarSplitOf(tarOf([{ path: "a", content: "x" }, { path: "b" }]), { rawAtMost: 512 }).toString();
    const padded = record.replaceAll("\n", '\n{"type":2,"payload":"","position":0}\n');
    expect(contents(await read(gzipSync(padded)))).toEqual([
      ["/a", "x"],
      ["/b", ""],
    ]);
  });

  it("opens no unread file", async () => {
    const entries = await read(recordOf([{ path: "missing", content: "x".repeat(5_000) }, { path: "z" }]), "nothing");
    expect(entries.map(({ path }) => path)).toEqual(["/missing", "/z"]);
  });

  it("finds names with invalid UTF-8", async () => {
    const name = Buffer.from([97, 0xe9]);
    await writeFile(Buffer.concat([Buffer.from(`${diff}/`), name]), "bytes");
    const tar = Buffer.concat([headerBlock({ name, flag: "0", size: 5 }), Buffer.alloc(512), Buffer.alloc(1024)]);
    tar.write("bytes", 512);
    expect(contents(await read(gzipSync(tarSplitOf(tar))))).toEqual([["/a\\xe9", "bytes"]]);
  });

  it("never leaves the layer's folder, for any names and links", async () => {
    await writeFile(join(folder, "secret"), "secret");
    await store({ "usr/lib/inside": "inside", "etc/secret": "my own" });
    await symlink("usr/lib", join(diff, "lib"));
    await symlink(folder, join(diff, "out"));
    await symlink("../../../../etc", join(diff, "up"));
    await symlink("loop", join(diff, "loop"));
    await symlink(join(folder, "secret"), join(diff, "direct"));
    const six = (path: string): Member => ({ path, content: "secret" });
    const read6 = await read(
      recordOf(
        ["lib/inside", "../secret", "x/../../secret", "out/secret", "up/secret", "loop/secret", "direct", "usr"].map(
          six,
        ),
      ),
    );
    expect(contents(read6)).toEqual([
      ["/lib/inside", "inside"],
      ["/../secret", "unread: its name leads out of the layer"],
      ["/x/../../secret", "unread: its name leads out of the layer"],
      ["/out/secret", "unread: it is a link that leads nowhere"],
      ["/up/secret", "my own"],
      ["/loop/secret", "unread: links on the way to it never end"],
      ["/direct", "unread: it is a link"],
      ["/usr", "unread: it is a folder"],
    ]);
  });

  it("returns no part of a file that differs from the record", async () => {
    await store({ short: "abc", long: "abcdefgh" });
    const members = [
      { path: "short", content: "abcde" },
      { path: "long", content: "abcde" },
      { path: "gone", content: "abcde" },
    ];
    expect(contents(await read(recordOf(members)))).toEqual([
      ["/short", "unread: it has 3 bytes where 5 were recorded"],
      ["/long", "unread: it has 8 bytes where 5 were recorded"],
      ["/gone", "unread: it is gone"],
    ]);
    await expect(read(recordOf(members), "sink")).rejects.toMatchObject({ code: "unreadable" });
  });

  const line = (value: unknown): Buffer => gzipSync(`${JSON.stringify(value)}\n`);
  it.each<[string, Buffer, RegExp]>([
    ["no gzip", Buffer.from("plain"), /compressed data is damaged/],
    ["gzip cut short", recordOf([{ path: "a" }]).subarray(0, 60), /compressed data is damaged/],
    ["no JSON", gzipSync("{oops\n"), /a line is not JSON/],
    ["null", gzipSync("null"), /a line has no type/],
    ["an unknown type", line({ type: 3 }), /a type that is not known/],
    ["a negative size", line({ type: 1, name: "a", size: -1 }), /not a size/],
    ["a size beyond all numbers", line({ type: 1, name: "a", size: 1e300 }), /not a size/],
    ["a file without a name", line({ type: 1, size: 5 }), /no name/],
    ["a segment without bytes", line({ type: 2, position: 0 }), /no bytes/],
    ["a line that never ends", gzipSync(Buffer.alloc(20_000_000, "x")), /more than 8388608 bytes/],
    ["a file where a header must be", line({ type: 1, name: "gone", size: 512 }), /it is gone/],
    ["no tar header", line({ type: 2, payload: Buffer.alloc(512, "x").toString("base64") }), /checksum/],
  ])("refuses a record with %s", async (_name, record, message) => {
    await expect(read(record)).rejects.toBeInstanceOf(Failure);
    await expect(read(record)).rejects.toThrow(message);
  });

  it("accepts an empty record and one without a final line feed", async () => {
    expect(await read(gzipSync(""))).toEqual([]);
    expect(await read(gzipSync(tarSplitOf(tarOf([{ path: "a" }])).subarray(0, -1)))).toHaveLength(1);
  });

  it("ends normally or with a Failure for any record", async () => {
    await store({ "a/b": "hello" });
    const valid = tarSplitOf(
      tarOf([
        { path: "a/b", content: "hello" },
        { path: "c", type: "symlink", link: "a" },
      ]),
    );
    const damage = fc.array(fc.tuple(fc.nat({ max: valid.length - 1 }), fc.nat({ max: 255 })), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(damage, fc.nat({ max: valid.length }), fc.boolean(), async (changes, length, sinks) => {
        const record = Buffer.from(valid);
        for (const [at, byte] of changes) record[at] = byte;
        await read(gzipSync(record.subarray(0, length)), sinks ? "sink" : "body").catch((error: unknown) => {
          if (!(error instanceof Failure)) throw error;
        });
      }),
    );
  });

  it("reports a missing folder or record, and stops on an interruption", async () => {
    const record = recordOf([{ path: "a" }]);
    await expect(read(record, "body", AbortSignal.abort())).rejects.toMatchObject({ code: "interrupted" });
    await rm(diff, { recursive: true });
    await expect(read(record)).rejects.toMatchObject({ code: "unreadable" });
    await mkdir(diff);
    const bytes = { kind: "overlay", tarSplit: join(folder, "none"), folder: diff, where: "layer 0" } as const;
    await expect(readOverlayBytes(bytes, () => undefined)).rejects.toMatchObject({ code: "unreadable" });
  });
});
