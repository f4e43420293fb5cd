import { describe, expect, it, test } from "vitest";
import type { ResolvedPath, ReachItem } from "../domain/workload/host-access.ts";
import type { Companion, Workload } from "../domain/workload/workload.ts";
import { capabilityReach, imageReach, restrictionsReach, workloadReach } from "./workload-reach.ts";

const asker = { folder: "/w/app", cwd: "/w" };
const there = (path: string, kind: ResolvedPath["kind"] = "folder"): ResolvedPath => ({
  path,
  kind,
  device: "8",
  inode: "5",
});
const reach = (workload: Partial<Workload>, places: Readonly<Record<string, ResolvedPath>> = {}, by = {}) =>
  workloadReach(workload, { ...asker, ...by }, new Map(Object.entries(places)));
const volumes = (from: string) => ({ volumes: [{ name: "v", path: "/v", from }] });
const companion = (more: Partial<Companion>): Companion => ({
  name: "db",
  image: "x",
  aliases: [],
  env: {},
  volumes: [],
  ready: { kind: "tcp", port: 1 },
  readyTimeoutMs: 1,
  ...more,
});
const command = ["k6", "run", "a.js"];
const k6: ReachItem = {
  kind: "run",
  value: "k6",
  what: "runs `k6 run a.js` on this machine",
  exactly: JSON.stringify([command, ".", []]),
};

test("reports programs of this machine, and no steps inside containers", () => {
  expect(
    reach({
      steps: [
        { kind: "run", name: "load", command, exitCode: 0, timeoutMs: 1 },
        { kind: "exec", name: "x", command, exitCode: 0, timeoutMs: 1 } as never,
      ],
    }),
  ).toEqual([k6]);
  // As exec steps they run only inside the container.
  expect(reach({ tools: [["my-cli", "queue"]] })).toEqual([]);
  expect(reach({})).toEqual([]);
});

describe("folders", () => {
  const outside = (value: string, aliases: readonly string[], more: Partial<ReachItem> = {}): ReachItem => ({
    kind: "folder",
    value,
    aliases: aliases.map((one) => `folder:${one}`),
    what: `${more.what ?? value} at /v, read-only or as a copy`,
    exactly: more.exactly ?? "read 8:5",
  });

  it("binds paths below the requesting file to their current targets", () => {
    expect(reach(volumes("app/data"), { "app/data": there("/w/app/data") })).toEqual([
      { ...outside("data", ["data", "app/data", "/w/app/data"], { what: "app/data" }), own: true },
    ]);
    // A missing path counts by the path it would have.
    expect(reach(volumes("app/new"))).toEqual([
      {
        ...outside("new", ["new", "app/new", "/w/app/new"], { what: "app/new", exactly: "missing app/new" }),
        own: true,
      },
    ]);
  });

  it("requires consent for other paths, for each spelling of the same target", () => {
    expect(reach(volumes("app/link"), { "app/link": there("/etc") })).toEqual([
      outside("/etc", ["../../etc", "../etc", "/etc"], { what: "app/link" }),
    ]);
    expect(reach(volumes("/w/x"), { "/w/x": there("/w/x") })).toEqual([
      outside("../x", ["../x", "x", "/w/x"], { what: "/w/x" }),
    ]);
    expect(reach(volumes("../gone"))).toEqual([
      outside("/gone", ["../../gone", "../gone", "/gone"], { what: "../gone", exactly: "missing ../gone" }),
    ]);
  });

  it("reports sockets and devices beyond their folder", () => {
    const [socket] = reach(volumes("app/s"), { "app/s": there("/w/app/s", "other") });
    expect(socket).toMatchObject({ kind: "folder", value: "s" });
    expect(socket).not.toHaveProperty("own");
    expect(reach(volumes("app/f"), { "app/f": there("/w/app/f", "file") })).toMatchObject([{ own: true }]);
  });

  it("ignores sources that are not local folders", () => {
    expect(reach({ volumes: [{ name: "v", path: "/v" }] })).toEqual([]);
  });
});

test("includes companions", () => {
  const items = reach(
    { companions: [companion({ image: "-v/:/h" }), companion({ volumes: [{ name: "v", path: "/v", from: "/etc" }] })] },
    { "/etc": there("/etc") },
  );
  expect(items.map(({ kind, value }) => `${kind}:${value}`)).toEqual(["image:-v/:/h", "folder:/etc"]);
  expect(items[0]?.what).toBe("is not an image name, and could be read as an option (the companion db)");
});

test("reports nothing for an image name", () => {
  expect(imageReach("registry.example:5000/a/b:1", "it")).toEqual([]);
});

const given = {
  devices: [{ path: "/dev/x", permissions: "r" }],
  ulimits: [
    { name: "nofile", soft: 1, hard: 1 },
    { name: "nice", soft: 1, hard: 1 },
  ],
  sysctls: { "net.core.somaxconn": "1", "vm.swappiness": "1" },
};
const names = (items: readonly ReachItem[]) => items.map(({ kind, value }) => `${kind}:${value}`);

test("reports grants", () => {
  expect(names(reach({ grants: { ...given, capabilities: ["CHOWN", "SYS_ADMIN"] } }))).toEqual([
    "capability:SYS_ADMIN",
    "device:/dev/x",
    "ulimit:nice",
    "sysctl:vm.swappiness",
  ]);
  // In the host network its settings are the machine's.
  expect(names(reach({ grants: { ...given, network: "host" } }))).toEqual([
    "network:host",
    "device:/dev/x",
    "ulimit:nice",
    "sysctl:net.core.somaxconn",
    "sysctl:vm.swappiness",
  ]);
  expect(reach({ grants: { network: "private" } })).toEqual([]);
  expect(reach({ grants: {} })).toEqual([]);
});

test("treats restrictions of a profile like grants, and reads its syscalls", () => {
  const seccomp = {
    defaultAction: "SCMP_ACT_ERRNO",
    syscalls: [{ names: ["bpf", "read"], action: "SCMP_ACT_ALLOW" }],
  } as never;
  expect(names(restrictionsReach({ ...given, addCapabilities: ["CHOWN", "NET_ADMIN"], seccomp }))).toEqual([
    "capability:NET_ADMIN",
    "device:/dev/x",
    "ulimit:nice",
    "sysctl:vm.swappiness",
    "seccomp:bpf",
  ]);
  expect(restrictionsReach({})).toEqual([]);
});

test("lists capabilities of a profile that no engine grants by default, once each", () => {
  const capabilities = { required: ["CHOWN", "SYS_ADMIN"], soft: ["SYS_PTRACE"], unused: [] } as never;
  expect(names(capabilityReach({ capabilities }))).toEqual(["capability:SYS_ADMIN"]);
  const substitutes = [{ name: "DAC_READ_SEARCH" }, { name: "SYS_ADMIN" }];
  expect(names(capabilityReach({ capabilities: { ...(capabilities as object), substitutes } as never }))).toEqual([
    "capability:SYS_ADMIN",
    "capability:DAC_READ_SEARCH",
  ]);
});

test("binds a typed workload without further consent", () => {
  const steps = [{ kind: "run" as const, name: "load", command, exitCode: 0, timeoutMs: 1 }];
  expect(reach({ steps }, {}, { typed: true })).toEqual([{ ...k6, own: true }]);
  expect(reach({ steps }, {}, { typed: false })).toEqual([k6]);
});
