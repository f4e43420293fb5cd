import { setImmediate } from "node:timers/promises";
import type { Permit } from "../../../consent/decide.ts";
import type { Trial } from "../../../domain/workload/trial.ts";
import type { Workload } from "../../../domain/workload/workload.ts";
import { createContainer } from "../../../sources/engine/containers/containers.ts";
import type { Container, EngineSession } from "../../../sources/engine/types.ts";
import { walkFolder } from "../../../sources/files/folder-walk.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import { healthCommand } from "../../trial/health-command.ts";
import { enterLane } from "../../trial/lanes.ts";
import { createRequest } from "../../trial/environment/create-request.ts";
import { exercise } from "../../trial/lifecycle/exercise.ts";
import { resolveInside } from "../../observe/files/root-files.ts";
import { tmpfsMounts } from "../../observe/files/tmpfs-mounts.ts";
import { engineMounts } from "../../observe/files/writes.ts";
import { isWithin } from "../../../text/is-within.ts";
import { publishedPorts } from "../../trial/environment/ports.ts";
import { waitUntilReady } from "../../trial/lifecycle/ready.ts";
import { withDependents } from "../../trial/lifecycle/dependents.ts";
import { hasLargeBody } from "../../../steps/has-large-body.ts";
import { openTrialEnvironment } from "../../trial/environment/trial-environment.ts";
import { growingPaths, type Sizes } from "./growing-paths.ts";
import { wholeView } from "../../observe/files/whole-view.ts";

const passes = 4;
/** A longer workload is not repeated for this. */
const longestMs = 20_000;
const filesRead = 20_000;

export interface Growth {
  readonly found: readonly { readonly path: string; readonly bytesPerPass: number }[];
  /** Steps of a pass. */
  readonly steps: number;
}

/** For the image of the runner, under the workload that its original passed. */
export function growthOf(
  session: EngineSession,
  { image, imageSummary, permit, reference }: ExperimentRunner,
): Promise<Growth | undefined> {
  const { workload, trials } = reference;
  return measureGrowth(session, image, workload, passMs(trials[0]), permit, healthCommand(imageSummary));
}

function passMs({ lives: [life] }: Trial): number {
  return (life?.steps ?? []).reduce((sum, { ms, repeats }) => sum + ms * (repeats?.count ?? 1), 0);
}

/**
 * Repeats the steps in one unrestricted container, and compares the sizes of files outside of its volumes after each
 * pass. `passMs` is the duration of one. Undefined if this machine cannot see the files, and if the workload cannot be
 * repeated: a container that ends, no steps.
 */
export async function measureGrowth(
  session: EngineSession,
  image: string,
  workload: Workload,
  passMs: number,
  permit: Permit,
  health?: readonly string[],
): Promise<Growth | undefined> {
  const steps = workload.steps.filter((step) => step.kind !== "signal" && !hasLargeBody(step));
  if (!session.engine.info.sameKernel || workload.ready.kind === "ended" || steps.length === 0) return undefined;
  if (passMs * passes > longestMs) return undefined;
  using _lane = await enterLane(session, false);
  await using surroundings = await openTrialEnvironment(session, image, { workload, permit });
  await using container = await createContainer(
    session,
    { ...createRequest(image, workload, {}), ...surroundings.spec, name: "growth" },
    permit,
  );
  await container.start();
  if (container.overlay === undefined) return undefined;
  const context = {
    container,
    workload: { ...workload, steps },
    engine: session.engine.info,
    observers: [],
    signal: session.signal,
    life: 0,
    ports: publishedPorts(workload),
    permit,
    beside: surroundings.companions,
    dependents: surroundings.dependents,
    ...(health === undefined ? {} : { health }),
  };
  if ("problem" in (await waitUntilReady(context, { logSeen: 0 }))) return undefined;
  await using dependents = await withDependents(context);
  const looks: Sizes[] = [];
  for (let pass = 0; pass < passes; pass++) {
    const { running, pid } = await container.state();
    if (!running) return undefined;
    await exercise(dependents.life, pid);
    looks.push(await sizesOf(container, pid));
  }
  const times = steps.reduce((sum, { repeat = 1 }) => sum + repeat, 0);
  return { found: growingPaths(looks), steps: times };
}

/** Its own layer and each tmpfs. */
async function sizesOf({ overlay }: Pick<Container, "overlay">, pid: number): Promise<Sizes> {
  const sizes = new Map<string, number>();
  let remainingFiles = filesRead;
  const walk = async (root: string, mount: string) => {
    try {
      for (const { folder, name, stats } of walkFolder(root)) {
        if (--remainingFiles < 0) return;
        if (remainingFiles % 2048 === 0) await setImmediate();
        const path = `${mount}${folder}/${name.toString()}`;
        if (stats?.isFile() === true && !engineMounts.some((own) => own !== "/dev" && isWithin(path, own)))
          sizes.set(path, stats.size);
      }
    } catch {
      // A removed directory has not grown.
    }
  };
  if (overlay !== undefined) await walk(overlay.upper, "");
  const view = wholeView(pid);
  for (const { path } of await tmpfsMounts(view)) {
    const real = path === "/dev" ? undefined : resolveInside(view, path);
    if (real !== undefined) await walk(`/proc/${view}/root${real}`, path);
  }
  return sizes;
}
