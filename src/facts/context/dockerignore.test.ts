import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dockerIgnore } from "./dockerignore.ts";

// What the builder of Docker 26.1 does with each was asked of it: test/engine/dockerignore.test.ts holds the same table against it.
import { ignoreCases } from "../../../test/engine/dockerignore-cases.ts";

describe("dockerIgnore", () => {
  it.each(ignoreCases)("%j keeps out %j of %j", (text, ignored, seen) => {
    const ignore = dockerIgnore(text);
    expect([...ignored, ...seen].filter((path) => ignore.ignores(path)).sort()).toEqual([...ignored].sort());
  });

  it("supports exceptions, and patterns that exclude everything", () => {
    expect(dockerIgnore("a\n!b\n")).toMatchObject({ hasExceptions: true, everything: false });
    expect(dockerIgnore("a\n**\n")).toMatchObject({ hasExceptions: false, everything: true });
  });

  it("matches any text and any path without failing", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (text, path) => {
        expect(typeof dockerIgnore(text).ignores(path)).toBe("boolean");
      }),
    );
  });

  it("matches hostile patterns and long lists in bounded work", () => {
    const path = `${"a".repeat(250)}/c`;
    for (const text of [`${"*a".repeat(28)}b`, `${"**/".repeat(30)}b`, `${"a\n".repeat(30_000)}`]) {
      expect(dockerIgnore(text).ignores(path)).toBe(false);
    }
    const many = dockerIgnore(Array.from({ length: 4_000 }, (_, at) => `*a*${at}*?`).join("\n"));
    const ask = (): void => {
      for (let at = 0; at < 20_000; at++) many.ignores(`${"a".repeat(100)}x${at}`);
    };
    expect(ask).toThrow("asks for more work");
  }, 120_000);
});
