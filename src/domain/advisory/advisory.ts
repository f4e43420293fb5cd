/**
 * Words of the advisory store. A feed's records become statements of one advisory about one package. A shard holds all
 * statements of one ecosystem or one release of a distribution.
 */

/** Orders of versions; each is one file of `versions/`. */
export const versionSchemes = [
  "deb",
  "apk",
  "rpm",
  "pep440",
  "semver",
  "go",
  "maven",
  "gem",
  "packagist",
  "composer",
  "nuget",
  "cran",
  "hackage",
  "pub",
  "hex",
  "bitnami",
] as const;
export type VersionScheme = (typeof versionSchemes)[number];

/**
 * Affected versions from `introduced` (inclusive, "0": from the first) up to `fixed` (exclusive) or `lastAffected`
 * (inclusive); with neither, all later ones. https://ossf.github.io/osv-schema/#affectedrangesevents-fields
 */
export interface AffectedRange {
  readonly introduced: string;
  /** `introduced` itself is not affected: "> 3.2", which has no next version to name in its place. */
  readonly exclusive?: true;
  readonly fixed?: string;
  readonly lastAffected?: string;
}

/**
 * The vendor's statement about the package. `affected`: the ranges give the versions. `not-affected`: a negative fact, kept so that
 * "why is it not reported" has an answer. The others are affected without a fix, for the vendor's reason
 * (https://security-team.debian.org/security_tracker.html; Red Hat's "will not fix" and "fix deferred"). `notice`: something to know of the versions
 * that is no vulnerability, such as that no one maintains them.
 */
export const advisoryStates = [
  "affected",
  "not-affected",
  "undetermined",
  "no-dsa",
  "postponed",
  "ignored",
  "end-of-life",
  "will-not-fix",
  "fix-deferred",
  "notice",
] as const;
export type AdvisoryState = (typeof advisoryStates)[number];

export const advisorySeverities = ["critical", "high", "medium", "low", "negligible", "unknown"] as const;
export type AdvisorySeverity = (typeof advisorySeverities)[number];

/** The statement of one advisory about one package. */
export interface Advisory {
  /** As its source calls it: `PYSEC-2024-1`, `CVE-2024-1`, `DSA-5000-1`, `ALSA-2024:1`. */
  readonly id: string;
  /** Other names of the very same vulnerability, sorted. */
  readonly aliases: readonly string[];
  /** Different vulnerabilities that it bundles (DSA, ALSA): each is a separate finding. Empty: the advisory is one vulnerability. */
  readonly covers: readonly string[];
  /** Key in its shard: see `ShardName`. */
  readonly package: string;
  /** RHEL family: only packages of this module stream, `nodejs:18`; of one of several, with blanks between them. */
  readonly module?: string;
  /** Only these architectures; of gems the platform, `java`. Absent: all. */
  readonly architectures?: readonly string[];
  /** A channel that not everyone has, `esm-apps`: its fix is not to be had from the usual sources. */
  readonly channel?: string;
  readonly state: AdvisoryState;
  /** The vendor's words for `state`: "Minor issue". */
  readonly reason?: string;
  /** Empty with an empty `versions`: every version, where `state` is not `not-affected`. */
  readonly ranges: readonly AffectedRange[];
  /** Affected versions that the source lists and that `ranges` do not hold: one of them is a match by being equal. */
  readonly versions: readonly string[];
  /** The vendor's own word for this package. Debian's "unimportant" is `negligible`. */
  readonly severity?: AdvisorySeverity;
  /** CVSS vectors as written: `CVSS:3.1/AV:N/...`; a CVSS 2 vector has no prefix. */
  readonly vectors: readonly string[];
  readonly summary?: string;
  /** ISO date (day): decides what a store of an earlier day would have said. */
  readonly published?: string;
  /** Name of its entry in the shard's `sources`. */
  readonly source: string;
}

/**
 * File name of a shard without its ending, and what its packages are called in it:
 *
 * - `debian-13`, `ubuntu-24.04` (release number): source package
 * - `alpine-3.22`, `alpine-edge`: origin package
 * - `almalinux-9`, `rocky-9`, `redhat-9`: binary package
 * - `pypi` (PEP 503 name), `npm` (`@scope/name`), `golang` (module path; `stdlib`, `toolchain`), `cargo`, `gem`, `composer`
 *   (`vendor/name`), `maven` (`group:artifact`), `nuget` (lower case), `hex`, `pub`, `cran`: purl type and name
 * - `runtimes`: `node`, `python`, `ruby`, `php`, `java`, `go`, `rust` when no package manager brought them
 * - `bitnami`: Bitnami's component name (`apache`, `nginx`), and where a record is about a part of one, that with a slash (`java/javafx`)
 * - `browser`: libraries that are copied into web folders (retire.js)
 */
export type ShardName = string;

export interface AdvisorySource {
  /** `debian-tracker`, `debian-dsa`, `debian-changelog`, `osv`, `alpine-secdb`, `almalinux`, `node-core`, `retire.js`, ... */
  readonly name: string;
  /** SPDX expression, or the source's own words. */
  readonly license: string;
  /** Who must be named wherever the data is shown or shipped, as its license asks. */
  readonly attribution?: string;
  /** ISO date of the data itself, not of its download. */
  readonly date: string;
  readonly records: number;
}

/** One shard, opened. */
export interface AdvisoryShard {
  readonly name: ShardName;
  readonly scheme: VersionScheme;
  readonly sources: readonly AdvisorySource[];
  readonly packages: number;
  readonly advisories: number;
  /** Statements on a package, in a stable order; empty when the shard does not know it. Throws `Failure` (`bad-advisories`). */
  find(packageName: string): readonly Advisory[];
  /** All packages that it knows. Absent: it cannot list them. Throws `Failure` (`bad-advisories`). */
  names?(): Iterable<string>;
}

/** Known to be exploited: https://www.cisa.gov/known-exploited-vulnerabilities-catalog */
export interface KnownExploited {
  readonly added: string;
  readonly due?: string;
  readonly ransomware: boolean;
}

/** Probability of exploitation within 30 days, and the share of all vulnerabilities that score lower; both 0 to 1. https://www.first.org/epss */
export interface ExploitPrediction {
  readonly score: number;
  readonly percentile: number;
}

/** Facts about a vulnerability, whichever package has it. */
export interface VulnerabilityFacts {
  kev(cve: string): KnownExploited | undefined;
  epss(cve: string): ExploitPrediction | undefined;
}

/** A cycle of a distribution or runtime and the ISO date on which it stops to get fixes. */
export interface ReleaseCycle {
  readonly product: string;
  readonly cycle: string;
  readonly endOfLife: string;
  /** Paid or community support beyond `endOfLife`: Debian LTS, Ubuntu ESM. */
  readonly extended?: string;
}

/** A source package whose security support its distribution ended or limits, though the release lives on. */
export interface SupportLimit {
  readonly shard: ShardName;
  readonly package: string;
  readonly support: "ended" | "limited";
  /** ISO date on which it ended. */
  readonly since?: string;
  /** The distribution's words. */
  readonly note?: string;
}
