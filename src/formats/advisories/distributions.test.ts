import { describe, expect, it } from "vitest";
import { readAdvisories } from "../../../test/read-advisories.ts";

describe("distributions", () => {
  it("reads Alpine: staged fixes, never affected, ids with words", () => {
    const secfixes = {
      "1.2-r0": ["CVE-2024-1 (+ regression)", "CVE-2024-2"],
      "1.3-r0": ["CVE-2024-1 XSA-3"],
      "0": ["CVE-2024-4"],
    };
    const { parsed } = readAdvisories(
      { distroversion: "v3.20", reponame: "main", packages: [{ pkg: { name: "musl", secfixes } }] },
      "main.json",
    )!;
    expect(
      parsed.map((one) =>
        one.kind === "statement"
          ? [one.shard, one.advisory.id, one.advisory.state, one.advisory.ranges.map(({ fixed }) => fixed)]
          : one,
      ),
    ).toEqual([
      // Object keys that are whole numbers come first.
      ["alpine-3.20", "CVE-2024-4", "not-affected", []],
      ["alpine-3.20", "CVE-2024-1", "affected", ["1.2-r0", "1.3-r0"]],
      ["alpine-3.20", "CVE-2024-2", "affected", ["1.2-r0"]],
      ["alpine-3.20", "XSA-3", "affected", ["1.3-r0"]],
    ]);
  });

  it("reads each state of a release from Debian's JSON", () => {
    const releases = {
      bookworm: { status: "open", urgency: "unimportant" },
      bullseye: { status: "open", urgency: "not yet assigned", nodsa: "Minor issue", nodsa_reason: "ignored" },
      trixie: { status: "resolved", fixed_version: "3.0-1", urgency: "low**" },
      forky: { status: "resolved", fixed_version: "0", urgency: "medium" },
      buster: { status: "undetermined", urgency: "high" },
      stretch: { status: "open", urgency: "high", nodsa: "Minor issue" },
      sid: { status: "open", urgency: "high" },
      jessie: { status: "new words" },
    };
    const { parsed } = readAdvisories({ openssl: { "CVE-2024-1": { description: "It breaks.", releases } } }, "json")!;
    const told = parsed.map((one) =>
      one.kind === "statement"
        ? [one.shard, one.advisory.state, one.advisory.severity, one.advisory.reason, one.advisory.ranges[0]?.fixed]
        : one.kind,
    );
    expect(told).toEqual([
      ["debian-12", "affected", "negligible", undefined, undefined],
      ["debian-11", "ignored", undefined, "Minor issue", undefined],
      ["debian-13", "affected", "low", undefined, "3.0-1"],
      ["debian-14", "not-affected", "medium", undefined, undefined],
      ["debian-10", "undetermined", "high", undefined, undefined],
      ["debian-9", "no-dsa", "high", "Minor issue", undefined],
      "malformed",
    ]);
  });

  it("Debian's list of CVEs", () => {
    const text = [
      "CVE-2024-1 (It breaks ...)",
      "\t{DSA-1-1}",
      "\t[experimental] - a 3-1",
      "\t- a 2-1 (bug #1; unimportant)",
      "\t[bookworm] - a <no-dsa> (Minor issue; bug #2)",
      "\t- b <itp> (bug #3)",
      "\tNOTE: - not a package",
      "CVE-2024-XXXX [no number]",
      "\t- c <unfixed>",
      "CVE-2024-2",
      "\t- d <new-word>",
      "",
    ].join("\n");
    const line = (fields: object) => ({
      kind: "debian-line",
      line: { list: "cve", cve: "CVE-2024-1", summary: "It breaks ...", ...fields },
    });
    expect(readAdvisories(text, "CVE/list")!.parsed).toEqual([
      line({ package: "a", verdict: { kind: "fixed", version: "2-1" }, urgency: "unimportant" }),
      line({ package: "a", release: "bookworm", verdict: { kind: "no-dsa" }, reason: "Minor issue" }),
      line({ package: "b", verdict: { kind: "itp" } }),
      { kind: "left-out", what: "CVE/list:8", why: "a vulnerability of Debian's list without a CVE id" },
      { kind: "malformed", what: "CVE/list:11", why: "<new-word> is not a word of the tracker" },
    ]);
  });

  it("Debian's lists of advisories", () => {
    const text =
      "[01 Feb 2024] DLA-12-1 xen - security update\n\t{CVE-2024-1 CVE-2024-2}\n\t[buster] - xen  4.1-1\n\tNOTE: x\n";
    expect(readAdvisories(text, "DLA/list")!.parsed).toEqual([
      {
        kind: "debian-line",
        line: {
          list: "dla",
          id: "DLA-12-1",
          date: "2024-02-01",
          cves: ["CVE-2024-1", "CVE-2024-2"],
          summary: "xen - security update",
          package: "xen",
          release: "buster",
          verdict: { kind: "fixed", version: "4.1-1" },
        },
      },
    ]);
  });

  it("reads changelogs for the newest release of an entry", () => {
    const value = {
      apt: {
        installed: "3.0",
        fixes: [
          { v: "3.0", dist: "trixie-security", u: "low", cves: ["CVE-2024-1"] },
          { v: "2.0", dist: "bookworm", cves: [] },
        ],
      },
    };
    expect(readAdvisories(value, "x.json")!.parsed[1]).toEqual({
      kind: "debian-line",
      line: {
        list: "changelog",
        release: "trixie",
        package: "apt",
        version: "2.0",
        distribution: "bookworm",
        cves: [],
      },
    });
  });

  it("reads packages with limited or ended support", () => {
    const text =
      "# words\ngolang.*  limited  See the notes\nckeditor3 non-supported 3.6-7\t2025-04-04\tunused\nodd line\n";
    expect(readAdvisories(text, "usr/share/security-support.deb12")!.parsed).toEqual([
      {
        kind: "support",
        source: "debian-security-support",
        limit: { shard: "debian-12", package: "golang*", support: "limited", note: "See the notes" },
      },
      {
        kind: "support",
        source: "debian-security-support",
        limit: { shard: "debian-12", package: "ckeditor3", support: "ended", since: "2025-04-04", note: "unused" },
      },
      { kind: "malformed", what: "usr/share/security-support.deb12:4", why: "it is not a line about a package" },
    ]);
  });
});
