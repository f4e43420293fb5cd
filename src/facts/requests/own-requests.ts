import type { Step } from "../../domain/workload/step.ts";
import type { RecordedRequest, RequestReading } from "../../formats/requests/request-source.ts";

/** One source with its requests. */
export interface ReadSource extends RequestReading {
  readonly file: string;
  /** What it asks in another protocol, or inside the container. */
  readonly steps?: readonly Step[];
}

interface OwnRequests {
  readonly own: readonly { readonly request: RecordedRequest; readonly source: string }[];
  /** Hosts that are not the container's, with their requests. */
  readonly otherHosts: ReadonlyMap<string, number>;
}

const localHost = /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)(?::\d+)?$/u;

/**
 * Requests that are the container's: to this machine, to `hosts`, to the servers of a document; of a recording without any of these, to the host of its first
 * request.
 */
export function ownRequests(sources: readonly ReadSource[], hosts: readonly string[]): OwnRequests {
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
    return requests.flatMap((request) => {
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
