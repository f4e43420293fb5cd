import type { DataChange } from "../../../domain/container/data-change.ts";
import type { Located, ContainerSpec } from "../../../domain/container/container-spec.ts";
import type { Edit } from "../../../domain/finding/fix.ts";
import { oncePer } from "../../../text/once-per.ts";
import { placeAt } from "../../../edits/yaml/at-offset.ts";
import { inFile, type Edited } from "../../../edits/yaml/edited.ts";
import { insertKey } from "../../../edits/yaml/insert.ts";
import { replaceScalar } from "../../../edits/yaml/replace.ts";
import { resolveYamlPath, type YamlPlace } from "../../../edits/yaml/yaml-path.ts";
import type { WrittenValue } from "../../../domain/container/data-change.ts";
import { readYaml, type NotEdited, type YamlText } from "../../../edits/yaml/yaml-text.ts";

export type Path = readonly (string | number)[];

/** One document of a manifest, and the node at which edits begin. */
export interface ManifestPlace {
  readonly file: string;
  readonly yaml: YamlText;
  readonly document: number;
  readonly path: Path;
}

/** A container of a pod as written in the manifest. */
export interface ContainerPlace extends ManifestPlace {
  /** Of the pod's spec. */
  readonly pod: Path;
}

/** Edits of a manifest, and the changes of its data. */
export interface ManifestEdit {
  readonly edits: readonly Edit[];
  readonly data: readonly DataChange[];
}

type Texts = ReadonlyMap<string, string>;

const lists: ReadonlySet<unknown> = new Set(["containers", "initContainers", "ephemeralContainers"]);

const read = oncePer(
  (texts: Texts): ReadonlyMap<string, YamlText | NotEdited> =>
    new Map([...texts].map(([file, text]) => [file, readManifestText(text)])),
);

/**
 * Maximum characters: longer texts are rendered charts, which take longer to parse again with tokens than to evaluate.
 */
const largest = 150_000;

/** JSON consists of flow collections, and the inserted text would not be JSON. */
export function readManifestText(text: string): YamlText | NotEdited {
  if (text.length > largest) return { refused: `it has more than ${largest.toLocaleString("en")} characters` };
  if (/^\uFEFF?\s*\{/.test(text)) return { refused: "the file is JSON, and what is inserted is YAML" };
  return readYaml(text);
}

/** Refused if the container is not defined in the pod itself. */
export function containerPlace({ at, name }: ContainerSpec, texts: Texts): ContainerPlace | NotEdited {
  if (!("span" in at)) return { refused: "it stands in no text" };
  const yaml = read(texts).get(at.file);
  if (yaml === undefined) return { refused: `${at.file} was not read` };
  if ("refused" in yaml) return { refused: `${at.file}: ${yaml.refused}` };
  const place = placeAt(yaml, at.span.start);
  const index = place === undefined ? -1 : place.path.findLastIndex((step, depth, path) => isItem(path, depth, step));
  if (place === undefined || index === -1)
    return { refused: `container ${name} is said elsewhere, and only named in the pod` };
  const { document, path } = place;
  return { file: at.file, yaml, document, path: path.slice(0, index + 1), pod: path.slice(0, index - 1) };
}

function isItem(path: Path, depth: number, step: string | number): boolean {
  return typeof step === "number" && lists.has(path[depth - 1]);
}

/** The location of a setting of this container, its own or its pod's; refused if it is set elsewhere. */
export function saidPlace(container: ContainerPlace, { at }: Located<unknown>): YamlPlace | NotEdited {
  if (!("span" in at) || at.file !== container.file) return { refused: "it stands in no text that could be edited" };
  const place = placeAt(container.yaml, at.span.start);
  const isBelow = (path: Path): boolean => path.every((step, depth) => place?.path[depth] === step);
  if (place === undefined || place.document !== container.document || !isBelow(container.pod))
    return { refused: "it is said elsewhere, from where others may take it too" };
  return place;
}

/** Sets the value at keys of a node: replaces an existing one, else inserts it with the missing maps. */
export function setAt(place: ManifestPlace, keys: Path, value: WrittenValue): ManifestEdit | NotEdited {
  const at: YamlPlace = { document: place.document, path: [...place.path, ...keys] };
  const way = resolveYamlPath(place.yaml, at);
  if ("refused" in way) return way;
  if (way.rest.length > 0) return manifestEdit(place, insertKey(place.yaml, at, value));
  if (typeof value === "object") return { refused: `${String(keys.at(-1))} is there already` };
  return manifestEdit(place, replaceScalar(place.yaml, at, value));
}

/** Sets several keys of one map, which is created if missing. */
export function setAll(
  place: ManifestPlace,
  keys: Path,
  values: Readonly<Record<string, WrittenValue>>,
): ManifestEdit | NotEdited {
  const way = resolveYamlPath(place.yaml, { document: place.document, path: [...place.path, ...keys] });
  if ("refused" in way) return way;
  if (way.rest.length > 0) return setAt(place, keys, values);
  return combineEdits(...Object.entries(values).map(([key, value]) => setAt(place, [...keys, key], value)));
}

export function manifestEdit({ file }: Pick<ManifestPlace, "file">, edited: Edited): ManifestEdit | NotEdited {
  return "refused" in edited ? edited : inFile(file, edited);
}

/** Combines all edits; one refusal refuses them all. */
export function combineEdits(...each: readonly (ManifestEdit | NotEdited)[]): ManifestEdit | NotEdited {
  const manifestEdits: ManifestEdit[] = [];
  for (const edit of each) {
    if ("refused" in edit) return edit;
    manifestEdits.push(edit);
  }
  return { edits: manifestEdits.flatMap(({ edits }) => edits), data: manifestEdits.flatMap(({ data }) => data) };
}
