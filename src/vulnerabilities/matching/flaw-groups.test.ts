import { describe, expect, it } from "vitest";
import { advisory } from "../../../test/match-case.ts";
import { byName, flawGroups, flawsOf, type Said } from "./flaw-groups.ts";

const said = (...ids: string[]): Said => ({
  advisory: advisory({ id: ids[0] ?? "" }),
  verdict: { kind: "affected", why: ids.join(" ") },
  ids,
});
const groups = (...statements: Said[]) =>
  flawGroups(statements).map(({ ids, said: members }) => [ids.toSorted(), members.map(({ verdict }) => verdict.why)]);

describe("flawGroups", () => {
  it("joins statements with a name in common, those that a third one joins too, and no others", () => {
    expect(groups(said("A", "B"), said("C"), said("D", "B"))).toEqual([
      [
        ["A", "B", "D"],
        ["A B", "D B"],
      ],
      [["C"], ["C"]],
    ]);
    expect(groups(said("A"), said("B"), said("C", "B", "A"))).toEqual([
      [
        ["A", "B", "C"],
        ["A", "B", "C B A"],
      ],
    ]);
    expect(groups(said("A"), said("A"))).toEqual([[["A"], ["A", "A"]]]);
    expect(groups(said("A", "A"))).toEqual([[["A", "A"], ["A A"]]]);
    expect(groups(said("A", "B"), said("B", "A"), said("E", "F"), said("F"))).toEqual([
      [
        ["A", "B"],
        ["A B", "B A"],
      ],
      [
        ["E", "F"],
        ["E F", "F"],
      ],
    ]);
    expect(groups()).toEqual([]);
  });

  it("keeps what has no name apart from what has one", () => {
    expect(groups(said(), said("A"))).toEqual([
      [[], [""]],
      [["A"], ["A"]],
    ]);
  });

  it("walks long chains once", () => {
    const chain = Array.from({ length: 60_000 }, (_, at) => said(`N${at + 1}`, `N${at}`));
    expect(flawGroups(chain)).toHaveLength(1);
    expect(flawGroups(chain.toReversed())).toHaveLength(1);
  });
});

describe("flawsOf", () => {
  it("is one flaw with all its names, or each of those that it bundles", () => {
    expect(flawsOf(advisory({ id: "A", aliases: ["B", "C"] }))).toEqual([["A", "B", "C"]]);
    expect(flawsOf(advisory({ id: "DSA-1", aliases: ["B"], covers: ["C", "D"] }))).toEqual([["C"], ["D"]]);
  });
});

describe("byName", () => {
  it("is CVE first, older before newer by number, then the reviewed databases, then all others", () => {
    const ordered = [
      "CVE-2009-10000",
      "CVE-2024-999",
      "CVE-2024-1000",
      "CVE-2024-20000",
      "GHSA-2222-aaaa",
      "GHSA-2222-bbbb",
      "GHSA-3333-aaaa",
      "GO-2024-9",
      "GO-2024-10",
      "PYSEC-2024-2",
      "RUSTSEC-2020-1",
      "ALSA-2024:1",
      "XCVE-2001-1",
    ];
    expect(ordered.toReversed().sort(byName)).toEqual(ordered);
    expect(ordered.toSorted(byName)).toEqual(ordered);
    expect(byName("CVE-2024-1", "CVE-2024-1")).toBe(0);
    expect(byName("CVE-2024-1", "CVE-2024-01")).toBe(0);
    expect(byName("GHSA-a", "GHSA-b")).toBeLessThan(0);
    expect(byName("GHSA-b", "GHSA-a")).toBeGreaterThan(0);
  });
});
