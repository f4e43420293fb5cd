import { expect } from "vitest";
import cpuShares from "../../../src/rules/limits/cpu-shares.ts";
import noCpus from "../../../src/rules/limits/no-cpus.ts";
import noMemory from "../../../src/rules/limits/no-memory.ts";
import noPids from "../../../src/rules/limits/no-pids.ts";
import noSwapLimit from "../../../src/rules/limits/no-swap-limit.ts";
import { docker, label, run, shows } from "./premise.ts";
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
