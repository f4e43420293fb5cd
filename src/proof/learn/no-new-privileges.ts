import type { Restrictions } from "../../domain/profile.ts";
import type { Lab } from "../lab.ts";
import type { Observer } from "../observer.ts";
import { proof, told, witness, type Lesson } from "./lesson.ts";

/** prctl(2), PR_SET_NO_NEW_PRIVS: setuid programs and file capabilities give nothing any more. */
export async function learnNoNewPrivileges(
  lab: Lab,
  current: Restrictions,
  observe: readonly Observer[],
): Promise<Lesson> {
  const answer = await lab.ask("no new privileges", { ...current, noNewPrivileges: true }, { observe });
  const because = { noNewPrivileges: [told(answer, "with no-new-privileges")] };
  if (!answer.passes)
    return { restrictions: {}, witnesses: [witness("noNewPrivileges", "new privileges", answer)], proofs: [], because };
  return {
    restrictions: { noNewPrivileges: true },
    witnesses: [],
    proofs: [proof("gains no privileges", answer, "setuid programs and file capabilities are not needed")],
    because,
  };
}
