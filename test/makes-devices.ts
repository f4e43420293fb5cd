import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Whether this process may make device nodes: root of a user namespace of its own may not. */
export function makesDevices(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "hullproof-test-device-"));
  try {
    return spawnSync("mknod", [join(folder, "zero"), "c", "1", "5"]).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
