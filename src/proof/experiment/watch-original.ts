import type { Trial } from "../../domain/workload/trial.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { watchOf } from "../judge/identity/compare-watched.ts";
import { runTrial } from "../trial/trial.ts";
import type { Background } from "./background.ts";
import { uncleanExit } from "./run-reference.ts";
import { silentPorts } from "./impatient.ts";
import { watchedWorkload } from "./process-watch.ts";
import type { WatchedOriginal } from "./watched.ts";
import type { Original } from "./reference.ts";

/** Another container may have blocked it. */
const tries = 2;

/**
 * Runs the original without restrictions until its processes no longer change, in parallel to other work; its container
 * is not a trial and has no other use. `first` is a passing trial of it; `begun` is called once it only waits. Never
 * throws: an obstacle affects other trials as well.
 */
export async function watchOriginal(
  session: EngineSession,
  { image, imageSummary, workload, permit }: Original,
  first: Trial | undefined,
  background: Background,
  begun?: () => void,
): Promise<WatchedOriginal> {
  if (workload.ready.kind === "ended") return { reason: "it ends by itself" };
  let problem = "";
  for (let count = 0; count < tries && !background.signal.aborted; count++) {
    const trial = await runTrial(session, {
      id: first?.id ?? "",
      title: "the original, until its processes no longer change",
      image,
      imageSummary,
      workload: watchedWorkload(workload),
      permit,
      restrictions: {},
      ...(first && { silentPorts: silentPorts(workload, [first]) }),
      runOn: { ended: background.signal, ...(begun && { begun }) },
    }).catch((error: unknown) => String(error));
    if (typeof trial === "string") return { reason: trial };
    // Its stop says nothing about its processes.
    if (trial.outcome === "passes" || uncleanExit({ workload }, trial) !== undefined)
      return watchOf(trial) === undefined ? { reason: "its processes can't be seen from here" } : trial;
    problem = trial.problems[0] ?? "it broke";
  }
  return { reason: problem };
}
