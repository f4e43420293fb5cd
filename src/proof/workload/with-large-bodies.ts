import { defaultBodyBytes } from "../../domain/workload/body-bytes.ts";
import type { HttpStep, Step } from "../../domain/workload/step.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { hasLargeBody } from "../../steps/has-large-body.ts";
import { firstRound } from "../../steps/is-load.ts";
import { sizeText } from "../../text/size-text.ts";

const maxImported = 3;

/**
 * After the steps, repeats each step with a body, with one of `maxBody` bytes: servers keep a body in memory up to some
 * size and write larger ones to a file. They come last, so that they affect no other response.
 */
export function withLargeBodies(workload: Workload): Workload {
  const { steps, maxBody = defaultBodyBytes } = workload;
  if (steps.some(hasLargeBody)) return workload;
  const senders = steps.flatMap((step) =>
    step.kind === "http" && step.at === undefined && step.once !== true && step.weight !== 0 && sizeOf(step) > 0
      ? [step]
      : [],
  );
  // Imports have many steps with a body: the largest suffice to test large bodies.
  const largest = new Set(senders.toSorted((a, b) => sizeOf(b) - sizeOf(a)).slice(0, maxImported));
  const large = senders.flatMap((step): Step[] => {
    if (sizeOf(step) >= maxBody || (workload.internet === false && !largest.has(step))) return [];
    // It creates another object than the one that later steps use.
    const { repeat: _, capture: __, ...request } = step;
    return [{ ...request, name: `${step.name}, ${sizeText(maxBody)}`, bodyBytes: maxBody }];
  });
  return large.length === 0 ? workload : { ...workload, steps: beforeLogout(steps, large) };
}

/** Steps that end a login come last. */
function beforeLogout(steps: readonly Step[], large: readonly Step[]): Step[] {
  const end = firstRound(steps).length;
  return [...steps.slice(0, end), ...large, ...steps.slice(end)];
}

function sizeOf({ body = "", multipart = [] }: HttpStep): number {
  return multipart.reduce(
    (sum, { value = "", hex = "" }) => sum + Buffer.byteLength(value) + hex.length / 2 + 1,
    Buffer.byteLength(body),
  );
}

/** With the large bodies that the original accepted when `learnedWorkload` was learned. */
export function withBodiesOf(workload: Workload, learnedWorkload: Workload): Workload {
  return { ...workload, steps: [...workload.steps, ...learnedWorkload.steps.filter(hasLargeBody)] };
}
