import { Failure } from "../../domain/failure.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { trialLine } from "../../dialects/run-line/print/trial-line.ts";
import { idsOf } from "../experiment/describe-result.ts";
import { openBackground } from "../experiment/background.ts";
import { createVerifyRunner, type Verified, type VerifyRequest } from "./verify.ts";

/**
 * Runs the recorded trial `id` of a witness again, and reports whether it breaks in the same way. Throws `bad-usage`
 * for an id without restrictions in the profile, and the failures of `runReference`.
 */
export async function replay(
  session: EngineSession,
  request: VerifyRequest,
  id: string,
): Promise<Omit<Verified, "widened">> {
  const { profile, image } = request;
  const witnesses = profile.witnesses ?? [];
  const witness = witnesses.find(({ trials, restrictions }) => restrictions !== undefined && trials.includes(id));
  if (witness?.restrictions === undefined) {
    const storedIds = witnesses.flatMap(({ trials, restrictions }) =>
      restrictions === undefined ? [] : trials.slice(0, 1),
    );
    throw new Failure("bad-usage", `The profile keeps no trial ${id} that could be run again.`, {
      hint: storedIds.length === 0 ? "Learn it again: older profiles kept none." : `It keeps ${storedIds.join(", ")}.`,
    });
  }
  await using background = openBackground();
  const { runner, control } = await createVerifyRunner(session, request, background);
  const { field, value, problem } = witness;
  const title = `${id} again: without ${value}`;
  const soon = await runner.run(title, witness.restrictions);
  // A privilege that the original drops late may also be kept late.
  const late = soon.passes
    ? await runner.watch.ask(`${title}, until its processes no longer change`, witness.restrictions)
    : undefined;
  const result = late ?? soon;
  const line = trialLine(image, profile.workload, witness.restrictions);
  return {
    proof: {
      claim: `${id} breaks without ${value} (${field}), as recorded`,
      trials: idsOf(result.trials),
      verdict: result.passes ? "breaks" : "holds",
      detail: `${result.passes ? "It passes now" : result.problem}. Recorded: ${problem}. By hand: ${line}`,
    },
    trials: runner.trials,
    provenFor: control.provenFor,
  };
}
