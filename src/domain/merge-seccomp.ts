import { allowedBy } from "./allowed-by.ts";
import type { SeccompProfile, SeccompRule } from "./seccomp.ts";

/** One list that allows whatever any of `lists` allows: for containers that share a file. At least one list. */
export function mergeSeccomp(lists: readonly [SeccompProfile, ...SeccompProfile[]]): SeccompProfile {
  const always = new Set(lists.flatMap((list) => [...allowedBy(list).always]));
  const sometimes = new Set(lists.flatMap((list) => [...allowedBy(list).sometimes]));
  const rules = lists.flatMap(({ syscalls }) => syscalls);
  const conditional = new Map<string, SeccompRule>();
  const errors = new Map<number, Set<string>>();
  for (const { names, action, args = [], errnoRet = lists[0].defaultErrnoRet } of rules) {
    for (const name of names) {
      if (action === "SCMP_ACT_ERRNO") {
        if (!always.has(name) && !sometimes.has(name))
          errors.set(errnoRet, (errors.get(errnoRet) ?? new Set()).add(name));
      } else if (args.length > 0 && !always.has(name)) {
        conditional.set(`${name} ${JSON.stringify(args)}`, { names: [name], action, args });
      }
    }
  }
  return {
    defaultAction: "SCMP_ACT_ERRNO",
    defaultErrnoRet: lists[0].defaultErrnoRet,
    architectures: [...new Set(lists.flatMap(({ architectures }) => architectures))].toSorted(),
    syscalls: [
      { names: [...always].toSorted(), action: "SCMP_ACT_ALLOW" },
      ...[...conditional.values()].toSorted(byNameAndValue),
      ...[...errors]
        .toSorted(([a], [b]) => a - b)
        .map(([errnoRet, names]): SeccompRule => ({
          names: [...names].toSorted(),
          action: "SCMP_ACT_ERRNO",
          errnoRet,
        })),
    ],
  };
}

function byNameAndValue(a: SeccompRule, b: SeccompRule): number {
  const [left = "", right = ""] = [a.names[0], b.names[0]];
  if (left !== right) return left < right ? -1 : 1;
  return (a.args?.[0]?.value ?? 0) - (b.args?.[0]?.value ?? 0);
}
