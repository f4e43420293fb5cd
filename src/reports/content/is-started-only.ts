import type { Workload } from "../../domain/workload/workload.ts";

/**
 * Whether nothing was asked of the container: no step is declared, and at most the ports of its image were looked at. One that ends by itself is judged by its output and
 * exit code.
 */
export function isStartedOnly({ steps, ready }: Pick<Workload, "steps" | "ready">): boolean {
  return ready.kind !== "ended" && steps.every(({ kind }) => kind === "port");
}
