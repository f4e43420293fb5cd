import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { promisify } from "node:util";
import { expect } from "vitest";
import dockerSocket from "../../../src/rules/capabilities/docker-socket.ts";
import hostNamespace from "../../../src/rules/capabilities/host-namespace.ts";
import sensitiveMount from "../../../src/rules/capabilities/sensitive-mount.ts";
import writableRoot from "../../../src/rules/capabilities/writable-root.ts";
import { withFolder } from "./host-folder.ts";
import { run, shows, started, until } from "./premise.ts";

shows(writableRoot, async () => {
  const change = "echo 'x::0:0::/:/bin/sh' >> /etc/passwd && echo changed";
  expect((await run([], change)).said).toBe("changed\n");
  expect((await run(["--read-only"], change)).said).toContain("Read-only file system");
});

shows(sensitiveMount, async () => {
  await withFolder(async (folder) => {
    await run(["-v", `${folder.path}:/host`], "echo secret > /host/shadow");
    expect(folder.ownerOf("shadow")).toBe(0);
    const { said } = await run(["-v", `${folder.path}:/host:ro`], "cat /host/shadow; echo x > /host/shadow");
    expect(said).toMatch(/^secret\n.*Read-only file system/);
  });
});

shows(dockerSocket, async () => {
  const socket = (process.env["DOCKER_HOST"] ?? "").replace(/^unix:\/\/|^(?!unix:).*$/, "") || "/var/run/docker.sock";
  // The image has no client of its own; the host's needs the host's libraries.
  const client = ["/usr", "/lib", "/lib64"].filter(existsSync).flatMap((path) => ["-v", `${path}:${path}:ro`]);
  const ask = (await promisify(execFile)("sh", ["-c", 'readlink -f "$(command -v docker)"'])).stdout.trim();
  await using other = await started(["--network=none"], "sleep 60");
  for (const mode of ["rw", "ro"]) {
    const { said } = await run(
      [...client, "-v", `${socket}:/engine.sock:${mode}`],
      `${ask} -H unix:///engine.sock ps --quiet --no-trunc`,
    );
    expect(said).toContain(other.id);
  }
  expect((await run(client, `${ask} -H unix:///engine.sock ps --quiet`)).said).toContain("Cannot connect");
});

shows(hostNamespace, async () => {
  const processes = async (...flags: string[]) => Number((await run(flags, "ls /proc | grep -c '^[0-9]'")).said);
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
