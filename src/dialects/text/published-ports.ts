import type { Profile } from "../../domain/profile/profile.ts";

/**
 * `8080`, `53/udp`: ports that the workload reaches from outside. The profile only lists TCP; UDP ports come from its
 * steps and its declared ports.
 */
export function publishedPorts({ ports, workload }: Pick<Profile, "ports" | "workload">): string[] {
  const udp = [
    ...workload.steps.flatMap((step) => (step.kind === "udp" ? [step.port] : [])),
    ...(workload.ports ?? []).flatMap(({ port, protocol }) => (protocol === "udp" ? [port] : [])),
  ];
  return [...ports.map(String), ...[...new Set(udp)].toSorted((a, b) => a - b).map((port) => `${port}/udp`)];
}
