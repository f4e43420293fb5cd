import { expect, test } from "vitest";
import type { Capability } from "../../domain/profile/capability.ts";
import type { SeccompProfile } from "../../domain/profile/seccomp.ts";
import { soleLayers } from "./sole-layers.ts";

const holding = (...required: Capability[]) => ({ required, soft: [], unused: [] });
const list = (...names: string[]): SeccompProfile => ({
  defaultAction: "SCMP_ACT_ERRNO",
  defaultErrnoRet: 1,
  architectures: ["SCMP_ARCH_X86_64"],
  syscalls: [{ names, action: "SCMP_ACT_ALLOW" }],
});

test("reports nothing for a profile within the default set", () => {
  expect(soleLayers({ capabilities: holding("SETUID", "SYS_CHROOT") })).toEqual([]);
});

test("reports syscalls that a capability opens, and their remaining protection", () => {
  expect(soleLayers({ capabilities: holding("DAC_READ_SEARCH"), seccomp: list("read") })).toEqual([
    "Only the list of system calls holds back open_by_handle_at: with DAC_READ_SEARCH the engine's own filter allows it.",
  ]);
  expect(soleLayers({ capabilities: holding("DAC_READ_SEARCH") })).toEqual([
    "No filter holds back open_by_handle_at with DAC_READ_SEARCH.",
  ]);
  const admin = soleLayers({ capabilities: holding("SYS_ADMIN"), seccomp: list("mount", "read") }).join("\n");
  expect(admin).toMatch(/Only the list of system calls holds back .*bpf.*unshare/u);
  expect(admin).toContain("holds back mount with SYS_ADMIN");
});
