import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Advisory, AffectedRange } from "../../domain/advisory/advisory.ts";
import type { Statement } from "../../domain/advisory/statement.ts";
import { readAdvisories } from "../../../test/read-advisories.ts";
import { orderOf } from "../../versions/order-of.ts";
import { reduceStatement } from "./reduce-statement.ts";

/** Whole numbers, and "?" that has no place among them. */
const compare = (a: string, b: string): number | undefined =>
  a.includes("?") || b.includes("?") ? undefined : Number(a) - Number(b);
const statement = (more: Partial<Statement>, advisory: Partial<Advisory> = {}): Statement => ({
  kind: "statement",
  shard: "npm",
  ...more,
  advisory: {
    id: "CVE-1",
    aliases: [],
    covers: [],
    package: "a",
    state: "affected",
    ranges: [],
    versions: [],
    vectors: [],
    source: "osv",
    ...advisory,
  },
});
const reduced = (one: Statement): string | Pick<Advisory, "ranges" | "versions"> => {
  const result = reduceStatement(one, compare);
  return typeof result === "string" ? result : { ranges: result.ranges, versions: result.versions };
};
const holds = ({ introduced, exclusive, fixed, lastAffected }: AffectedRange, version: number): boolean =>
  (exclusive ? version > Number(introduced) : version >= Number(introduced)) &&
  (fixed === undefined || version < Number(fixed)) &&
  (lastAffected === undefined || version <= Number(lastAffected));

/** An OSV range of Bitnami's as the store has it. */
const bitnamiRanges = (...ends: readonly (readonly [begin: string, end: string])[]) => {
  const events = ends.flatMap(([introduced, fixed]) => [{ introduced }, { fixed }]);
  const record = {
    id: "BIT-node-2022-1",
    affected: [{ package: { ecosystem: "Bitnami", name: "node" }, ranges: [{ type: "SEMVER", events }] }],
  };
  const [read] = readAdvisories(record, "node.json")!.parsed;
  const result = read?.kind === "statement" && reduceStatement(read, orderOf("bitnami").compare);
  return typeof result === "object" && result.ranges.map(({ introduced, fixed }) => [introduced, fixed]);
};

it.each([
  [
    [
      ["14.0.0", "14.14.1"],
      ["14.14.0", "14.20.0"],
    ],
    [["14.0.0", "14.20.0"]],
  ],
  [
    [
      ["14.0.0", "14.20.0"],
      ["14.14.0", "14.14.1"],
    ],
    [["14.0.0", "14.20.0"]],
  ],
  [
    [
      ["0", "14.14.1"],
      ["16.0.0", "16.1.0"],
    ],
    [
      ["0", "14.14.1"],
      ["16.0.0", "16.1.0"],
    ],
  ],
  // The end of one pair comes before its beginning: what OSV's rule makes of it remains.
  [
    [
      ["7.3.0", "6.2.18"],
      ["7.4.0", "7.4.3"],
    ],
    [["7.3.0", "7.4.3"]],
  ],
  [[["9.4.0", "9.3.4"]], [["9.4.0", undefined]]],
] as const)("pairs of Bitnami's, %j, hold %j", (pairs, ranges) => expect(bitnamiRanges(...pairs)).toEqual(ranges));

describe("a statement", () => {
  it("keeps of its versions those that no range holds, and ranges that do not touch", () => {
    const events = [
      [
        { kind: "introduced", version: "3" },
        { kind: "fixed", version: "5" },
      ],
      [
        { kind: "fixed", version: "9" },
        { kind: "introduced", version: "7" },
        { kind: "introduced", version: "0" },
        { kind: "last-affected", version: "2" },
      ],
      [
        { kind: "introduced", version: "5" },
        { kind: "fixed", version: "6" },
      ],
    ] as const;
    expect(reduced(statement({ events }, { versions: ["4", "12", "6", "1", "3?", "12"] }))).toEqual({
      ranges: [
        { introduced: "0", lastAffected: "2" },
        { introduced: "3", fixed: "6" },
        { introduced: "7", fixed: "9" },
      ],
      versions: ["12", "3?", "6"],
    });
  });

  it("that says the safe versions affects all others", () => {
    const safe = [
      [{ introduced: "0", fixed: "2" }],
      [{ introduced: "5" }, { introduced: "0", fixed: "6" }],
      [{ introduced: "9", exclusive: true }],
    ] as const;
    expect(reduced(statement({ safe }))).toEqual({
      ranges: [
        { introduced: "2", fixed: "5" },
        { introduced: "6", lastAffected: "9" },
      ],
      versions: [],
    });
    expect(reduced(statement({ safe: [] }))).toEqual({ ranges: [{ introduced: "0" }], versions: [] });
    expect(reduced(statement({ safe: [[{ introduced: "0" }]] }))).toBe("no version is left that it affects");
  });

  it("whose bounds have no order stays as it is written, unless safe versions have to be told from it", () => {
    const events = [
      [
        { kind: "introduced", version: "1?" },
        { kind: "fixed", version: "2" },
      ],
    ] as const;
    expect(reduced(statement({ events }, { versions: ["7", "4"] }))).toEqual({
      ranges: [{ introduced: "1?", fixed: "2" }],
      versions: ["4", "7"],
    });
    expect(reduced(statement({ safe: [[{ introduced: "1?" }]] }))).toMatch(/cannot be ordered/);
  });

  it("affects the very versions that its source names, whatever the source says", () => {
    const version = fc.integer({ min: 1, max: 12 }).map(String);
    const range: fc.Arbitrary<AffectedRange> = fc
      .record({
        introduced: fc.oneof(version, fc.constant("0")),
        exclusive: fc.boolean(),
        end: fc.constantFrom("fixed", "lastAffected", undefined),
        bound: version,
      })
      .map(({ introduced, exclusive, end, bound }) => ({
        introduced,
        ...(exclusive && introduced !== "0" && { exclusive: true as const }),
        ...(end && { [end]: bound }),
      }));
    const requirement = fc.array(range, { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(
        fc.array(range, { maxLength: 3 }),
        fc.array(requirement, { maxLength: 3 }),
        fc.array(requirement, { maxLength: 3 }),
        fc.array(version),
        (ranges, within, safe, versions) => {
          const result = reduceStatement(statement({ within, safe }, { ranges, versions }), compare);
          const left: Pick<Advisory, "ranges" | "versions"> =
            typeof result === "string" ? { ranges: [], versions: [] } : result;
          for (let at = 0.5; at < 14; at += 0.5) {
            const told =
              ranges.some((one) => holds(one, at)) || within.some((all) => all.every((one) => holds(one, at)));
            const expected =
              (told && !safe.some((all) => all.every((one) => holds(one, at)))) || versions.includes(String(at));
            expect(left.ranges.some((one) => holds(one, at)) || left.versions.includes(String(at))).toBe(expected);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
