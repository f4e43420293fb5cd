import { describe, expect, test } from "vitest";
import { engineHoles } from "../../data/engine-holes.ts";
import type { EngineVulnerability, EnginePart, PartOrigin } from "../../domain/workload/engine-vulnerability.ts";
import { findHoles, plain } from "./find-holes.ts";

const hole: EngineVulnerability = {
  id: "CVE-0000-1",
  part: "runc",
  voids: "nothing holds",
  affected: [{ fixed: "1.2.8" }, { from: "1.3.0-rc.1", fixed: "1.3.3" }],
  packages: [{ name: "runc", fixed: "1.1.15+ds1-2+deb13u1" }],
  source: "a test",
  read: "2026-11-28",
};

const states = (version: string, origin?: PartOrigin, part: EnginePart = "runc") =>
  findHoles([hole], [{ part, version }], new Map(origin && [[part, origin]])).map(({ state }) => state);

const packaged = (version: string, fixes?: readonly string[]): PartOrigin => ({
  kind: "package",
  name: "runc",
  version,
  ...(fixes && { fixes }),
});

describe("a hole of an engine", () => {
  test("judges an upstream build by its release line", () => {
    const upstream = { kind: "upstream" } as const;
    expect(["1.1.5", "1.2.7", "1.3.0-rc.1", "v1.3.2"].map((version) => states(version, upstream))).toEqual(
      Array.from({ length: 4 }, () => ["open"]),
    );
    expect(["1.2.8", "1.2.9", "1.3.3", "1.5.3", "2.0"].flatMap((version) => states(version, upstream))).toEqual([]);
    expect(states("1.1.5", upstream, "crun")).toEqual([]);
  });

  test("judges a distribution's build by its package", () => {
    expect(states("1.1.15+ds1", packaged("1.1.15+ds1-2", ["CVE-0000-2"]))).toEqual(["open"]);
    expect(states("1.1.15+ds1", packaged("1.1.15+ds1-2", ["CVE-0000-1"]))).toEqual([]);
    // As new as one with the fix, whether it has a changelog or not; of another upstream version that says nothing.
    expect(states("1.1.15+ds1", packaged("1.1.15+ds1-2+deb13u1"))).toEqual([]);
    expect(states("1.1.15+ds1", packaged("1.1.15+ds1-2+deb13u2", []))).toEqual([]);
    expect(states("1.1.15+ds1", packaged("1.1.15+ds1-2"))).toEqual(["can't tell"]);
    expect(states("1.2.0+ds1", packaged("1.2.0+ds1-1"))).toEqual(["can't tell"]);
    // A number with the fix needs no package.
    expect(states("1.3.6+ds1", packaged("1.3.6+ds1-1"))).toEqual([]);
  });

  test("reports unknown builds as undecided", () => {
    expect(states("1.1.5")).toEqual(["can't tell"]);
    expect(states("unknown", { kind: "upstream" })).toEqual(["can't tell"]);
    const [found] = findHoles(
      [hole],
      [{ part: "runc", version: "1.1.5" }],
      new Map([["runc", { kind: "unknown", why: "it is far away" }]]),
    );
    expect(found).toMatchObject({ why: "it is far away", fixed: ["1.2.8", "1.3.3"] });
  });

  test("parses versions in every form that engines print", () => {
    const read = [
      "1.1.15+ds1",
      "v2.1.9",
      "1.7.24~ds1",
      "1.0.0-rc93",
      "1.0.0~rc10+dfsg1",
      "29-beta24",
      "26.1.5+dfsg1-9",
      "1.4.0-rc.3",
      "x",
    ];
    expect(read.map(plain)).toEqual([
      "1.1.15",
      "2.1.9",
      "1.7.24",
      "1.0.0-rc.93",
      "1.0.0-rc.10",
      "29.0.0-beta.24",
      "26.1.5",
      "1.4.0-rc.3",
      undefined,
    ]);
    const early: EngineVulnerability = { ...hole, affected: [{ fixed: "1.0.0-rc95" }] };
    const open = (version: string) =>
      findHoles([early], [{ part: "runc", version }], new Map([["runc", { kind: "upstream" }]])).length;
    expect(["1.0.0~rc9", "1.0.0-rc93", "1.0.0-rc95", "1.0.0"].map(open)).toEqual([1, 1, 0, 0]);
  });
});

test("has ordered versions, a source and a date for every vulnerability", () => {
  for (const { id, affected, source, read } of engineHoles) {
    expect(source, id).not.toBe("");
    expect(read, id).toMatch(/^\d{4}-\d\d-\d\d$/);
    for (const { from, fixed } of affected)
      expect([plain(fixed), from === undefined ? "" : plain(from)], id).not.toContain(undefined);
  }
  expect(new Set(engineHoles.map(({ id }) => id)).size).toBe(engineHoles.length);
});

test("judges Debian 13's runc before and after its security update", () => {
  const of = (version: string, fixes: readonly string[]) =>
    findHoles(
      engineHoles,
      [{ part: "runc", version: "1.1.15+ds1" }],
      new Map([["runc", packaged(version, fixes)]]),
    ).map(({ id }) => id);
  expect(of("1.1.15+ds1-2", [])).toEqual(["CVE-2025-31133", "CVE-2025-52565", "CVE-2025-52881", "CVE-2026-41579"]);
  expect(of("1.1.15+ds1-2+deb13u1", ["CVE-2025-31133", "CVE-2025-52565", "CVE-2026-41579"])).toEqual([
    "CVE-2025-52881",
  ]);
});
