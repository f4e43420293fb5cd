/**
 * Related syscalls: a process that may make one of `when` gains nothing from `also`. Read in the man pages (man-pages
 * 6.9) and the sources of Linux 6.12; written 2026-11-27 by hand. Syscalls that an engine's own filter refuses stay
 * refused (src/data/seccomp/seccomp-floor.ts).
 */
export interface RelatedSyscalls {
  readonly when: string;
  readonly also: string;
  /** Why it adds no access. */
  readonly why: string;
}

const mutual = (calls: string, why: string): RelatedSyscalls => ({ when: calls, also: calls, why });

/**
 * Syscalls that programs which create or write files make sooner or later: for a temporary file of a large request, a
 * lock, a safe save. Each is checked against the same permissions as the observed writes. None changes an owner, and
 * none creates anything but files, folders and links.
 */
export const fileCalls =
  "mkdir mkdirat rmdir unlink unlinkat rename renameat renameat2 link linkat symlink symlinkat chmod fchmod fchmodat truncate ftruncate " +
  "fallocate fsync fdatasync sync_file_range flock utime utimes utimensat futimesat";

export const relatedSyscalls: readonly RelatedSyscalls[] = [
  mutual(
    "read readv pread64 preadv",
    "read from a descriptor that is open for reading, at its offset or at another (fs/read_write.c)",
  ),
  mutual(
    "write writev pwrite64 pwritev",
    "write to a descriptor that is open for writing, at its offset or at another (fs/read_write.c)",
  ),
  {
    when: "write writev",
    also: "sendfile",
    why: "reads from one open descriptor and writes to the other, as read and write do (sendfile(2))",
  },
  { when: "preadv2", also: "read readv pread64 preadv", why: "preadv2 without flags" },
  { when: "pwritev2", also: "write writev pwrite64 pwritev", why: "pwritev2 without flags" },
  mutual("accept accept4", "accept is accept4 without flags (net/socket.c)"),
  {
    when: "listen",
    also: "accept4 read write recvfrom sendto",
    why: "takes the connections for which it listens, and talks over them: a workload of UDP alone never connects (net/socket.c)",
  },
  mutual(
    "sendto sendmsg sendmmsg",
    "send over a socket that is there, one message or several (net/socket.c, ____sys_sendmsg)",
  ),
  mutual(
    "recvfrom recvmsg recvmmsg",
    "receive from a socket that is there, one message or several (net/socket.c, ____sys_recvmsg)",
  ),
  mutual("dup dup2 dup3", "one more number for an open file (fs/file.c)"),
  mutual("pipe pipe2", "pipe is pipe2 without flags (fs/pipe.c)"),
  mutual("eventfd eventfd2", "eventfd is eventfd2 without flags (fs/eventfd.c)"),
  mutual("signalfd signalfd4", "signalfd is signalfd4 without flags (fs/signalfd.c)"),
  mutual("inotify_init inotify_init1", "inotify_init is inotify_init1 without flags (fs/notify/inotify)"),
  mutual("epoll_create epoll_create1", "epoll_create is epoll_create1 without flags (fs/eventpoll.c)"),
  mutual("epoll_wait epoll_pwait poll ppoll select pselect6", "wait for descriptors that are open already"),
  mutual("open openat creat", "open is openat at the current directory, creat is open with three flags (fs/open.c)"),
  mutual("stat lstat fstat newfstatat statx", "report of a file what newfstatat reports (fs/stat.c)"),
  mutual("access faccessat faccessat2", "ask whether a file may be opened, which opening it would show (fs/open.c)"),
  mutual("statfs fstatfs", "report the file system of a path or of an open file (fs/statfs.c)"),
  mutual("readlink readlinkat", "readlink is readlinkat at the current directory (fs/stat.c)"),
  mutual("getdents getdents64", "list an open directory (fs/readdir.c)"),
  mutual(
    fileCalls,
    "files, folders and links in places that may be written (fs/namei.c, fs/open.c, fs/locks.c, fs/sync.c)",
  ),
  {
    when: "mkdir openat",
    also: "umask",
    why: "takes bits from the mode of what the program makes itself (kernel/sys.c)",
  },
  mutual("chown fchown lchown fchownat", "change the owner of a file, under the same checks (fs/open.c, chown_common)"),
  mutual("chdir fchdir", "the current directory, by its name or as an open file (fs/open.c)"),
  mutual("nanosleep clock_nanosleep", "sleep (kernel/time)"),
  mutual("alarm setitimer getitimer", "alarm is setitimer of whole seconds (kernel/time/itimer.c)"),
  mutual("timerfd_settime timerfd_gettime", "of a timer that is open already (fs/timerfd.c)"),
  mutual("wait4 waitid", "wait for one's own children (kernel/exit.c)"),
  {
    when: "clone",
    also: "fork vfork",
    why: "both are clone with fixed flags, none of which makes a namespace (kernel/fork.c)",
  },
  {
    when: "rt_sigaction",
    also: "rt_sigtimedwait rt_sigsuspend rt_sigpending pause",
    why: "wait for signals to oneself (kernel/signal.c)",
  },
  {
    when: "getpid",
    also: "getppid gettid getpgrp getpgid getsid",
    why: "numbers of processes, which change nothing (kernel/sys.c)",
  },
  {
    when: "getuid geteuid",
    also: "getuid geteuid getgid getegid getresuid getresgid getgroups",
    why: "one's own ids, which change nothing (kernel/sys.c)",
  },
  mutual("getpriority sched_getparam sched_getscheduler", "ask for priorities (kernel/sched)"),
  mutual("sched_getaffinity getcpu", "ask for processors (kernel/sched)"),
];

/** Needed although no program of the image made them during observation. */
export interface NeededCalls {
  readonly calls: string;
  readonly why: string;
}

/** tini 0.19, which `docker run --init` runs around the command, traced 2026-11-26. */
export const initCalls: NeededCalls = {
  calls: "rt_sigtimedwait setpgid getpgrp kill wait4",
  why: "tini waits for signals, passes them on to its child, and reaps",
};

/** `sh -c` of a HEALTHCHECK and of `docker exec`: dash 0.5.12 and busybox 1.37, with the loaders of glibc 2.41 and musl 1.2. */
export const shellCalls: NeededCalls = {
  calls:
    "access arch_prctl brk clone close dup2 execve exit_group fcntl fstat getcwd getegid geteuid getgid getpgrp getpid getppid " +
    "getrandom getuid lseek mmap mprotect munmap newfstatat openat open pipe2 pread64 prlimit64 read readlink rseq rt_sigaction " +
    "rt_sigprocmask rt_sigreturn set_robust_list set_tid_address stat uname vfork wait4 write",
  why: "starts a program, reads its libraries, and waits for it; prlimit64 sets no limit higher without SYS_RESOURCE",
};
