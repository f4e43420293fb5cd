import { closePglite, performPgliteTask, type PgliteTask } from "../../sources/fleet/pglite-task.ts";
import type { ReadTask } from "./read-task.ts";

/** What threads of a fleet do: one has the embedded database, the others read images. */
export type FleetTask =
  | { readonly kind: "fleet-database"; readonly task: PgliteTask }
  | { readonly kind: "fleet-read"; readonly task: ReadTask };

export async function performFleetTask(
  request: FleetTask,
  { signal, ask }: { readonly signal: AbortSignal; readonly ask: (question: unknown) => Promise<unknown> },
): Promise<unknown> {
  if (request.kind === "fleet-database") return performPgliteTask(request.task);
  const { performReadTask } = await import("./read-task.ts");
  return performReadTask(request.task, signal, () => ask("request") as Promise<number>);
}

/** Ends what tasks opened, before their thread ends. */
export const closeFleetTasks = closePglite;

/** This module, for its importer. */
export interface FleetTasks {
  readonly performFleetTask: typeof performFleetTask;
  readonly closeFleetTasks: typeof closeFleetTasks;
}
