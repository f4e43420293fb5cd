import { Failure } from "../../../domain/failure.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Trial } from "../../../domain/workload/trial.ts";
import type { Lab } from "../../lab/lab.ts";
import { lateDrop } from "../../lab/late-drop.ts";
import type { Answer } from "../../lab/answer.ts";
import { observeProcesses, type Processes } from "../../observe/identity/identities.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { idsOf, told } from "../../lab/answer-words.ts";

const nothing: Lesson = { restrictions: {}, witnesses: [], proofs: [], because: {} };

export const init = lesson(["lab", "processes"], ({ lab, processes }, current) => learnInit(lab, current, processes));

/**
 * An init process (`docker run --init`) is proposed only where its lack was seen: zombies that no one waits for, or a stop
 * signal that the first process ignored because the kernel gives PID 1 no default action (pid_namespaces(7)). It stays when
 * it helps, and the container behaves the same. Where the deployment has one there is nothing to propose.
 */
export async function learnInit(lab: Lab, current: Restrictions, seen: Processes | undefined): Promise<Lesson> {
  if (lab.workload.grants?.init === true) return nothing;
  const killed = lab.baseline.ran.filter(ignoredItsSignal);
  const zombies = seen?.zombies ?? 0;
  if (killed.length === 0 && zombies === 0) return nothing;
  const again = observeProcesses(lab.run);
  const answer = await askOnce(() =>
    lab.ask("with an init process", { ...current, init: true }, { observe: [again.observer] }),
  );
  const missing = "missing" in answer ? answer.missing : noInit(answer.problem);
  if ("missing" in answer || missing !== undefined)
    return { ...nothing, because: { init: [`not tried: this engine has no init binary (${missing})`] } };
  // Once it has become someone else, an init process of root may no longer signal it.
  const watched =
    answer.passes && (await lateDrop(lab))
      ? await lab.watch.ask("with an init process", { ...current, init: true })
      : undefined;
  if (watched?.passes === false)
    return {
      ...nothing,
      because: { init: [told(watched, "with an init process"), "it would need a privilege of its own"] },
    };
  const stops = answer.passes && !answer.trials.some(ignoredItsSignal);
  const reaps = answer.passes && (again.processes()?.zombies ?? 0) === 0;
  const why = [
    ...(killed.length > 0 ? [`${idsOf(killed).join(", ")}: had to be killed, its stop signal was ignored`] : []),
    ...(zombies > 0 ? [`${zombies} ended ${zombies === 1 ? "child was" : "children were"} never waited for`] : []),
    told(answer, "with an init process"),
  ];
  const helps = (killed.length > 0 && stops) || (killed.length === 0 && reaps);
  if (!helps) return { ...nothing, because: { init: [...why, "it does not help"] } };
  const problem =
    killed.length > 0
      ? "the stop signal was ignored, and it had to be killed"
      : `${zombies} ${zombies === 1 ? "zombie stays" : "zombies stay"}`;
  const trials = idsOf(killed.length > 0 ? killed : lab.baseline.trials);
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
    because: { init: why },
  };
}

/** Podman refuses to make such a container where Docker fails to start it: either is the engine's lack, and none of the image. */
async function askOnce(ask: () => Promise<Answer>): Promise<Answer | { readonly missing: string }> {
  try {
    return await ask();
  } catch (error) {
    const missing = error instanceof Failure && error.code === "engine-refused" ? noInit(error.message) : undefined;
    if (missing === undefined) throw error;
    return { missing };
  }
}

/** The engine's words where it looks for its init in vain: `docker-init`, `tini`, `catatonit`, or a path of its configuration. */
function noInit(problem: string): string | undefined {
  const told = /(?:lookup init binary|exec: "[^"]{0,200}(?:init|tini|catatonit)"): [^\n]{0,300}/u.exec(problem)?.[0];
  return told !== undefined && /not found|no such file/u.test(told) ? told : undefined;
}

function ignoredItsSignal({ lives }: Trial): boolean {
  return lives.some(({ exitCode, oomKilled, stopMs }) => stopMs !== undefined && exitCode === 137 && !oomKilled);
}
