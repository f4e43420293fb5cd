import { describe, expect, it } from "vitest";
import { parseNotices, parseRepolist, parseRepoquery, parseRpmChangelogs, parseRpms } from "./dnf-text.ts";

const installed = parseRpms(
  [
    "kernel\t0:6.1-1\tx86_64\tkernel-6.1-1.src.rpm",
    "kernel\t0:6.2-1\tx86_64\tkernel-6.2-1.src.rpm",
    "bind-libs\t32:9.16-1\tx86_64\tbind-9.16-1.src.rpm",
    "gpg-pubkey\t0:abc-def\t(none)\t(none)",
    "",
    "a warning of dnf",
  ].join("\n"),
);

describe("output of dnf and rpm", () => {
  it("reads packages with their sources, and drops an epoch of zero", () => {
    expect(installed.map(({ name, version, source }) => [name, version, source])).toEqual([
      ["kernel", "6.1-1", "kernel"],
      ["kernel", "6.2-1", "kernel"],
      ["bind-libs", "32:9.16-1", "bind"],
      ["gpg-pubkey", "abc-def", "gpg-pubkey"],
    ]);
  });

  it("reads upgrades of the newest installed packages only", () => {
    const text = [
      "kernel\t0:6.3-1\tx86_64\tkernel-6.3-1.src.rpm\tbaseos",
      // dnf 4 adds a line feed.
      "",
      "bind-libs\t32:9.17-1\tx86_64\tbind-9.17-1.src.rpm\tappstream",
      "new\t0:1-1\tnoarch\tnew-1-1.src.rpm\tappstream",
    ];
    expect(parseRepoquery(text.join("\n"), installed).upgrades).toEqual([
      {
        name: "bind-libs",
        architecture: "x86_64",
        installed: "32:9.16-1",
        candidate: "32:9.17-1",
        origin: "appstream",
      },
      { name: "kernel", architecture: "x86_64", installed: "6.2-1", candidate: "6.3-1", origin: "baseos" },
    ]);
  });

  it("reads repositories below a heading", () => {
    expect(parseRepolist("repo id          repo name\nbaseos    Base  OS\nappstream   Apps\n")).toEqual([
      "appstream Apps",
      "baseos Base  OS",
    ]);
    expect(parseRepolist("")).toEqual([]);
  });

  it("reads vulnerabilities of upgrades, in the rows of dnf 4 and 5", () => {
    const upgrades = [
      { name: "bind-libs", architecture: "x86_64", installed: "32:9.16-1", candidate: "32:9.17-1", origin: "x" },
    ];
    const text = [
      "CVE-2024-0001 Important/Sec. bind-libs-32:9.17-1.x86_64",
      "CVE-2024-0002 security Important bind-libs-9.17-1.x86_64 2024-03-05 00:00:00",
      "CVE-2024-0003 Low/Sec. other-1-1.noarch",
      "RHBA-2024:1 bugfix bind-libs-9.17-1.x86_64",
    ];
    expect(parseNotices(text.join("\n"), upgrades).map(({ cve, name }) => [cve, name])).toEqual([
      ["CVE-2024-0001", "bind-libs"],
      ["CVE-2024-0002", "bind-libs"],
    ]);
  });

  it("reads changelogs with any form of version in their headings", () => {
    const text = [
      "Changelog for bind-libs-32:9.17-1.x86_64",
      "* Tue Mar 05 2024 Some One <one@example.org> - 32:9.17-1",
      "- fix CVE-2024-0002, CVE-2024-0001",
      "* Tue Feb 06 2024 Some One <one@example.org>",
      "- fix CVE-2024-0003",
      "* Mon Jan 01 2024 Some One <one@example.org> 9.16-1",
      "- fix CVE-2023-0001",
      "",
      "Changelog for none-1-1.noarch",
      "nothing",
    ].join("\n");
    const found = parseRpmChangelogs(text);
    expect(found.get("none-1-1.noarch")).toEqual([]);
    expect(
      found.get("bind-libs-32:9.17-1.x86_64")?.map(({ version, cves }) => [version, cves.map(({ id }) => id)]),
    ).toEqual([
      ["32:9.17-1", ["CVE-2024-0001", "CVE-2024-0002", "CVE-2024-0003"]],
      ["9.16-1", ["CVE-2023-0001"]],
    ]);
  });
});
