import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { catchersOf, onceCaught } from "./stop-signal.ts";

const never = new AbortController().signal;

/** A program that handles SIGUSR2 but for the time between a line on its input and `withoutMs` later. */
async function program(withoutMs: number) {
  const code = `const on = () => process.on("SIGUSR2", () => {}); on();
    process.stdin.on("data", () => { process.removeAllListeners("SIGUSR2"); console.log("without"); setTimeout(on, ${withoutMs}); });
    console.log("up");`;
  const child = spawn(process.execPath, ["-e", code], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  return {
    pid: child.pid ?? 0,
    async drop() {
      child.stdin.write("\n");
      await once(child.stdout, "data");
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

it("waits for a program to handle its signal again, not for one that never did", async () => {
  await using one = await program(300);
  const catchers = catchersOf(one.pid, "SIGUSR2").filter((pid) => pid === one.pid);
  expect(catchers).toEqual([one.pid]);
  expect(catchersOf(one.pid, "SIGRTMIN+3").length + catchersOf(0, "SIGUSR2").length).toBe(0);
  await one.drop();
  expect(catchersOf(one.pid, "SIGUSR2")).not.toContain(one.pid);
  await onceCaught(catchers, "SIGUSR2", never);
  expect(catchersOf(one.pid, "SIGUSR2")).toContain(one.pid);
});

it("waits at most two seconds, and not for ended processes", async () => {
  const one = await program(60_000);
  await one.drop();
  const begin = performance.now();
  await onceCaught([one.pid], "SIGUSR2", never);
  expect(performance.now() - begin).toBeGreaterThan(1900);
  await one[Symbol.asyncDispose]();
  await onceCaught([one.pid], "SIGUSR2", AbortSignal.timeout(60_000));
});
