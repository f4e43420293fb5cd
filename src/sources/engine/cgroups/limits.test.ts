import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { putFiles } from "../../../../test/put-files.ts";
import { readLimits } from "./limits.ts";

// These folders emulate kernels: one machine has either v1 or v2. test/engine reads the cgroups of real containers.
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "cgroup-"));
});
afterEach(() => rm(root, { recursive: true }));

const put = (files: Readonly<Record<string, string>>) => putFiles(root, files);

const two = "30 24 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
const one = ["memory", "pids", "cpu,cpuacct"]
  .map((name, at) => `${31 + at} 24 0:${27 + at} / /sys/fs/cgroup/${name} rw - cgroup cgroup rw,${name}\n`)
  .join("");
const scope = "sys/fs/cgroup/system.slice/docker-abc.scope";

test("returns the v2 minimum of the container's cgroup and nested ones", async () => {
  await put({
    "proc/7/cgroup": "0::/system.slice/docker-abc.scope/container\n",
    "proc/self/mountinfo": two,
    [`${scope}/memory.max`]: "67108864\n",
    [`${scope}/pids.max`]: "64\n",
    [`${scope}/cpu.max`]: "50000 100000\n",
    [`${scope}/container/memory.max`]: "max\n",
    [`${scope}/container/pids.max`]: "32\n",
    [`${scope}/container/cpu.max`]: "max 100000\n",
    // A limit of the whole slice, not of this container.
    "sys/fs/cgroup/system.slice/memory.max": "1048576\n",
  });
  expect(readLimits(7, "abc", root)).toEqual({ memoryBytes: 64 * 1024 * 1024, tasks: 32, cpus: 0.5 });
});

test("handles unlimited and missing v2 controllers", async () => {
  await put({
    "proc/7/cgroup": "0::/system.slice/docker-abc.scope\n",
    "proc/self/mountinfo": two,
    [`${scope}/memory.max`]: "max\n",
    [`${scope}/pids.max`]: "max\n",
  });
  expect(readLimits(7, "abc", root)).toEqual({ memoryBytes: Infinity, tasks: Infinity });
});

test("reads each v1 controller's own tree", async () => {
  await put({
    "proc/7/cgroup": "3:cpu,cpuacct:/docker/abc\n2:pids:/docker/abc\n1:memory:/docker/abc\n",
    "proc/self/mountinfo": one,
    "sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes": "9223372036854771712\n",
    "sys/fs/cgroup/pids/docker/abc/pids.max": "20\n",
    "sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us": "-1\n",
    "sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_period_us": "100000\n",
  });
  expect(readLimits(7, "abc", root)).toEqual({ memoryBytes: Infinity, tasks: 20, cpus: Infinity });
  await put({ "sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.cfs_quota_us": "150000\n" });
  expect(readLimits(7, "abc", root)).toMatchObject({ cpus: 1.5 });
});

test("returns nothing for an ended process or a reused pid", async () => {
  await put({
    "proc/7/cgroup": "0::/system.slice/other.scope\n",
    "proc/self/mountinfo": two,
    "sys/fs/cgroup/system.slice/other.scope/memory.max": "max\n",
  });
  expect([readLimits(7, "abc", root), readLimits(8, "abc", root)]).toEqual([{}, {}]);
});

test.each(["", "words\n", "-5 0\n", "1e99\n", "max max\n"])("ignores a limit file with %j", async (text) => {
  await put({
    "proc/7/cgroup": "0::/docker/abc\n",
    "proc/self/mountinfo": two,
    "sys/fs/cgroup/docker/abc/cpu.max": text,
    "sys/fs/cgroup/docker/abc/memory.max": "1e99",
  });
  expect(readLimits(7, "abc", root)).toEqual({});
});
