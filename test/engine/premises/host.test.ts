import { execFile, execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { promisify } from "node:util";
import { expect } from "vitest";
import driveVolume from "../../../src/rules/dockerfile-quality/running/drive-volume.ts";
import cgroupParent from "../../../src/rules/capabilities/isolation/cgroup-parent.ts";
import dockerSocket from "../../../src/rules/capabilities/mounts/docker-socket.ts";
import hostDevice from "../../../src/rules/capabilities/mounts/host-device.ts";
import hostNamespace from "../../../src/rules/capabilities/isolation/host-namespace.ts";
import pathsUnmasked from "../../../src/rules/capabilities/isolation/paths-unmasked.ts";
import sensitiveMount from "../../../src/rules/capabilities/mounts/sensitive-mount.ts";
import sharedPropagation from "../../../src/rules/capabilities/mounts/shared-propagation.ts";
import sudoDocker from "../../../src/rules/non-root/sudo-docker.ts";
import scannerBlind from "../../../src/rules/vulnerabilities/scanner-blind.ts";
import tmpfsOptions from "../../../src/rules/capabilities/mounts/tmpfs-options.ts";
import writableRoot from "../../../src/rules/capabilities/mounts/writable-root.ts";
import { withFolder } from "./host-folder.ts";
import { tinyImage } from "../../images/tiny.ts";
import { docker, label, run, shows, started, until } from "./premise.ts";

shows(writableRoot, async () => {
  const change = "echo 'x::0:0::/:/bin/sh' >> /etc/passwd && echo changed";
  expect((await run([], change)).said).toBe("changed\n");
  expect((await run(["--read-only"], change)).said).toContain("Read-only file system");
});

shows(driveVolume, async () => {
  const mounted = async (volume: string) => (await run(["-v", volume], "ls -d /data; ls -d '/q:/data'")).said;
  expect(await mounted("q:/data")).toMatch(/\/data: No such file.*\n?\/q:\/data|^\/q:\/data\n.*\/data: No such file/);
  const name = `hullproof-premise-${randomBytes(4).toString("hex")}`;
  expect(await mounted(`${name}:/data`)).toMatch(/^\/data\n/);
  await docker("volume", "rm", name);
});

shows(tmpfsOptions, async () => {
  const copy = "cp /bin/busybox /t/ && /t/busybox echo started";
  expect((await run(["--tmpfs=/t"], copy)).said).toContain("Permission denied");
  expect((await run(["--tmpfs=/t:exec"], copy)).said).toBe("started\n");
});

shows(sensitiveMount, async () => {
  await withFolder(async (folder) => {
    await run(["-v", `${folder.path}:/host`], "echo secret > /host/shadow");
    expect(folder.ownerOf("shadow")).toBe(0);
    const { said } = await run(["-v", `${folder.path}:/host:ro`], "cat /host/shadow; echo x > /host/shadow");
    expect(said).toMatch(/^secret\n.*Read-only file system/);
  });
});

/** The engine's socket, and the host's client for a container: the image has none, and the client needs the host's libraries. */
async function clientOfHost() {
  const socket = (process.env["DOCKER_HOST"] ?? "").replace(/^unix:\/\/|^(?!unix:).*$/, "") || "/var/run/docker.sock";
  const client = ["/usr", "/lib", "/lib64"].filter(existsSync).flatMap((path) => ["-v", `${path}:${path}:ro`]);
  const ask = (await promisify(execFile)("sh", ["-c", 'readlink -f "$(command -v docker)"'])).stdout.trim();
  return { socket, client, ask };
}

shows(dockerSocket, async () => {
  const { socket, client, ask } = await clientOfHost();
  await using other = await started(["--network=none"], "sleep 60");
  for (const mode of ["rw", "ro"]) {
    const { said } = await run(
      [...client, "-v", `${socket}:/engine.sock:${mode}`, "-v", `${dirname(socket)}:/folder:${mode}`],
      `${ask} -H unix:///engine.sock ps --quiet --no-trunc && ${ask} -H unix:///folder/${basename(socket)} version --format server={{.Server.Version}}`,
    );
    expect(said).toContain(other.id);
    expect(said).toMatch(/^server=\d/m);
  }
  expect((await run(client, `${ask} -H unix:///engine.sock ps --quiet`)).said).toContain("Cannot connect");
});

shows(scannerBlind, async () => {
  const { socket, client, ask } = await clientOfHost();
  const id = (await docker("image", "inspect", "--format", "{{.Id}}", tinyImage)).said.trim();
  const look = async (...flags: string[]) =>
    (await run([...client, ...flags], `${ask} image inspect --format '{{.Id}}' ${tinyImage}`)).said;
  expect(await look()).toContain("Cannot connect");
  expect(await look("-v", `${socket}:/var/run/docker.sock`)).toContain(id);
});

shows(sudoDocker, async () => {
  const { socket, client, ask } = await clientOfHost();
  await withFolder(async (folder) => {
    folder.openToAll();
    const user = ["--user=1000:1000", ...client, "-v", `${socket}:/engine.sock`];
    const write = `sh -c 'echo x > /given/by-root'`;
    const through = `${ask} -H unix:///engine.sock run --rm --label ${label} --network=none -v ${folder.path}:/given ${tinyImage} ${write}`;
    expect((await run(user, through)).said).toMatch(/permission denied/i);
    expect(await run([...user, `--group-add=${statSync(socket).gid}`], through)).toMatchObject({ code: 0 });
    expect(folder.ownerOf("by-root")).toBe(0);
  });
});

shows(hostNamespace, async () => {
  const processes = async (...flags: string[]) =>
    Number((await run(flags, "ls /proc 2>/dev/null | grep -c '^[0-9]'")).said);
  expect(await processes("--pid=host")).toBeGreaterThan((await processes()) + 5);

  const interfaces = async (...flags: string[]) => (await run(flags, "cat /proc/net/dev")).said;
  expect(await interfaces("--network=host")).toContain("docker0");
  expect(await interfaces("--network=bridge")).not.toContain("docker0");

  const name = `hullproof-premise-${randomBytes(4).toString("hex")}`;
  await using _ = await started(
    ["--ipc=host", "--network=none"],
    `echo shared > /dev/shm/${name}; sleep 60; rm /dev/shm/${name}`,
  );
  const read = async (...flags: string[]) => (await run(flags, `cat /dev/shm/${name}`)).said;
  await until(async () => (await read("--ipc=host")) === "shared\n");
  expect(await read()).toContain("No such file");
  await run(["--ipc=host"], `rm /dev/shm/${name}`);
});

shows(pathsUnmasked, async () => {
  const mounted = async (...flags: string[]) =>
    Number(
      (
        await run(
          flags,
          "grep -cE ' /(proc|sys)/(sys|bus|fs|irq|sysrq-trigger|keys|timer_list|firmware|kcore|scsi|acpi) ' /proc/self/mountinfo",
        )
      ).said,
    );
  expect(await mounted()).toBeGreaterThan(3);
  expect(await mounted("--security-opt=systempaths=unconfined")).toBe(0);
});

shows(hostDevice, async () => {
  const open = async (...flags: string[]) => (await run(flags, "mknod /disk b 7 0; head -c 1 /disk")).said;
  expect(await open()).toContain("Operation not permitted");
  expect(await open("--device-cgroup-rule=b *:* rwm")).not.toContain("Operation not permitted");
});

shows(cgroupParent, async () => {
  const driver = (await docker("info", "--format", "{{.CgroupDriver}}")).said.trim();
  const parent = driver === "systemd" ? "hullproofpremise.slice" : "/hullproof-premise";
  const group = async (...flags: string[]) => (await run(["--cgroupns=host", ...flags], "cat /proc/self/cgroup")).said;
  try {
    expect(await group(`--cgroup-parent=${parent}`)).toContain(`/${parent.replace("/", "")}/`);
    expect(await group()).not.toContain(parent);
  } finally {
    // What the engine makes above a container it leaves behind.
    const groups = ["--privileged", "--cgroupns=host", "-v", "/sys/fs/cgroup:/groups"];
    await run(groups, `busybox rmdir /groups/${parent} /groups/*/${parent} 2>/dev/null`);
  }
});

shows(sharedPropagation, async () => {
  await withFolder(async (folder) => {
    await using _ = sharedMount(folder.path);
    const allowed = ["--cap-add=SYS_ADMIN", "--security-opt=apparmor=unconfined"];
    const seen = async (propagation: string): Promise<boolean> => {
      const script =
        "mkdir -p /m/in; mount -t tmpfs t /m/in && touch /m/in/file && echo mounted; sleep 1; busybox umount /m/in";
      const ran = run([...allowed, "-v", `${folder.path}:/m:${propagation}`], script);
      const [{ said }, there] = await Promise.all([ran, appears(`${folder.path}/in/file`, ran)]);
      expect(said).toBe("mounted\n");
      return there;
    };
    expect(await seen("rshared")).toBe(true);
    expect(await seen("rslave")).toBe(false);
    expect(await seen("rprivate")).toBe(false);
  });
});

/** Whether a file is there at any time until `end`. */
async function appears(path: string, end: Promise<unknown>): Promise<boolean> {
  let ended = false;
  void end.finally(() => (ended = true));
  while (!ended) {
    if (existsSync(path)) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** Makes a folder a mount that is shared, where the host's are private; that takes root. */
function sharedMount(path: string): AsyncDisposable {
  const mounts = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" "));
  const inside = mounts.filter(
    ([, , , , point = ""]) => point === "/" || path === point || path.startsWith(`${point}/`),
  );
  const nearest = inside.toSorted((a, b) => (b[4]?.length ?? 0) - (a[4]?.length ?? 0))[0];
  if (nearest?.some((field) => field.startsWith("shared:")) === true) return { [Symbol.asyncDispose]: async () => {} };
  execFileSync("mount", ["--bind", path, path]);
  execFileSync("mount", ["--make-shared", path]);
  return { [Symbol.asyncDispose]: async () => void execFileSync("umount", ["--recursive", path]) };
}
