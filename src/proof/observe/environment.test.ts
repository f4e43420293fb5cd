import type { EngineHoles, FoundHole } from "../../domain/workload/engine-vulnerability.ts";
import { describe, expect, test } from "vitest";
import { environmentText } from "../../reports/terminal/environment.ts";
import type { Environment } from "../../domain/workload/environment.ts";
import type { LimitName } from "../../sources/engine/client/without-limits.ts";
import { waysOf } from "./environment.ts";

const names = [
  "sched:sched_process_fork",
  "sched:sched_process_exec",
  "sched:sched_process_exit",
  "capability:cap_capable",
  "raw_syscalls:sys_enter",
  "raw_syscalls:sys_exit",
  "filemap:mm_filemap_get_pages",
  "filemap:mm_filemap_map_pages",
  "filemap:mm_filemap_fault",
];
const all: Environment["host"] = {
  sameKernel: true,
  root: true,
  tracefs: true,
  tracepoints: names.map((name) => ({ name, present: true })),
};
const without = (missing: string): Environment["host"] => ({
  ...all,
  tracepoints: names.map((name) => ({ name, present: name !== missing })),
});
const ways = (host: Environment["host"]) =>
  Object.fromEntries(
    waysOf({ cgroupVersion: 2, storageDriver: "overlay2", withoutLimits: [] }, host).map((way) => [way.subject, way]),
  );

describe.runIf(["x64", "arm64"].includes(process.arch))("learning methods", () => {
  test("lists every method on a complete machine", () => {
    for (const { unknown, advice } of Object.values(ways(all)))
      expect([unknown, advice]).toEqual([undefined, undefined]);
    expect(ways(all)["memory, cpu and tasks"]?.how).toContain("cgroup v2");
  });

  test("keeps calls and files on a kernel without the capability tracepoint", () => {
    const told = ways(without("capability:cap_capable"));
    expect(told["capabilities"]).toMatchObject({
      how: expect.stringContaining("trials only"),
      unknown: expect.stringContaining("capability:cap_capable"),
      advice: expect.stringContaining("6.14"),
    });
    expect(told["system calls"]?.unknown).toBeUndefined();
    expect(ways(without("filemap:mm_filemap_fault"))["files read"]?.how).toContain("open or mapped");
  });

  test("finds files through the overlay of Docker, containerd and Podman, and not with other drivers", () => {
    const files = (storageDriver: string) =>
      waysOf({ cgroupVersion: 2, storageDriver, withoutLimits: [] }, all)
        .filter(({ subject, unknown }) => subject.startsWith("files") && unknown !== undefined)
        .map(({ subject }) => subject);
    for (const driver of ["overlay2", "overlayfs", "overlay"]) expect(files(driver), driver).toEqual([]);
    for (const driver of ["btrfs", "vfs", "fuse-overlayfs", "zfs", "native", ""])
      expect(files(driver), driver).toEqual(["files read", "files written"]);
    const [read] = waysOf({ cgroupVersion: 2, storageDriver: "btrfs", withoutLimits: [] }, all).filter(
      ({ subject }) => subject === "files read",
    );
    expect(read).toMatchObject({
      how: expect.stringContaining("open or mapped"),
      unknown: expect.stringContaining("btrfs"),
    });
  });

  test("copies mounted files for containers only under SELinux", () => {
    const subjects = (accessControl: readonly string[]) =>
      waysOf({ cgroupVersion: 2, storageDriver: "overlay", withoutLimits: [] }, all, { accessControl }).map(
        ({ subject }) => subject,
      );
    expect(subjects(["SELinux"])).toContain("folders and files of this machine");
    for (const other of [[], ["AppArmor"]]) expect(subjects(other)).not.toContain("folders and files of this machine");
  });

  test("reports the effect of no-new-privileges only with a runtime's profile", () => {
    const ways = (stacked?: string) =>
      waysOf({ cgroupVersion: 2, storageDriver: "overlay", withoutLimits: [] }, all, { stacked });
    expect(ways("signals are refused").at(-1)).toEqual({
      subject: "no-new-privileges",
      how: "tried as elsewhere; signals are refused",
    });
    expect(ways().map(({ subject }) => subject)).not.toContain("no-new-privileges");
  });

  test("gives advice on other machines, and without root", () => {
    const far = ways({ sameKernel: false, root: true, tracefs: false, tracepoints: [] });
    for (const way of Object.values(far)) expect(way.advice).toContain("the engine's own Linux machine");
    const own = ways({ ...all, root: false });
    expect(own["system calls"]?.advice).toContain("sudo");
    expect(own["memory, cpu and tasks"]?.unknown).toBeUndefined();
  });
});

test("prints each of them, in lines that fit", () => {
  const engine: Environment["engine"] = {
    name: "Docker Engine",
    version: "0.0.0-sample",
    apiVersion: "1.45",
    endpoint: "unix:///var/run/docker.sock",
    operatingSystem: "a sample",
    architecture: "x86_64",
    kernel: "0.0.0-sample",
    runtime: "runc",
    imageStore: "graph driver",
    storageDriver: "overlay2",
    cgroupVersion: 2,
    cgroupDriver: "systemd",
    rootless: true,
    userNamespaces: false,
    accessControl: ["AppArmor"],
    cpus: 2,
    memoryBytes: 2 ** 30,
  };
  const host = without("capability:cap_capable");
  const learning = waysOf({ cgroupVersion: 2, storageDriver: "overlay2", withoutLimits: [] }, host);
  const hole: FoundHole = {
    id: "CVE-0000-1",
    part: "runc",
    version: "1.1.5",
    state: "open",
    voids: "nothing holds",
    why: "runc 1.1.5 is older than the fix",
    fixed: ["1.2.8"],
    source: "https://example.org/a-source-with-a-long-name/CVE-0000-1",
    read: "2026-11-28",
  };
  const unsure: FoundHole = { ...hole, id: "CVE-0000-2", state: "can't tell", only: "rootless engines" };
  const holes: EngineHoles = { found: [hole, unsure], known: 5, read: "2026-11-28" };
  const page = { colour: false, width: 80 };
  const text = environmentText({ engine, host, learning, holes }, page);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  for (const word of ["seccomp", "off", "AppArmor", "capability:cap_capable: missing", "? capabilities", "Not known"])
    expect(text).toContain(word);
  expect(text.replaceAll(/\s+/gu, " ")).toContain("1 open, 1 unknown, 3 fixed or not in these versions.");
  expect(text).toContain("✖ CVE-0000-1, runc 1.1.5: nothing holds");
  expect(text).toContain("? CVE-0000-2, runc 1.1.5: nothing holds (rootless engines)");
  // What no one looked at is not fixed.
  expect(
    environmentText({ engine, host, learning, holes: { found: [], known: 0 } }, page).replaceAll(/\s+/gu, " "),
  ).toContain("were not looked at");
});

test("reports that unenforced limits are not learned", () => {
  const engine = { cgroupVersion: 1, storageDriver: "overlay2" } as const;
  const host = { sameKernel: true, root: true, tracefs: true, tracepoints: [] };
  const subjects = (withoutLimits: LimitName[]) =>
    waysOf({ ...engine, withoutLimits }, host).flatMap(({ subject }) =>
      subject.startsWith("limits of") ? subject : [],
    );
  expect(subjects(["memory", "swap", "CPU quota", "tasks"])).toEqual(["limits of memory, CPU quota, tasks"]);
  expect(subjects(["swap"])).toEqual([]);
  expect(subjects([])).toEqual([]);
});
