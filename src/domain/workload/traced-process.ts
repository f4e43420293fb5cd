/** As whom processes of one kind ended, or executed something else: from the calls that changed it and succeeded. */
export interface TracedProcess {
  /** Executable, and those of its parent and of theirs up to the container's first process, as they were executed. */
  readonly program: string;
  readonly parents: readonly string[];
  /** Real, effective and saved; `null` is what the container was started with. */
  readonly uids: readonly (number | null)[];
  readonly gids: readonly (number | null)[];
  /** It has supplementary groups of its own. */
  readonly ownGroups: boolean;
  /** It has a root directory of its own. */
  readonly jailed: boolean;
  /** Bits of prctl(2), PR_SET_SECUREBITS. */
  readonly securebits: number;
}

/** All kinds of process of a trial, short-lived ones included; or why the kernel does not tell. */
export type TracedProcesses =
  | {
      readonly kinds: readonly TracedProcess[];
      /** Calls that take a capability and changed as whom a process runs; absent in what earlier versions kept. */
      readonly changes?: readonly string[];
      /** Those that were refused (EPERM). */
      readonly refused?: readonly string[];
    }
  | { readonly reason: string };
