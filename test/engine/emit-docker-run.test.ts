import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../../src/domain/profile/profile.ts";
import { emitCompose } from "../../src/dialects/compose/emit/compose.ts";
import { emitDockerRun } from "../../src/dialects/run-line/emit/docker-run.ts";
import { hostileWitness, sampleProfile } from "../emit/sample-profile.ts";
import { tinyImage } from "../images/tiny.ts";

const run = promisify(execFile);
const name = `hullproof-test-emit-${randomBytes(4).toString("hex")}`;
const volume = `${name}-data`;
const profile: Profile = {
  ...sampleProfile,
  image: { ...sampleProfile.image, name: tinyImage },
  user: { uid: 1000, gid: 1000 },
  tmpfs: [
    { path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 1048576 },
    { path: "/var/it's $HOME", mode: "700", uid: 1000, gid: 1000, sizeBytes: 65536 },
  ],
  volumes: [{ name: volume, path: "/data" }],
  memoryBytes: 32 * 1048576,
};

async function docker(...args: string[]): Promise<string> {
  return (await run("docker", args)).stdout.trim();
}

async function inside(script: string): Promise<string> {
  return await docker("exec", name, "sh", "-c", script);
}

interface Inspected {
  readonly Config: { readonly User: string; readonly Env: readonly string[]; readonly Labels: Record<string, string> };
  readonly HostConfig: Record<string, unknown>;
}

describe("the emitted docker run line", () => {
  let inspected: Inspected;

  beforeAll(async () => {
    const options = {
      name,
      labels: { "hullproof.test": "it's $HOME" },
      publish: "chosen",
      witnesses: [hostileWitness],
    } as const;
    // The tiny image names no command of its own.
    const line = `${emitDockerRun(profile, options).trimEnd()} sleep 120\n`;
    // A value that may be secret is named, and taken from the environment of whoever runs the line.
    await run("sh", ["-c", line], { env: { ...process.env, ...sampleProfile.workload.env } });
    inspected = JSON.parse(await docker("inspect", name))[0];
  });

  afterAll(async () => {
    await docker("rm", "--force", name).catch(() => undefined);
    await docker("volume", "rm", "--force", volume).catch(() => undefined);
  });

  it("reaches the engine with every setting", () => {
    const { Config, HostConfig } = inspected;
    expect(Config.User).toBe("1000:1000");
    expect(Config.Env).toEqual(expect.arrayContaining(["PRICE=$5 ${HOME} it's", "TZ=Europe/Moscow"]));
    expect(Config.Labels).toMatchObject({ "hullproof.test": "it's $HOME" });
    expect(HostConfig).toMatchObject({
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      ReadonlyRootfs: true,
      Memory: 33554432,
      MemorySwap: 33554432,
      NanoCpus: 500_000_000,
      PidsLimit: 16,
      Privileged: false,
      Sysctls: { "net.core.somaxconn": "128" },
      Binds: [`${volume}:/data`],
      PortBindings: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }] },
      Tmpfs: {
        "/tmp": "rw,noexec,nosuid,nodev,size=1m,nr_inodes=256,mode=1777,uid=0,gid=0",
        "/var/it's $HOME": "rw,noexec,nosuid,nodev,size=64k,nr_inodes=16,mode=700,uid=1000,gid=1000",
      },
    });
    expect((HostConfig["CapAdd"] as string[]).map((one) => one.replace(/^CAP_/, "")).sort()).toEqual([
      "SETGID",
      "SETUID",
    ]);
  });

  it("gives the process these bounds and no more", async () => {
    // CAP_SETGID is 6 and CAP_SETUID is 7: include/uapi/linux/capability.h.
    expect(await inside("grep -E '^(CapBnd|NoNewPrivs)' /proc/self/status")).toBe(
      "CapBnd:\t00000000000000c0\nNoNewPrivs:\t1",
    );
    expect(await inside("id -u; id -g")).toBe("1000\n1000");
    await expect(inside("touch /owned")).rejects.toThrow(/Read-only file system/);
    expect(await inside('touch /tmp/a "/var/it\'s \\$HOME/b" && ls "/var/it\'s \\$HOME"')).toBe("b");
    expect(await inside("grep ' /tmp ' /proc/mounts")).toMatch(
      /^tmpfs \/tmp tmpfs rw,nosuid,nodev,noexec,.*size=1024k/,
    );
  });
});

const compose = ((): boolean => {
  try {
    execFileSync("docker", ["compose", "version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe("the emitted Compose file", () => {
  it.runIf(compose)(
    "is read by docker compose as the same settings (left out where docker compose is missing)",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "hullproof-compose-"));
      try {
        const file = join(folder, "compose.yaml");
        writeFileSync(file, emitCompose(profile, { witnesses: [hostileWitness] }));
        // A value that may be a secret is not in the file: whoever starts it supplies it.
        const env = { ...process.env, PRICE: "$5 ${HOME} it's" };
        const { stdout } = await run("docker", ["compose", "--file", file, "config", "--format", "json"], { env });
        const read = JSON.parse(stdout);
        expect(read.services.busybox).toMatchObject({
          image: tinyImage,
          user: "1000:1000",
          cap_drop: ["ALL"],
          cap_add: ["SETGID", "SETUID"],
          security_opt: ["no-new-privileges:true"],
          read_only: true,
          mem_limit: "33554432",
          memswap_limit: "33554432",
          cpus: 0.5,
          pids_limit: 16,
        });
        // `config` prints what could be read again, so a dollar stays doubled.
        expect(read.services.busybox.environment.PRICE).toBe("$$5 $${HOME} it's");
        expect(read.services.busybox).not.toHaveProperty("privileged");
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
