import { basename, dirname, join } from "node:path";
import { composeProject } from "../../../formats/compose/project-files.ts";

interface Layer {
  readonly kind: string;
  readonly path: string;
  readonly layers?: readonly string[];
}

/** Joins the override file of each folder to its base, as Compose merges them by default. */
export function joinOverrides<Text extends Layer>(texts: readonly Text[]): readonly Text[] {
  const files = texts.filter(({ kind }) => kind === "compose");
  const over = new Map<string, string>();
  for (const [folder, folderFiles] of Map.groupBy(files, ({ path }) => dirname(path))) {
    const project = composeProject(new Set(folderFiles.map(({ path }) => basename(path))));
    if (project?.override !== undefined) over.set(join(folder, project.base), join(folder, project.override));
  }
  if (over.size === 0) return texts;
  const overrides = new Set(over.values());
  const isOver = ({ kind, path }: Text): boolean => kind === "compose" && overrides.has(join(path));
  return texts
    .filter((text) => !isOver(text))
    .map((text) => {
      const layer = text.kind === "compose" ? over.get(join(text.path)) : undefined;
      const overrideFile = files.find(({ path }) => join(path) === layer);
      return overrideFile === undefined ? text : { ...text, layers: [overrideFile.path] };
    });
}
