import type { ReferenceBehavior } from "./reference.ts";

/**
 * An error in the workload's stop, with the key to change: the original stops with an undeclared code, too, so the
 * profile is not the cause. Undefined if the original stops as declared.
 */
export function stopFault({
  uncleanStop,
  workload,
}: Pick<ReferenceBehavior, "uncleanStop" | "workload">): string | undefined {
  if (uncleanStop === undefined) return undefined;
  const codes = `declare workload.stop.exitCodes: [${workload.stop.exitCodes.join(", ")}] in hullproof.yaml`;
  const signalAdvice = "use the exec form of CMD, let the program handle the signal, or ";
  const advice = `${uncleanStop.startsWith("did not stop") ? signalAdvice : ""}${codes}`;
  return `a fault of the workload, not of the profile, since the original does the same (${uncleanStop}): ${advice}`;
}

/** The same as a sentence to append; empty if there is none. */
export function stopFaultText(reference: Pick<ReferenceBehavior, "uncleanStop" | "workload">): string {
  const fault = stopFault(reference);
  return fault === undefined ? "" : ` Stop: ${fault}.`;
}
