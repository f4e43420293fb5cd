// Whatever a running container was asked to be changes what is emitted, or is listed as lost: nothing goes without a word.
import { describe, expect, test } from "vitest";
import type {
  NetworkAttachment,
  RequestedMount,
  RequestedSettings,
} from "../src/domain/container/requested-settings.ts";
import compose from "../src/dialects/compose/emit/compose.ts";
import dockerRun from "../src/dialects/run-line/emit/docker-run.ts";
import kubernetes from "../src/dialects/kubernetes/emit/kubernetes.ts";
import quadlet from "../src/dialects/quadlet/emit/quadlet.ts";
import { shownValues } from "../src/dialects/print/shown-values.ts";
import { quietGiven } from "./quiet-given.ts";

const dialects = {
  "docker-run": dockerRun.container,
  compose: compose.container,
  kubernetes: kubernetes.container,
  quadlet: quadlet.container,
};

const attachment: NetworkAttachment = {
  network: "front",
  aliases: [],
  linkLocal: [],
  driverOptions: {},
};
const second: NetworkAttachment = { ...attachment, network: "back" };
const volume: RequestedMount = { type: "volume", source: "data", path: "/data", readOnly: false, words: [] };
const bind: RequestedMount = { ...volume, type: "bind", source: "/srv" };
const inMemory: RequestedMount = { type: "tmpfs", path: "/t", readOnly: false, words: [], long: {} };
const check = { test: ["CMD-SHELL", "true"] };
const attached = (one: Partial<NetworkAttachment>, ...others: NetworkAttachment[]) => ({
  attachments: [{ ...attachment, ...one }, ...others],
});
const mounted = (base: RequestedMount, change: Partial<RequestedMount>) => ({ mounts: [{ ...base, ...change }] });
const long = (base: RequestedMount, one: NonNullable<RequestedMount["long"]>) => ({ mounts: [{ ...base, long: one }] });

/** Of each setting, two containers that differ in it alone. */
type Pair = readonly [Partial<RequestedSettings>, Partial<RequestedSettings>];
const one = <T extends keyof RequestedSettings>(key: T, value: RequestedSettings[T]): readonly Pair[] => [
  [{}, { [key]: value } as Partial<RequestedSettings>],
];

/** `elsewhere`: said by whoever prints all of it. */
const pairs: Record<keyof Required<RequestedSettings>, readonly Pair[] | "elsewhere"> = {
  engine: "elsewhere",
  // What it changes of the words: src/dialects/print/words-by-name.test.ts.
  variables: "elsewhere",
  compose: "elsewhere",
  notes: "elsewhere",
  name: one("name", "other"),
  image: one("image", "example/other:2"),
  entrypoint: [...one("entrypoint", ["/bin/x"]), ...one("entrypoint", []), ...one("entrypoint", ["/bin/x", "y"])],
  command: one("command", ["serve"]),
  user: [
    ...one("user", "7"),
    ...one("user", "7:8"),
    ...one("user", "web"),
    ...one("user", "web:8"),
    ...one("user", "7:web"),
  ],
  groups: [...one("groups", ["5"]), ...one("groups", ["audio"])],
  workingDir: one("workingDir", "/srv"),
  hostname: [...one("hostname", "web-1"), [{ hostname: "a.b" }, { hostname: "a-b" }]],
  domainname: one("domainname", "example.test"),
  tty: one("tty", true),
  stdin: one("stdin", true),
  env: one("env", [{ name: "A", value: "b" }]),
  unsetEnv: one("unsetEnv", ["A"]),
  labelValues: one("labelValues", { a: "b" }),
  annotations: one("annotations", { a: "b" }),
  privileged: one("privileged", true),
  capAdd: one("capAdd", ["CHOWN"]),
  capDrop: one("capDrop", ["ALL"]),
  noNewPrivileges: [...one("noNewPrivileges", true)],
  seccomp: [...one("seccomp", "unconfined"), ...one("seccomp", '{"defaultAction":"SCMP_ACT_ALLOW"}')],
  appArmor: [...one("appArmor", "unconfined"), ...one("appArmor", "own")],
  labels: [
    ...one("labels", ["disable"]),
    ...one("labels", ["type:x_t"]),
    ...one("labels", ["level:s0:c1"]),
    ...one("labels", ["user:u"]),
    ...one("labels", ["role:r"]),
  ],
  unmasked: one("unmasked", true),
  otherSecurity: one("otherSecurity", ["writable-cgroups=true"]),
  readOnly: one("readOnly", true),
  init: one("init", true),
  mounts: [
    ...one("mounts", [volume]),
    ...one("mounts", [bind]),
    ...one("mounts", [inMemory]),
    [mounted(bind, {}), mounted(bind, { readOnly: true })],
    [mounted(bind, {}), mounted(bind, { propagation: "rshared" })],
    [mounted(bind, {}), mounted(bind, { propagation: "rslave" })],
    [mounted(bind, {}), mounted(bind, { words: ["z"] })],
    [mounted(volume, {}), mounted(volume, { words: ["nocopy"] })],
    [long(bind, {}), long(bind, { nonRecursive: true })],
    [long(volume, {}), long(volume, { subpath: "sub" })],
    [long(inMemory, {}), long(inMemory, { sizeBytes: 4096 })],
    [long(inMemory, {}), long(inMemory, { mode: 0o700 })],
    [long(inMemory, {}), long(inMemory, { tmpfsOptions: [["exec"], ["uid", "7"]] })],
    [long(volume, {}), long({ ...volume, type: "image" }, {})],
  ],
  tmpfs: [
    ...one("tmpfs", [{ path: "/t", options: "" }]),
    [{ tmpfs: [{ path: "/t", options: "" }] }, { tmpfs: [{ path: "/t", options: "size=4096" }] }],
    [{ tmpfs: [{ path: "/t", options: "" }] }, { tmpfs: [{ path: "/t", options: "mode=700" }] }],
  ],
  volumesFrom: one("volumesFrom", ["db:ro"]),
  devices: one("devices", [{ source: "/dev/fuse", path: "/dev/fuse", permissions: "rwm" }]),
  deviceRules: one("deviceRules", ["c 1:3 r"]),
  deviceRequests: [
    ...one("deviceRequests", [{ driver: "", count: -1, deviceIds: [], capabilities: [["gpu"]], options: {} }]),
    ...one("deviceRequests", [
      { driver: "cdi", count: 0, deviceIds: ["vendor.com/class=name"], capabilities: [], options: {} },
    ]),
  ],
  ports: one("ports", [{ target: "80", protocol: "tcp", published: "8080" }]),
  expose: one("expose", ["9000/tcp"]),
  publishAll: one("publishAll", true),
  network: [...one("network", "none"), ...one("network", "host"), ...one("network", "container:db")],
  attachments: [
    ...one("attachments", [attachment]),
    ...([
      { aliases: ["web"] },
      { ipv4: "10.0.0.5" },
      { ipv6: "fd00::5" },
      { linkLocal: ["169.254.8.8"] },
      { driverOptions: { a: "b" } },
    ].flatMap((change): Pair[] => [
      [attached({}), attached(change)],
      [attached({}, second), attached(change, second)],
      [attached({}, second), attached({}, { ...second, ...change })],
    ]) satisfies Pair[]),
  ],
  macAddress: [
    ...one("macAddress", "02:42:00:00:00:01"),
    [attached({}), { ...attached({}), macAddress: "02:42:00:00:00:01" }],
    [attached({}, second), { ...attached({}, second), macAddress: "02:42:00:00:00:01" }],
  ],
  links: one("links", ["db:sql"]),
  dns: one("dns", ["192.0.2.1"]),
  dnsOptions: one("dnsOptions", ["ndots:2"]),
  dnsSearch: one("dnsSearch", ["example.test"]),
  extraHosts: one("extraHosts", ["a:192.0.2.2"]),
  pid: [...one("pid", "host"), ...one("pid", "container:db")],
  ipc: [...one("ipc", "host"), ...one("ipc", "container:db"), ...one("ipc", "shareable"), ...one("ipc", "none")],
  uts: one("uts", "host"),
  userns: one("userns", "host"),
  cgroup: one("cgroup", "host"),
  cgroupParent: one("cgroupParent", "/mine"),
  sysctls: one("sysctls", { "net.core.somaxconn": "1024" }),
  ulimits: one("ulimits", [{ name: "nofile", soft: 1, hard: 2 }]),
  runtime: one("runtime", "runsc"),
  memoryBytes: one("memoryBytes", 1 << 26),
  memorySwapBytes: one("memorySwapBytes", 1 << 27),
  memoryReservationBytes: one("memoryReservationBytes", 1 << 25),
  memorySwappiness: one("memorySwappiness", 10),
  oomKillDisable: one("oomKillDisable", true),
  oomScoreAdj: one("oomScoreAdj", 100),
  shmBytes: one("shmBytes", 1 << 20),
  cpus: one("cpus", 0.5),
  cpuShares: one("cpuShares", 512),
  cpuPeriod: one("cpuPeriod", 50_000),
  cpuQuota: one("cpuQuota", 25_000),
  cpuset: one("cpuset", "0"),
  cpusetMems: one("cpusetMems", "0"),
  blkioWeight: one("blkioWeight", 300),
  blkioDevices: (["weight", "readBps", "writeBps", "readIops", "writeIops"] as const).map((what): Pair => [
    {},
    { blkioDevices: [{ what, path: "/dev/sda", rate: 1000 }] },
  ]),
  pids: one("pids", 20),
  logDriver: one("logDriver", "local"),
  logOptions: one("logOptions", { "max-size": "1m" }),
  storageOpt: one("storageOpt", { size: "1G" }),
  restart: [
    ...one("restart", "always"),
    [{ restart: "always" }, { restart: "unless-stopped" }],
    [{ restart: "on-failure" }, { restart: "on-failure:3" }],
  ],
  autoRemove: one("autoRemove", true),
  stopSignal: one("stopSignal", "SIGINT"),
  stopSeconds: one("stopSeconds", 3),
  healthOfImage: "elsewhere",
  health: [
    ...one("health", { test: ["NONE"] }),
    ...one("health", check),
    ...one("health", { test: ["CMD", "true"] }),
    ...(["interval", "timeout", "startPeriod", "startInterval", "retries"] as const).map((key): Pair => [
      { health: check },
      { health: { ...check, [key]: key === "retries" ? 7 : 7_000_000_000 } },
    ]),
  ],
};

/** Cases, by how they begin, that come to the same there. */
const nothing: Record<keyof typeof dialects, readonly string[]> = {
  "docker-run": [],
  compose: [],
  // Pods have no HEALTHCHECK; their restarts end with the pod; their users are the node's unless they say otherwise.
  kubernetes: ['health: {"health":{"test":["NONE"]}}', 'restart: {"restart":"unless-stopped"}', "userns"],
  // A unit's container goes with it, and systemd starts what was not stopped by its owner.
  quadlet: ["autoRemove", 'restart: {"restart":"unless-stopped"}'],
};

describe.each(Object.entries(dialects))("%s", (dialect, emit) => {
  const cases = Object.entries(pairs).flatMap(([key, all]) =>
    all === "elsewhere"
      ? []
      : all.map(([base, change]) => [`${key}: ${JSON.stringify(change)}`, base, change] as const),
  );
  test.each(cases)("%s", (label, base, change) => {
    if (nothing[dialect as keyof typeof dialects].some((start) => label.startsWith(start))) return;
    const said = (settings: Partial<RequestedSettings>) => {
      const all = { ...quietGiven, ...settings };
      const { text, losses } = emit(all, shownValues(all, true));
      return { text, losses };
    };
    expect(said(change)).not.toEqual(said(base));
  });
});
