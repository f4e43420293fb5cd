import { execFileSync } from "node:child_process";
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { deviceText, headInside, resolveInside } from "./root-files.ts";

test("formats devices like the tracepoints", () => {
  expect(deviceText(0xfe00)).toBe("254:0");
  expect(deviceText(0x801)).toBe("8:1");
  // makedev(259, 70000)
  expect(deviceText(Number((259n << 8n) | (70_000n & 0xffn) | ((70_000n & ~0xffn) << 12n)))).toBe("259:70000");
});

test.runIf(process.platform === "linux")("links are resolved inside the root, never on the host", async () => {
  // Our own root stands for a container's: an absolute link must come out as a path of it.
  const folder = await mkdtemp(join(tmpdir(), "hullproof-links-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "real"));
  await writeFile(join(folder, "real", "program"), "");
  await symlink(join(folder, "real"), join(folder, "absolute"));
  await symlink("absolute/../real", join(folder, "relative"));
  await symlink("round", join(folder, "round"));
  expect(resolveInside(process.pid, join(folder, "absolute", "program"))).toBe(join(folder, "real", "program"));
  expect(resolveInside(process.pid, join(folder, "relative", "program"))).toBe(join(folder, "real", "program"));
  expect(resolveInside(process.pid, join(folder, "round"))).toBeUndefined();
  expect(resolveInside(process.pid, join(folder, "missing"))).toBeUndefined();
  expect(resolveInside(process.pid, "/../..")).toBe("/");
});

test.runIf(process.platform === "linux")("a program that is a pipe or a device is never opened", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-pipes-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  execFileSync("mkfifo", [join(folder, "fifo")]);
  await symlink(join(folder, "fifo"), join(folder, "program"));
  await symlink("/dev/zero", join(folder, "device"));
  await symlink("/proc/self/status", join(folder, "status"));
  await writeFile(join(folder, "script"), "#!/bin/sh\n");
  for (const name of ["fifo", "program", "device", "status", "missing"])
    expect(headInside(process.pid, join(folder, name), 256), name).toHaveLength(0);
  expect(headInside(process.pid, join(folder, "script"), 4).toString()).toBe("#!/b");
  expect(headInside(2 ** 22 + 1, "/bin/sh", 4)).toHaveLength(0);
});
