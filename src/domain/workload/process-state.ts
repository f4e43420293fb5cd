/** Identity of one process (or of a thread that differs), in one observed state. Equal states are reported once. */
export interface ProcessState {
  /** The executable, as a path of the container: a name can be changed with prctl(2), this cannot. */
  readonly program: string;
  /** The same of its parent and of theirs, up to the container's first process. */
  readonly parents: readonly string[];
  /** Real, effective, saved and of the file system, as the container's user namespace numbers them. */
  readonly uids: readonly number[];
  readonly gids: readonly number[];
  /** Supplementary ones, in rising order. */
  readonly groups: readonly number[];
  /** Root directory as a path of the container: `/`, `/var/empty`. Absent where it could not be read, or only the engine reported it. */
  readonly root?: string;
  /** Hexadecimal, as proc_pid_status(5) has them. Absent where only the engine reported it. */
  readonly capabilities?: Readonly<Record<CapabilitySet, string>>;
  readonly noNewPrivileges?: boolean;
  /** Filters of system calls, the engine's own included. */
  readonly filters?: number;
  /** In how many looks it was seen. */
  readonly looks: number;
  /** Also in the last one, before the stop. */
  readonly last?: true;
}

export const capabilitySets = ["inheritable", "permitted", "effective", "bounding", "ambient"] as const;
export type CapabilitySet = (typeof capabilitySets)[number];

/** All processes of a container in one of its lives. */
export interface SeenProcesses {
  /** How often all were looked at: once it was ready, after each step, before the stop. */
  readonly looks: number;
  readonly method: "proc" | "top";
  readonly states: readonly ProcessState[];
}

/** As what a container's processes ran once they no longer changed, while it ran on after its steps. */
export interface ProcessWatch {
  /** From its start to the last look. */
  readonly ms: number;
  /** For how long nothing had changed by then; less than was wanted where its processes always change. */
  readonly unchangedMs: number;
  /** Of the looks since the last change. */
  readonly processes: SeenProcesses;
}
