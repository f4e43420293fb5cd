import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { containerd } from "../src/data/default-seccomp/containerd.ts";
import { crio } from "../src/data/default-seccomp/cri-o.ts";
import { docker } from "../src/data/default-seccomp/docker.ts";
import { defaultFloors } from "../src/data/default-seccomp/floors.ts";
import { podman } from "../src/data/default-seccomp/podman.ts";
import { readRules, type PublishedDefault } from "../src/data/default-seccomp/published.ts";
import { capabilities, defaultCapabilities, type Capability } from "../src/domain/profile/capability.ts";
import { mergeSeccomp } from "../src/pipeline/emit/merge-seccomp.ts";
import { resolveFloor, type FilterRule } from "../src/data/seccomp/resolve-floor.ts";
import { underFloors } from "../src/data/seccomp/seccomp-floor.ts";
import { seccompOperators } from "../src/domain/profile/seccomp-operator.ts";
import type { SeccompArgument, SeccompProfile, SeccompRule } from "../src/domain/profile/seccomp.ts";
import { allowList } from "../src/proof/learn/syscall-allowlist.ts";
import { seccompSchema } from "../src/schema/seccomp.ts";
import { stored } from "../src/schema/stored.ts";
import { allows, engine, type PlainRule } from "./seccomp/evaluator.ts";
import { plainRules } from "./seccomp/plain-rules.ts";

const published: readonly PublishedDefault[] = [docker, podman, containerd, crio];

const values = [
  0,
  1,
  2,
  3,
  8,
  9,
  10,
  15,
  16,
  17,
  36,
  37,
  38,
  39,
  40,
  41,
  45,
  46,
  0x2_0000,
  0x2_0008,
  0x1000_0000,
  0x7e02_0000,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 40 + 38,
  Number.MAX_SAFE_INTEGER,
];
const interesting =
  "socket clone clone3 personality mount keyctl bpf unshare ptrace io_uring_setup read open_by_handle_at socketcall chroot sethostname reboot setns perf_event_open kexec_load".split(
    " ",
  );
const allNames = [
  ...new Set([
    ...interesting,
    ...published.flatMap(({ rules }) => readRules(rules).flatMap(({ names }) => names.split(" "))),
  ]),
];

const anyArgument: fc.Arbitrary<SeccompArgument> = fc
  .record({
    index: fc.integer({ min: 0, max: 5 }).map((one) => (one > 2 ? 0 : one)),
    value: fc.constantFrom(...values),
    valueTwo: fc.constantFrom(...values),
    op: fc.constantFrom(...seccompOperators),
  })
  .map(({ valueTwo, ...one }) => (one.op === "SCMP_CMP_MASKED_EQ" ? { ...one, valueTwo } : one));
const anyName = fc.oneof(fc.constantFrom(...interesting), fc.constantFrom(...allNames));
const anyRule: fc.Arbitrary<SeccompRule> = fc.record(
  {
    names: fc.array(anyName, { minLength: 1, maxLength: 6 }),
    action: fc.oneof(
      { weight: 4, arbitrary: fc.constant("SCMP_ACT_ALLOW" as const) },
      { weight: 1, arbitrary: fc.constant("SCMP_ACT_ERRNO" as const) },
    ),
    args: fc.array(anyArgument, { maxLength: 3 }),
    errnoRet: fc.constantFrom(1, 38, 133),
  },
  { requiredKeys: ["names", "action"] },
);
const anyList: fc.Arbitrary<SeccompProfile> = fc.record({
  defaultAction: fc.constant("SCMP_ACT_ERRNO" as const),
  defaultErrnoRet: fc.constantFrom(1, 38, 133),
  architectures: fc.constantFrom<string[][]>(
    ["SCMP_ARCH_X86_64"],
    ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"],
  ),
  syscalls: fc.array(anyRule, { maxLength: 12 }),
}) as fc.Arbitrary<SeccompProfile>;
const learnedList = fc
  .record({
    calls: fc.subarray(allNames),
    families: fc.subarray([1, 2, 10, 16, 17, 38, 40]),
    namespaces: fc.boolean(),
    added: fc.subarray(interesting),
    init: fc.boolean(),
  })
  .map(({ calls, families, namespaces, added, init }) =>
    allowList(
      { architecture: "SCMP_ARCH_X86_64", calls, runtime: [], families, personalities: [], namespaces },
      { added, init },
    ),
  );
const anyKernel = fc.constantFrom<readonly [number, number] | undefined>(undefined, [3, 10], [4, 7], [4, 8], [6, 18]);
const anyHeld = fc.oneof(
  fc.constant<Capability[]>([]),
  fc.constant([...defaultCapabilities]),
  fc.subarray([...capabilities]),
);
/** A default profile as an administrator may write one, unreasonable ones included. */
const anyOwn: fc.Arbitrary<PlainRule[]> = fc.array(
  fc
    .record({
      rule: anyRule,
      caps: fc.subarray(["SYS_ADMIN", "CHOWN"]),
      unless: fc.subarray(["SYS_ADMIN"]),
      arch: fc.constantFrom(undefined, "amd64", "arm64"),
      kernel: fc.constantFrom(undefined, "4.8"),
    })
    .map(({ rule, caps, unless, arch, kernel }) => ({
      names: rule.names,
      ...(rule.action === "SCMP_ACT_ERRNO" && { errno: rule.errnoRet ?? 1 }),
      ...(rule.args && { args: rule.args }),
      ...(caps.length > 0 && { caps }),
      ...(unless.length > 0 && { unlessCaps: unless }),
      ...(arch !== undefined && { arches: [arch] }),
      ...(kernel !== undefined && { kernel }),
    })),
  { maxLength: 14 },
);

/** Arguments on and beside every boundary, with bits above the 32 that the kernel reads of an int. */
const probes: readonly bigint[][] = [
  ...new Set(values.flatMap((one) => [one - 1, one, one + 1]).filter((one) => one >= 0)),
]
  .flatMap((one) => [BigInt(one), BigInt(one) + 2n ** 32n, BigInt(one) + 2n ** 63n])
  .flatMap((one) => [
    [one, 0n, 0n],
    [one, one, one],
    [16n, one, 9n],
    [one, 16n, 40n],
  ]);

function rulesByName({ syscalls }: SeccompProfile): Map<string, SeccompRule[]> {
  const rules = new Map<string, SeccompRule[]>();
  for (const rule of syscalls)
    if (rule.action === "SCMP_ACT_ALLOW")
      for (const name of rule.names) rules.set(name, [...(rules.get(name) ?? []), rule]);
  return rules;
}
const listOf = (syscalls: readonly SeccompRule[]): SeccompProfile => ({
  defaultAction: "SCMP_ACT_ERRNO",
  defaultErrnoRet: 1,
  architectures: [],
  syscalls,
});

function mostlyFlat({ syscalls }: SeccompProfile): void {
  for (const rule of syscalls) {
    expect(Object.keys(rule).filter((key) => !["action", "names", "args", "errnoRet"].includes(key))).toEqual([]);
    const indexes = (rule.args ?? []).map(({ index }) => index);
    expect(new Set(indexes).size).toBe(indexes.length);
  }
  const allowed = new Set(syscalls.filter(({ action }) => action === "SCMP_ACT_ALLOW").flatMap(({ names }) => names));
  const refused = syscalls.filter(({ action }) => action === "SCMP_ACT_ERRNO").flatMap(({ names }) => names);
  expect(refused.filter((name) => allowed.has(name))).toEqual([]);
}

describe("a list under floors", () => {
  it("never allows what it did not, nor what any floor refuses: as runc and crun read it", () => {
    fc.assert(
      fc.property(
        fc.oneof(anyList, learnedList),
        fc.array(
          fc.oneof(
            fc
              .constantFrom(...published)
              .chain((one) => fc.constantFrom(...one.errnos.keys()).map((at) => plainRules(one, at))),
            anyOwn,
          ),
          { minLength: 1, maxLength: 3 },
        ),
        anyHeld,
        anyKernel,
        (list, floors, held, kernel) => {
          const place = {
            capabilities: held,
            architectures: ["amd64"],
            ...(kernel && { kernel: `${kernel.join(".")}.0-x` }),
          };
          const at = { capabilities: held, architecture: "amd64", kernel };
          const under = underFloors(
            list,
            floors.map((rules, number) => resolveFloor(rules as FilterRule[], place, { name: `${number}`, errno: 1 })),
          );
          expect(under).toBeDefined();
          if (under === undefined) return;
          mostlyFlat(under.list);
          expect(under.list.architectures).toEqual(["SCMP_ARCH_X86_64"]);
          expect(() => seccompSchema(stored).parse(under.list)).not.toThrow();
          // A refusal that looks at arguments, in a list that someone wrote.
          const refusedByList = rulesByName({
            ...list,
            syscalls: list.syscalls
              .filter(({ action, args = [] }) => action === "SCMP_ACT_ERRNO" && args.length > 0)
              .map((rule) => ({ ...rule, action: "SCMP_ACT_ALLOW" })),
          });
          const engines = floors.map((rules) => engine(rules, at));
          for (const [name, rules] of rulesByName(under.list)) {
            const looks = rules.some(({ args = [] }) => args.length > 0) || engines.some((one) => one.looks(name));
            const [mine, theirs] = [listOf(rules), listOf(rulesByName(list).get(name) ?? [])];
            for (const args of looks ? probes : probes.slice(0, 1)) {
              if (!allows(mine, name, args)) continue;
              const where = `${name} ${args.join(" ")}`;
              if (!allows(theirs, name, args)) expect.fail(`${where}: more than the list`);
              if (allows(listOf(refusedByList.get(name) ?? []), name, args))
                expect.fail(`${where}: refused by the list`);
              if (!engines.every((one) => one.allows(name, args))) expect.fail(`${where}: more than a floor`);
              if (/^io_uring_|^socketcall$/u.test(name)) expect.fail(`${where}: unseen`);
              if (name === "socket" && (args[0] ?? 0n) % 2n ** 32n === 38n) expect.fail(`${where}: AF_ALG`);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("allows all that every engine's published profile allows, but io_uring and sockets that no family is known for", () => {
    const list: SeccompProfile = {
      defaultAction: "SCMP_ACT_ERRNO",
      defaultErrnoRet: 1,
      architectures: ["SCMP_ARCH_X86_64"],
      syscalls: [{ names: allNames, action: "SCMP_ACT_ALLOW" }],
    };
    for (const one of published)
      for (const [from, profile] of one.versions) {
        const held = profile % 2 === 0 ? [...defaultCapabilities] : [...capabilities];
        const place = { capabilities: held, architectures: ["amd64"], kernel: "6.18.0" };
        const floors = defaultFloors({ engine: one.engine, version: from }, place);
        expect(floors).toHaveLength(1);
        const under = underFloors(list, floors);
        const theirs = engine(plainRules(one, profile), { capabilities: held, architecture: "amd64", kernel: [6, 18] });
        const mine = rulesByName(under?.list ?? list);
        for (const name of allNames.filter((call) => call !== "socketcall" && !call.startsWith("io_uring_")))
          for (const args of theirs.looks(name) ? probes : probes.slice(0, 1)) {
            const own = name !== "socket" || ((args[0] ?? 0n) < 46n && args[0] !== 38n);
            const wanted = theirs.allows(name, args) && own;
            if (allows(listOf(mine.get(name) ?? []), name, args) !== wanted)
              expect.fail(
                `${one.engine} ${from}: ${name} ${args.join(" ")} should be ${wanted ? "allowed" : "refused"}`,
              );
          }
      }
  });

  it("a merged list allows what any of its lists allows, and nothing else", () => {
    fc.assert(
      fc.property(anyList, anyList, (a, b) => {
        const conditional = (list: SeccompProfile) =>
          list.syscalls.some(({ action, args = [] }) => action === "SCMP_ACT_ERRNO" && args.length > 0);
        fc.pre(!conditional(a) && !conditional(b));
        const [left, right, both] = [rulesByName(a), rulesByName(b), rulesByName(mergeSeccomp([a, b]))];
        for (const name of new Set([...left.keys(), ...right.keys(), ...both.keys()]))
          for (const args of probes) {
            const any = [left, right].some((rules) => allows(listOf(rules.get(name) ?? []), name, args));
            if (allows(listOf(both.get(name) ?? []), name, args) !== any) expect.fail(`${name} ${args.join(" ")}`);
          }
      }),
      { numRuns: 30 },
    );
  });

  it("merged lists stay under it as well", () => {
    fc.assert(
      fc.property(anyList, anyList, (a, b) => {
        const place = { capabilities: [...defaultCapabilities], architectures: ["amd64"], kernel: "6.1" };
        const under = underFloors(mergeSeccomp([a, b]), defaultFloors({ engine: "docker", version: "26.1.5" }, place));
        const profile = docker.versions.findLast(([from]) => from === "25.0.3")?.[1] ?? -1;
        const at = { capabilities: [...defaultCapabilities], architecture: "amd64", kernel: [6, 1] as const };
        const theirs = engine(plainRules(docker, profile), at);
        for (const [name, rules] of rulesByName(under?.list ?? a))
          for (const args of probes)
            if (allows(listOf(rules), name, args) && !theirs.allows(name, args))
              expect.fail(`${name} ${args.join(" ")}`);
      }),
      { numRuns: 40 },
    );
  });
});
