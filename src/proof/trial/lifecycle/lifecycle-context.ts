import type { Permit } from "../../../consent/decide.ts";
import type { LoadOutcome } from "../../../domain/workload/trial.ts";
import type { Port, Workload } from "../../../domain/workload/workload.ts";
import type { Container, EngineInfo } from "../../../sources/engine/types.ts";
import type { Client, TrialCaptures } from "../steps/client.ts";
import type { HealthCheck } from "../health-command.ts";
import type { ExpectedFiles } from "../../judge/files/expected-files.ts";
import type { MainProgram } from "./main-program.ts";
import type { Observer } from "../../observe/observer.ts";
import type { ProcessesNow } from "../../observe/identity/watch-processes.ts";

/** State that every part of one life of a container needs. */
export interface LifecycleContext {
  readonly container: Container;
  readonly workload: Workload;
  readonly engine: EngineInfo;
  readonly observers: readonly Observer[];
  readonly signal: AbortSignal;
  /** Ports without HTTP. */
  readonly silentPorts?: ReadonlySet<number>;
  /** Stop signal of the container; default `SIGTERM`. */
  readonly stopSignal?: string;
  /** 0 for the first start, 1 for the restart. */
  readonly life: number;
  /** Command of the image's HEALTHCHECK, if any. */
  readonly health?: readonly string[];
  /** While this is a script, a passing check counts only after it has started its final program; default at once. */
  readonly main?: MainProgram;
  /** Runs after the steps, unless the probe or a step is the same check. */
  readonly healthCheck?: HealthCheck;
  /** Time during which its failures do not count; default its start period. */
  readonly healthWithinMs?: number;
  /**
   * After the ready time, a container on a busy machine, or slowed down by its CPU limit, gets more time while it runs
   * and has used less CPU than this.
   */
  readonly slowStart?: SlowStart;
  /** Time limit of an idle container after the stop signal; default the whole time of the workload. */
  readonly stopWithinMs?: number;
  /** The client that runs the steps, and the state shared by all clients of the trial. */
  readonly client?: Client;
  readonly captures?: TrialCaptures;
  /** Published ports of the container, TCP first. */
  readonly ports: readonly Port[];
  readonly permit: Permit;
  /** Companions by name, for steps that use one of them. */
  readonly companions?: ReadonlyMap<string, CompanionView>;
  /** Starts the companions that need the container; absent if there are none. */
  readonly dependents?: (() => Promise<Dependents>) | undefined;
  /** Earliest time of each step in milliseconds since the container's start. */
  readonly pace?: readonly number[] | undefined;
  /** Waits for work after the last step before the stop. */
  readonly settle?: boolean;
  /** The original's final file changes in this life, which get a little time. */
  readonly expected?: ExpectedFiles | undefined;
  /** Default true; false for measurements only. */
  readonly judged?: boolean | undefined;
  /** The image's health check, if any. */
  readonly tmpfs?: readonly string[];
  /** Volumes that replace a part of its layer. */
  readonly anonymousVolumes?: readonly string[];
  /** Under load, each step runs a different number of times than there. */
  readonly unlike?: LoadOutcome;
  /** Keeps running after its steps. */
  readonly runOn?: RunOn & { readonly look: LookAtProcesses };
  /** Under load only the steps run, without exec and HEALTHCHECK. */
  readonly quiet?: boolean;
}

/** A companion, as a step sees it. */
export interface CompanionView {
  readonly container: Container;
  readonly ports: readonly Port[];
  /** Command of its HEALTHCHECK, if any. */
  readonly health?: readonly string[];
}

/** Companions that need the container, in one of its lives. */
export interface Dependents extends AsyncDisposable {
  readonly started: ReadonlyMap<string, CompanionView>;
  /** Why one of them did not become ready, or later ended. */
  problems(): Promise<readonly string[]>;
}

export interface SlowStart {
  readonly longestMs: number;
  readonly cpuSeconds: number;
  /**
   * A given CPU limit that is not being learned: while the container uses all of it, it gets more time on any machine.
   */
  readonly cpus?: number;
}

export function executed(context: LifecycleContext, pid: number): void {
  for (const observer of context.observers) observer.executed?.(pid);
}

/** A trial that keeps running after its steps until its processes reach their final states. */
export interface RunOn {
  /**
   * Minimum duration from the start, in milliseconds: that of the reference, which may not be known yet. Default none.
   */
  readonly leastMs?: () => number;
  /** Called after its steps: from then on it waits. */
  readonly begun?: () => void;
  /** Ends it early. */
  readonly ended?: AbortSignal;
}

/** Current states of a container's processes; undefined if unknown, and after the end. */
export type LookAtProcesses = (pid: number) => Promise<ProcessesNow | undefined>;
