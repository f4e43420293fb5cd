import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { ExperimentRunner } from "../../experiment/experiment-runner.ts";
import { publishedPorts } from "../../trial/environment/ports.ts";
import type { NetworkUse } from "../../observe/network/network-use.ts";
import { lesson, type Lesson } from "../lesson.ts";
import { proof, describeResult } from "../../experiment/describe-result.ts";

export const network = lesson(["runner", "network"], (of, current) => learnNetwork(of.runner, current, of.network));

/**
 * No network if nothing listens and nothing connects. Tried only if the container's sockets were observed: a program
 * that fails to connect without a message would pass anyway.
 */
async function learnNetwork(
  runner: ExperimentRunner,
  current: Restrictions,
  use: NetworkUse | undefined,
): Promise<Lesson> {
  const { workload, imageSummary } = runner;
  const nothing: Lesson = { restrictions: {}, witnesses: [], proofs: [], because: {} };
  const portCount =
    publishedPorts(workload).length + imageSummary.exposedPorts.length + (workload.companions ?? []).length;
  const mode = workload.grants?.network ?? "private";
  if (use === undefined || use.used || portCount > 0 || mode === "host") return nothing;
  const result = await runner.run("without a network", { ...current, network: "none" });
  const because = { network: ["no socket beyond loopback was seen", describeResult(result, "without a network")] };
  if (!result.passes) return { ...nothing, because };
  const claim = "needs no network";
  return {
    restrictions: { network: "none" },
    witnesses: [],
    proofs: [proof(claim, result, "nothing listens, nothing connects")],
    because,
  };
}
