import { expect, test } from "vitest";
import { traceLines } from "../../../../test/trace-lines.ts";
import type { SeccompProfile } from "../../../domain/profile/seccomp.ts";
import { refusalTrace } from "./refusal-trace.ts";
import { syscallTables, type SyscallTable } from "../trace/syscall-tables.ts";

const table = syscallTables.get("x64") as SyscallTable;
const number = (name: string): number => [...table.names].find(([, each]) => each === name)?.[0] ?? -1;
const filter: SeccompProfile = {
  defaultAction: "SCMP_ACT_ERRNO",
  defaultErrnoRet: 1,
  architectures: ["SCMP_ARCH_X86_64"],
  syscalls: [
    { names: ["chown", "read"], action: "SCMP_ACT_ALLOW" },
    { names: ["socket"], action: "SCMP_ACT_ALLOW", args: [{ index: 0, value: 1, op: "SCMP_CMP_EQ" }] },
    { names: ["openat2"], action: "SCMP_ACT_ERRNO", errnoRet: 38 },
  ],
};

let clock = 100;
const at = (pid: number, event: string, args: string) =>
  `${`some name-${pid}`.padStart(23)} [001] ..... ${(clock += 0.001).toFixed(6)}: ${event}: ${args}`;
const fork = (pid: number, child: number) =>
  at(pid, "sched_process_fork", `comm=sh pid=${pid} child_comm=sh child_pid=${child}`);
const exec = (pid: number, program: string) =>
  at(pid, "sched_process_exec", `filename=${program} pid=${pid} old_pid=${pid}`);
const returns = (pid: number, name: string, value: number) => at(pid, "sys_exit", `NR ${number(name)} = ${value}`);
const load = (pid: number) => at(pid, "sys_enter", `NR ${number("seccomp")} (1, 0, 7f00, 0, 0, 0)`);
const ask = (pid: number) => at(pid, "sys_enter", `NR ${number("prctl")} (16, 2, 0, 0, 0, 0)`);

function refusals(lines: readonly string[], started = true) {
  const trace = refusalTrace(filter, table);
  for (const line of traceLines(lines)) trace.line(line);
  trace.root({ pid: 50, at: clock });
  return trace.end(started);
}

test("names a refused call with its programs", () => {
  const seen = refusals([
    fork(40, 50),
    load(50),
    returns(50, "capset", -1),
    exec(50, "/usr/bin/server"),
    fork(50, 60),
    returns(60, "unlink", -1),
    exec(60, "/bin/rm"),
    returns(60, "unlink", -1),
    returns(60, "openat2", -38),
    // The kernel's own answer, and what is refused on purpose.
    returns(60, "chown", -1),
    returns(60, "clone3", -38),
    returns(60, "socket", -1),
    returns(70, "reboot", -1),
  ]);
  expect(seen).toEqual([
    { name: "openat2", times: 1, programs: ["rm"], sure: true },
    { name: "socket", times: 1, programs: ["rm"], sure: false },
    { name: "unlink", times: 2, programs: ["rm", "server"], sure: true },
  ]);
});

test("reports the runtime's refused calls after it loaded the filter, if the container did not start", () => {
  const lines = [fork(40, 50), returns(50, "mount", -1), ask(50), returns(50, "mount", -1)];
  expect(refusals(lines, false)).toEqual([]);
  expect(refusals([fork(40, 50), load(50), returns(50, "capset", -1)], false)).toEqual([
    { name: "capset", times: 1, programs: ["runtime"], sure: true },
  ]);
});
