import type { SeccompArgument, SeccompProfile, SeccompRule } from "../../domain/profile/seccomp.ts";
import type { CallEvidence } from "../observe/calls/call-evidence.ts";
import { namespaceFlags } from "../observe/calls/call-trace.ts";
import { syscallTables } from "../observe/trace/syscall-tables.ts";
import { runtimeCalls } from "../../data/runtime-calls.ts";
import { fileCalls, initCalls, shellCalls } from "../../data/kin-calls.ts";
import { withKin } from "./kin.ts";
import { byKey } from "../../text/by-key.ts";

/**
 * What runc and crun call themselves between loading the filter and executing the entrypoint, and a command of `docker exec`: beside what was
 * learned of each (src/data/runtime-calls.ts), so that a list that was learned under one starts under the others, what traces of earlier versions
 * showed. The trace of this engine shows part of it; the rest depends on the time at which the threads of a Go runtime happen to run.
 */
const ofTheRuntime =
  "capget capset chdir close epoll_create1 epoll_ctl epoll_pwait eventfd2 execve fchown fcntl fstat fstatfs futex getcwd " +
  "getdents64 getpid getppid gettid clone newfstatat openat pipe2 prctl read readlinkat rt_sigaction rt_sigprocmask setgid " +
  "setgroups setsid setuid sigaltstack statfs tgkill write faccessat2";

/**
 * What a program calls on one run and not on the next, at nothing more than it has: where its memory grows, where threads meet,
 * when a signal comes, how it ends, and the clocks that a kernel answers without a call on most machines and not on all (vdso(7)).
 */
const ofChance =
  "brk mmap mprotect mremap munmap madvise futex sched_yield nanosleep clock_nanosleep restart_syscall rt_sigreturn exit " +
  "exit_group clock_gettime clock_getres gettimeofday time getcpu getrandom rseq set_robust_list";

/** What a program that has sockets calls where a connection goes wrong; it looks at nothing but its own sockets. */
const ofSockets = "getpeername getsockname getsockopt setsockopt shutdown";

/** Programs and their C library fall back to an older call only on ENOSYS: these are Linux 4.5 and later, as all from number 424 on. */
const withFallback = "copy_file_range preadv2 pwritev2 statx rseq renameat2 membarrier";
const firstOfLinux51 = 424;

const [eperm, enosys] = [1, 38];
const [unix, inet, inet6, netlink] = [1, 2, 10, 16];
/** What Docker's own profile lets personality(2) say: PER_LINUX and PER_LINUX32, with and without UNAME26, and the question itself. */
const personalities = [0x0, 0x8, 0x2_0000, 0x2_0008, 0xffff_ffff];

export interface AllowListOptions {
  /** Calls beside those of the evidence. One that was held to conditions is held to none but the engine's own. */
  readonly added?: readonly string[];
  /** An init process of the engine runs around the command. */
  readonly init?: boolean;
}

/**
 * Allows what was seen with its harmless relatives, what the runtime needs under the filter itself, and what is a matter of chance;
 * refuses everything else with EPERM, as the engine's own profile does, or with ENOSYS where programs have a way to go on. Conditions on
 * arguments hold what is known to be stable: kinds of sockets, kinds of personality, and no new namespaces through clone(2). It may be
 * wider than the engine's own filter: only what `underFloors` leaves of it is loaded or written.
 */
export function allowList(evidence: CallEvidence, options: AllowListOptions = {}): SeccompProfile {
  const { added = [], init = false } = options;
  const known = new Set(
    [...syscallTables.values()].find((table) => table.architecture === evidence.architecture)?.names.values() ?? [],
  );
  const allowed = new Set(
    [
      ...withKin([
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
    ].filter((name) => known.has(name)),
  );
  if (allowed.has("socket")) for (const name of words(ofSockets)) allowed.add(name);
  // Its flags lie in memory, where no filter can look: glibc and Go use clone(2) instead when it is not there.
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
      { names: newerThan(known, evidence.architecture, allowed), action: "SCMP_ACT_ERRNO", errnoRet: enosys },
    ],
  };
}

const allow = "SCMP_ACT_ALLOW";

/** Call -> conditions of which one must hold. A call that was added because it was refused is not held to any. */
function conditionsOf(evidence: CallEvidence, added: readonly string[]): Map<string, readonly SeccompArgument[]> {
  const found = new Map<string, readonly SeccompArgument[]>();
  const equal = (value: number): SeccompArgument => ({ index: 0, value, op: "SCMP_CMP_EQ" });
  found.set("socket", familiesFor(evidence.families).map(equal));
  found.set("personality", personalities.map(equal));
  if (!evidence.namespaces)
    found.set("clone", [{ index: 0, value: namespaceFlags, valueTwo: 0, op: "SCMP_CMP_MASKED_EQ" }]);
  for (const name of added) found.delete(name);
  return found;
}

/** A resolver that meets another network tries both versions of IP, and asks the kernel for its addresses. */
function familiesFor(seen: readonly number[]): number[] {
  const internet = seen.includes(inet) || seen.includes(inet6);
  return [...new Set([...seen, unix, ...(internet ? [inet, inet6, netlink] : [])])].toSorted((a, b) => a - b);
}

function newerThan(known: ReadonlySet<string>, architecture: string, allowed: ReadonlySet<string>): string[] {
  const table = [...syscallTables.values()].find((one) => one.architecture === architecture);
  const recent = [...(table?.names ?? [])].filter(([number]) => number >= firstOfLinux51).map(([, name]) => name);
  return [...new Set([...recent, ...words(withFallback)])]
    .filter((name) => known.has(name) && !allowed.has(name))
    .toSorted();
}

function words(text: string): string[] {
  return text.split(" ");
}
