import { isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { cleanPath, folderOf } from "../../../formats/compose/clean-path.ts";
import { oncePer } from "../../../text/once-per.ts";
import { scalarText } from "../../../edits/yaml/tokens.ts";
import { pairIn } from "../../../edits/yaml/yaml-path.ts";
import { readYaml, type NotEdited, type YamlText } from "../../../edits/yaml/yaml-text.ts";

/** One definition of a service, which may have several. */
export interface Part {
  readonly file: string;
  readonly yaml: YamlText;
  readonly document: number;
  readonly name: string;
  readonly node: Node | null;
}

/** A Compose project as defined in its files. */
export interface ProjectParts {
  /** Files that are merged: those of the project, then those of each include. */
  readonly groups: readonly (readonly string[])[];
  readonly texts: ReadonlyMap<string, YamlText | NotEdited>;
  /** Definitions of a service in one file, in the order of its documents. */
  services(file: string, name: string): readonly Part[];
  /** Every service of every file. */
  readonly all: readonly Part[];
}

/** `texts` are in reading order: the merged files first. */
export const projectParts = oncePer((texts: ReadonlyMap<string, string>): ProjectParts => {
  const read = new Map([...texts].map(([file, text]) => [file, readYaml(text)] as const));
  const byFile = new Map<string, Map<string, Part[]>>();
  const projectServices: Part[] = [];
  const included: string[][] = [];
  const extended = new Set<string>();
  for (const [file, yaml] of read) {
    const services = new Map<string, Part[]>();
    byFile.set(file, services);
    if ("refused" in yaml) continue;
    for (const [document, { contents }] of yaml.documents.entries()) {
      for (const item of itemsIn(contents, "include")) included.push(pathsOf(item).map((path) => besides(file, path)));
      const map = childOf(contents, "services");
      if (!isMap(map)) continue;
      for (const { key, value } of map.items) {
        const name = scalarText(key) ?? "";
        const part: Part = { file, yaml, document, name, node: (value ?? null) as Node | null };
        services.set(name, [...(services.get(name) ?? []), part]);
        projectServices.push(part);
        const from = extendsOf(part)?.file;
        if (from !== undefined && from !== file) extended.add(from);
      }
    }
  }
  const [first] = read.keys();
  const isOverride = (file: string): boolean => /(?:^|\/)(?:docker-)?compose\.override\.ya?ml$/.test(file);
  const layers = [...read.keys()].filter(
    (file) =>
      file === first || (!included.some((group) => group.includes(file)) && (!extended.has(file) || isOverride(file))),
  );
  const groups = [layers, ...new Map(included.map((group) => [group.join("\n"), group])).values()];
  return { groups, texts: read, all: projectServices, services: (file, name) => byFile.get(file)?.get(name) ?? [] };
});

/** The service that another extends, in the same file or in another one of `texts`. */
function extendsOf({
  node,
  file,
}: Pick<Part, "node" | "file">): { readonly name: string; readonly file: string } | undefined {
  const value = childOf(node, "extends");
  if (value === undefined) return undefined;
  if (isScalar(value)) return { name: scalarText(value) ?? "", file };
  const fileName = scalarText(childOf(value, "file"));
  return {
    name: scalarText(childOf(value, "service")) ?? "",
    file: fileName === undefined ? file : besides(file, fileName),
  };
}

/** The services that a part extends, nearest first; refused if one of them was not read, or spans several documents. */
export function parentsOf(project: ProjectParts, part: Part): readonly Part[] | NotEdited {
  const parents: Part[] = [];
  for (let at: Part = part; ;) {
    const parentRef = extendsOf(at);
    if (parentRef === undefined) return parents;
    const candidates = project
      .services(parentRef.file, parentRef.name)
      .filter((servicePart) => parentRef.file !== at.file || servicePart.document === at.document);
    const [parent] = candidates;
    if (parent === undefined)
      return { refused: `it extends ${parentRef.name} of ${parentRef.file}, which was not read` };
    if (candidates.length > 1 || parents.length > 100)
      return { refused: `it extends ${parentRef.name} of ${parentRef.file}, which is written in several documents` };
    parents.push(parent);
    at = parent;
  }
}

/** Names of the services that a change of each part affects: the service, and those that extend it. */
export const servicesUnder = oncePer((project: ProjectParts): ReadonlyMap<Node | null, ReadonlySet<string>> => {
  const under = new Map<Node | null, Set<string>>();
  for (const part of project.all) {
    const parents = extendsOf(part) === undefined ? [] : parentsOf(project, part);
    for (const { node } of [part, ...("refused" in parents ? [] : parents)]) {
      const names = under.get(node) ?? new Set<string>();
      under.set(node, names.add(part.name));
    }
  }
  return under;
});

export function childOf(node: unknown, key: string): unknown {
  return isMap(node) ? pairIn(node as YAMLMap, key)?.value : undefined;
}

function itemsIn(node: unknown, key: string): readonly unknown[] {
  const list = childOf(node, key);
  return isSeq(list) ? list.items : [];
}

function pathsOf(item: unknown): readonly string[] {
  const path = isMap(item) ? childOf(item, "path") : item;
  const nodes = isSeq(path) ? path.items : [path];
  return nodes.flatMap((pathNode) => scalarText(pathNode) ?? []);
}

/** The name in `texts` of a path that a file contains. */
function besides(file: string, path: string): string {
  return cleanPath(path.startsWith("/") ? path : `${folderOf(file)}/${path}`);
}
