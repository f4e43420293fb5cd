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
import { writeNew } from "../../../sources/write-new.ts";
import { compareText } from "../../../text/compare-text.ts";
import { renderedTarget } from "../../check/kubernetes/render/rendered-works.ts";
import type { RenderTarget } from "../../check/kubernetes/render/to-render.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import { writeBack } from "../write-back.ts";

/** A patch that is new, and the kustomization that names it. Paths are as reached from the current folder. */
export interface KustomizationPatch {
  readonly patch: { readonly file: string; readonly text: string };
  readonly kustomization: { readonly file: string; readonly before: string; readonly after: string };
}

/**
 * What makes of the rendered manifests `before` the manifests `after`: a patch beside the kustomization, which names it. Refused where kustomize then makes
 * anything else. `path` is the name of the rendered text. Throws `Failure` where the kustomization can't be read.
 */
export async function kustomizationPatch(
  target: RenderTarget,
  { path, before, after }: { readonly path: string; readonly before: string; readonly after: string },
  context: Context,
): Promise<KustomizationPatch | NotEdited> {
  const { file, within } = target;
  const own = await readText(file, context.cwd, { within });
  const patch = patchOf(path, { before, after, kustomization: own });
  if ("refused" in patch) return patch;
  const name = freeName(target);
  const named = naming(own, name);
  if (typeof named !== "string") return { refused: `${file} can't take a patch: ${named.refused}` };
  const problem = await problemOf(target, context, { after: named, name, patch: patch.text, wanted: after });
  if (problem !== undefined) return { refused: problem };
  return {
    patch: { file: join(dirname(file), name), text: patch.text },
    kustomization: { file, before: own, after: named },
  };
}

/** The patch first: a kustomization that names a file that is not there makes nothing. Throws `Failure`. */
export async function writePatch({ patch, kustomization }: KustomizationPatch, cwd: string): Promise<void> {
  await writeNew({ path: resolve(cwd, patch.file), shown: patch.file }, async (write) =>
    write(Buffer.from(patch.text)),
  );
  const { file, before, after } = kustomization;
  await writeBack(resolve(cwd, file), file, before, after);
}

/** A patch for each object that changes, by the name that it has before the kustomization puts something before and behind it. */
function patchOf(
  path: string,
  texts: { readonly before: string; readonly after: string; readonly kustomization: string },
): { readonly text: string } | NotEdited {
  const own = readDocument(texts.kustomization, { start: 0, end: texts.kustomization.length }).node;
  const [prefix, suffix] = [textAt(own, "namePrefix") ?? "", textAt(own, "nameSuffix") ?? ""];
  const made = readManifest(path, texts.after).objects;
  const documents: string[] = [];
  for (const [index, object] of readManifest(path, texts.before).objects.entries()) {
    const other = made[index];
    const patch = other && kubernetesPatch(object.node, other.node);
    if (patch === undefined) continue;
    if ("refused" in patch && typeof patch.refused === "string")
      return { refused: `a patch can't say it: ${patch.refused}` };
    const inner = object.name.startsWith(prefix) ? object.name.slice(prefix.length) : object.name;
    const name = suffix !== "" && inner.endsWith(suffix) ? inner.slice(0, -suffix.length) : inner;
    documents.push(patchText({ ...object, name }, patch));
  }
  return documents.length === 0 ? { refused: "it changes no object" } : { text: documents.join("---\n") };
}

/** Behind the patches that are there. */
function naming(text: string, name: string): string | NotEdited {
  const yaml = readYaml(text);
  if ("refused" in yaml) return yaml;
  const edited = appendItem(yaml, { document: 0, path: ["patches"] }, { path: name });
  if ("refused" in edited) return edited;
  return applyEdits(
    text,
    edited.edits.map(({ start, end, text: by }) => ({ file: name, span: { start, end }, text: by })),
  );
}

/** An earlier call's patch stays as it is. */
function freeName({ within, inside }: RenderTarget): string {
  const isFree = (name: string): boolean =>
    atFolder(within, (beneath) => {
      const found = beneath.find(join(inside, name));
      return "refused" in found && found.refused === "missing";
    }) === true;
  for (let at = 1; ; at++) {
    const name = `hullproof-patch${at === 1 ? "" : `-${at}`}.yaml`;
    if (at === mostPatches || isFree(name)) return name;
  }
}

/** Whoever has more has another reason for them; a name that is taken is refused when it is written. */
const mostPatches = 50;

/** kustomize's own fields come after its patches, and may change what was patched: only what it makes says whether the patch is right. */
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
    const made = await renderedTarget(target, context, files);
    return objectsOf(made) === objectsOf(tried.wanted) ? undefined : "kustomize makes something else of the patch";
  } catch (error) {
    context.signal?.throwIfAborted();
    if (!(error instanceof Failure)) throw error;
    return `kustomize refuses the patch: ${error.message}`;
  }
}

function objectsOf(text: string): string {
  return JSON.stringify(readManifest("", text).objects.map(({ node }) => sorted(node)));
}

/** Keys in no order, which means nothing. */
function sorted(node: KubeNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(sorted);
  const entries = [...node.entries].map(([key, { value }]) => [key, sorted(value)] as const);
  return entries.toSorted(([a], [b]) => compareText(a, b));
}
