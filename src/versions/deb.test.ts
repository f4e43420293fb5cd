import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import deb, { compareDeb } from "./deb.ts";

const hasDpkg = spawnSync("dpkg", ["--version"]).status === 0;

describe("compareDeb", () => {
  it.each([
    ["1.0", "1.0", 0],
    ["1.0", "1.0-0", 0],
    ["0:1.0", "1.0", 0],
    ["1:1.0", "2.0", 1],
    ["1.0~rc1", "1.0", -1],
    ["1.0~~", "1.0~", -1],
    ["1.0~~a", "1.0~", -1],
    ["1.0a", "1.0+", -1],
    ["1.0", "1.0a", -1],
    ["1.9", "1.10", -1],
    ["1.0-1+b1", "1.0-1", 1],
    ["5.2.15-2+b7", "5.2.15-2+b10", -1],
    ["1.0-1", "1.0-1~deb12u1", 1],
    ["2.31-13+deb11u3", "2.31-13+deb11u11", -1],
    ["1-2-3", "1-2-4", -1],
    ["1.000", "1.0", 0],
    ["20240101010101010101", "20240101010101010102", -1],
    ["1:2:3", "1:2", 1],
  ] as const)("%s and %s: %i", (a, b, sign) => {
    expect(compareDeb(a, b)).toBe(sign);
    expect(compareDeb(b, a)).toBe(sign === 0 ? 0 : -sign);
  });

  it.each(["", " ", "1.0 1", "a:1.0", ":1", "1:", "1:-1", "1.0-", "1.2.3-not-a-debian:version"])(
    "no order for %j, which dpkg refuses",
    (version) => {
      expect(deb.compare(version, "1.0")).toBeUndefined();
      expect(deb.compare("1.0", version)).toBeUndefined();
      expect(deb.accepts(version)).toBe(false);
    },
  );

  it("orders text that is no version, and throws nothing", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, b, c) => {
        expect(compareDeb(a, a)).toBe(0);
        expect(compareDeb(a, b) + compareDeb(b, a)).toBe(0);
        if (compareDeb(a, b) <= 0 && compareDeb(b, c) <= 0) expect(compareDeb(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it.skipIf(!hasDpkg)("agrees with dpkg --compare-versions (skipped without dpkg)", () => {
    const digits = fc.nat({ max: 120 }).map(String);
    const part = fc
      .array(fc.oneof(digits, fc.constantFrom("~", "+", ".", "a", "Z", "rc", "deb", "00", "~~", "+b")), {
        maxLength: 5,
      })
      .map((parts) => parts.join(""));
    const version = fc
      .tuple(fc.option(fc.nat({ max: 3 })), digits, part, fc.option(part.filter((text) => text !== "")))
      .map(
        ([epoch, start, more, revision]) =>
          `${epoch === null ? "" : `${epoch}:`}${start}${more}${revision === null ? "" : `-${revision}`}`,
      );
    // One shell for all pairs: dpkg itself takes two milliseconds.
    const script =
      'while read -r a b; do if dpkg --compare-versions "$a" lt "$b"; then echo -1; elif dpkg --compare-versions "$a" gt "$b"; then echo 1; else echo 0; fi; done';
    fc.assert(
      fc.property(fc.array(fc.tuple(version, version), { minLength: 100, maxLength: 100 }), (pairs) => {
        const input = pairs.map(([a, b]) => `${a} ${b}\n`).join("");
        const answer = spawnSync("sh", ["-c", script], { input, encoding: "utf8" });
        const signs = answer.stdout.trim().split("\n").map(Number);
        expect(pairs.map(([a, b]) => [a, b, compareDeb(a, b)])).toEqual(pairs.map(([a, b], i) => [a, b, signs[i]]));
      }),
      { numRuns: 5 },
    );
  });
});
