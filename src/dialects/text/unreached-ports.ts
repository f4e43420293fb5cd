import type { Profile } from "../../domain/profile/profile.ts";
import { publishedPorts } from "./published-ports.ts";
import { visible } from "./visible.ts";

/** Lines for the head of an emitted text, without comment marks: published ports that the proof did not test. */
export function unreachedPorts(profile: Profile): string[] {
  const { workload, untested = [], network = "private" } = profile;
  if (network !== "private") return [];
  const reasons = new Map(untested.map(({ what, why }) => [what, why]));
  const reachedPorts = answeredPorts(workload);
  return publishedPorts(profile).flatMap((published) => {
    const port = published.includes("/") ? published : `${published}/tcp`;
    const reason =
      reasons.get(`port ${port}`) ?? (reachedPorts.has(port) ? undefined : "no step of the workload reached it");
    return reason === undefined
      ? []
      : [
          `Port ${port} is published, but nothing is proven of it: ${visible(reason, 200)}. Add a step, or do not publish it.`,
        ];
  });
}

/** A listening port, which other probes test, is not a response. */
function answeredPorts({ steps, ready }: Profile["workload"]): ReadonlySet<string> {
  const ports = steps.flatMap((step) =>
    "port" in step && step.at === undefined ? [`${step.port}/${step.kind === "udp" ? "udp" : "tcp"}`] : [],
  );
  return new Set([...ports, ...(ready.kind === "http" ? [`${ready.port}/tcp`] : [])]);
}
