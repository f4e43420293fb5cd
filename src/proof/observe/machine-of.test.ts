import { expect, test } from "vitest";
import type { EngineInfo } from "../../sources/engine/types.ts";
import { machineOf } from "./machine-of.ts";

const info: EngineInfo = {
  endpoint: "unix:///var/run/docker.sock",
  name: "Docker Engine",
  version: "0.0.0-sample",
  apiVersion: "1.45",
  kernel: "6.12",
  operatingSystem: "a sample",
  architecture: "x86_64",
  cgroupVersion: 2,
  cgroupDriver: "systemd",
  storageDriver: "overlayfs",
  runtime: "runc",
  runtimeVersion: "1.5.3",
  components: [],
  imageStore: "containerd",
  rootDir: "/var/lib/docker",
  securityOptions: ["name=apparmor", "name=seccomp,profile=builtin", "name=userns"],
  cpus: 4,
  memoryBytes: 2 ** 33,
  withoutLimits: [],
  sameKernel: true,
  buildKit: true,
};

test("includes properties that can change a result, and no names", () => {
  expect(machineOf(info)).toEqual({
    engine: { name: "Docker Engine", version: "0.0.0-sample" },
    runtime: { name: "runc", version: "1.5.3" },
    imageStore: "containerd",
    storageDriver: "overlayfs",
    cgroup: { version: 2, driver: "systemd" },
    kernel: "6.12",
    architecture: "x86_64",
    rootless: false,
    userNamespaces: true,
    seccomp: "builtin",
    accessControl: ["AppArmor"],
    cpus: 4,
    memoryBytes: 2 ** 33,
  });
});

test("names Docker Desktop, and omits unknown properties", () => {
  const { runtimeVersion: _, ...less } = info;
  const machine = machineOf({ ...less, operatingSystem: "Docker Desktop", securityOptions: ["name=selinux"] });
  expect(machine).toMatchObject({ engine: { name: "Docker Desktop" }, rootless: false, accessControl: ["SELinux"] });
  expect([Object.keys(machine.runtime), "seccomp" in machine]).toEqual([["name"], false]);
});

test("includes unenforced limits, if any", () => {
  expect("withoutLimits" in machineOf(info)).toBe(false);
  expect(machineOf({ ...info, withoutLimits: ["memory", "swap", "tasks"] }).withoutLimits).toEqual(["memory", "tasks"]);
});
