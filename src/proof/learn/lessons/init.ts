import { Failure } from "../../../domain/failure.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Trial } from "../../../domain/workload/trial.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import { lateDrop } from "../../experiment/late-drop.ts";
import type { ExperimentResult } from "../../experiment/experiment-result.ts";
import { observeProcesses, type Processes } from "../../observe/identity/identities.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { idsOf, describeResult } from "../../experiment/describe-result.ts";

const nothing: Lesson = { restrictions: {}, witnesses: [], proofs: [], because: {} };

export const init = lesson(["runner", "processes"], ({ runner, processes }, current) =>
  learnInit(runner, current, processes),
);

/**
 * An init process (`docker run --init`) is proposed only if its absence showed: zombies without a parent that waits for
 * them, or a stop signal that the first process ignored because the kernel gives PID 1 no default action
 * (pid_namespaces(7)). It stays if it helps, and the container behaves the same. If the deployment has an init process,
 * nothing is proposed.
 */
export async function learnInit(
  runner: ExperimentRunner,
  current: Restrictions,
  originalProcesses: Processes | undefined,
): Promise<Lesson> {
  if (runner.workload.grants?.init === true) return nothing;
  const killed = runner.reference.ran.filter(ignoredItsSignal);
  const zombies = originalProcesses?.zombies ?? 0;
  if (killed.length === 0 && zombies === 0) return nothing;
  const initProcesses = observeProcesses(runner.session);
  const answer = await askOnce(() =>
    runner.run("with an init process", { ...current, init: true }, { observe: [initProcesses.observer] }),
  );
  const missingInit = "missing" in answer ? answer.missing : noInit(answer.problem);
  if ("missing" in answer || missingInit !== undefined)
    return { ...nothing, because: { init: [`not tried: this engine has no init binary (${missingInit})`] } };
  // After a change of user, an init process of root may no longer signal it.
  const watchAnswer =
    answer.passes && (await lateDrop(runner))
      ? await runner.watch.ask("with an init process", { ...current, init: true })
      : undefined;
  if (watchAnswer?.passes === false)
    return {
      ...nothing,
      because: { init: [describeResult(watchAnswer, "with an init process"), "it would need a privilege of its own"] },
    };
  const stops = answer.passes && !answer.trials.some(ignoredItsSignal);
  const reaps = answer.passes && (initProcesses.processes()?.zombies ?? 0) === 0;
  const reasons = [
    ...(killed.length > 0 ? [`${idsOf(killed).join(", ")}: had to be killed, its stop signal was ignored`] : []),
    ...(zombies > 0 ? [`${zombies} ended ${zombies === 1 ? "child was" : "children were"} never waited for`] : []),
    describeResult(answer, "with an init process"),
  ];
  const helps = (killed.length > 0 && stops) || (killed.length === 0 && reaps);
  if (!helps) return { ...nothing, because: { init: [...reasons, "it does not help"] } };
  const problem =
    killed.length > 0
      ? "the stop signal was ignored, and it had to be killed"
      : `${zombies} ${zombies === 1 ? "zombie stays" : "zombies stay"}`;
  const trials = idsOf(killed.length > 0 ? killed : runner.reference.trials);
  return {
    restrictions: { init: true },
    witnesses: [{ field: "init", value: "true", trials, problem, restrictions: {} }],
    proofs: [
      {
        claim: killed.length > 0 ? "stops by itself with an init process" : "leaves no zombies with an init process",
        trials: idsOf(answer.trials),
        verdict: "holds",
        detail: problem,
      },
    ],
    because: { init: reasons },
  };
}

/**
 * Podman refuses to create such a container, Docker fails to start it: both are problems of the engine, not of the
 * image.
 */
async function askOnce(ask: () => Promise<ExperimentResult>): Promise<ExperimentResult | { readonly missing: string }> {
  try {
    return await ask();
  } catch (error) {
    const missingInit = error instanceof Failure && error.code === "engine-refused" ? noInit(error.message) : undefined;
    if (missingInit === undefined) throw error;
    return { missing: missingInit };
  }
}

/** The engine's error when it finds no init: `docker-init`, `tini`, `catatonit`, or a path of its configuration. */
function noInit(problem: string): string | undefined {
  const engineMessage = /(?:lookup init binary|exec: "[^"]{0,200}(?:init|tini|catatonit)"): [^\n]{0,300}/u.exec(
    problem,
  )?.[0];
  return engineMessage !== undefined && /not found|no such file/u.test(engineMessage) ? engineMessage : undefined;
}

function ignoredItsSignal({ lives }: Trial): boolean {
  return lives.some(({ exitCode, oomKilled, stopMs }) => stopMs !== undefined && exitCode === 137 && !oomKilled);
}
