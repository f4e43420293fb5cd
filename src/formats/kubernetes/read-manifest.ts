import type { Span } from "../../domain/finding/span.ts";
import { itemsAt, mapAt, nodeAt, scalarAt, textAt, type KubeMap, type KubeNode } from "./kube-node.ts";
import type { Manifest, ManifestObject, ManifestProblem } from "./manifest.ts";
import { readDocument } from "./read-document.ts";
import { splitDocuments } from "./split-documents.ts";
import { templateMark } from "./template-mark.ts";

/** How to get from a chart to what a cluster is given. */
const template: Omit<ManifestProblem, "span"> = {
  kind: "template",
  message:
    "it is a template, not a manifest: of a chart `helm template CHART > rendered.yaml`, then check rendered.yaml, or `check --render helm CHART`",
  pointer: "",
};

/** Lists within lists, as no one writes them. */
const maxLists = 4;

/** The objects of a file, in YAML or JSON, several documents and lists included; unreadable parts are among the problems. */
export function readManifest(file: string, text: string): Manifest {
  const mark = templateMark(text, true);
  if (mark !== undefined) return { file, text, objects: [], problems: [{ ...template, span: mark }] };
  const problems: ManifestProblem[] = [];
  const objects: ManifestObject[] = [];
  for (const { span, badSeparator } of splitDocuments(text)) {
    if (badSeparator !== undefined)
      problems.push({
        kind: "separator",
        message: `kubectl refuses the file: only a comment may follow \`---\` (invalid Yaml document separator)`,
        span: badSeparator,
        pointer: "",
      });
    if (isSchema(text.slice(span.start, span.end))) continue;
    const read = readDocument(text, span);
    if (read.problems.some(({ kind }) => kind === "syntax")) {
      const action = templateMark(text.slice(span.start, span.end), false);
      if (action !== undefined) {
        const place: Span = { start: span.start + action.start, end: span.start + action.end };
        return { file, text, objects: [], problems: [{ ...template, span: place }] };
      }
    }
    problems.push(...read.problems);
    if (read.node !== undefined) objects.push(...objectsIn(read.node, "", undefined, maxLists));
  }
  return { file, text, objects, problems };
}

/** A schema runs nothing, and may be larger than all else of its file. */
function isSchema(document: string): boolean {
  return document.length > 10_000 && /^kind: {0,4}["']?CustomResourceDefinition\b/m.test(document);
}

/** Items of a typed list (`PodList`) may leave out what the list says for all. */
function objectsIn(node: KubeNode, prefix: string, typed: ManifestObject | undefined, depth: number): ManifestObject[] {
  if (node.kind !== "map") return [];
  const kind = textAt(node, "kind") ?? typed?.kind.replace(/List$/, "");
  const apiVersion = textAt(node, "apiVersion") ?? typed?.apiVersion;
  if (kind === undefined || apiVersion === undefined) return [];
  const object: ManifestObject = { apiVersion, kind, prefix, node, at: placeOf(node), ...namesOf(node) };
  const items = itemsAt(node, "items");
  if (!kind.endsWith("List") || nodeAt(node, "items") === undefined || depth === 0) return [object];
  const outer = kind === "List" ? undefined : object;
  return items.flatMap((item, index) => objectsIn(item, `${prefix}items[${index}].`, outer, depth - 1));
}

function namesOf(node: KubeMap): Pick<ManifestObject, "name" | "namespace"> {
  const metadata = mapAt(node, "metadata");
  const name = textAt(metadata, "name") ?? textAt(metadata, "generateName") ?? "";
  const namespace = textAt(metadata, "namespace");
  return { name, ...(namespace !== undefined && { namespace }) };
}

function placeOf(node: KubeMap): Span {
  const nameNode = scalarAt(node, "metadata", "name") ?? scalarAt(node, "kind");
  return nameNode?.span ?? node.entries.values().next().value?.key ?? node.span;
}
