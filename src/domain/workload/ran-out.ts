/** Something that a container had no more of, in one trial, whether it said so or not. */
export interface RanOut {
  /**
   * `memory`: the kernel killed a process. `tasks`: a fork or a new thread was refused. `space`, `files`: a file system had no room for bytes, or for
   * names (inodes). `quota`: that of a user. `refused memory`: a call was refused memory (ENOMEM). `watches`, `ipc`: a table of the kernel.
   */
  readonly what: "memory" | "tasks" | "space" | "files" | "quota" | "refused memory" | "watches" | "ipc";
  /** A file system by its path in the container, or the limit that was hit; undefined where only the call is known. */
  readonly where?: string;
  /** System calls that were refused, where they were traced; sorted. */
  readonly calls?: readonly string[];
  /** Programs that made them; sorted. */
  readonly programs?: readonly string[];
  /** How often; for sampled resources, the number of samples. */
  readonly times: number;
  /** `counted` by the cgroup, `traced` by the exits of system calls, `sampled`: looked at now and then. */
  readonly how: "counted" | "traced" | "sampled";
}

/** Kernel counters of an exhausted cgroup; a field is missing where the kernel does not report it. */
export interface ExhaustionCounters {
  /** Processes that the OOM killer took, whichever limit was hit, the machine's own included. */
  readonly oomKills?: number;
  /** Forks that the container's own limit of tasks refused. */
  readonly refusedForks?: number;
  /** Forks that a limit above the container refused: on v2 they are counted where the limit was hit, and may be another container's. */
  readonly refusedForksAbove?: number;
  /** How often memory had to be taken back to stay below the limit: no fault by itself. */
  readonly memoryLimitHits?: number;
  /** Periods in which it had to wait for CPU time. */
  readonly throttledPeriods?: number;
}
