import { describe, expect, it } from "vitest";
import type { UpdatesAnswer } from "../../domain/image/updates-answer.ts";
import { changelogVulnerabilities, updatesInfo } from "./updates.ts";

const entry = (version: string, ...ids: string[]) => ({
  source: "glibc",
  version,
  distribution: "x",
  cves: ids.map((id) => ({ id, quote: `* fix ${id}` })),
});

const answer: UpdatesAnswer = {
  order: "deb",
  askedAt: "2026-11-24T00:00:00.000Z",
  sources: ["http://a.example x/main"],
  upgrades: [
    {
      name: "libc6",
      architecture: "amd64",
      installed: "1:2.0-3+b10",
      candidate: "1:2.0-5+b1",
      origin: "Debian:11/stable, Debian-Security:11/x",
    },
    { name: "other", architecture: "all", installed: "1", candidate: "2", origin: "Debian:11/stable" },
  ],
  installed: [
    { name: "libc6", architecture: "amd64", version: "1:2.0-3+b10", source: "glibc", sourceVersion: "2.0-3" },
    { name: "other", architecture: "amd64", version: "1", source: "other", sourceVersion: "1" },
  ],
  candidates: [
    { name: "libc6", architecture: "amd64", version: "1:2.0-5+b1", source: "glibc", sourceVersion: "2.0-5", bytes: 1 },
    { name: "other", architecture: "all", version: "2", source: "other", sourceVersion: "2", bytes: 1 },
  ],
  changelogs: [
    {
      source: "glibc",
      cut: false,
      // Binary versions have an epoch, source versions none: comparing them would find nothing newer.
      entries: [
        entry("2.0-6", "CVE-2026-0009"),
        entry("2.0-5", "CVE-2026-10000", "CVE-2026-9999"),
        entry("2.0-4", "CVE-2025-0001", "CVE-2026-9999"),
        entry("2.0-3", "CVE-2024-0001"),
      ],
    },
  ],
  unread: [{ name: "other", reason: "other holds no changelog" }],
};

const image = {
  os: { id: "debian", versionId: "11" },
  packages: [
    {
      purl: "pkg:deb/debian/libc6@1:2.0-3%2Bb10?arch=amd64&distro=debian-11",
      name: "libc6",
      version: "1:2.0-3+b10",
      layer: 2,
      path: "/var/lib/dpkg/status",
    },
  ],
};

describe("updatesInfo", () => {
  it("lists the ids between the installed source version and the candidate's", () => {
    const info = updatesInfo(answer, image);
    expect(info.pending[0]).toEqual({
      purl: "pkg:deb/debian/libc6@1:2.0-3%2Bb10?arch=amd64&distro=debian-11",
      name: "libc6",
      source: "glibc",
      installed: "1:2.0-3+b10",
      candidate: "1:2.0-5+b1",
      origin: "Debian:11/stable, Debian-Security:11/x",
      security: true,
      cves: ["CVE-2025-0001", "CVE-2026-9999", "CVE-2026-10000"],
      fixes: [
        { id: "CVE-2025-0001", fixedIn: "2.0-4", quote: "* fix CVE-2025-0001" },
        { id: "CVE-2026-9999", fixedIn: "2.0-4", quote: "* fix CVE-2026-9999" },
        { id: "CVE-2026-10000", fixedIn: "2.0-5", quote: "* fix CVE-2026-10000" },
      ],
    });
    expect(info.pending[1]).toMatchObject({
      purl: "pkg:deb/debian/other@1?arch=all&distro=debian-11",
      security: false,
      cves: [],
    });
    expect(info.unread).toEqual([{ name: "other", reason: "other holds no changelog" }]);
  });

  it.each([
    [true, /longer than what is read/],
    [false, /shortened by its packager/],
  ])(
    "says that ids may be missing when the changelog does not reach the installed version (cut: %s)",
    (cut, reason) => {
      const changelogs = [{ source: "glibc", cut, entries: [entry("2.0-5", "CVE-2026-9999")] }];
      const info = updatesInfo({ ...answer, changelogs }, image);
      expect(info.pending[0]?.cves).toEqual(["CVE-2026-9999"]);
      expect(info.unread.find(({ name }) => name === "glibc")?.reason).toMatch(reason);
    },
  );
});

describe("changelogVulnerabilities", () => {
  it("quotes the changelog for each package and id", () => {
    const found = changelogVulnerabilities(updatesInfo(answer, image), image);
    expect(found.map(({ id }) => id)).toEqual(["CVE-2025-0001", "CVE-2026-9999", "CVE-2026-10000"]);
    expect(found[0]).toEqual({
      id: "CVE-2025-0001",
      aliases: [],
      purl: image.packages[0]?.purl,
      name: image.packages[0]?.name,
      installed: "1:2.0-3+b10",
      fixedIn: "1:2.0-5+b1",
      status: "fixed",
      severity: "unknown",
      severitySource: "none",
      sources: ["changelog"],
      layer: 2,
      path: "/var/lib/dpkg/status",
      evidence: "according to the image, changelog of 2.0-4: * fix CVE-2025-0001",
    });
  });
});
