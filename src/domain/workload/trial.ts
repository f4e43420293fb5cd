import type { LifePermissions } from "./file-permissions.ts";
import type { ProcessWatch, SeenProcesses } from "./process-state.ts";
import type { TracedProcesses } from "./traced-process.ts";
import type { PreparedDirectory, Restrictions } from "../profile/restrictions.ts";
import type { RanOut } from "./ran-out.ts";

/** The container's response in one step; two reference trials show the noise. */
export interface StepOutcome {
  readonly name: string;
  readonly ok: boolean;
  /** HTTP status or exit code. */
  readonly status?: number;
  /** First 4,096 characters. */
  readonly body?: string;
  /** Of the whole body. */
  readonly bytes?: number;
  /** Of an HTTP answer, in lower case; those of the connection and of caches are left out. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly problem?: string;
  /** The expected content came and is not kept: that is a response, too. */
  readonly expected?: true;
  /** Set-up of the first life, which a later one does not do again. */
  readonly notDone?: true;
  readonly ms: number;
  /** How long the container had been started when the step began. */
  readonly ageMs?: number;
  /** Of a step that was done more than once, and of a soak. */
  readonly repeats?: Repeats;
}

/** Milliseconds are those of one step each; the 50th and 95th percentile. */
export interface Repeats {
  readonly count: number;
  readonly failed: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

/** The result of a step under load; durations are not judged. */
export interface LoadedStep {
  readonly name: string;
  /** False: one after the other, in parallel to the concurrent ones. */
  readonly together: boolean;
  readonly count: number;
  readonly failed: number;
  /** First failure. */
  readonly problem?: string;
}

/** The steps at once, after they were done once each. */
export interface LoadOutcome {
  readonly clients: number;
  /** From the first step to the last answer. */
  readonly ms: number;
  readonly steps: readonly LoadedStep[];
  /** Of all steps that were done at once; absent in what earlier versions kept. */
  readonly repeats?: Repeats;
}

/** The result of the image's HEALTHCHECK, run after the steps. */
export interface HealthOutcome {
  readonly status: "healthy" | "unhealthy";
  /** How often it was run. */
  readonly runs: number;
  readonly ms: number;
  /** Of the last run. */
  readonly problem?: string;
}

/**
 * Resource usage of one lifecycle: sampled several times a second, at most 40 points. Each column has an entry a point; one is missing where the kernel does not report it. A point covers the
 * time since the one before: its peak memory and tasks, and its average CPUs.
 */
export interface UsageSeries {
  /** Since just after the start, of the end of each point. */
  readonly atMs: readonly number[];
  /** As the limit counts it: caches of files included. */
  readonly memoryBytes?: readonly number[];
  readonly cpus?: readonly number[];
  readonly tasks?: readonly number[];
}

/** One life of the container: start, ready, steps, stop. A trial has two when the workload restarts. */
export interface LifecycleOutcome {
  readonly readyMs?: number;
  /** CPU that it used until it was ready; undefined where this host cannot see it. */
  readonly readyCpuSeconds?: number;
  readonly steps: readonly StepOutcome[];
  /** Undefined where the engine did not get it started. */
  readonly exitCode?: number;
  readonly stopMs?: number;
  readonly oomKilled: boolean;
  /** It ran, was not ready in time or did not stop in time, and was idle in the last second: it was waiting for something, not slow. */
  readonly stuck?: true;
  /** Undefined where the image has no HEALTHCHECK, and where the ready probe or a step is it. */
  readonly health?: HealthOutcome;
  /** As whom its processes ran after the steps, by program; undefined where this host cannot see them. */
  readonly owners?: readonly { readonly program: string; readonly uids: readonly number[] }[];
  /** As what they ran; kept of the reference trials, and of those in which one got worse. */
  readonly processes?: SeenProcesses;
  /** Of a trial that ran on after its steps; undefined where its processes could not be seen. */
  readonly watch?: ProcessWatch;
  /** Paths in its volumes after the stop, with numbers and ids masked; undefined where this host cannot see them. */
  readonly kept?: readonly string[];
  /** Of these, files that were made or changed after it was ready; of the original only. */
  readonly stored?: readonly string[];
  readonly load?: LoadOutcome;
  /** Something was written after its last step; of the original only. */
  readonly late?: true;
  /** Its changes of files outside its volumes; undefined where the host cannot observe them, and once judged. */
  readonly files?: FileWork;
  /** Empty where this host cannot see it, and once it was judged. */
  readonly permissions?: LifePermissions;
  /** Undefined where this host cannot see it. */
  readonly usage?: UsageSeries;
}

/** Changes of files outside the volumes in one lifecycle of a container. */
export interface FileWork {
  /** Made or written, with numbers and ids masked, sorted. */
  readonly written: readonly string[];
  /** Of these, what holds nothing. */
  readonly empty: readonly string[];
  /** Of the image, as they were called there, sorted. */
  readonly removed: readonly string[];
}

/** Peaks of one trial; undefined where the host does not report them. */
export interface Usage {
  readonly memoryPeakBytes?: number;
  readonly memoryRssBytes?: number;
  /** Largest sample of unreclaimable memory: all but file pages and reclaimable slab; tmpfs counts. */
  readonly memoryHeldBytes?: number;
  readonly cpuSeconds?: number;
  readonly wallSeconds?: number;
  readonly pidsPeak?: number;
  readonly throttledSeconds?: number;
  /** Periods of its CPU quota in which it had to wait. */
  readonly throttledPeriods?: number;
  /** How often memory had to be taken back to stay below the limit: no fault by itself. */
  readonly memoryLimitHits?: number;
}

/** A step with a padded body that the original does not answer as the declared one: it is no part of the workload. */
export interface RefusedBody {
  /** Its position among the requested steps. */
  readonly at: number;
  readonly name: string;
  /** Of the declared body. */
  readonly bytes: number;
  readonly problem: string;
}

/** One run of a container under one set of restrictions, with its outcome. */
export interface Trial {
  /** `t1`, `t2`, ... in start order; `t2.2` is the second run of `t2`. Stable within one report. */
  readonly id: string;
  /** The trial's restrictions, for a reader: `without SETUID`, `read-only root, tmpfs /tmp`. */
  readonly title: string;
  readonly restrictions: Restrictions;
  readonly outcome: "passes" | "breaks";
  /** Why it broke, first cause first: `GET /: connection reset`, the container's last log lines. */
  readonly problems: readonly string[];
  readonly lives: readonly LifecycleOutcome[];
  /** The safety limit of hullproof that it reached: its behavior beyond is unknown, and nothing may be learned from it. */
  readonly limit?: string;
  /** As whom all its processes ended, by the kernel; kept as `processes` of its lives is. */
  readonly traced?: TracedProcesses;
  readonly logTail: readonly string[];
  /** Distinct lines of the whole log with times, ids and numbers masked, first seen first, at most 200: behaviour is compared by them. */
  readonly logShapes?: readonly string[];
  readonly usage: Usage;
  /** The exhausted resources, whether it reported them or not. */
  readonly ranOut?: readonly RanOut[];
  /** How refusals for lack of space were detected: exits of calls were `traced`; or free room was `sampled` and counters read; or `none`. */
  readonly watched?: "traced" | "sampled" | "none";
  readonly ms: number;
  /** New lines of its log that report trouble, of which nothing else came: no answer, exit code, owner or file differs. */
  readonly complaints?: readonly string[];
  /** Why owners and permissions of its files were not compared with the original's; absent where they were. */
  readonly filesNotCompared?: string;
  /** Why the comparison was without ACLs and capabilities of files. */
  readonly aclsNotCompared?: string;
  /** It ran in an earlier call, with the same image, workload, engine and kernel. */
  readonly kept?: true;
}

/** Claim, trials, verdict. */
export interface Proof {
  readonly claim: string;
  readonly trials: readonly string[];
  readonly verdict: "holds" | "breaks" | "unsure";
  readonly detail: string;
  /** The restriction that broke it, when one could be named: `tmpfs /tmp`, `memory 16 MiB`. */
  readonly culprit?: string;
  /** The smallest widening of the profile that passes, field by field: `capabilities.required: add NET_RAW`. */
  readonly widening?: readonly string[];
}

/** A change of the image or of how it is run that needs less privilege, with the trials that passed under it. */
export interface Recommendation {
  readonly title: string;
  readonly detail: string;
  /** Lines to add to the final stage. */
  readonly dockerfile: readonly string[];
  /** Flags of `docker run` in place of the profile's. */
  readonly flags: readonly string[];
  /** Existing volumes that must change their owner once. */
  readonly prepared: readonly PreparedDirectory[];
  /** The environment of the trials. */
  readonly restrictions: Restrictions;
  readonly trials: readonly string[];
}
