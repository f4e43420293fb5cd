import { groupOf } from "../../facts/pod-security/object-set.ts";
import { objectsFact } from "../../facts/pod-security/objects-fact.ts";
import { selectorOf } from "../../facts/pod-security/selectors.ts";
import { secretsInObjects } from "../../facts/secrets/values/in-objects.ts";
import type { ManifestProblem } from "../../formats/kubernetes/manifest.ts";
import { isUnsetVariable } from "../../formats/kubernetes/template-mark.ts";
import { readManifest } from "../../formats/kubernetes/read-manifest.ts";
import type { DialectReading, TextDialect } from "../text-dialect.ts";
import { editablePods } from "./editable-pods.ts";
import { manifestProblem } from "./edit-problem.ts";
import { kubernetesVersions } from "./pod/versions.ts";
import { ofManifest } from "./read.ts";
import { manifestIgnores } from "./suppressions.ts";

export const defaultMinor = Number(kubernetesVersions.default.split(".")[1]);

/** Kubernetes manifests: pods, the objects that select them, and Kubernetes' refusals. */
export const dialect: TextDialect = {
  name: "kubernetes",
  comments: "yaml",
  sharesSettings: true,
  read({ path: file, text, beside = [], incomplete, kubernetes = defaultMinor, rendered }): DialectReading {
    const manifest = readManifest(file, text);
    const pods = editablePods(manifest, kubernetes);
    const { problems } = pods;
    const suppressions = manifestIgnores(pods);
    const template = templateReason(text, problems, rendered !== undefined);
    if (template !== undefined) return { template, suppressions };
    const objects = objectsFact(manifest, beside, incomplete);
    // Objects that only select pods are evaluated for their selectors, a ConfigMap for its content.
    const selects = objects.own.some(
      (object) => selectorOf(object) !== undefined || (object.kind === "ConfigMap" && groupOf(object) === ""),
    );
    const facts = { objects, manifestProblems: { file, text, minor: kubernetes, problems }, suppressions };
    if (pods.pods.length > 0) return { ...facts, pods, containers: ofManifest(pods) };
    const nothing = "no object that could be read makes a pod";
    return { ...facts, ...(!selects && { missing: { pods: nothing, containers: nothing } }) };
  },
  editProblem: ({ path, kubernetes = defaultMinor }, before, after, declared) =>
    manifestProblem(path, before.get(path) ?? "", after.get(path) ?? "", declared, kubernetes),
  secrets: ({ path, text }) => secretsInObjects(objectsFact(readManifest(path, text), [], undefined)),
};

/** Why a text is not a manifest yet; undefined if it is one. Rendered texts have no placeholders. */
function templateReason(text: string, problems: readonly ManifestProblem[], isRendered: boolean): string | undefined {
  const template = problems.find(({ kind }) => kind === "template");
  if (template !== undefined) return template.message;
  const isUnset = ({ kind, span }: ManifestProblem) =>
    (kind === "syntax" || kind === "wrong-type") && isUnsetVariable(text, span);
  if (isRendered || !problems.some(isUnset)) return undefined;
  return "it is a template, not a manifest: `envsubst < FILE > rendered.yaml`, then check rendered.yaml";
}
