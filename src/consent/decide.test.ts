import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Failure } from "../domain/failure.ts";
import type { ReachItem } from "../domain/workload/host-access.ts";
import { covers, decide, digestOf, insist, noConsent, ownLists, permitForNothing, type Permit } from "./decide.ts";
import { runItem } from "./run-item.ts";
import { specReach } from "./spec-reach.ts";

const k6: ReachItem = {
  kind: "run",
  value: "k6",
  what: "runs `k6 run load.js` here",
  exactly: '["k6","run","load.js"]',
};
const device: ReachItem = { kind: "device", value: "/dev/x", what: "hands it over" };

function refusal(...[reach, consent]: Parameters<typeof decide>): Failure {
  try {
    decide(reach, consent);
  } catch (error) {
    return error as Failure;
  }
  return expect.unreachable("it was allowed");
}

describe("decide", () => {
  it("lists all requests, and the flags for those not yet allowed", () => {
    const { code, message, hint } = refusal([k6, device], { allowed: ["run:k6"] });
    expect(code).toBe("not-allowed");
    expect(message).toContain("run:k6  runs `k6 run load.js` here");
    expect(message).toContain("device:/dev/x  hands it over");
    expect(hint).toContain("--allow-host=device:/dev/x");
    expect(hint).not.toContain("--allow-host=run:k6");
  });

  it("accepts the digest of exactly this list, and no short prefix", () => {
    const digest = digestOf([k6, device]);
    expect(covers(decide([k6, device], { allowed: [digest.slice(0, 39)] }), k6)).toBe(true);
    expect(refusal([k6, device], { allowed: [digest.slice(0, 30)] }).code).toBe("not-allowed");
    expect(refusal([k6], { allowed: [digest] }).code).toBe("not-allowed");
  });

  it.each(["run", "run:", "run:k", "k6", "run:k6,device:/dev/x", "*", "run:*", "ask", "sha256:", "run:k6 "])(
    "does not treat %j as everything",
    (word) => {
      expect(refusal([k6, device], { allowed: [word] }).code).toBe("not-allowed");
    },
  );

  it("prints exact messages with shell-quoted flags", () => {
    const odd: ReachItem = { kind: "folder", value: "/a b's\u001b", what: "x\u0085y" };
    const list = "device:/dev/x  hands it over\nfolder:/a b's\\u{1b}  x\\u{85}y\nrun:k6  runs `k6 run load.js` here";
    const digest = `sha256:${createHash("sha256").update(list).digest("hex")}`;
    const reach = [odd, k6, k6, device, { ...device, value: "/dev/own", own: true }];
    expect(digestOf(reach)).toBe(digest);
    const { message, hint } = refusal(reach, noConsent);
    expect(message).toBe(`This reaches beyond containers:\n${list.replaceAll(/^/gm, "  ")}`);
    expect(hint?.split("\n")).toEqual([
      "Read the files that ask for it. When you trust them, allow each item by its name:",
      "  --allow-host='folder:/a b'\\''s\\u{1b}'",
      "  --allow-host=device:/dev/x",
      "  --allow-host=run:k6",
      `or the list as it is now: --allow-host=${digest.slice(0, 39)}`,
    ]);
    expect(refusal(reach, { allowed: ["run:k6"] }).message).toMatch(/\n Not allowed so far: see the flags\.$/);
  });

  it("quotes a name with special characters at its ends", () => {
    const flagOf = (value: string) => refusal([{ ...device, value }], noConsent).hint?.split("\n")[1];
    expect(flagOf("/dev/x;y")).toBe("  --allow-host='device:/dev/x;y'");
    expect(flagOf("/dev/x;")).toBe("  --allow-host='device:/dev/x;'");
    expect(flagOf("$(x)y")).toBe("  --allow-host='device:$(x)y'");
  });

  it("accepts any name of an item, and no name of another", () => {
    const folder: ReachItem = { kind: "folder", value: "../d", what: "x", aliases: ["folder:/w/d", "folder:d"] };
    for (const name of ["folder:../d", "folder:/w/d", "folder:d"])
      expect(decide([folder], { allowed: [name] }).items).toEqual(["folder:../d"]);
    expect(refusal([folder, device], { allowed: ["folder:d"] }).hint).not.toContain("folder:");
    expect(refusal([folder], { allowed: ["folder:/w", "d", "/w/d", ""] }).code).toBe("not-allowed");
  });

  it("binds own items without consent", () => {
    const own = { ...device, own: true };
    const permit = decide([own], noConsent);
    insist(permit, [device]);
    expect(() => insist(permit, [k6])).toThrow("run:k6");
    expect(() => insist(permitForNothing(), [own])).toThrow("device:/dev/x");
  });

  it("escapes names that start a line or control a terminal", () => {
    const value = "/dev/x\nrun:k6  harmless\u001b[2J\u202e\u009b";
    const { message } = refusal([{ ...device, value, what: value }], noConsent);
    expect(message.split("\n")).toHaveLength(2);
    // eslint-disable-next-line no-control-regex
    expect(message).not.toMatch(/[\u001b\u202e\u009b]/u);
  });
});

describe("a permit", () => {
  it("covers only the agreed items", () => {
    const permit = decide([k6], { allowed: ["run:k6"] });
    insist(permit, [k6]);
    expect(() => insist(permit, [{ ...k6, exactly: '["k6","run","other.js"]' }])).toThrow("not what was agreed to");
    expect(() => insist(permit, [device])).toThrow("device:/dev/x");
  });

  it("lists covered names, sorted and frozen", () => {
    const permit = decide([k6, device, k6], { allowed: ["run:k6", "device:/dev/x"] });
    expect(permit.items).toEqual(["device:/dev/x", "run:k6"]);
    expect(Object.isFrozen(permit) && Object.isFrozen(permit.items)).toBe(true);
    expect(permitForNothing().items).toEqual([]);
    insist(permitForNothing(), []);
  });

  it("covers all items of a kind only for own lists", () => {
    const permit = decide([ownLists], noConsent);
    expect(covers(permit, { kind: "seccomp", value: "bpf", what: "x" })).toBe(true);
    expect(covers(permit, { kind: "seccomp", value: "bpf", what: "x", exactly: "anything" })).toBe(true);
    expect(covers(permit, { kind: "capability", value: "SYS_ADMIN", what: "x" })).toBe(false);
    // A file that contains the sign itself gets an item with that name.
    expect(refusal([{ ...device, exactly: "*" }], noConsent).code).toBe("not-allowed");
  });

  it("reports items beyond the permit, with a hint", () => {
    const permit = decide([k6], { allowed: ["run:k6"] });
    try {
      insist(permit, [k6, { ...device, own: true }]);
      expect.unreachable("it was allowed");
    } catch (error) {
      const { code, message, hint } = error as Failure;
      expect([code, message]).toEqual([
        "not-allowed",
        "This is not what was agreed to:\n  device:/dev/x  hands it over",
      ]);
      expect(hint).toMatch(/^It was not asked for before.*run again\.$/);
    }
    const ptrace: ReachItem = { kind: "capability", value: "SYS_PTRACE", what: "x" };
    try {
      insist(permit, [ptrace, device]);
      expect.unreachable("it was allowed");
    } catch (error) {
      expect((error as Failure).hint?.split("\n").slice(1)).toEqual([
        "To grant it: --allow-host=capability:SYS_PTRACE",
      ]);
    }
  });

  it("covers only the named capabilities, requested or not", () => {
    const ptrace: ReachItem = { kind: "capability", value: "SYS_PTRACE", what: "x" };
    const permit = decide([], { allowed: ["capability:SYS_PTRACE", "device:/dev/x", "xcapability:SYS_ADMIN"] });
    expect(permit.items).toEqual([]);
    insist(permit, [ptrace]);
    expect(covers(permit, device)).toBe(false);
    for (const value of ["SYS_ADMIN", "", "xcapability:SYS_ADMIN", "SYS_PTRAC"])
      expect(covers(permit, { ...ptrace, value })).toBe(false);
    expect(covers(permit, { ...ptrace, kind: "device" })).toBe(false);
    expect(covers(decide([], noConsent), ptrace)).toBe(false);
  });

  it("rejects a forged permit", () => {
    expect(covers({ items: ["run:k6"] }, k6)).toBe(false);
    const own = { items: ["run:k6"] } as Permit;
    expect(() => insist(own, [])).toThrow("not issued");
    expect(() => insist({ ...permitForNothing() }, [])).toThrow("not issued");
  });
});

describe("specReach", () => {
  const around = { run: "hp-0", located: new Map(), defaults: ["CHOWN", "NET_RAW"] };
  it("refuses an unjudged field by its name", () => {
    const spec = { image: "a", privileged: false, __proto__: { devices: [] } } as never;
    expect(specReach(spec, around)).toMatchObject([{ kind: "setting", value: "privileged" }]);
  });

  it.each([
    [{ capAdd: ["SYS_ADMIN"] }, "capability:SYS_ADMIN"],
    [{ capAdd: ["ALL"] }, "capability:ALL"],
    [{ capAdd: ["IPC_LOCK"] }, "capability:IPC_LOCK"],
    [{ capAdd: ["DAC_READ_SEARCH"] }, "capability:DAC_READ_SEARCH"],
    // Docker grants it by default; this engine does not.
    [{ capAdd: ["MKNOD"] }, "capability:MKNOD"],
    [{ capAdd: ["CAP_SYS_ADMIN"] }, "capability:CAP_SYS_ADMIN"],
    [{ devices: [{ path: "/dev/vda", permissions: "r" }] }, "device:/dev/vda"],
    [{ network: "host" }, "network:host"],
    [{ network: "container:x" }, "network:container:x"],
    [{ networks: [{ name: "bridge", aliases: [] }] }, "network:bridge"],
    [{ mounts: [{ type: "volume", source: "prod_db", path: "/d" }] }, "volume:prod_db"],
    [{ mounts: [{ type: "bind", source: "/root", path: "/d" }] }, "folder:/root:rw"],
    [{ mounts: [{ type: "bind", source: "/root", path: "/d", readOnly: true }] }, "folder:/root"],
    [{ sysctls: { "kernel.core_pattern": "|/x" } }, "sysctl:kernel.core_pattern"],
    [{ sysctls: { "net.core.somaxconn": "1" }, network: "host" }, "sysctl:net.core.somaxconn"],
    [{ ulimits: [{ name: "rtprio", soft: 99, hard: 99 }] }, "ulimit:rtprio"],
    [{ tmpfs: { "/x": "size=1m,mpol=bind:0" } }, "setting:tmpfs./x"],
    [
      {
        mounts: [{ type: "bind", source: "/x", path: "/d", readOnly: true }],
        prepared: [{ path: "/d/e", uid: 0, gid: 0, mode: "777" }],
      },
      "setting:prepared./d/e",
    ],
    [{ image: "--privileged" }, "image:--privileged"],
    [{ image: "-v/:/host" }, "image:-v/:/host"],
  ])("finds %j", (more, name) => {
    const found = specReach({ image: "a", ...more } as never, around).map(({ kind, value }) => `${kind}:${value}`);
    expect(found).toContain(name);
  });

  it("accepts the privileges of every container", () => {
    const spec = {
      image: "registry.example:5000/team/app:1@sha256:".concat("0".repeat(64)),
      capAdd: ["CHOWN"],
      tmpfs: { "/tmp": "rw,noexec,nosuid,size=1048576,mode=1777,uid=0,gid=0" },
      sysctls: { "net.ipv4.ip_unprivileged_port_start": "0" },
      networks: [{ name: "hp-0-n-1", aliases: ["a"] }],
      mounts: [{ type: "volume" as const, source: "hp-0-v-1", path: "/d" }],
    };
    expect(specReach(spec, around)).toEqual([]);
  });
});

describe("runItem", () => {
  const valueOf = (command: readonly string[], env?: Record<string, string>) =>
    runItem({ command, ...(env && { env }) }).value;

  it("names an item after its program only if that is unambiguous", () => {
    expect(valueOf(["k6", "run", "a.js"])).toBe("k6");
    expect(valueOf(["./load.sh", "a"])).toBe("./load.sh");
    expect(valueOf(["/usr/bin/env", "sh", "-c", "rm -rf x"])).toBe("/usr/bin/env sh -c 'rm -rf x'");
    expect(valueOf(["python3.12", "-c", "1"])).toBe("python3.12 -c 1");
    expect(valueOf(["curl", "-o", "/etc/cron.d/x", "http://x"])).toContain("/etc/cron.d/x");
  });

  it("names an item after variables that replace its program", () => {
    expect(valueOf(["k6", "run"], { PATH: "./bin" })).toBe("PATH=./bin k6 run");
    expect(valueOf(["k6"], { LD_PRELOAD: "./x y.so" })).toBe("LD_PRELOAD='./x y.so' k6");
  });
});

it("grants a capability only by its full name", () => {
  const covered = (allowed: string, kind: "capability" | "device", value: string) =>
    covers(decide([], { allowed: [allowed] }), { kind, value, what: "" });
  expect(covered("capability:SYS_ADMIN", "capability", "SYS_ADMIN")).toBe(true);
  expect(covered("capability:SYS_ADMIN", "capability", "SYS")).toBe(false);
  expect(covered("device_xxx:SYS_ADMIN", "capability", "SYS_ADMIN")).toBe(false);
  expect(covered("SYS_ADMIN", "capability", "SYS_ADMIN")).toBe(false);
  expect(covered("device:/dev/kvm", "device", "/dev/kvm")).toBe(false);
});
