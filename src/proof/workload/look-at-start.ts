import type { Workload } from "../../domain/workload/workload.ts";
import { createContainer } from "../../sources/engine/containers/containers.ts";
import type { Container, EngineSession } from "../../sources/engine/types.ts";
import { createRequest, portsOf } from "../trial/environment/create-request.ts";
import type { WorkloadRequest } from "./workload-request.ts";
import { pause } from "../trial/interrupted.ts";
import { isListening, listeningPorts, socketTables } from "../trial/lifecycle/listening.ts";
import { printable } from "../judge/shape.ts";
import type { ValueMask } from "../../secrets/mask-values.ts";
import { openTrialEnvironment } from "../trial/environment/trial-environment.ts";
import { trialMask } from "../trial/trial-mask.ts";

const pollMs = 100;
/** Wait after the first port, since others may follow. */
const settleMs = 1000;
/** Time after which a program that neither listens nor ends counts as a worker. */
const patienceMs = 10_000;
const wordLines = 10;

/** It ended by itself; with the last lines of its log. */
export interface Ended {
  readonly exitCode: number;
  readonly words: readonly string[];
}

/**
 * Starts the container once without restrictions. Returns its exit code if it ended by itself, or the TCP ports on
 * which it listens: on this kernel all open ones, elsewhere the responding ones of `knownFields.ports`.
 */
export async function lookAtStart(
  session: EngineSession,
  { image, imageSummary, progress, permit }: WorkloadRequest,
  declaredFields: Omit<Workload, "ready" | "steps">,
): Promise<Ended | { readonly ports: readonly number[] }> {
  progress({ stage: "look", message: "no ready condition is declared: looking at how it starts" });
  const workload: Workload = { ...declaredFields, ready: { kind: "ended" }, steps: [] };
  const mask = await trialMask(session, workload, imageSummary);
  await using surroundings = await openTrialEnvironment(session, image, { workload, permit });
  await using container = await createContainer(
    session,
    { ...createRequest(image, workload, {}), ...surroundings.spec },
    permit,
  );
  await container.start();
  const begin = performance.now();
  let since = begin;
  let stablePorts: readonly number[] = [];
  for (;;) {
    const state = await container.state();
    if (!state.running) return { exitCode: state.exitCode, words: lastWords(await container.logs(), mask) };
    const nowMs = performance.now();
    const open = await openPorts(session, container, state.pid, workload);
    if (open.join() !== stablePorts.join()) since = nowMs;
    stablePorts = open;
    if (stablePorts.length > 0 ? nowMs - since >= settleMs : nowMs - begin >= patienceMs) {
      await container.kill("SIGKILL").catch(() => {});
      return { ports: stablePorts };
    }
    await pause(pollMs, session.signal);
  }
}

function lastWords(
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  mask: ValueMask,
): string[] {
  const lines = mask
    .text(`${stdout}\n${stderr}`)
    .split("\n")
    .map((line) => printable(line.slice(0, 500)).trimEnd());
  return lines.filter((line) => line !== "").slice(-wordLines);
}

/** All open ports if its sockets are known; elsewhere the responding ports of the workload. */
async function openPorts(
  { engine }: EngineSession,
  container: Container,
  pid: number,
  workload: Workload,
): Promise<number[]> {
  const tables = await socketTables(engine.info.sameKernel ? pid : undefined, container);
  if (tables !== undefined) return [...new Set(tables.flatMap(listeningPorts))].toSorted((a, b) => a - b);
  const open: number[] = [];
  for (const port of portsOf(workload)) if (await isListening(undefined, port, container)) open.push(port);
  return open;
}
