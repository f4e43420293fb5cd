import { expect, test } from "vitest";
import { traceLines } from "../../../../test/trace-lines.ts";
import { syscallTables } from "../trace/syscall-tables.ts";
import { exhaustionExits, exhaustionTrace } from "./exhaustion-trace.ts";

const table = syscallTables.get("x64");
if (table === undefined) throw new Error("no table");
const id = "0123456789abcdef".repeat(4);
const line = (pid: number, at: number, event: string, args: string) =>
  `            comm-${pid}   [000] ..... ${at.toFixed(6)}: ${event}: ${args}`;
const start = [
  line(10, 1, "sched_process_fork", "comm=shim pid=10 child_comm=runc child_pid=20"),
  line(10, 2, "cgroup_attach_task", `dst_root=4 dst_id=9 dst_level=2 dst_path=/docker/${id} pid=20 comm=runc`),
  line(20, 3, "sched_process_fork", "comm=runc pid=20 child_comm=runc child_pid=21"),
  line(21, 4, "sched_process_exec", "filename=/app/server pid=21 old_pid=21"),
  line(21, 5, "sched_process_fork", "comm=server pid=21 child_comm=server child_pid=22"),
  line(22, 6, "sched_process_exec", "filename=/bin/sh pid=22 old_pid=22"),
];
const read = (...lines: readonly string[]) => {
  const seen = exhaustionTrace(table);
  seen.of(id);
  seen.root({ pid: 21, at: 4.5 });
  for (const each of traceLines([...start, ...lines])) seen.line(each);
  return seen.end();
};

test("lists failed calls of the container's tasks by resource and program", () => {
  expect(
    read(
      line(22, 7, "sys_exit", "NR 1 = -28"),
      line(22, 7, "sys_exit", "NR 1 = -28"),
      line(22, 7, "sys_exit", "NR 83 = -28"),
      line(21, 8, "sys_exit", "NR 56 = -11"),
      line(21, 8, "sys_exit", "NR 254 = -28"),
      line(21, 8, "sys_exit", "NR 9 = -12"),
      line(21, 8, "sys_exit", "NR 1 = -122"),
      line(21, 8, "mark_victim", "pid=22 comm=a b total-vm=1kB anon-rss:1kB"),
    ),
  ).toEqual([
    { what: "memory", times: 1, how: "traced", programs: ["sh"] },
    { what: "quota", times: 1, how: "traced", calls: ["write"], programs: ["server"] },
    { what: "refused memory", times: 1, how: "traced", calls: ["mmap"], programs: ["server"] },
    { what: "space", times: 3, how: "traced", calls: ["mkdir", "write"], programs: ["sh"] },
    { what: "tasks", times: 1, how: "traced", calls: ["clone"], programs: ["server"] },
    { what: "watches", times: 1, how: "traced", calls: ["inotify_add_watch"], programs: ["server"] },
  ]);
});

test("ignores failures of other tasks and of reused pids", () => {
  expect(
    read(
      line(99, 7, "sys_exit", "NR 1 = -28"),
      line(10, 7, "sys_exit", "NR 56 = -11"),
      line(10, 8, "sched_process_fork", "comm=shim pid=10 child_comm=x child_pid=22"),
      line(22, 9, "sys_exit", "NR 1 = -28"),
      line(10, 9, "mark_victim", "pid=77 comm=other total-vm=1kB"),
    ),
  ).toEqual([]);
});

test("finds a container that ended before it was named by its cgroup", () => {
  const seen = exhaustionTrace(table);
  seen.of(id);
  for (const each of traceLines([...start, line(22, 7, "sys_exit", "NR 1 = -28")])) seen.line(each);
  expect(seen.end()).toMatchObject([{ what: "space", programs: ["sh"] }]);
});

test("ignores holes in the address space", () => {
  const condition = exhaustionExits(table);
  expect(condition).toContain("ret == -28 || ret == -122");
  expect(condition).toMatch(/ret == -11 && \(.*id == 435/u);
  for (const hole of [28, 27, 25]) expect(condition).toContain(`id != ${hole}`);
  expect(condition.length).toBeLessThan(4000);
});

test("ignores exits for other reasons", () => {
  expect(
    read(
      line(22, 7, "sys_exit", "NR 105 = -1"),
      line(22, 7, "sys_exit", "NR 105 = -11"),
      line(22, 7, "sys_exit", "NR 28 = -12"),
      line(22, 7, "sys_exit", "NR 106 = 0"),
    ),
  ).toEqual([]);
});
