import { expect, test } from "vitest";
import type { Unlooked } from "./settled.ts";
import { changeClock } from "./change-clock.ts";

const process = (uid: number, program = "/server"): Unlooked => ({
  program,
  parents: [],
  uids: [uid, uid, uid, uid],
  gids: [0, 0, 0, 0],
  groups: [],
});
const [root, nobody, job] = [process(0), process(65_534), process(0, "/job")];

function watched(looks: readonly (readonly Unlooked[])[]) {
  const clock = changeClock(1000);
  for (const [at, states] of looks.entries()) clock.look(states, 2000 + 1000 * at);
  return clock.watch("proc", 2000 + 1000 * looks.length);
}

test("takes states since the last change as final", () => {
  const { ms, unchangedMs, processes } = watched([[root], [root], [nobody], [nobody]]);
  expect([ms, unchangedMs]).toEqual([5000, 2000]);
  expect(processes).toEqual({ looks: 2, method: "proc", states: [{ ...nobody, looks: 2 }] });
});

test("counts a recurring job as a change only once", () => {
  const { unchangedMs, processes } = watched([[root], [root, job], [root], [root, job], [root], [root, job]]);
  expect(unchangedMs).toBe(4000);
  expect(processes.states).toEqual(
    expect.arrayContaining([
      { ...root, looks: 4 },
      { ...job, looks: 2 },
    ]),
  );
});

test("counts the first disappearance of a state as a change", () => {
  expect(watched([[root, nobody], [root, nobody], [nobody]]).unchangedMs).toBe(1000);
});

test("counts states that are always new as changes, up to a maximum", () => {
  const { unchangedMs, processes } = watched(Array.from({ length: 20 }, (_, at) => [process(1000 + at)]));
  expect([unchangedMs, processes.states.length]).toEqual([1000, 1]);
  const many = watched([Array.from({ length: 5000 }, (_, at) => process(at))]);
  expect(many.processes.states.length).toBeLessThanOrEqual(256);
});
