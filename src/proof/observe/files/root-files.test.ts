import { execFileSync } from "node:child_process";
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { deviceText, headInside, inodePaths, resolveInside } from "./root-files.ts";

test("formats devices like the tracepoints", () => {
  expect(deviceText(0xfe00)).toBe("254:0");
  expect(deviceText(0x801)).toBe("8:1");
  // makedev(259, 70000)
  expect(deviceText(Number((259n << 8n) | (70_000n & 0xffn) | ((70_000n & ~0xffn) << 12n)))).toBe("259:70000");
});

test.runIf(process.platform === "linux")("resolves links inside the root, never on the host", async () => {
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

test.runIf(process.platform === "linux")("never opens a pipe or device as a program", async () => {
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

test.runIf(process.platform === "linux")("finds files of an ended container in its layers", async () => {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-layers-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const [top, base, upper] = ["top", "base", "upper"].map((name) => join(folder, name)) as [string, string, string];
  for (const path of [join(base, "bin"), join(top, "srv"), join(upper, "tmp")]) await mkdir(path, { recursive: true });
  for (const path of [join(base, "bin/sh"), join(top, "srv/job.py"), join(upper, "tmp/out")])
    await writeFile(path, "x");
  const overlay = { upper, lower: [top, base] };
  const paths = ["/bin/sh", "/srv/job.py", "/tmp/out"];
  const ended = 2 ** 22 + 1;
  for (const pid of [0, ended])
    expect(new Set((await inodePaths(pid, overlay, []))?.values()), `${pid}`).toEqual(new Set(paths));
  // No list of files is no empty list.
  expect(await inodePaths(0, { upper, lower: [] }, [])).toBeUndefined();
  expect(await inodePaths(0, { upper, lower: [join(folder, "missing")] }, [])).toBeUndefined();
});
