import type { ReachItem } from "../domain/reach.ts";

/**
 * Calls that Docker's own profile allows whoever asks, on any architecture (moby, profiles/seccomp/default.json of 25.0 and later, read on
 * 2026-11-27), and `chroot`, `ptrace` and the like, which it allows with the capabilities and kernels that every container has. io_uring
 * is no longer among them.
 */
const allowed: ReadonlySet<string> = new Set(
  [
    "accept accept4 access adjtimex alarm arch_prctl arm_fadvise64_64 arm_sync_file_range bind breakpoint brk cacheflush cachestat capget",
    "capset chdir chmod chown chown32 chroot clock_adjtime clock_adjtime64 clock_getres clock_getres_time64 clock_gettime clock_gettime64",
    "clock_nanosleep clock_nanosleep_time64 close close_range connect copy_file_range creat dup dup2 dup3 epoll_create epoll_create1",
    "epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 execve execveat exit exit_group faccessat",
    "faccessat2 fadvise64 fadvise64_64 fallocate fanotify_mark fchdir fchmod fchmodat fchmodat2 fchown fchown32 fchownat fcntl fcntl64",
    "fdatasync fgetxattr flistxattr flock fork fremovexattr fsetxattr fstat fstat64 fstatat64 fstatfs fstatfs64 fsync ftruncate ftruncate64",
    "futex futex_requeue futex_time64 futex_wait futex_waitv futex_wake futimesat get_robust_list get_thread_area getcpu getcwd getdents",
    "getdents64 getegid getegid32 geteuid geteuid32 getgid getgid32 getgroups getgroups32 getitimer getpeername getpgid getpgrp getpid",
    "getppid getpriority getrandom getresgid getresgid32 getresuid getresuid32 getrlimit getrusage getsid getsockname getsockopt gettid",
    "gettimeofday getuid getuid32 getxattr getxattrat inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_cancel io_destroy",
    "io_getevents io_pgetevents io_pgetevents_time64 io_setup io_submit ioctl ioprio_get ioprio_set ipc kill landlock_add_rule",
    "landlock_create_ruleset landlock_restrict_self lchown lchown32 lgetxattr link linkat listen listmount listxattr listxattrat llistxattr",
    "_llseek lremovexattr lseek lsetxattr lsm_get_self_attr lsm_list_modules lsm_set_self_attr lstat lstat64 madvise map_shadow_stack",
    "membarrier memfd_create memfd_secret mincore mkdir mkdirat mknod mknodat mlock mlock2 mlockall mmap mmap2 modify_ldt mprotect",
    "mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedreceive_time64 mq_timedsend mq_timedsend_time64 mq_unlink mremap mseal msgctl",
    "msgget msgrcv msgsnd msync munlock munlockall munmap name_to_handle_at nanosleep newfstatat _newselect open openat openat2 pause",
    "pidfd_open pidfd_send_signal pipe pipe2 pkey_alloc pkey_free pkey_mprotect poll ppoll ppoll_time64 prctl pread64 preadv preadv2",
    "prlimit64 process_mrelease process_vm_readv process_vm_writev pselect6 pselect6_time64 ptrace pwrite64 pwritev pwritev2 read readahead",
    "readlink readlinkat readv recv recvfrom recvmmsg recvmmsg_time64 recvmsg remap_file_pages removexattr removexattrat rename renameat",
    "renameat2 restart_syscall riscv_flush_icache riscv_hwprobe rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo",
    "rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64 rt_tgsigqueueinfo s390_pci_mmio_read s390_pci_mmio_write",
    "s390_runtime_instr sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler",
    "sched_rr_get_interval sched_rr_get_interval_time64 sched_setaffinity sched_setattr sched_setparam sched_setscheduler sched_yield seccomp",
    "select semctl semget semop semtimedop semtimedop_time64 send sendfile sendfile64 sendmmsg sendmsg sendto set_robust_list set_thread_area",
    "set_tid_address set_tls setfsgid setfsgid32 setfsuid setfsuid32 setgid setgid32 setgroups setgroups32 setitimer setpgid setpriority",
    "setregid setregid32 setresgid setresgid32 setresuid setresuid32 setreuid setreuid32 setrlimit setsid setsockopt setuid setuid32 setxattr",
    "setxattrat shmat shmctl shmdt shmget shutdown sigaltstack signalfd signalfd4 sigprocmask sigreturn socketcall socketpair splice stat",
    "stat64 statfs statfs64 statmount statx swapcontext symlink symlinkat sync sync_file_range sync_file_range2 syncfs sysinfo tee tgkill time",
    "timer_create timer_delete timer_getoverrun timer_gettime timer_gettime64 timer_settime timer_settime64 timerfd_create timerfd_gettime",
    "timerfd_gettime64 timerfd_settime timerfd_settime64 times tkill truncate truncate64 ugetrlimit umask uname unlink unlinkat uretprobe",
    "utime utimensat utimensat_time64 utimes vfork vmsplice wait4 waitid waitpid write writev",
  ]
    .join(" ")
    .split(" "),
);

/** Flags of clone(2) that make namespaces; AF_VSOCK, which speaks to the hypervisor; what personality(2) may be told. */
const namespaceFlags = 0x7e02_0000;
const vsock = 40;
const personalities: readonly number[] = [0x0, 0x8, 0x2_0000, 0x2_0008, 0xffff_ffff];

interface Argument {
  readonly index?: unknown;
  readonly value?: unknown;
  readonly valueTwo?: unknown;
  readonly op?: unknown;
}
interface Rule {
  readonly names?: unknown;
  readonly action?: unknown;
  readonly args?: unknown;
}

/** What a list of system calls allows beyond the engine's own, as text of JSON. What can't be read as a list of allowed calls allows all. */
export function seccompReach(text: string): readonly ReachItem[] {
  const list = parsed(text);
  if (list === undefined || list.defaultAction !== "SCMP_ACT_ERRNO" || !Array.isArray(list.syscalls))
    return [calls("unconfined", "allows system calls that the engine's own list refuses")];
  const wider = new Set<string>();
  for (const rule of list.syscalls as readonly Rule[]) {
    if (rule.action === "SCMP_ACT_ERRNO") continue;
    const names = Array.isArray(rule.names) ? rule.names.map(String) : ["unconfined"];
    const args = Array.isArray(rule.args) ? (rule.args as readonly Argument[]) : [];
    const plain = rule.action === "SCMP_ACT_ALLOW";
    for (const name of names) if (!plain || !(allowed.has(name) || isHeld(name, args))) wider.add(name);
  }
  return [...wider].toSorted().map((name) => calls(name, "allows a system call that the engine's own list refuses"));
}

/** All conditions of one rule hold together, so one that suffices is enough. */
function isHeld(name: string, args: readonly Argument[]): boolean {
  const equals = (is: (value: number) => boolean) =>
    args.some(({ index, op, value }) => index === 0 && op === "SCMP_CMP_EQ" && typeof value === "number" && is(value));
  if (name === "socket") return equals((value) => value !== vsock);
  if (name === "personality") return equals((value) => personalities.includes(value));
  if (name !== "clone") return false;
  return args.some(
    ({ index, op, value, valueTwo }) =>
      index === 0 &&
      op === "SCMP_CMP_MASKED_EQ" &&
      typeof value === "number" &&
      (value & namespaceFlags) === namespaceFlags &&
      (valueTwo ?? 0) === 0,
  );
}

function calls(value: string, what: string): ReachItem {
  return { kind: "seccomp", value, what };
}

function parsed(text: string): { readonly defaultAction?: unknown; readonly syscalls?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
