import { describe, expect, it } from "vitest";
import type { VersionScheme } from "../domain/advisory/advisory.ts";
import { orderOf } from "./order-of.ts";

/** In order; versions between `=` are equal. */
const ascending: Readonly<Partial<Record<VersionScheme, readonly string[]>>> = {
  deb: [
    "1.0~~",
    "1.0~rc1",
    "1.0 = 1.0-0 = 0:1.0",
    "1.0-1~deb12u1",
    "1.0-1",
    "1.0-1+b1",
    "1.0-1+deb12u1",
    "1.0a",
    "1.0+x",
    "1.9",
    "1.10",
    "1:0.1",
  ],
  apk: [
    "1.2_alpha",
    "1.2_alpha1",
    "1.2_pre1",
    "1.2_rc2-r3",
    "1.2-junk",
    "1.2",
    "1.2-r0 = 1.2-r",
    "1.2-r10",
    "1.2_git20240101-r0",
    "1.2_p1",
    "1.2a",
    "1.2.0",
    "1.2.05",
    "1.2.1",
    "1.10",
  ],
  rpm: [
    "1.0~rc1-1",
    "1.0",
    "1.0-1 = 0:1.0-1",
    "1.0-1.el9",
    "1.0-1.el9_4",
    "1.0^git1-1",
    "1.0a-1",
    "1.0.1-1",
    "1.9-1",
    "1.10-1",
    "1:0.1-1",
  ],
  pep440: [
    "zzz",
    "1.0.dev1",
    "1.0a1.dev1",
    "1.0a1 = 1.0-ALPHA1 = v1.0.0.alpha.1",
    "1.0b2",
    "1.0rc1 = 1.0c1 = 1.0-preview-1",
    "1.0 = 1.0.0",
    "1.0+abc",
    "1.0+5",
    "1.0.post1 = 1.0-1 = 1.0-r1",
    "1.1.dev1",
    "1.10",
    "1!0.1",
  ],
  semver: [
    "1.0.0-alpha",
    "1.0.0-alpha.1",
    "1.0.0-alpha.beta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0.0-rc.1 = 1.0.0-rc.1+x",
    "1.0.0 = v1.0.0 = =1.0.0 = 1.0 = 1.0.0+b",
    "1.9.0",
    "1.10.0",
    "99999999999999999999.0.0",
  ],
  go: [
    "v0.0.0-20200101000000-abcdefabcdef",
    "v0.0.0-20210101000000-000000000000",
    "v0.1.0",
    "1.21.0-0",
    "go1.21rc2 = 1.21.0-rc.2 = 1.21rc2",
    "go1.21 = 1.21.0 = go1.21.0-acme",
    "go1.21.3 = go1.21.3 X:boringcrypto = v1.21.3+incompatible",
    "1.21.10",
  ],
  maven: [
    "1-alpha-1 = 1a1 = 1.0-ALPHA1",
    "1-beta",
    "1-m2 = 1-milestone-2",
    "1-rc1 = 1-cr1",
    "1-SNAPSHOT",
    "1 = 1.0 = 1.0.0 = 1-ga = 1.Final = 1.0.RELEASE",
    "1-sp",
    "1-foo = 1foo = 1.0.0-foo.0.0",
    "1-jre",
    "1-1 = 1-ga-1",
    "1.1",
    "1.10",
  ],
  gem: [
    "1.0.a",
    "1.0.a.2 = 1.0.a2",
    "1.0.a10",
    "1.0-rc1 = 1.0.pre.rc1",
    "1.0.rc1",
    "1 = 1.0 = 1.0.0",
    "1.0.1.pre",
    "1.0.1",
    "1.9",
    "1.10",
  ],
  packagist: [
    "1.0-dev",
    "1.0-alpha1 = 1.0a1",
    "1.0-beta2 = 1.0.b.2",
    "1.0-RC1 = 1.0rc1",
    "1.0 = v1.0 = V1.0",
    "1.0.0",
    "1.0-p1 = 1.0pl1",
    "1.9",
    "1.10",
  ],
  composer: [
    "1.0-dev = 1.0.0.0dev = 1.0.dev",
    "1-alpha1-dev",
    "1-alpha1 = 1.0.0.0-alpha1 = 1.0.a.1+b",
    "1.0-RC1 = 1.0.0-RC1 = 1.0.0-rc.1",
    "1 = v1.0 = 1.0.0 = 1.0.0.0 = 1.0.0+build.5 = 1.0.0-stable = 1.0-stable2 = 1.0.0_stable-dev",
    "1-p1 = 1.0.0pl1 = 1.0.0-p1+sha",
    "1.0.0.1",
    "1.0.9 = 1.0.9.0",
    "1.0.10",
    "1.0.x-dev = 1.0.9999999.9999999-dev = v1.0.*-dev = 1.0.X.x-dev",
    "1.1",
    "1.x-dev = 1.xdev",
    "2.0-dev",
    "2010.01.02 = 2010.01.02.0",
    "20100102 = 20100102+b",
  ],
  nuget: [
    "1.0.0-alpha",
    "1.0.0-beta = 1.0.0-BETA+meta",
    "1.0.0-beta.2",
    "1.0.0-beta.11",
    "1.0 = 1.0.0.0 = 1.0.0+meta",
    "1.0.0.1",
    "1.0.1",
    "1.10",
  ],
  cran: ["0.9", "1.0 = 1-0 = 1.00", "1.0.0", "1.0-1", "1.10"],
  hackage: ["0.9", "1", "1.0", "1.0.0", "1.10"],
  pub: ["1.0.0-a+b", "1.0.0", "1.0.0+1", "1.0.0+2", "1.0.0+a", "1.0.1"],
  hex: ["1.0.0-rc.0", "1.0.0 = 1.0.0+b", "1.0.1"],
};

describe.each(Object.entries(ascending))("%s", (scheme, groups) => {
  const { compare, accepts } = orderOf(scheme as VersionScheme);
  const ranked = groups.flatMap((group, rank) => group.split(" = ").map((version) => ({ version, rank })));

  it("orders every pair as listed", () => {
    const pairs = ranked.flatMap((a) => ranked.map((b) => [a, b] as const));
    expect(pairs.map(([a, b]) => [a.version, b.version, compare(a.version, b.version)])).toEqual(
      pairs.map(([a, b]) => [a.version, b.version, Math.sign(a.rank - b.rank)]),
    );
  });

  it("allows what its makers write", () => {
    const made = ranked.map(({ version }) => version).filter((version) => !/junk|zzz|^=/.test(version));
    // `1.0` of npm, and what the vulnerability database of Go does not write.
    const strict = scheme === "semver" ? made.filter((version) => version !== "1.0") : made;
    expect(strict.filter((version) => !accepts(version))).toEqual([]);
  });
});

it.each([
  ["semver", "1.x"],
  ["semver", "unknown"],
  ["go", "(devel)"],
  ["gem", "1.0_x"],
  ["packagist", "dev-main"],
  ["composer", "dev-main"],
  ["cran", "1.0a"],
  ["hackage", "1.0-tag"],
] as const)("%s has no place for %s", (scheme, version) => {
  expect(orderOf(scheme).compare(version, "1.0.0")).toBeUndefined();
  expect(orderOf(scheme).accepts(version)).toBe(false);
});
