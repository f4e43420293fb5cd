import { expect, test } from "vitest";
import type { Trial } from "../../domain/workload/trial.ts";
import { paceOf } from "./pace.ts";

const trial = (...lives: (number | undefined)[][]) =>
  ({
    lives: lives.map((ages) => ({
      steps: ages.map((ageMs) => ({ name: "", ok: true, ms: 1, ...(ageMs && { ageMs }) })),
    })),
  }) as unknown as Trial;

test("starts a step no earlier than in the quicker original, and at once without its age", () => {
  expect(paceOf([trial([10, 500], [20, 30]), trial([40, 90], [5])])).toEqual([
    [10, 90],
    [5, 0],
  ]);
  expect(paceOf([trial([undefined, 7]), trial([3, 3])])).toEqual([[0, 3]]);
});
