import { resolve } from "node:path";
import { kubernetesVersions } from "../../../emit/kubernetes/versions.ts";
import { removableIgnores } from "../../../facts/container-spec/removable-ignores.ts";
import { manifestIgnores } from "../../../facts/pod-security/manifest-ignores.ts";
import { objectsFact } from "../../../facts/pod-security/objects-fact.ts";
import { groupOf } from "../../../facts/pod-security/object-set.ts";
import { selectorOf } from "../../../facts/pod-security/selectors.ts";
import { ofManifest } from "../../../facts/pod-security/of-manifest.ts";
import { editablePods } from "../../../facts/pod-security/editable-pods.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { askPeers } from "../../../peers/ask-peers.ts";
import { peers } from "../../../peers/index.ts";
import { rules } from "../../../rules/index.ts";
import { runRules, type FreshRun } from "../../../rules/run/run-rules.ts";
import type { ManifestWork } from "../apart.ts";
import { rulesFor } from "../rules-for.ts";
import { aboutIgnores, applySettings, askedBy } from "../apply-settings.ts";
import type { Checked } from "../checked.ts";
import { concatRuns } from "../concat-runs.ts";
import { comparedFacts } from "../compared-facts.ts";

export const defaultMinor = Number(kubernetesVersions.default.split(".")[1]);

/** All rules on the pods of a Kubernetes manifest. */
export function checkManifest(work: ManifestWork): Checked {
  const { path: file, text, config, cwd, today, allRules, kubernetes = defaultMinor } = work;
  const manifest = readManifest(file, text);
  const pods = editablePods(manifest, kubernetes);
  const { problems } = pods;
  const template = problems.find(({ kind }) => kind === "template");
  const objects = objectsFact(manifest, work.beside ?? [], work.incomplete);
  const nothing =
    template?.message ?? (pods.pods.length === 0 ? "no object that could be read makes a pod" : undefined);
  // What only selects pods is judged for that, and a ConfigMap for what it holds.
  const selects =
    template === undefined &&
    objects.own.some((one) => selectorOf(one) !== undefined || (one.kind === "ConfigMap" && groupOf(one) === ""));
  const containers = nothing === undefined ? ofManifest(pods) : undefined;
  const compared = comparedFacts(containers, work);
  const facts = {
    today,
    ...compared.facts,
    ...(template === undefined && { objects }),
    ...(template === undefined && { manifestProblems: { file, text, minor: kubernetes, problems } }),
    ...(containers && { pods, containers }),
  };
  const missing = {
    ...compared.missing,
    ...(template !== undefined && { manifestProblems: template.message }),
    ...(nothing !== undefined && !selects && { pods: nothing, containers: nothing }),
  };
  const settings = { config, file: resolve(cwd, work.rendered?.from ?? file), today };
  const asked = allRules === true ? () => true : askedBy(settings);
  const run = onceAPlace(runRules(rulesFor(config), { target: file, facts, missing, asked, dialects: ["kubernetes"] }));
  const inline = manifestIgnores(pods);
  const settled = applySettings(askPeers(peers, run, facts), rulesFor(config), { ...settings, inline });
  const ignores = removableIgnores({ file, text }, "yaml", settled.inline);
  const last = applySettings(runRules(judgesOfIgnores, { target: file, facts: { ignores } }), rules, settings);
  return {
    target: { id: file, kind: "kubernetes", name: file },
    run: concatRuns(settled.run, last.run),
    file: settings.file,
    config,
    usedIgnores: settled.used,
  };
}

/** What a pod says for all of its containers is found in each of them. */
function onceAPlace(run: FreshRun): FreshRun {
  const seen = new Set<string>();
  const again = new Set(
    run.findings.filter(({ rule, message, location }) => {
      const key = JSON.stringify([rule, message, location]);
      return seen.has(key) || seen.add(key) === undefined;
    }),
  );
  if (again.size === 0) return run;
  return {
    ...run,
    findings: run.findings.filter((one) => !again.has(one)),
    fixes: run.fixes.filter(({ finding }) => !again.has(finding)),
    observed: new Map([...run.observed].filter(([one]) => !again.has(one))),
  };
}

const judgesOfIgnores = aboutIgnores(rules);
