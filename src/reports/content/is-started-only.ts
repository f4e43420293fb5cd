import type { Workload } from "../../domain/workload/workload.ts";

/**
 * Whether the container was not exercised: no step is declared, and at most the image's ports were checked. A
 * container that ends by itself is judged by its output and exit code.
 */
export function isStartedOnly({ steps, ready }: Pick<Workload, "steps" | "ready">): boolean {
  return ready.kind !== "ended" && steps.every(({ kind }) => kind === "port");
}
