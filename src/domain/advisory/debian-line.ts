/**
 * Lines of Debian's security tracker, read but not reduced: `vulnerabilities/advisories/debian.ts` evaluates them for a release.
 * https://security-team.debian.org/security_tracker.html#the-cve-list
 */

/** A line's statement about a source package: a fixed version, or a word in angle brackets. */
export type DebianVerdict =
  | { readonly kind: "fixed"; readonly version: string }
  | {
      readonly kind:
        | "unfixed"
        | "removed"
        | "not-affected"
        | "undetermined"
        | "itp"
        | "no-dsa"
        | "postponed"
        | "ignored"
        | "end-of-life";
    };

/** `[bookworm] - openssl 3.0.11-1 (unimportant; bug #1)` below a CVE. */
export interface DebianCveLine {
  readonly list: "cve";
  /** `CVE-2024-1`, or the tracker's temporary `TEMP-0000000-ABCDEF`. */
  readonly cve: string;
  /** Description of the CVE, without the brackets, as short as the list has it. */
  readonly summary?: string;
  readonly package: string;
  /** Codename; absent: sid, and each release without a separate line. */
  readonly release?: string;
  readonly verdict: DebianVerdict;
  /** `unimportant`, `low`, `medium`, `high`, `end-of-life`, as written. */
  readonly urgency?: string;
  /** Other words in the parentheses, bug numbers left out: "Minor issue". */
  readonly reason?: string;
}

/** `[bullseye] - xen 4.14.5+94-ge49571868d-1` below an advisory of DSA/list or DLA/list. */
export interface DebianAdvisoryLine {
  readonly list: "dsa" | "dla";
  /** `DSA-5378-1`. */
  readonly id: string;
  /** ISO date of the advisory. */
  readonly date: string;
  /** Vulnerabilities of the advisory; empty for regression updates. */
  readonly cves: readonly string[];
  /** `xen - security update`. */
  readonly summary: string;
  readonly package: string;
  readonly release: string;
  readonly verdict: DebianVerdict;
  readonly reason?: string;
}

/** A version whose changelog names vulnerabilities that it fixes; says nothing of other versions, nor of other releases' packages. */
export interface DebianChangelogLine {
  readonly list: "changelog";
  /** Codename of the release whose packages the changelog was read in. */
  readonly release: string;
  readonly package: string;
  readonly version: string;
  /** `trixie-security`, `unstable`, as the changelog has it. */
  readonly distribution: string;
  readonly cves: readonly string[];
}

export type DebianLine = DebianCveLine | DebianAdvisoryLine | DebianChangelogLine;
