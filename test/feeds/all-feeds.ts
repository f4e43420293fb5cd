import { gzipSync } from "node:zlib";
import { osvRecords, osvExport } from "./osv-export.ts";

/**
 * A mirror of all kinds of feeds, with records of our own in the form that each feed's publisher describes: their hosts cannot be reached from
 * where this is tested. Keys are paths below a mirror's base.
 */
export function allFeeds(): Record<string, Buffer> {
  const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
  const osv = (name: string, ...ecosystems: readonly string[]): [string, Buffer] => [
    `/osv-vulnerabilities.storage.googleapis.com/${encodeURIComponent(name)}/all.zip`,
    osvExport(ecosystems.flatMap((ecosystem) => osvRecords(ecosystem, 3))),
  ];
  return {
    ...Object.fromEntries([
      ...[
        "PyPI",
        "npm",
        "Go",
        "crates.io",
        "RubyGems",
        "Packagist",
        "Maven",
        "NuGet",
        "Hex",
        "Pub",
        "CRAN",
        "Bitnami",
      ].map((name) => osv(name, name)),
      osv("AlmaLinux", "AlmaLinux:8", "AlmaLinux:9"),
      osv("Rocky Linux", "Rocky Linux:9"),
      osv("Ubuntu", "Ubuntu:24.04:LTS", "Ubuntu:Pro:18.04:LTS"),
    ]),
    "/security-tracker.debian.org/tracker/data/json": json(debianTracker),
    "/secdb.alpinelinux.org/v3.22/main.json": json(secdb("main", "openssl", { "3.5.1-r0": ["CVE-2026-0001"] })),
    "/secdb.alpinelinux.org/v3.22/community.json": json(
      secdb("community", "nginx", { "1.28.0-r1": ["CVE-2026-0002"] }),
    ),
    "/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json": json(kev),
    "/epss.empiricalsecurity.com/epss_scores-current.csv.gz": gzipSync(epss),
    "/endoflife.date/api/v1/products/full": json(endOfLife),
    "/raw.githubusercontent.com/nodejs/security-wg/main/vuln/core/index.json": json({
      1: {
        cve: ["CVE-2026-0003"],
        vulnerable: "22.x || 24.x",
        patched: "^22.1.0 || ^24.1.0",
        overview: "A vulnerability of node.",
      },
    }),
    "/raw.githubusercontent.com/RetireJS/retire.js/master/repository/jsrepository-v6.json": json({
      jquery: {
        vulnerabilities: [
          { below: "3.5.0", severity: "medium", identifiers: { CVE: ["CVE-2020-0001"], summary: "XSS" }, info: [] },
        ],
        extractors: {},
      },
    }),
  };
}

const debianTracker = {
  openssl: {
    "CVE-2026-0001": {
      description: "A vulnerability.",
      scope: "remote",
      releases: {
        bookworm: {
          status: "open",
          repositories: { bookworm: "3.0.15-1" },
          urgency: "not yet assigned",
          nodsa: "Minor issue",
          nodsa_reason: "",
        },
        trixie: {
          status: "resolved",
          repositories: { trixie: "3.5.1-1" },
          fixed_version: "3.5.1-1",
          urgency: "not yet assigned",
        },
      },
    },
  },
};

function secdb(repository: string, name: string, fixes: Readonly<Record<string, readonly string[]>>): object {
  return {
    apkurl: "{{urlprefix}}/{{distroversion}}/{{reponame}}/{{arch}}/{{pkg.name}}-{{pkg.ver}}.apk",
    archs: ["x86_64"],
    reponame: repository,
    urlprefix: "https://mirror.example/alpine",
    distroversion: "v3.22",
    packages: [{ pkg: { name, secfixes: fixes } }],
  };
}

const kev = {
  title: "CISA Catalog of Known Exploited Vulnerabilities",
  catalogVersion: "2026.11.24",
  dateReleased: "2026-11-24T17:00:00.0000Z",
  count: 1,
  vulnerabilities: [
    {
      cveID: "CVE-2026-0001",
      vendorProject: "OpenSSL",
      product: "OpenSSL",
      vulnerabilityName: "A vulnerability",
      dateAdded: "2026-11-20",
      shortDescription: "A vulnerability.",
      requiredAction: "Update.",
      dueDate: "2026-12-11",
      knownRansomwareCampaignUse: "Known",
      notes: "",
      cwes: [],
    },
  ],
};

const epss =
  "#model_version:v2025.03.14,score_date:2026-11-24T00:00:00Z\ncve,epss,percentile\nCVE-2026-0001,0.25000,0.90000\n";

const endOfLife = {
  schema_version: "1.2.0",
  generated_at: "2026-11-24T00:00:00+00:00",
  total: 1,
  result: [
    {
      name: "debian",
      label: "Debian",
      category: "os",
      releases: [
        {
          name: "13",
          label: "13 (trixie)",
          releaseDate: "2025-08-09",
          isEol: false,
          eolFrom: "2028-08-09",
          isEoes: false,
          eoesFrom: "2030-06-30",
        },
      ],
    },
  ],
};
