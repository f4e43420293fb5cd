import { expect, test } from "vitest";
import { fullProfile } from "../../../test/emit/sample-profile.ts";
import type { SeccompProfile, SeccompRule } from "../../domain/profile/seccomp.ts";
import { describeWidening } from "./widened-profile.ts";

const socket = (...values: readonly number[]): SeccompRule[] =>
  values.map((value) => ({
    names: ["socket"],
    action: "SCMP_ACT_ALLOW",
    args: [{ index: 0, value, op: "SCMP_CMP_EQ" }],
  }));
const list = (...syscalls: readonly SeccompRule[]): SeccompProfile => ({
  defaultAction: "SCMP_ACT_ERRNO",
  defaultErrnoRet: 1,
  architectures: ["SCMP_ARCH_X86_64"],
  syscalls,
});
const allow = (...names: readonly string[]): SeccompRule => ({ names, action: "SCMP_ACT_ALLOW" });
const widening = (before: SeccompProfile, after: SeccompProfile) =>
  describeWidening({ ...fullProfile, seccomp: before }, { ...fullProfile, seccomp: after });

test("lists calls with their new arguments", () => {
  expect(widening(list(allow("read"), ...socket(1)), list(allow("read", "bind"), ...socket(1, 2, 17)))).toEqual([
    "seccomp: allow bind, socket with arg0 = 2 or 17",
  ]);
  expect(widening(list(...socket(1)), list(allow("socket")))).toEqual(["seccomp: allow socket with arg0 != 1"]);
  expect(widening(list(allow("read"), ...socket(1)), list(allow("read")))).toEqual([]);
  // An error in place of another one allows nothing.
  expect(
    widening(list(allow("read")), list(allow("read"), { names: ["bpf"], action: "SCMP_ACT_ERRNO", errnoRet: 38 })),
  ).toEqual([]);
});

test("lists sizes, limits, devices and settings", () => {
  const [mount] = fullProfile.tmpfs;
  if (mount === undefined) throw new Error("the sample has a tmpfs");
  const after = {
    ...fullProfile,
    tmpfs: [{ ...mount, sizeBytes: mount.sizeBytes * 2 }],
    ulimits: [{ name: "nofile", soft: 4096, hard: 4096 }],
    devices: [],
    sysctls: {},
    pids: 32,
    capabilities: { ...fullProfile.capabilities, required: ["SETGID", "SETUID", "NET_RAW"] as const },
  };
  expect(describeWidening(fullProfile, after)).toEqual([
    "capabilities.required: add NET_RAW",
    expect.stringMatching(/^tmpfs: \/tmp:.*size=64m.* -> \/tmp:.*size=128m/u),
    "pids: 16 -> 32",
    "ulimits: add nofile=4096:4096",
    "ulimits: take nofile=1024:2048 away",
    "devices: take /dev/fuse:rw away",
    "sysctls: take net.core.somaxconn=128 away",
  ]);
  expect(describeWidening(fullProfile, fullProfile)).toEqual([]);
});
