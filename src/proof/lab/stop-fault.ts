import type { Baseline } from "./reference.ts";

/**
 * What a workload says wrongly of the stop, with the key to change: the original, too, stops with a code that is not among those declared. That is no break of a
 * profile. Undefined where the original stops as declared.
 */
export function stopFault({ uncleanStop, workload }: Pick<Baseline, "uncleanStop" | "workload">): string | undefined {
  if (uncleanStop === undefined) return undefined;
  const codes = `declare workload.stop.exitCodes: [${workload.stop.exitCodes.join(", ")}] in hullproof.yaml`;
  const others = "use the exec form of CMD, let the program handle the signal, or ";
  const advice = `${uncleanStop.startsWith("did not stop") ? others : ""}${codes}`;
  return `a fault of the workload, not of the profile, since the original does the same (${uncleanStop}): ${advice}`;
}

/** The same as a sentence behind others; empty where there is none. */
export function stopFaultText(base: Pick<Baseline, "uncleanStop" | "workload">): string {
  const fault = stopFault(base);
  return fault === undefined ? "" : ` Stop: ${fault}.`;
}
