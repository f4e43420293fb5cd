import type { ListeningSocket } from "../../../domain/workload/observation.ts";
import type { Port, Workload } from "../../../domain/workload/workload.ts";
import { publishedPorts } from "./ports.ts";

/** The kernel's own `net.ipv4.ip_unprivileged_port_start`: ports from it on take no capability. */
const firstFree = 1024;

/** `80`, `53/udp`: ports that take NET_BIND_SERVICE by themselves, of those that the workload reaches and those that it was seen to listen on. In rising order, each once. */
export function lowPorts(workload: Workload, listening: readonly ListeningSocket[]): readonly string[] {
  const seen = listening.flatMap(({ protocol, port }): Port[] =>
    protocol === "unix" || port === undefined ? [] : [{ port, protocol }],
  );
  const all = [...publishedPorts(workload), ...seen].filter(({ port }) => port > 0 && port < firstFree);
  const inOrder = all.toSorted((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1));
  return [...new Set(inOrder.map(({ port, protocol }) => (protocol === "tcp" ? String(port) : `${port}/${protocol}`)))];
}
