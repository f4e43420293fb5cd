import { Failure } from "../../../domain/failure.ts";
import type { Workload } from "../../../domain/workload/workload.ts";
import { closeInternet, openNetwork } from "../../../sources/engine/networks/networks.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";

/**
 * Blocks internet access for a workload with `internet: false`, before anything of the trial starts. Throws
 * `not-allowed` if that cannot be enforced and steps do more than read: an imported request may send mail, or charge a
 * card. Steps that only read continue, and the session notes it.
 */
export async function withholdInternet(session: EngineSession, workload: Workload): Promise<void> {
  if (workload.internet !== false) return;
  const network = workload.grants?.network ?? "private";
  if (network === "none") return;
  const open =
    network === "host"
      ? "the container is on this machine's network"
      : ((await closeInternet(session)) ?? openNetwork(session));
  if (open === undefined) return;
  const writing = workload.steps.find((step) => !onlyGets(step));
  if (writing === undefined) {
    session.note(`the trials could reach the internet, though the workload says internet: false: ${open}`);
    return;
  }
  throw new Failure("not-allowed", `The workload says internet: false, which can't be enforced here: ${open}`, {
    hint: `The step ${writing.name} does more than read, and could act on other services. Run it as root on the engine's machine, or allow it: --allow-host=internet:trials`,
  });
}

function onlyGets(step: Workload["steps"][number]): boolean {
  return step.kind === "http" ? /^(?:GET|HEAD)$/u.test(step.method) : step.kind !== "run";
}
