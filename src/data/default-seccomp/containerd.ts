// Written by scripts/default-seccomp.ts. Do not edit.
import type { PublishedDefault } from "./published.ts";

export const containerd: PublishedDefault = {
  engine: "containerd",
  source: "containerd/containerd, contrib/seccomp/seccomp_default.go of each tag",
  read: "2026-11-27",
  versions: [
    ["1.6.0", 0],
    ["1.6.7", 1],
    ["1.6.9", 2],
    ["1.6.16", 3],
    ["1.6.22", 4],
    ["1.6.28", 5],
    ["1.7.0", 6],
    ["1.7.3", 7],
    ["1.7.13", 8],
    ["1.7.32", 9],
    ["2.0.0", 10],
    ["2.0.9", 11],
    ["2.1.0", 10],
    ["2.2.0", 12],
    ["2.2.4", 13],
    ["2.3.0", 12],
    ["2.3.1", 13],
  ],
  errnos: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  rules: `
: _llseek _newselect accept accept4 access adjtimex alarm bind brk capget capset chdir chmod chown chown32 clock_adjtime clock_adjtime64 clock_getres
: clock_getres_time64 clock_gettime clock_gettime64 clock_nanosleep clock_nanosleep_time64 close close_range connect copy_file_range creat dup dup2
: dup3 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 execve execveat exit
: exit_group faccessat faccessat2 fadvise64 fadvise64_64 fallocate fanotify_mark fchdir fchmod fchmodat fchown fchown32 fchownat fcntl fcntl64
: fdatasync fgetxattr flistxattr flock fork fremovexattr fsetxattr fstat fstat64 fstatat64 fstatfs fstatfs64 fsync ftruncate ftruncate64 futex
: futex_time64 futex_waitv futimesat get_robust_list get_thread_area getcpu getcwd getdents getdents64 getegid getegid32 geteuid geteuid32 getgid
: getgid32 getgroups getgroups32 getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom getresgid getresgid32 getresuid
: getresuid32 getrlimit getrusage getsid getsockname getsockopt gettid gettimeofday getuid getuid32 getxattr inotify_add_watch inotify_init
: inotify_init1 inotify_rm_watch io_cancel io_destroy io_getevents io_pgetevents io_pgetevents_time64 io_setup io_submit ioctl ioprio_get ioprio_set
: ipc kill landlock_add_rule landlock_create_ruleset landlock_restrict_self lchown lchown32 lgetxattr link linkat listen listxattr llistxattr
: lremovexattr lseek lsetxattr lstat lstat64 madvise membarrier memfd_create memfd_secret mincore mkdir mkdirat mknod mknodat mlock mlock2 mlockall
: mmap mmap2 mprotect mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedreceive_time64 mq_timedsend mq_timedsend_time64 mq_unlink mremap msgctl
: msgget msgrcv msgsnd msync munlock munlockall munmap nanosleep newfstatat open openat openat2 pause pidfd_open pidfd_send_signal pipe pipe2 poll
: ppoll ppoll_time64 prctl pread64 preadv preadv2 prlimit64 process_mrelease pselect6 pselect6_time64 pwrite64 pwritev pwritev2 read readahead
: readlink readlinkat readv recv recvfrom recvmmsg recvmmsg_time64 recvmsg remap_file_pages removexattr rename renameat renameat2 restart_syscall
: rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_sigtimedwait_time64
: rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler
: sched_rr_get_interval sched_rr_get_interval_time64 sched_setaffinity sched_setattr sched_setparam sched_setscheduler sched_yield seccomp select
: semctl semget semop semtimedop semtimedop_time64 send sendfile sendfile64 sendmmsg sendmsg sendto set_robust_list set_thread_area set_tid_address
: setfsgid setfsgid32 setfsuid setfsuid32 setgid setgid32 setgroups setgroups32 setitimer setpgid setpriority setregid setregid32 setresgid
: setresgid32 setresuid setresuid32 setreuid setreuid32 setrlimit setsid setsockopt setuid setuid32 setxattr shmat shmctl shmdt shmget shutdown
: sigaltstack signalfd signalfd4 sigprocmask sigreturn socketcall socketpair splice stat stat64 statfs statfs64 statx symlink symlinkat sync
: sync_file_range syncfs sysinfo tee tgkill time timer_create timer_delete timer_getoverrun timer_gettime timer_gettime64 timer_settime
: timer_settime64 timerfd_create timerfd_gettime timerfd_gettime64 timerfd_settime timerfd_settime64 times tkill truncate truncate64 ugetrlimit umask
: uname unlink unlinkat utime utimensat utimensat_time64 utimes vfork vmsplice wait4 waitid waitpid write writev
in 0-9: io_uring_enter io_uring_register io_uring_setup
in 0-5: socket
in 3-13: pkey_alloc pkey_free pkey_mprotect
in 4-5 7-13: name_to_handle_at
in 5 8-13: cachestat fchmodat2 futex_requeue futex_wait futex_wake map_shadow_stack
in 12-13: getxattrat listmount listxattrat lsm_get_self_attr lsm_list_modules lsm_set_self_attr mseal removexattrat setxattrat statmount uretprobe
args 0 EQ 0: personality
args 0 EQ 8: personality
args 0 EQ 131072: personality
args 0 EQ 131080: personality
args 0 EQ 4294967295: personality
arches ppc64le: swapcontext sync_file_range2
arches arm arm64: arm_fadvise64_64 arm_sync_file_range breakpoint cacheflush set_tls sync_file_range2
arches amd64: arch_prctl modify_ldt
arches x86: modify_ldt
arches s390 s390x: s390_pci_mmio_read s390_pci_mmio_write s390_runtime_instr
caps DAC_READ_SEARCH: open_by_handle_at
caps SYS_ADMIN: bpf clone clone3 fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie mount mount_setattr move_mount open_tree perf_event_open
caps SYS_ADMIN: quotactl quotactl_fd setdomainname sethostname setns syslog umount umount2 unshare
in 0-3 6; caps SYS_ADMIN: name_to_handle_at
caps SYS_BOOT: reboot
caps SYS_CHROOT: chroot
caps SYS_MODULE: delete_module finit_module init_module
caps SYS_PACCT: acct
caps SYS_PTRACE: kcmp pidfd_getfd process_madvise process_vm_readv process_vm_writev ptrace
caps SYS_RAWIO: ioperm iopl
caps SYS_TIME: clock_settime settimeofday stime
in 1-13; caps SYS_TIME: clock_settime64
caps SYS_TTY_CONFIG: vhangup
caps SYSLOG: syslog
args 1 MASKED_EQ 2114060288 0; unlessCaps SYS_ADMIN; arches s390 s390x: clone
args 0 MASKED_EQ 2114060288 0; unlessCaps SYS_ADMIN; unlessArches s390 s390x: clone
errno 38; unlessCaps SYS_ADMIN: clone3
in 1-13; kernel 4.8: ptrace
in 6-13; kernel 4.8: process_vm_readv process_vm_writev
in 1-13; arches riscv64: riscv_flush_icache
in 12-13; arches riscv64: riscv_hwprobe
in 2-13; caps BPF: bpf
in 2-13; caps PERFMON: perf_event_open
in 3-13; caps SYS_NICE: get_mempolicy mbind set_mempolicy
in 5 8-13; caps SYS_NICE: set_mempolicy_home_node
in 6-8 10 12; args 0 NE 40: socket
in 9 11 13; args 0 LT 38: socket
in 9 11 13; args 0 EQ 39: socket
in 9 11 13; args 0 GT 40: socket
`,
};
