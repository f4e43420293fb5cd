import { never, union, type Allowed } from "../../data/seccomp/seccomp-allowed.ts";
import { callsOf, flatRules } from "../../data/seccomp/seccomp-floor.ts";
import type { SeccompProfile } from "../../domain/profile/seccomp.ts";

/**
 * One list that allows every call that any of `lists` allows, as runc and crun read them: for containers that share a file. At least one list. Each
 * container then loads or writes the result of `underFloors`.
 */
export function mergeSeccomp(lists: readonly [SeccompProfile, ...SeccompProfile[]]): SeccompProfile {
  const calls = new Map<string, Allowed>();
  const errors = new Map<string, number>();
  for (const list of lists)
    for (const [name, allowed] of callsOf(list)) calls.set(name, union(calls.get(name) ?? never, allowed));
  for (const { syscalls, defaultErrnoRet } of lists)
    for (const { names, action, args = [], errnoRet = defaultErrnoRet } of syscalls)
      if (action === "SCMP_ACT_ERRNO" && args.length === 0)
        for (const name of names)
          if (!errors.has(name) && (calls.get(name) ?? never).length === 0) errors.set(name, errnoRet);
  const [{ defaultErrnoRet }] = lists;
  return {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet,
    architectures: [...new Set(lists.flatMap(({ architectures }) => architectures))].toSorted(),
    syscalls: flatRules(calls, errors, defaultErrnoRet),
  };
}
