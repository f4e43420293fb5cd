// The emitted Quadlet unit, by its real readers: Podman's generator takes it, and the command that it writes gives a container with exactly the profile.
import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, mkdirSync, rmSync, symlinkSync, copyFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Profile } from "../../src/domain/profile/profile.ts";
import quadlet from "../../src/dialects/quadlet/emit/quadlet.ts";
import { seccompText } from "../../src/dialects/seccomp/emit/seccomp.ts";
import { parseUnit } from "../../src/formats/quadlet/unit-file.ts";
import { lastWords } from "../../src/formats/quadlet/unit-values.ts";
import { fullProfile, sampleProfile } from "../emit/sample-profile.ts";
import { podmanApart } from "./podman-apart.ts";

const run = promisify(execFile);
const generators = ["/usr/libexec/podman/quadlet", "/usr/lib/podman/quadlet"];
const generator = generators.find((path) => works(path, "-version"));
const podman = works("podman", "--version") && process.getuid?.() === 0;
const why = "Podman is not installed here, or this is not root: apt-get install -y podman busybox-static";

function works(program: string, ...args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-quadlet-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What systemd would start: the words of ExecStart, read as it reads them. */
async function generated(unit: string, name = "app"): Promise<string[]> {
  const units = mkdtempSync(join(folder, "units-"));
  writeFileSync(join(units, `${name}.container`), unit);
  const { stdout, stderr } = await run(generator ?? "", ["-dryrun"], {
    env: { ...process.env, QUADLET_UNIT_DIRS: units },
  });
  expect(stderr).not.toMatch(/unsupported key|Warning|error/i);
  const service = parseUnit("app.service", stdout.replace(/^---.*---$/m, ""));
  const words = lastWords(service, "Service", "ExecStart")?.map(({ value }) => value) ?? [];
  return words.map((word) => word.replaceAll(/%%|\$\$/g, (pair) => pair.slice(1)));
}

const image = "localhost/app:hullproof-test";
const profile: Profile = {
  ...sampleProfile,
  image: { ...sampleProfile.image, name: image },
  seccomp: {
    defaultAction: "SCMP_ACT_ALLOW" as "SCMP_ACT_ERRNO",
    defaultErrnoRet: 1,
    architectures: ["SCMP_ARCH_X86_64"],
    syscalls: [{ names: ["getpriority"], action: "SCMP_ACT_ERRNO", errnoRet: 1 }],
  },
  user: { uid: 1000, gid: 1001 },
  capabilities: { required: ["SETGID", "SETUID"], soft: [], unused: [] },
  tmpfs: [
    { path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 1048576 },
    { path: "/var/it's $HOME", mode: "700", uid: 1000, gid: 1001, sizeBytes: 65536, exec: true },
  ],
  memoryBytes: 32 * 1048576,
  shmBytes: 2 * 1048576,
  ulimits: [{ name: "nofile", soft: 1024, hard: 2048 }],
  devices: [{ path: "/dev/kmsg", permissions: "r" }],
  init: false,
  ports: [8080],
  volumes: [{ name: "hullproof-data", path: "/data" }],
  workload: {
    ...sampleProfile.workload,
    env: { TZ: "Europe/Moscow", API_TOKEN: "${API_TOKEN}", LEVEL: "50%" },
    entrypoint: ["/bin/sh", "-c"],
    command: [`echo "$0 100% 'x' \\ é" > /tmp/said; printf '%s' "$1" > /tmp/empty; sleep 300`, 'a "b" $HOME', ""],
    stop: { timeoutMs: 120_000, exitCodes: [0], signal: "SIGKILL" },
  },
};

describe.skipIf(generator === undefined)(
  `the generator takes the unit for every version up to its own (else: ${why})`,
  () => {
    it.each(["4.4", "4.6", "4.8", "5.0", "5.2", "5.4"])("written for Podman %s", async (version) => {
      for (const one of [sampleProfile, fullProfile, profile]) {
        const { files } = quadlet.emit(one, { version });
        const words = await generated(files[0]?.text ?? "");
        expect(words.slice(0, 2)).toEqual([expect.stringMatching(/podman$/), "run"]);
      }
    });
  },
);

describe.skipIf(generator === undefined || !podman)(`the container of the generated command (else: ${why})`, () => {
  let own: readonly string[] = [];
  const name = `hullproof-test-quadlet-${randomBytes(4).toString("hex")}`;
  let env: NodeJS.ProcessEnv = {};
  const call = async (...args: string[]) => (await run("podman", [...own, ...args], { env })).stdout.trim();
  const inside = (script: string) => call("exec", name, "/bin/sh", "-c", script);
  let inspected: { HostConfig: Record<string, unknown>; Config: Record<string, unknown>; EffectiveCaps: string[] };

  beforeAll(async () => {
    own = podmanApart(folder);
    const conf = join(folder, "containers.conf");
    const runc = await run("sh", ["-c", "command -v runc"]).catch(() => undefined);
    // crun refuses a host with both versions of cgroups.
    const runtime = runc === undefined ? "" : `runtime = "runc"\n[engine.runtimes]\nrunc = ["${runc.stdout.trim()}"]\n`;
    writeFileSync(conf, `[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\n${runtime}`);
    env = { ...process.env, CONTAINERS_CONF: conf, PODMAN_IGNORE_CGROUPSV1_WARNING: "1" };
    const root = join(folder, "image");
    mkdirSync(join(root, "bin"), { recursive: true });
    for (const one of ["data", "tmp", "var", "proc", "dev", "sys", "etc"]) mkdirSync(join(root, one));
    copyFileSync("/usr/bin/busybox", join(root, "bin/busybox"));
    for (const one of "sh sleep cat grep id ls stat printf touch nice".split(" "))
      symlinkSync("busybox", join(root, "bin", one));
    // What a tmpfs hides: it is not copied into it.
    writeFileSync(join(root, "tmp/of-the-image"), "");
    await run("tar", ["-C", root, "-cf", join(folder, "image.tar"), "."]);
    await call("import", join(folder, "image.tar"), image);
    const { files } = quadlet.emit(profile);
    const seccomp = join(folder, "app.seccomp.json");
    if (profile.seccomp !== undefined) writeFileSync(seccomp, seccompText(profile.seccomp));
    const words = await generated(files[0]?.text ?? "", "app");
    const envFile = words[words.indexOf("--env-file") + 1] ?? "";
    expect(envFile).toMatch(/\/units-\w+\/app\.env$/);
    writeFileSync(envFile, "API_TOKEN=not-written\n");
    const here = words
      .slice(1)
      // systemd's part: specifiers, and the cgroup that it gives to the unit.
      .map((word) =>
        word.replace("%E/containers/systemd/app.seccomp.json", seccomp).replaceAll("%t/%N", join(folder, name)),
      )
      .map((word) => word.replaceAll("systemd-%N", name))
      .filter((word) => word !== "--cgroups=split")
      // What docker starts may hold the port that is meant.
      .map((word) => (word === "127.0.0.1:8080:8080" ? "127.0.0.1::8080" : word));
    await call(...here);
    inspected = JSON.parse(await call("inspect", name))[0];
  }, 120_000);

  afterAll(async () => {
    await call("rm", "--force", "--time", "0", name).catch(() => undefined);
    await call("system", "reset", "--force").catch(() => undefined);
    await run("umount", ["--recursive", "--lazy", join(folder, "root", "overlay")]).catch(() => undefined);
  });

  it("has every setting of the profile in podman inspect", () => {
    const { HostConfig, Config, EffectiveCaps } = inspected;
    expect(HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      Memory: 33554432,
      MemorySwap: 33554432,
      NanoCpus: 500_000_000,
      PidsLimit: 16,
      ShmSize: 2097152,
      Privileged: false,
      Ulimits: expect.arrayContaining([{ Name: "RLIMIT_NOFILE", Soft: 1024, Hard: 2048 }]),
      PortBindings: { "8080/tcp": [{ HostIp: "127.0.0.1", HostPort: expect.any(String) }] },
    });
    expect((HostConfig["SecurityOpt"] as string[]).sort()).toEqual([
      "no-new-privileges",
      `seccomp=${join(folder, "app.seccomp.json")}`,
    ]);
    expect(EffectiveCaps).toEqual(["CAP_SETGID", "CAP_SETUID"]);
    expect(Config).toMatchObject({ User: "1000:1001", StopTimeout: 120, StopSignal: "SIGKILL" });
    expect(Config["Env"]).toEqual(expect.arrayContaining(["TZ=Europe/Moscow", "LEVEL=50%", "API_TOKEN=not-written"]));
  });

  it("gives the process these bounds and no more", async () => {
    expect(await inside("grep -E '^(CapBnd|NoNewPrivs|Seccomp):' /proc/1/status")).toBe(
      "CapBnd:\t00000000000000c0\nNoNewPrivs:\t1\nSeccomp:\t2",
    );
    expect(await inside("id -u; id -g; nice 2>&1 || true")).toMatch(/^1000\n1001\n/);
    await expect(inside("touch /owned")).rejects.toThrow(/Read-only file system/);
    for (const place of ["/run/x", "/var/tmp/x"]) await expect(inside(`touch ${place}`)).rejects.toThrow();
    const devices = await inside("grep -E '^[a-z]+ /dev(/shm)? ' /proc/mounts");
    expect(devices).toMatch(/^tmpfs \/dev tmpfs rw,/m);
    expect(devices).toMatch(/^\w+ \/dev\/shm tmpfs rw,.*size=2048k/m);
    expect(await inside("ls /tmp; grep ' /tmp ' /proc/mounts")).toMatch(
      /^empty\nsaid\ntmpfs \/tmp tmpfs rw,nosuid,nodev,noexec,.*size=1024k/,
    );
    expect(await inside("stat -c '%a %u:%g' /tmp \"/var/it's \\$HOME\"")).toBe("1777 0:0\n700 1000:1001");
    expect(await inside("cat /proc/sys/net/core/somaxconn; grep files /proc/1/limits")).toMatch(
      /^128\nMax open files +1024 +2048/,
    );
  });

  it("hands the words over unchanged, an empty one too", async () => {
    expect(await inside("cat /tmp/said")).toBe(`a "b" $HOME 100% 'x' \\ é`);
    expect(await inside("cat /tmp/empty; stat -c %s /tmp/empty")).toBe("0");
  });
});
