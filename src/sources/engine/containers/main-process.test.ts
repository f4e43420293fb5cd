import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { watchMain } from "./main-process.ts";

test.runIf(process.platform === "linux")(
  "a process lives until it has ended, one that is a zombie no more",
  async () => {
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
  },
);

test("nothing is said of what cannot be seen", () => {
  expect(watchMain(0)()).toBe(false);
});
