import type { LifecycleOutcome, LoadedStep, LoadOutcome } from "../../domain/workload/trial.ts";

/** Share of failures above which a step counts as unable to run in parallel. */
const serialShare = 0.1;

/** Names of the steps that fail in parallel in the original. */
export function failTogether({ steps }: LoadOutcome): string[] {
  return steps
    .filter(({ together, count, failed }) => together && failed > Math.max(1, serialShare * count))
    .map(({ name }) => name);
}

/**
 * Failures beyond those of the original, in the loads of `controls`. If the original never fails, one failure in a
 * thousand is too many; otherwise three standard deviations beyond its rate are chance (for a rare event, the root of
 * the expected count).
 */
export function compareLoad(controls: readonly LoadOutcome[], life: Pick<LifecycleOutcome, "load">): string[] {
  if (controls.length === 0) return [];
  if (life.load === undefined) return ["the load was not run"];
  const { clients, steps } = life.load;
  return steps.flatMap((step) => {
    const maxFailures = tolerated(controls, step);
    if (step.failed <= maxFailures) return [];
    const expectedSum = sum(controls, step);
    const clientsText = step.together ? `${clients} at once` : `beside ${clients} clients`;
    const original = `the original ${expectedSum.failed} of ${expectedSum.count}`;
    return [
      `${step.name}, ${clientsText}: ${step.failed} of ${step.count} failed, ${original}; first ${step.problem ?? "unknown"}`,
    ];
  });
}

/** Failures that are no difference. */
function tolerated(controls: readonly LoadOutcome[], step: LoadedStep): number {
  const { count } = step;
  const expectedSum = sum(controls, step);
  if (expectedSum.count === 0) return count;
  const expected = (count * expectedSum.failed) / expectedSum.count;
  return Math.floor(expected === 0 ? count / 1000 : Math.min(count, expected + 3 * Math.sqrt(expected) + 1));
}

function sum(controls: readonly LoadOutcome[], { name, together }: LoadedStep): Pick<LoadedStep, "count" | "failed"> {
  const steps = controls.flatMap(({ steps }) =>
    steps.filter((step) => step.name === name && step.together === together),
  );
  return {
    count: steps.reduce((total, { count }) => total + count, 0),
    failed: steps.reduce((total, { failed }) => total + failed, 0),
  };
}
