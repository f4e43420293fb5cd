import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { isAlive } from "./is-alive.ts";

test.runIf(process.platform === "linux")("is false for a zombie", async () => {
  expect(isAlive(process.pid)).toBe(true);
  // A shell that executes another program does not wait for its earlier child.
  const parent = spawn("sh", ["-c", "sleep 0.5 & echo $!; exec sleep 20"]);
  try {
    const [line] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(line.toString());
    await expect.poll(() => isAlive(pid)).toBe(false);
    expect(existsSync(`/proc/${pid}`)).toBe(true);
  } finally {
    parent.kill("SIGKILL");
  }
  await once(parent, "exit");
  expect(isAlive(2 ** 22)).toBe(false);
});
