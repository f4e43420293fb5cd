import { describe, expect, it } from "vitest";
import { traceLines } from "../../../../test/trace-lines.ts";
import { syscallTables } from "../trace/syscall-tables.ts";
import { compareTraced } from "../../judge/identity/compare-traced.ts";
import { credentialTrace } from "./credential-trace.ts";

const table = syscallTables.get("x64");
if (table === undefined) throw new Error("there is a table for x64");
const numbers = new Map([...table.names].map(([number, name]) => [name, number]));

/** A trace of one container whose first process is 50, line by line; its clock goes on by itself. */
function traced(lines: readonly string[]) {
  return all(lines).kinds;
}
function all(lines: readonly string[]) {
  const trace = credentialTrace(table!);
  trace.of("c0ffee");
  trace.root({ pid: 50, at: 2 });
  let time = 1;
  for (const line of [fork(40, 50), exec(50, "/server"), ...lines]) {
    const [pid = "", rest = ""] = line.split("|");
    for (const one of traceLines([` a-b c-${pid} [000] ..... ${(time += 0.001).toFixed(6)}: ${rest}`])) trace.line(one);
  }
  return trace.end() ?? expect.unreachable("no container");
}
const fork = (pid: number, child: number) =>
  `${pid}|sched_process_fork: comm=a pid=${pid} child_comm=a child_pid=${child}`;
const exec = (pid: number, file: string, before = pid) =>
  `${pid}|sched_process_exec: filename=${file} pid=${pid} old_pid=${before}`;
const exit = (pid: number) => `${pid}|sched_process_exit: comm=a pid=${pid} prio=120`;
const call = (pid: number, name: string, args: readonly number[], result = 0) => [
  `${pid}|sys_enter: NR ${numbers.get(name)} (${args.map((one) => (one >>> 0).toString(16)).join(", ")}, 0, 7ffd)`,
  `${pid}|sys_exit: NR ${numbers.get(name)} = ${result}`,
];
/** Refused by a filter: it returns and was never entered. */
const refused = (pid: number, name: string) => [`${pid}|sys_exit: NR ${numbers.get(name)} = -1`];

const stepDown = (pid: number) => [
  ...call(pid, "setgroups", [0, 0]),
  ...call(pid, "setgid", [33]),
  ...call(pid, "setuid", [33]),
];
const helper = (...doings: string[]) => [fork(50, 60), exec(60, "/usr/bin/helper"), ...doings, exit(60), exit(50)];
const of = (kinds: ReturnType<typeof traced>, program: string) => kinds.filter((kind) => kind.program === program);

describe("final credentials of a process", () => {
  it("changes by successful calls, for processes of any duration", () => {
    const kinds = traced(helper(...stepDown(60), ...call(60, "chroot", [1]), ...call(60, "prctl", [28, 0x2f])));
    expect(of(kinds, "/usr/bin/helper")).toEqual([
      {
        program: "/usr/bin/helper",
        parents: ["/server"],
        uids: [33, 33, 33],
        gids: [33, 33, 33],
        ownGroups: true,
        jailed: true,
        securebits: 47,
      },
    ]);
    expect(of(kinds, "/server")).toMatchObject([
      { uids: [null, null, null], parents: ["/server"] },
      { uids: [null, null, null] },
    ]);
  });

  it("ignores failed and refused calls, and arguments that keep an id", () => {
    const kinds = traced(
      helper(
        ...call(60, "setuid", [33], -1),
        ...refused(60, "setgid"),
        ...call(60, "setresuid", [-1, 5, -1]),
        ...call(60, "setregid", [-1, 7]),
      ),
    );
    expect(of(kinds, "/usr/bin/helper")).toMatchObject([{ uids: [null, 5, null], gids: [null, 7, 7] }]);
  });

  it("inherits the state at the fork, not later changes of the parent", () => {
    const kinds = traced([
      ...call(50, "setgid", [33]),
      fork(50, 60),
      ...call(50, "setuid", [33]),
      exec(60, "/bin/sh"),
      exec(60, "/usr/bin/helper"),
      exit(60),
      exit(50),
    ]);
    expect(of(kinds, "/usr/bin/helper")).toMatchObject([
      { uids: [null, null, null], gids: [33, 33, 33], parents: ["/server"] },
    ]);
    expect(of(kinds, "/server")).toContainEqual(expect.objectContaining({ uids: [33, 33, 33] }));
  });

  it("handles a user's setuid, a thread that executes, and a reused pid", () => {
    const kinds = traced([
      fork(50, 60),
      exec(60, "/bin/a"),
      ...stepDown(60),
      ...call(60, "setuid", [0]),
      exit(60),
      fork(50, 60),
      fork(60, 61),
      exec(60, "/bin/b", 61),
      exit(60),
      exit(50),
    ]);
    expect(of(kinds, "/bin/a")).toMatchObject([{ uids: [33, 0, 33] }]);
    expect(of(kinds, "/bin/b")).toMatchObject([{ uids: [null, null, null], ownGroups: false }]);
  });

  it("ignores processes outside of the container", () => {
    const kinds = traced([fork(40, 70), exec(70, "/usr/bin/runc"), ...stepDown(70), exit(70), exit(50)]);
    expect(kinds.map(({ program }) => program)).toEqual(["/server"]);
    expect(credentialTrace(table!).end()).toBeUndefined();
  });
});

describe("compareTraced", () => {
  const good = { kinds: traced(helper(...stepDown(60), ...call(60, "chroot", [1]), ...call(60, "prctl", [28, 0x2f]))) };
  const compare = (...doings: string[]) => compareTraced([good, good], { kinds: traced(helper(...doings)) });

  it("names the process that gives up less", () => {
    expect(compareTraced([good, good], good)).toEqual([]);
    expect(compare()).toEqual([
      "helper below server ends with the uid that the container starts with, the reference trial's with 33",
      "helper below server ends with the gid that the container starts with, the reference trial's with 33",
      "helper below server keeps the groups that the container starts with, the reference trial's sets its own",
      "helper below server keeps the root directory /, the reference trial's has its own",
      "helper below server has the securebits 0, the reference trial's has 47",
    ]);
    expect(compare(...stepDown(60), ...call(60, "chroot", [1]), ...call(60, "prctl", [28, 1]))).toHaveLength(1);
  });

  it("names one of two similar processes that keeps everything", () => {
    const two = (...second: string[]) => ({
      kinds: traced([fork(50, 60), ...stepDown(60), exit(60), fork(50, 61), ...second, exit(61), exit(50)]),
    });
    const [both, one] = [two(...stepDown(61)), two()];
    expect(compareTraced([both, both], one)).toHaveLength(3);
    expect(compareTraced([one, one], { kinds: traced([fork(50, 61), exit(61), exit(50)]) })).toHaveLength(3);
    expect(compareTraced([one, one], both)).toEqual([]);
  });

  it("reports nothing for a new program, and nothing without a trace", () => {
    const other = { kinds: traced([fork(50, 60), exec(60, "/bin/new"), exit(60), exit(50)]) };
    expect(compareTraced([good, good], other)).toEqual([]);
    expect(compareTraced([good, { reason: "lost" }], other)).toEqual([]);
    expect(compareTraced([good, undefined], { kinds: traced(helper()) })).toEqual([]);
    expect(compareTraced([good, good], { reason: "lost" })).toEqual([]);
  });

  it("ignores another user than the original's and an init process", () => {
    const other = [...call(60, "setgroups", [0]), ...call(60, "setgid", [34]), ...call(60, "setuid", [34])];
    expect(compare(...other, ...call(60, "chroot", [1]), ...call(60, "prctl", [28, 0x2f]))).toEqual([]);
    const server = of(good.kinds, "/server").find(({ parents }) => parents.length === 0)!;
    const first = { kinds: [{ ...server, uids: [33, 33, 33] }] };
    const below = { kinds: [{ ...server, parents: ["/sbin/docker-init"] }] };
    expect(compareTraced([first, first], below)).toHaveLength(1);
  });
});

describe("privileged calls", () => {
  const of = (...doings: string[]) => {
    const { changes, refused } = all(helper(...doings));
    return { changes, refused };
  };

  it("names privileged calls, with refused ones listed separately", () => {
    const own = [...stepDown(60), ...call(60, "setresuid", [33, 33, 33], -1), ...refused(60, "chroot")];
    expect(of(...own)).toEqual({ changes: ["setgid", "setgroups", "setuid"], refused: ["chroot", "setresuid"] });
  });

  it("excludes unprivileged calls and those of other containers", () => {
    expect(of(...call(60, "prctl", [38, 1]), ...call(60, "prctl", [15, 1], -1))).toEqual({ changes: [], refused: [] });
    expect(of(...call(60, "prctl", [24, 7]))).toEqual({ changes: ["prctl"], refused: [] });
    expect(of(...call(60, "setuid", [33], -22))).toEqual({ changes: [], refused: [] });
    expect(of(fork(40, 70), exec(70, "/usr/bin/runc"), ...stepDown(70), ...refused(70, "setuid"), exit(70))).toEqual({
      changes: [],
      refused: [],
    });
  });
});
