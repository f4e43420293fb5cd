import type { Permit } from "../../../consent/decide.ts";
import type { LoadOutcome } from "../../../domain/workload/trial.ts";
import type { Port, Workload } from "../../../domain/workload/workload.ts";
import type { Container, EngineInfo } from "../../../sources/engine/types.ts";
import type { HealthCheck } from "../health-command.ts";
import type { ExpectedFiles } from "../../judge/files/expected-files.ts";
import type { MainProgram } from "./main-program.ts";
import type { Observer } from "../../observe/observer.ts";
import type { ProcessesNow } from "../../observe/identity/watch-processes.ts";

/** What every part of one life of a container needs. */
export interface LifeContext {
  readonly container: Container;
  readonly workload: Workload;
  readonly engine: EngineInfo;
  readonly observers: readonly Observer[];
  readonly signal: AbortSignal;
  /** What is exposed there is known to be no HTTP. */
  readonly silentPorts?: ReadonlySet<number>;
  /** What the container is stopped with; default `SIGTERM`. */
  readonly stopSignal?: string;
  /** 0 for the first start, 1 for the restart. */
  readonly life: number;
  /** Command of the image's HEALTHCHECK, where it has one. */
  readonly health?: readonly string[];
  /** A check that passes while this is a script is believed once it has handed over; default at once. */
  readonly main?: MainProgram;
  /** Run after the steps, where neither the probe nor a step is it. */
  readonly healthCheck?: HealthCheck;
  /** For how long its failures do not count; default its start period. */
  readonly healthWithinMs?: number;
  /** Past the time in which it should be ready, it is waited for so long on a busy machine or held back by its limit of CPUs, while it goes on and has used less CPU than this. */
  readonly slowStart?: SlowStart;
  /** Told to stop, it is waited for no longer once it does nothing any more; default the whole time of the workload. */
  readonly stopWithinMs?: number;
  /** Published ports of the container, TCP first. */
  readonly ports: readonly Port[];
  readonly permit: Permit;
  /** Companions by name, for the steps that are done at one of them. */
  readonly beside?: ReadonlyMap<string, Beside>;
  /** Starts the companions that need the container; absent where there are none. */
  readonly dependents?: (() => Promise<Dependents>) | undefined;
  /** Of each step, how long the container has to have been started, in milliseconds. */
  readonly pace?: readonly number[] | undefined;
  /** Before it is stopped, what it does after its last step is waited for. */
  readonly settle?: boolean;
  /** Of the original in this life: what it has done to files by its end is waited for a little. */
  readonly expected?: ExpectedFiles | undefined;
  /** Default true; false where only figures are asked for. */
  readonly judged?: boolean | undefined;
  /** Where it has one of its own. */
  readonly tmpfs?: readonly string[];
  /** Of its volumes, those that stand in for a part of its own layer. */
  readonly anonymousVolumes?: readonly string[];
  /** Under load each step is done another number of times than there. */
  readonly unlike?: LoadOutcome;
  /** It runs on after its steps. */
  readonly runOn?: RunOn & { readonly look: LookAtProcesses };
  /** Under load nothing is done beside the steps, no exec and no HEALTHCHECK. */
  readonly quiet?: boolean;
}

/** A companion, as a step sees it. */
export interface Beside {
  readonly container: Container;
  readonly ports: readonly Port[];
  /** Command of its HEALTHCHECK, where it has one. */
  readonly health?: readonly string[];
}

/** Companions that need the container, in one of its lives. */
export interface Dependents extends AsyncDisposable {
  readonly started: ReadonlyMap<string, Beside>;
  /** Why one of them did not become ready, or what became of one that was. */
  problems(): Promise<readonly string[]>;
}

export interface SlowStart {
  readonly longestMs: number;
  readonly cpuSeconds: number;
  /** A limit of CPUs that was given and is not looked for: while it uses all of that, it is waited for on any machine. */
  readonly cpus?: number;
}

export function executed(context: LifeContext, pid: number): void {
  for (const observer of context.observers) observer.executed?.(pid);
}

/** A trial that runs on after its steps, until its processes are what they stay. */
export interface RunOn {
  /** For how long it runs on at least, from its start, in milliseconds: as long as the one that it is compared with, which may not be known yet. Default no time. */
  readonly leastMs?: () => number;
  /** Called once its steps are over: from then on it waits. */
  readonly begun?: () => void;
  /** Ends it early. */
  readonly ended?: AbortSignal;
}

/** As what a container's processes run now; undefined where no one can see that, and once it has ended. */
export type LookAtProcesses = (pid: number) => Promise<ProcessesNow | undefined>;
