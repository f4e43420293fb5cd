import type { Probe, Step } from "../../domain/workload/workload.ts";

/**
 * A server that listens need not have all it needs yet: what is in front of another program answers 502 until that has begun. So a container that is
 * asked is ready when the first question that changes nothing is answered as declared. Undefined where it would be asked otherwise, or on another `port`.
 */
export function firstAnswer(steps: readonly Step[], port?: number): Probe | undefined {
  const [first] = steps.filter(({ kind, at }) => at === undefined && (kind === "http" || kind === "tcp"));
  if (first?.kind !== "http" || first.method !== "GET" || first.tls === true || first.body !== undefined)
    return undefined;
  if (Object.keys(first.headers).length > 0 || (port !== undefined && port !== first.port)) return undefined;
  return { kind: "http", port: first.port, path: first.path, status: first.status };
}
