import type { ListeningSocket } from "../../../domain/workload/observation.ts";
import type { Port, Workload } from "../../../domain/workload/workload.ts";
import { publishedPorts } from "./ports.ts";

/** The kernel's default of `net.ipv4.ip_unprivileged_port_start`, the first port that needs no capability. */
const firstFree = 1024;

/**
 * `80`, `53/udp`: ports that need NET_BIND_SERVICE, among those that the workload reaches and those that it listened
 * on. Sorted, without duplicates.
 */
export function lowPorts(workload: Workload, listening: readonly ListeningSocket[]): readonly string[] {
  const listeningPorts = listening.flatMap(({ protocol, port }): Port[] =>
    protocol === "unix" || port === undefined ? [] : [{ port, protocol }],
  );
  const lowPortList = [...publishedPorts(workload), ...listeningPorts].filter(
    ({ port }) => port > 0 && port < firstFree,
  );
  const inOrder = lowPortList.toSorted((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
  return [...new Set(inOrder.map(({ port, protocol }) => (protocol === "tcp" ? String(port) : `${port}/${protocol}`)))];
}
