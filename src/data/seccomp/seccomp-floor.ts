import {
  allowedByRule,
  always,
  difference,
  intersection,
  isAlways,
  isNoWider,
  never,
  union,
  type Allowed,
} from "./seccomp-allowed.ts";
import type { SeccompArgument, SeccompProfile, SeccompRule } from "../../domain/profile/seccomp.ts";

/** An engine's default filter for one container on one machine: only conditions on arguments remain. */
export interface Floor {
  /** Display name: `Docker 26.1.5`. */
  readonly name: string;
  /** Error for syscalls without a rule. */
  readonly errno: number;
  /** Whether syscalls without a rule are allowed. */
  readonly otherwise: boolean;
  readonly calls: ReadonlyMap<string, { readonly allowed: Allowed; readonly errno: number }>;
}

/** A syscall that a list allows and a floor does not. */
export interface NarrowedCall {
  readonly name: string;
  /** Some arguments are still allowed. */
  readonly partly: boolean;
  /** Names of the floors that refuse it. */
  readonly by: readonly string[];
}

export interface Floored {
  readonly list: SeccompProfile;
  readonly taken: readonly NarrowedCall[];
}

/**
 * Architectures whose programs a container of this machine may run under a list, by their Go names. Others are
 * removed: a 32-bit relative has other numbers and socketcall(2), whose arguments no filter can see (libseccomp 2.6
 * kills, or refuses, syscalls of an architecture that a filter does not list; x32 is refused by its bit).
 */
export const goArchitectures: Readonly<Record<string, string>> = {
  SCMP_ARCH_X86_64: "amd64",
  SCMP_ARCH_AARCH64: "arm64",
  SCMP_ARCH_PPC64LE: "ppc64le",
  SCMP_ARCH_S390X: "s390x",
  SCMP_ARCH_RISCV64: "riscv64",
  SCMP_ARCH_LOONGARCH64: "loong64",
};

const [enosys, afAlg, afMax] = [38, 38, 46];
const family = (value: number, op: SeccompArgument["op"]) => [{ index: 0, value, op }];

/**
 * Applies in addition to every engine's own filter: no socket of AF_ALG (CVE-2026-31431), which only the default
 * profiles of May 2026 refuse. The families are listed (AF_MAX of Linux 6.17): the kernel reads an int but a filter
 * compares 64 bits, so `> 40` lets AF_ALG pass with a higher bit set. Also no io_uring, which creates sockets and
 * opens files without passing the filter (IORING_OP_SOCKET, Linux 5.19), and which engines refuse only since 2023.
 */
const ownFloor: Floor = {
  name: "hullproof",
  errno: 1,
  otherwise: true,
  calls: new Map([
    [
      "socket",
      {
        allowed: [
          family(afAlg, "SCMP_CMP_LT"),
          ...Array.from({ length: afMax - afAlg - 1 }, (_, at) => family(afAlg + 1 + at, "SCMP_CMP_EQ")),
        ],
        errno: 1,
      },
    ],
    ["socketcall", { allowed: never, errno: enosys }],
    ...["io_uring_setup", "io_uring_enter", "io_uring_register"].map(
      (name) => [name, { allowed: never, errno: enosys }] as const,
    ),
  ]),
};

export function allowedUnder(floor: Floor, name: string): Allowed {
  return floor.calls.get(name)?.allowed ?? (floor.otherwise ? always : never);
}

/** The arguments with which all of `floors` and `ownFloor` allow a syscall. */
export function allowedUnderAll(floors: readonly Floor[], name: string): Allowed {
  return [ownFloor, ...floors].reduce<Allowed>((rest, floor) => intersection(rest, allowedUnder(floor, name)), always);
}

/** The arguments with which a list allows each of its syscalls. A refusal with conditions applies first. */
export function callsOf({ syscalls }: Pick<SeccompProfile, "syscalls">): Map<string, Allowed> {
  const calls = new Map<string, Allowed>();
  const each = (action: SeccompRule["action"], use: (name: string, set: Allowed) => void) => {
    for (const rule of syscalls)
      if (rule.action === action) for (const name of rule.names) use(name, allowedByRule(rule.args ?? []));
  };
  each("SCMP_ACT_ALLOW", (name, set) => calls.set(name, union(calls.get(name) ?? never, set)));
  each("SCMP_ACT_ERRNO", (name, set) => {
    const allowedArguments = calls.get(name);
    if (allowedArguments !== undefined && !isAlways(set)) calls.set(name, difference(allowedArguments, set));
  });
  return calls;
}

/**
 * The intersection of `list` and every floor: flat rules with at most one condition per argument, which neither
 * include, nor exclude, nor require a kernel version. `granted` syscalls are those that the user allowed by name.
 * Undefined if no architecture remains.
 */
export function underFloors(
  list: SeccompProfile,
  floors: readonly Floor[],
  granted: (name: string) => boolean = () => false,
): Floored | undefined {
  const architectures = list.architectures.filter((one) => Object.hasOwn(goArchitectures, one)).toSorted();
  if (architectures.length === 0) return undefined;
  const allFloors = [ownFloor, ...floors];
  const errors = new Map<string, number>();
  for (const { names, action, args = [], errnoRet = list.defaultErrnoRet } of list.syscalls)
    if (action === "SCMP_ACT_ERRNO" && args.length === 0) for (const name of names) errors.set(name, errnoRet);
  const allowedCalls = new Map<string, Allowed>();
  const narrowedCalls: NarrowedCall[] = [];
  for (const [name, requestedArguments] of callsOf(list)) {
    const permitted = granted(name)
      ? requestedArguments
      : intersection(requestedArguments, allowedUnderAll(floors, name));
    if (permitted.length > 0) allowedCalls.set(name, permitted);
    else if (!errors.has(name)) errors.set(name, errnoUnder(allFloors, name));
    const by = granted(name)
      ? []
      : allFloors.filter((floor) => !isNoWider(requestedArguments, allowedUnder(floor, name)));
    if (by.length > 0) narrowedCalls.push({ name, partly: permitted.length > 0, by: by.map((floor) => floor.name) });
  }
  for (const name of allowedCalls.keys()) errors.delete(name);
  for (const [name, { allowed, errno }] of floors.flatMap(({ calls }) => [...calls]))
    if (allowed.length === 0 && !allowedCalls.has(name) && !errors.has(name)) errors.set(name, errno);
  return {
    list: {
      defaultAction: "SCMP_ACT_ERRNO",
      defaultErrnoRet: list.defaultErrnoRet,
      architectures,
      syscalls: flatRules(allowedCalls, errors, list.defaultErrnoRet),
    },
    taken: narrowedCalls.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** The floor's own error; if one of several allows the syscall, ENOSYS, which programs can handle. */
function errnoUnder(floors: readonly Floor[], name: string): number {
  const refusing = floors.filter((floor) => allowedUnder(floor, name).length === 0);
  const engines = floors.filter((floor) => floor !== ownFloor);
  if (engines.length > 1 && engines.some((floor) => !refusing.includes(floor))) return enosys;
  const [floor] = refusing;
  return floor === undefined ? ownFloor.errno : (floor.calls.get(name)?.errno ?? floor.errno);
}

/** `usual`: the error for syscalls without a rule. */
export function flatRules(
  allowedCalls: ReadonlyMap<string, Allowed>,
  errors: ReadonlyMap<string, number>,
  usual: number,
): SeccompRule[] {
  const names = [...allowedCalls.keys()].filter((name) => (allowedCalls.get(name) ?? never).length > 0).toSorted();
  const plain = names.filter((name) => isAlways(allowedCalls.get(name) ?? never));
  const byErrno = Map.groupBy(
    [...errors].filter(([, errno]) => errno !== usual),
    ([, errno]) => errno,
  );
  return [
    ...(plain.length === 0 ? [] : [{ names: plain, action: "SCMP_ACT_ALLOW" as const }]),
    ...names
      .filter((name) => !plain.includes(name))
      .flatMap((name) =>
        (allowedCalls.get(name) ?? never)
          .toSorted(byIndexAndValue)
          .map((args): SeccompRule => ({ names: [name], action: "SCMP_ACT_ALLOW", args })),
      ),
    ...[...byErrno]
      .toSorted(([a], [b]) => a - b)
      .map(([errnoRet, calls]): SeccompRule => ({
        names: calls.map(([name]) => name).toSorted(),
        action: "SCMP_ACT_ERRNO",
        errnoRet,
      })),
  ];
}

function byIndexAndValue(a: readonly SeccompArgument[], b: readonly SeccompArgument[]): number {
  const [left, right] = [a[0], b[0]];
  return (left?.index ?? 0) - (right?.index ?? 0) || (left?.value ?? 0) - (right?.value ?? 0);
}
