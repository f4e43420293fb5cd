import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { putFiles } from "../../../../test/put-files.ts";
import { readUsage, resetMemoryPeak, sampleUsage } from "./cgroup.ts";

// These folders emulate kernels: one machine has either v1 or v2. test/engine reads the cgroups of real containers.
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "cgroup-"));
});
afterEach(() => rm(root, { recursive: true }));

const put = (files: Readonly<Record<string, string>>) => putFiles(root, files);

const scope = "sys/fs/cgroup/system.slice/docker-abc.scope";
const v2 = {
  "proc/7/cgroup": "0::/system.slice/docker-abc.scope\n",
  "proc/self/mountinfo": "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n",
  [`${scope}/memory.peak`]: "5000\n",
  [`${scope}/memory.current`]: "4000\n",
  [`${scope}/memory.stat`]:
    "anon 3000\nfile 1000\nanon_thp 77\ninactive_file 600\nactive_file 200\nslab_reclaimable 100\nworkingset_refault_file 9999\n",
  [`${scope}/pids.peak`]: "9\n",
  [`${scope}/pids.current`]: "2\n",
  [`${scope}/cpu.stat`]: "usage_usec 1500000\nuser_usec 1\nthrottled_usec 250000\n",
};

test("reads peaks, resident bytes and seconds on v2", async () => {
  await put(v2);
  expect(readUsage(7, { root })).toEqual({
    memoryPeakBytes: 5000,
    memoryRssBytes: 3000,
    memoryHeldBytes: 3100,
    pidsPeak: 9,
    pidsSampledPeak: 2,
    cpuSeconds: 1.5,
    throttledSeconds: 0.25,
  });
});

test("uses the largest sample on v2 kernels without a peak", async () => {
  const { [`${scope}/memory.peak`]: _, [`${scope}/pids.peak`]: __, ...older } = v2;
  await put(older);
  const sampler = sampleUsage(7, 3_600_000, { root });
  await sampler.read();
  await put({ [`${scope}/memory.current`]: "9000\n", [`${scope}/pids.current`]: "5\n" });
  await sampler.read();
  await put({ [`${scope}/memory.current`]: "100\n", [`${scope}/pids.current`]: "1\n" });
  expect(await sampler.stop()).toMatchObject({ memoryPeakBytes: 9000, pidsPeak: 5, pidsSampledPeak: 5 });
});

test("keeps values when the v2 cgroup disappears", async () => {
  await put(v2);
  let clock = 1000;
  const sampler = sampleUsage(7, 3_600_000, { root, now: () => clock });
  clock = 3000;
  await sampler.read();
  clock = 9000;
  await rm(join(root, "sys"), { recursive: true });
  expect(await sampler.stop()).toMatchObject({ memoryPeakBytes: 5000, cpuSeconds: 1.5, wallSeconds: 2 });
});

test("reads v1 controllers, hybrid hosts and partial mounts", async () => {
  await put({
    "proc/7/cgroup":
      "8:pids:/docker/abc\n4:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n1:name=systemd:/docker/abc\n0::/docker/abc\n",
    "proc/self/mountinfo": [
      "35 31 0:32 /docker /sys/fs/cgroup/memory\\040v1 rw - cgroup cgroup rw,memory",
      "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct",
      "39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids",
      "41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw",
    ].join("\n"),
    "sys/fs/cgroup/memory v1/abc/memory.max_usage_in_bytes": "800\n",
    "sys/fs/cgroup/memory v1/abc/memory.usage_in_bytes": "790\n",
    "sys/fs/cgroup/memory v1/abc/memory.stat":
      "rss 1\ninactive_file 1\ntotal_rss 600\ntotal_inactive_file 40\ntotal_active_file 30\n",
    "sys/fs/cgroup/pids/docker/abc/pids.current": "3\n",
    "sys/fs/cgroup/cpu,cpuacct/docker/abc/cpuacct.usage": "2000000000\n",
    "sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.stat": "nr_periods 1\nthrottled_time 500000000\n",
    "sys/fs/cgroup/unified/docker/abc/memory.peak": "1\n",
  });
  expect(readUsage(7, { root })).toEqual({
    memoryPeakBytes: 800,
    memoryRssBytes: 600,
    memoryHeldBytes: 720,
    pidsPeak: 3,
    pidsSampledPeak: 3,
    cpuSeconds: 2,
    throttledSeconds: 0.5,
  });
  expect(resetMemoryPeak(7, { root })).toBe(true);
  expect(readUsage(7, { root }).memoryPeakBytes).toBe(0);
});

test("returns nothing for a missing process or a cgroup outside of the mounts", async () => {
  await put(v2);
  expect(readUsage(8, { root })).toEqual({});
  await put({ "proc/7/cgroup": "0::/../system.slice/docker-abc.scope\n" });
  expect(readUsage(7, { root })).toEqual({});
  expect(resetMemoryPeak(7, { root })).toBe(false);
});
