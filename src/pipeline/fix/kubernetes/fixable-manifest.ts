import { checkManifest, defaultMinor } from "../../check/kubernetes/check-manifest.ts";
import type { ManifestWork } from "../../check/apart.ts";
import type { Fixable } from "../fix-texts.ts";
import { manifestProblem } from "./manifest-problem.ts";

/** A manifest, all of whose objects are fixed at once. */
export function fixableManifest(work: ManifestWork): Fixable {
  const { path, text, kubernetes = defaultMinor } = work;
  return {
    path,
    texts: new Map([[path, text]]),
    judge: (texts) => checkManifest({ ...work, text: texts.get(path) ?? "" }),
    problem: (before, after, meant) =>
      manifestProblem(path, before.get(path) ?? "", after.get(path) ?? "", meant, kubernetes),
  };
}
