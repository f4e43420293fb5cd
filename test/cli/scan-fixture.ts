import type { Member } from "../images/archive.ts";

const paragraph = (name: string, version: string, source = name) =>
  `Package: ${name}\nStatus: install ok installed\nVersion: ${version}\nSource: ${source}\nArchitecture: amd64\nDescription: x\n\n`;
export const base: readonly Member[] = [
  { path: "etc/os-release", content: 'ID=debian\nVERSION_ID=12\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian 12"\n' },
  { path: "usr/bin/apt-get", content: "#!/bin/sh\n", mode: 0o755 },
  {
    path: "var/lib/dpkg/status",
    content:
      paragraph("libssl3", "3.0.11-1~deb12u1", "openssl") +
      paragraph("openssl", "3.0.11-1~deb12u1") +
      paragraph("zlib1g", "1:1.2.13", "zlib") +
      paragraph("linux-libc-dev", "6.1.76-1", "linux"),
  },
];
export const app: readonly Member[] = [
  { path: "app/node_modules/left/package.json", content: '{"name":"left","version":"1.0.0","license":"MIT"}' },
  { path: "app/node_modules/left/index.js", content: "1\n" },
  { path: "app/node_modules/odd/package.json", content: '{"name":"odd","version":"1.0.0"}' },
  {
    path: "usr/local/lib/ruby/specifications/rack-1.0.0.gemspec",
    content: 'Gem::Specification.new do |s|\n s.name = "rack"\n s.version = "1.0.0"\nend\n',
  },
];

const state = (status: string, fixed?: string, urgency = "not yet assigned") => ({
  scope: "local",
  releases: {
    bookworm: {
      status,
      urgency,
      repositories: { bookworm: "1" },
      ...(fixed !== undefined && { fixed_version: fixed }),
    },
  },
});
const tracker = {
  openssl: { "CVE-2024-1001": state("resolved", "3.0.13-1~deb12u1", "high"), "CVE-2024-1002": state("open") },
  zlib: { "CVE-2024-1003": { ...state("open", undefined, "unimportant"), description: "negligible" } },
  linux: { "CVE-2024-1004": state("resolved", "6.1.90-1", "high") },
};
const osv = (id: string, name: string, fixed: string, published: string, vector: string) => ({
  id,
  aliases: [id.replace("GHSA-aaaa-bbbb-", "CVE-2024-2")],
  summary: `Something in ${name}`,
  modified: "2026-01-01T00:00:00Z",
  published,
  severity: [{ type: "CVSS_V3", score: vector }],
  affected: [
    { package: { ecosystem: "npm", name }, ranges: [{ type: "SEMVER", events: [{ introduced: "0" }, { fixed }] }] },
  ],
});
const critical = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

/** Records of our own in the forms of their publishers, for `advisories build feeds`. */
export const feeds: Readonly<Record<string, string>> = {
  "feeds/tracker.json": JSON.stringify(tracker),
  "feeds/a.json": JSON.stringify(osv("GHSA-aaaa-bbbb-0001", "left", "1.2.0", "2025-06-01T00:00:00Z", critical)),
  "feeds/b.json": JSON.stringify(
    osv(
      "GHSA-aaaa-bbbb-0002",
      "left",
      "1.10.0",
      "2026-03-01T00:00:00Z",
      "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N",
    ),
  ),
  "feeds/kev.json": JSON.stringify({
    cveID: "CVE-2024-1001",
    dateAdded: "2024-02-01",
    dueDate: "2024-02-22",
    knownRansomwareCampaignUse: "Known",
  }),
};
