import { expect, test } from "vitest";
import type { SeccompProfile, SeccompRule } from "../../domain/profile/seccomp.ts";
import type { CallEvidence } from "../observe/calls/call-evidence.ts";
import { allowedBy } from "../../text/allowed-by.ts";
import { seccompSchema } from "../../schema/seccomp.ts";
import { stored } from "../../schema/stored.ts";
import { runtimeCalls } from "../../data/runtime-calls.ts";
import { allowList } from "./syscall-allowlist.ts";

const evidence: CallEvidence = {
  architecture: "SCMP_ARCH_X86_64",
  calls: ["bind", "clone", "clone3", "open", "personality", "read", "socket"],
  runtime: ["fstatfs", "no_such_call"],
  families: [2],
  personalities: [],
  namespaces: false,
};
const rulesOf = ({ syscalls }: SeccompProfile, name: string): SeccompRule[] =>
  syscalls.filter(({ names }) => names.includes(name));
const values = (rules: readonly SeccompRule[]) => rules.map(({ args }) => args?.[0]?.value);

test("allows observed calls, the runtime's and those by chance, and refuses all others", () => {
  const filter = allowList(evidence);
  const { always, sometimes } = allowedBy(filter);
  expect(seccompSchema(stored).parse(filter)).toEqual(filter);
  for (const name of ["bind", "open", "read", "fstatfs", "execve", "tgkill", "sched_yield", "restart_syscall"])
    expect(always).toContain(name);
  for (const name of ["mount", "ptrace", "bpf", "unshare", "no_such_call", "clone3"])
    expect(always).not.toContain(name);
  expect([...sometimes].toSorted()).toEqual(["clone", "personality", "socket"]);
  expect(filter.defaultErrnoRet).toBe(1);
  expect(filter.architectures).toEqual(["SCMP_ARCH_X86_64"]);
});

test("omits clone3 and other optional calls, which differs from refusing them", () => {
  for (const name of ["clone3", "openat2", "close_range", "membarrier", "io_uring_setup"])
    expect(rulesOf(allowList(evidence), name)).toMatchObject([{ action: "SCMP_ACT_ERRNO", errnoRet: 38 }]);
  const seen = allowList({ ...evidence, calls: [...evidence.calls, "close_range", "membarrier"] });
  for (const name of ["close_range", "membarrier"])
    expect(rulesOf(seen, name)).toMatchObject([{ action: "SCMP_ACT_ALLOW" }]);
});

test("allows the observed socket families and related ones, no namespaces, usual personalities", () => {
  const filter = allowList(evidence);
  expect(values(rulesOf(filter, "socket"))).toEqual([1, 2, 10, 16]);
  expect(values(rulesOf(allowList({ ...evidence, families: [17] }), "socket"))).toEqual([1, 17]);
  expect(rulesOf(filter, "clone")).toMatchObject([{ args: [{ index: 0, valueTwo: 0, op: "SCMP_CMP_MASKED_EQ" }] }]);
  expect(values(rulesOf(filter, "clone"))).toEqual([0x7e02_0000]);
  expect(rulesOf(allowList({ ...evidence, namespaces: true }), "clone")).toMatchObject([{ action: "SCMP_ACT_ALLOW" }]);
  expect(values(rulesOf(filter, "personality"))).toContain(0xffff_ffff);
});

test("removes the conditions of a refused call, and keeps those of others", () => {
  const filter = allowList(evidence, { added: ["socket", "unlink"] });
  expect(rulesOf(filter, "socket")).toHaveLength(1);
  expect([...allowedBy(filter).sometimes].toSorted()).toEqual(["clone", "personality"]);
  expect(allowedBy(filter).always).toContain("unlink");
});

test("allows calls of every known runtime, except those answered with ENOSYS", () => {
  const { always, sometimes } = allowedBy(allowList(evidence));
  const wanted = new Set(runtimeCalls.flatMap(({ calls }) => calls.split(" ")));
  // clone3 hides its flags, and runtimes go on with clone.
  expect([...wanted].filter((name) => name !== "clone3" && !always.has(name) && !sometimes.has(name))).toEqual([]);
  expect(new Set(runtimeCalls.map(({ runtime }) => runtime))).toEqual(new Set(["crun", "runc"]));
});

test("allows file work only if files were written", () => {
  const work = ["flock", "ftruncate", "unlink", "mkdir", "fchmod", "rename", "fsync"];
  const writer = allowedBy(allowList({ ...evidence, writesFiles: true })).always;
  const reader = allowedBy(allowList({ ...evidence, writesFiles: false })).always;
  for (const name of work) expect([writer.has(name), reader.has(name)], name).toEqual([true, false]);
});

test("uses the calls of another architecture", () => {
  const filter = allowList({ ...evidence, architecture: "SCMP_ARCH_AARCH64" });
  expect(allowedBy(filter).always).not.toContain("open");
  expect(allowedBy(filter).always).toContain("read");
});
