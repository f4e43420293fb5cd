import type { Probe } from "../../domain/workload/probe.ts";
import type { Step } from "../../domain/workload/step.ts";

/**
 * A server that listens may still lack a backend: a proxy responds 502 until the backend has started. So a container
 * with requests is ready when the first read-only request gets its declared response. Undefined if its request differs,
 * or goes to another `port`.
 */
export function firstAnswer(steps: readonly Step[], port?: number): Probe | undefined {
  const [first] = steps.filter(({ kind, at }) => at === undefined && (kind === "http" || kind === "tcp"));
  if (first?.kind !== "http" || first.method !== "GET" || first.tls === true || first.body !== undefined)
    return undefined;
  if (Object.keys(first.headers).length > 0 || (port !== undefined && port !== first.port)) return undefined;
  return { kind: "http", port: first.port, path: first.path, status: first.status };
}
