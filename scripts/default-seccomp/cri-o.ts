import type { FlatRule, Published } from "./flat-rule.ts";

const makeNamespaces = ["clone", "clone3", "unshare"];
/** NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET and NEWCGROUP, clone(2). */
const flags = 0x7e02_0000;

/** What CRI-O takes away from the profile of containers/common: namespaces are for those who hold SYS_ADMIN. */
export function withoutNamespaces({ errno, rules }: Published): Published {
  const admin = { caps: "SYS_ADMIN" };
  const rest = rules.filter(({ name }) => !makeNamespaces.includes(name));
  const own: readonly FlatRule[] = [
    ...makeNamespaces.map((name) => ({ name, ...admin })),
    { name: "clone", args: `0 MASKED_EQ ${flags} 0`, unlessCaps: "SYS_ADMIN", unlessArches: "s390 s390x" },
    { name: "clone", args: `1 MASKED_EQ ${flags} 0`, unlessCaps: "SYS_ADMIN", arches: "s390 s390x" },
    { name: "clone3", errno: 38, unlessCaps: "SYS_ADMIN" },
  ];
  return { errno, rules: [...rest, ...own] };
}
