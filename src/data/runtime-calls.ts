/**
 * Syscalls that runtimes make between loading a container's filter and executing its program, or a command of `exec`.
 * Recorded by `node scripts/runtime-calls.ts`, which starts each runtime in several ways under strace(1): as root and
 * as another user, with and without no-new-privileges, with and without the syscalls that our lists answer with
 * ENOSYS. A Go runtime also makes the syscalls that its threads need at that moment.
 */
export interface RuntimeCalls {
  readonly runtime: string;
  /** The version as reported by the runtime. */
  readonly version: string;
  /** `SCMP_ARCH_X86_64` */
  readonly architecture: string;
  /** Environment of the recording. */
  readonly kernel: string;
  readonly date: string;
  /** Number of started containers; each also executed one command. */
  readonly starts: number;
  readonly calls: string;
  /** Optional syscalls, which it does without after ENOSYS: our lists need not allow them. */
  readonly without: string;
}

export const runtimeCalls: readonly RuntimeCalls[] = [
  {
    runtime: "crun",
    version: "1.21",
    architecture: "SCMP_ARCH_X86_64",
    kernel: "6.18.44",
    date: "2026-11-28",
    starts: 32,
    calls:
      "capset close execve fchown fcntl fstat fstatfs getdents64 ioctl openat prctl read rt_sigaction rt_sigprocmask setgroups setresgid setresuid statx umask write",
    without: "close_range",
  },
  {
    runtime: "runc",
    version: "1.1.15+ds1",
    architecture: "SCMP_ARCH_X86_64",
    kernel: "6.18.44",
    date: "2026-11-28",
    starts: 32,
    calls:
      "capget capset chdir close epoll_ctl execve faccessat2 fchown fcntl fstat fstatfs futex getcwd getdents64 getpid getppid newfstatat openat prctl read rt_sigreturn setgid setgroups setuid write",
    without: "",
  },
  {
    runtime: "runc",
    version: "1.5.3",
    architecture: "SCMP_ARCH_X86_64",
    kernel: "6.18.44",
    date: "2026-11-28",
    starts: 32,
    calls:
      "capget capset chdir close execve faccessat faccessat2 fchown fcntl fstat fstatfs futex getcwd getdents64 getpid getppid mmap newfstatat openat prctl read readlinkat rt_sigreturn sched_yield setgid setgroups setuid statx tgkill uname write",
    without: "close_range fsconfig fsmount fsopen open_tree openat2",
  },
];
