import { basename, dirname, join, resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { kubernetesPatch, patchText } from "../../../edits/kubernetes-patch.ts";
import { appendItem } from "../../../edits/yaml/insert.ts";
import { readYaml, type NotEdited } from "../../../edits/yaml/yaml-text.ts";
import { applyEdits } from "../../../fixes/apply.ts";
import { textAt, type KubeNode } from "../../../formats/kubernetes/kube-node.ts";
import { readDocument } from "../../../formats/kubernetes/read-document.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { atFolder } from "../../../sources/files/read-named.ts";
import { writeNew } from "../../../sources/files/write-new.ts";
import { compareText } from "../../../text/compare-text.ts";
import { renderedTarget } from "../../judge/render/rendered-works.ts";
import type { RenderTarget } from "../../judge/render/to-render.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import { writeBack } from "../write-back.ts";

/** A new patch, and the kustomization that lists it. Paths are relative to the current folder. */
export interface KustomizationPatch {
  readonly patch: { readonly file: string; readonly text: string };
  readonly kustomization: { readonly file: string; readonly before: string; readonly after: string };
}

/**
 * Creates a patch from the rendered manifests `before` to `after`, next to the kustomization that lists it. Refused where kustomize then renders
 * anything else. `path` is the name of the rendered text. Throws `Failure` for an unreadable kustomization.
 */
export async function kustomizationPatch(
  target: RenderTarget,
  { path, before, after }: { readonly path: string; readonly before: string; readonly after: string },
  context: Context,
): Promise<KustomizationPatch | NotEdited> {
  const { file, within } = target;
  const originalText = await readText(file, context.cwd, { within });
  const patch = patchOf(path, { before, after, kustomization: originalText });
  if ("refused" in patch) return patch;
  const name = freeName(target);
  const patchedText = addPatchReference(originalText, name);
  if (typeof patchedText !== "string") return { refused: `${file} can't take a patch: ${patchedText.refused}` };
  const problem = await problemOf(target, context, { after: patchedText, name, patch: patch.text, wanted: after });
  if (problem !== undefined) return { refused: problem };
  return {
    patch: { file: join(dirname(file), name), text: patch.text },
    kustomization: { file, before: originalText, after: patchedText },
  };
}

/** Writes the patch first: a kustomization that lists a missing file renders nothing. Throws `Failure`. */
export async function writePatch({ patch, kustomization }: KustomizationPatch, cwd: string): Promise<void> {
  await writeNew({ path: resolve(cwd, patch.file), shown: patch.file }, async (write) =>
    write(Buffer.from(patch.text)),
  );
  const { file, before, after } = kustomization;
  await writeBack(resolve(cwd, file), file, before, after);
}

/** One patch for each changed object, by its name without the kustomization's prefix and suffix. */
function patchOf(
  path: string,
  texts: { readonly before: string; readonly after: string; readonly kustomization: string },
): { readonly text: string } | NotEdited {
  const kustomizationNode = readDocument(texts.kustomization, { start: 0, end: texts.kustomization.length }).node;
  const [prefix, suffix] = [
    textAt(kustomizationNode, "namePrefix") ?? "",
    textAt(kustomizationNode, "nameSuffix") ?? "",
  ];
  const editedObjects = readManifest(path, texts.after).objects;
  const documents: string[] = [];
  for (const [index, object] of readManifest(path, texts.before).objects.entries()) {
    const editedObject = editedObjects[index];
    const patch = editedObject && kubernetesPatch(object.node, editedObject.node);
    if (patch === undefined) continue;
    if ("refused" in patch && typeof patch.refused === "string")
      return { refused: `a patch can't say it: ${patch.refused}` };
    const inner = object.name.startsWith(prefix) ? object.name.slice(prefix.length) : object.name;
    const name = suffix !== "" && inner.endsWith(suffix) ? inner.slice(0, -suffix.length) : inner;
    documents.push(patchText({ ...object, name }, patch));
  }
  return documents.length === 0 ? { refused: "it changes no object" } : { text: documents.join("---\n") };
}

/** Appends the patch to the existing ones. */
function addPatchReference(text: string, name: string): string | NotEdited {
  const yaml = readYaml(text);
  if ("refused" in yaml) return yaml;
  const edited = appendItem(yaml, { document: 0, path: ["patches"] }, { path: name });
  if ("refused" in edited) return edited;
  return applyEdits(
    text,
    edited.edits.map(({ start, end, text: by }) => ({ file: name, span: { start, end }, text: by })),
  );
}

/** An unused file name: earlier patches stay. */
function freeName({ within, inside }: RenderTarget): string {
  const isFree = (name: string): boolean =>
    atFolder(within, (folder) => {
      const reached = folder.find(join(inside, name));
      return "refused" in reached && reached.refused === "missing";
    }) === true;
  for (let at = 1; ; at++) {
    const name = `hullproof-patch${at === 1 ? "" : `-${at}`}.yaml`;
    if (at === maxPatches || isFree(name)) return name;
  }
}

/** Limit on patch names; an existing file is refused on writing. */
const maxPatches = 50;

/** Renders the result: kustomize's own fields apply after its patches and may change the patched values. */
async function problemOf(
  target: RenderTarget,
  context: Context,
  tried: { readonly after: string; readonly name: string; readonly patch: string; readonly wanted: string },
): Promise<string | undefined> {
  try {
    const files = new Map([
      [basename(target.file), tried.after],
      [tried.name, tried.patch],
    ]);
    const rendered = await renderedTarget(target, context, files);
    return objectsOf(rendered) === objectsOf(tried.wanted) ? undefined : "kustomize makes something else of the patch";
  } catch (error) {
    context.signal?.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    return `kustomize refuses the patch: ${error.message}`;
  }
}

function objectsOf(text: string): string {
  return JSON.stringify(readManifest("", text).objects.map(({ node }) => sortKeys(node)));
}

/** JSON without key order, which has no meaning. */
function sortKeys(node: KubeNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(sortKeys);
  const entries = [...node.entries].map(([key, { value }]) => [key, sortKeys(value)] as const);
  return entries.toSorted(([a], [b]) => compareText(a, b));
}
