import { expect, test } from "vitest";
import { callResult } from "./call-evidence.ts";
import type { Calls } from "./call-trace.ts";
import { syscallTables } from "../trace/syscall-tables.ts";

const table = syscallTables.get("x64");
const calls: Calls = {
  calls: new Map([
    [0, 5],
    [41, 1],
  ]),
  runtime: new Set([126]),
  families: new Set([10, 2]),
  personalities: new Set(),
  namespaces: false,
  connects: true,
  pings: false,
  files: new Map(),
  pids: new Set([50]),
  missing: [],
  found: true,
};

test("names calls in order", () => {
  expect(callResult(calls, table, false)).toMatchObject({
    syscalls: { method: "tracepoint", names: ["read", "socket"], complete: true },
    calls: { architecture: "SCMP_ARCH_X86_64", calls: ["read", "socket"], runtime: ["capset"], families: [2, 10] },
  });
});

test("gives no evidence for another width, an unnamed call or no trace, with the reason", () => {
  const narrow = callResult(calls, table, true);
  expect(narrow.syscalls).toMatchObject({ complete: false, reason: expect.stringContaining("32 bits") });
  // The x32 calls of x86-64 have bit 30 set.
  const strange = callResult({ ...calls, calls: new Map([[0x4000_0000, 1]]) }, table, false);
  expect(strange.syscalls).toMatchObject({ complete: false, reason: expect.stringContaining("1073741824") });
  const none = callResult({ reason: "the kernel lost 3 events of the trace" }, table, false);
  expect(none.syscalls).toMatchObject({ method: "none", names: [], reason: "the kernel lost 3 events of the trace" });
  for (const { calls: evidence } of [narrow, strange, none]) expect(evidence).toBeUndefined();
});
