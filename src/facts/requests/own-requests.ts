import type { Step } from "../../domain/workload/step.ts";
import type { RecordedRequest, RequestReading } from "../../formats/requests/request-source.ts";
import { composedTarget, type ComposedProject } from "./composed-target.ts";

/** One source with its requests. */
export interface ReadSource extends RequestReading {
  readonly file: string;
  /** What it asks in another protocol, or inside the container. */
  readonly steps?: readonly Step[];
}

interface OwnRequests {
  readonly own: readonly OwnRequest[];
  /** Hosts that are not the container's, with their requests. */
  readonly otherHosts: ReadonlyMap<string, number>;
}

export interface OwnRequest {
  readonly request: RecordedRequest;
  readonly source: string;
  /** The companion that it goes to, in place of the container. */
  readonly companion?: string;
}

const localHost = /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)(?::\d+)?$/u;

/**
 * Requests that are the container's: to this machine, to `hosts`, to the servers of a document; of a recording without any of these, to the host of its first
 * request. Of a Compose project its ports and names of services decide, where they know the host.
 */
export function ownRequests(
  sources: readonly ReadSource[],
  hosts: readonly string[],
  project?: ComposedProject,
): OwnRequests {
  const known = new Set([...hosts, ...sources.flatMap(({ servers = [] }) => servers)].map(plainHost));
  const otherHosts = new Map<string, number>();
  const ownList = sources.flatMap(({ file, requests }) => {
    const isOwn = ({ host }: RecordedRequest) =>
      host === undefined ||
      localHost.test(host) ||
      known.has(plainHost(host)) ||
      host.includes("{{") ||
      host.includes("$");
    const first = requests.some(isOwn) ? undefined : requests[0]?.host;
    return requests.flatMap((request): OwnRequest[] => {
      const target = project && composedTarget(request, project, localHost);
      if (target?.kind === "container") return [{ request: { ...request, port: target.port }, source: file }];
      if (target?.kind === "companion")
        return [{ request: { ...request, port: target.port }, source: file, companion: target.service }];
      if (target?.kind === "left-out") {
        const name = `${request.host}, service ${target.service}, which is not started`;
        otherHosts.set(name, (otherHosts.get(name) ?? 0) + 1);
        return [];
      }
      if (isOwn(request) || (hosts.length === 0 && request.host === first)) return [{ request, source: file }];
      const host = request.host ?? "";
      otherHosts.set(host, (otherHosts.get(host) ?? 0) + 1);
      return [];
    });
  });
  return { own: ownList, otherHosts };
}

/** A port is the proxy's, and not the container's. */
function plainHost(host: string): string {
  return host.toLowerCase().replace(/:\d+$/u, "");
}
