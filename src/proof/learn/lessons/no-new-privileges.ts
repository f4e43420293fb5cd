import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import type { Observer } from "../../observe/observer.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { proof, describeResult, witness } from "../../experiment/describe-result.ts";
import { runtimeProfile } from "../../observe/runtime-profile.ts";
import { bareRoot } from "./root-filesystem.ts";

export const noNewPrivileges = lesson(["runner", "writes"], ({ runner, writes }, current) =>
  learnNoNewPrivileges(runner, current, [writes]),
);

/**
 * prctl(2), PR_SET_NO_NEW_PRIVS: setuid programs and file capabilities have no effect. The next lesson's experiment
 * runs in parallel, and does not run again if this one passes, as it nearly always does.
 */
async function learnNoNewPrivileges(
  runner: ExperimentRunner,
  current: Restrictions,
  observe: readonly Observer[],
): Promise<Lesson> {
  const restrictions: Restrictions = { ...current, noNewPrivileges: true };
  const [result] = await runner.runAll([{ title: "no new privileges", restrictions, observe }, bareRoot(restrictions)]);
  if (result === undefined) throw new Error("a question has no answer");
  const stacked = result.passes ? undefined : await runtimeProfile(runner.session.engine.info);
  const because = {
    noNewPrivileges: [describeResult(result, "with no-new-privileges"), ...(stacked === undefined ? [] : [stacked])],
  };
  if (!result.passes)
    return { restrictions: {}, witnesses: [witness("noNewPrivileges", "new privileges", result)], proofs: [], because };
  return {
    restrictions: { noNewPrivileges: true },
    witnesses: [],
    proofs: [proof("gains no privileges", result, "setuid programs and file capabilities are not needed")],
    because,
  };
}
