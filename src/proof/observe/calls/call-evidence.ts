import type { ObservedSyscalls } from "../../../domain/workload/observation.ts";
import type { Calls } from "./call-trace.ts";
import type { SyscallTable } from "../trace/syscall-tables.ts";

/** Input of a syscall allowlist. */
export interface CallEvidence {
  /** `SCMP_ARCH_X86_64` */
  readonly architecture: string;
  readonly calls: readonly string[];
  /** Calls of the runtime after the filter is loaded. */
  readonly runtime: readonly string[];
  readonly families: readonly number[];
  readonly personalities: readonly number[];
  /** The container created namespaces. */
  readonly namespaces: boolean;
  /** It created or wrote files, in its own layer or in volumes. */
  readonly writesFiles?: boolean;
}

/** `narrow`: a program of 32 bits was executed. */
export function callResult(
  calls: Calls | { readonly reason: string },
  table: SyscallTable | undefined,
  narrow: boolean,
): { readonly syscalls: ObservedSyscalls; readonly calls?: CallEvidence } {
  if ("reason" in calls || table === undefined) {
    const reason = "reason" in calls ? calls.reason : "";
    return { syscalls: { method: "none", names: [], complete: false, reason } };
  }
  const unknown = [...calls.calls.keys()].filter((number) => !table.names.has(number));
  const callNames = (numbers: Iterable<number>) =>
    [...numbers].flatMap((number) => table.names.get(number) ?? []).toSorted();
  const names = callNames(calls.calls.keys());
  const gap = narrow
    ? "a program of 32 bits ran, whose calls have other numbers"
    : unknown.length > 0
      ? `calls without a name: ${unknown.join(", ")}`
      : undefined;
  const syscalls = {
    method: "tracepoint" as const,
    names,
    complete: gap === undefined,
    reason:
      gap ?? "raw_syscalls:sys_enter, no event lost; calls that the engine's seccomp profile refuses are not made",
  };
  if (gap !== undefined) return { syscalls };
  const { families, personalities, namespaces, runtime } = calls;
  return {
    syscalls,
    calls: {
      architecture: table.architecture,
      calls: names,
      runtime: callNames(runtime),
      families: [...families].toSorted((a, b) => a - b),
      personalities: [...personalities].toSorted((a, b) => a - b),
      namespaces,
    },
  };
}
