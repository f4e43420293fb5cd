import { permitForNothing } from "../../consent/decide.ts";
import { Failure } from "../../domain/failure.ts";
import type { Restrictions } from "../../domain/profile/restrictions.ts";
import type { Proof } from "../../domain/workload/trial.ts";
import { createContainer } from "../../sources/engine/containers/containers.ts";
import type { ContainerSpec } from "../../domain/workload/container-spec.ts";
import type { Lab } from "../lab/lab.ts";
import { sampleContainer } from "../observe/usage-meter.ts";
import { inWords, measureLatency, type Latency } from "./latency.ts";
import { mib } from "../restrictions/mib.ts";

/** What a neighbour without a limit may take for itself while it is measured. */
const burnBytes = 256 * 1024 * 1024;

const claim = "a neighbour that burns CPU and memory is held by limits like these";

/**
 * What limits are for: the container beside a neighbour of its own image that burns every CPU and fills memory, once as the
 * engine starts it and once under the limits of this profile. `unsure` where it cannot be determined, with the reason.
 */
export async function measureContention(lab: Lab, restrictions: Restrictions): Promise<Proof> {
  const { cpus, memoryBytes, pids } = restrictions;
  const alone = await measureLatency(lab, "how fast it answers alone", restrictions);
  const unsure = (why: string): Proof => ({ claim, trials: [], verdict: "unsure", detail: `not measured: ${why}` });
  if (alone === undefined) return unsure("the workload has no steps that can be repeated");
  if (cpus === undefined || memoryBytes === undefined) return unsure("the profile has no such limits");
  const greedy = await beside(lab, restrictions, {}, "a neighbour without limits");
  const tamed = await beside(
    lab,
    restrictions,
    { cpus, memoryBytes, ...(pids !== undefined && { pids }) },
    "a neighbour under the same limits",
  );
  if (typeof greedy === "string") return unsure(greedy);
  if (typeof tamed === "string") return unsure(tamed);
  const better = tamed.latency.repeats.p95Ms <= greedy.latency.repeats.p95Ms && tamed.bytes < greedy.bytes;
  return {
    claim,
    trials: [alone, greedy.latency, tamed.latency].map(({ trial }) => trial.id),
    verdict: better ? "holds" : "unsure",
    detail: [
      `alone ${inWords(alone)}`,
      `beside a neighbour without limits ${inWords(greedy.latency)}, which took ${mib(greedy.bytes)} of memory`,
      `beside one with ${cpus} CPUs and ${mib(memoryBytes)} ${inWords(tamed.latency)}, which took ${mib(tamed.bytes)}`,
    ].join("; "),
  };
}

async function beside(
  lab: Lab,
  restrictions: Restrictions,
  limits: Pick<ContainerSpec, "cpus" | "memoryBytes" | "pids">,
  title: string,
): Promise<{ readonly latency: Latency; readonly bytes: number } | string> {
  const { run, image } = lab;
  const loops = Array.from({ length: run.engine.info.cpus }, () => "(while :; do :; done) &").join(" ");
  const spec: ContainerSpec = {
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
  await using neighbour = await createContainer(run, spec, permitForNothing());
  try {
    await neighbour.start();
  } catch (error) {
    if (error instanceof Failure && error.code === "engine-refused") return error.message;
    throw error;
  }
  const { pid, running } = await neighbour.state();
  const sampler = running ? await sampleContainer(pid, neighbour.id, 100) : undefined;
  const latency = await measureLatency(lab, `how fast it answers beside ${title}`, restrictions);
  const usage = await sampler?.stop();
  if (latency === undefined) return `too few answers beside ${title}`;
  if (usage === undefined || !(await neighbour.state()).running)
    return `${title} did not keep running: the image needs /bin/sh and cat`;
  return { latency, bytes: usage.memoryPeakBytes ?? 0 };
}
