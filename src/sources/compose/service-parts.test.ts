import { describe, expect, it } from "vitest";
import { project } from "./compose-shape.ts";
import { handedFiles } from "./handed-files.ts";
import { grantsOf } from "./service-grants.ts";
import { patienceOf, sharedMountsOf, volumesOf } from "./service-parts.ts";

const services = (raw: Readonly<Record<string, object>>) => project.parse({ services: raw }).services;
const service = (raw: object) => {
  const { one } = services({ one: raw });
  if (one === undefined) throw new Error("it is there");
  return one;
};
const bind = (source: string, more: object = {}) => ({ type: "bind", source, target: "/there", ...more });

it.each([
  [{}, 90_000],
  [{ healthcheck: { test: "true", interval: "2s", retries: 60 } }, 120_000],
  [{ healthcheck: { test: "true", interval: "1s", retries: "5", start_period: "1m30s" } }, 95_000],
  [{ healthcheck: { test: "true", start_period: "9h" } }, 600_000],
])("waits for a check as long as docker compose, at most ten minutes: %j", (raw, expected) => {
  expect(patienceOf(service(raw))).toBe(expected);
});

describe("mounts of several services", () => {
  it.each([
    ["a volume", [{ volumes: ["data:/a"] }, { volumes: ["data:/b:ro"] }], ["volume:data"]],
    ["a volume at two places of one", [{ volumes: ["data:/a", "data:/b"] }], ["volume:data"]],
    [
      "a folder that one writes",
      [{ volumes: [bind("/srv", { read_only: true })] }, { volumes: [bind("/srv")] }],
      ["bind:/srv"],
    ],
    [
      "a folder that all only read",
      [bind("/srv", { read_only: true }), bind("/srv", { read_only: true })].map((one) => ({ volumes: [one] })),
      [],
    ],
    ["a volume and a folder of one name", [{ volumes: ["srv:/a"] }, { volumes: ["./srv:/a"] }], []],
    ["volumes of their own", [{ volumes: ["a:/a", "/anonymous"] }, { volumes: ["b:/a", "/anonymous"] }], []],
    ["a tmpfs each", [1, 2].map(() => ({ volumes: [{ type: "tmpfs", target: "/t" }] })), []],
    [
      "a volume called as every object has it",
      [{ volumes: ["constructor:/a"] }, { volumes: ["constructor:/a"] }],
      ["volume:constructor"],
    ],
  ] as const)("%s", (_, all, expected) => {
    expect([...sharedMountsOf(services(Object.fromEntries(all.map((one, at) => [`s${at}`, one]))))]).toEqual(expected);
  });

  it("marks shared mounts, including read-only ones", () => {
    const mounts = volumesOf(service({ volumes: ["data:/a:ro", "own:/b", bind("/srv")] }), {
      folder: "/p",
      shared: new Set(["volume:data", "bind:/srv"]),
      note: () => {},
    });
    expect(mounts).toEqual([
      { name: "data", path: "/a", readOnly: true, shared: "volume:data" },
      { name: "own", path: "/b" },
      { name: "there", path: "/there", from: "/srv", shared: "bind:/srv" },
    ]);
  });
});

describe("secrets and configurations", () => {
  const notes: string[] = [];
  const of = (raw: object, definitions: object) => {
    notes.length = 0;
    return handedFiles(service(raw), definitions, "/p", (text) => notes.push(text)).map(({ path, from, readOnly }) => [
      path,
      from,
      readOnly,
    ]);
  };
  it.each([
    [{ secrets: ["key"] }, { secrets: { key: { file: "/p/key.txt" } } }, [["/run/secrets/key", "/p/key.txt", true]]],
    [
      { secrets: [{ source: "key", target: "token" }] },
      { secrets: { key: { file: "/k" } } },
      [["/run/secrets/token", "/k", true]],
    ],
    [
      { secrets: [{ source: "key", target: "/etc/key", uid: "7", mode: 256 }] },
      { secrets: { key: { file: "/k" } } },
      [["/etc/key", "/k", true]],
    ],
    [{ configs: ["conf"] }, { configs: { conf: { file: "/c" } } }, [["/conf", "/c", true]]],
    [
      { configs: [{ source: "conf", target: "/etc/app.conf" }] },
      { configs: { conf: { file: "/c" } } },
      [["/etc/app.conf", "/c", true]],
    ],
  ])("mounts %j of %j read-only", (raw, definitions, expected) => {
    expect(of(raw, definitions)).toEqual(expected);
    expect(notes).toEqual([]);
  });
  it.each([
    [{ secrets: ["key"] }, { secrets: { key: { environment: "KEY" } } }, "secrets key is left out: it is no file"],
    [{ secrets: ["key"] }, { secrets: { key: { external: true } } }, "secrets key is left out: it is no file"],
    [{ configs: ["conf"] }, { configs: { conf: { content: "a" } } }, "configs conf is left out: it is no file"],
    [{ secrets: ["constructor"] }, { secrets: {} }, "secrets constructor is left out: it is no file"],
    [{ secrets: ["key"] }, {}, "secrets key is left out: it is no file"],
  ])("reports %j of %j", (raw, definitions, note) => {
    expect(of(raw, definitions)).toEqual([]);
    expect(notes).toEqual([note]);
  });
});

it.each([
  [{ cap_add: ["NET_ADMIN", "cap_chown", "ALL"] }, { capabilities: ["NET_ADMIN", "CHOWN"] }, 1],
  [{ devices: ["/dev/fuse"] }, { devices: [{ path: "/dev/fuse", permissions: "rwm" }] }, 0],
  [{ devices: ["/dev/fuse:/dev/fuse:r"] }, { devices: [{ path: "/dev/fuse", permissions: "r" }] }, 0],
  [
    { devices: [{ source: "/dev/a", target: "/dev/a", permissions: "rw" }] },
    { devices: [{ path: "/dev/a", permissions: "rw" }] },
    0,
  ],
  [{ devices: ["/dev/a:/dev/b", "vendor.com/gpu=all", "/dev/c:/dev/c:all"] }, {}, 3],
  [
    { ulimits: { nofile: 1024, nproc: { soft: 1, hard: 2 } } },
    {
      ulimits: [
        { name: "nofile", soft: 1024, hard: 1024 },
        { name: "nproc", soft: 1, hard: 2 },
      ],
    },
    0,
  ],
  [
    {
      tmpfs: ["/run:size=4m,mode=755,uid=7,exec", "/tmp"],
      volumes: [
        { type: "tmpfs", target: "/cache", tmpfs: { size: "1048576", mode: 0o700 } },
        { type: "tmpfs", target: "/old", tmpfs: { mode: "0750" } },
        { type: "tmpfs", target: "/tmp" },
      ],
    },
    {
      tmpfs: [
        { path: "/cache", mode: "700", uid: 0, gid: 0, sizeBytes: 1048576 },
        { path: "/old", mode: "0750", uid: 0, gid: 0, sizeBytes: 1024 ** 3 },
        { path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 1024 ** 3 },
        { path: "/run", mode: "755", uid: 7, gid: 0, sizeBytes: 4 * 1048576, exec: true },
      ],
    },
    0,
  ],
  [
    { sysctls: ["net.core.somaxconn=1024", "net.ipv4.ip_forward"] },
    { sysctls: { "net.core.somaxconn": "1024", "net.ipv4.ip_forward": "" } },
    0,
  ],
  [{ sysctls: { "net.core.somaxconn": 1024 } }, { sysctls: { "net.core.somaxconn": "1024" } }, 0],
  [{ init: true }, { init: true }, 0],
  [{ init: false }, {}, 0],
  [{ shm_size: "128mb" }, { shmBytes: 134_217_728 }, 0],
  [{ shm_size: 65_536 }, { shmBytes: 65_536 }, 0],
  [{ shm_size: "much" }, {}, 0],
  [{}, {}, 0],
])("grants for %j: %j", (raw, expected, left) => {
  const notes: string[] = [];
  expect(grantsOf(service(raw), (text) => notes.push(text))).toEqual(expected);
  expect(notes).toHaveLength(left);
});
