import { isAlias, type Node } from "yaml";
import type { DataChange, WrittenValue } from "../../../domain/container/data-change.ts";
import type { ContainerSpec } from "../../../domain/container/container-spec.ts";
import type { Edit } from "../../../domain/finding/fix.ts";
import { formOf } from "../../../edits/yaml/data.ts";
import { inFile, type Edited } from "../../../edits/yaml/edited.ts";
import { appendItem, insertKey } from "../../../edits/yaml/insert.ts";
import { replaceScalar } from "../../../edits/yaml/replace.ts";
import type { Quoting } from "../../../edits/yaml/scalars.ts";
import { type NotEdited } from "../../../edits/yaml/yaml-text.ts";
import { scalarText, startOf } from "../../../edits/yaml/tokens.ts";
import { childOf, parentsOf, projectParts, type Part, type ProjectParts } from "./project-parts.ts";
import { lineAt } from "../../../text/locate.ts";

/** Edits of several files, and the changes of their data. */
export interface ComposeEdit {
  readonly edits: readonly Edit[];
  readonly data: readonly DataChange[];
}

/** A service as defined in the files. */
export interface Service {
  readonly project: ProjectParts;
  readonly name: string;
  /** Its definitions in merged files; several lists if it is defined on both sides of an include. */
  readonly written: readonly (readonly Part[])[];
  /** The services it extends, nearest first. */
  readonly parents: readonly Part[];
}

/** Refused if a part of the service is not readable, or its merged files are unknown. */
export function serviceOf({ name, at }: ContainerSpec, texts: ReadonlyMap<string, string>): Service | NotEdited {
  if (!("span" in at)) return { refused: "it stands in no text" };
  const project = projectParts(texts);
  const fileYaml = project.texts.get(at.file);
  if (fileYaml === undefined) return { refused: `${at.file} was not read` };
  if ("refused" in fileYaml) return { refused: `${at.file}: ${fileYaml.refused}` };
  const sides = project.groups
    .map((files) => files.flatMap((file) => project.services(file, name)))
    .filter((parts) => parts.length > 0);
  const parts = sides.flat();
  if (parts.length === 0) return { refused: `${at.file} has no service ${name} that can be edited` };
  // Compose up to 2.40 accepts two definitions of an included service only if they are equal.
  if (new Set(sides.map((list) => list.map(({ node }) => formOf(node)).join("\n"))).size > 1)
    return { refused: `service ${name} is written differently on both sides of an include` };
  for (const { node, file, yaml } of parts)
    if (node?.tag === "!reset" || node?.tag === "!override")
      return { refused: `${file}:${lineAt(yaml.text, startOf(node))}: ${node.tag} says how it is merged` };
  const parents: Part[] = [];
  for (const part of parts) {
    const partParents = parentsOf(project, part);
    if ("refused" in partParents) return partParents;
    parents.push(...partParents.filter(({ node }) => !parents.some((parent) => parent.node === node)));
  }
  // The content of an alias or `<<` is not examined.
  const whole = [...parts, ...parents].some(
    (part) =>
      isAlias(part.node) || ["image", "build", "provider", "<<"].some((key) => valueIn(part, [key]) !== undefined),
  );
  // Where the base file has the same item, compose up to 2.40 refuses the duplicate.
  if (!whole)
    return {
      refused: `${name} has neither image nor build here, so it is laid over a file that was not read; name both with --layers`,
    };
  return { project, name, written: sides, parents };
}

/** The node under keys of a part; undefined where there is none. */
export function valueIn({ node }: Part, keys: readonly string[]): Node | undefined {
  let at: unknown = node;
  for (const key of keys) at = childOf(at, key);
  return at === undefined || at === null ? undefined : (at as Node);
}

/** Sets the value of a key: replaces the service's own, or else inserts it at the first definition. */
export function setValue(
  service: Service,
  keys: readonly string[],
  value: string | number | boolean,
  quoting: Quoting = "plain",
): ComposeEdit | NotEdited {
  return everywhere(service, (parts) => {
    const owner = parts.findLast((part) => valueIn(part, keys) !== undefined);
    const currentNode = owner && valueIn(owner, keys);
    if (owner === undefined || currentNode === undefined)
      return inPart(firstOf(parts), (part) => insertKey(part.yaml, placeIn(part, keys), value, quoting));
    if (hasVariable(scalarText(currentNode) ?? ""))
      return {
        refused: `${owner.file}:${lineAt(owner.yaml.text, startOf(currentNode))}: the value comes from a variable, ${scalarText(currentNode)}`,
      };
    return inPart(owner, (part) => replaceScalar(part.yaml, placeIn(part, keys), value, quoting));
  });
}

/**
 * Appends to a list of the service, once over all merged files. `isUnique` is for lists in which compose up to 2.40
 * refuses duplicates, including those inherited by `extends`: these lists are edited at the definition of the last
 * extended service.
 */
export function addItem(service: Service, key: string, item: WrittenValue, isUnique: boolean): ComposeEdit | NotEdited {
  const root = service.parents.at(-1);
  if (isUnique && root !== undefined) {
    const tagged = service.written.flat().find((part) => valueIn(part, [key])?.tag === "!override");
    if (tagged === undefined) return inPart(root, (part) => appendItem(part.yaml, placeIn(part, [key]), item));
  }
  return everywhere(service, (parts) => {
    const owner = parts.findLast((part) => valueIn(part, [key]) !== undefined) ?? firstOf(parts);
    return inPart(owner, (part) => appendItem(part.yaml, placeIn(part, [key]), item));
  });
}

function firstOf(parts: readonly Part[]): Part | undefined {
  return parts[0];
}

export function placeIn(
  { document, name }: Part,
  keys: readonly (string | number)[],
): { document: number; path: readonly (string | number)[] } {
  return { document, path: ["services", name, ...keys] };
}

/** Applies the same edit on every side of an include, or none. */
export function everywhere(
  { written }: Service,
  edit: (parts: readonly Part[]) => ComposeEdit | NotEdited,
): ComposeEdit | NotEdited {
  const sideEdits: ComposeEdit[] = [];
  for (const parts of written) {
    const sideEdit = edit(parts);
    if ("refused" in sideEdit) return sideEdit;
    sideEdits.push(sideEdit);
  }
  return both(...sideEdits);
}

export function both(...made: readonly ComposeEdit[]): ComposeEdit {
  return { edits: made.flatMap(({ edits }) => edits), data: made.flatMap(({ data }) => data) };
}

export function inPart(part: Part | undefined, edit: (part: Part) => Edited): ComposeEdit | NotEdited {
  if (part === undefined) return { refused: "it is written nowhere" };
  const { file } = part;
  const partEdit = edit(part);
  if ("refused" in partEdit) return { refused: `${file}: ${partEdit.refused}` };
  return inFile(file, partEdit);
}

/** Whether compose substitutes a variable; `$$` is a dollar. */
export function hasVariable(text: string): boolean {
  return /\$[{_A-Za-z]/.test(text.replaceAll("$$", ""));
}
