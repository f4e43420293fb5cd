import type { DataChange } from "../../../domain/container/data-change.ts";
import { projectParts, servicesUnder } from "./project-parts.ts";

/** A path of the merged model that a change of a file may affect. */
export interface DeclaredChange {
  readonly change: DataChange;
  readonly path: readonly string[];
}

/**
 * Paths of the merged model that a change of a file may affect: the service itself, and all services that extend it.
 */
export function declaredIn(
  texts: ReadonlyMap<string, string>,
  changes: readonly DataChange[],
): readonly DeclaredChange[] {
  const project = projectParts(texts);
  const under = servicesUnder(project);
  return changes.flatMap((change): DeclaredChange[] => {
    const [section, name, ...rest] = change.path;
    const item = rest.findIndex((step) => typeof step === "number");
    const keys = (item === -1 ? rest : rest.slice(0, item)).map(String);
    if (section !== "services" || typeof name !== "string") return [{ change, path: change.path.map(String) }];
    const part = project.services(change.file, name).find(({ document }) => document === change.document);
    const names = new Set([name, ...((part?.node && under.get(part.node)) ?? [])]);
    return [...names].map((serviceName) => ({ change, path: ["services", serviceName, ...keys] }));
  });
}
