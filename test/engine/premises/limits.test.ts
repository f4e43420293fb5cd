import { expect } from "vitest";
import cpuShares from "../../../src/rules/limits/cpu-shares.ts";
import noCpus from "../../../src/rules/limits/no-cpus.ts";
import noLogs from "../../../src/rules/limits/no-logs.ts";
import noMemory from "../../../src/rules/limits/no-memory.ts";
import nprocUlimit from "../../../src/rules/limits/nproc-ulimit.ts";
import noPids from "../../../src/rules/limits/no-pids.ts";
import oomKillDisable from "../../../src/rules/limits/oom-kill-disable.ts";
import oomScoreAdj from "../../../src/rules/limits/oom-score-adj.ts";
import noSwapLimit from "../../../src/rules/limits/no-swap-limit.ts";
import restartWithoutBound from "../../../src/rules/limits/restart-without-bound.ts";
import serviceNoHealthcheck from "../../../src/rules/limits/service-no-healthcheck.ts";
import { docker, label, run, shows, started, until } from "./premise.ts";
import { tinyImage } from "../../images/tiny.ts";

/** How often the kernel held a busy loop of one second back, which only a limit does: cpu.stat, cgroup v1 and v2. */
async function throttled(flags: readonly string[]): Promise<number> {
  const { said } = await run(
    flags,
    "busybox timeout 1 sh -c 'while :; do :; done'; cat /sys/fs/cgroup/cpu.stat /sys/fs/cgroup/cpu/cpu.stat 2>/dev/null | grep nr_throttled",
  );
  return Number(/nr_throttled (\d+)/.exec(said)?.[1] ?? Number.NaN);
}

shows(cpuShares, async () => {
  expect(await throttled(["--cpu-shares=2"])).toBe(0);
  expect(await throttled(["--cpus=0.02"])).toBeGreaterThan(0);
});

shows(noCpus, async () => {
  expect(await throttled([])).toBe(0);
  expect(await throttled(["--cpus=0.02"])).toBeGreaterThan(0);
});

shows(noMemory, async () => {
  const fill = "dd if=/dev/zero of=/dev/null bs=64M count=1";
  expect(await run([], fill)).toMatchObject({ code: 0 });
  expect(await run(["--memory=16m", "--memory-swap=16m"], fill)).toMatchObject({ code: 137 });
});

shows(noPids, async () => {
  const start = "n=0; while [ $n -lt 40 ]; do sleep 5 & n=$((n+1)); done; echo all";
  expect((await run([], start)).said).toContain("all");
  expect((await run(["--pids-limit=10"], start)).said).toMatch(/can't fork/);
});

shows(noSwapLimit, async () => {
  const mebibytes = async (...flags: string[]): Promise<number> => {
    const { said } = await docker("create", "--label", label, "--network=none", ...flags, tinyImage, "true");
    const id = said.trim().split("\n").at(-1) ?? "";
    const inspected = await docker("inspect", "--format", "{{.HostConfig.MemorySwap}}", id);
    await docker("rm", id);
    return Number(inspected.said) / 2 ** 20;
  };
  expect(await mebibytes("--memory=64m")).toBe(128);
  expect(await mebibytes("--memory=64m", "--memory-swap=64m")).toBe(64);
});

const inspect = async (id: string, field: string): Promise<string> =>
  (await docker("inspect", "--format", `{{json ${field}}}`, id)).said.trim();

shows(restartWithoutBound, async () => {
  await using always = await started(["--network=none", "--restart=always"], "exit 1");
  await using twice = await started(["--network=none", "--restart=on-failure:2"], "exit 1");
  await until(async () => Number(await inspect(always.id, ".RestartCount")) > 2);
  await until(async () => (await inspect(twice.id, ".State.Status")) === '"exited"');
  expect(await inspect(twice.id, ".RestartCount")).toBe("2");
});

shows(nprocUlimit, async () => {
  const many = "n=0; while [ $n -lt 8 ]; do sleep 2 & n=$((n+1)); done; echo all";
  // A uid that nothing else of the host has.
  await using _ = await started(
    ["--network=none", "--user=47117"],
    "n=0; while [ $n -lt 8 ]; do sleep 60 & n=$((n+1)); done; wait",
  );
  const asUser = async (uid: string) => (await run([`--user=${uid}`, "--ulimit=nproc=12"], many)).said;
  expect(await asUser("47118")).toContain("all");
  await until(async () => !(await asUser("47117")).includes("all"));
  expect((await run(["--ulimit=nproc=2"], many)).said).toContain("all");
});

shows(noLogs, async () => {
  await using kept = await started(["--network=none"], "echo hello; sleep 60");
  await using gone = await started(["--network=none", "--log-driver=none"], "echo hello; sleep 60");
  await until(async () => (await docker("logs", kept.id)).said === "hello\n");
  const { said, code } = await docker("logs", gone.id);
  expect(said).toContain("does not support reading");
  expect(code).not.toBe(0);
});

shows(serviceNoHealthcheck, async () => {
  await using asked = await started(["--network=none", "--health-cmd=true", "--health-interval=1s"], "sleep 60");
  await using silent = await started(["--network=none"], "sleep 60");
  await until(async () => (await inspect(asked.id, ".State.Health.Status")) === '"healthy"');
  expect(await inspect(silent.id, ".State.Health")).toMatch(/null|no entry|<nil>/);
});

shows(oomKillDisable, async () => {
  const limits = ["--network=none", "--memory=16m", "--memory-swap=16m"];
  // A shell's variable: what the kernel reads into a program's memory for it may come short instead.
  const fill = "x=$(head -c 30000000 /dev/zero | tr '\\0' a); echo filled";
  await using stopped = await started(limits, fill);
  await until(async () => (await inspect(stopped.id, ".State.Status")) === '"exited"');
  expect((await docker("logs", stopped.id)).said).not.toContain("filled");
  if ((await docker("info", "--format", "{{.CgroupVersion}}")).said.trim() === "2") {
    expect((await run(["--oom-kill-disable"], "true")).said).toContain("OomKillDisable discarded");
    return;
  }
  await using hanging = await started([...limits, "--oom-kill-disable"], fill);
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  expect(await inspect(hanging.id, ".State.Status")).toBe('"running"');
  expect((await docker("logs", hanging.id)).said).not.toContain("filled");
});

shows(oomScoreAdj, async () => {
  const systemd = (await docker("info", "--format", "{{.CgroupDriver}}")).said.trim() === "systemd";
  const parent = systemd ? "hullproofoom.slice" : "/hullproof-oom";
  const groups = ["--privileged", "--cgroupns=host", "-v", "/sys/fs/cgroup:/groups"];
  const under = ["--network=none", `--cgroup-parent=${parent}`];
  // Of both versions of cgroups, as far as each is there.
  const limit = ["memory.max", "memory.limit_in_bytes", "memory.swap.max", "memory.memsw.limit_in_bytes"].map(
    (file) =>
      `for at in /groups/${parent}/${file} /groups/memory/${parent}/${file}; do [ -e $at ] && echo ${file.includes("swap.max") ? 0 : "24M"} > $at; done`,
  );
  const survives = async (score: number): Promise<boolean> => {
    await using greedy = await started(under, "sleep 60");
    await using small = await started([...under, `--oom-score-adj=${score}`], "sleep 60");
    await run(groups, limit.join("; "));
    expect((await docker("exec", greedy.id, "dd", "if=/dev/zero", "of=/dev/null", "bs=64M", "count=1")).code).toBe(137);
    return (await inspect(small.id, ".State.Running")) === "true";
  };
  try {
    expect(await survives(0)).toBe(true);
    expect(await survives(1000)).toBe(false);
  } finally {
    await run(groups, `busybox rmdir /groups/${parent} /groups/*/${parent} 2>/dev/null`);
  }
});
