import { expect, test } from "vitest";
import { traceLines } from "../../../../test/trace-lines.ts";
import { callTrace } from "./call-trace.ts";
import { numbersOf, syscallTables } from "../trace/syscall-tables.ts";

const table = syscallTables.get("x64");
if (table === undefined) throw new Error("no table of x86-64");
const number = (name: string): number => [...table.names].find(([, each]) => each === name)?.[0] ?? -1;

let clock = 100;
const at = (pid: number, event: string, args: string) =>
  `${`some name-${pid}`.padStart(23)} [001] ..... ${(clock += 0.001).toFixed(6)}: ${event}: ${args}`;
const fork = (pid: number, child: number) =>
  at(pid, "sched_process_fork", `comm=sh pid=${pid} child_comm=sh child_pid=${child}`);
const exec = (pid: number, program: string, old = pid) =>
  at(pid, "sched_process_exec", `filename=${program} pid=${pid} old_pid=${old}`);
const call = (pid: number, name: string, ...args: readonly number[]) =>
  at(
    pid,
    "sys_enter",
    `NR ${number(name)} (${[...args, 0, 0, 0, 0, 0, 0]
      .slice(0, 6)
      .map((a) => a.toString(16))
      .join(", ")})`,
  );
const read = (pid: number, inode: number) =>
  at(pid, "mm_filemap_get_pages", `dev=254:0 ino=${inode.toString(16)} ofs=0-4095`);

function trace() {
  const calls = callTrace(numbersOf(table!));
  return {
    add: (...lines: readonly string[]) => {
      for (const line of traceLines(lines)) calls.line(line);
    },
    /** Named at this moment, or `ago` seconds before it. */
    root: (pid: number, ago = 0) => calls.root({ pid, at: clock - ago }),
    programs: () => calls.programs(),
    of: (id: string) => calls.of(id),
    end: () => {
      const { calls: counted, ...rest } = calls.end();
      return { ...rest, names: [...counted.keys()].map((id) => table!.names.get(id) ?? "").toSorted() };
    },
  };
}

test("separates the runtime's calls under the container's pid at its first execution", () => {
  const { add, root, end, programs } = trace();
  add(
    fork(40, 50),
    call(50, "mount"),
    // Both only ask whether the kernel can filter.
    call(50, "seccomp", 1, 1, 0),
    call(50, "prctl", 22, 2, 0),
    call(50, "unshare"),
    call(50, "seccomp", 1, 0, 0x7f00),
    call(50, "capset"),
    call(50, "execve"),
    exec(50, "/entrypoint"),
    call(50, "brk"),
    read(50, 77),
    fork(50, 60),
    exec(60, "/bin/true"),
    call(60, "exit_group"),
    call(40, "reboot"),
  );
  root(50);
  add(call(99, "sync"));
  const seen = end();
  expect(seen.names).toEqual(["brk", "exit_group"]);
  expect([...seen.runtime].map((id) => table!.names.get(id))).toEqual(["capset", "execve"]);
  expect([...seen.files.keys()]).toEqual(["254:0:77"]);
  expect([...programs()]).toEqual(["/entrypoint", "/bin/true"]);
  expect(seen.missing).toEqual([]);
});

test("assigns a reused pid to the container from its first execution on", () => {
  const { add, root, end } = trace();
  add(fork(1, 50), exec(50, "/usr/bin/stranger"), call(50, "reboot"));
  add(fork(40, 50), call(50, "mount"), exec(50, "/entrypoint"), call(50, "brk"));
  root(50);
  add(fork(1, 50), exec(50, "/usr/bin/stranger"), call(50, "sync"));
  expect(end().names).toEqual(["brk"]);
});

test("finds a root named before its execution, and misses one that never executes", () => {
  const { add, root, end } = trace();
  add(fork(40, 50), fork(40, 51));
  root(50);
  root(51);
  add(call(50, "mount"), exec(50, "/entrypoint"), call(50, "brk"));
  const seen = end();
  expect(seen.names).toEqual(["brk"]);
  expect(seen.missing.map(({ pid }) => pid)).toEqual([51]);
});

test("finds a container that ended before it was named by its cgroup and its filter", () => {
  const { add, of, end } = trace();
  const attach = (pid: number, path: string) =>
    at(7, "cgroup_attach_task", `dst_root=4 dst_id=9 dst_level=2 dst_path=${path} pid=${pid} comm=runc:[0:PARENT]`);
  of("c0ffee");
  add(
    fork(7, 50),
    attach(50, "/docker/c0ffee"),
    // runc once more, from a copy of itself.
    exec(50, "/dev/fd/6"),
    call(50, "mount"),
    fork(50, 51),
    call(51, "unshare"),
    call(51, "seccomp", 1, 0, 0x7f00),
    call(51, "capset"),
    exec(51, "/bin/true"),
    call(51, "exit_group"),
    // Somebody else's container.
    fork(7, 60),
    attach(60, "/docker/decaf"),
    call(60, "seccomp", 1, 0, 0x7f00),
    exec(60, "/bin/false"),
    call(60, "reboot"),
  );
  const seen = end();
  expect(seen.names).toEqual(["exit_group"]);
  expect([...seen.runtime].map((id) => table!.names.get(id))).toEqual(["capset"]);
  expect(seen.found).toBe(true);
});

test("lets an executing thread take over the pid of its process", () => {
  const { add, root, end, programs } = trace();
  add(fork(40, 50), exec(50, "/entrypoint"), fork(50, 61), call(61, "futex"), exec(50, "/next", 61), call(50, "brk"));
  root(50);
  add(call(99, "sync"));
  expect(end().names).toEqual(["brk", "futex"]);
  expect([...programs()]).toEqual(["/entrypoint", "/next"]);
});

test("derives families, namespaces, personalities, connects and pings from arguments", () => {
  const { add, root, end } = trace();
  add(fork(40, 50), exec(50, "/a"));
  root(50);
  add(
    call(50, "socket", 2, 1, 0),
    call(50, "socket", 10, 1, 0),
    call(50, "connect", 3, 0x7f00, 110),
    call(50, "personality", 0xffffffff),
    call(50, "clone", 0x11),
  );
  const before = end();
  expect([...before.families]).toEqual([2, 10]);
  expect([...before.personalities]).toEqual([0xffffffff]);
  expect(before.namespaces).toBe(false);
  expect(before.connects).toBe(false);
  add(call(50, "socket", 2, 2, 17), call(50, "socket", 2, 3, 1));
  expect(end().pings).toBe(false);
  add(call(50, "socket", 2, 0x80002, 1), call(50, "connect", 3, 0x7f00, 16), call(50, "clone", 0x1000_0011));
  const after = end();
  expect(after.connects).toBe(true);
  expect(after.pings).toBe(true);
  expect(after.namespaces).toBe(true);
});

test("parses a command name that looks like a trace line", () => {
  const { add, root, end } = trace();
  add(fork(40, 50), exec(50, "/a b) pid=7 old_pid=7"));
  root(50);
  add(call(50, "brk"), "# a comment", "", "cut off");
  expect(end().names).toEqual(["brk"]);
});
