import type { Port, Workload } from "../../../domain/workload/workload.ts";
import { kindOf } from "../../../steps/kind-of.ts";

/**
 * Published ports of the container: those that the workload reaches from outside, and those it declares. TCP first,
 * sorted.
 */
export function publishedPorts({ ready, steps, ports = [], grants }: Workload): Port[] {
  if (grants?.network === "none") return [];
  const tcp = new Set<number>();
  const udp = new Set<number>();
  if (ready.kind === "http" || ready.kind === "tcp") tcp.add(ready.port);
  if (ready.kind === "ports") for (const port of ready.ports) tcp.add(port);
  for (const step of steps) {
    if (step.at !== undefined) continue;
    for (const { port, protocol } of kindOf(step).ports?.(step) ?? []) (protocol === "tcp" ? tcp : udp).add(port);
    if (step.kind === "signal" && (step.settled?.kind === "http" || step.settled?.kind === "tcp"))
      tcp.add(step.settled.port);
  }
  for (const { port, protocol } of ports) (protocol === "tcp" ? tcp : udp).add(port);
  const inOrder = (set: ReadonlySet<number>) => [...set].toSorted((a, b) => a - b);
  return [
    ...inOrder(tcp).map((port): Port => ({ port, protocol: "tcp" })),
    ...inOrder(udp).map((port): Port => ({ port, protocol: "udp" })),
  ];
}
