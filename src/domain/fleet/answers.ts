import type { AdvisorySeverity } from "../advisory/advisory.ts";
import type { Vulnerability, VulnerabilityStatus } from "../advisory/vulnerability.ts";

/** What every answer rests on. Times are ISO 8601, UTC, by the database's clock. */
export interface AnswerBasis {
  readonly asOf: string;
  readonly coverage: Coverage;
}

/** What is known at all. */
export interface Coverage {
  readonly images: ImageStates;
  /** Distinct packages, and how many of them no advisories could be asked about. */
  readonly packages: { readonly distinct: number; readonly notJudged: number };
  /** Shards of advisories that the fleet was judged with; `judgedAt` is that of the oldest. */
  readonly advisories: { readonly shards: number; readonly judgedAt?: string };
}

/** Images that a tag leads to, by what is known of them. `older`: not among the newest tags, which are read. */
export interface ImageStates {
  readonly read: number;
  readonly waiting: number;
  readonly refused: number;
  readonly older: number;
}

/** At most 10,000 are counted; `more`: there are others. */
export interface BoundedCount {
  readonly count: number;
  readonly more: boolean;
}

/** A page of a list; `next` is the value of `after` for the next one. */
export interface ListPage<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

export interface ImageRow {
  readonly digest: string;
  readonly platform: string;
  /** `registry.example/team/app:1`: three of its names. */
  readonly names: readonly string[];
  readonly state: string;
  readonly os?: string;
  readonly created?: string;
}

export interface AffectedPackage {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly status: VulnerabilityStatus;
  readonly fixedIn?: string;
  readonly severity: AdvisorySeverity;
  readonly since: string;
}

export interface VulnerabilityAnswer extends ListPage<ImageRow> {
  readonly id: string;
  readonly names: readonly string[];
  readonly summary?: string;
  readonly published?: string;
  /** In CISA's list of known exploited vulnerabilities. */
  readonly exploited: boolean;
  readonly epss?: number;
  /** Distinct affected packages, at most 100. */
  readonly packages: readonly AffectedPackage[];
  readonly images: BoundedCount;
}

export interface PackageVersion {
  readonly type: string;
  readonly version: string;
  readonly vulnerabilities: number;
}

export interface PackageAnswer extends ListPage<ImageRow> {
  readonly name: string;
  /** Versions within the range, at most 500. */
  readonly versions: readonly PackageVersion[];
  /** Versions that cannot be compared with the range: they may be in it. */
  readonly notCompared: readonly PackageVersion[];
  readonly images: BoundedCount;
}

export interface ImageAnswer {
  readonly image: ImageRow;
  readonly reason?: string;
  readonly readAt?: string;
  readonly user?: string;
  readonly labels: readonly { readonly name: string; readonly value: string }[];
  readonly bytes?: number;
  readonly packages: readonly {
    readonly purl: string;
    readonly name: string;
    readonly version: string;
    readonly layer: number;
    readonly path: string;
  }[];
  /** As `scan` has them. Absent: nothing was checked. */
  readonly vulnerabilities?: readonly Vulnerability[];
  readonly notChecked: readonly string[];
}

export interface TagRow {
  readonly tag: string;
  readonly digest: string;
  readonly since: string;
  readonly kind: string;
  readonly reason?: string;
  readonly images: readonly { readonly digest: string; readonly platform: string; readonly state: string }[];
}

export interface RepositoryAnswer extends ListPage<TagRow> {
  readonly name: string;
  readonly sweptAt?: string;
  readonly note?: string;
  readonly tags: BoundedCount;
}

export interface SeveritySum {
  readonly severity: string;
  readonly vulnerabilities: number;
  readonly fixable: number;
  readonly exploited: number;
}

export interface RankedVulnerability {
  readonly id: string;
  readonly severity: string;
  readonly exploited: boolean;
  readonly epss?: number;
  readonly images: number;
}

/** Sums over all images that a tag leads to; `at` is when they were computed. Absent: not yet. */
export interface StartAnswer {
  readonly at?: string;
  readonly severities: readonly SeveritySum[];
  readonly top: readonly RankedVulnerability[];
  readonly repositories: BoundedCount;
}

export interface ChangeRow {
  readonly at: string;
  readonly kind: "vulnerability-new" | "vulnerability-gone" | "tag-new" | "tag-gone";
  /** The vulnerability, or `registry.example/team/app:1`. */
  readonly subject: string;
  /** The package with its version, or the digest. */
  readonly detail: string;
}

export interface ChangesAnswer extends ListPage<ChangeRow> {
  readonly since: string;
}

export interface UpdateRow {
  readonly type: string;
  readonly name: string;
  readonly images: number;
  readonly vulnerabilities: number;
  readonly exploited: number;
}

export interface UpdatesAnswer {
  readonly at?: string;
  readonly rows: readonly UpdateRow[];
}

export interface SystemRow {
  readonly os: string;
  readonly version: string;
  readonly images: number;
  /** ISO date: last day with fixes. Absent: not known. */
  readonly until?: string;
  readonly past?: boolean;
}

export interface EndOfLifeAnswer {
  readonly rows: readonly SystemRow[];
}

export interface ConfigurationAnswer extends ListPage<ImageRow> {
  readonly images: BoundedCount;
}

export interface StatusAnswer {
  readonly registries: readonly {
    readonly host: string;
    readonly repositories: number;
    readonly sweptAt?: string;
    readonly note?: string;
    readonly pausedUntil?: string;
    readonly pauseReason?: string;
    /** Of its budget of requests: how many were sent in the window that runs. */
    readonly requests?: { readonly limit: number; readonly seconds: number; readonly sent: number };
  }[];
  readonly queues: readonly { readonly name: string; readonly waiting: number; readonly active: number }[];
  /** Why images and repositories are not read, with how many. */
  readonly unread: readonly {
    readonly what: "image" | "repository" | "tag";
    readonly reason: string;
    readonly count: number;
  }[];
  readonly shards: readonly { readonly name: string; readonly judgedAt: string }[];
  readonly selfCheck: {
    readonly checked: number;
    readonly differences: readonly { readonly digest: string; readonly difference: string }[];
  };
}
