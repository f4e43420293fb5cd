import type { Difference, Standing } from "../../domain/profile/standing.ts";
import { countText } from "./units.ts";

/** Differences between the proof's machine and this one, and the age of the proof: one per line, most severe first. */
export function standingTexts({ age, machine }: Standing): string[] {
  return [
    ...(age.expired === undefined ? [] : [`The proof has expired: ${age.expired}.`]),
    ...(machine === undefined ? [] : machine.differences.map(differenceText)),
    ...(machine === undefined || machine.unrecorded.length === 0
      ? []
      : [
          `The profile does not say on what it was proven, so that these were not compared: ${machine.unrecorded.join(", ")}. Earlier versions of hullproof did not record them.`,
        ]),
  ];
}

/** `cgroup version: proven on v1, here v2. ... (memoryBytes, cpus, pids)` */
export function differenceText({ what, proven, actual, mayVoid, fields }: Difference): string {
  const about = fields.length === 0 ? "the whole profile" : fields.join(", ");
  return `${what}: proven on ${proven}, here ${actual}; ${mayVoid} (${about})`;
}

/** The validity in one line, also without differences. */
export function standingSummary({ age, machine }: Standing): string {
  const when =
    age.provenOn === undefined
      ? "It is not known when it was proven before"
      : `It was proven before on ${age.provenOn}${age.days === undefined ? "" : `, ${countText(age.days, "day")} ago`}, and was to be proven again after ${age.proveAgainAfter ?? "?"}`;
  if (machine === undefined) return `${when}.`;
  const knownText = machine.unrecorded.length === 0 ? "" : " that is known";
  const count = machine.differences.length;
  return `${when}. ${count === 0 ? `Nothing${knownText} differs here.` : `${countText(count, "thing")} ${count === 1 ? "differs" : "differ"} here.`}`;
}
