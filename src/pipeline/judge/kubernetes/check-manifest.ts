import { kubernetesVersions } from "../../../dialects/kubernetes/pod/versions.ts";
import { removableIgnores } from "../../../dialects/suppressions/removable-ignores.ts";
import { manifestIgnores } from "../../../dialects/kubernetes/suppressions.ts";
import { objectsFact } from "../../../facts/pod-security/objects-fact.ts";
import { groupOf } from "../../../facts/pod-security/object-set.ts";
import { selectorOf } from "../../../facts/pod-security/selectors.ts";
import { ofManifest } from "../../../dialects/kubernetes/read.ts";
import { editablePods } from "../../../dialects/kubernetes/editable-pods.ts";
import type { ManifestProblem } from "../../../formats/kubernetes/manifest.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { isUnsetVariable } from "../../../formats/kubernetes/template-mark.ts";
import type { FreshRun } from "../../../rules/run/run-rules.ts";
import { runOnFacts, settleRun, termsOf } from "../judge-facts.ts";
import { templateTarget } from "../template-target.ts";
import type { ManifestWork } from "../../rule-runs/isolated-work.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import { comparisonFactsOf } from "../../rule-runs/comparison-facts-of.ts";

export const defaultMinor = Number(kubernetesVersions.default.split(".")[1]);

/** Evaluates all rules on the pods of a Kubernetes manifest. */
export function checkManifest(work: ManifestWork): TargetResult {
  const { path: file, text, today, kubernetes = defaultMinor } = work;
  const manifest = readManifest(file, text);
  const pods = editablePods(manifest, kubernetes);
  const { problems } = pods;
  const template = templateReason(problems, work);
  if (template !== undefined) return templateTarget(file, "kubernetes", work.within === undefined, template);
  const objects = objectsFact(manifest, work.beside ?? [], work.incomplete);
  const nothing = pods.pods.length === 0 ? "no object that could be read makes a pod" : undefined;
  // Objects that only select pods are evaluated for their selectors, a ConfigMap for its content.
  const selects = objects.own.some(
    (object) => selectorOf(object) !== undefined || (object.kind === "ConfigMap" && groupOf(object) === ""),
  );
  const containers = nothing === undefined ? ofManifest(pods) : undefined;
  const compared = comparisonFactsOf(containers, work);
  const facts = {
    today,
    ...compared.facts,
    objects,
    manifestProblems: { file, text, minor: kubernetes, problems },
    ...(containers && { pods, containers }),
  };
  const missingFacts = {
    ...compared.missing,
    ...(nothing !== undefined && !selects && { pods: nothing, containers: nothing }),
  };
  const terms = termsOf(work.rendered?.from ?? file, work);
  const input = { target: file, facts, missing: missingFacts, dialects: ["kubernetes"] as const };
  const run = runOnFacts(input, terms, withoutDuplicates);
  return settleRun(run, { id: file, kind: "kubernetes", name: file }, terms, {
    inline: manifestIgnores(pods),
    factsOf: (states) => [removableIgnores({ file, text }, "yaml", states)],
  });
}

/** Why a text is no manifest yet, if it is not. Of a rendered one, nothing more is replaced. */
function templateReason(
  problems: readonly ManifestProblem[],
  { text, rendered }: Pick<ManifestWork, "text" | "rendered">,
): string | undefined {
  const template = problems.find(({ kind }) => kind === "template");
  if (template !== undefined) return template.message;
  if (rendered !== undefined) return undefined;
  const unset = problems.some(
    ({ kind, span }) => (kind === "syntax" || kind === "wrong-type") && isUnsetVariable(text, span),
  );
  return unset
    ? "it is a template, not a manifest: `envsubst < FILE > rendered.yaml`, then check rendered.yaml"
    : undefined;
}

/** Removes duplicates: a pod-level setting is found in each container. */
function withoutDuplicates(run: FreshRun): FreshRun {
  const knownKeys = new Set<string>();
  const duplicates = new Set(
    run.findings.filter(({ rule, message, location }) => {
      const key = JSON.stringify([rule, message, location]);
      return knownKeys.has(key) || knownKeys.add(key) === undefined;
    }),
  );
  if (duplicates.size === 0) return run;
  return {
    ...run,
    findings: run.findings.filter((finding) => !duplicates.has(finding)),
    fixes: run.fixes.filter(({ finding }) => !duplicates.has(finding)),
    observed: new Map([...run.observed].filter(([finding]) => !duplicates.has(finding))),
  };
}
