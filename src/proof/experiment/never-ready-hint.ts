import { startCommand } from "../workload/shown-image.ts";
import { refusedLimit } from "../../sources/engine/containers/cannot-start.ts";

/** Advice for a container that never became ready; `hasExited`: it ended by itself before the timeout. */
export function neverReadyHint(image: string, problem: string, hasExited: boolean): string {
  // A workload cannot fix an engine that starts nothing.
  if (problem.startsWith(`The container of ${image} does not start: `)) {
    const runtime = /cgroups in hybrid mode/.test(problem)
      ? " crun runs on unified cgroups or on version 1 alone: boot with one of them, or give Podman another runtime (podman --runtime runc system service)."
      : limitAdvice(problem);
    return `The engine itself does not start it, whatever the workload. See it alone: ${startCommand(image)}, or the same with podman.${runtime}`;
  }
  // On a slow engine, a whole trial takes longer than the wait.
  if (hasExited || /^exited with code \d+ before it was ready/.test(problem))
    return `See why it ends: ${startCommand(image)}. What it needs (environment, volumes) belongs into workload: of hullproof.yaml.`;
  return "Correct workload.ready in hullproof.yaml (port, path, status), or give it more time with readyTimeout.";
}

function limitAdvice(problem: string): string {
  const advice = refusedLimit(problem);
  return advice === undefined ? "" : ` ${advice}`;
}
