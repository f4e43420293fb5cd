import { maskOf, neededFor } from "../../secrets/env-by-name.ts";
import type { Report } from "../../domain/report/report.ts";
import { listText } from "./units.ts";

/** Maximum number of trials that are listed. */
const maxTrials = 4;

/** Values that no result contains because they may be secret, and the trials that printed them; undefined if there are none. */
export function maskedText({ proof }: Report): string | undefined {
  if (proof === undefined) return undefined;
  const names = neededFor(proof.profile.workload);
  if (names.length === 0) return undefined;
  const trialTexts = proof.trials.map((trial) => ({ id: trial.id, text: JSON.stringify(trial) }));
  const printed = names.flatMap((name) => {
    const ids = trialTexts.flatMap(({ id, text }) => (text.includes(maskOf(name)) ? [id] : []));
    const trialNames = ids.length > maxTrials ? [...ids.slice(0, maxTrials), `${ids.length - maxTrials} more`] : ids;
    return ids.length === 0 ? [] : [` The container printed ${name} in ${listText(trialNames)}: masked there.`];
  });
  return `Masked: ${listText(names)} may be secret, so no result holds the value. Set it in the environment before you run this.${printed.join("")}`;
}
