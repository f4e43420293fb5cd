import type { SourceNote } from "../../domain/advisory/source-note.ts";

interface OsvSource extends SourceNote {
  /** Beginning of its ids. */
  readonly prefixes: readonly string[];
  /** Its advisories bundle vulnerabilities, which they name under `related` or `upstream`. */
  readonly bundles?: true;
}

/** Publishers of OSV records by their ids, with the terms of their data: https://google.github.io/osv.dev/data/#current-data-sources */
const publishers: readonly OsvSource[] = [
  { name: "pysec", prefixes: ["PYSEC-"], licence: "CC-BY-4.0", attribution: "PyPA Advisory Database" },
  { name: "go-vulndb", prefixes: ["GO-"], licence: "CC-BY-4.0", attribution: "Go Vulnerability Database" },
  { name: "ghsa", prefixes: ["GHSA-"], licence: "CC-BY-4.0", attribution: "GitHub Advisory Database" },
  { name: "rustsec", prefixes: ["RUSTSEC-"], licence: "CC0-1.0" },
  { name: "malicious-packages", prefixes: ["MAL-"], licence: "Apache-2.0", attribution: "OpenSSF Malicious Packages" },
  {
    name: "almalinux",
    prefixes: ["ALSA-", "ALBA-", "ALEA-"],
    licence: "MIT",
    attribution: "AlmaLinux OS Foundation",
    bundles: true,
  },
  {
    name: "rocky",
    prefixes: ["RLSA-", "RXSA-"],
    licence: "BSD-3-Clause",
    attribution: "Rocky Enterprise Software Foundation",
    bundles: true,
  },
  {
    name: "redhat",
    prefixes: ["RHSA-", "RHBA-", "RHEA-"],
    licence: "CC-BY-4.0",
    attribution: "Red Hat Security Data",
    bundles: true,
  },
  {
    name: "suse",
    prefixes: ["SUSE-", "openSUSE-"],
    licence: "CC-BY-4.0",
    attribution: "SUSE Security Data",
    bundles: true,
  },
  {
    name: "mageia",
    prefixes: ["MGASA-"],
    licence: "CC-BY-SA-4.0",
    attribution: "Mageia Security Advisories",
    bundles: true,
  },
  { name: "photon", prefixes: ["PHSA-"], licence: "as its publisher says", bundles: true },
  {
    name: "ubuntu",
    prefixes: ["UBUNTU-CVE-"],
    licence: "CC-BY-SA-4.0",
    attribution: "Ubuntu Security Notices, Canonical Ltd.",
  },
  {
    name: "ubuntu",
    prefixes: ["USN-", "LSN-"],
    licence: "CC-BY-SA-4.0",
    attribution: "Ubuntu Security Notices, Canonical Ltd.",
    bundles: true,
  },
  { name: "debian-osv", prefixes: ["DEBIAN-CVE-"], licence: "MIT", attribution: "Debian security tracker" },
  {
    name: "debian-osv",
    prefixes: ["DSA-", "DLA-", "DTSA-"],
    licence: "MIT",
    attribution: "Debian security tracker",
    bundles: true,
  },
  { name: "alpine-osv", prefixes: ["ALPINE-CVE-"], licence: "MIT", attribution: "Alpine Security Tracker" },
  { name: "rconsortium", prefixes: ["RSEC-"], licence: "Apache-2.0", attribution: "R Consortium Advisory Database" },
  { name: "bitnami", prefixes: ["BIT-"], licence: "Apache-2.0", attribution: "Bitnami Vulnerability Database" },
  { name: "haskell", prefixes: ["HSEC-"], licence: "CC0-1.0" },
  { name: "erlang", prefixes: ["EEF-"], licence: "CC-BY-4.0", attribution: "Erlang Ecosystem Foundation" },
  { name: "chainguard", prefixes: ["CGA-"], licence: "CC-BY-NC-ND-4.0", attribution: "Chainguard" },
];
const fallbackSource: OsvSource = { name: "osv", prefixes: [""], licence: "as its publisher says" };

export const osvSources: readonly SourceNote[] = [
  ...new Map(
    [...publishers, fallbackSource].map(({ name, licence, attribution }) => [
      name,
      { name, licence, ...(attribution !== undefined && { attribution }) },
    ]),
  ).values(),
];

export function osvSource(id: string): { readonly name: string; readonly bundles: boolean } {
  const { name, bundles } =
    publishers.find(({ prefixes }) => prefixes.some((prefix) => id.startsWith(prefix))) ?? fallbackSource;
  return { name, bundles: bundles === true };
}
