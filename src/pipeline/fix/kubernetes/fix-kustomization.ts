import { basename, dirname, join, resolve } from "node:path";
import type { FixedFile } from "../../../domain/report/fix-report.ts";
import { Failure } from "../../../domain/failure.ts";
import { kubernetesPatch, patchText } from "../../../edits/kubernetes-patch.ts";
import { appendItem } from "../../../edits/yaml/insert.ts";
import { readYaml, type NotEdited } from "../../../edits/yaml/yaml-text.ts";
import { applyEdits } from "../../../fixes/apply.ts";
import { unifiedDiff } from "../../../fixes/diff.ts";
import { textAt, type KubeNode } from "../../../formats/kubernetes/kube-node.ts";
import { readDocument } from "../../../formats/kubernetes/read-document.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { withinTime } from "../../../sources/bounded/time-limit.ts";
import { atFolder } from "../../../sources/files/read-named.ts";
import { compareText } from "../../../text/compare-text.ts";
import { writeNew } from "../../../sources/write-new.ts";
import { renderedTarget, renderedWorks } from "../../check/kubernetes/render/rendered-works.ts";
import type { RenderTarget } from "../../check/kubernetes/render/to-render.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import { fixedFile } from "../fixed-file.ts";
import { applicabilities, namedRules, type FixOptions } from "../fix-options.ts";
import { fixTexts } from "../fix-texts.ts";
import { planMs } from "../settle-texts.ts";
import { writeBack } from "../write-back.ts";
import { fixableManifest } from "./fixable-manifest.ts";

/**
 * `fix --render kustomize`: what the fixes change of the rendered manifests becomes a patch beside the kustomization, which names it. It is only offered where kustomize then makes
 * exactly the fixed manifests. Throws `Failure`.
 */
export async function fixKustomization(
  target: RenderTarget,
  options: FixOptions,
  context: Context,
): Promise<readonly FixedFile[]> {
  const [work] = await renderedWorks(target, context);
  if (work === undefined) return [{ ...nothing(target.file), error: "rendered as it is, it makes no object" }];
  const { path, text } = work;
  const named = namedRules(options);
  const limits = { allowed: applicabilities(options), ...(named && { named }) };
  const fixed = withinTime(planMs, path, () => fixTexts(fixableManifest(work), limits)).get(path);
  if (fixed === undefined) return [];
  const shown = fixedFile(path, text, { fixed });
  if (!shown.changed) return [shown];
  // What a diff of the rendered text would say is said by the patch.
  const told: FixedFile = { file: path, changed: false, written: false, diff: "", fixes: shown.fixes };
  const { file, within } = target;
  const before = await readText(file, context.cwd, { within });
  const patch = patchOf(path, { before: text, after: fixed.text, kustomization: before });
  if ("refused" in patch) return [inVain(told, patch.refused)];
  const name = freeName(target);
  const after = naming(before, name);
  if (typeof after !== "string") return [inVain(told, `${file} can't take a patch: ${after.refused}`)];
  const problem = await problemOf(target, context, { after, name, patch: patch.text, wanted: fixed.text });
  if (problem !== undefined) return [inVain(told, problem)];
  const beside = join(dirname(file), name);
  if (options.write) {
    await writeNew({ path: resolve(context.cwd, beside), shown: beside }, async (write) =>
      write(Buffer.from(patch.text)),
    );
    await writeBack(resolve(context.cwd, file), file, before, after);
  }
  const changed = { changed: true, written: options.write, fixes: [] };
  // For `git apply`, which makes no file that the diff does not call new.
  const fresh = unifiedDiff(beside, "", patch.text).replace(/^--- .*$/m, "--- /dev/null");
  return [
    told,
    { file: beside, ...changed, diff: fresh, text: patch.text },
    { file, ...changed, diff: unifiedDiff(file, before, after), text: after },
  ];
}

function inVain(told: FixedFile, reason: string): FixedFile {
  return {
    ...told,
    fixes: told.fixes.map((fix) => (fix.outcome === "applied" ? { ...fix, outcome: "not-tried", reason } : fix)),
  };
}

function nothing(file: string): FixedFile {
  return { file, changed: false, written: false, diff: "", fixes: [] };
}

/** A patch for each object that the fixes change, by the name that it has before the kustomization puts something before and behind it. */
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
