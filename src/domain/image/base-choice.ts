import type { AdvisorySeverity } from "../advisory/advisory.ts";
import type { Trial } from "../workload/trial.ts";

/** Vulnerabilities of an image by severity; `fixable` and `exploited` are among them. */
export interface VulnerabilityCounts {
  readonly severities: Readonly<Record<AdvisorySeverity, number>>;
  /** Those for which a version without them exists. */
  readonly fixable: number;
  /** Those that CISA's catalogue knows to be exploited. */
  readonly exploited: number;
}

/** Something that was not looked at, and why: unknown is not zero. */
export interface MissingEvidence {
  readonly missing: string;
}

/** A build of a base that was read, today or at an earlier call, and the vulnerabilities that were known in it as time went by. */
export interface BaseBuild {
  /** Name that it had when it was read. */
  readonly name: string;
  /** Digest of its configuration. */
  readonly digest: string;
  /** ISO dates: when it was built, and when its successor was (today for the newest). */
  readonly from: string;
  readonly until: string;
  /** By day, oldest first: the vulnerabilities of its packages that were published by then. */
  readonly days: readonly { readonly date: string; readonly vulnerabilities: number; readonly points: number }[];
}

/** How a line of builds did over time: a base is judged by its life and not by its day. */
export interface BaseLife {
  readonly builds: readonly BaseBuild[];
  /** Mean over the days that `builds` cover, each judged by the advisories known on that day. */
  readonly meanVulnerabilities: number;
  readonly meanPoints: number;
  readonly days: number;
}

export interface BaseCandidate {
  /** As FROM takes it: `python:3.13-slim`. */
  readonly name: string;
  /** Other names of the same image that were looked at. */
  readonly alsoNamed: readonly string[];
  /** The digest for a pin: that of the platform index if there is one, else of the manifest. */
  readonly digest: string;
  readonly platform: string;
  /** It is the base in use. */
  readonly inUse: boolean;
  /** ISO date of the build, and whole days since. */
  readonly created?: string;
  readonly ageDays?: number;
  readonly compressedBytes?: number;
  readonly sizeBytes: number;
  readonly layers: number;
  readonly packages: number;
  readonly os: string;
  readonly libc: "glibc" | "musl" | "none" | "unknown";
  /** Language runtimes with their versions: `Python 3.13.1`. */
  readonly runtimes: readonly string[];
  readonly user: string;
  readonly shell: boolean;
  readonly packageManagers: readonly string[];
  /** Distribution and runtimes whose last day with fixes is known. */
  readonly lifeCycles: readonly { readonly product: string; readonly until: string; readonly ended: boolean }[];
  readonly vulnerabilities: VulnerabilityCounts | MissingEvidence;
  /** Updates that its own package sources offer. */
  readonly pending: { readonly packages: number; readonly vulnerabilities: number } | MissingEvidence;
  readonly life?: BaseLife;
  /** What changes when moving from the base in use: `libc changes from glibc to musl`. */
  readonly changes: readonly { readonly kind: "libc" | "major" | "os" | "other"; readonly text: string }[];
  /** Lower is better; the sum of `parts`. */
  readonly points: number;
  readonly parts: readonly { readonly what: string; readonly points: number }[];
  /** Whether the Dockerfile builds on it and its workload passes. Absent: not requested. */
  readonly proof?: {
    readonly verdict: "passes" | "breaks" | "not-built" | "not-tried";
    readonly detail: string;
    readonly trials: readonly string[];
  };
}

/** Answer of `hullproof base`. */
export interface BaseChoice {
  /** The requested repository or Dockerfile. */
  readonly asked: string;
  readonly repository: string;
  /** Tags of the repositories, how many of them name an image of this kind, and how many were read. */
  readonly tags: { readonly all: number; readonly fitting: number; readonly read: number };
  /** Best first. */
  readonly candidates: readonly BaseCandidate[];
  /** Candidates that could not be read, and why. */
  readonly unread: readonly { readonly name: string; readonly reason: string }[];
  /** How points are given, as sentences. */
  readonly scale: readonly string[];
  /** Runs of the application on the bases, if requested. */
  readonly trials?: readonly Trial[];
  /** The name that is recommended, and why; absent when nothing can be recommended, `reason` says why then too. */
  readonly recommended?: string;
  readonly reason: string;
  /** How to follow the recommendation: keep the tag, pin the digest, and automate updates. */
  readonly pin?: {
    readonly from: string;
    /** Unified diff of the Dockerfile, where one was named. */
    readonly diff?: string;
    readonly renovate: string;
    readonly dependabot: string;
  };
}
