import { expect, it } from "vitest";
import { enterLane } from "./lanes.ts";

const openEngineSession = () => ({ labels: {} });

/** Notes when each of `trials`, begun at once and in this order, is under way. */
async function lanes(trials: readonly (readonly [name: string, alone: boolean])[]): Promise<string[]> {
  const run = openEngineSession();
  const events: string[] = [];
  await Promise.all(
    trials.map(async ([name, alone]) => {
      using _ = await enterLane(run, alone);
      events.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      events.push(`${name} ends`);
    }),
  );
  return events;
}

it("runs trials in parallel", async () => {
  const events = await lanes([
    ["a", false],
    ["b", false],
  ]);
  expect(events).toEqual(["a begins", "b begins", "a ends", "b ends"]);
});

it("begins one that runs alone after the others, and no other meanwhile", async () => {
  const events = await lanes([
    ["a", false],
    ["b", false],
    ["alone", true],
    ["also alone", true],
  ]);
  expect(events.slice(0, 4)).toEqual(["a begins", "b begins", "a ends", "b ends"]);
  expect(events.slice(4)).toEqual(["alone begins", "alone ends", "also alone begins", "also alone ends"]);
  const first = await lanes([
    ["alone", true],
    ["a", false],
    ["b", false],
  ]);
  expect(first.slice(0, 2)).toEqual(["alone begins", "alone ends"]);
});

it("does not delay trials of another session", async () => {
  const one = openEngineSession();
  using _ = await enterLane(one, true);
  using other = await enterLane(openEngineSession(), true);
  expect(other).toBeDefined();
});
