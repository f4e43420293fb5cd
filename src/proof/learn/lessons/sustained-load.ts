import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Proof, Trial } from "../../../domain/workload/trial.ts";
import { compareLoad } from "../../judge/compare-load.ts";
import { idsOf } from "../../experiment/describe-result.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import { fullTmpfs } from "../../restrictions/budget.ts";
import { mib, wholeMib } from "../../restrictions/mib.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { clientsTimes, heldBy, memoryGrows } from "../many-clients.ts";

const forMs = 20_000;
const margin = 1.5;
const mostGrowths = 3;
type Limits = Pick<Restrictions, "memoryBytes" | "pids">;

const nothing: Lesson = { restrictions: {}, witnesses: [], proofs: [], because: {} };

export const sustainedLoad = lesson(["runner", "manyClients"], async ({ runner, manyClients }, current) => {
  const many = await manyClients(current);
  return many !== undefined && memoryGrows(runner, many) ? learnSustainedLoad(runner, current) : nothing;
});

/**
 * If memory grows with clients: runs the whole profile under five times the load's clients, long enough for leaks to
 * add up, and for more clients to overlap than in the short load. An OOM kill raises the limit of memory, a refused
 * fork that of tasks. Other failures are compared with the original under the same load, and count if they happen
 * twice.
 */
async function learnSustainedLoad(runner: ExperimentRunner, current: Restrictions): Promise<Lesson> {
  const { underLoad } = runner;
  const { workload } = underLoad;
  if (workload.load === undefined) return nothing;
  const clients = clientsTimes * workload.load.clients;
  const load = { ...workload.load, clients, forMs };
  const loadText = `${clients} at once for ${forMs / 1000} s`;
  const measure = (title: string, restrictions: Restrictions) =>
    underLoad.measure(`${title}, ${loadText}`, restrictions, { ...workload, restart: false, load });
  const ran: Trial[] = [];
  let raised: Limits = {};
  const runLoadTrial = async (): Promise<Trial> => {
    const whole = { ...current, ...raised };
    // The watch of the whole profile takes as long, and its container only waits after its start.
    await runner.watch.begin(whole);
    const trial = await measure("the whole profile", whole);
    ran.push(trial);
    return trial;
  };

  let trial = await runLoadTrial();
  for (let growths = 0; growths < mostGrowths; growths++) {
    const larger = raisedLimits({ ...current, ...raised }, trial);
    if (Object.keys(larger).length === 0) break;
    raised = { ...raised, ...larger };
    trial = await runLoadTrial();
  }
  let problems = problemsOf(trial, []);
  if (problems.length > 0) {
    const control = await measure("the original", {});
    ran.push(control);
    problems = problemsOf(trial, [control]);
    if (problems.length > 0) {
      trial = await runLoadTrial();
      problems = problemsOf(trial, [control]);
    }
  }
  const unreclaimableBytes = heldBy([trial]);
  const proof: Proof = {
    claim: `holds for ${forMs / 1000} s with ${clients} clients, ${clientsTimes} times those of the load`,
    trials: idsOf(ran),
    verdict: problems.length === 0 ? "holds" : "breaks",
    detail:
      problems[0] ??
      (unreclaimableBytes === undefined ? "its memory grows with clients" : `${mib(unreclaimableBytes)} held`),
  };
  return {
    ...nothing,
    restrictions: raised,
    proofs: [proof],
    because: {
      ...(raised.memoryBytes !== undefined && {
        memoryBytes: [`${mib(current.memoryBytes ?? 0)} was too little with ${loadText}: ${mib(raised.memoryBytes)}`],
      }),
      ...(raised.pids !== undefined && {
        pids: [`${current.pids ?? 0} were too few with ${loadText}: ${raised.pids}`],
      }),
    },
  };
}

/**
 * The exhausted limits, times 1.5; empty if the trial exhausted neither memory nor tasks, or the profile does not limit
 * them.
 */
function raisedLimits({ memoryBytes, pids, ...rest }: Restrictions, { lives, ranOut = [] }: Trial): Limits {
  const killed = lives.some(({ oomKilled }) => oomKilled) || ranOut.some(({ what }) => what === "memory");
  // The limit of a parent cgroup stays, whatever the container's own is.
  const refused = ranOut.some(({ what, where }) => what === "tasks" && where === undefined);
  const { bytes: room } = fullTmpfs(rest);
  return {
    ...(killed && memoryBytes !== undefined && { memoryBytes: wholeMib(margin * (memoryBytes - room)) + room }),
    ...(refused && pids !== undefined && { pids: Math.ceil(margin * pids) }),
  };
}

/** Reasons why it breaks, without problems that the original has under the same load. */
function problemsOf(trial: Trial, controls: readonly Trial[]): string[] {
  const loads = (trials: readonly Trial[]) => trials.flatMap(({ lives: [life] }) => life?.load ?? []);
  const [life] = trial.lives;
  if (trial.outcome === "breaks")
    return controls.some(({ outcome }) => outcome === "breaks") ? [] : [...trial.problems];
  const failed = (life?.load?.steps ?? []).filter((step) => step.failed > 0);
  if (controls.length === 0) return failed.map(({ name, problem = "it failed" }) => `${name}: ${problem}`);
  return life === undefined ? [] : compareLoad(loads(controls), life);
}
