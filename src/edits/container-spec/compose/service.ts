import { isAlias, type Node } from "yaml";
import type { DataChange, WrittenValue } from "../../../domain/container-spec/data-change.ts";
import type { WrittenContainer } from "../../../domain/container-spec/written-container.ts";
import type { Edit } from "../../../domain/finding/fix.ts";
import { formOf } from "../../yaml/data.ts";
import { inFile, type Edited } from "../../yaml/edited.ts";
import { appendItem, insertKey } from "../../yaml/insert.ts";
import { replaceScalar } from "../../yaml/replace.ts";
import type { Quoting } from "../../yaml/scalars.ts";
import { type NotEdited } from "../../yaml/yaml-text.ts";
import { scalarText, startOf } from "../../yaml/tokens.ts";
import { childOf, parentsOf, projectParts, type Part, type ProjectParts } from "./project-parts.ts";
import { lineAt } from "../../../text/locate.ts";

/** Edits of several files, and what they make of their data. */
export interface Made {
  readonly edits: readonly Edit[];
  readonly data: readonly DataChange[];
}

/** A service as it is written. */
export interface Service {
  readonly project: ProjectParts;
  readonly name: string;
  /** Its places in files that are laid over each other; more than one such list where it is written on both sides of an include. */
  readonly written: readonly (readonly Part[])[];
  /** What it extends, nearest first. */
  readonly parents: readonly Part[];
}

/** Refused where a part of the service can't be seen, or where its layers are not known. */
export function serviceOf({ name, at }: WrittenContainer, texts: ReadonlyMap<string, string>): Service | NotEdited {
  if (!("span" in at)) return { refused: "it stands in no text" };
  const project = projectParts(texts);
  const own = project.texts.get(at.file);
  if (own === undefined) return { refused: `${at.file} was not read` };
  if ("refused" in own) return { refused: `${at.file}: ${own.refused}` };
  const written = project.groups
    .map((files) => files.flatMap((file) => project.services(file, name)))
    .filter((parts) => parts.length > 0);
  const parts = written.flat();
  if (parts.length === 0) return { refused: `${at.file} has no service ${name} that can be edited` };
  // Of an included service compose up to 2.40 takes two only when they are equal.
  if (new Set(written.map((list) => list.map(({ node }) => formOf(node)).join("\n"))).size > 1)
    return { refused: `service ${name} is written differently on both sides of an include` };
  for (const { node, file, yaml } of parts)
    if (node?.tag === "!reset" || node?.tag === "!override")
      return { refused: `${file}:${lineAt(yaml.text, startOf(node))}: ${node.tag} says how it is merged` };
  const parents: Part[] = [];
  for (const part of parts) {
    const found = parentsOf(project, part);
    if ("refused" in found) return found;
    parents.push(...found.filter(({ node }) => !parents.some((one) => one.node === node)));
  }
  // What an alias or `<<` brings is not looked into.
  const whole = [...parts, ...parents].some(
    (part) =>
      isAlias(part.node) || ["image", "build", "provider", "<<"].some((key) => valueIn(part, [key]) !== undefined),
  );
  // Where the file below says the same, compose up to 2.40 refuses what is then said twice.
  if (!whole)
    return {
      refused: `${name} has neither image nor build here, so it is laid over a file that was not read; name both with --layers`,
    };
  return { project, name, written, parents };
}

/** What stands under keys of a part; undefined where nothing does. */
export function valueIn({ node }: Part, keys: readonly string[]): Node | undefined {
  let at: unknown = node;
  for (const key of keys) at = childOf(at, key);
  return at === undefined || at === null ? undefined : (at as Node);
}

/** The value of a key: replaced where the service says it itself, else inserted where it is written first. */
export function setValue(
  service: Service,
  keys: readonly string[],
  value: string | number | boolean,
  quoting: Quoting = "plain",
): Made | NotEdited {
  return everywhere(service, (parts) => {
    const owner = parts.findLast((part) => valueIn(part, keys) !== undefined);
    const there = owner && valueIn(owner, keys);
    if (owner === undefined || there === undefined)
      return inPart(firstOf(parts), (part) => insertKey(part.yaml, placeIn(part, keys), value, quoting));
    if (hasVariable(scalarText(there) ?? ""))
      return {
        refused: `${owner.file}:${lineAt(owner.yaml.text, startOf(there))}: the value comes from a variable, ${scalarText(there)}`,
      };
    return inPart(owner, (part) => replaceScalar(part.yaml, placeIn(part, keys), value, quoting));
  });
}

/**
 * Appends to a list of the service, once over all layers. `once` is for lists in which compose up to 2.40 takes nothing twice, be it said by
 * the service and by what it extends: those are edited where the last of the extended ones is written.
 */
export function addItem(service: Service, key: string, item: WrittenValue, once: boolean): Made | NotEdited {
  const root = service.parents.at(-1);
  if (once && root !== undefined) {
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

/** The same on every side of an include, or nowhere. */
export function everywhere({ written }: Service, edit: (parts: readonly Part[]) => Made | NotEdited): Made | NotEdited {
  const made: Made[] = [];
  for (const parts of written) {
    const one = edit(parts);
    if ("refused" in one) return one;
    made.push(one);
  }
  return both(...made);
}

export function both(...made: readonly Made[]): Made {
  return { edits: made.flatMap(({ edits }) => edits), data: made.flatMap(({ data }) => data) };
}

export function inPart(part: Part | undefined, edit: (part: Part) => Edited): Made | NotEdited {
  if (part === undefined) return { refused: "it is written nowhere" };
  const { file } = part;
  const done = edit(part);
  if ("refused" in done) return { refused: `${file}: ${done.refused}` };
  return inFile(file, done);
}

/** Whether compose puts a variable's value in; `$$` is a dollar. */
export function hasVariable(text: string): boolean {
  return /\$[{_A-Za-z]/.test(text.replaceAll("$$", ""));
}
