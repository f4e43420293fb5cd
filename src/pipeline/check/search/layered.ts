import { basename, dirname, join } from "node:path";
import { composeProject } from "../../../formats/compose/project-files.ts";

interface Layer {
  readonly kind: string;
  readonly path: string;
  readonly layers?: readonly string[];
}

/** Of the Compose files of each folder, the override under its base: as Compose layers them when none is named. */
export function layered<Text extends Layer>(found: readonly Text[]): readonly Text[] {
  const files = found.filter(({ kind }) => kind === "compose");
  const over = new Map<string, string>();
  for (const [folder, own] of Map.groupBy(files, ({ path }) => dirname(path))) {
    const project = composeProject(new Set(own.map(({ path }) => basename(path))));
    if (project?.override !== undefined) over.set(join(folder, project.base), join(folder, project.override));
  }
  if (over.size === 0) return found;
  const overrides = new Set(over.values());
  const isOver = ({ kind, path }: Text): boolean => kind === "compose" && overrides.has(join(path));
  return found
    .filter((one) => !isOver(one))
    .map((one) => {
      const layer = one.kind === "compose" ? over.get(join(one.path)) : undefined;
      const own = files.find(({ path }) => join(path) === layer);
      return own === undefined ? one : { ...one, layers: [own.path] };
    });
}
