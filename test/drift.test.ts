import { expect, test } from "vitest";
import type { RequestedSettings } from "../src/domain/container/requested-settings.ts";
import { defaultCapabilities } from "../src/domain/profile/capability.ts";
import { ofInspect } from "../src/dialects/engine/read.ts";
import type { Profile } from "../src/domain/profile/profile.ts";
import { driftOf } from "../src/facts/container-spec/drift/drift-of.ts";
import { fullProfile } from "./emit/sample-profile.ts";
import { quietGiven } from "./quiet-given.ts";

/** Started as `emit` says. */
const asProven: RequestedSettings = {
  ...quietGiven,
  user: "10001:10001",
  capDrop: ["ALL"],
  capAdd: ["SETGID", "SETUID"],
  noNewPrivileges: true,
  seccomp: JSON.stringify(fullProfile.seccomp),
  readOnly: true,
  tmpfs: [{ path: "/tmp", options: "size=67108864,mode=1777" }],
  mounts: [{ type: "volume", source: "data", path: "/var/lib/app", readOnly: false, words: [] }],
  devices: [{ source: "/dev/fuse", path: "/dev/fuse", permissions: "rw" }],
  memoryBytes: 48 * 1048576,
  memorySwapBytes: 48 * 1048576,
  cpus: 0.5,
  pids: 16,
  ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
  init: true,
  network: "none",
  sysctls: { "net.core.somaxconn": "128" },
};

const driftIn = (profile: Profile, settings: RequestedSettings, imageUser = "") =>
  driftOf(profile, ofInspect(settings), { imageUser, capabilities: defaultCapabilities, engine: settings.engine });
const drift = (change: Partial<RequestedSettings>) =>
  driftIn(fullProfile, { ...asProven, ...change }).map(
    ({ field, direction, actual }) => `${field} ${direction}: ${actual}`,
  );
const without = (key: keyof RequestedSettings) => {
  const { [key]: _, ...rest } = asProven;
  return driftIn(fullProfile, rest as RequestedSettings).map(({ field, direction }) => `${field} ${direction}`);
};

test("does not report a container that runs as proven", () => {
  expect(drift({})).toEqual([]);
  // The same limits in other words.
  const { cpus: _, ...quota } = asProven;
  expect(driftIn(fullProfile, { ...quota, cpuQuota: 25_000, cpuPeriod: 50_000 })).toEqual([]);
  expect(drift({ user: "10001" })).toEqual([]);
});

test.each<[Partial<RequestedSettings>, readonly string[]]>([
  [{ capAdd: ["SETGID", "SETUID", "NET_ADMIN"] }, ["capabilities wider: NET_ADMIN beyond"]],
  [{ capAdd: ["SETUID"] }, ["capabilities narrower: without SETGID"]],
  [{ privileged: true }, ["capabilities wider: privileged"]],
  [{ noNewPrivileges: false }, ["noNewPrivileges wider: without it"]],
  [{ seccomp: "unconfined" }, ["seccomp wider: unconfined"]],
  [{ seccomp: "builtin" }, ["seccomp wider: the engine's own"]],
  [
    {
      seccomp:
        '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["execve","read","ptrace"],"action":"SCMP_ACT_ALLOW"}]}',
    },
    ["seccomp wider: 1 more: ptrace"],
  ],
  [
    { seccomp: '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"name":"read","action":"SCMP_ACT_ALLOW"}]}' },
    ["seccomp narrower: without execve"],
  ],
  [{ seccomp: '{"defaultAction":"SCMP_ACT_ALLOW","syscalls":[]}' }, ["seccomp other: another one, that can't be read"]],
  [{ seccomp: "{" }, ["seccomp other: another one, that can't be read"]],
  [{ appArmor: "unconfined" }, ["assumptions wider: unconfined"]],
  [{ unmasked: true }, ["assumptions wider: nothing is masked"]],
  [{ pid: "host" }, ["assumptions wider: the host's"]],
  [{ ipc: "container:abc" }, ["assumptions other: another container's"]],
  [{ network: "host" }, ["assumptions wider: the host's"]],
  [{ network: "shop" }, ["network wider: shop"]],
  [{ user: "0:0" }, ["user wider: root"]],
  [{ user: "app" }, ["user other: app"]],
  [{ user: "1000:1000" }, ["user other: 1000:1000"]],
  [{ readOnly: false }, ["readOnlyRootfs wider: writable"]],
  [{ tmpfs: [] }, ["tmpfs narrower: read-only"]],
  [
    { mounts: [...asProven.mounts, { type: "bind", source: "/etc", path: "/host", readOnly: false, words: [] }] },
    ["volumes wider: /etc"],
  ],
  [
    { devices: [{ source: "/dev/fuse", path: "/dev/fuse", permissions: "rwm" }] },
    ["devices wider: /dev/fuse with rwm"],
  ],
  [{ memoryBytes: 96 * 1048576, memorySwapBytes: 96 * 1048576 }, ["memoryBytes wider: 96 MiB"]],
  [{ memoryBytes: 16 * 1048576, memorySwapBytes: 16 * 1048576 }, ["memoryBytes narrower: 16 MiB"]],
  [{ memorySwapBytes: -1 }, ["memoryBytes wider: unlimited swap"]],
  [{ cpus: 2 }, ["cpus wider: 2 CPUs"]],
  [{ pids: 4 }, ["pids narrower: 4 tasks"]],
  [{ ulimits: [] }, ["ulimits other: the engine's own"]],
  [{ sysctls: {} }, ["sysctls narrower: the kernel's own value"]],
  [{ sysctls: { "net.core.somaxconn": "64" } }, ["sysctls other: net.core.somaxconn=64"]],
  [{ sysctls: { ...asProven.sysctls, "kernel.shm_rmid_forced": "1" } }, ["sysctls other: kernel.shm_rmid_forced=1"]],
  // What it was never proven with, in words that are a property of every object.
  [{ sysctls: { ...asProven.sysctls, constructor: "1" } }, ["sysctls other: constructor=1"]],
])("reports drift of %j", (change, expected) => {
  expect(drift(change)).toEqual(expected);
});

test.each<[keyof RequestedSettings, readonly string[]]>([
  ["memoryBytes", ["memoryBytes wider"]],
  ["cpus", ["cpus wider"]],
  ["pids", ["pids wider"]],
  ["seccomp", ["seccomp wider"]],
  ["noNewPrivileges", ["noNewPrivileges wider"]],
  ["user", ["user wider"]],
  ["network", ["network wider"]],
])("reports drift without %s", (key, expected) => {
  expect(without(key)).toEqual(expected);
});

const portStart = "net.ipv4.ip_unprivileged_port_start";
const resting = { ...fullProfile, sysctls: { [portStart]: "0" } };

test.each<[Partial<RequestedSettings>, readonly string[]]>([
  // Docker sets it in each network of a container's own, whoever asks or not.
  [{ network: "none", sysctls: {} }, []],
  [{ network: "none", sysctls: { [portStart]: "0" } }, []],
  [{ network: "none", sysctls: { [portStart]: " 0\n" } }, []],
  [{ network: "none", sysctls: { [portStart]: "1024" } }, ["sysctls other"]],
  [{ network: "host", sysctls: {} }, ["assumptions wider", "sysctls narrower"]],
  [{ network: "container:abc", sysctls: {} }, ["assumptions other", "network wider", "sysctls narrower"]],
  // Its inspect tells none.
  [{ network: "none", engine: "podman", sysctls: {} }, []],
])("compares low ports that a proof relies on, in a container with %j", (change, expected) => {
  const found = driftIn(resting, { ...asProven, ...change });
  expect(found.map(({ field, direction }) => `${field} ${direction}`)).toEqual(expected);
});

const pingGroups = "net.ipv4.ping_group_range";

test.each<[string, Partial<RequestedSettings>, readonly string[]]>([
  // Each container of Docker has every group in it.
  ["1000 1000", { network: "none", sysctls: {} }, []],
  ["0 65535", { network: "none", sysctls: { [pingGroups]: "0\t2147483647" } }, []],
  ["0 65535", { network: "none", sysctls: { [pingGroups]: "0 65534" } }, ["sysctls other"]],
  ["1000 1000", { network: "none", sysctls: { [pingGroups]: "1 0" } }, ["sysctls other"]],
  ["1000 1000", { network: "none", sysctls: { [pingGroups]: "many" } }, ["sysctls other"]],
  ["1000 1000", { network: "none", sysctls: { [pingGroups]: "-1 2000" } }, ["sysctls other"]],
  ["1000 1000", { network: "none", sysctls: { [pingGroups]: "0 2147483647 1" } }, ["sysctls other"]],
  ["1000 1000", { network: "host", sysctls: {} }, ["assumptions wider", "sysctls narrower"]],
])("compares groups that may ping, %s, in a container with %j", (value, change, expected) => {
  const pinging = { ...fullProfile, sysctls: { [pingGroups]: value } };
  const found = driftIn(pinging, { ...asProven, ...change });
  expect(found.map(({ field, direction }) => `${field} ${direction}`)).toEqual(expected);
});

test("ignores Docker's own settings that a profile lacks", () => {
  const { sysctls: _, ...rest } = fullProfile;
  const given = { ...asProven, sysctls: { [portStart]: "0", "net.ipv4.ping_group_range": "0\t2147483647" } };
  expect(driftIn({ ...rest, sysctls: {} }, given)).toEqual([]);
});

test("counts the image's user as the container's", () => {
  const { user: _, ...rest } = asProven;
  expect(driftIn(fullProfile, rest as RequestedSettings, "10001:10001")).toEqual([]);
});

test("assumes the engine's default set if nothing is dropped", () => {
  expect(drift({ capDrop: [], capAdd: [] })).toEqual([
    "capabilities wider: CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, SETPCAP and 6 more beyond",
  ]);
  expect(drift({ capDrop: ["CHOWN"], capAdd: ["ALL"] })[0]).toMatch(/^capabilities wider: .* and 32 more beyond$/);
});

test("treats a missing anonymous volume or tmpfs as narrower", () => {
  const profile = { ...fullProfile, anonymousVolumes: [{ path: "/var/spool/q" }] };
  const of = (change: Partial<RequestedSettings>) =>
    driftIn(profile, { ...asProven, ...change }).map(
      ({ field, direction, actual }) => `${field} ${direction}: ${actual}`,
    );
  const mount = (type: "volume" | "tmpfs") => ({ type, path: "/var/spool/q", readOnly: false, words: [] });
  expect(of({})).toEqual(["anonymousVolumes narrower: read-only"]);
  expect(of({ mounts: [...asProven.mounts, mount("volume")] })).toEqual([]);
  expect(of({ mounts: [...asProven.mounts, mount("tmpfs")] })).toEqual(["anonymousVolumes narrower: a tmpfs"]);
  expect(of({ tmpfs: [...asProven.tmpfs, { path: "/var/spool/q", options: "" }] })).toEqual([
    "anonymousVolumes narrower: a tmpfs",
  ]);
  // The deepest mount counts.
  expect(of({ mounts: [...asProven.mounts, { ...mount("tmpfs"), path: "/var" }] })).toEqual([
    "anonymousVolumes narrower: a tmpfs",
  ]);
  expect(of({ mounts: [...asProven.mounts, { ...mount("tmpfs"), path: "/var" }, mount("volume")] })).toEqual([]);
  expect(of({ mounts: [...asProven.mounts, { ...mount("volume"), path: "/var" }, mount("tmpfs")] })).toEqual([
    "anonymousVolumes narrower: a tmpfs",
  ]);
  expect(of({ readOnly: false })).toEqual(["readOnlyRootfs wider: writable"]);
});

test("does not treat a path below a tmpfs as read-only", () => {
  expect(drift({ tmpfs: [] })).toEqual(["tmpfs narrower: read-only"]);
  const profile = { ...fullProfile, tmpfs: fullProfile.tmpfs.map((mount) => ({ ...mount, path: "/var/log/app" })) };
  expect(driftIn(profile, { ...asProven, tmpfs: [{ path: "/var", options: "" }] })).toEqual([]);
});
