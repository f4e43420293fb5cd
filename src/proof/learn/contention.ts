import { permitForNothing } from "../../consent/decide.ts";
import { Failure } from "../../domain/failure.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Proof } from "../../domain/workload/trial.ts";
import { createContainer } from "../../sources/engine/containers/containers.ts";
import type { CreateRequest } from "../../domain/container/create-request.ts";
import type { ExperimentRunner } from "../experiment/experiment-runner.ts";
import { sampleContainer } from "../observe/usage-meter.ts";
import { inWords, measureLatency, type Latency } from "./latency.ts";
import { mib } from "../restrictions/mib.ts";

/** Limits of a greedy neighbor during the measurement. */
const burnBytes = 256 * 1024 * 1024;

const claim = "a neighbour that burns CPU and memory is held by limits like these";

/**
 * Tests the purpose of limits: runs the container next to a neighbor of the same image that burns every CPU and fills
 * memory, once with the engine's defaults and once under the limits of this profile. `unsure` with the reason if the
 * measurement is impossible.
 */
export async function measureContention(runner: ExperimentRunner, restrictions: Restrictions): Promise<Proof> {
  const { cpus, memoryBytes, pids } = restrictions;
  const soloLatency = await measureLatency(runner, "how fast it answers alone", restrictions);
  const unsure = (why: string): Proof => ({ claim, trials: [], verdict: "unsure", detail: `not measured: ${why}` });
  if (soloLatency === undefined) return unsure("the workload has no steps that can be repeated");
  if (cpus === undefined || memoryBytes === undefined) return unsure("the profile has no such limits");
  const greedy = await measureNeighbor(runner, restrictions, {}, "a neighbour without limits");
  const tamed = await measureNeighbor(
    runner,
    restrictions,
    { cpus, memoryBytes, ...(pids !== undefined && { pids }) },
    "a neighbour under the same limits",
  );
  if (typeof greedy === "string") return unsure(greedy);
  if (typeof tamed === "string") return unsure(tamed);
  const better = tamed.latency.repeats.p95Ms <= greedy.latency.repeats.p95Ms && tamed.bytes < greedy.bytes;
  return {
    claim,
    trials: [soloLatency, greedy.latency, tamed.latency].map(({ trial }) => trial.id),
    verdict: better ? "holds" : "unsure",
    detail: [
      `alone ${inWords(soloLatency)}`,
      `beside a neighbour without limits ${inWords(greedy.latency)}, which took ${mib(greedy.bytes)} of memory`,
      `beside one with ${cpus} CPUs and ${mib(memoryBytes)} ${inWords(tamed.latency)}, which took ${mib(tamed.bytes)}`,
    ].join("; "),
  };
}

async function measureNeighbor(
  runner: ExperimentRunner,
  restrictions: Restrictions,
  limits: Pick<CreateRequest, "cpus" | "memoryBytes" | "pids">,
  title: string,
): Promise<{ readonly latency: Latency; readonly bytes: number } | string> {
  const { session, image } = runner;
  const loops = Array.from({ length: session.engine.info.cpus }, () => "(while :; do :; done) &").join(" ");
  const spec: CreateRequest = {
    image,
    name: "neighbour",
    user: "0:0",
    entrypoint: ["/bin/sh", "-c"],
    command: [`${loops} cat /dev/zero > /burn/zeros; wait`],
    network: "none",
    noHealthcheck: true,
    tmpfs: { "/burn": `rw,size=${burnBytes}` },
    ...limits,
  };
  await using neighbour = await createContainer(session, spec, permitForNothing());
  try {
    await neighbour.start();
  } catch (error) {
    if (error instanceof Failure && error.code === "engine-refused") return error.message;
    throw error;
  }
  const { pid, running } = await neighbour.state();
  const sampler = running ? await sampleContainer(pid, neighbour.id, 100) : undefined;
  const latency = await measureLatency(runner, `how fast it answers beside ${title}`, restrictions);
  const usage = await sampler?.stop();
  if (latency === undefined) return `too few answers beside ${title}`;
  if (usage === undefined || !(await neighbour.state()).running)
    return `${title} did not keep running: the image needs /bin/sh and cat`;
  return { latency, bytes: usage.memoryPeakBytes ?? 0 };
}
