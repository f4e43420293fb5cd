import { expect, test } from "vitest";
import { mergeSeccomp } from "./merge-seccomp.ts";
import type { SeccompProfile, SeccompRule } from "../../domain/profile/seccomp.ts";

const list = (...syscalls: readonly SeccompRule[]): SeccompProfile => ({
  defaultAction: "SCMP_ACT_ERRNO",
  defaultErrnoRet: 1,
  architectures: ["SCMP_ARCH_X86_64"],
  syscalls,
});
const allow = (...names: readonly string[]): SeccompRule => ({ names, action: "SCMP_ACT_ALLOW" });
const socket = (family: number): SeccompRule => ({
  names: ["socket"],
  action: "SCMP_ACT_ALLOW",
  args: [{ index: 0, value: family, op: "SCMP_CMP_EQ" }],
});
const missing = (...names: readonly string[]): SeccompRule => ({ names, action: "SCMP_ACT_ERRNO", errnoRet: 38 });

test("allows exactly the calls of any list", () => {
  const merged = mergeSeccomp([
    list(allow("read", "write"), socket(1), socket(2), missing("clone3", "statx")),
    list(allow("read", "statx"), socket(2), socket(16), missing("clone3")),
  ]);
  expect(merged.syscalls).toEqual([
    allow("read", "statx", "write"),
    socket(1),
    socket(2),
    socket(16),
    missing("clone3"),
  ]);
});

test("allows a call with any arguments if one list does", () => {
  const merged = mergeSeccomp([list(allow("read"), socket(1)), list(allow("socket"))]);
  expect(merged.syscalls).toEqual([allow("read", "socket")]);
});

test("keeps a single list, in any order", () => {
  const one = list(allow("read", "write"), socket(1), missing("clone3"));
  expect(mergeSeccomp([one])).toEqual(one);
  expect(mergeSeccomp([one, one])).toEqual(one);
});
