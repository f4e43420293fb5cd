import { mkdirSync, mkdtempDisposableSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keepsNoTimes } from "./keeps-no-times.ts";

test("decides by the nearest mount, among the engine's if its root differs", async () => {
  using proc = mkdtempDisposableSync(join(tmpdir(), "proc-"));
  const mounts = (pid: string, ...lines: readonly string[]) => {
    mkdirSync(join(proc.path, pid));
    writeFileSync(join(proc.path, pid, "mountinfo"), lines.join("\n"));
  };
  mounts("self", "20 1 8:1 / / rw,relatime - ext4 a rw", "21 20 8:2 / /var/lib rw,noatime - ext4 b rw");
  mounts("80", "30 1 8:1 / / rw,noatime - ext4 a rw", "31 30 8:2 / /var/lib rw,relatime - ext4 b rw");
  const asked = ["/tmp/x", "/var/lib/docker/x", "/proc/80/root/tmp/x", "/proc/80/root/var/lib/x", "/proc/81/root/x"];
  expect(await Promise.all(asked.map((path) => keepsNoTimes(path, proc.path)))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});
