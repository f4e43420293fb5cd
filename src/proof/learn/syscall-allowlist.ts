import type { SeccompArgument, SeccompProfile, SeccompRule } from "../../domain/profile/seccomp.ts";
import type { CallEvidence } from "../observe/calls/call-evidence.ts";
import { namespaceFlags } from "../observe/calls/call-trace.ts";
import { syscallTables } from "../observe/trace/syscall-tables.ts";
import { runtimeCalls } from "../../data/runtime-calls.ts";
import { fileCalls, initCalls, shellCalls } from "../../data/related-syscalls.ts";
import { withRelatedSyscalls } from "./related-syscalls.ts";
import { byKey } from "../../text/by-key.ts";

/**
 * System calls of runc and crun between loading the filter and executing the entrypoint, and those of a `docker exec`
 * command. They add traces of earlier versions to the learned ones (src/data/runtime-calls.ts), so that a profile
 * learned under one runtime starts under the others. The trace of this engine shows part of them; the rest depends on
 * when the threads of a Go runtime run.
 */
const ofTheRuntime =
  "capget capset chdir close epoll_create1 epoll_ctl epoll_pwait eventfd2 execve fchown fcntl fstat fstatfs futex getcwd " +
  "getdents64 getpid getppid gettid clone newfstatat openat pipe2 prctl read readlinkat rt_sigaction rt_sigprocmask setgid " +
  "setgroups setsid setuid sigaltstack statfs tgkill write faccessat2";

/**
 * System calls that a program makes in one trial and not in the next, without further privileges: when its memory
 * grows, threads meet, a signal arrives or it exits, and clocks that most kernels read without a call (vdso(7)).
 */
const ofChance =
  "brk mmap mprotect mremap munmap madvise futex sched_yield nanosleep clock_nanosleep restart_syscall rt_sigreturn exit " +
  "exit_group clock_gettime clock_getres gettimeofday time getcpu getrandom rseq set_robust_list";

/** Calls of a program with sockets when a connection fails; they only affect its sockets. */
const ofSockets = "getpeername getsockname getsockopt setsockopt shutdown";

/** Programs and their C library fall back to an older call only on ENOSYS: these are Linux 4.5 and later, as all from number 424 on. */
const withFallback = "copy_file_range preadv2 pwritev2 statx rseq renameat2 membarrier";
const firstOfLinux51 = 424;

const [eperm, enosys] = [1, 38];
const [unix, inet, inet6, netlink] = [1, 2, 10, 16];
/**
 * Arguments of personality(2) that Docker's profile allows: PER_LINUX and PER_LINUX32, with and without UNAME26, and
 * the query.
 */
const personalities = [0x0, 0x8, 0x2_0000, 0x2_0008, 0xffff_ffff];

export interface AllowListOptions {
  /** Calls in addition to the evidence. Calls with conditions keep only the engine's. */
  readonly added?: readonly string[];
  /** An init process of the engine runs around the command. */
  readonly init?: boolean;
}

/**
 * Allows the observed calls with related ones, calls of the runtime under the filter, and calls that vary by chance;
 * refuses all others with EPERM, like the engine's profile, or with ENOSYS if programs have a fallback. Conditions on
 * arguments use only stable values: kinds of sockets, kinds of personality, and no new namespaces through clone(2). It
 * may be wider than the engine's filter: only the part that `underFloors` keeps is loaded or written.
 */
export function allowList(evidence: CallEvidence, options: AllowListOptions = {}): SeccompProfile {
  const { added = [], init = false } = options;
  const tableNames = new Set(
    [...syscallTables.values()].find((table) => table.architecture === evidence.architecture)?.names.values() ?? [],
  );
  const allowed = new Set(
    [
      ...withRelatedSyscalls([
        ...evidence.calls,
        ...added,
        ...words(shellCalls.calls),
        ...(init ? words(initCalls.calls) : []),
        ...(evidence.writesFiles === true ? words(fileCalls) : []),
      ]),
      ...evidence.runtime,
      ...words(ofTheRuntime),
      ...runtimeCalls.flatMap(({ calls }) => words(calls)),
      ...words(ofChance),
    ].filter((name) => tableNames.has(name)),
  );
  if (allowed.has("socket")) for (const name of words(ofSockets)) allowed.add(name);
  // Its flags are in memory, which no filter can read: glibc and Go fall back to clone(2).
  allowed.delete("clone3");
  const conditions = conditionsOf(evidence, added);
  const plain = [...allowed].filter((name) => !conditions.has(name)).toSorted();
  const conditional = [...conditions]
    .filter(([name]) => allowed.has(name))
    .toSorted(byKey)
    .flatMap(([name, choices]) =>
      choices.map((choice): SeccompRule => ({ names: [name], action: allow, args: [choice] })),
    );
  return {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet: eperm,
    architectures: [evidence.architecture],
    syscalls: [
      { names: plain, action: allow },
      ...conditional,
      { names: newerThan(tableNames, evidence.architecture, allowed), action: "SCMP_ACT_ERRNO", errnoRet: enosys },
    ],
  };
}

const allow = "SCMP_ACT_ALLOW";

/** Call -> alternative conditions. A call that was added after a refusal has none. */
function conditionsOf(evidence: CallEvidence, added: readonly string[]): Map<string, readonly SeccompArgument[]> {
  const conditions = new Map<string, readonly SeccompArgument[]>();
  const equal = (value: number): SeccompArgument => ({ index: 0, value, op: "SCMP_CMP_EQ" });
  conditions.set("socket", familiesFor(evidence.families).map(equal));
  conditions.set("personality", personalities.map(equal));
  if (!evidence.namespaces)
    conditions.set("clone", [{ index: 0, value: namespaceFlags, valueTwo: 0, op: "SCMP_CMP_MASKED_EQ" }]);
  for (const name of added) conditions.delete(name);
  return conditions;
}

/** A resolver on another network tries both versions of IP, and requests its addresses from the kernel. */
function familiesFor(tracedFamilies: readonly number[]): number[] {
  const internet = tracedFamilies.includes(inet) || tracedFamilies.includes(inet6);
  return [...new Set([...tracedFamilies, unix, ...(internet ? [inet, inet6, netlink] : [])])].toSorted((a, b) => a - b);
}

function newerThan(tableNames: ReadonlySet<string>, architecture: string, allowed: ReadonlySet<string>): string[] {
  const table = [...syscallTables.values()].find((one) => one.architecture === architecture);
  const recent = [...(table?.names ?? [])].filter(([number]) => number >= firstOfLinux51).map(([, name]) => name);
  return [...new Set([...recent, ...words(withFallback)])]
    .filter((name) => tableNames.has(name) && !allowed.has(name))
    .toSorted();
}

function words(text: string): string[] {
  return text.split(" ");
}
