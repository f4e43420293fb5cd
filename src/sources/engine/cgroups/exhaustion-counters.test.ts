import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { putFiles } from "../../../../test/put-files.ts";
import { exhaustionCounters } from "./exhaustion-counters.ts";

// These folders emulate kernels: one machine has either v1 or v2. test/engine reads the counters of real containers.
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "cgroup-"));
});
afterEach(() => rm(root, { recursive: true }));

const put = (files: Readonly<Record<string, string>>) => putFiles(root, files);

test("counts v2 kills of descendants, and forks at the limit that was hit", async () => {
  const slice = "sys/fs/cgroup/system.slice";
  await put({
    "proc/7/cgroup": "0::/system.slice/docker-abc.scope\n",
    "proc/self/mountinfo": "30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n",
    [`${slice}/docker-abc.scope/memory.events`]: "low 0\nhigh 0\nmax 12\noom 1\noom_kill 2\noom_group_kill 0\n",
    [`${slice}/docker-abc.scope/pids.events`]: "max 0\n",
    [`${slice}/docker-abc.scope/cpu.stat`]: "usage_usec 9\nnr_periods 8\nnr_throttled 3\n",
    [`${slice}/pids.events.local`]: "max 4\n",
  });
  const read = exhaustionCounters(7, root);
  expect(read?.()).toEqual({
    oomKills: 2,
    memoryLimitHits: 12,
    refusedForks: 0,
    refusedForksAbove: 4,
    throttledPeriods: 3,
  });
  await rm(join(root, slice), { recursive: true });
  expect(read?.()).toEqual({});
});

test("sums v1 counters over nested cgroups", async () => {
  const mount = (name: string) => `3${name.length} 24 0:26 / /sys/fs/cgroup/${name} rw - cgroup cgroup rw,${name}\n`;
  await put({
    "proc/7/cgroup": "4:memory:/docker/abc\n3:pids:/docker/abc\n2:cpu:/docker/abc\n",
    "proc/self/mountinfo": ["memory", "pids", "cpu"].map(mount).join(""),
    "sys/fs/cgroup/memory/docker/abc/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 1\n",
    "sys/fs/cgroup/memory/docker/abc/memory.failcnt": "77\n",
    "sys/fs/cgroup/memory/docker/abc/system.slice/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n",
    "sys/fs/cgroup/pids/docker/abc/pids.events": "max 5\n",
    "sys/fs/cgroup/cpu/docker/abc/cpu.stat": "nr_periods 8\nnr_throttled 3\nthrottled_time 9\n",
  });
  const read = exhaustionCounters(7, root);
  expect(read?.()).toEqual({ oomKills: 3, memoryLimitHits: 77, refusedForks: 5, throttledPeriods: 3 });
});

test("returns nothing for a missing process", async () => {
  expect(exhaustionCounters(7, root)).toBeUndefined();
});
