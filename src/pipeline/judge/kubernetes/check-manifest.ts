import { resolve } from "node:path";
import { kubernetesVersions } from "../../../dialects/kubernetes/pod/versions.ts";
import { removableIgnores } from "../../../dialects/suppressions/removable-ignores.ts";
import { manifestIgnores } from "../../../dialects/kubernetes/suppressions.ts";
import { objectsFact } from "../../../facts/pod-security/objects-fact.ts";
import { groupOf } from "../../../facts/pod-security/object-set.ts";
import { selectorOf } from "../../../facts/pod-security/selectors.ts";
import { ofManifest } from "../../../dialects/kubernetes/read.ts";
import { editablePods } from "../../../dialects/kubernetes/editable-pods.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { askPeers } from "../../../peers/ask-peers.ts";
import { peers } from "../../../peers/index.ts";
import { rules } from "../../../rules/index.ts";
import { runRules, type FreshRun } from "../../../rules/run/run-rules.ts";
import type { ManifestWork } from "../../rule-runs/isolated-work.ts";
import { rulesFor } from "../../rule-runs/rules-for.ts";
import { aboutIgnores, applySettings, requestedRules } from "../../rule-runs/apply-settings.ts";
import type { TargetResult } from "../../rule-runs/target-result.ts";
import { concatRuns } from "../../rule-runs/concat-runs.ts";
import { comparisonFactsOf } from "../../rule-runs/comparison-facts-of.ts";

export const defaultMinor = Number(kubernetesVersions.default.split(".")[1]);

/** Evaluates all rules on the pods of a Kubernetes manifest. */
export function checkManifest(work: ManifestWork): TargetResult {
  const { path: file, text, config, cwd, today, allRules, kubernetes = defaultMinor } = work;
  const manifest = readManifest(file, text);
  const pods = editablePods(manifest, kubernetes);
  const { problems } = pods;
  const template = problems.find(({ kind }) => kind === "template");
  const objects = objectsFact(manifest, work.beside ?? [], work.incomplete);
  const nothing =
    template?.message ?? (pods.pods.length === 0 ? "no object that could be read makes a pod" : undefined);
  // Objects that only select pods are evaluated for their selectors, a ConfigMap for its content.
  const selects =
    template === undefined &&
    objects.own.some(
      (object) => selectorOf(object) !== undefined || (object.kind === "ConfigMap" && groupOf(object) === ""),
    );
  const containers = nothing === undefined ? ofManifest(pods) : undefined;
  const compared = comparisonFactsOf(containers, work);
  const facts = {
    today,
    ...compared.facts,
    ...(template === undefined && { objects }),
    ...(template === undefined && { manifestProblems: { file, text, minor: kubernetes, problems } }),
    ...(containers && { pods, containers }),
  };
  const missingFacts = {
    ...compared.missing,
    ...(template !== undefined && { manifestProblems: template.message }),
    ...(nothing !== undefined && !selects && { pods: nothing, containers: nothing }),
  };
  const settings = { config, file: resolve(cwd, work.rendered?.from ?? file), today };
  const isRequested = allRules === true ? () => true : requestedRules(settings);
  const run = withoutDuplicates(
    runRules(rulesFor(config), {
      target: file,
      facts,
      missing: missingFacts,
      asked: isRequested,
      dialects: ["kubernetes"],
    }),
  );
  const inline = manifestIgnores(pods);
  const settled = applySettings(askPeers(peers, run, facts), rulesFor(config), { ...settings, inline });
  const ignores = removableIgnores({ file, text }, "yaml", settled.inline);
  const last = applySettings(runRules(suppressionRules, { target: file, facts: { ignores } }), rules, settings);
  return {
    target: { id: file, kind: "kubernetes", name: file },
    run: concatRuns(settled.run, last.run),
    file: settings.file,
    config,
    usedIgnores: settled.used,
  };
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

const suppressionRules = aboutIgnores(rules);
