import type { Baseline } from "./baseline.ts";
import type { Audit } from "./audit.ts";
import type { AdvisoriesInfo } from "../advisory/advisories-info.ts";
import type { BaseChoice } from "../image/base-choice.ts";
import type { CrossCheck } from "./cross-check.ts";
import type { Coverage } from "./coverage.ts";
import type { Finding, RuleResult, RuleResults, RuleText, Severity } from "../finding/finding.ts";
import type { SbomContents, ImageInfo, UpdatesInfo } from "../image/image-info.ts";
import type { ImageFiles } from "../image/image-files.ts";
import type { PackageNeeds } from "../image/package-need.ts";
import type { Inspection } from "../image/inspection.ts";
import type { Observed } from "../workload/observation.ts";
import type { Profile, ProvenFor } from "../profile/profile.ts";
import type { Standing } from "../profile/standing.ts";
import type { TextDialectName } from "../container/text-dialects.ts";
import type { SlimResult } from "./slim-result.ts";
import type { Rendered } from "./rendered.ts";
import type { Remedy } from "../advisory/remedy.ts";
import type { ScannerComparison, ScannerFailure } from "./scanner-report.ts";
import type { Proof, Trial, Recommendation } from "../workload/trial.ts";
import type { HardenExit } from "./harden-exit.ts";
import type { ProjectResult } from "./project-result.ts";
import type { Learned } from "../profile/learned.ts";
import type { Witness } from "../profile/witness.ts";
import type { Vulnerability } from "../advisory/vulnerability.ts";

export type TargetKind =
  | "dockerfile"
  | "document"
  | "compose"
  | TextDialectName
  | "image"
  | "sbom"
  | "config"
  | "container"
  | "engine";

export interface Target {
  /** Path as reached from the current folder, or the image name. */
  readonly id: string;
  readonly kind: TargetKind;
  readonly name: string;
  readonly digest?: string;
  /** As an engine, a registry or an archive calls the image; absent where nothing does, as for a root file system. */
  readonly reference?: string;
  /** Source of a rendered text; `id` and `name` are that file's plus " (rendered)". */
  readonly rendered?: Rendered;
}

/** One column of the before/after table; undefined means not measured and is shown as such. */
export interface Snapshot {
  readonly image: string;
  readonly digest: string;
  readonly sizeBytes: number;
  readonly layers: number;
  readonly wastedBytes: number;
  readonly packages: number;
  readonly setuidFiles: number;
  /** Updates in the image's own package sources today, and the CVE ids that the changelogs of these updates name. */
  readonly pendingUpdates?: number;
  readonly pendingCves?: number;
  /** Vulnerabilities that advisories or changelogs know of, and the critical and high ones among them. */
  readonly knownVulnerabilities?: number;
  readonly severeVulnerabilities?: number;
  /** The same of the base image as it is handed out, before any upgrade in the Dockerfile. */
  readonly base?: {
    readonly name: string;
    /** The image built instead. */
    readonly standIn?: string;
    readonly pendingUpdates?: number;
    readonly pendingCves?: number;
  };
  readonly user: string;
  readonly capabilities: number;
  readonly readOnlyRootfs: boolean;
  /** `all` for a writable root file system, else the tmpfs and volume paths. */
  readonly writablePaths: "all" | readonly string[];
  readonly noNewPrivileges: boolean;
  readonly memoryBytes?: number;
  readonly cpus?: number;
  readonly pids?: number;
}

/** A fix that was tried during the run, with its outcome. */
export interface FixOutcome {
  readonly rule: string;
  readonly title: string;
  readonly applicability: string;
  readonly line: number;
  readonly outcome: "applied" | "dropped" | "not-tried";
  readonly reason: string;
  /** Why its builds and trials prove nothing: the replacement of a base image. */
  readonly notProven?: string;
}

/** Under which name the hardened image stays on the engine; `problem`: why it does not. */
export interface KeptImage {
  readonly name: string;
  readonly problem?: string;
}

export interface HardenResult {
  /** The Dockerfile that was hardened; the lines of `fixes` are its. */
  readonly original: string;
  /** Where the result was written. */
  readonly dockerfile: string;
  /** Unified diff, original -> hardened. */
  readonly diff: string;
  readonly fixes: readonly FixOutcome[];
  /** Base images that were replaced by a mirror: official name -> image used. */
  readonly mirrors: readonly { readonly image: string; readonly mirror: string; readonly reason: string }[];
  readonly builds: readonly { readonly name: string; readonly seconds: number; readonly digest: string }[];
  /** Absent where nothing was to stay. */
  readonly image?: KeptImage;
  /** Two builds of the original: paths that differ without any change. */
  readonly noise: readonly string[];
  /** Paths that the applied fixes changed, beyond the noise and their declared delta; empty is the claim. */
  readonly undeclared: readonly string[];
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly learned: Learned;
  readonly verify: Proof;
  /** Packages that left, or could. */
  readonly slim?: SlimResult;
  readonly emitted: { readonly dockerRun: string; readonly compose: string };
  /** Parts that could not be checked, and why. */
  readonly notChecked: readonly string[];
}

export interface Report {
  readonly schemaVersion: 2;
  readonly tool: { readonly name: "hullproof"; readonly version: string };
  readonly targets: readonly Target[];
  readonly rules: readonly RuleResult[];
  /** Of each rule that found something or broke, in the order of their ids. */
  readonly aboutRules?: readonly RuleText[];
  readonly findings: readonly Finding[];
  readonly image?: Omit<ImageInfo, "digest"> & { readonly digest: string; readonly updates?: UpdatesInfo };
  /** Every file of an image, for its map: only where a format shows it, or on request. */
  readonly files?: readonly ImageFiles[];
  /** Why each package of `image` stays or may go, by what a workload opened: only with a trace of it. */
  readonly needs?: PackageNeeds;
  /** A closer look at one side of `image`. */
  readonly inspection?: Inspection;
  /** Compose files merged into one model, in the shape of `docker compose config --format json`. */
  readonly compose?: Readonly<Record<string, unknown>>;
  /** The containers of an engine. */
  readonly audit?: Audit;
  /** Base images that could be used. */
  readonly bases?: BaseChoice;
  readonly vulnerabilities?: readonly Vulnerability[];
  /** Their remediation steps, the most effective first. */
  readonly remedies?: readonly Remedy[];
  readonly crossCheck?: CrossCheck;
  /** Other scanners' results compared with ours. */
  readonly scanners?: readonly ScannerComparison[];
  /** Scanners that gave no result. */
  readonly scannersFailed?: readonly ScannerFailure[];
  /** Absent: no advisories were queried. */
  readonly advisories?: AdvisoriesInfo;
  /** New, unchanged and fixed findings compared with an earlier report. */
  readonly baseline?: Baseline;
  /** Targets that could not be read although they should have been: the result is incomplete. */
  readonly unread?: readonly { readonly path: string; readonly reason: string }[];
  /** Skipped parts, with the reason: of a scan, and files of a folder besides its targets. */
  readonly notChecked?: readonly string[];
  readonly proof?: {
    readonly trials: readonly Trial[];
    readonly profile: Profile;
    readonly witnesses: readonly Witness[];
    readonly proofs: readonly Proof[];
    readonly suggestions?: readonly Recommendation[];
    /** Observations of the unrestricted container. */
    readonly observed?: Observed;
    readonly coverage?: Coverage;
    readonly before?: Snapshot;
    readonly after?: Snapshot;
    /** The load in this call. */
    readonly provenFor?: ProvenFor;
    /** The validity of the proof here and today, for an earlier profile. */
    readonly validity?: Standing;
    /** The command that says what all of this shows, and what not: it needs no network. */
    readonly about?: string;
  };
  readonly harden?: Omit<HardenResult, "learned" | "before" | "after">;
  /** A Compose project whose services were learned. */
  readonly project?: ProjectResult;
  /** Of `harden`: its exit code, and why. */
  readonly exit?: HardenExit;
}

/** A report as JSON: the results of a rule are one entry. */
export interface ReportDocument extends Omit<Report, "rules"> {
  readonly rules: readonly RuleResults[];
}

/** The part of a report that an SBOM shows. */
export interface SbomReport extends Pick<Report, "tool" | "targets" | "vulnerabilities" | "needs"> {
  readonly image?: SbomContents;
}

/** How many findings of each severity. */
export type Tally = Readonly<Record<Severity, number>>;
