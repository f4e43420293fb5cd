import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advisorySeverities,
  advisoryStates,
  type Advisory,
  type AdvisoryShard,
} from "../../../domain/advisory/advisory.ts";
import { Failure } from "../../../domain/failure.ts";
import { openSealed, seal } from "./sealed-file.ts";
import { encodeShard, openShard } from "./shard-file.ts";

const sources = ["osv", "ghsa"].map((name) => ({ name, license: "CC-BY-4.0", date: "2026-01-02", records: 3 }));
const version = fc.oneof(
  fc.constantFrom("0", "1.0", "1.0.1", "1.0.1-2.el9", "2:1.2.3~rc1+dfsg-1"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
);
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const id = fc.tuple(fc.constantFrom("CVE-2024-", "GHSA-x-", "ALSA-2024:"), fc.nat(30)).map((parts) => parts.join(""));
const range = fc
  .record({
    introduced: version,
    exclusive: fc.boolean(),
    end: fc.constantFrom("fixed", "lastAffected", "none"),
    bound: version,
  })
  .map(({ introduced, exclusive, end, bound }) => ({
    introduced,
    ...(exclusive && { exclusive: true as const }),
    ...(end !== "none" && { [end]: bound }),
  }));
const sortedTexts = (text: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.uniqueArray(text, { maxLength: 4 }).map((list) => list.sort());
const advisory: fc.Arbitrary<Advisory> = fc
  .record({
    id,
    aliases: sortedTexts(id),
    covers: sortedTexts(id),
    package: fc.oneof(
      fc.constantFrom("a", "ab", "abc", "zlib", "@scope/name"),
      fc.string({ minLength: 1, maxLength: 20 }),
    ),
    module: optional(fc.constantFrom("nodejs:18", "php:8.2")),
    architectures: optional(fc.constantFrom(["x86_64"], ["aarch64", "x86_64"])),
    channel: optional(fc.constantFrom("esm")),
    state: fc.constantFrom(...advisoryStates),
    reason: optional(fc.constantFrom("Minor issue", "Not reproducible ✓")),
    ranges: fc.array(range, { maxLength: 3 }),
    versions: sortedTexts(version),
    severity: optional(fc.constantFrom(...advisorySeverities)),
    vectors: sortedTexts(fc.constantFrom("CVSS:3.1/AV:N/AC:L", "CVSS:4.0/AV:L")),
    summary: optional(fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 })),
    published: optional(fc.constantFrom("2024-02-29", "1970-01-01", "2026-11-25", "1969-12-31")),
    source: fc.constantFrom("osv", "ghsa"),
  })
  .map(
    (one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as unknown as Advisory,
  );

const shardOf = (advisories: readonly Advisory[]): Promise<Buffer> =>
  encodeShard({ name: "npm", scheme: "semver", sources, advisories });

const key = (one: Advisory): string => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));

function answers(shard: AdvisoryShard, names: Iterable<string>): string[] {
  return [...names].map((name) => shard.find(name).map(key).join()).sort();
}

describe("a shard", () => {
  it("answers what was put into it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(advisory, { maxLength: 40 }), async (advisories) => {
        const shard = openShard(await shardOf(advisories), "it");
        const packages = Map.groupBy(advisories, (one) => one.package);
        expect(shard.packages).toBe(packages.size);
        expect([...shard.names()].sort()).toEqual([...packages.keys()].sort());
        for (const [name, list] of packages) expect(shard.find(name).map(key).sort()).toEqual(list.map(key).sort());
        expect(shard.find("no such package")).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it("has equal bytes for equal statements in any order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(advisory, { maxLength: 12, selector: key }), async (advisories) => {
        const sorted = [...advisories].sort((a, b) => (key(a) < key(b) ? -1 : 1));
        expect((await shardOf(sorted)).equals(await shardOf(sorted))).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  it("knows that it does not have a package without unpacking what it says of others", async () => {
    const [one] = fc.sample(advisory, 1);
    const sealed = openSealed(await shardOf([{ ...one!, package: "zlib" }]), "it");
    const { sections: _, ...header } = sealed.header;
    const file = await seal(header, [
      { name: "names", content: sealed.section("names") },
      ...["words", "match", "ids", "details"].map((name) => ({ name, content: Buffer.from("no section") })),
    ]);
    const shard = openShard(file, "it");
    expect(shard.find("openssl")).toEqual([]);
    expect(() => shard.find("zlib")).toThrow(Failure);
  });
});

describe("a damaged shard", () => {
  const sample = fc.sample(advisory, { numRuns: 60, seed: 7 });
  const names = new Set(sample.map((one) => one.package));

  it.each([
    ["no store's file", Buffer.from("PK\x03\x04 something else entirely, longer than a header")],
    ["empty", Buffer.alloc(0)],
  ])("that is %s is refused", (_title, file) => {
    expect(() => openShard(file, "x.hull")).toThrow(/x\.hull is damaged: it is not a file of an advisory store/);
  });

  it("of another format says so", async () => {
    const file = await shardOf(sample);
    file[7] = 9;
    expect(() => openShard(file, "x.hull")).toThrow(/it has format 9, and this hullproof reads format 1/);
  });

  it("never answers something else, whatever bit flips", async () => {
    const file = await shardOf(sample);
    const right = answers(openShard(file, "it"), names);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(7), (at, bit) => {
        const flipped = Buffer.from(file);
        flipped[at]! ^= 1 << bit;
        expect(outcome(flipped, names)).toSatisfy(
          (one: unknown) => one === "bad-advisories" || JSON.stringify(one) === JSON.stringify(right),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("that ends too early or too late is refused", async () => {
    const file = await shardOf(sample);
    fc.assert(
      fc.property(fc.nat(file.length - 1), (length) => {
        expect(outcome(file.subarray(0, length), names)).toBe("bad-advisories");
      }),
    );
    expect(outcome(Buffer.concat([file, Buffer.from([0])]), names)).toBe("bad-advisories");
  });

  it("with right digests and wrong content is refused or read, and never takes long or crashes", async () => {
    const sealed = openSealed(await shardOf(sample), "it");
    const { sections: _, ...header } = sealed.header;
    const sections = ["names", "words", "match", "ids", "details"] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sections),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, 0x0f)), { minLength: 1, maxLength: 6 }),
        fc.option(fc.nat(), { nil: undefined }),
        async (damagedSection, changes, cut) => {
          const content = (name: (typeof sections)[number]): Buffer => {
            const whole = Buffer.from(sealed.section(name));
            if (name !== damagedSection) return whole;
            for (const [at, byte] of changes) whole[at % whole.length] = byte;
            return cut === undefined ? whole : whole.subarray(0, cut % whole.length);
          };
          const file = await seal(
            header,
            sections.map((name) => ({ name, content: content(name) })),
          );
          outcome(file, names);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("that tells of more than it holds asks for no memory", async () => {
    const sealed = openSealed(await shardOf(sample), "it");
    const { sections: _, ...header } = sealed.header;
    const huge = Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 1, 2, 3]);
    for (const lying of ["names", "words", "match", "ids", "details"]) {
      const file = await seal(
        header,
        ["names", "words", "match", "ids", "details"].map((name) => ({
          name,
          content: name === lying ? huge : sealed.section(name),
        })),
      );
      expect(outcome(file, names)).toBe("bad-advisories");
    }
  });

  it("whose section says that it unpacks to less than it does is refused", async () => {
    const file = await seal({ kind: "shard" }, [{ name: "names", content: Buffer.alloc(1_000_000) }]);
    const text = file.toString("latin1");
    expect(text).toContain('"size":1000000');
    expect(() => openSealed(Buffer.from(text.replace('"size":1000000', '"size":1000001'), "latin1"), "it")).toThrow(
      /digest/,
    );
  });
});

/** All that the shard answers, or the code of its failure; anything else that is thrown is a bug. */
function outcome(file: Buffer, names: Iterable<string>): readonly string[] | string {
  try {
    return answers(openShard(file, "it"), names);
  } catch (error) {
    if (error instanceof Failure) return error.code;
    throw error;
  }
}
