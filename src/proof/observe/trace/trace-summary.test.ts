import { expect, test } from "vitest";
import { traceLines } from "../../../../test/trace-lines.ts";
import { defaultCapabilities } from "../../../domain/profile/capability.ts";
import { traceSummary } from "./trace-summary.ts";

const own = "00000000aaaaaaaa";
const foreign = "00000000bbbbbbbb";

let clock = 100;
const at = (comm: string, pid: number, event: string, args: string) =>
  `${`${comm}-${pid}`.padStart(23)} [001] ..... ${(clock += 0.000_017).toFixed(6)}: ${event}: ${args}`;
const fork = (pid: number, child: number, comm = "sh") =>
  at(comm, pid, "sched_process_fork", `comm=${comm} pid=${pid} child_comm=${comm} child_pid=${child}`);
const exec = (pid: number, filename: string, old = pid) =>
  at("x", pid, "sched_process_exec", `filename=${filename} pid=${pid} old_pid=${old}`);
const exit = (pid: number) => at("x", pid, "sched_process_exit", `comm=x pid=${pid} prio=120 group_dead=true`);
const check = (pid: number, cap: number, ret: 0 | -1, cred = own) =>
  at(
    "some name",
    pid,
    "cap_capable",
    `cred ${cred}, target_ns 00000000c0ffee00, capable_ns 00000000c0ffee00, cap ${cap}, ret ${ret}`,
  );

const [CHOWN, DAC_OVERRIDE, FOWNER, SETUID, SYS_ADMIN] = [0, 1, 3, 7, 21];

function summarize(
  roots: readonly number[],
  lines: readonly string[],
  containers: readonly string[] = [],
  kept?: number,
) {
  const summary = traceSummary(
    roots.map((pid) => ({ pid, at: clock })),
    defaultCapabilities,
    containers,
    kept,
  );
  for (const line of traceLines(["# tracer: nop", "#", ...lines])) summary.line(line);
  return summary.end();
}

const names = (roots: readonly number[], lines: readonly string[]) =>
  summarize(roots, lines).uses.map(({ name, uses }) => `${name} ${uses}`);

test("counts from the root's first exec on, and its descendants", () => {
  const summary = summarize(
    [50],
    [
      // The runtime, under the pid that becomes the container's.
      check(50, SETUID, 0),
      exec(50, "/entrypoint.sh"),
      fork(50, 60),
      exec(60, "/bin/chown"),
      check(60, SYS_ADMIN, -1),
      check(60, CHOWN, 0),
      check(60, CHOWN, 0),
      exit(60),
      check(50, SETUID, 0),
      // Somebody else on the machine.
      check(70, FOWNER, 0),
    ],
  );
  expect(summary.uses).toEqual([
    { name: "CHOWN", uses: 2, commands: ["chown"] },
    { name: "SETUID", uses: 1, commands: ["entrypoint.sh"] },
  ]);
  expect(summary.unseen).toEqual([]);
});

test("excludes refused checks from the uses", () => {
  expect(names([50], [exec(50, "/a"), check(50, SYS_ADMIN, -1), check(50, DAC_OVERRIDE, -1)])).toEqual([]);
});

test("excludes overlayfs's checks with the mounter's credentials", () => {
  const lines = [
    exec(50, "/a"),
    check(50, SYS_ADMIN, 0, foreign),
    check(50, FOWNER, 0, foreign),
    check(50, SYS_ADMIN, -1),
    check(50, CHOWN, 0),
  ];
  expect(names([50], lines)).toEqual(["CHOWN 1"]);
});

test("decides reused credential addresses by the nearest sentinel", () => {
  const reused = "00000000dddddddd";
  const lines = [
    exec(50, "/a"),
    check(50, SYS_ADMIN, 0, reused),
    check(50, FOWNER, 0, reused),
    check(50, CHOWN, 0, reused),
    check(50, SYS_ADMIN, -1, reused),
  ];
  expect(names([50], lines)).toEqual(["CHOWN 1"]);
});

test("prefers a sentinel of the same task to a nearer one of another", () => {
  const lines = [
    exec(50, "/a"),
    fork(50, 60),
    check(50, SYS_ADMIN, -1),
    check(60, DAC_OVERRIDE, -1),
    check(60, SYS_ADMIN, 0),
    check(50, CHOWN, 0),
  ];
  expect(names([50], lines)).toEqual(["CHOWN 1"]);
});

test("counts a check without a sentinel: the trial decides", () => {
  expect(names([50], [exec(50, "/a"), check(50, FOWNER, 0)])).toEqual(["FOWNER 1"]);
});

test("treats starts and commands inside as roots, and reports a missing start", () => {
  const lines = [
    exec(50, "/a"),
    exit(50),
    exec(80, "/bin/chown"),
    check(80, CHOWN, 0),
    exec(90, "/a"),
    check(90, SETUID, 0),
  ];
  const summary = summarize([50, 90, 80, 95], lines);
  expect(summary.uses.map(({ name }) => name)).toEqual(["CHOWN", "SETUID"]);
  expect(summary.unseen).toEqual([95]);
});

test("ignores a pid that is reused outside", () => {
  expect(names([50], [exec(50, "/a"), fork(50, 60), exit(60), fork(7, 60), check(60, CHOWN, 0)])).toEqual([]);
});

test("assigns a reused pid to the container from its first execution on", () => {
  const before = [fork(1, 50), exec(50, "/stranger"), check(50, FOWNER, 0), fork(50, 61), exit(50)];
  const lines = [...before, fork(40, 50), check(50, SETUID, 0), exec(50, "/a"), check(50, CHOWN, 0)];
  const summary = summarize([50], lines);
  expect(summary.uses.map(({ name }) => name)).toEqual(["CHOWN"]);
  expect(summary.tasksPeak).toBe(1);
});

test("finds a container that ended before it was named by its cgroup and its filter", () => {
  const lines = [
    fork(7, 50),
    at("runc", 7, "cgroup_attach_task", "dst_root=4 dst_id=9 dst_level=2 dst_path=/docker/c0ffee pid=50 comm=runc"),
    exec(50, "/dev/fd/6"),
    check(50, SETUID, 0),
    fork(50, 51),
    at("runc", 51, "sys_enter", "NR 317 (1, 0, 7f00, 0, 0, 0)"),
    check(51, SETUID, 0),
    exec(51, "/bin/chown"),
    check(51, CHOWN, 0),
  ];
  const summary = traceSummary([{ pid: 0, at: clock }], defaultCapabilities, ["c0ffee"]);
  for (const line of traceLines(lines)) summary.line(line);
  expect(summary.end()).toMatchObject({ found: true, unseen: [], uses: [{ name: "CHOWN", commands: ["chown"] }] });
});

test("keeps room for the watched container next to busy foreign ones", () => {
  const attach = (pid: number, container: string) =>
    at(
      "runc",
      7,
      "cgroup_attach_task",
      `dst_root=4 dst_id=9 dst_level=2 dst_path=/docker/${container} pid=${pid} comm=runc`,
    );
  const busy = (pid: number, checks: number) => [
    fork(8, pid),
    attach(pid, "0ther5"),
    exec(pid, "/bin/server"),
    ...Array.from({ length: checks }, () => check(pid, FOWNER, 0)),
  ];
  const watched = [
    fork(7, 50),
    attach(50, "c0ffee"),
    exec(50, "/entrypoint"),
    check(50, CHOWN, 0),
    // A command that the engine executes in it.
    fork(9, 60),
    attach(60, "c0ffee"),
    exec(60, "/bin/date"),
    check(60, SETUID, 0),
  ];
  const lines = [...busy(20, 70), ...watched, ...busy(30, 900), check(50, DAC_OVERRIDE, 0), ...busy(40, 90)];
  const summary = summarize([50, 60], lines, ["c0ffee"], 100);
  expect(summary.overflow).toBe(false);
  expect(summary.uses.map(({ name, uses }) => `${name} ${uses}`)).toEqual(["CHOWN 1", "DAC_OVERRIDE 1", "SETUID 1"]);
  // Its own checks are never forgotten: too many of them are said.
  expect(
    summarize(
      [50],
      [...watched, ...Array.from({ length: 90 }, () => check(50, CHOWN, 0)), ...busy(20, 90)],
      ["c0ffee"],
      100,
    ),
  ).toMatchObject({ overflow: true });
  // Where no cgroup was heard of, what is others' is not known.
  expect(summarize([50], [exec(50, "/a"), ...busy(20, 200)], [], 100)).toMatchObject({ overflow: true });
});

test("counts concurrent threads and processes in the peak", () => {
  const lines = [
    exec(50, "/a"),
    fork(50, 51),
    fork(50, 52),
    exit(52),
    fork(51, 53),
    exit(51),
    exit(53),
    fork(7, 8),
    fork(7, 9),
  ];
  expect(summarize([50], lines).tasksPeak).toBe(3);
});

test("lets an executing thread take over its process", () => {
  const summary = summarize([50], [exec(50, "/a"), fork(50, 51), exec(50, "/b", 51), check(50, CHOWN, 0)]);
  expect(summary.tasksPeak).toBe(2);
  expect(summary.uses[0]?.commands).toEqual(["b"]);
});

test("parses command names that look like fields", () => {
  const lines = [
    exec(50, "/a pid=7 old_pid=7"),
    fork(50, 60, "x child_pid=9"),
    check(60, CHOWN, 0),
    check(9, SETUID, 0),
    "garbage",
    "",
  ];
  expect(names([50], lines)).toEqual(["CHOWN 1"]);
});
