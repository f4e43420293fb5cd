import { decide, noConsent, ownLists, type Permit } from "../src/consent/decide.ts";
import { restrictionsReach, workloadReach } from "../src/consent/workload-reach.ts";
import type { Restrictions } from "../src/domain/profile/restrictions.ts";
import type { Workload } from "../src/domain/workload/workload.ts";
import { placesOf } from "../src/pipeline/consent/request-consent.ts";

/** For containers that reach nothing else. */
export const permit = decide([ownLists], noConsent);

/** As if the person had typed all of it. */
export async function permitFor(
  workload: Partial<Workload>,
  ...restrictions: readonly Restrictions[]
): Promise<Permit> {
  const cwd = process.cwd();
  const typed = workloadReach(workload, { folder: cwd, cwd, typed: true }, await placesOf(workload, cwd));
  const given = restrictions.flatMap(restrictionsReach).map((item) => ({ ...item, own: true as const }));
  return decide([...typed, ...given, ownLists], noConsent);
}
