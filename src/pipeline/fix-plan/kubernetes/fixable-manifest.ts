import { objectsFact } from "../../../facts/pod-security/objects-fact.ts";
import { secretsInObjects } from "../../../facts/secrets/values/in-objects.ts";
import { readManifest } from "../../../formats/kubernetes/read-manifest.ts";
import { checkManifest, defaultMinor } from "../../judge/kubernetes/check-manifest.ts";
import type { ManifestWork } from "../../rule-runs/isolated-work.ts";
import type { Fixable } from "../fix-texts.ts";
import { manifestProblem } from "./manifest-problem.ts";

/** A manifest whose objects are fixed together. */
export function fixableManifest(work: ManifestWork): Fixable {
  const { path, text, kubernetes = defaultMinor } = work;
  return {
    path,
    texts: new Map([[path, text]]),
    secrets: () => secretsInObjects(objectsFact(readManifest(path, text), [], undefined)),
    judge: (texts) => checkManifest({ ...work, text: texts.get(path) ?? "" }),
    problem: (before, after, declaredEdits) =>
      manifestProblem(path, before.get(path) ?? "", after.get(path) ?? "", declaredEdits, kubernetes),
  };
}
