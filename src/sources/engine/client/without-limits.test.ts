import { expect, test } from "vitest";
import { withoutLimits } from "./without-limits.ts";

const all = ["memory", "swap", "CPU quota", "tasks"];

test.each<[string, Parameters<typeof withoutLimits>[0], readonly string[]]>([
  ["an engine that says nothing of them has all", {}, []],
  ["a controller that was not delegated", { CgroupVersion: "2", CpuCfsQuota: false }, ["CPU quota"]],
  ["the same in Podman's spelling", { CgroupVersion: "2", CPUCfsQuota: false }, ["CPU quota"]],
  [
    "Docker without root on cgroup v1",
    {
      CgroupVersion: "1",
      MemoryLimit: false,
      SwapLimit: false,
      CpuCfsQuota: false,
      PidsLimit: false,
      SecurityOptions: ["name=seccomp,profile=builtin", "name=rootless"],
    },
    all,
  ],
  [
    "Podman without root on cgroup v1 reports the machine's",
    { CgroupVersion: "1", MemoryLimit: true, PidsLimit: true, SecurityOptions: ["name=rootless"] },
    all,
  ],
  [
    "without root on cgroup v2, where systemd delegates",
    { CgroupVersion: "2", MemoryLimit: true, PidsLimit: true, SecurityOptions: ["name=rootless"] },
    [],
  ],
])("%s", (_, info, lacking) => {
  expect(withoutLimits(info)).toEqual(lacking);
});
