import { maskOf, neededFor } from "../../text/env-by-name.ts";
import type { Report } from "../../domain/report/report.ts";
import { listed } from "./units.ts";

/** Trials that are named. */
const most = 4;

/** Which values are in no result because they may be secret, and where the container printed one; undefined when there are none. */
export function maskedText({ proof }: Report): string | undefined {
  if (proof === undefined) return undefined;
  const names = neededFor(proof.profile.workload);
  if (names.length === 0) return undefined;
  const said = proof.trials.map((trial) => ({ id: trial.id, text: JSON.stringify(trial) }));
  const printed = names.flatMap((name) => {
    const ids = said.flatMap(({ id, text }) => (text.includes(maskOf(name)) ? [id] : []));
    const shown = ids.length > most ? [...ids.slice(0, most), `${ids.length - most} more`] : ids;
    return ids.length === 0 ? [] : [` The container printed ${name} in ${listed(shown)}: masked there.`];
  });
  return `Masked: ${listed(names)} may be secret, so no result holds the value. Set it in the environment before you run this.${printed.join("")}`;
}
