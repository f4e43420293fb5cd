/** As whom processes of one kind ended, or executed something else: from the calls that changed it and succeeded. */
export interface TracedProcess {
  /** Executable, and those of its parent and of theirs up to the container's first process, as they were executed. */
  readonly program: string;
  readonly parents: readonly string[];
  /** Real, effective and saved; `null` is what the container was started with. */
  readonly uids: readonly (number | null)[];
  readonly gids: readonly (number | null)[];
  /** It has its own supplementary groups. */
  readonly ownGroups: boolean;
  /** It has its own root directory. */
  readonly jailed: boolean;
  /** Bits of prctl(2), PR_SET_SECUREBITS. */
  readonly securebits: number;
}

/** All kinds of process of a trial, short-lived ones included; or why the kernel does not report them. */
export type TracedProcesses =
  | {
      readonly kinds: readonly TracedProcess[];
      /** Syscalls that need a capability and changed the identity of a process; absent in data of earlier versions. */
      readonly changes?: readonly string[];
      /** Those that were refused (EPERM). */
      readonly refused?: readonly string[];
    }
  | { readonly reason: string };
