import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { long } from "./long.ts";
import { seed } from "./seed.ts";
import { constructs } from "./stress/inputs.ts";

// In a process of its own, since a loop without end would take the test's own timer with it.
const worker = fileURLToPath(new URL("stress/worker.ts", import.meta.url));
let child: ChildProcess | undefined;
afterAll(() => child?.kill("SIGKILL"));

/** Milliseconds of processor time; undefined when it took a minute by the clock. */
async function cost(name: string, bytes: number): Promise<number | undefined> {
  const process = (child ??= fork(worker, { stdio: ["ignore", "ignore", "inherit", "ipc"] }));
  const signal = AbortSignal.timeout(60_000);
  try {
    return await new Promise<number>((resolve, reject) => {
      signal.addEventListener("abort", reject);
      process.once("exit", (code) => reject(new Error(`the worker ended with ${code}`)));
      process.once("message", ({ ms }: { readonly ms: number }) => resolve(ms));
      process.send({ name, bytes });
    });
  } catch {
    process.kill("SIGKILL");
    child = undefined;
    return undefined;
  } finally {
    process.removeAllListeners();
  }
}

// Work that is quadratic in many places is minutes on 64 KB and a sixteenth of them on 16, linear work less than a tenth of a second: the limits lie far from both.
const [kilobytes, mostMs] = long ? [64, 5_000] : [16, 1_000];

// Where not all are taken, other runs take other thirds of them.
it.each(Object.keys(constructs).filter((_, at) => long || at % 3 === seed % 3))(
  `${kilobytes} KB of %s are checked and fixed in seconds`,
  async (name) => {
    expect(await cost(name, kilobytes * 1_000)).toBeLessThan(mostMs);
  },
  90_000,
);

it("has a construct for each kind of line", () => {
  expect(Object.keys(constructs).length).toBeGreaterThan(100);
});
