// Written by scripts/default-seccomp.ts. Do not edit.
import type { PublishedDefault } from "./published.ts";

export const podman: PublishedDefault = {
  engine: "podman",
  source: "containers/podman, the vendored pkg/seccomp/seccomp.json of containers/common of each tag",
  read: "2026-11-27",
  versions: [
    ["3.4.0", 0],
    ["4.1.0", 1],
    ["4.2.0", 2],
    ["5.0.0", 3],
    ["5.2.0", 4],
    ["5.5.0", 5],
    ["5.8.0", 6],
  ],
  errnos: [38, 38, 38, 38, 38, 38, 38],
  rules: `
errno 1: bdflush io_pgetevents kexec_file_load kexec_load migrate_pages move_pages nfsservctl nice oldfstat oldlstat oldolduname oldstat olduname
errno 1: pciconfig_iobase pciconfig_read pciconfig_write sgetmask ssetmask swapoff swapon sysfs uselib userfaultfd ustat vm86 vm86old vmsplice
in 0-3; errno 1: swapcontext
in 4-6; errno 1: cachestat futex_requeue futex_wait futex_waitv futex_wake io_pgetevents_time64 map_shadow_stack syscall
: _llseek _newselect accept accept4 access adjtimex alarm bind brk capget capset chdir chmod chown chown32 clock_adjtime clock_adjtime64 clock_getres
: clock_getres_time64 clock_gettime clock_gettime64 clock_nanosleep clock_nanosleep_time64 clone clone3 close close_range connect copy_file_range
: creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 execve
: execveat exit exit_group faccessat faccessat2 fadvise64 fadvise64_64 fallocate fanotify_mark fchdir fchmod fchmodat fchown fchown32 fchownat fcntl
: fcntl64 fdatasync fgetxattr flistxattr flock fork fremovexattr fsconfig fsetxattr fsmount fsopen fspick fstat fstat64 fstatat64 fstatfs fstatfs64
: fsync ftruncate ftruncate64 futex futex_time64 futimesat get_mempolicy get_robust_list get_thread_area getcpu getcwd getdents getdents64 getegid
: getegid32 geteuid geteuid32 getgid getgid32 getgroups getgroups32 getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom
: getresgid getresgid32 getresuid getresuid32 getrlimit getrusage getsid getsockname getsockopt gettid gettimeofday getuid getuid32 getxattr
: inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_cancel io_destroy io_getevents io_setup io_submit ioctl ioprio_get ioprio_set ipc
: keyctl kill lchown lchown32 lgetxattr link linkat listen listxattr llistxattr lremovexattr lseek lsetxattr lstat lstat64 madvise mbind memfd_create
: memfd_secret mincore mkdir mkdirat mknod mknodat mlock mlock2 mlockall mmap mmap2 mount move_mount mprotect mq_getsetattr mq_notify mq_open
: mq_timedreceive mq_timedreceive_time64 mq_timedsend mq_timedsend_time64 mq_unlink mremap msgctl msgget msgrcv msgsnd msync munlock munlockall munmap
: name_to_handle_at nanosleep newfstatat open open_tree openat openat2 pause pidfd_getfd pidfd_open pidfd_send_signal pipe pipe2 pivot_root pkey_alloc
: pkey_free pkey_mprotect poll ppoll ppoll_time64 prctl pread64 preadv preadv2 prlimit64 pselect6 pselect6_time64 pwrite64 pwritev pwritev2 read
: readahead readlink readlinkat readv reboot recv recvfrom recvmmsg recvmmsg_time64 recvmsg remap_file_pages removexattr rename renameat renameat2
: restart_syscall rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait
: rt_sigtimedwait_time64 rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam
: sched_getscheduler sched_rr_get_interval sched_rr_get_interval_time64 sched_setaffinity sched_setattr sched_setparam sched_setscheduler sched_yield
: seccomp select semctl semget semop semtimedop semtimedop_time64 send sendfile sendfile64 sendmmsg sendmsg sendto set_mempolicy set_robust_list
: set_thread_area set_tid_address setfsgid setfsgid32 setfsuid setfsuid32 setgid setgid32 setgroups setgroups32 setitimer setns setpgid setpriority
: setregid setregid32 setresgid setresgid32 setresuid setresuid32 setreuid setreuid32 setrlimit setsid setsockopt setuid setuid32 setxattr shmat
: shmctl shmdt shmget shutdown sigaltstack signalfd signalfd4 sigreturn socketcall socketpair splice stat stat64 statfs statfs64 statx symlink
: symlinkat sync sync_file_range syncfs sysinfo syslog tee tgkill time timer_create timer_delete timer_getoverrun timer_gettime timer_gettime64
: timer_settime timer_settime64 timerfd_create timerfd_gettime timerfd_gettime64 timerfd_settime timerfd_settime64 times tkill truncate truncate64
: ugetrlimit umask umount umount2 uname unlink unlinkat unshare utime utimensat utimensat_time64 utimes vfork wait4 waitid waitpid write writev
in 0-3: readdir
in 1-6: membarrier mount_setattr process_mrelease process_vm_readv process_vm_writev ptrace signal sigprocmask
in 1-3: sigaction sigpending sigsuspend syscall timerfd
in 2-6: landlock_add_rule landlock_create_ruleset landlock_restrict_self
in 3-6: fchmodat2
in 5-6: fanotify_init
args 0 EQ 0: personality
args 0 EQ 8: personality
args 0 EQ 131072: personality
args 0 EQ 131080: personality
args 0 EQ 4294967295: personality
arches ppc64le: sync_file_range2
in 4-6; arches ppc64le: swapcontext
arches arm arm64: arm_fadvise64_64 arm_sync_file_range breakpoint cacheflush set_tls sync_file_range2
arches amd64 x32: arch_prctl
arches amd64 x32 x86: modify_ldt
arches s390 s390x: s390_pci_mmio_read s390_pci_mmio_write s390_runtime_instr
caps DAC_READ_SEARCH: open_by_handle_at
errno 1; unlessCaps DAC_READ_SEARCH: open_by_handle_at
caps SYS_ADMIN: bpf lookup_dcookie quotactl setdomainname sethostname setns
in 0-4; caps SYS_ADMIN: fanotify_init
in 0-3; caps SYS_ADMIN: perf_event_open
in 4-6; caps SYS_ADMIN: quotactl_fd
in 0-3; errno 1; unlessCaps SYS_ADMIN: bpf
in 0-4; errno 1; unlessCaps SYS_ADMIN: fanotify_init
errno 1; unlessCaps SYS_ADMIN: lookup_dcookie perf_event_open quotactl setdomainname sethostname setns
in 4-6; errno 1; unlessCaps SYS_ADMIN: quotactl_fd
caps SYS_CHROOT: chroot
errno 1; unlessCaps SYS_CHROOT: chroot
caps SYS_MODULE: delete_module finit_module init_module query_module
errno 1; unlessCaps SYS_MODULE: delete_module finit_module init_module query_module
caps SYS_PACCT: acct
errno 1; unlessCaps SYS_PACCT: acct
caps SYS_PTRACE: kcmp process_madvise
in 0; caps SYS_PTRACE: process_vm_readv process_vm_writev ptrace
errno 1; unlessCaps SYS_PTRACE: kcmp process_madvise
in 0; errno 1; unlessCaps SYS_PTRACE: process_vm_readv process_vm_writev ptrace
caps SYS_RAWIO: ioperm iopl
errno 1; unlessCaps SYS_RAWIO: ioperm iopl
caps SYS_TIME: clock_settime clock_settime64 settimeofday stime
errno 1; unlessCaps SYS_TIME: clock_settime clock_settime64 settimeofday stime
caps SYS_TTY_CONFIG: vhangup
errno 1; unlessCaps SYS_TTY_CONFIG: vhangup
errno 22; args 0 EQ 16, 2 EQ 9; unlessCaps AUDIT_WRITE: socket
in 0-5; args 2 NE 9; unlessCaps AUDIT_WRITE: socket
args 0 NE 16; unlessCaps AUDIT_WRITE: socket
in 0-5; caps AUDIT_WRITE: socket
in 4-6; arches riscv64: riscv_flush_icache
in 4-6; errno 1; unlessCaps SYS_ADMIN BPF: bpf perf_event_open
in 4-6; caps BPF: bpf
in 4-6; caps PERFMON: perf_event_open
in 6; errno 1; args 0 EQ 40: socket
in 6; args 0 EQ 16, 2 NE 9; unlessCaps AUDIT_WRITE: socket
in 6; args 0 NE 40; caps AUDIT_WRITE: socket
`,
};
