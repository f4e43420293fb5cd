import { expect, test } from "vitest";
import fc from "fast-check";
import { afterRuns, mostReferenceRuns, votesFor } from "./failure-rate.ts";

test("knows one break after 20 trials, two or three after 30, and rejects four", () => {
  expect(afterRuns({ broke: 0, runs: 2 })).toBe("known");
  expect(afterRuns({ broke: 1, runs: 3 })).toBe("again");
  expect(afterRuns({ broke: 1, runs: 20 })).toBe("known");
  expect(afterRuns({ broke: 2, runs: 20 })).toBe("again");
  expect(afterRuns({ broke: 3, runs: 30 })).toBe("known");
  expect(afterRuns({ broke: 4, runs: 4 })).toBe("too-high");
  expect(afterRuns({ broke: 4, runs: 30 })).toBe("too-high");
});

test("ends within 30 trials, and accepts no rate above one in ten", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: mostReferenceRuns, maxLength: mostReferenceRuns }), (broke) => {
      const rate = { broke: 0, runs: 0 };
      let answer = "again";
      for (const one of broke) {
        rate.runs++;
        if (one) rate.broke++;
        answer = rate.runs < 3 ? "again" : afterRuns(rate);
        if (answer !== "again") break;
      }
      expect(answer).not.toBe("again");
      if (answer === "known") expect(rate.broke / rate.runs).toBeLessThanOrEqual(0.1);
    }),
  );
});

test("takes two votes without a break, and more with a higher rate", () => {
  expect(votesFor(undefined)).toBe(2);
  expect(votesFor({ broke: 0, runs: 30 })).toBe(2);
  const votes = [1, 2, 3].map((broke) => votesFor({ broke, runs: broke === 1 ? 20 : 30 }));
  expect(votes).toEqual(votes.toSorted((a, b) => a - b));
  expect(votes[0]).toBeGreaterThan(3);
});

test("finds fewer than one false need in a hundred learns of 40 questions at a rate of one in ten", () => {
  const votes = votesFor({ broke: 3, runs: 30 });
  // An independent count: dynamic programming over passes and breaks, as the vote is held.
  const wrong = (passes: number, breaks: number, first: boolean): number => {
    if (breaks >= votes) return 1;
    if (first ? passes >= 1 : passes >= votes) return 0;
    return 0.9 * wrong(passes + 1, breaks, first) + 0.1 * wrong(passes, breaks + 1, false);
  };
  expect(40 * wrong(0, 0, true)).toBeLessThan(0.01);
});
