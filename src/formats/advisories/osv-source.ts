import type { SourceNote } from "../../domain/advisory/source-note.ts";

interface OsvSource extends SourceNote {
  /** Beginning of its ids. */
  readonly prefixes: readonly string[];
  /** Its advisories bundle vulnerabilities, which they name under `related` or `upstream`. */
  readonly bundles?: true;
}

/** Publishers of OSV records by their ids, with the terms of their data: https://google.github.io/osv.dev/data/#current-data-sources */
const publishers: readonly OsvSource[] = [
  { name: "pysec", prefixes: ["PYSEC-"], license: "CC-BY-4.0", attribution: "PyPA Advisory Database" },
  { name: "go-vulndb", prefixes: ["GO-"], license: "CC-BY-4.0", attribution: "Go Vulnerability Database" },
  { name: "ghsa", prefixes: ["GHSA-"], license: "CC-BY-4.0", attribution: "GitHub Advisory Database" },
  { name: "rustsec", prefixes: ["RUSTSEC-"], license: "CC0-1.0" },
  { name: "malicious-packages", prefixes: ["MAL-"], license: "Apache-2.0", attribution: "OpenSSF Malicious Packages" },
  {
    name: "almalinux",
    prefixes: ["ALSA-", "ALBA-", "ALEA-"],
    license: "MIT",
    attribution: "AlmaLinux OS Foundation",
    bundles: true,
  },
  {
    name: "rocky",
    prefixes: ["RLSA-", "RXSA-"],
    license: "BSD-3-Clause",
    attribution: "Rocky Enterprise Software Foundation",
    bundles: true,
  },
  {
    name: "redhat",
    prefixes: ["RHSA-", "RHBA-", "RHEA-"],
    license: "CC-BY-4.0",
    attribution: "Red Hat Security Data",
    bundles: true,
  },
  {
    name: "suse",
    prefixes: ["SUSE-", "openSUSE-"],
    license: "CC-BY-4.0",
    attribution: "SUSE Security Data",
    bundles: true,
  },
  {
    name: "mageia",
    prefixes: ["MGASA-"],
    license: "CC-BY-SA-4.0",
    attribution: "Mageia Security Advisories",
    bundles: true,
  },
  { name: "photon", prefixes: ["PHSA-"], license: "as its publisher says", bundles: true },
  {
    name: "ubuntu",
    prefixes: ["UBUNTU-CVE-"],
    license: "CC-BY-SA-4.0",
    attribution: "Ubuntu Security Notices, Canonical Ltd.",
  },
  {
    name: "ubuntu",
    prefixes: ["USN-", "LSN-"],
    license: "CC-BY-SA-4.0",
    attribution: "Ubuntu Security Notices, Canonical Ltd.",
    bundles: true,
  },
  { name: "debian-osv", prefixes: ["DEBIAN-CVE-"], license: "MIT", attribution: "Debian security tracker" },
  {
    name: "debian-osv",
    prefixes: ["DSA-", "DLA-", "DTSA-"],
    license: "MIT",
    attribution: "Debian security tracker",
    bundles: true,
  },
  { name: "alpine-osv", prefixes: ["ALPINE-CVE-"], license: "MIT", attribution: "Alpine Security Tracker" },
  { name: "rconsortium", prefixes: ["RSEC-"], license: "Apache-2.0", attribution: "R Consortium Advisory Database" },
  { name: "bitnami", prefixes: ["BIT-"], license: "Apache-2.0", attribution: "Bitnami Vulnerability Database" },
  { name: "haskell", prefixes: ["HSEC-"], license: "CC0-1.0" },
  { name: "erlang", prefixes: ["EEF-"], license: "CC-BY-4.0", attribution: "Erlang Ecosystem Foundation" },
  { name: "chainguard", prefixes: ["CGA-"], license: "CC-BY-NC-ND-4.0", attribution: "Chainguard" },
];
const fallbackSource: OsvSource = { name: "osv", prefixes: [""], license: "as its publisher says" };

export const osvSources: readonly SourceNote[] = [
  ...new Map(
    [...publishers, fallbackSource].map(({ name, license, attribution }) => [
      name,
      { name, license, ...(attribution !== undefined && { attribution }) },
    ]),
  ).values(),
];

export function osvSource(id: string): { readonly name: string; readonly bundles: boolean } {
  const { name, bundles } =
    publishers.find(({ prefixes }) => prefixes.some((prefix) => id.startsWith(prefix))) ?? fallbackSource;
  return { name, bundles: bundles === true };
}
