import { describe, expect, it, test } from "vitest";
import type { CreateRequest } from "../domain/container/create-request.ts";
import type { ResolvedPath, ReachItem } from "../domain/workload/host-access.ts";
import { specReach } from "./spec-reach.ts";

const located = { path: "/srv/d", device: "8", inode: "5", kind: "folder" as const };
const around = { run: "hp-0", located: new Map([["/link", located]]), defaults: ["CHOWN", "NET_RAW"] };
const reach = (more: Partial<CreateRequest>) => specReach({ image: "a", ...more }, around);
const bind = { type: "bind" as const, source: "/link", path: "/d", readOnly: true };
const folder: ReachItem = {
  kind: "folder",
  value: "/srv/d",
  what: "/link at /d, read-only or as a copy",
  exactly: "read 8:5",
};
const prepared = (path: string) => ({ prepared: [{ path, uid: 0, gid: 0, mode: "777" }] });
const ownerOf = (path: string): ReachItem => ({
  kind: "setting",
  value: `prepared.${path}`,
  what: "changes the owner of a folder of this machine",
});

describe("returns one item per access, with its effect and its identity", () => {
  it.each<[Partial<CreateRequest>, readonly ReachItem[]]>([
    [
      { image: "--privileged" },
      [{ kind: "image", value: "--privileged", what: "is not an image name, and could be read as an option" }],
    ],
    [
      { capAdd: ["CHOWN", "SYS_ADMIN"] },
      [
        {
          kind: "capability",
          value: "SYS_ADMIN",
          what: "grants CAP_SYS_ADMIN, which no container has by default",
        },
      ],
    ],
    [
      { capAdd: ["DAC_READ_SEARCH"] },
      [
        {
          kind: "capability",
          value: "DAC_READ_SEARCH",
          what: "grants CAP_DAC_READ_SEARCH: with open_by_handle_at(2), which the engine's own list then allows, it reads any file of this machine",
        },
      ],
    ],
    // Docker grants it to all containers, this engine to none.
    [{ capAdd: ["NET_RAW", "MKNOD"] }, [expect.objectContaining({ kind: "capability", value: "MKNOD" })]],
    [
      { tmpfs: { "/ok": "size=1m", "/x": "mpol=bind:0" } },
      [{ kind: "setting", value: "tmpfs./x", what: "mounts a tmpfs with the options mpol=bind:0" }],
    ],
    [{ network: "host" }, [{ kind: "network", value: "host", what: "puts the container into this machine's network" }]],
    [
      { network: "container:x" as never },
      [{ kind: "network", value: "container:x", what: "joins a network that is there already" }],
    ],
    [
      {
        networks: [
          { name: "hp-0-n-1", aliases: [] },
          { name: "xhp-0-n", aliases: [] },
          { name: "hp-01-n", aliases: [] },
        ],
      },
      ["xhp-0-n", "hp-01-n"].map((value) => ({
        kind: "network",
        value,
        what: "joins a network that is there already",
      })),
    ],
    [
      {
        mounts: [
          { type: "volume", source: "hp-0-v", path: "/own" },
          { type: "volume", source: "xhp-0-v", path: "/d" },
        ],
      },
      [{ kind: "volume", value: "xhp-0-v", what: "mounts a volume that exists already at /d" }],
    ],
    [{ mounts: [bind] }, [folder]],
    [
      {
        mounts: [
          { ...bind, readOnly: false },
          { type: "bind", source: "/gone", path: "/e" },
        ],
      },
      [
        {
          kind: "folder",
          value: "/srv/d:rw",
          what: "/link at /d, hands out the original to be written to",
          exactly: "write 8:5",
        },
        {
          kind: "folder",
          value: "/gone:rw",
          what: "/gone at /e, hands out the original to be written to",
          exactly: "missing /gone",
        },
      ],
    ],
    [
      { devices: [{ path: "/dev/x", permissions: "rw" }] },
      [
        {
          kind: "device",
          value: "/dev/x",
          what: "hands the device /dev/x of this machine to the container (rw)",
          exactly: "/dev/x rw",
        },
      ],
    ],
    [
      {
        ulimits: [
          { name: "nofile", soft: 1, hard: 2 },
          { name: "nice", soft: 1, hard: 2 },
        ],
      },
      [{ kind: "ulimit", value: "nice", what: "sets the limit nice to 1:2", exactly: "nice=1:2" }],
    ],
    [
      { sysctls: { "net.core.somaxconn": "1", "vm.swappiness": "1" } },
      [
        {
          kind: "sysctl",
          value: "vm.swappiness",
          what: "sets vm.swappiness=1, which the whole machine shares",
          exactly: "vm.swappiness=1",
        },
      ],
    ],
    [{ seccomp: "{}" }, [expect.objectContaining({ kind: "seccomp", value: "unconfined" })]],
  ])("%j", (more, expected) => expect(reach(more)).toEqual(expected));
});

test("returns nothing for ordinary and missing settings", () => {
  expect(
    reach({
      name: "n",
      user: "0",
      command: ["a"],
      entrypoint: ["b"],
      env: { LD_PRELOAD: "x" },
      capDrop: ["ALL"],
      capAdd: ["CHOWN"],
      noNewPrivileges: false,
      readOnlyRootfs: false,
      volumes: [{ name: "v", path: "/v" }],
      memoryBytes: 1,
      cpus: 1,
      pids: 1,
      ports: [80],
      udpPorts: [53],
      stopSignal: "SIGINT",
      noHealthcheck: true,
      init: true,
      ulimits: [{ name: "nofile", soft: 1, hard: 1 }],
    }),
  ).toEqual([]);
  for (const network of ["bridge", "none"] as const) expect(reach({ network })).toEqual([]);
  expect(reach({ network: undefined, mounts: undefined } as never)).toEqual([]);
});

describe("prepared owner and mode", () => {
  it.each(["/d", "/d/e", "/d/", "//d/e", "/x/../d/e", "/./d"])(
    "reports a prepared folder of this machine: %s",
    (path) => {
      expect(reach({ mounts: [bind], ...prepared(path) })).toEqual([folder, ownerOf(path)]);
    },
  );

  it("reports it for each way to write the mount", () => {
    expect(reach({ mounts: [{ ...bind, path: "/d/" }], ...prepared("/d/e") })).toContainEqual(ownerOf("/d/e"));
    const own = { type: "volume" as const, source: "hp-0-v", path: "/v" };
    expect(reach({ mounts: [own, bind], ...prepared("/d") })).toContainEqual(ownerOf("/d"));
  });

  it.each(["/e", "/de", "/d/../e"])("ignores a prepared volume of the run: %s", (path) => {
    expect(reach({ mounts: [bind], ...prepared(path) })).toEqual([folder]);
    expect(reach({ mounts: [{ type: "volume", source: "hp-0-v", path: "/e" }], ...prepared(path) })).toEqual([]);
    expect(reach(prepared(path))).toEqual([]);
  });
});

test("refuses an unjudged field by its name, including inherited ones", () => {
  const what = "is a setting that hullproof does not know";
  for (const field of ["privileged", "constructor", "toString", "pidMode"])
    expect(reach({ [field]: false } as never)).toEqual([{ kind: "setting", value: field, what }]);
  expect(reach(JSON.parse('{"__proto__": 1}') as never)).toEqual([{ kind: "setting", value: "__proto__", what }]);
});

test("allows relabeling only for copies of the run", () => {
  const own = { path: "/tmp/hullproof-hp-0/file-0123456789ab", device: "8", inode: "6", kind: "file" as const };
  const mounts = (source: string) => [{ type: "bind" as const, source, path: "/d", relabel: true }];
  const folderOf = {
    ...around,
    folder: "/tmp/hullproof-hp-0",
    located: new Map<string, ResolvedPath>([["/own", own], ...around.located]),
  };
  expect(specReach({ image: "a", mounts: mounts("/own") }, folderOf)).toEqual([]);
  for (const source of ["/link", "/not-there"])
    expect(specReach({ image: "a", mounts: mounts(source) }, folderOf)).toEqual([
      { kind: "setting", value: `relabel.${source}`, what: `changes the SELinux label of ${source}` },
    ]);
});
