import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { advisory, match, pack } from "../../../test/match-case.ts";
import { purlParts } from "./purl-parts.ts";

const ids = fc.constantFrom("CVE-2024-1", "CVE-2024-2", "CVE-2023-10", "GHSA-a", "GHSA-b", "PYSEC-1", "PYSEC-2", "X-1");
const version = fc.constantFrom("1.0", "1.1", "1.2", "2.0rc1", "2.0");
const statement = fc
  .record({
    id: ids,
    aliases: fc.uniqueArray(ids, { maxLength: 2 }),
    covers: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.uniqueArray(ids, { maxLength: 2 }) },
    ),
    versions: fc.uniqueArray(version, { maxLength: 2 }),
    range: fc.option(fc.record({ introduced: fc.constantFrom("0", "1.1"), fixed: version })),
    state: fc.constantFrom("affected", "affected", "not-affected", "no-dsa"),
  })
  .map(({ range, aliases, id, ...more }) =>
    advisory({ ...more, id, aliases: aliases.filter((alias) => alias !== id), ranges: range === null ? [] : [range] }),
  );
const installed = (text: string) => pack(`pkg:pypi/p@${encodeURIComponent(text)}`, { name: "p", version: text });

describe("matchPackages, whatever the statements", () => {
  it("gives one finding a vulnerability: no two of a package have a name in common", () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), version, (statements, text) => {
        const names = match(installed(text), "pypi", statements).vulnerabilities.flatMap(({ id, aliases }) => [
          id,
          ...aliases,
        ]);
        expect(new Set(names).size).toBe(names.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it("returns the same for any order", () => {
    const answer = (statements: Parameters<typeof match>[2], text: string) =>
      match(installed(text), "pypi", statements).vulnerabilities.map(({ id, aliases, status, fixedIn }) => ({
        id,
        aliases,
        status,
        fixedIn,
      }));
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 8 }), version, (statements, text) => {
        expect(answer(statements.toReversed(), text)).toEqual(answer(statements, text));
      }),
      { numRuns: 1_000 },
    );
  });

  it("says of everything that it reports or knows why, and throws on no version and no purl", () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 4 }), fc.string(), fc.string(), (statements, text, purl) => {
        const { vulnerabilities, said } = match([installed(text), { ...installed(text), purl }], "pypi", statements);
        for (const { evidence, id } of vulnerabilities) {
          expect(evidence).not.toBe("");
          expect(said("p", id)).toBeDefined();
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("purlParts", () => {
  it("throws on no text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `pkg:npm/${text}`),
        ),
        (text) => void purlParts(text),
      ),
    );
  });

  it.each([
    [
      "pkg:npm/%40scope/p@1.0.0%2Bb?a=b%20c&D=e#sub",
      { type: "npm", namespace: "@scope", name: "p", version: "1.0.0+b", qualifiers: { a: "b c", d: "e" } },
    ],
    ["pkg:npm/@scope/p@1.0.0", { type: "npm", namespace: "@scope", name: "p", version: "1.0.0", qualifiers: {} }],
    ["pkg:deb/debian/p%zz@1", { type: "deb", namespace: "debian", name: "p%zz", version: "1", qualifiers: {} }],
    ["pkg:npm/", undefined],
    ["npm/p@1", undefined],
  ])("%s", (purl, parts) => {
    expect(purlParts(purl)).toEqual(parts);
  });
});
