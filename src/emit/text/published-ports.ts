import type { Profile } from "../../domain/profile/profile.ts";

/** `8080`, `53/udp`: what the workload reaches from outside. The profile lists TCP alone; UDP is what its steps and its declared ports name. */
export function publishedPorts({ ports, workload }: Pick<Profile, "ports" | "workload">): string[] {
  const udp = [
    ...workload.steps.flatMap((step) => (step.kind === "udp" ? [step.port] : [])),
    ...(workload.ports ?? []).flatMap(({ port, protocol }) => (protocol === "udp" ? [port] : [])),
  ];
  return [...ports.map(String), ...[...new Set(udp)].toSorted((a, b) => a - b).map((port) => `${port}/udp`)];
}
