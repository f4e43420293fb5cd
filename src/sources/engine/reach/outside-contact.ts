import { containerEvents } from "../client/container-events.ts";
import type { ContactOptions, Engine } from "../types.ts";
import { outsidePackets } from "./outside-packets.ts";

/** Whether something reached it from outside since the start of the watch. */
export type ContactWatch = () => Promise<boolean>;

const eventsMs = 10_000;
/** Of an earlier connection the last two may still come (FIN, ACK); a new one takes three at least (SYN, ACK, RST). */
const minPackets = 3;

/**
 * Watches a container for packets from outside and for execs. Undefined where packets can't be counted. Throws those of the engine's calls.
 */
export function watchContact(
  engine: Engine,
  container: { readonly id: string; readonly pid: number },
  { ignored = [], hasUdp, signal }: ContactOptions & { readonly signal: AbortSignal },
): ContactWatch | undefined {
  const { id, pid } = container;
  const before = outsidePackets(pid);
  if (before === undefined) return undefined;
  const sinceMs = Date.now();
  return async () => {
    // One that has ended meanwhile has another problem.
    if ((outsidePackets(pid) ?? Infinity) - before >= (hasUdp ? 1 : minPackets)) return true;
    const seconds = (ms: number) => (ms / 1000).toFixed(3);
    const query = {
      since: seconds(sinceMs),
      until: seconds(Date.now()),
      filters: JSON.stringify({ type: ["container"], container: [id] }),
    };
    const stream = await engine.open({ method: "GET", path: "/events", query, timeoutMs: eventsMs, signal });
    for await (const { action } of containerEvents(stream))
      if (action.startsWith("exec_start:") && action !== `exec_start: ${ignored.join(" ")}`) return true;
    return false;
  };
}
