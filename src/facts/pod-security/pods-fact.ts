import type { WrittenValue } from "../../domain/container/data-change.ts";
import type { SpecEdits } from "../../domain/container/spec-change.ts";
import type { Manifest, ManifestProblem } from "../../formats/kubernetes/manifest.ts";
import { podOf, type Pod } from "../../formats/kubernetes/pods-of.ts";
import { strictFields } from "../../formats/kubernetes/strict-fields.ts";
import type { Breach, PodSecurityCheck } from "./pod-security-check.ts";
import { podView } from "./pod-view.ts";

/** Parts of a manifest that Kubernetes 1.`minor` refuses, or reads differently than they look. */
export interface ManifestProblemsFact {
  readonly file: string;
  readonly text: string;
  readonly minor: number;
  readonly problems: readonly ManifestProblem[];
}

/** The pods that a manifest makes. */
export interface PodsFact extends ManifestProblemsFact {
  readonly pods: readonly Pod[];
  /** Edits that set a key of a pod's spec: brought along by what reads manifests, so that no YAML is loaded for a Dockerfile. */
  readonly change?: (pod: Pod, keys: readonly string[], value: WrittenValue) => SpecEdits;
}

export function podsFact(manifest: Manifest, minor: number): PodsFact {
  const { file, text, objects, problems } = manifest;
  return {
    file,
    text,
    minor,
    pods: objects.flatMap((object) => podOf(object) ?? []),
    problems: [...problems, ...objects.flatMap((object) => strictFields(object, minor))],
  };
}

/** Where pods break a check of Pod Security. What a patch leaves out is said by what it is laid over. */
export function breachesIn(
  { pods, file, minor }: PodsFact,
  check: PodSecurityCheck,
): readonly (Breach & { readonly pod: Pod })[] {
  if (check.since > minor) return [];
  return pods.flatMap((pod) =>
    check
      .breaches(podView(pod, file), minor)
      .filter(({ value }) => !pod.patch || value !== "not set")
      .map((breach) => ({ ...breach, pod })),
  );
}
