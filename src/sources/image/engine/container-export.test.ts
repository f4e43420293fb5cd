import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Member } from "../../../../test/images/archive.ts";
import { tarOf } from "../../../../test/images/archive.ts";
import { streamSource } from "../bodies/byte-source.ts";
import { keepMembers } from "./container-export.ts";
import { cleanPath, readTar } from "../tar/tar.ts";
import { whiteoutMember } from "./whiteout-member.ts";

function sourceOf(tar: Buffer, chunk: number) {
  const chunks: Buffer[] = [];
  for (let at = 0; at < tar.length; at += chunk) chunks.push(tar.subarray(at, at + chunk));
  return streamSource(Readable.from(chunks));
}

it("keeps selected members byte for byte, with their extended headers", async () => {
  const member: fc.Arbitrary<Member> = fc.record({
    path: fc.stringMatching(/^[a-z]{1,5}(\/[a-z]{1,150}){0,2}$/),
    type: fc.constantFrom("file", "dir", "symlink"),
    content: fc.uint8Array({ maxLength: 1_500 }),
    link: fc.constant("target"),
    long: fc.constantFrom("pax", "gnu"),
    xattrs: fc.dictionary(fc.constantFrom("user.a", "user.b"), fc.uint8Array({ maxLength: 80_000 })),
  });
  const members = fc.uniqueArray(fc.tuple(member, fc.boolean()), { selector: ([{ path }]) => path, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(members, fc.integer({ min: 1, max: 3_000 }), async (all, chunk) => {
      const wanted = all.filter(([, keep]) => keep).map(([one]) => one);
      const paths = new Set(wanted.map(({ path }) => cleanPath(path)));
      const written: Buffer[] = [];
      await keepMembers(
        sourceOf(tarOf(all.map(([one]) => one)), chunk),
        ({ path }) => paths.has(path),
        (bytes) => written.push(Buffer.from(bytes)),
      );
      expect(Buffer.concat([...written, Buffer.alloc(1024)]).equals(tarOf(wanted))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

it("writes valid whiteouts, including long names", async () => {
  const long = `/${"folder/".repeat(30)}名前`;
  const tar = Buffer.concat([
    whiteoutMember("/etc/gone", false),
    whiteoutMember("/top", false),
    whiteoutMember("/etc/new", true),
    whiteoutMember(long, false),
    Buffer.alloc(1024),
  ]);
  const paths: string[] = [];
  await readTar(sourceOf(tar, 700), ({ path }) => void paths.push(path), "whiteouts");
  expect(paths).toEqual(["/etc/.wh.gone", "/.wh.top", "/etc/new/.wh..wh..opq", long.replace("名前", ".wh.名前")]);
});
