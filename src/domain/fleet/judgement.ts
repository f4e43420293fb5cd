import type { AdvisorySeverity } from "../advisory/advisory.ts";
import type { VulnerabilityStatus } from "../advisory/vulnerability.ts";

/** A distinct package as the database has it. */
export interface StoredPackage {
  readonly id: number;
  readonly content: string;
  /** Hex digest of its last result; null if it was never judged. */
  readonly result: string | null;
}

/** One vulnerability of a package, with what is known of it. Keys are those of the tables. */
export interface PackageMatch {
  readonly name: string;
  readonly names: readonly string[];
  readonly summary?: string;
  readonly published?: string;
  readonly exploited: boolean;
  readonly epss?: number;
  readonly severity: AdvisorySeverity;
  readonly status: VulnerabilityStatus;
  readonly fixed_in?: string;
  /** The vendor's data says that it is harmless. */
  readonly suppressed: boolean;
}

/** A result that differs from the stored one. */
export interface JudgedPackage {
  readonly id: number;
  /** Hex SHA-256 of the result. */
  readonly result: string;
  /** Why it is not judged. */
  readonly gap?: string;
  readonly vulnerabilities: readonly PackageMatch[];
}
