import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { repeatedly } from "./repeatedly.ts";

test("never queues looks that exceed their interval, and looks once after the end", async () => {
  const gates: (() => void)[] = [];
  let atOnce = 0;
  let most = 0;
  const looking = repeatedly(1, async () => {
    most = Math.max(most, ++atOnce);
    await new Promise<void>((resolve) => gates.push(resolve));
    atOnce--;
  });
  while (gates.length === 0) await setTimeout(1);
  // About fifty intervals pass meanwhile.
  await setTimeout(50);
  expect(gates).toHaveLength(1);
  const ended = looking.end();
  expect(looking.end()).toBe(ended);
  gates[0]?.();
  while (gates.length === 1) await setTimeout(1);
  gates[1]?.();
  await ended;
  await setTimeout(10);
  expect([gates.length, most]).toEqual([2, 1]);
});

test("runs a look on demand after the current one", async () => {
  let looks = 0;
  const looking = repeatedly(1_000_000, async () => void looks++);
  await looking.now();
  await looking.now();
  expect(looks).toBe(2);
  await looking.end();
  expect(looks).toBe(3);
});
