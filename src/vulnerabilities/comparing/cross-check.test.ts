import { describe, expect, it } from "vitest";
import { vulnerability } from "../../../test/reports/sample-scan.ts";
import type { UpdatesInfo } from "../../domain/image/image-info.ts";
import { crossCheck } from "./cross-check.ts";

const update = {
  purl: vulnerability().purl,
  name: "libssl3",
  source: "openssl",
  installed: "3.0.11-1~deb12u1",
  candidate: "3.0.13-1~deb12u1",
  origin: "",
  security: true,
  cves: [],
};
const updates: UpdatesInfo = { askedAt: "", sources: [], pending: [update], unread: [] };
const packages = [
  {
    purl: vulnerability().purl,
    name: "libssl3",
    version: "3.0.11-1~deb12u1",
    source: { name: "openssl", version: "3.0.11-1~deb12u1" },
    layer: 0,
    path: "",
  },
];
const told = (id: string) =>
  vulnerability({
    id,
    severity: "unknown",
    severitySource: "none",
    sources: ["changelog"],
    evidence: `changelog: ${id}`,
  });
const sides = { updates, packages, said: () => undefined };

describe("crossCheck", () => {
  it("makes one vulnerability of what both know, with the advisories' severity and both as sources", () => {
    const result = crossCheck({
      ...sides,
      advisories: [vulnerability({ id: "GHSA-x", aliases: ["CVE-1"] })],
      changelogs: [told("CVE-1")],
    });
    expect(result.crossCheck).toEqual({ agreed: 1, onlyAdvisories: [], onlyChangelogs: [] });
    expect(result.vulnerabilities).toMatchObject([
      {
        id: "GHSA-x",
        severity: "high",
        sources: ["changelog", "debian-tracker"],
        evidence: expect.stringMatching(/; changelog: CVE-1$/) as string,
      },
    ]);
  });

  it("keeps what only a changelog knows, with what the advisories say of it", () => {
    const said = (source: string, id: string) => `${source} ${id}: not affected`;
    const result = crossCheck({ ...sides, said, advisories: [], changelogs: [told("CVE-2")] });
    expect(result.vulnerabilities).toEqual([told("CVE-2")]);
    expect(result.crossCheck.onlyChangelogs).toMatchObject([
      { id: "CVE-2", name: "openssl", why: "openssl CVE-2: not affected" },
    ]);
    const silent = crossCheck({ ...sides, advisories: [], changelogs: [told("CVE-2")] });
    expect(silent.crossCheck.onlyChangelogs[0]?.why).toBe("the advisories say nothing of it for openssl");
  });

  it.each([
    ["no update", { ...updates, pending: [] }, /offer no newer version/],
    [
      "an update that is too old",
      { ...updates, pending: [{ ...update, candidate: "3.0.12-1" }] },
      /offer 3\.0\.12-1 only/,
    ],
    [
      "a changelog that cannot be read",
      { ...updates, unread: [{ name: "openssl", reason: "shortened" }] },
      /could not be read to its end: shortened/,
    ],
    ["a changelog that does not name it", updates, /does not name it/],
  ])("tells why only the advisories know: %s", (_, asked, why) => {
    const result = crossCheck({ ...sides, updates: asked, advisories: [vulnerability()], changelogs: [] });
    expect(result.crossCheck.onlyAdvisories).toMatchObject([
      { id: "CVE-2024-1001", name: "openssl", why: expect.stringMatching(why) as string },
    ]);
  });

  it("does not compare what no changelog of an update could name", () => {
    const { fixedIn: _, ...open } = vulnerability({ status: "affected" });
    const library = vulnerability({ purl: "pkg:npm/left@1.0.0", name: "left" });
    const result = crossCheck({ ...sides, advisories: [open, library], changelogs: [] });
    expect(result.crossCheck.onlyAdvisories).toEqual([]);
    expect(result.vulnerabilities).toHaveLength(2);
  });
});
