import fc from "fast-check";
import { expect, test } from "vitest";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../experiment-runner.ts";
import { missingRoom, stepOf } from "./missing-room.ts";

const mib = 1024 * 1024;

/** A container that passes from `need` on; and what it was asked. */
function needing(limit: "memoryBytes" | "pids" | "cpus", need: number): { runner: ExperimentRunner; asked: number[] } {
  const asked: number[] = [];
  const run = async (_: string, restrictions: Restrictions) => {
    const value = restrictions[limit] ?? Infinity;
    asked.push(value);
    return { passes: value >= need, trials: [], problem: "" };
  };
  const info = { cpus: 64, memoryBytes: 1024 * 1024 * mib };
  return { runner: { run, session: { engine: { info } } } as unknown as ExperimentRunner, asked };
}

test("finds the lowest passing tasks and memory, to the given step, in few questions", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 1.01, max: 60, noNaN: true }),
      async (from, factor) => {
        const need = Math.ceil(from * factor);
        const { runner, asked } = needing("pids", need);
        const found = (await missingRoom(runner, { pids: from }, "pids")).widen({ pids: from });
        const pids = found.pids ?? 0;
        expect(pids).toBeGreaterThanOrEqual(need);
        expect(pids - need).toBeLessThanOrEqual(stepOf("pids", pids));
        expect(asked.length).toBeLessThanOrEqual(12);

        const memory = needing("memoryBytes", need * mib);
        const widened = (await missingRoom(memory.runner, { memoryBytes: from * mib }, "memoryBytes")).widen({});
        const bytes = widened.memoryBytes ?? 0;
        expect(bytes).toBeGreaterThanOrEqual(Math.max(need, 32) * mib);
        expect(bytes % mib).toBe(0);
        expect(bytes - Math.max(need, 32) * mib).toBeLessThanOrEqual(stepOf("memoryBytes", bytes));
      },
    ),
  );
});

test("finds one task exactly, and keeps memory above the need of a start", async () => {
  const tasks = needing("pids", 7);
  expect(await missingRoom(tasks.runner, { pids: 1 }, "pids")).toMatchObject({
    culprit: "pids 1",
    detail: "pids 1 is too little, too: pids 6 is too little, pids 7 suffices (to 1 task)",
  });
  expect(tasks.asked).toEqual([2, 4, 8, 6, 7]);
  const memory = needing("memoryBytes", 13 * mib);
  const { detail, widen } = await missingRoom(memory.runner, { memoryBytes: 8 * mib }, "memoryBytes");
  expect(widen({}).memoryBytes).toBe(32 * mib);
  expect(detail).toContain("no limit is below memory 32 MiB");
});

test("only doubles CPUs", async () => {
  const { runner, asked } = needing("cpus", 0.9);
  expect((await missingRoom(runner, { cpus: 0.25 }, "cpus")).widen({}).cpus).toBe(1);
  expect(asked).toEqual([0.5, 1]);
});

test("reports a likely value if a few doublings do not suffice", async () => {
  const { runner } = needing("pids", 1_000_000);
  expect((await missingRoom(runner, { pids: 2 }, "pids")).detail).toBe(
    "it passes once pids 2 is lifted, and with no few doublings of it",
  );
});
