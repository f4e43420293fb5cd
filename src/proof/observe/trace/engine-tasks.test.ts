import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { traceLines } from "../../../../test/trace-lines.ts";
import { engineTasks } from "./engine-tasks.ts";
import { refusalTrace } from "../calls/refusal-trace.ts";
import { syscallTables } from "./syscall-tables.ts";

test("follows programs that start containers, and systemd if it moves them into their cgroup", async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), "proc-"));
  const process = (pid: number, comm: string, tasks: readonly number[] = [pid]) => {
    for (const task of tasks) mkdirSync(join(folder.path, String(pid), "task", String(task)), { recursive: true });
    writeFileSync(join(folder.path, String(pid), "comm"), `${comm}\n`);
  };
  process(1, "systemd");
  process(300, "systemd-journal");
  process(700, "dockerd", [700, 701]);
  process(800, "containerd-shim");
  process(900, "systemd");
  process(950, "bash");
  mkdirSync(join(folder.path, "sys"));
  const of = async (cgroupDriver: string) =>
    (await engineTasks({ cgroupDriver }, folder.path)).toSorted((a, b) => a - b);
  expect(await of("systemd")).toEqual([1, 700, 701, 800, 900]);
  expect(await of("cgroupfs")).toEqual([700, 701, 800]);
  // Where containerd is seen, containers are its children: what else dockerd starts is left out.
  process(750, "containerd", [750, 751]);
  expect(await of("systemd")).toEqual([1, 750, 751, 800, 900]);
  expect(await of("cgroupfs")).toEqual([750, 751, 800]);
});

test.runIf(syscallTables.has(process.arch))(
  "finds refusals of a container that ended before it was reported, by systemd's event",
  () => {
    const table = syscallTables.get(process.arch);
    if (table === undefined) throw new Error("no table");
    const [number] = [...table.names].find(([, name]) => name === "mkdirat") ?? [];
    const container = "4f".repeat(32);
    const lines = (attach: readonly string[]) =>
      traceLines([
        "          runc-4000  [000] .....    10.000000: sched_process_fork: comm=runc pid=4000 child_comm=runc child_pid=4100",
        ...attach,
        "  runc:[2:INIT]-4100  [000] .....    10.020000: sys_enter: NR 317 (1, 0, c000120000, 0, 0, 0)",
        "       program-4100  [000] .....    10.030000: sched_process_exec: filename=/bin/program pid=4100 old_pid=4100",
        `       program-4100  [000] .....    10.040000: sys_exit: NR ${number} = -1`,
      ]);
    const refused = (attach: readonly string[]) => {
      const trace = refusalTrace({ defaultAction: "SCMP_ACT_ERRNO", architectures: [], syscalls: [] } as never, table);
      trace.of(container);
      for (const line of lines(attach)) trace.line(line);
      return trace.end(true).map(({ name, programs }) => [name, programs]);
    };
    const bySystemd = `        systemd-1     [001] .....    10.010000: cgroup_attach_task: dst_root=0 dst_id=1 dst_level=2 dst_path=/system.slice/docker-${container}.scope pid=4100 comm=runc:[1:CHILD]`;
    expect(refused([])).toEqual([]);
    expect(refused([bySystemd])).toEqual([["mkdirat", ["program"]]]);
  },
);
