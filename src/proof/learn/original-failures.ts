import type { Proof } from "../../domain/workload/trial.ts";
import type { ReferenceBehavior } from "../experiment/reference.ts";
import { votesFor } from "../judge/failure-rate.ts";
import { idsOf } from "../experiment/describe-result.ts";
import { stopFault } from "../experiment/stop-fault.ts";

/** Problems of the unrestricted original; reported only if there are any. */
export function originalFailures(reference: ReferenceBehavior): Proof[] {
  return [...stops(reference), ...worksEachTime(reference)];
}

/** A container that is killed at each stop loses unwritten data. */
function stops(reference: ReferenceBehavior): Proof[] {
  const detail = stopFault(reference);
  if (detail === undefined) return [];
  return [{ claim: "the original stops as declared", trials: [reference.ran[0]?.id ?? ""], verdict: "breaks", detail }];
}

/** A container that breaks now and then by itself is hardened all the same, with more runs behind each verdict. */
function worksEachTime({ rate, ran }: ReferenceBehavior): Proof[] {
  if (rate === undefined) return [];
  const votes = votesFor(rate);
  return [
    {
      claim: "works each time without any restriction",
      trials: idsOf(ran.filter(({ outcome }) => outcome === "breaks")),
      verdict: "breaks",
      detail: `it broke in ${rate.broke} of ${rate.runs} runs by itself, so each verdict here is that of ${votes} in up to ${2 * votes - 1} runs`,
    },
  ];
}
