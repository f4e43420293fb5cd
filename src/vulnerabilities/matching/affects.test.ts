import { describe, expect, it } from "vitest";
import { advisory } from "../../../test/match-case.ts";
import type { AffectedRange } from "../../domain/advisory/advisory.ts";
import { orderOf } from "../../versions/order-of.ts";
import { affects } from "./affects.ts";

const semver = orderOf("semver");
const of = (version: string, ranges: readonly AffectedRange[], versions: readonly string[] = [], scheme = semver) =>
  affects(advisory({ ranges, versions }), version, scheme);

describe("the comparison in a verdict", () => {
  it.each<[string, readonly AffectedRange[], ReturnType<typeof affects>]>([
    [
      "1.0.0",
      [{ introduced: "0", fixed: "2.0.0" }],
      { kind: "affected", why: "1.0.0 is before 2.0.0, which fixes it", fixed: "2.0.0" },
    ],
    [
      "1.0.0",
      [{ introduced: "1.0.0", fixed: "2.0.0" }],
      { kind: "affected", why: "1.0.0 is not before 1.0.0, and before 2.0.0, which fixes it", fixed: "2.0.0" },
    ],
    [
      "1.1.0",
      [{ introduced: "1.0.0", exclusive: true, lastAffected: "1.1.0" }],
      { kind: "affected", why: "1.1.0 is after 1.0.0, and not after 1.1.0, the last affected one" },
    ],
    ["1.0.0", [{ introduced: "0" }], { kind: "affected", why: "no version without it is known" }],
    [
      "1.0.0",
      [{ introduced: "0.5.0" }],
      { kind: "affected", why: "1.0.0 is not before 0.5.0, no version without it is known" },
    ],
    [
      "2.0.0",
      [{ introduced: "0", fixed: "2.0.0" }],
      { kind: "safe", why: "2.0.0 is not before 2.0.0, which fixed it", fixed: "2.0.0" },
    ],
    // Neither a range that begins later nor a last affected version is a fix that it has.
    [
      "1.0.0",
      [{ introduced: "2.0.0", fixed: "3.0.0" }],
      { kind: "safe", why: "1.0.0 is in none of the affected ranges" },
    ],
    [
      "1.2.1",
      [{ introduced: "0", lastAffected: "1.2.0" }],
      { kind: "safe", why: "1.2.1 is in none of the affected ranges" },
    ],
    [
      "1.0.0",
      [{ introduced: "1.0.0", exclusive: true, fixed: "2.0.0" }],
      { kind: "safe", why: "1.0.0 is in none of the affected ranges" },
    ],
    // The branch that it is on names the fix, wherever that range stands.
    [
      "1.5.0",
      [
        { introduced: "1.0.0", fixed: "1.4.0" },
        { introduced: "2.0.0", fixed: "2.1.0" },
      ],
      { kind: "safe", why: "1.5.0 is not before 1.4.0, which fixed it", fixed: "1.4.0" },
    ],
    // Nothing is before the first version.
    [
      "1.0.0",
      [{ introduced: "0", fixed: "0" }],
      { kind: "safe", why: "1.0.0 is not before 0, which fixed it", fixed: "0" },
    ],
    [
      "none",
      [{ introduced: "0", fixed: "2.0.0" }],
      { kind: "unknown", why: '"none" and "2.0.0" cannot be ordered by the rules of semver' },
    ],
    [
      "none",
      [{ introduced: "1.0.0", fixed: "2.0.0" }],
      { kind: "unknown", why: '"none" and "1.0.0" cannot be ordered by the rules of semver' },
    ],
    [
      "none",
      [{ introduced: "1.0.0" }],
      { kind: "unknown", why: '"none" and "1.0.0" cannot be ordered by the rules of semver' },
    ],
    [
      "1.0.0",
      [{ introduced: "0", lastAffected: "none" }],
      { kind: "unknown", why: '"1.0.0" and "none" cannot be ordered by the rules of semver' },
    ],
    // One bound suffices where it decides.
    [
      "3.0.0",
      [{ introduced: "none", fixed: "2.0.0" }],
      { kind: "safe", why: "3.0.0 is in none of the affected ranges" },
    ],
    [
      "1.0.0",
      [{ introduced: "2.0.0", fixed: "none" }],
      { kind: "safe", why: "1.0.0 is in none of the affected ranges" },
    ],
    // A range that cannot be read is no reason to call it safe by the others, and none to forget that another holds it.
    [
      "3.0.0",
      [{ introduced: "none" }, { introduced: "odd" }, { introduced: "0", fixed: "2.0.0" }],
      { kind: "unknown", why: '"3.0.0" and "none" cannot be ordered by the rules of semver' },
    ],
    [
      "1.0.0",
      [{ introduced: "none" }, { introduced: "0", fixed: "2.0.0" }],
      { kind: "affected", why: "1.0.0 is before 2.0.0, which fixes it", fixed: "2.0.0" },
    ],
  ])("%s in %j", (version, ranges, expected) => expect(of(version, ranges)).toEqual(expected));
});

describe("listed versions", () => {
  it("counts exact and ordered versions, also next to a fix", () => {
    const why = (version: string) => `${version} is one of the versions that it lists`;
    expect(of("1.0.0", [], ["1.0.0"])).toEqual({ kind: "affected", why: why("1.0.0") });
    expect(of("1.0.0", [], ["0.9.0", "1.0.0+x"])).toEqual({ kind: "affected", why: why("1.0.0") });
    expect(of("odd one", [], ["odd one"])).toEqual({ kind: "affected", why: why("odd one") });
    expect(of("3.0.0", [{ introduced: "0", fixed: "2.0.0" }], ["3.0.0"])).toEqual({
      kind: "affected",
      why: why("3.0.0"),
    });
    expect(of("none", [{ introduced: "1.0.0" }], ["none"])).toEqual({ kind: "affected", why: why("none") });
    expect(of("1.1.0", [], ["1.0.0"])).toEqual({ kind: "safe", why: "1.1.0 is in none of the affected ranges" });
  });

  it("does not make an invalid version safe", () => {
    expect(of("odd one", [], ["1.0.0"])).toEqual({
      kind: "unknown",
      why: '"odd one" is not a version by the rules of semver',
    });
    // The first unknown bound is the reason, before the version's own form.
    expect(of("odd one", [{ introduced: "1.0.0" }], ["1.0.0"]).why).toContain("cannot be ordered");
  });
});

describe("statements without versions", () => {
  it("matches every version, in any spelling", () => {
    expect(of("anything", [])).toEqual({ kind: "affected", why: "every version is affected" });
    expect(of("x".repeat(2_000), [])).toEqual({ kind: "affected", why: "every version is affected" });
  });

  it('gives the reason of "not affected"', () => {
    const not = (reason?: string) =>
      affects(advisory({ state: "not-affected", ...(reason && { reason }), versions: ["1.0.0"] }), "1.0.0", semver);
    expect(not()).toEqual({ kind: "safe", why: "not affected" });
    expect(not("the code is not built")).toEqual({ kind: "safe", why: "not affected: the code is not built" });
  });
});

describe("a local build of PyPI", () => {
  const pep440 = orderOf("pep440");
  const upTo = (lastAffected: string): readonly AffectedRange[] => [{ introduced: "0", lastAffected }];
  it.each<[string, readonly AffectedRange[], readonly string[], string]>([
    ["2.10.0+cpu", upTo("2.10.0"), [], "affected"],
    ["2.10+cpu", upTo("2.10.0"), [], "affected"],
    ["v2.10.0+CU121", upTo("2.10.0"), [], "affected"],
    ["2.10.0rc1+cpu", upTo("2.10.0rc1"), [], "affected"],
    ["2.10.0+cpu", [], ["2.10.0"], "affected"],
    ["2.10.0+cpu", [{ introduced: "2.10.0" }], [], "affected"],
    // Another release, or a bound that names a build.
    ["2.10.0.post1+cpu", upTo("2.10.0"), [], "safe"],
    ["2.10.1+cpu", upTo("2.10.0"), [], "safe"],
    ["2.10.0+cpu", upTo("2.9.1"), [], "safe"],
    ["2.10.0+cpu", [{ introduced: "0", fixed: "2.10.0" }], [], "safe"],
    ["2.10.0+cpu", [{ introduced: "2.10.0", exclusive: true }], [], "safe"],
    ["2.10.0+cpu.2", upTo("2.10.0+cpu.1"), [], "safe"],
    ["2.10.0+cpu", [], ["2.10.0+cu121"], "safe"],
    ["2.10.0+cpu", [], ["2.10.1"], "safe"],
    ["2.10.0", upTo("2.10.0+cpu"), [], "affected"],
    ["2.10.0+", upTo("2.9"), [], "affected"],
  ])("%s is in %j and %j as its release: %s", (version, ranges, versions, kind) =>
    expect(of(version, ranges, versions, pep440).kind).toBe(kind),
  );
});

describe("a bound that comes before all pre-releases", () => {
  const composer = orderOf("composer");
  const ranges = [{ introduced: "3.6.0-dev", fixed: "3.6.4-dev" }];
  it.each([
    ["3.6.0-RC1", "affected"],
    ["3.6.0-dev", "affected"],
    ["3.6.3+build", "affected"],
    ["3.6.3-p1", "affected"],
    ["3.6.0-stable", "affected"],
    ["3.5.9", "safe"],
    ["3.5.x-dev", "safe"],
    ["3.6.4-alpha1", "safe"],
    ["3.6.x-dev", "safe"],
    ["dev-master", "unknown"],
    ["master", "unknown"],
  ])("%s is %s", (version, kind) => expect(of(version, ranges, [], composer).kind).toBe(kind));

  it("is called by the release that has the fix", () => {
    expect(of("3.6.1", ranges, [], composer)).toEqual({
      kind: "affected",
      why: "3.6.1 is not before 3.6.0-dev, and before 3.6.4-dev, which fixes it",
      fixed: "3.6.4",
    });
    expect(of("3.6.4-RC1", ranges, [], composer)).toEqual({
      kind: "safe",
      why: "3.6.4-RC1 is not before 3.6.4-dev, which fixed it",
      fixed: "3.6.4",
    });
    expect(of("3.0", [{ introduced: "0", fixed: "3.1.x-dev" }], [], composer)).toMatchObject({ fixed: "3.1.x-dev" });
    expect(of("3.0", [{ introduced: "0", fixed: "3.1-beta1-dev" }], [], composer)).toMatchObject({
      fixed: "3.1-beta1",
    });
  });
});

it("compares a version of more than a thousand characters with nothing", () => {
  const ranges = [{ introduced: "0", fixed: "2.0.0" }];
  const long = (length: number) => `1.0.0-${"a".repeat(length - 6)}`;
  expect(of(long(1_000), ranges).kind).toBe("affected");
  expect(of(long(1_001), ranges)).toEqual({ kind: "unknown", why: "its version is longer than 1000 characters" });
  expect(of(long(1_001), [], ["1.0.0"]).kind).toBe("unknown");
  expect(of(long(1_001), ranges, [long(1_001)]).kind).toBe("unknown");
});
