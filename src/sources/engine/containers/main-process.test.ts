import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { watchMain } from "./main-process.ts";

test.runIf(process.platform === "linux")("is true until the process ends, and false for a zombie", async () => {
  const child = spawn("sh", ["-c", "sleep 0.05 & exec sleep 60"], { stdio: "ignore" });
  await once(child, "spawn");
  const lives = watchMain(child.pid ?? 0);
  expect(lives()).toBe(true);
  // Its other child ends first, and the program that replaced it does not wait for it.
  const kin = spawn("sh", ["-c", "sh -c 'exit 0' & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
  const [zombie] = (await once(kin.stdout, "data")) as [Buffer];
  await expect.poll(() => watchMain(Number(String(zombie)))()).toBe(false);
  kin.kill("SIGKILL");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(lives()).toBe(false);
  expect(watchMain(child.pid ?? 0)()).toBe(false);
});

test("is false for processes that are not visible", () => {
  expect(watchMain(0)()).toBe(false);
});
