import type { Vulnerability } from "../advisory/vulnerability.ts";

/** What another scanner answered about the same target. */
export interface ScannerReport {
  /** `trivy`, `grype`. */
  readonly scanner: string;
  readonly version: string;
  /** Its database, as far as it tells. */
  readonly database?: { readonly version?: string; readonly built?: string };
  /** ISO 8601 UTC: when it answered. */
  readonly askedAt?: string;
  /** `debian 13`. */
  readonly os?: string;
  readonly vulnerabilities: readonly ScannerFinding[];
  /** What it looked at, where it tells. */
  readonly packages?: readonly ScannedPackage[];
  /** What it says about itself that limits its answer, and entries of its report that could not be read. */
  readonly notes: readonly string[];
}

export interface ScannedPackage {
  readonly name: string;
  readonly version: string;
  /** Purl type: `deb`, `pypi`. */
  readonly type: string;
  readonly purl?: string;
}

export interface ScannerFinding {
  /** In our words; `sources` names where its data come from. It may name the package without a purl. */
  readonly vulnerability: Omit<Vulnerability, "purl"> & { readonly purl?: string };
  /** Purl type: `deb`, `pypi`. */
  readonly type: string;
  /** Its own filter set it aside, with its words. */
  readonly filtered?: string;
}

/** One vulnerability in one package that only one side reports, with why as far as the data tell. */
export interface Disagreement {
  readonly id: string;
  readonly name: string;
  readonly installed: string;
  readonly purl?: string;
  /** A sentence without its full stop. */
  readonly why: string;
}

/** Another scanner was to be asked, and gave no answer: ours stands without it. */
export interface ScannerFailure {
  readonly scanner: string;
  /** What happened, with the scanner's own words. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** The other scanner's answer beside ours. */
export interface ScannerComparison {
  readonly scanner: string;
  readonly version: string;
  readonly database?: { readonly version?: string; readonly built?: string };
  readonly agreed: number;
  readonly onlyOurs: readonly Disagreement[];
  readonly onlyTheirs: readonly Disagreement[];
  readonly notes: readonly string[];
}
