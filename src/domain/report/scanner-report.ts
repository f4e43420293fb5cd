import type { Vulnerability } from "../advisory/vulnerability.ts";

/** Another scanner's result for the same target. */
export interface ScannerReport {
  /** `trivy`, `grype`. */
  readonly scanner: string;
  readonly version: string;
  /** Its database, as far as it reports it. */
  readonly database?: { readonly version?: string; readonly built?: string };
  /** ISO 8601 UTC: when it answered. */
  readonly askedAt?: string;
  /** `debian 13`. */
  readonly os?: string;
  readonly vulnerabilities: readonly ScannerFinding[];
  /** What it scanned, where it reports it. */
  readonly packages?: readonly ScannedPackage[];
  /** Its own limitations, and entries of its report that could not be read. */
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

/** One vulnerability in one package that only one side reports, with the reason as far as the data show it. */
export interface Disagreement {
  readonly id: string;
  readonly name: string;
  readonly installed: string;
  readonly purl?: string;
  /** A sentence without its full stop. */
  readonly why: string;
}

/** Another scanner gave no result: ours is shown without it. */
export interface ScannerFailure {
  readonly scanner: string;
  /** The error, in the scanner's own words. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** The other scanner's result compared with ours. */
export interface ScannerComparison {
  readonly scanner: string;
  readonly version: string;
  readonly database?: { readonly version?: string; readonly built?: string };
  readonly agreed: number;
  readonly onlyOurs: readonly Disagreement[];
  readonly onlyTheirs: readonly Disagreement[];
  readonly notes: readonly string[];
}
