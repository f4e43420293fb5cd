import type { ShardName } from "../../domain/advisory/advisory.ts";
import { mebibyte } from "../../domain/units.ts";
import { compareText } from "../../text/compare-text.ts";
import type { Feed, FeedUnit } from "./feed.ts";

interface SingleFile extends Omit<Feed, "units"> {
  readonly url: string;
  readonly maxMebibytes: number;
}

const githubAdvisories = "CC-BY-4.0 (GitHub Advisory Database)";
const withMalicious = `${githubAdvisories}; Apache-2.0 (OpenSSF Malicious Packages)`;

/** OSV's exports of one ecosystem, ZIP files of records: https://google.github.io/osv.dev/data/#data-dumps */
// prettier-ignore
const osvExports: readonly (readonly [
  makes: string,
  /** As OSV spells it: https://ossf.github.io/osv-schema/#defined-ecosystems */
  ecosystem: string,
  maxMebibytes: number,
  license: string,
])[] = [
  ["almalinux-*", "AlmaLinux", 512, "MIT (AlmaLinux OS Foundation)"],
  ["bitnami", "Bitnami", 128, "Apache-2.0 (Bitnami Vulnerability Database)"],
  ["cargo", "crates.io", 128, "CC0-1.0 (RustSec); CC-BY-4.0 (GitHub Advisory Database)"],
  ["composer", "Packagist", 128, githubAdvisories],
  ["cran", "CRAN", 64, "Apache-2.0 (R Consortium Advisory Database)"],
  ["gem", "RubyGems", 128, withMalicious],
  ["golang", "Go", 128, "CC-BY-4.0 (Go Vulnerability Database, GitHub Advisory Database)"],
  ["hex", "Hex", 64, "CC-BY-4.0 (GitHub Advisory Database, Erlang Ecosystem Foundation)"],
  ["maven", "Maven", 256, githubAdvisories],
  ["npm", "npm", 2048, withMalicious],
  ["nuget", "NuGet", 128, withMalicious],
  ["pub", "Pub", 64, githubAdvisories],
  ["pypi", "PyPI", 256, "CC-BY-4.0 (PyPA Advisory Database, GitHub Advisory Database); Apache-2.0 (OpenSSF Malicious Packages)"],
  ["rocky-*", "Rocky Linux", 512, "BSD-3-Clause (Rocky Enterprise Software Foundation)"],
  ["ubuntu-*", "Ubuntu", 2048, "CC-BY-SA-4.0 (Canonical Ltd.)"],
];

const singleFiles: readonly SingleFile[] = [
  {
    name: "debian-tracker",
    title: "Debian security tracker",
    license: "Debian's own words: public data of the Debian project, no license stated",
    about: "https://security-tracker.debian.org/tracker/",
    makes: "debian-*",
    url: "https://security-tracker.debian.org/tracker/data/json",
    maxMebibytes: 1024,
  },
  {
    name: "end-of-life",
    title: "endoflife.date, last days of support",
    license: "MIT (endoflife.date contributors)",
    about: "https://endoflife.date/docs/api/v1/",
    makes: "facts",
    url: "https://endoflife.date/api/v1/products/full",
    maxMebibytes: 256,
  },
  {
    name: "epss",
    title: "EPSS, probability of exploitation",
    license: "free to use with attribution to FIRST (https://www.first.org/epss)",
    about: "https://www.first.org/epss/data_stats",
    makes: "facts",
    url: "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz",
    maxMebibytes: 128,
  },
  {
    name: "kev",
    title: "CISA, known exploited vulnerabilities",
    license: "CC0-1.0",
    about: "https://www.cisa.gov/known-exploited-vulnerabilities-catalog",
    makes: "facts",
    url: "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
    maxMebibytes: 64,
  },
  {
    name: "node-core",
    title: "Node.js runtime advisories",
    license: "MIT (Node.js Security Working Group)",
    about: "https://github.com/nodejs/security-wg",
    makes: "runtimes",
    url: "https://raw.githubusercontent.com/nodejs/security-wg/main/vuln/core/index.json",
    maxMebibytes: 16,
  },
  {
    name: "retirejs",
    title: "retire.js, libraries of browsers",
    license: "Apache-2.0 (Erlend Oftedal and contributors)",
    about: "https://github.com/RetireJS/retire.js",
    makes: "browser",
    url: "https://raw.githubusercontent.com/RetireJS/retire.js/master/repository/jsrepository-v6.json",
    maxMebibytes: 64,
  },
  ...osvExports.map(([makes, ecosystem, maxMebibytes, license]) => ({
    name: `osv-${makes.replace(/-\*$/, "")}`,
    title: `OSV export of ${ecosystem}`,
    license,
    about: "https://google.github.io/osv.dev/data/",
    makes,
    url: `https://osv-vulnerabilities.storage.googleapis.com/${encodeURIComponent(ecosystem)}/all.zip`,
    maxMebibytes,
  })),
];

/** It has files of its own for each release. */
const alpine: Feed = {
  name: "alpine-secdb",
  title: "Alpine Linux security database",
  license: "Alpine's own words: public data of the Alpine project, no license stated",
  about: "https://secdb.alpinelinux.org/",
  makes: "alpine-*",
  units: (shards) => shards.map(alpineRelease),
};

function alpineRelease(shard: ShardName): FeedUnit {
  const release = shard.slice("alpine-".length);
  const folder = `https://secdb.alpinelinux.org/${release === "edge" ? release : `v${release}`}`;
  return {
    release,
    shards: [shard],
    files: [
      { url: `${folder}/main.json`, maxBytes: 64 * mebibyte },
      // Releases before 3.3 have no community repository.
      { url: `${folder}/community.json`, maxBytes: 64 * mebibyte, optional: true },
    ],
  };
}

/** Every public feed that advisories are downloaded from, by name. */
export const feeds: readonly Feed[] = [
  alpine,
  ...singleFiles.map(({ url, maxMebibytes, ...feed }) => ({
    ...feed,
    units: (shards: readonly ShardName[]) => [{ shards, files: [{ url, maxBytes: maxMebibytes * mebibyte }] }],
  })),
].sort((a, b) => compareText(a.name, b.name));
