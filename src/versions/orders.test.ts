import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../test/shared-data.ts";
import { versionSchemes, type VersionScheme } from "../domain/advisory/advisory.ts";
import { orderOf } from "./order-of.ts";

const number = fc.oneof(
  fc.nat({ max: 30 }).map(String),
  fc.constantFrom("00", "01", "007", "20240101010101010101", "999999999999999999999991"),
);
const dotted = fc.array(number, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("."));
const maybe = (text: fc.Arbitrary<string>) => fc.oneof(fc.constant(""), text);
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(""));
const oneOf = (...texts: string[]) => fc.constantFrom(...texts);
const preRelease = maybe(
  fc
    .array(fc.oneof(number, oneOf("a", "alpha", "rc", "x-y", "0a", "Beta")), { minLength: 1, maxLength: 3 })
    .map((parts) => `-${parts.join(".")}`),
);
const semantic = joined(
  maybe(oneOf("v")),
  number,
  oneOf("."),
  number,
  oneOf("."),
  number,
  preRelease,
  maybe(oneOf("+b.1", "+1")),
);

const php = joined(
  maybe(oneOf("v", "V")),
  dotted,
  maybe(
    joined(
      oneOf("-", ".", ""),
      oneOf("alpha", "beta", "RC", "dev", "p", "pl", "b"),
      maybe(joined(oneOf(".", ""), number)),
    ),
  ),
);

/** Versions as their makers write them. */
function mavenVersions(...beforeWord: string[]): fc.Arbitrary<string> {
  return joined(
    dotted,
    maybe(
      joined(
        oneOf(...beforeWord),
        oneOf("alpha", "a", "Beta", "RC", "cr", "SNAPSHOT", "Final", "GA", "sp", "jre", "x"),
        maybe(joined(oneOf("-", ".", ""), number)),
      ),
    ),
  );
}

const versions: Readonly<Record<VersionScheme, fc.Arbitrary<string>>> = {
  deb: joined(
    maybe(oneOf("0:", "1:", "12:")),
    dotted,
    maybe(oneOf("~rc1", "+dfsg", "a", "~", "+b1")),
    maybe(joined(oneOf("-"), dotted, maybe(oneOf("~deb12u1", "+deb13u2", "ubuntu3")))),
  ),
  apk: joined(
    dotted,
    maybe(oneOf("a", "b", "z")),
    maybe(joined(oneOf("_alpha", "_pre", "_rc", "_git", "_p"), maybe(number))),
    maybe(oneOf("_p", "_beta2")),
    maybe(oneOf("~abc1")),
    maybe(joined(oneOf("-r"), number)),
  ),
  rpm: joined(
    maybe(oneOf("0:", "1:")),
    dotted,
    maybe(oneOf("~rc1", "^git1", "a", "_2")),
    maybe(joined(oneOf("-"), number, oneOf("", ".el9", ".el9_4", ".module+el8.1.0+123+abc"))),
  ),
  pep440: joined(
    maybe(oneOf("1!")),
    dotted,
    maybe(joined(oneOf("a", ".beta", "-rc", "c"), maybe(number))),
    maybe(joined(oneOf(".post", "-", "r"), number)),
    maybe(joined(oneOf(".dev"), maybe(number))),
    maybe(oneOf("+local", "+1", "+1.a", "+local.2")),
  ),
  semver: semantic,
  hex: semantic,
  pub: semantic,
  go: fc.oneof(
    semantic,
    joined(oneOf("go", ""), oneOf("1."), fc.nat({ max: 25 }).map(String), oneOf("", ".1", "rc1", "beta2", ".12")),
    joined(oneOf("v0.0.0-2024010112"), fc.integer({ min: 1000, max: 9999 }).map(String), oneOf("-abcdefabcdef")),
  ),
  maven: mavenVersions("-", ".", ""),
  gem: joined(
    dotted,
    maybe(joined(oneOf(".", "-"), oneOf("a", "rc", "pre", "beta"), maybe(joined(oneOf(".", ""), number)))),
  ),
  packagist: php,
  composer: php,
  nuget: joined(dotted, preRelease, maybe(oneOf("+meta"))),
  cran: fc
    .array(number, { minLength: 2, maxLength: 4 })
    .map((parts) => parts.join("."))
    .chain((text) => oneOf(text, text.replace(".", "-"))),
  hackage: dotted,
  bitnami: joined(
    maybe(oneOf("v")),
    dotted,
    maybe(oneOf("-0", "-1", "-r3", "p1", "rc1", "-rc.2", "-rc10", "-beta", "a1", "b2", "-M3", "RC1")),
  ),
};

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."0 1 2 3 . - + ~ ^ _ : ! a b v r c".split(" "), " ", "\t") }),
);

/**
 * Lists of versions that have an order. Maven's own is a circle as soon as one version has a word behind a dot:
 * `9-alpha` < `9` < `9.jre` < `9-alpha`.
 */
function ordered(scheme: VersionScheme): fc.Arbitrary<string[]> {
  return fc.array(scheme === "maven" ? mavenVersions("-", "") : versions[scheme], { minLength: 3, maxLength: 12 });
}

describe.each(versionSchemes)("%s", (scheme) => {
  const { compare, accepts } = orderOf(scheme);

  it("orders every version that its publishers write", () => {
    fc.assert(
      fc.property(versions[scheme], versions[scheme], (a, b) => {
        const order = compare(a, b);
        expect(order).toBeDefined();
        expect(compare(b, a)).toBe(order === 0 ? 0 : -(order ?? 0));
        expect(compare(a, a)).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it("is transitive", () => {
    fc.assert(
      fc.property(ordered(scheme), (list) => {
        const sorted = [...list].sort((a, b) => compare(a, b) ?? NaN);
        const pairs = sorted.flatMap((a, at) => sorted.slice(at + 1).map((b) => [a, b] as const));
        expect(pairs.filter(([a, b]) => (compare(a, b) ?? 1) > 0)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("throws on no text and answers alike in both directions", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, versions[scheme]), anyText, (a, b) => {
        const order = compare(a, b);
        expect(compare(b, a)).toBe(order === undefined ? undefined : order === 0 ? 0 : -order);
        expect(accepts(a)).toBeTypeOf("boolean");
      }),
      { numRuns: 1_000 },
    );
  });

  it("gives text without any place none", () => {
    for (const text of ["", " ", "\t\n"]) {
      expect(compare(text, "1.0.0")).toBeUndefined();
      expect(compare("1.0.0", text)).toBeUndefined();
      expect(accepts(text)).toBe(false);
    }
    // To rpm a word is a version like any other.
    const words = scheme === "rpm" ? [] : ["unknown", "latest", "(devel)"];
    for (const text of [...words, "not a version", "${project version}"]) expect(accepts(text)).toBe(false);
  });

  it("ends on any long text", () => {
    const size = 50_000;
    const units = [
      "1",
      "0",
      "a",
      ".",
      "-",
      "~",
      "^",
      "_",
      " ",
      ":",
      "1.",
      "1-",
      "a1",
      "1a",
      ".0",
      "-0",
      "-a",
      "+a",
      "rc1",
      "_p1",
      "=",
      "v",
    ];
    for (const text of units.map((unit) => unit.repeat(size / unit.length))) {
      for (const whole of [text, `1.${text}`, `1${text}!`, `${text}\n1`, `1-${text}`, `1+${text}?`]) {
        compare(whole, `${whole}1`);
        accepts(whole);
      }
    }
  });
});

const files: Readonly<Record<string, readonly VersionScheme[]>> = {
  apk: ["apk"],
  cran: ["cran"],
  deb: ["deb"],
  hackage: ["hackage"],
  maven: ["maven"],
  nuget: ["nuget"],
  packagist: ["packagist"],
  pep440: ["pep440"],
  pub: ["pub"],
  rpm: ["rpm"],
  rubygems: ["gem"],
  semver: ["semver", "hex", "go"],
};

describe.skipIf(sharedData("versions") === undefined)("shared vectors (left out where ../shared is missing)", () => {
  it.each(Object.entries(files))("%s", (file, schemes) => {
    const text = readFileSync(sharedData("versions", `${file}.json`) ?? "", "utf8");
    const cases = (JSON.parse(text) as { suites: { cases: [string, string, number][] }[] }).suites.flatMap(
      (suite) => suite.cases,
    );
    expect(cases.length).toBeGreaterThan(5);
    for (const scheme of schemes) {
      const { compare } = orderOf(scheme);
      const wrong = cases.filter(([a, b, sign]) => compare(a, b) !== sign || (compare(b, a) ?? NaN) + sign !== 0);
      expect(wrong).toEqual([]);
    }
  });
});
